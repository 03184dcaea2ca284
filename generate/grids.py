"""A table as WordprocessingML: ruled, its head on every page, no row cut in two."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import lru_cache

from docx.oxml.xmlchemy import BaseOxmlElement

from generate import layout
from generate.columns import column_widths
from generate.model import Inline, Table
from generate.ooxml import element, paragraph

# the runs of some pieces, in what size (points)
Runs = Callable[[Inline, float], Iterator[BaseOxmlElement]]

_FILLED_BY_HAND = layout.mm(8)  # a row with room to write in; practice


def grid(table: Table, runs: Runs, width: int) -> BaseOxmlElement:
    """The table, as wide as that (twips).

    A small one stays on one page; of others the last rows stay together, and with the note under them: no page
    begins with a lone row or a lone note.
    """
    size_pt = layout.NO_5 if len(table.head) >= layout.WIDE_TABLE else layout.SMALL_4
    widths = column_widths(table, width, size_pt)
    styles = [layout.TABLE_FIGURE if numeric else layout.TABLE_TEXT for numeric in table.numeric]
    head = _row(table.head, widths, [layout.TABLE_HEAD] * len(widths), size_pt, runs, head=True)
    last = len(table.rows) - 1
    first_kept = 0 if len(table.rows) <= layout.SMALL_TABLE else last - 1
    kept = range(first_kept, last + bool(table.note))
    rows = (_row(row, widths, styles, size_pt, runs, kept=at in kept) for at, row in enumerate(table.rows))
    columns = element("tblGrid", *(element("gridCol", w=column) for column in widths))
    return element("tbl", _properties(width), columns, head, *rows)


def _row(
    cells: tuple[Inline, ...], widths: tuple[int, ...], styles: list[layout.Style], size_pt: float, runs: Runs,
    head: bool = False, kept: bool = False,
) -> BaseOxmlElement:  # fmt: skip
    """A row that stays whole on its page; the head row comes again on each. kept: with what follows it."""
    made = (
        _cell(width, style.key, kept, runs(cell, size_pt))
        for cell, width, style in zip(cells, widths, styles, strict=True)
    )
    room = None if all(cells) else element("trHeight", val=_FILLED_BY_HAND, hRule="atLeast")
    properties = element("trPr", element("cantSplit"), room, element("tblHeader") if head else None)
    return element("tr", properties, *made)


def _cell(width: int, style: str, kept: bool, runs: Iterator[BaseOxmlElement]) -> BaseOxmlElement:
    made = deepcopy(_cell_like(width, style, kept))
    made[-1].extend(runs)
    return made


@lru_cache(maxsize=256)
def _cell_like(width: int, style: str, kept: bool) -> BaseOxmlElement:
    """An empty cell, to be copied: those of a column are alike."""
    properties = element("tcPr", element("tcW", w=width, type="dxa"), element("vAlign", val="center"))
    return element("tc", properties, paragraph(style, properties=(element("keepNext"),) if kept else ()))


def _properties(whole: int) -> BaseOxmlElement:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = element("tblBorders", *(element(side, val="single", sz=4, space=0, color="auto") for side in sides))
    padding = layout.CELL_PADDING
    margins = element(
        "tblCellMar", element("top", w=layout.CELL_LEADING, type="dxa"), element("left", w=padding, type="dxa"),
        element("bottom", w=layout.CELL_LEADING, type="dxa"), element("right", w=padding, type="dxa"),
    )  # fmt: skip
    width = element("tblW", w=whole, type="dxa")
    return element("tblPr", width, element("jc", val="center"), borders, element("tblLayout", type="fixed"), margins)
