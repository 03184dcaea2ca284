"""Plain text: bytes of unknown encoding into the text they hold, one block a line, nothing changed."""

import codecs
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import count
from pathlib import Path

from extract.readers.barred import barred_tables, blocks_of, spanned_blocks
from extract.readers.guard import Limits
from extract.readers.reading import Reading
from records import Block, Cell, UnreadableFile

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
LINE = re.compile(r"[^\r\n\x0b\x0c\u2028\u2029]+")
# Right decodings of official papers score 0.83 and more, wrong ones below 0.1.
LEAST_PLAUSIBLE = 0.2
CERTAIN = 0.6
SAMPLE = 200_000
LEAST_PARTS = 3  # cells in a line of a table; one tab alone may be an indent
BAR, CLOSING = re.compile("[|｜│]"), ("|", "｜", "│")
LONGEST_NAME = 20  # characters of a column's name
PARTING = re.compile(r"[\t|｜│]")  # what parts the cells of a table that was pasted as text or flattened by a website
BAR_RULE = re.compile(r"(?=[^\n]*[|｜│])(?=[^\n]*[—─=-])[\s|｜│:—─=+-]*")  # the line that Markdown sets below the heads
# heads of a table whose columns only spaces part
HEAD = re.compile(
    r"序号|.{0,6}(?:名称|任务|内容|措施|要求|单位|部门|企业|责任人|负责人|时限|时间|期限|进度|备注|资金|地点|位置|部位|隐患|问题|情况|级别)"
)
HEADING = re.compile(r"[^\d\s，。；：、“”]{2,10}")
FIGURE = re.compile(r"[+＋±-]?\d[\d,]*(?:\.\d+)?[%％]?|[—–/-]+")
FIELD = re.compile(r"[合总小共][ \u3000]{1,6}计(?![^ \u3000])|[^ \u3000]+")  # «合  计» is one
NOTE = re.compile("备 ?注|说 ?明|其 ?[他它]")  # a last column that most rows leave empty
LONGEST_HEADS = 100  # characters of a line of heads
LEAST_ROWS = 3  # lines of a table whose columns only spaces part, with that of its heads
Line = tuple[int, int]  # where it begins and ends
LETTER = re.compile(r"[^\x00-\x7f\s]")


def read(data: bytes, limits: Limits) -> Reading:
    """The text of the bytes less a byte order mark. Raises UnreadableFile: no known encoding makes sense of them."""
    text = decode(data)
    bad = text.count("\ufffd")
    warnings = (f"文件有 {bad} 处字节无法识别，已用 \ufffd 代替，请核对原文",) if bad else ()
    return Reading(text, lines_of(text), warnings=warnings)


def lines_of(text: str) -> tuple[Block, ...]:
    """A block for each line that shows something, without its line end, which may be CRLF, LF or CR.

    Lines of a table that was pasted as text, its cells parted by tabs, bars or spaces, give a block for each cell.
    """
    lines = [line.span() for line in LINE.finditer(text) if not line.group().isspace()]
    lines = [line for line in lines if not BAR_RULE.fullmatch(text, *line)] if PARTING.search(text) else lines
    blocks: list[Block] = []
    tables = count()
    for run, rows in barred_tables(text, lines):
        blocks += blocks_of(rows, next(tables)) if rows else _of_lines(text, run, tables)
    return tuple(blocks)


def _of_lines(text: str, lines: Sequence[Line], tables: Iterator[int]) -> Iterator[Block]:
    """Blocks of lines, those of a table whose rows are lines among them."""
    at = 0
    while at < len(lines):
        width, stop = width_of_row(text, *lines[at]), at + 1
        open_left = not _begins_with_bar(text, *lines[at])
        while stop < len(lines) and _is_row(text, lines[stop], width, open_left):
            stop += 1
        closed = _closed_rows(text, lines, at, width)
        if len(closed) > stop - at:
            yield from spanned_blocks(text, closed, next(tables))
            at += len(closed)
            continue
        rows = lines[at:stop]
        is_table = width and len(rows) > 1
        yield from cells_of(text, rows, next(tables), open_left) if is_table else spaced(text, rows, tables)
        at = stop


def _closed_rows(text: str, lines: Sequence[Line], first: int, width: int) -> list[list[Line]]:
    """The cells of lines that end with a bar, under heads that do, where rows may lack cells that span them."""
    rows: list[list[Line]] = []
    for at in range(first, len(lines) if width else first):
        line = lines[at]
        if not text[slice(*line)].rstrip().endswith(CLOSING):
            break
        cells = [_trimmed(text, cell) for cell in cells_in(text, *line)]
        if len(cells) > width:
            break
        rows.append(cells)
    heads = rows[0] if rows else []
    named = all(0 < end - start <= LONGEST_NAME for start, end in heads)
    return rows if named and any(len(row) == width for row in rows[1:]) else []


def _trimmed(text: str, cell: Line) -> Line:
    """A cell without the blanks around its words."""
    raw = text[slice(*cell)]
    start = cell[0] + len(raw) - len(raw.lstrip())
    return start, max(start, cell[1] - (len(raw) - len(raw.rstrip())))


def _is_row(text: str, line: Line, width: int, open_left: bool) -> bool:
    """Whether a line has as many cells; one that begins with a bar has an empty first cell, where the heads do not."""
    if width_of_row(text, *line) == width:
        return True
    return bool(width and open_left and _begins_with_bar(text, *line)) and len(cells_in(text, *line)) + 1 == width


def _begins_with_bar(text: str, start: int, end: int) -> bool:
    bar = BAR.search(text, start, end)
    return bar is not None and not text[start : bar.start()].strip()


def width_of_row(text: str, start: int, end: int) -> int:
    """How many cells a line of a table has that tabs or bars part; 0 for any other line."""
    parts = len(cells_in(text, start, end))
    return parts if parts >= LEAST_PARTS else 0


def spaced(text: str, lines: Sequence[Line], tables: Iterator[int]) -> Iterator[Block]:
    """Blocks of lines without tabs and bars: a line of heads, and lines of as many words below it, are a table.

    The heads are such as ledgers have; or every line below is a name and figures.
    """
    at = 0
    while at < len(lines):
        width, stop = width_of_heads(text, *lines[at]), at + 1
        while width and stop < len(lines) and len(FIELD.findall(text, *lines[stop])) == width:
            stop += 1
        if not width and (width := width_of_heads(text, *lines[at], least=0)):
            noted = NOTE.fullmatch(FIELD.findall(text, *lines[at])[-1]) is not None
            while stop < len(lines) and is_row_of_figures(text, lines[stop], width, noted=noted):
                stop += 1
        if width and stop - at >= LEAST_ROWS:
            rows = ([field.span() for field in FIELD.finditer(text, *line)] for line in lines[at:stop])
            yield from placed(rows, next(tables))
        else:
            yield from (Block(*line) for line in lines[at:stop])
        at = stop


def is_row_of_figures(text: str, line: Line, width: int, *, noted: bool = False) -> bool:
    """Whether a line is a name and then figures, or signs that there is none, as many as there are columns.

    noted: the last column is for notes, of any words or of none
    """
    fields = FIELD.findall(text, *line)
    figures = width - 1 - noted
    whole = len(fields) == width or (noted and len(fields) == width - 1)
    return whole and not FIGURE.fullmatch(fields[0]) and all(map(FIGURE.fullmatch, fields[1 : 1 + figures]))


def width_of_heads(text: str, start: int, end: int, *, least: int = 2) -> int:
    """How many columns a line names that holds the heads of a table, parted by spaces; 0 for any other.

    least: so many of them are heads that ledgers have
    """
    if end - start > LONGEST_HEADS:
        return 0
    heads = FIELD.findall(text, start, end)
    named = (
        len(heads) > 2 and all(map(HEADING.fullmatch, heads)) and sum(map(bool, map(HEAD.fullmatch, heads))) >= least
    )
    return len(heads) if named else 0


def placed(rows: Iterable[Sequence[Line]], number: int) -> Iterator[Block]:
    """Blocks of a table's cells; the first row names the columns."""
    for row, cells in enumerate(rows):
        yield from (Block(*cell, "cell", cell=Cell(number, row, at, head=row == 0)) for at, cell in enumerate(cells))


def cells_in(text: str, start: int, end: int, *, open_left: bool = False) -> list[tuple[int, int]]:
    """Where the cells of a line begin and end; bars at its outer ends part nothing, and a line of rules has none.

    open_left: the table has no bar to its left, so that what stands before the first is an empty cell.
    """
    if PARTING.search(text, start, end) is None:
        return [(start, end)]
    marks = [mark.start() for mark in PARTING.finditer(text, start, end)]
    cells = list(zip([start, *(mark + 1 for mark in marks)], [*marks, end], strict=True))
    for outer, mark in ((0, marks[0]), (-1, marks[-1])):
        kept = open_left and outer == 0
        if text[mark] != "\t" and len(cells) > 1 and not kept and not text[slice(*cells[outer])].strip():
            cells.pop(outer)
    return cells


def cells_of(text: str, rows: Sequence[Line], number: int, open_left: bool = False) -> Iterator[Block]:
    """The cells of a table's lines; the first line names the columns."""
    for row, (start, end) in enumerate(rows):
        for column, cell in enumerate(cells_in(text, start, end, open_left=open_left)):
            if text[slice(*cell)].strip():
                yield Block(*cell, "cell", cell=Cell(number, row, column, head=row == 0))


def decode(data: bytes) -> str:
    """Text in UTF-8, UTF-16, GB18030 or Big5. Raises UnreadableFile."""
    for mark, codec in BOMS:
        if data.startswith(mark):
            return data.removeprefix(mark).decode(codec, "replace")
    if wide := wide_codec(data):
        return data.decode(wide, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return most_plausible(data)
    # «通知» in GB18030 is valid UTF-8 of two letters that nobody writes, so validity alone does not decide.
    is_doubtful = LETTER.search(text[:SAMPLE]) is not None and plausibility(text[:SAMPLE]) < LEAST_PLAUSIBLE
    other = data[:SAMPLE].decode("gb18030", "replace") if is_doubtful else ""
    return data.decode("gb18030", "replace") if plausibility(other) > CERTAIN else text


def wide_codec(data: bytes) -> str | None:
    """The kind of UTF-16 that bytes without a mark are in; None for none. Its line ends and figures hold noughts."""
    if b"\0" not in data[:SAMPLE]:
        return None
    head = data[: SAMPLE - SAMPLE % 2]
    scores = {codec: plausibility(head.decode(codec, "replace")) for codec in ("utf-16-le", "utf-16-be")}
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] > CERTAIN else None


def most_plausible(data: bytes) -> str:
    """The decoding with the largest share of common Chinese characters.

    GB18030 and Big5 use the same bytes, so that each decodes most of the other's files without an error, into
    characters that nobody writes: «應急管理» in Big5 is «莱ê恨瞶» in GB18030. A UTF-8 file that was cut
    inside a character, or has a few bad bytes, still wins as UTF-8.
    """
    head = data[:SAMPLE]
    scores = {codec: plausibility(head.decode(codec, "replace")) for codec in ("utf-8", "gb18030", "big5hkscs")}
    best = max(scores, key=lambda codec: scores[codec])
    if scores[best] < LEAST_PLAUSIBLE:
        raise UnreadableFile("无法识别文件的文字编码；请另存为 UTF-8 编码的 .txt 后重试")
    return data.decode(best, "replace")


def plausibility(text: str) -> float:
    """Share of common characters among the letters outside ASCII, at most 1; what did not decode counts against it."""
    letters = LETTER.findall(text)
    common, bad = common_characters(), "\ufffd"
    return (sum(letter in common for letter in letters) - 2 * letters.count(bad)) / max(len(letters), 1)


@cache
def common_characters() -> frozenset[str]:
    """Characters and punctuation that most of any Chinese text is made of, in both scripts."""
    data = tomllib.loads(Path(__file__).with_name("common_characters.toml").read_text(encoding="utf-8"))
    return frozenset("".join(data.values()))
