"""Reads each count of a unit's report as a claim: this much of that line, over that time, by that subject."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from language.normalize import Reading as Text
from ledger.indicators import Line, Reading, load_lines, plans, read_count
from ledger.passages import read_passages
from ledger.periods import Stretch, tell_stretch
from ledger.subjects import Reporter, Standing
from records import Accident, Count, Filed, Period

_CASUALTIES = ("deaths", "injured")
_FULL_DATE = len("2023-05-01")


@dataclass(frozen=True, slots=True)
class Claim:
    """A count as a statement about one line of the table.

    period    what it covers, by its own words or those of the figure that it belongs to
    stretch   what that is to the month; of a figure without a stated time, what the document's others are
    dated     the text states its time
    standing  whose figure it is
    narrow    of one sort only of what the line counts (加油站)
    limited   its sentence or paragraph is about one trade
    marked    its sentence says that it is a total: by 共 or 累计, or by naming the unit as a whole
    """

    filed: Filed[Count]
    line: Line
    period: Period | None
    stretch: Stretch
    dated: bool
    standing: Standing
    narrow: bool
    limited: bool
    marked: bool

    @property
    def count(self) -> Count:
        """The record itself."""
        return self.filed.record

    @property
    def value(self) -> Decimal:
        """The number; 0 when masked, which whoever adds has set aside."""
        return self.count.value or Decimal(0)

    @property
    def exact(self) -> bool:
        """Whether it gives one number and means just that."""
        return self.count.approx == "exact" and self.count.upper is None and not self.count.masked

    @property
    def measure(self) -> int:
        """Which of the line's measures it is in."""
        return self.line.measure(self.count.unit) or 0


def read_claims(
    filed: Sequence[Filed[Count]], accidents: Sequence[Accident], text: Text, me: Reporter, month: str
) -> list[Claim]:
    """The claims of one document, in the order of its text.

    filed      all its counts in their own order, so that part_of is an index into them
    accidents  those that it tells of: their casualties are no month's figures
    text       the document's text as rules read it
    """
    return _dated(_Reader(filed, accidents, text, me, month).claims())


def _dated(claims: list[Claim]) -> list[Claim]:
    """The claims, those without a stated time taken for what all the others are: a report of June speaks of June."""
    stretches = {claim.stretch for claim in claims if claim.stretch in ("month", "to_date")}
    if len(stretches) != 1:
        return claims
    (prevailing,) = stretches
    return [replace(claim, stretch=prevailing) if claim.stretch == "unstated" else claim for claim in claims]


class _Reader:
    """One document while its counts are being read; a count's place in the list stands for it."""

    def __init__(
        self, filed: Sequence[Filed[Count]], accidents: Sequence[Accident], text: Text, me: Reporter, month: str
    ) -> None:
        self.filed, self.accidents, self.me, self.month = filed, accidents, me, month
        self.counts = [each.record for each in filed]
        self.passages = read_passages(self.counts, text, me)
        self.order = sorted(range(len(filed)), key=lambda at: self.counts[at].start)
        self.read: dict[int, Claim | None] = {}
        self.answered: set[tuple[int, str]] = set()  # figures, with the line of a later one that belongs to them

    def claims(self) -> list[Claim]:
        found = [self._claim(at) for at in self.order]
        return [claim for claim in found if claim is not None]

    def _claim(self, at: int) -> Claim | None:
        """The claim that the count makes, None when it makes none; worked out once."""
        if at not in self.read:
            self.read[at] = None  # a count that is, by way of others, a part of itself ends here
            self.read[at] = self._work_out(at)
        return self.read[at]

    def _work_out(self, at: int) -> Claim | None:
        count = self.counts[at]
        reading = self._reading(count)
        if reading is None or count.change is not None or self._is_casualty(reading.line, count):
            return None
        if plans().search(self.passages[at].clause):
            return None
        claim = self._alone(at, reading)
        anchor = self._anchor(at, claim) if count.part_of is None else count.part_of
        if anchor is None:
            return None if claim.line.only_after else claim
        return self._join(at, claim, anchor)

    def _reading(self, count: Count) -> Reading | None:
        """The line it is of; a department's own trade before the noun does not make it narrow."""
        reading = read_count(count)
        if reading and not reading.narrow:
            return reading
        trimmed = self.me.trims(count.item)
        return read_count(replace(count, item=trimmed)) if trimmed != count.item else reading

    def _is_casualty(self, line: Line, count: Count) -> bool:
        """Whether it tells of one event: an accident with a place or a full date stands on the same words."""
        return line.key in _CASUALTIES and any(
            count.start < accident.end and accident.start < count.end
            for accident in self.accidents
            if accident.place or len(accident.date or "") >= _FULL_DATE
        )

    def _alone(self, at: int, reading: Reading) -> Claim:
        """The claim as far as the count and the words around it tell."""
        passage, period = self.passages[at], self.counts[at].period
        standing = self.me.standing(passage.subject)
        named = standing == "own" and passage.subject is not None
        marked = named or passage.total
        mentioned = (passage.enterprise and not named) or (reading.line.marked_only and not marked)
        stretch = tell_stretch(period, self.month)
        return Claim(
            filed=self.filed[at],
            line=reading.line,
            period=period,
            stretch=stretch,
            dated=stretch != "unstated",
            standing="other" if mentioned or reading.others else standing,
            narrow=reading.narrow,
            limited=passage.trade,
            marked=marked,
        )

    def _join(self, at: int, claim: Claim, anchor: int) -> Claim | None:
        """The claim as a figure that belongs to another one; None for a share of what that one counts.

        «其中6月份4起» is no share but another stretch of time. A part of what is no line of ours, or of a line that
        it should not be a part of, is kept as a figure that is not the unit's, so that it is told of.
        """
        whole = self._claim(anchor)
        if whole and whole.line.key in claim.line.after:
            self.answered.add((anchor, claim.line.key))
            return self._inherit(at, replace(claim, line=load_lines()[claim.line.after[whole.line.key]]), anchor, whole)
        if whole and whole.line.key in claim.line.part_of:
            return self._inherit(at, claim, anchor, whole)
        if whole and whole.line.key == claim.line.key:
            return claim if claim.dated and claim.stretch != whole.stretch else None
        return replace(claim, standing="other")

    def _inherit(self, at: int, claim: Claim, anchor: int, whole: Claim) -> Claim:
        """The claim with what its whole says of both: time and subject where it names none, and every limit."""
        named = self.passages[at].subject not in (None, self.passages[anchor].subject)
        return replace(
            claim,
            period=claim.period if claim.dated else whole.period,
            stretch=claim.stretch if claim.dated else whole.stretch,
            dated=claim.dated or whole.dated,
            standing=claim.standing if named else whole.standing,
            narrow=claim.narrow or whole.narrow,
            limited=claim.limited or whole.limited,
            marked=claim.marked or whole.marked,
        )

    def _anchor(self, at: int, claim: Claim) -> int | None:
        """The earlier figure of the paragraph that this one belongs to without saying so: 整改 to its 排查.

        A whole comes before its parts, until it has been answered. With 一般 and 重大 before it and no sum of
        both, it belongs to neither.
        """
        earlier = self._earlier(at, claim) if claim.line.after else {}
        wholes = {other: whole for other, whole in earlier.items() if self.counts[other].part_of is None}
        keys = [whole.line.key for whole in wholes.values()]
        if len(set(keys)) > 1 and keys[-1] != next(iter(claim.line.after)):
            return None
        fitting = [other for other, whole in (wholes or earlier).items() if _may_hold(whole, claim)]
        return fitting[-1] if fitting else None

    def _earlier(self, at: int, claim: Claim) -> dict[int, Claim]:
        """Unanswered figures before it in the paragraph, of lines that it could belong to, in the order of the text."""
        found: dict[int, Claim] = {}
        for other in self.order[: self.order.index(at)]:
            whole = self._claim(other)
            near = (
                self.passages[other].paragraph == self.passages[at].paragraph
                and (other, claim.line.key) not in self.answered
            )
            if near and whole and whole.line.key in claim.line.after:
                found[other] = whole
        return found


def _may_hold(whole: Claim, claim: Claim) -> bool:
    """Whether the one can belong to the other: a part is no larger, a rate or the dead can be of any."""
    free = claim.line.parts is not None or claim.line.only_after
    return free or whole.count.masked or claim.value <= whole.value
