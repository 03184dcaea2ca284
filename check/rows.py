"""Tables read across: sums of lines, units told twice, and totals that the text tells otherwise."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from check.compare import counts_things, plain
from check.paper import Paper
from check.rules import finding
from check.tables import Grid, GridCell, grids
from records import Finding

_SUM = re.compile(r"合计|总计|共计|小计")
_NOT_SUMMED = re.compile(
    r"率|%|序号|编号|比例|占比|排名|名次|平均|人均|电话|得分|同比|环比|增幅|降幅|上年|去年|同期|其中|备注"
)
_UNIT = re.compile(r"(?:填报|报送|责任|被检查)?(?:单位|乡镇|镇街|县区|县市区|镇街道|地区|区县|部门)(?:名称)?")
_FEWEST = 3
_TWO_THIRDS = Decimal(2) / 3
_PART = re.compile(r"其中|月份|当月|本月|累计|[去上]年")


def crosswise(paper: Paper) -> Iterator[Finding]:
    """All findings on the tables of the document that read across their lines."""
    for grid in grids(paper).values():
        head = min(grid)
        body = [row for row in sorted(grid) if row != head]
        if len(body) >= _FEWEST:
            yield from _line_sums(paper, grid, head, body)
            yield from _units_twice(paper, grid, head, body)
        yield from _told_otherwise(paper, grid, head, body)


def _line_sums(paper: Paper, grid: Grid, head: int, body: list[int]) -> Iterator[Finding]:
    """Lines whose sum is not what the column of sums says, where most of the lines agree with theirs."""
    titles = {column: cell.text for column, cell in grid[head].items()}
    sums = [column for column, title in titles.items() if _SUM.fullmatch(title)]
    summed = [column for column, title in titles.items() if column not in sums and not _NOT_SUMMED.search(title)]
    if len(sums) != 1:
        return
    told = {row: (grid[row][sums[0]], _sum(grid[row], summed)) for row in body if sums[0] in grid[row]}
    known = {row: (cell, total) for row, (cell, total) in told.items() if cell.number is not None and total is not None}
    wrong = [row for row, (cell, total) in known.items() if cell.number != total]
    if not wrong or len(known) < _FEWEST or Decimal(len(known) - len(wrong)) / len(known) < _TWO_THIRDS:
        return
    for row in wrong:
        cell, total = known[row]
        if cell.span and total is not None:
            yield finding(
                "figure.table-row", paper, cell.span, line=_label(grid[row]), sum=plain(total), printed=cell.text
            )


def _sum(cells: Mapping[int, GridCell], columns: list[int]) -> Decimal | None:
    """Sum of the figures among the columns; None where fewer than two are figures."""
    numbers = [cells[column].number for column in columns if column in cells and cells[column].text]
    known = [number for number in numbers if number is not None]
    return sum(known, Decimal(0)) if len(known) > 1 else None


def _label(cells: Mapping[int, GridCell]) -> str:
    """The first words of a line."""
    return next((cells[c].text for c in sorted(cells) if cells[c].text and cells[c].number is None), "")


def _units_twice(paper: Paper, grid: Grid, head: int, body: list[int]) -> Iterator[Finding]:
    """A unit with two lines in a table of figures; in a list of hazards it may have many."""
    column = next((c for c, cell in grid[head].items() if _UNIT.fullmatch(cell.text)), None)
    if column is None or not _is_of_figures(grid, body, column):
        return
    names = [(grid[row][column].text, row) for row in body if column in grid[row] and grid[row][column].text]
    times = Counter(name for name, _ in names)
    for name, row in names[::-1]:
        span = grid[row][column].span
        if times[name] == 2 and span and not _SUM.search(name):
            times[name] = 0
            first = next(grid[other][column].span for told, other in names if told == name)
            yield finding("figure.row-twice", paper, span, related=[first] if first else [], name=name)


def _is_of_figures(grid: Grid, body: list[int], names: int) -> bool:
    """Whether all cells beside the name are figures, and each unit has one line but for a slip."""
    cells = [cell for row in body for column, cell in grid[row].items() if column != names]
    figures = sum(cell.number is not None for cell in cells)
    different = {grid[row][names].text for row in body if names in grid[row]}
    return bool(cells) and figures == len(cells) and len(different) >= len(body) - 1


def _told_otherwise(paper: Paper, grid: Grid, head: int, body: list[int]) -> Iterator[Finding]:
    """«共检查企业727家» beside a table whose total of that column is 731."""
    totals = [row for row in body if _SUM.fullmatch(_label(grid[row]))]
    if len(totals) != 1:
        return
    for column, cell in sorted(grid[totals[0]].items()):
        title = grid[head].get(column)
        if title is not None and cell.number and cell.span:
            yield from _prose_checked(paper, title.text, cell)


def _prose_checked(paper: Paper, title: str, cell: GridCell) -> Iterator[Finding]:
    name, _, unit = re.sub("[（(）)]", "|", title).partition("|")
    unit = unit.strip("|")
    told = [one for one in paper.amounts if one.exact and counts_things(one) and one.before.endswith(name)]
    told = [one for one in told if not paper.paragraph_at(one.start).stands_apart]
    told = [one for one in told if one.count.part_of is None and (not unit or one.count.unit == unit)]
    plainly = [one for one in told if re.search("共", one.before) and not _PART.search(one.before)]
    if len(name) < _FEWEST or len(plainly) != 1 or any(one.value == cell.number for one in told) or cell.span is None:
        return
    one = plainly[0]
    yield finding(
        "figure.body-table", paper, paper.span_of(one), related=[cell.span], column=name,
        printed=one.printed, total=cell.text,
    )  # fmt: skip
