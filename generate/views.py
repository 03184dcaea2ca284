"""What a template sees: each fact as a mark. A missing one is a gap's mark: false, and printed as 【待填：…】."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from generate.marks import Mark


@dataclass(frozen=True, slots=True)
class OfficeView:
    """The settings of Office, each given or a gap."""

    issuer: Mark
    region: Mark
    date: Mark
    recipients: Mark
    campaign: Mark
    basis: Mark
    contact: Mark
    phone: Mark
    email: Mark
    reply_by: Mark
    number: Mark


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit and one figure of its report."""

    unit: Mark
    figure: Mark


@dataclass(frozen=True, slots=True)
class BlankView:
    """A unit and the indicators of which it has no usable figure."""

    unit: Mark
    names: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class ExcessView:
    """A unit whose part is more than the whole."""

    unit: Mark
    part: Mark
    part_figure: Mark
    whole: Mark
    whole_figure: Mark


@dataclass(frozen=True, slots=True)
class WrongRateView:
    """A unit whose rate is not what its figures make."""

    unit: Mark
    rate: Mark
    stated: Mark
    part: Mark
    part_figure: Mark
    whole: Mark
    whole_figure: Mark
    should_be: Mark


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A unit, the indicator that it states in two ways, and those two."""

    unit: Mark
    name: Mark
    note: Mark


@dataclass(frozen=True, slots=True)
class ReportersView:
    """The units that state a figure of the totals; number is how many these are."""

    units: tuple[Mark, ...]
    number: Mark


@dataclass(frozen=True, slots=True)
class PairView:
    """排查 and 整改 over the units that state both; number is how many these are.

    complete  whether no other unit states either, so that the totals may stand beside each other
    """

    units: tuple[Mark, ...]
    number: Mark
    whole: Mark
    part: Mark
    left: Mark
    rate: Mark
    complete: bool


@dataclass(frozen=True, slots=True)
class DangerView:
    """A hazard; told is place and description in one. sources is for counting, not for print."""

    unit: Mark
    told: Mark
    description: Mark
    place: Mark
    industry: Mark
    level: Mark
    due: Mark
    responsible: Mark
    measures: Mark
    funds: Mark
    state: Mark
    mended: bool
    overdue: bool
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AccidentView:
    """An accident; told is how a record tells it. sources is for counting, not for print.

    detail  the record's own words where they do not say day, place and kind, which stand for themselves else
    """

    unit: Mark
    told: Mark
    detail: Mark
    date: Mark
    place: Mark
    type: Mark
    deaths: Mark
    injured: Mark
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClauseView:
    """Words and the figure after them: «抽查生产经营单位» 62家."""

    words: Mark
    figure: Mark


@dataclass(frozen=True, slots=True)
class InspectionView:
    """An inspection as its own paper tells of it: whose paper, when it was, what was looked at and found."""

    unit: Mark
    days: Mark
    clauses: tuple[ClauseView, ...]


@dataclass(frozen=True, slots=True)
class RankView:
    """A unit's rank by 整改率, from 1; units with one rate share one rank."""

    rank: Mark
    unit: Mark
    rate: Mark


@dataclass(frozen=True, slots=True)
class ScoreTermView:
    """An indicator by which units are scored, and its share of the whole weight; optional: a unit may lack it."""

    name: Mark
    share: Mark
    optional: bool


@dataclass(frozen=True, slots=True)
class ScoreView:
    """A unit's place, from 1, and score; parts are its figures, in the order of the indicators.

    sources is for counting, not for print.
    """

    rank: Mark
    unit: Mark
    score: Mark
    zone: Mark
    parts: tuple[Mark, ...]
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ZoneView:
    """A class of scored units: «红榜»."""

    name: Mark
    units: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class UnrankedView:
    """Units that are not ranked for one reason: «没有报送整改率»."""

    why: Mark
    units: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class GradesView:
    """The units' scores: by what, whose, the highest first, in which classes, and those without one by the reason."""

    terms: tuple[ScoreTermView, ...] = ()
    scores: tuple[ScoreView, ...] = ()
    zones: tuple[ZoneView, ...] = ()
    unranked: tuple[UnrankedView, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyView:
    """A task and its day: «2023年6月30日前». due is for working back from, not for print."""

    unit: Mark
    task: Mark
    when: Mark
    responsible: Mark
    sources: tuple[int, ...]
    due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage of a plan; text says what is done in it, empty when the template has no wording for it."""

    name: Mark
    days: Mark
    text: str


@dataclass(frozen=True, slots=True)
class StepView:
    """A step on the way to a task's last day, and the day by which it is to be done."""

    task: Mark
    responsible: Mark
    name: Mark
    day: Mark
    when: Mark
    unit: Mark


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a template may speak of.

    area         «全县», «全市»; «辖区» when the region is not known
    n            totals by indicator's name; blank or unreported ones are gaps
    pair         隐患 found and mended, over the units that state both; None when none does. major_pair likewise
    reporters    the units whose figures the totals are made of; None when there are none
    more_told    whether more major hazards are told one by one than the total of them counts
    cumulative   whether the totals cover all up to cut_off, not the month alone
    blanks       units that masked their figures
    disputed     figures that a unit states in two ways
    low, high    units by 整改率: those below the total's, lowest first; those at the top, highest first
    top          by indicator's name, the units with most
    open_majors  major hazards without a record of their mending; overdue: those of them whose day is past
    dangers      all hazards, those with a place first, the units by turns
    duties       dated tasks still to come on the draft's day, by day
    left_out     tasks that the records do not tell fully, in one line each; for the drafter, not for the paper
    unit         whom the paper is written to; a gap in one that goes to all. Lists hold only what concerns them
    own          the unit's own figures, named like n
    lapsed       dated tasks whose day is past; accidents: by day
    changes      by indicator's name, 同比 and 环比 in brackets; «» where there is nothing to compare
    ranking      units by 整改率, the highest first
    post         the office that a leader written to holds; linked: the units of whom the paper is written to
    steps        of the tasks still to come, worked back from their last days
    grades       the units' scores by the indicators of the settings
    inspections  of the month, as their own papers tell of them
    inspected    hazards that an inspection found itself and that name their place, open and major ones first
    headed       whether the paper bears the office's header, and so its 发文字号
    """

    office: OfficeView
    area: Mark
    month: Mark
    cut_off: Mark
    n: dict[str, Mark]
    pair: PairView | None
    major_pair: PairView | None
    cumulative: bool
    missing: tuple[Mark, ...]
    late: tuple[Mark, ...]
    blanks: tuple[BlankView, ...]
    disputed: tuple[DisputeView, ...]
    excesses: tuple[ExcessView, ...]
    wrong_rates: tuple[WrongRateView, ...]
    low: tuple[UnitView, ...]
    high: tuple[UnitView, ...]
    top: dict[str, tuple[UnitView, ...]]
    majors: tuple[DangerView, ...]
    open_majors: tuple[DangerView, ...]
    overdue: tuple[DangerView, ...]
    dangers: tuple[DangerView, ...]
    duties: tuple[DutyView, ...]
    left_out: tuple[str, ...]
    stages: tuple[StageView, ...]
    unit: Mark
    own: Mapping[str, Mark]
    lapsed: tuple[DutyView, ...]
    accidents: tuple[AccidentView, ...]
    changes: Mapping[str, str]
    ranking: tuple[RankView, ...]
    headed: bool
    post: Mark
    linked: tuple[Mark, ...]
    steps: tuple[StepView, ...]
    trades: tuple[Mark, ...] = field(default=())
    grades: GradesView = field(default=GradesView())
    inspections: tuple[InspectionView, ...] = field(default=())
    inspected: tuple[DangerView, ...] = field(default=())
    more_told: bool = field(default=False)
    reporters: ReportersView | None = field(default=None)

    @property
    def ledger(self) -> tuple[DangerView, ...]:
        """All hazards, major ones first, then unit by unit."""
        return tuple(sorted(self.dangers, key=lambda danger: not danger.level))

    @property
    def placed(self) -> tuple[DangerView, ...]:
        """The hazards that name their place and are not known to be mended, major ones first."""
        found = (danger for danger in self.dangers if danger.place and not danger.mended)
        return tuple(sorted(found, key=lambda danger: not danger.level))
