"""The units' scores as a paper tells them: views for sentences, and the table of places."""

from collections.abc import Iterator
from decimal import Decimal

from generate.marks import Marks
from generate.model import Inline, Number, Table, Words, plain
from generate.scores import Scored, Scores
from generate.settings import DraftSettings, ScorePlan
from generate.views import GradesView, ScoreTermView, ScoreView, UnrankedView, ZoneView
from records import Figure

_HUNDRED = Decimal(100)
_NONE = "—"
_WORDS = ("单位", "分区")  # columns of words


def grades_view(scores: Scores, settings: DraftSettings, marks: Marks) -> GradesView:
    """The scores, each figure tied to the records that it was worked out from."""
    whole = sum(plan.weight for plan in settings.scores)
    every = tuple(source for one in scores.ranked for source in one.score.sources)
    return GradesView(
        terms=tuple(_term(plan, whole, marks) for plan in settings.scores),
        scores=tuple(_score(one, every, settings, marks) for one in scores.ranked),
        zones=tuple(_zone(zone.name, scores, marks) for zone in settings.zones),
        unranked=tuple(
            UnrankedView(marks.given(why), tuple(map(marks.given, units))) for why, units in scores.unranked.items()
        ),
    )


def _term(plan: ScorePlan, whole: int, marks: Marks) -> ScoreTermView:
    share = (_HUNDRED * plan.weight / whole).quantize(Decimal("0.1"))
    return ScoreTermView(marks.given(plan.indicator), marks.given(f"{share.normalize():f}%"), not plan.needed)


def _score(one: Scored, every: tuple[int, ...], settings: DraftSettings, marks: Marks) -> ScoreView:
    place = Figure(Decimal(one.place), "", every, formula="按得分由高到低")
    parts = (
        marks.number(part, plan.indicator) if part else marks.gap(plan.indicator)
        for part, plan in zip(one.parts, settings.scores, strict=True)
    )
    return ScoreView(
        rank=marks.number(place, "名次"),
        unit=marks.given(one.unit),
        score=marks.number(one.score, "得分"),
        zone=marks.given(one.zone) if one.zone else marks.gap("分区"),
        parts=tuple(parts),
        sources=one.score.sources,
    )


def _zone(name: str, scores: Scores, marks: Marks) -> ZoneView:
    units = tuple(marks.given(one.unit) for one in scores.ranked if one.zone == name)
    return ZoneView(marks.given(name), units)


def grades_table(grades: GradesView) -> Table | None:
    """Places, units, what they were scored by, scores, classes; None where no unit is ranked.

    By one rate alone the score is the rate, and has no column of its own.
    """
    if not grades.scores:
        return None
    alone = len(grades.terms) == 1 and all(_is_rate(one) for one in grades.scores)
    head = ["名次", "单位", *(plain(term.name.inline) for term in grades.terms)]
    head += ([] if alone else ["得分"]) + (["分区"] if grades.zones else [])
    rows = tuple(tuple(_cells(one, alone, bool(grades.zones))) for one in grades.scores)
    numeric = tuple(title not in _WORDS for title in head)
    return Table((), tuple((Words(title),) for title in head), rows, numeric)


def _cells(one: ScoreView, alone: bool, zoned: bool) -> Iterator[Inline]:
    yield one.rank.inline
    yield one.unit.inline
    yield from (part.inline if part else (Words(_NONE),) for part in one.parts)
    if not alone:
        yield one.score.inline
    if zoned:
        yield one.zone.inline if one.zone else (Words(_NONE),)


def _is_rate(one: ScoreView) -> bool:
    """Whether the score is the one figure that it is made of."""
    (score,), (part,) = one.score.inline, one.parts[0].inline
    return isinstance(score, Number) and isinstance(part, Number) and score.figure.value == part.figure.value
