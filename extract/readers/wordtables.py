"""The grid of a Word table: which cells stand in which row and column, through merges and content controls."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from extract.readers.wordstyles import DELETED, SILENT, W, first_of, value_of

ROW, CELL, ROW_MARKS, CELL_MARKS = f"{W}tr", f"{W}tc", f"{W}trPr", f"{W}tcPr"
SPAN, MERGE = f"{W}gridSpan", f"{W}vMerge"
MOST_COLUMNS = 1_000


@dataclass(slots=True)
class Slot:
    """A cell of a table with its place; down grows as merged cells follow below it."""

    element: etree._Element
    row: int
    column: int
    across: int
    down: int = 1


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, also those inside content controls; not those of tables in its cells."""
    yield from children(table, ROW)


def children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The nearest elements of that tag under an element, through content controls and the like."""
    for child in element:
        found = child.tag
        if found == tag:
            yield child
        elif found not in SILENT and found not in DELETED:
            yield from children(child, tag)


def is_marked(row: etree._Element, tag: str) -> bool:
    """Whether a row's properties hold a mark: deleted by tracked changes, to be repeated on each page."""
    marks = first_of(row, ROW_MARKS)
    return marks is not None and marks.find(tag) is not None


def slots_of(rows: Iterable[etree._Element]) -> list[Slot]:
    """All cells with their place in the grid; one that is merged into the cell above lengthens that one."""
    slots: list[Slot] = []
    lowest: dict[int, Slot] = {}
    for at, row in enumerate(rows):
        marks = first_of(row, ROW_MARKS)
        column = 0 if marks is None else figure(marks.find(f"{W}gridBefore"), 0)
        for element in children(row, CELL):
            across, goes_on = merged(first_of(element, CELL_MARKS))
            over = lowest.get(column)
            if goes_on and over is not None and over.row + over.down == at:
                over.down += 1
            else:
                lowest[column] = Slot(element, at, column, across)
                slots.append(lowest[column])
            column += across
    return slots


def merged(marks: etree._Element | None) -> tuple[int, bool]:
    """How many columns a cell with that w:tcPr spans; whether it goes on with the one above: w:vMerge, no «restart»."""
    across, goes_on = 1, False
    for mark in () if marks is None else marks:
        if mark.tag == SPAN:
            across = max(figure(mark, 1), 1)
        elif mark.tag == MERGE:
            goes_on = mark.get(f"{W}val") != "restart"
    return across, goes_on


def figure(element: etree._Element | None, default: int) -> int:
    """The number of columns that an element says, within what any table has; default for none."""
    said = value_of(element)
    return min(int(said), MOST_COLUMNS) if said is not None and said.isdecimal() else default


def head_rows(rows: list[etree._Element], slots: list[Slot]) -> set[int]:
    """Rows that head the columns: those marked to repeat on each page, else the first with what is merged into it."""
    marked = {at for at, row in enumerate(rows) if is_marked(row, f"{W}tblHeader")}
    if marked or len(rows) < 2:
        return marked
    return set(range(max((slot.down for slot in slots if slot.row == 0), default=1)))
