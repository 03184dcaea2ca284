"""Turns a month's summary and an office's settings into the facts that a template may print."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal

from generate.addressee import Addressee
from generate.changes import Before, told_changes
from generate.grades import grades_view
from generate.inspections import Inspection, inspections
from generate.marks import Mark, Marks
from generate.matters import Danger, Duty, by_turns, dangers, duties, events, is_vague, tidy
from generate.office import Office
from generate.printing import print_day, print_month, print_span
from generate.scores import score
from generate.settings import DraftSettings
from generate.stages import Span, plan_stages
from generate.telling import Teller
from generate.units import at_least_total, below_total, doubtful, excesses, pair, places, ranked, wrong_rates
from generate.views import (
    BlankView,
    ClauseView,
    DangerView,
    DisputeView,
    ExcessView,
    Facts,
    GradesView,
    InspectionView,
    OfficeView,
    PairView,
    RankView,
    ReportersView,
    StageView,
    StepView,
    UnitView,
    WrongRateView,
)  # fmt: skip
from records import Figure, Indicator, MonthSummary

_WANTED = {
    "issuer": "发文机关", "region": "地区名称", "date": "成文日期", "recipients": "主送机关", "campaign": "行动名称",
    "basis": "上级文件名称及文号", "contact": "联系人", "phone": "联系电话", "email": "电子邮箱",
    "reply_by": "报送截止日期", "number": "发文字号",
}  # fmt: skip
_WHOLE_OF = "省市州盟县区旗镇乡"  # «安县» governs «全县»
_RATE, _FOUND, _MENDED = "整改率", "排查隐患", "整改隐患"
_MAJOR_RATE, _MAJOR, _MAJOR_MENDED = "重大隐患整改率", "重大隐患", "重大隐患整改"


def gather(
    summary: MonthSummary, office: Office, settings: DraftSettings, marks: Marks,
    whom: Addressee | None = None, before: Before | None = None,
) -> Facts:  # fmt: skip
    """The facts, in marks, those that concern whom the paper is written to if it is written to one.

    Raises BadRecord when a figure of the summary stands on no record of it.
    """
    return _Gatherer(summary, office, settings, marks, whom, before or Before()).facts()


def by_name(summary: MonthSummary) -> dict[str, Indicator]:
    """The indicators by their Chinese names."""
    return {indicator.name: indicator for indicator in summary.indicators.values()}


class _Gatherer:
    def __init__(
        self, summary: MonthSummary, office: Office, settings: DraftSettings, marks: Marks,
        whom: Addressee | None, before: Before,
    ) -> None:  # fmt: skip
        self.summary, self.office, self.settings, self.marks = summary, office, settings, marks
        self.whom, self.before = whom, before
        self.indicators = by_name(summary)
        self.doubtful = doubtful(self.indicators)
        self.today = office.date or summary.cut_off
        self.dangers = [one for one in dangers(summary.hazards) if whom is None or whom.concerns(one)]
        self.duties = [one for one in duties(summary.deadlines) if whom is None or whom.concerns(one)]
        self.to_come = [duty for duty in self.duties if self._to_come(duty)]
        self.tell = Teller(marks, frozenset(one.sources for one in self.dangers if self._overdue(one)))

    def facts(self) -> Facts:
        majors = [danger for danger in self.dangers if danger.major]
        lapsed = [duty for duty in self.duties if duty.due and self.today and duty.due < self.today]
        happened = [one for one in events(self.summary.accidents) if self.whom is None or self.whom.concerns(one)]
        return Facts(
            office=self._office(),
            area=self._area(),
            month=self.marks.given(print_month(self.summary.month)),
            cut_off=self._day_or_gap(self.summary.cut_off, "统计截止日期"),
            n={name: self._total(name) for name in self.settings.indicators},
            pair=self._pair(_RATE, _MENDED, _FOUND),
            major_pair=self._pair(_MAJOR_RATE, _MAJOR_MENDED, _MAJOR),
            cumulative=self.summary.period == "to_date",
            missing=self._names(filter(self._mine, self.summary.missing)),
            late=self._names(filter(self._mine, self.summary.late)),
            blanks=self._blanks(),
            disputed=self._disputed(),
            excesses=self._excesses(),
            wrong_rates=self._wrong_rates(),
            low=self._units(_RATE, self._lagging()),
            high=self._units(_RATE, self._sound(at_least_total(self.indicators.get(_RATE)))),
            top={name: self._units(name, ranked(self.indicators.get(name))) for name in self.settings.indicators},
            majors=self.tell.dangers(majors),
            open_majors=self.tell.dangers(danger for danger in majors if not danger.mended),
            overdue=self.tell.dangers(danger for danger in majors if self._overdue(danger)),
            dangers=self.tell.dangers(by_turns(self.dangers)),
            duties=self.tell.duties(duty for duty in self.to_come if not is_vague(duty)),
            left_out=tuple(
                f"{duty.unit}：{print_span(duty.start, duty.due)}{duty.task}" for duty in self.to_come if is_vague(duty)
            ),
            stages=self._stages(),
            trades=self._trades(),
            unit=self.marks.given(self.whom.name) if self.whom else self.marks.gap("单位名称"),
            own={name: self._own(name) for name in self.settings.indicators},
            lapsed=self.tell.duties(duty for duty in lapsed if not is_vague(duty)),
            accidents=self.tell.accidents(happened),
            changes=told_changes(self.summary, self.before, self.settings.indicators, self.marks),
            ranking=self._ranking(),
            post=self.marks.given(self.whom.post) if self.whom and self.whom.post else self.marks.gap("职务"),
            linked=self._names(self.whom.units if self.whom else ()),
            steps=self._steps(),
            headed=self.office.header is not None and self.settings.form is not None,
            grades=self._grades(),
            inspections=tuple(map(self._inspection, inspections(self.summary))),
            inspected=self._inspected(),
            more_told=self._more_told(len(majors)),
            reporters=self._reporters(),
        )

    def _reporters(self) -> ReportersView | None:
        wanted = [self.indicators[name] for name in self.settings.indicators if name in self.indicators]
        found = {unit: figure.sources for indicator in wanted for unit, figure in indicator.by_unit.items()}
        if not found:
            return None
        sources = tuple(source for each in found.values() for source in each)
        number = Figure(Decimal(len(found)), "个单位", sources, formula=f"逐个计数，报送数据的单位{len(found)}个")
        return ReportersView(self._names(found), self.marks.number(number, "单位数"))

    def _more_told(self, majors: int) -> bool:
        indicator = self.indicators.get(_MAJOR)
        return bool(indicator and indicator.total and 0 < indicator.total.value < majors)

    def _inspection(self, one: Inspection) -> InspectionView:
        text = print_span(one.period.start, one.period.end) if one.period else None
        sources = tuple(source for clause in one.clauses for source in clause.figure.sources)
        return InspectionView(
            unit=self.marks.given(one.unit),
            days=self.marks.quoted(text, sources) if text else self.marks.gap("督查时间"),
            clauses=tuple(
                ClauseView(
                    self.marks.quoted(clause.words, clause.figure.sources),
                    self.marks.number(clause.figure, clause.words),
                )
                for clause in one.clauses
            ),
        )

    def _inspected(self) -> tuple[DangerView, ...]:
        found = [one for one in self.dangers if one.place and not self.summary.inspected.isdisjoint(one.sources)]
        mine = self.office.issuer or ""
        return self.tell.dangers(sorted(found, key=lambda one: (one.mended, not one.major, mine not in one.unit)))

    def _grades(self) -> GradesView:
        if not self.settings.scores:
            return GradesView()
        found = score(self.summary, self.settings.scores, self.settings.zones, apart=self.office.issuer)
        return grades_view(found, self.settings, self.marks)

    def _own(self, name: str) -> Mark:
        """The addressee's own figure."""
        indicator = self.indicators.get(name)
        return self._figure(indicator.by_unit.get(self.whom.name) if indicator and self.whom else None, name)

    def _ranking(self) -> tuple[RankView, ...]:
        entries = self._sound(ranked(self.indicators.get(_RATE)))
        every = tuple(source for _, figure in entries for source in figure.sources)
        return tuple(
            RankView(
                rank=self.marks.number(Figure(Decimal(place), "", every, formula="按整改率由高到低"), "名次"),
                unit=self.marks.given(unit),
                rate=self.marks.number(figure, _RATE),
            )
            for place, (unit, figure) in zip(places(entries), entries, strict=True)
        )

    def _office(self) -> OfficeView:
        return OfficeView(*(self._setting(field.name) for field in fields(OfficeView)))

    def _setting(self, name: str) -> Mark:
        of = self.office.header if name == "number" else self.office
        value = getattr(of, name, None)
        if isinstance(value, dt.date):
            value = print_day(value)
        return self.marks.given(value) if value else self.marks.gap(_WANTED[name])

    def _area(self) -> Mark:
        last = (self.office.region or "")[-1:]
        return self.marks.given(f"全{last}" if last and last in _WHOLE_OF else "辖区")

    def _day_or_gap(self, day: dt.date | None, wanted: str) -> Mark:
        return self.marks.given(print_day(day)) if day else self.marks.gap(wanted)

    def _total(self, name: str) -> Mark:
        indicator = self.indicators.get(name)
        return self._figure(indicator.total if indicator else None, name)

    def _figure(self, figure: Figure | None, name: str) -> Mark:
        return self.marks.number(figure, name) if figure else self.marks.gap(name)

    def _pair(self, rate: str, part: str, whole: str) -> PairView | None:
        found = pair(self.indicators, rate, part, whole)
        if found is None:
            return None
        sources = found.whole.sources + found.part.sources
        units = Figure(Decimal(len(found.units)), "个单位", sources, formula=f"{whole}和{part}都报送且不矛盾的单位数")
        return PairView(
            units=self._names(found.units),
            number=self.marks.number(units, "单位数"),
            whole=self.marks.number(found.whole, whole),
            part=self.marks.number(found.part, part),
            left=self.marks.number(found.left, f"未整改的{whole}"),
            rate=self.marks.number(found.rate, rate),
            complete=found.complete,
        )

    def _lagging(self) -> list[tuple[str, Figure]]:
        found = self._sound(below_total(self.indicators.get(_RATE)))
        return [entry for entry in found if self._mine(entry[0])]

    def _sound(self, entries: Iterable[tuple[str, Figure]]) -> list[tuple[str, Figure]]:
        """The rates that no contradiction in their unit's report makes doubtful."""
        return [(unit, figure) for unit, figure in entries if (unit, _RATE) not in self.doubtful]

    def _mine(self, unit: str) -> bool:
        """Whether what that unit reports is told to whom the paper is written to."""
        return self.whom is None or self.whom.is_unit(unit)

    def _names(self, names: Iterable[str]) -> tuple[Mark, ...]:
        return tuple(self.marks.given(name) for name in names)

    def _units(self, name: str, entries: Iterable[tuple[str, Figure]]) -> tuple[UnitView, ...]:
        return tuple(UnitView(self.marks.given(unit), self.marks.number(figure, name)) for unit, figure in entries)

    def _blanks(self) -> tuple[BlankView, ...]:
        names: dict[str, list[str]] = {}
        for indicator in self.indicators.values():
            for unit in filter(self._mine, indicator.masked):
                names.setdefault(unit, []).append(indicator.name)
        return tuple(BlankView(self.marks.given(unit), self._names(found)) for unit, found in names.items())

    def _disputed(self) -> tuple[DisputeView, ...]:
        """What units state in two ways, but not what follows from a contradiction that is told anyway."""
        return tuple(
            DisputeView(
                self.marks.given(omission.unit),
                self.marks.given(indicator.name),
                self.marks.quoted(tidy(omission.note).replace("”、“", "”“"), omission.sources),
            )
            for indicator in self.indicators.values()
            for omission in indicator.omitted
            if omission.reason == "disputed"
            and self._mine(omission.unit)
            and (omission.unit, indicator.name) not in self.doubtful
        )

    def _excesses(self) -> tuple[ExcessView, ...]:
        given, number = self.marks.given, self.marks.number
        return tuple(
            ExcessView(
                given(found.unit), given(found.part), number(found.part_figure, found.part),
                given(found.whole), number(found.whole_figure, found.whole),
            )
            for found in excesses(self.indicators)
            if self._mine(found.unit)
        )  # fmt: skip

    def _wrong_rates(self) -> tuple[WrongRateView, ...]:
        given, number = self.marks.given, self.marks.number
        return tuple(
            WrongRateView(
                given(found.unit), given(found.rate), number(found.stated, found.rate),
                given(found.part), number(found.part_figure, found.part),
                given(found.whole), number(found.whole_figure, found.whole), number(found.should_be, found.rate),
            )
            for found in wrong_rates(self.indicators)
            if self._mine(found.unit)
        )  # fmt: skip

    def _to_come(self, duty: Duty) -> bool:
        return duty.due is not None and (self.today is None or duty.due > self.today)

    def _overdue(self, danger: Danger) -> bool:
        return not danger.mended and danger.due is not None and self.today is not None and danger.due < self.today

    def _steps(self) -> tuple[StepView, ...]:
        return tuple(
            view
            for duty in self.to_come
            if not is_vague(duty) and duty.due and self.today
            for view in self.tell.steps(duty, self.today, duty.due, self.settings.steps)
        )

    def _stages(self) -> tuple[StageView, ...]:
        planned = plan_stages(self.office.stages, self.settings.stages, self.summary.deadlines)
        return tuple(
            StageView(self.marks.given(stage.name), self._days(stage.name, stage.span), stage.text) for stage in planned
        )

    def _days(self, name: str, span: Span) -> Mark:
        text = print_span(span.start, span.end)
        if text is None:
            return self.marks.gap(f"{name}起止日期")
        return self.marks.quoted(text, span.sources) if span.sources else self.marks.given(text)

    def _trades(self) -> tuple[Mark, ...]:
        if self.office.trades:
            return self._names(self.office.trades)
        found: dict[str, tuple[int, ...]] = {}
        for danger in self.dangers:
            if danger.industry and danger.industry != "其他":
                found[danger.industry] = found.get(danger.industry, ()) + danger.sources
        return tuple(self.marks.quoted(industry, sources) for industry, sources in found.items())
