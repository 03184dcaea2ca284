"""Hazards found and mended month by month, as far as the months before are kept: a table, of which a chart is drawn.

A month's figures and figures up to a day are never put into one table.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from generate.marks import Marks
from generate.model import Given, Inline, Table, Words
from generate.printing import print_cell, print_month
from generate.units import Pair, pair, same_measure
from records import Figure, Indicator, MonthSummary

_LONGEST = 12  # months, the paper's own among them
_FEWEST = 3  # months with figures; two are told in a sentence (环比)
_LEAST_SHARE = 2  # of the units of the fullest month, one in so many must be in a month's sum to stand beside it
_RATE, _MENDED, _FOUND = "整改率", "整改隐患", "排查隐患"
_EMPTY = "—"

Stretch = Literal["month", "to_date"]
_BEFORE_NAMES: Mapping[Stretch, str] = {"month": "", "to_date": "累计"}
_ABSENT, _FEW, _NONE = "没有报送记录", "报送单位过少", "没有可以合计的数"
_ONLY_OTHER: Mapping[Stretch, str] = {"month": "只报了累计数", "to_date": "只报了当月数"}
_SUMS: Mapping[Stretch, str] = {
    "month": "各月数为当月",
    "to_date": "各月数为截至当月的累计数，起算时间以各单位报告为准，是",
}


@dataclass(frozen=True, slots=True)
class Point:
    """A month's sums over the units that state both figures.

    whole  whether no unit that speaks of either is left out of them
    why    what stands in their way when there are none
    """

    month: str
    sums: Pair | None
    whole: bool = True
    why: str = ""


def trend_table(summary: MonthSummary, earlier: tuple[MonthSummary, ...], marks: Marks) -> Table | None:
    """The months up to the summary's own: of its year, else of twelve months; else figures to date, of its year.

    None where fewer than three months have any. A month without figures keeps its row, and the note says why.
    """
    kept = {one.month: one for one in (*earlier, summary)}
    of_year = int(summary.month[5:])
    spans: tuple[tuple[Stretch, int], ...] = (("month", of_year), ("month", _LONGEST), ("to_date", of_year))
    for stretch, length in spans:
        points = _points(kept, _calendar(summary.month, length), stretch)
        if sum(point.sums is not None for point in points) >= _FEWEST:
            return _table(points, stretch, marks)
    return None


def _points(kept: Mapping[str, MonthSummary], months: Iterable[str], stretch: Stretch) -> list[Point]:
    """From the first month with figures on, every month of the calendar."""
    points = [_point(month, kept.get(month), stretch) for month in months]
    fullest = max((len(point.sums.units) for point in points if point.sums), default=0)
    told = [_unless_few(point, fullest) for point in points]
    first = next((at for at, point in enumerate(told) if point.sums), len(told))
    return told[first:]


def _calendar(last: str, length: int) -> Iterator[str]:
    """So many months up to that one."""
    year, number = map(int, last.split("-"))
    for back in range(length, 0, -1):
        at = year * 12 + number - back
        yield f"{at // 12}-{at % 12 + 1:02d}"


def _point(month: str, summary: MonthSummary | None, stretch: Stretch) -> Point:
    if summary is None:
        return Point(month, None, why=_ABSENT)
    told = _indicators(summary, stretch)
    if sums := _sums(told):
        return Point(month, sums, sums.complete and not (told[_FOUND].omitted or told[_MENDED].omitted))
    other = _indicators(summary, "to_date" if stretch == "month" else "month")
    return Point(month, None, why=_ONLY_OTHER[stretch] if _sums(other) else _NONE)


def _indicators(summary: MonthSummary, stretch: Stretch) -> dict[str, Indicator]:
    """What the units state for that stretch of time, by name."""
    found = summary.indicators if summary.period == stretch else summary.beside
    return {indicator.name: indicator for indicator in found.values()}


def _sums(told: Mapping[str, Indicator]) -> Pair | None:
    return pair(told, _RATE, _MENDED, _FOUND)


def _unless_few(point: Point, fullest: int) -> Point:
    few = point.sums is not None and len(point.sums.units) * _LEAST_SHARE < fullest
    return Point(point.month, None, why=_FEW) if few else point


def _table(points: list[Point], stretch: Stretch, marks: Marks) -> Table:
    measure = next(point.sums.whole.unit for point in points if point.sums)
    before = _BEFORE_NAMES[stretch]
    names = (
        "月份",
        "单位数（个）",
        f"{before}{_FOUND}（{measure}）",
        f"{before}{_MENDED}（{measure}）",
        f"{_RATE}（%）",
    )
    return Table(
        caption=(),
        head=tuple((Words(name),) for name in names),
        rows=tuple(_row(point, measure, marks) for point in points),
        numeric=(True,) * len(names),
        note=_note(points, stretch),
    )


def _row(point: Point, measure: str, marks: Marks) -> tuple[Inline, ...]:
    month = (Given(print_month(point.month)),)
    if point.sums is None:
        return (month, *[(Words(_EMPTY),)] * 4)
    sums, sources = point.sums, point.sums.whole.sources + point.sums.part.sources
    units = Figure(Decimal(len(sums.units)), "个", sources, formula=f"{_FOUND}和{_MENDED}都报送且不矛盾的单位数")
    cells = (
        (units, "单位数", "个"),
        (sums.whole, _FOUND, measure),
        (sums.part, _MENDED, measure),
        (sums.rate, _RATE, "%"),
    )
    return (
        month,
        *(
            marks.number(figure, name, print_cell(figure, unit, same_measure(figure.unit, unit))).inline
            for figure, name, unit in cells
        ),
    )


def _note(points: list[Point], stretch: Stretch) -> Inline:
    """What the sums are of, whether of the same units each month, and why months are empty."""
    told = [point for point in points if point.sums]
    note: list[Words | Given] = [Words(f"注：{_SUMS[stretch]}排查、整改数都报送且不矛盾的单位之和")]
    if not all(point.whole for point in told):
        note.append(Words("，只报一项、以符号代替或者前后矛盾的单位不在内"))
    if len({point.sums.units for point in told if point.sums}) > 1:
        note.append(Words("；各月报送的单位不尽相同"))
    note.append(Words("。"))
    empty: dict[str, list[str]] = {}
    for point in points:
        if point.sums is None:
            empty.setdefault(point.why, []).append(print_month(point.month))
    for at, (why, months) in enumerate(empty.items()):
        note += [Words("；" if at else f"“{_EMPTY}”表示没有可列的数："), Given("、".join(months)), Words(why)]
    return (*note, Words("。")) if empty else tuple(note)
