"""The lines of a month's table out of what the units claim: each unit's figure, the total, and who is left out."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

from ledger.choose import (
    Chosen,
    Outcome,
    add_parts,
    choose,
    choose_stated,
    contradicts,
    joint_approx,
    leave_out,
    plain,
    speaks,
)
from ledger.claims import Claim
from ledger.indicators import Line, load_lines
from ledger.periods import month_days
from records import Figure, Indicator
from records.office import Omission

Scope: TypeAlias = Literal["month", "to_date"]
Claims: TypeAlias = Mapping[tuple[str, str], Sequence[Claim]]  # by unit and key of the line

_CENT = Decimal("0.01")
_TOO_FEW = "只有{}个单位的数可以相加，不到述及单位的一半，不作合计"
_NO_SUM = "同一起事故可能由多个单位报送，各单位之数不相加"


@dataclass(frozen=True, slots=True)
class Table:
    """The lines by key, and the last day that their figures cover, None when none of them says."""

    indicators: dict[str, Indicator]
    cut_off: dt.date | None


def choose_scope(claims: Claims, units: Collection[str]) -> Scope:
    """The stretch of time for which these units state more figures; this month alone when it is equal."""
    stated = Counter(
        scope
        for (unit, _), group in claims.items()
        for scope in {claim.stretch for claim in group if unit in units and claim.standing in ("own", "inner")}
    )
    return "to_date" if stated["to_date"] > stated["month"] else "month"


def build_table(claims: Claims, units: Mapping[str, bool], month: str, scope: Scope, main: bool) -> Table:
    """All lines over one stretch of time.

    units  whose figures count, in the order of the table; whether each is an area, not a department
    main   whether this is the month's table, to which figures without a stated time belong as well
    """
    return _Builder(claims, units, month, scope, main).table()


class _Builder:
    def __init__(self, claims: Claims, units: Mapping[str, bool], month: str, scope: Scope, main: bool) -> None:
        self.claims, self.units, self.month, self.scope, self.main = claims, units, month, scope, main
        self.outcomes: dict[str, dict[str, Outcome]] = {}

    def table(self) -> Table:
        lines = load_lines().values()
        for line in lines:
            self.outcomes[line.key] = self._one_measure([(unit, self._choose(unit, line)) for unit in self.units])
        for line in lines:
            self._add_up_parts(line)
        for line in lines:
            self._doubt_parts(line)
        indicators = {line.key: self._indicator(line) for line in lines}
        reported = {key: each for key, each in indicators.items() if each.by_unit or each.omitted or each.total}
        return Table(reported, self._cut_off())

    def _choose(self, unit: str, line: Line) -> dict[int, Outcome]:
        """By measure, what the unit reports on the line."""
        group = self.claims.get((unit, line.key), ())
        if line.adds == "stated":
            group = [claim for claim in group if claim.standing in ("own", "inner")]
        stated = self._stated(group)
        loose = [claim for claim in group if claim.stretch == "unstated"] if self.main else []
        outcomes = choose(_better(stated, loose), unit, self.units[unit])
        for measure, outcome in outcomes.items():
            against = contradicts(outcome, loose) if isinstance(outcome, Chosen) else []
            if against:
                outcomes[measure] = leave_out(unit, "disputed", against)
        elsewhere = [claim for claim in group if claim.stretch in ("month", "to_date", "part")]
        if not outcomes and self.main and speaks(elsewhere)[1]:
            return {0: leave_out(unit, "other_period", elsewhere)}
        return outcomes

    def _stated(self, group: Sequence[Claim]) -> list[Claim]:
        """The claims for this stretch; of figures to date those from one first day, the year's if there are any.

        «截至5月底» names no first day and is taken with those of the year; what has no stated time goes with any.
        """
        of_scope = [claim for claim in group if claim.stretch == self.scope]
        if self.scope == "month":
            return of_scope
        new_year = month_days(self.month)[0].replace(month=1)
        starts = {_start(claim) or new_year for claim in of_scope if claim.dated}
        start = new_year if new_year in starts else min(starts, default=new_year)
        return [claim for claim in of_scope if not claim.dated or (_start(claim) or new_year) == start]

    def _one_measure(self, by_unit: Sequence[tuple[str, dict[int, Outcome]]]) -> dict[str, Outcome]:
        """Each unit's outcome in the measure that most units have a figure in, else in another that it has one in."""
        used = Counter(
            measure for _, outcomes in by_unit for measure, each in outcomes.items() if isinstance(each, Chosen)
        )
        wanted = max(used, key=lambda measure: (used[measure], measure), default=0)
        found: dict[str, Outcome] = {}
        for unit, outcomes in by_unit:
            ranked = sorted(outcomes, key=lambda at: (isinstance(outcomes[at], Chosen), at == wanted, at))
            if ranked:
                found[unit] = outcomes[ranked[-1]]
        return found

    def _doubt_parts(self, line: Line) -> None:
        """Leaves out parts without their whole, and of a part above its whole the one that no sentence calls a total.

        Else 整改 would be added up over more units than 排查. Where both are called totals the unit contradicts
        itself, and its rate will say that.
        """
        for unit in self.units if line.parts else ():
            part_key, whole_key = line.parts or ("", "")
            part, whole = self.outcomes[part_key].get(unit), self.outcomes[whole_key].get(unit)
            if not isinstance(part, Chosen) or (isinstance(whole, Chosen) and not _exceeds(part, whole)):
                continue
            if isinstance(whole, Chosen) and not whole.marked:
                self.outcomes[whole_key][unit] = _unmatched(unit, whole, part_key)
            if not isinstance(whole, Chosen) or not (whole.marked and part.marked):
                self.outcomes[part_key][unit] = _unmatched(unit, part, whole_key)

    def _add_up_parts(self, line: Line) -> None:
        """Fills in a line that a unit does not state, though it states all that make it up."""
        for unit in self.units if line.sum_of else ():
            parts = [self.outcomes[key].get(unit) for key in line.sum_of]
            chosen = [part for part in parts if isinstance(part, Chosen)]
            if unit not in self.outcomes[line.key] and len(chosen) == len(parts):
                self.outcomes[line.key][unit] = add_parts(chosen, [load_lines()[key] for key in line.sum_of])

    def _indicator(self, line: Line) -> Indicator:
        outcomes = self._rates(line) if line.parts else self.outcomes[line.key]
        ordered = [(unit, outcomes[unit]) for unit in self.units if unit in outcomes]
        chosen = {unit: outcome for unit, outcome in ordered if isinstance(outcome, Chosen)}
        omitted = tuple(outcome for _, outcome in ordered if isinstance(outcome, Omission))
        total = self._total(line, list(chosen.values())) if self._enough(line) else None
        return Indicator(
            key=line.key,
            name=line.name,
            total=total,
            by_unit={unit: outcome.figure for unit, outcome in chosen.items()},
            masked=tuple(omission.unit for omission in omitted if omission.reason == "masked"),
            omitted=omitted,
            note=self._note(line, len(chosen)),
        )

    def _enough(self, line: Line) -> bool:
        """Whether the figures of a line, or of a rate's parts, are those of at least half the units that speak of it.

        A sum over fewer would pass for the county's figure and be far from it.
        """
        for key in line.parts or (line.key,):
            spoken = self.outcomes[key].values()
            if 2 * sum(isinstance(each, Chosen) for each in spoken) < len(spoken):
                return False
        return True

    def _note(self, line: Line, chosen: int) -> str | None:
        """Why there is no total, or none by adding up, though units have figures."""
        if line.adds == "stated" and len(self.units) > 1:
            return _NO_SUM if chosen else None
        return _TOO_FEW.format(chosen) if chosen and not self._enough(line) else None

    def _total(self, line: Line, chosen: Sequence[Chosen]) -> Figure | None:
        if line.parts:
            return _rate(line, self._parts(line))
        if line.adds == "stated" and len(self.units) > 1:
            return self._stated_total(line)
        if len(chosen) < 2:
            return self._only(chosen[0].figure) if chosen else None
        return self._sum(line, chosen)

    def _only(self, figure: Figure) -> Figure:
        """One unit's figure as the total: its own statement, but not the county's where others reported as well."""
        return figure if len(self.units) == 1 else replace(figure, formula="仅1个单位报送")

    def _stated_total(self, line: Line) -> Figure | None:
        """What some unit states for the whole county or city."""
        group = [claim for (_, key), claims in self.claims.items() if key == line.key for claim in claims]
        stated = choose_stated([claim for claim in self._stated(group) if claim.standing == "whole_area"])
        return stated.figure if stated else None

    def _sum(self, line: Line, chosen: Sequence[Chosen]) -> Figure:
        figures = [each.figure for each in chosen]
        measures = {each.measure for each in chosen}
        approx = joint_approx(figures)
        return Figure(
            value=sum((figure.value for figure in figures), Decimal(0)),
            unit=line.measures[max(measures)][0],
            sources=tuple(source for figure in figures for source in figure.sources),
            # every enterprise counted was visited at least once, so 家 and 家次 together are a floor of 家次
            approx="over" if approx == "exact" and len(measures) > 1 else approx,
            formula="，".join([f"{len(chosen)}个单位之和", *self._remarks(line, chosen)]),
        )

    def _remarks(self, line: Line, chosen: Sequence[Chosen]) -> list[str]:
        """What whoever reads the sum has to know of it."""
        claims = [each.claim for each in chosen if each.claim]
        loose = sum(claim.stretch == "unstated" for claim in claims)
        names = [line.measures[measure][0] for measure in sorted({each.measure for each in chosen})]
        remarks = [f"其中{loose}个未注明时段"] if loose else []
        remarks += ["起算日不一"] if self.scope == "to_date" and len({_start(claim) for claim in claims}) > 1 else []
        return remarks + ([f"{'与'.join(names)}合计"] if len(names) > 1 else [])

    def _parts(self, line: Line) -> list[tuple[Chosen, Chosen]]:
        """Part and whole of each unit that has both and is not left out for having more of the part."""
        found = ([self.outcomes[key].get(unit) for key in line.parts or ()] for unit in self.units)
        pairs = ([each for each in pair if isinstance(each, Chosen)] for pair in found)
        return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2 and not _exceeds(*pair)]

    def _rates(self, line: Line) -> dict[str, Outcome]:
        """Each unit's rate: the one that it states, else part by whole; none where the part is the larger."""
        rates = dict(self.outcomes[line.key])
        for unit in self.units:
            part, whole = (self.outcomes[key].get(unit) for key in line.parts or ())
            if not isinstance(part, Chosen) or not isinstance(whole, Chosen):
                continue
            if _exceeds(part, whole):
                rates[unit] = _excess(unit, line, part, whole)
            elif unit not in rates and (rate := _rate(line, [(part, whole)])):
                rates[unit] = Chosen(rate, 0)
        return rates

    def _cut_off(self) -> dt.date | None:
        chosen = [each for outcomes in self.outcomes.values() for each in outcomes.values()]
        claims = [each.claim for each in chosen if isinstance(each, Chosen) and each.claim]
        ends = [claim.period.end for claim in claims if claim.period and claim.period.end]
        return max(ends, default=None)


def _better(stated: Sequence[Claim], loose: Sequence[Claim]) -> Sequence[Claim]:
    """The claims with a stated time, unless only the others give the unit's figure, or give it for the whole."""
    return max((stated, loose), key=speaks) if speaks(loose) > speaks(stated) else stated or loose


def _start(claim: Claim) -> dt.date | None:
    return claim.period.start if claim.period else None


def _unmatched(unit: str, chosen: Chosen, other_key: str) -> Omission:
    """The omission of a part or whole that lacks a counterpart which it could be set against."""
    stated = f"{plain(chosen.figure.value)}{chosen.figure.unit}"
    note = f"{stated}没有可以对照的{load_lines()[other_key].name}数，未计入"
    return Omission(unit, "unclear", note, chosen.figure.sources)


def _exceeds(part: Chosen, whole: Chosen) -> bool:
    return part.figure.value > whole.figure.value


def _excess(unit: str, line: Line, part: Chosen, whole: Chosen) -> Omission:
    """A unit with more mended than found: its rate means nothing."""
    names = [load_lines()[key].name for key in line.parts or ()]
    values = [f"{plain(each.figure.value)}{each.figure.unit}" for each in (part, whole)]
    note = f"{names[0]}{values[0]}多于{names[1]}{values[1]}"
    return Omission(unit, "disputed", note, part.figure.sources + whole.figure.sources)


def _rate(line: Line, pairs: Sequence[tuple[Chosen, Chosen]]) -> Figure | None:
    """Parts by wholes in per cent, to two places; never rounded up to 100 while something is left."""
    figures = [each.figure for pair in pairs for each in pair]
    part, whole = (sum((pair[side].figure.value for pair in pairs), Decimal(0)) for side in (0, 1))
    if not whole:
        return None
    rounding = ROUND_DOWN if part < whole and part * 10000 > whole * 9999 else ROUND_HALF_UP
    value = Decimal(plain((part / whole * 100).quantize(_CENT, rounding)))
    sources = tuple(dict.fromkeys(source for figure in figures for source in figure.sources))
    names = [load_lines()[key].name for key in line.parts or ()]
    formula = f"{names[0]}{plain(part)}÷{names[1]}{plain(whole)}"
    formula += f"，{len(pairs)}个单位" if len(pairs) > 1 else ""
    return Figure(value, "%", sources, "exact" if joint_approx(figures) == "exact" else "about", formula)
