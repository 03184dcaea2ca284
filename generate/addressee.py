"""To whom a paper is written, what of a month concerns them, and who has to be written to at all."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generate.kinds import known_kind
from generate.matters import Danger, Duty, Event, dangers, duties, events, is_named, is_vague
from generate.office import Office
from generate.settings import DraftSettings, To, load_settings
from generate.units import below_total, excesses, wrong_rates
from records import BadRequest, Indicator, MonthSummary

_AREA = "省市州盟县区旗"  # «县住建局» is 住建局 to those who write within the county
_SHORTEST = 3
_DUE_SOON = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Addressee:
    """The one unit that a paper is written to, the enterprise or site of a hazard, or a leader.

    units  that are the addressee's: the unit itself, or those that the leader is tied to; none of a place
    """

    name: str
    to: To
    units: tuple[str, ...] = ()
    post: str | None = None

    def concerns(self, matter: Danger | Duty | Event) -> bool:
        """Whether it is theirs: reported by them, laid on them, or lying with them."""
        place = getattr(matter, "place", None) or ""
        if self.to == "place":
            return place == self.name
        said = (getattr(matter, "responsible", None) or "") + place
        known = frozenset(matter.unit.split("、"))
        return any(unit in known or any(name in said for name in _names(unit)) for unit in self.units)

    def is_unit(self, unit: str) -> bool:
        """Whether that unit's reports are theirs."""
        return unit in self.units


def _names(unit: str) -> tuple[str, ...]:
    short = unit[1:] if unit[:1] in _AREA else unit
    return (unit, short) if len(short) >= _SHORTEST else (unit,)


@dataclass(frozen=True, slots=True)
class Concern:
    """Somebody who is to get a paper, and why, one reason a line."""

    name: str
    reasons: tuple[str, ...]


def addressee(
    kind: str, settings: DraftSettings, summary: MonthSummary, office: Office, unit: str | None,
    allow_gaps: bool = False,
) -> Addressee | None:  # fmt: skip
    """Whom the paper is written to; None for one that goes to all, or with gaps when there is nobody at all.

    Raises BadRequest: nobody named though there are several, or nobody such.
    """
    if settings.to is None:
        if unit is not None:
            raise BadRequest(f"{kind}不是写给一个单位的，请去掉 --unit")
        return None
    known = possible(settings, summary, office)
    if unit is None and len(known) == 1:
        unit = known[0]
    if unit is None and not known and allow_gaps:
        return None
    if unit is None:
        raise BadRequest(f"{kind}是写给一个单位的，请用 --unit 指定，可用：{_some(known)}；或用 --each 逐个起草")
    if unit not in known:
        raise BadRequest(f"本月记录里没有“{unit}”，不能起草{kind}，可用：{_some(known)}")
    return _addressee(unit, settings.to, office)


def _addressee(name: str, to: To, office: Office) -> Addressee:
    if to != "leader":
        return Addressee(name, to, (name,) if to == "unit" else ())
    leader = next(one for one in office.leaders if one.name == name)
    return Addressee(name, to, leader.units, leader.post)


def _some(names: tuple[str, ...], most: int = 12) -> str:
    return "、".join(names[:most]) + (f"等{len(names)}个" if len(names) > most else "") if names else "（尚无）"


def possible(settings: DraftSettings, summary: MonthSummary, office: Office) -> tuple[str, ...]:
    """Everybody that a paper of that kind can be written to in this month."""
    if settings.to == "leader":
        return tuple(dict.fromkeys(leader.name for leader in office.leaders))
    if settings.to == "place":
        found = dangers(summary.hazards)
        return tuple(dict.fromkeys(one.place for one in found if one.place and not one.mended and is_named(one.place)))
    return tuple(dict.fromkeys((*summary.units, *summary.missing, *summary.unlisted)))


def concerned(kind: str, summary: MonthSummary, office: Office, folder: Path | None = None) -> tuple[Concern, ...]:
    """Who has to get a paper of that kind this month, and why. Raises BadRequest: it is not written to anybody."""
    kind = known_kind(kind, folder)
    settings = load_settings(kind, folder)
    if settings.to is None:
        raise BadRequest(f"{kind}不是写给一个单位的，不能逐个起草，请去掉 --each")
    case = _Case(summary, office.date or summary.cut_off)
    people = (_addressee(name, settings.to, office) for name in _candidates(settings, summary, office))
    rows = ((whom.name, case.reasons(whom, settings)) for whom in people)
    return tuple(Concern(name, reasons) for name, reasons in rows if reasons)


def _candidates(settings: DraftSettings, summary: MonthSummary, office: Office) -> tuple[str, ...]:
    """Those who may be written to: of units only those that have to report, and not the office itself."""
    off = {*summary.unlisted, office.issuer}
    return tuple(name for name in possible(settings, summary, office) if name not in off)


class _Case:
    """What a month holds against, or for, each addressee."""

    def __init__(self, summary: MonthSummary, today: dt.date | None) -> None:
        self.summary, self.today = summary, today
        self.indicators = {indicator.name: indicator for indicator in summary.indicators.values()}
        self.dangers = [one for one in dangers(summary.hazards) if one.major and not one.mended]
        self.duties = [one for one in duties(summary.deadlines) if one.due and not is_vague(one)]
        self.events = events(summary.accidents)

    def reasons(self, whom: Addressee, settings: DraftSettings) -> tuple[str, ...]:
        """The reasons, in words, in the order of the settings."""
        told = (TRIGGERS[name](self, whom) for name in settings.triggers)
        return tuple(reason for reason in told if reason)

    def majors(self, whom: Addressee) -> list[Danger]:
        return [one for one in self.dangers if whom.concerns(one)]

    def open_majors(self, whom: Addressee) -> str | None:
        return _counted("未见整改完成记录的重大事故隐患{}条", len(self.majors(whom)))

    def overdue(self, whom: Addressee) -> str | None:
        past = sum(self._past(one.due) for one in self.majors(whom))
        return _counted("已超过整改时限的重大事故隐患{}条", past)

    def coming(self, whom: Addressee) -> str | None:
        soon = sum(self._soon(one.due) for one in self._duties(whom))
        return _counted(f"{_DUE_SOON.days}天内到期的任务{{}}项", soon)

    def lapsed(self, whom: Addressee) -> str | None:
        return _counted("时限已过、需报送完成情况的任务{}项", sum(self._past(one.due) for one in self._duties(whom)))

    def _soon(self, day: dt.date | None) -> bool:
        return bool(day and self.today and self.today < day <= self.today + _DUE_SOON)

    def _past(self, day: dt.date | None) -> bool:
        return bool(day and self.today and day < self.today)

    def _duties(self, whom: Addressee) -> list[Duty]:
        return [one for one in self.duties if whom.concerns(one)]

    def missing(self, whom: Addressee) -> str | None:
        return "未报送本月工作情况" if any(map(whom.is_unit, self.summary.missing)) else None

    def late(self, whom: Addressee) -> str | None:
        return "未按时报送" if any(map(whom.is_unit, self.summary.late)) else None

    def blanks(self, whom: Addressee) -> str | None:
        masked = [one.name for one in self.indicators.values() if any(map(whom.is_unit, one.masked))]
        return f"以符号代替、没有填写的数据：{'、'.join(masked)}" if masked else None

    def contradictions(self, whom: Addressee) -> str | None:
        units = [one.unit for one in excesses(self.indicators)] + [one.unit for one in wrong_rates(self.indicators)]
        return "数据前后矛盾" if any(map(whom.is_unit, units)) else None

    def low(self, whom: Addressee) -> str | None:
        lagging: Indicator | None = self.indicators.get("整改率")
        return "整改率低于总体" if any(whom.is_unit(unit) for unit, _ in below_total(lagging)) else None

    def accidents(self, whom: Addressee) -> str | None:
        return _counted("报告事故{}起", sum(map(whom.concerns, self.events)))

    def everybody(self, whom: Addressee) -> str | None:
        return f"联系{'、'.join(whom.units)}" if whom.to == "leader" and whom.units else "承担行动任务"


def _counted(words: str, number: int) -> str | None:
    return words.format(number) if number else None


TRIGGERS: Mapping[str, Callable[[_Case, Addressee], str | None]] = {
    "missing": _Case.missing, "late": _Case.late, "blanks": _Case.blanks, "contradictions": _Case.contradictions,
    "low": _Case.low, "open_majors": _Case.open_majors, "overdue": _Case.overdue, "duties": _Case.coming,
    "lapsed": _Case.lapsed, "accidents": _Case.accidents, "everybody": _Case.everybody,
}  # fmt: skip
