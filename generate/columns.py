"""How wide each column of a table is to be: what holds most gets most, and no number is broken over two lines."""

import re
from math import ceil, sqrt

from generate.layout import CELL_PADDING, em_width, pt
from generate.model import Table, plain

_WHOLE = 4.0  # characters of a head that are not broken
_MOST = 60.0  # characters that count; beyond that a cell is an essay
_LEAST = 3.0
_SPARE = 1.1  # digits of a face that stands in for the named one may be wider
_DAY = r"\d{4}年\d{1,2}月\d{1,2}日[前起]?"
_DAYS = re.compile(rf"{_DAY}(?:至[0-9年月日]+前?)?")
_UNBROKEN = re.compile(rf"{_DAY}|[0-9A-Za-z.+%/-]+")  # a day, a code
_LONGEST_UNBROKEN = 10.0
_SPARE_BETWEEN = 1.25  # LibreOffice sets a quarter of a character between Chinese and digits
_SLACK = pt(1)  # programs round: a column as wide as its text to the twip still breaks it


def column_widths(table: Table, total: int, size_pt: float) -> tuple[int, ...]:
    """Widths in twips that add up to total. Where not all fit in one line, long columns get more, but not all."""
    character, padding = pt(size_pt), 2 * CELL_PADDING + _SLACK
    columns = range(len(table.head))
    least = [_least(table, column, whole=True) * character + padding for column in columns]
    if sum(least) >= total:
        least = [_least(table, column, whole=False) * character + padding for column in columns]
    if sum(least) >= total:
        return _rounded([total * low / sum(least) for low in least], total)
    wanted = [max(low, _wanted(table, column) * character + padding) for column, low in enumerate(least)]
    if sum(wanted) <= total:
        return _rounded([want + (total - sum(wanted)) / len(wanted) for want in wanted], total)
    # by the root: a column with four times the text is twice as wide, and its rows twice as many lines high
    growth = [sqrt(want - low) for want, low in zip(wanted, least, strict=True)]
    room = (total - sum(least)) / sum(growth)
    return _rounded([low + room * grow for low, grow in zip(least, growth, strict=True)], total)


def _least(table: Table, column: int, whole: bool) -> float:
    """The width below which a number would break, or a head would take too many lines.

    whole  whether days and codes among the words stay in one line too, for which not every table has the room
    """
    words = _unbroken(table, column) if whole and not table.numeric[column] else []
    figures = [_SPARE * width for width in _cells(table, column)] if table.numeric[column] else []
    return max([_LEAST, _head_width(plain(table.head[column])), *figures, *words])


def _unbroken(table: Table, column: int) -> list[float]:
    """Widths of what a column of words holds that is better not broken over two lines."""
    found = {word for row in table.rows for word in _UNBROKEN.findall(plain(row[column]))}
    return [min(_SPARE_BETWEEN * em_width(word), _LONGEST_UNBROKEN) for word in found]


def _head_width(head: str) -> float:
    """A head goes into two lines, or into two and its unit: «检查单位» over «（家）»."""
    name, bracket, unit = head.partition("（")
    width = em_width(name)
    return max(em_width(bracket + unit), width if width <= _WHOLE else ceil(width / 2))


def _wanted(table: Table, column: int) -> float:
    """The longest cell in one line; a figure or a day wants no more than its least, a span of days two lines."""
    return (
        0.0 if table.numeric[column] or _is_days(table, column) else min(_MOST, max(_cells(table, column), default=0))
    )


def _is_days(table: Table, column: int) -> bool:
    """Whether the column holds days and nothing else."""
    cells = [text for row in table.rows if (text := plain(row[column]))]
    return bool(cells) and all(map(_DAYS.fullmatch, cells))


def _cells(table: Table, column: int) -> list[float]:
    return [em_width(plain(row[column])) for row in table.rows]


def _rounded(shares: list[float], total: int) -> tuple[int, ...]:
    """Whole twips; the last column takes what rounding leaves."""
    widths = [int(share) for share in shares[:-1]]
    return (*widths, total - sum(widths))
