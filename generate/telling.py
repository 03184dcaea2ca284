"""Hazards, tasks and accidents as views: what a template prints of each, tied to the records that state it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from generate.marks import Mark, Marks
from generate.matters import Danger, Duty, Event
from generate.printing import print_day, print_figure, print_iso, print_span
from generate.settings import Step
from generate.views import AccidentView, DangerView, DutyView, StepView
from records import Figure

_EVENT_WORDS = ("事故", "火灾")
_MENDED, _OPEN = "已整改", "未见整改完成记录"


class Teller:
    """Makes the views. overdue: the sources of the hazards whose day is past."""

    def __init__(self, marks: Marks, overdue: frozenset[tuple[int, ...]]) -> None:
        self.marks, self.overdue = marks, overdue
        self._made: dict[tuple[int, ...], DangerView] = {}  # several lists hold the same hazard

    def dangers(self, found: Iterable[Danger]) -> tuple[DangerView, ...]:
        """The hazards as views."""
        return tuple(self._made.get(danger.sources) or self._danger(danger) for danger in found)

    def _danger(self, danger: Danger) -> DangerView:
        sources = danger.sources
        view = self._made[sources] = DangerView(
            unit=self.marks.given(danger.unit),
            told=self.marks.quoted(told(danger), sources),
            description=self.marks.quoted(danger.description, sources),
            place=self._quoted(danger.place, "隐患所在单位", sources),
            industry=self._quoted(danger.industry, "行业领域", sources),
            level=self._quoted("重大" if danger.major else None, "隐患级别", sources),
            due=self._quoted(print_day(danger.due) if danger.due else None, "整改时限", sources),
            overdue=sources in self.overdue,
            responsible=self._quoted(danger.responsible, "责任单位", sources),
            measures=self._quoted(danger.measures, "整改措施", sources),
            funds=self._money(danger.funds, sources),
            state=self.marks.quoted(_MENDED if danger.mended else _OPEN, sources),
            mended=danger.mended,
            sources=sources,
        )
        return view

    def _money(self, funds: Decimal | None, sources: tuple[int, ...]) -> Mark:
        if funds is None:
            return self.marks.gap("资金")
        figure = Figure(funds, "元", sources)
        return self.marks.number(figure, "资金", print_figure(figure))

    def duties(self, found: Iterable[Duty]) -> tuple[DutyView, ...]:
        """The tasks as views."""
        return tuple(
            DutyView(
                unit=self.marks.given(duty.unit),
                task=self.marks.quoted(duty.task, duty.sources),
                when=self._quoted(print_span(duty.start, duty.due), "完成时限", duty.sources),
                responsible=self._quoted(duty.responsible, "责任单位", duty.sources),
                sources=duty.sources,
                due=duty.due,
            )
            for duty in found
        )

    def steps(self, duty: Duty, today: dt.date, due: dt.date, steps: Iterable[Step]) -> Iterator[StepView]:
        """The steps to the task's last day, each with its share of the days that are left."""
        (view,) = self.duties([duty])
        for step in steps:
            days = (due - today).days * step.share // 100
            formula = f"{print_day(due)}倒排：{print_day(today)}起{(due - today).days}天的{step.share}%"
            day = Figure(Decimal(days), "天", duty.sources, formula=formula)
            text = print_day(today + dt.timedelta(days=days))
            name = self.marks.given(step.name)
            yield StepView(
                view.task, view.responsible, name, self.marks.number(day, step.name, text), view.when, view.unit
            )

    def accidents(self, found: Iterable[Event]) -> tuple[AccidentView, ...]:
        """The accidents as views."""
        return tuple(
            AccidentView(
                unit=self.marks.given(event.unit),
                told=self.marks.quoted(told_event(event), event.sources),
                detail=self._quoted(None if _is_whole(event) else event.told, "事故情况", event.sources),
                date=self._quoted(print_iso(event.date) if event.date else None, "事故时间", event.sources),
                place=self._quoted(event.place, "事故地点", event.sources),
                type=self._quoted(event.type, "事故类型", event.sources),
                deaths=self._people(event.deaths, "死亡人数", event.sources),
                injured=self._people(event.injured, "受伤人数", event.sources),
                sources=event.sources,
            )
            for event in found
        )

    def _people(self, number: int | None, name: str, sources: tuple[int, ...]) -> Mark:
        return (
            self.marks.gap(name) if number is None else self.marks.number(Figure(Decimal(number), "人", sources), name)
        )

    def _quoted(self, text: str | None, wanted: str, sources: tuple[int, ...]) -> Mark:
        return self.marks.quoted(text, sources) if text else self.marks.gap(wanted)


def _is_whole(event: Event) -> bool:
    """Whether day, place and kind are known."""
    return bool(event.date and event.place and event.type)


def told_event(event: Event) -> str:
    """«2023年6月3日，北岭镇发生车辆伤害事故，2人受伤»; the record's own words where place or kind is not known."""
    if not (event.date and event.place and event.type):
        return event.told
    kind = event.type if event.type.endswith(_EVENT_WORDS) else f"{event.type}事故"
    people = ((event.deaths, "死亡"), (event.injured, "受伤"))
    harm = "、".join(f"{number}人{word}" for number, word in people if number)
    return f"{print_iso(event.date)}，{event.place}发生{kind}" + (f"，造成{harm}" if harm else "")


def told(danger: Danger) -> str:
    """Place and danger in one go; the place once, also where the description names it again."""
    if danger.place is None or danger.place in danger.description:
        return danger.description
    return f"{danger.place}，{danger.description}"
