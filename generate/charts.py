"""Pictures under a paper's tables, for a reader who would rather look. A chart shows what its table prints, no more."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from generate.drawing import Chart, Form, NoChart, draw
from generate.model import Block, Draft, Given, Inline, Number, Picture, Table, Words, plain

_FEWEST = 3  # rows; two bars say no more than a sentence does
_MOST = 15  # rows of bars, so that a page has room for text as well; of more, those with most
_MOST_NAMED = 8
_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
_HEAD = re.compile(r"(?P<name>[^（）]+)（(?P<unit>[^（）]+)）")
_TIME = re.compile(r"（[^（）]+）$")
_FORMS = {"bars": "条形图", "parts": "条形图", "lines": "折线图"}


@dataclass(frozen=True, slots=True)
class Plan:
    """A chart that may be drawn of a table; the fields are those of charts.toml."""

    table: str
    form: Form
    title: str
    series: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table for a chart: its label, and a value for each series; None where the table prints none."""

    label: str
    values: tuple[float | None, ...]

    @property
    def whole(self) -> bool:
        """Whether every series has its value."""
        return None not in self.values


@cache
def load_plans() -> tuple[Plan, ...]:
    """The charts of charts.toml."""
    data = tomllib.loads(files("generate").joinpath("charts.toml").read_text(encoding="utf-8"))
    return tuple(Plan(one["table"], one["form"], one["title"], tuple(one["series"])) for one in data["chart"])


@dataclass(frozen=True, slots=True)
class _Sketch:
    """A chart that is yet to be drawn, with its title and the note that stands under it."""

    chart: Chart
    title: Inline
    note: str


def bears_charts(paper: Draft) -> bool:
    """Whether a chart can be drawn of some table of it; whether this machine can draw one is another matter."""
    return any(isinstance(block, Table) and _sketch(block) for block in paper.blocks)


def with_charts(paper: Draft) -> Draft:
    """The paper with a picture under each table that a chart can be drawn of.

    Raises NoChart: no table of it has enough figures; no matplotlib, no font with Chinese.
    """
    blocks: list[Block] = []
    number = 0
    for block in paper.blocks:
        blocks.append(block)
        if isinstance(block, Table) and (sketch := _sketch(block)):
            number += 1
            blocks.append(_picture(sketch, number))
    if not number:
        raise NoChart(f"这份{paper.kind}里没有数据够画图的表，未插图")
    return replace(paper, blocks=tuple(blocks))


def _picture(sketch: _Sketch, number: int) -> Picture:
    caption = (Words("图"), Given(str(number)), Words("\u3000"), *sketch.title)
    note = (Given(sketch.note),) if sketch.note else ()
    return Picture(caption, _alt(plain(sketch.title), sketch.chart), draw(sketch.chart), note)


def _sketch(table: Table) -> _Sketch | None:
    """The chart of a table; None where there is no plan for it, or too little to draw."""
    for plan in load_plans():
        columns = _columns(table, plan)
        if plan.table == table.name and columns:
            return _planned(table, plan, columns)
    return None


def _columns(table: Table, plan: Plan) -> tuple[int, ...]:
    """The places of the plan's series among the table's columns; empty where they are not all there in one unit."""
    heads = [_HEAD.fullmatch(plain(head)) for head in table.head]
    places = {head["name"]: (at, head["unit"]) for at, head in enumerate(heads) if head}
    found = [places[name] for name in plan.series if name in places]
    same = len(found) == len(plan.series) and len({unit for _, unit in found}) == 1
    return tuple(at for at, _ in found) if same else ()


def _planned(table: Table, plan: Plan, columns: tuple[int, ...]) -> _Sketch | None:
    """The plan's chart of these columns; None where too few rows have all their values."""
    rows = [_row(row, columns) for row in table.rows if not _is_total(row)]
    shown = _shown(rows, plan.form)
    if sum(row.whole for row in shown) < _FEWEST:
        return None
    chart = _chart(plan, _unit(table, columns), shown)
    note = _gaps(rows) if plan.form == "lines" else _note(rows, shown)
    return _Sketch(chart, (Words(plan.title), *_time(table)), note)


def _chart(plan: Plan, unit: str, rows: list[_Row]) -> Chart:
    """A row that lacks one of its values is a gap in every series: a lone value beside nothing reads as a zero."""
    values = tuple(tuple(row.values[at] if row.whole else None for row in rows) for at in range(len(plan.series)))
    return Chart(plan.form, unit, tuple(row.label for row in rows), plan.series, values)


def _unit(table: Table, columns: tuple[int, ...]) -> str:
    head = _HEAD.fullmatch(plain(table.head[columns[0]]))
    return head["unit"] if head else ""


def _time(table: Table) -> Inline:
    """The time that the table's caption ends in, brackets and all."""
    found = _TIME.search(plain(table.caption))
    return (Given(found[0]),) if found else ()


def _row(row: tuple[Inline, ...], columns: tuple[int, ...]) -> _Row:
    return _Row(plain(row[0]), tuple(_value(row[at]) for at in columns))


def _is_total(row: tuple[Inline, ...]) -> bool:
    """Whether it is nobody's row: its label is wording."""
    return all(isinstance(piece, Words) for piece in row[0])


def _value(cell: Inline) -> float | None:
    """The number that a cell prints; None for one that is not exact, bears a sign of doubt, or is no number."""
    lone = len(cell) == 1 and isinstance(cell[0], Number) and _NUMBER.fullmatch(cell[0].text)
    return float(cell[0].text) if lone else None


def _shown(rows: list[_Row], form: Form) -> list[_Row]:
    """Every month; of others those that have values, side by side the highest first, and not too many."""
    if form == "lines":
        return rows
    whole = [row for row in rows if row.whole]
    return (sorted(whole, key=lambda row: -(row.values[0] or 0)) if form == "bars" else whole)[:_MOST]


def _gaps(rows: list[_Row]) -> str:
    """What a broken line means; empty when there is no gap. Why there is one, the table's own note says."""
    return "" if all(row.whole for row in rows) else "注：折线断开处没有可列的数，见表注。"


def _note(rows: list[_Row], shown: list[_Row]) -> str:
    """Which rows are not drawn; empty when all are."""
    lacking = [row.label for row in rows if not row.whole]
    told = f"{_named(lacking)}没有画入：没有数，或者数不确切、前后矛盾，见上表" if lacking else ""
    cut = "只画了数值较大的，其余见上表" if len(shown) < len(rows) - len(lacking) else ""
    text = "；".join(filter(None, (told, cut)))
    return f"注：{text}。" if text else ""


def _named(labels: list[str]) -> str:
    return "、".join(labels[:_MOST_NAMED]) + ("等" if len(labels) > _MOST_NAMED else "")


def _alt(title: str, chart: Chart) -> str:
    """The picture in words, for whoever cannot see it: every value that is drawn, and what is not."""
    told = "；".join(_told(label, values, chart) for label, values in _by_label(chart))
    return f"{_FORMS[chart.form]}：{title}，单位：{chart.unit}。{told}。"


def _by_label(chart: Chart) -> Iterator[tuple[str, tuple[float | None, ...]]]:
    return zip(chart.labels, zip(*chart.values, strict=True), strict=True)


def _told(label: str, values: Iterable[float | None], chart: Chart) -> str:
    figures = [f"{name}{value:.15g}" for name, value in zip(chart.series, values, strict=True) if value is not None]
    return f"{label}{'、'.join(figures) or '没有数'}"
