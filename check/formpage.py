"""Rules on the page: paper, margins, page numbers, tables that run over, what was left in the file."""

import re
from collections.abc import Iterator

from lxml import etree

from check.edits import LayoutEdit, NumberEdit, PageEdit, Problem, TextEdit, TypeEdit
from check.formpaper import FormPaper, Line, size_name
from check.formsay import say
from check.wordfile import MC, W
from check.wordlines import margin_lines
from check.wordlook import figure

_MM = 1440 / 25.4
_A4 = (11906, 16838)
_A4_ROOM = 60
MARGINS = {"top": 2098, "bottom": 1984, "left": 1588, "right": 1474}  # 37, 35, 28, 26 mm
_COMPENSATED = {"top": 1960, "bottom": 1847}  # margins that run to the glyphs instead of to the line boxes
_COMPENSATED_ROOM = 20
_TEXT = (8844, 12756)  # 156 × 225 mm
_ROOM = 57  # 1 mm
_NUMBER_SIZE = 28  # 四号
_TABLE_ROOM = 140  # cell margins that hang out of the text on both sides
_BODY_PITCH = 520  # 26 pt
_LONG_TABLE = 25  # rows that run over a page for certain


def sections(paper: FormPaper) -> list[etree._Element]:
    """The w:sectPr of all sections, in order."""
    assert paper.word is not None
    old = {one for change in paper.word.body.iter(f"{W}sectPrChange") for one in change}
    return [one for one in paper.word.body.iter(f"{W}sectPr") if one not in old]


def _figure(element: etree._Element | None, name: str, default: int = 0) -> int:
    return default if element is None else figure(element.get(f"{W}{name}"), default)


def wrong_paper(paper: FormPaper) -> Iterator[Problem]:
    """Sections that are not on A4, upright or lying (5.1)."""
    for section in sections(paper):
        if not _is_a4(section):
            width, height = _size(section)
            wanted = _A4 if width <= height else _A4[::-1]
            edit = PageEdit(section, {"pgSz": {"w": str(wanted[0]), "h": str(wanted[1])}})
            yield say(paper, "format.paper", edits=[edit], found=f"{width / _MM:.0f}×{height / _MM:.0f}毫米")
            return


def _size(section: etree._Element) -> tuple[int, int]:
    size = section.find(f"{W}pgSz")
    return _figure(size, "w", _A4[0]), _figure(size, "h", _A4[1])


def _is_a4(section: etree._Element) -> bool:
    width, height = _size(section)
    return abs(min(width, height) - _A4[0]) <= _A4_ROOM and abs(max(width, height) - _A4[1]) <= _A4_ROOM


def wrong_margins(paper: FormPaper) -> Iterator[Problem]:
    """Margins by 5.2.1: 天头 37, 订口 28, 版心 156 × 225 mm; of upright sections on A4, told once."""
    upright = (section for section in sections(paper) if _is_a4(section) and _is_upright(section))
    wrong = [section for section in upright if not _right_margins(section)]
    if wrong:
        margins = wrong[0].find(f"{W}pgMar")
        found = "、".join(
            f"{word}{_figure(margins, side) / _MM:.4g}" for word, side in
            (("上", "top"), ("下", "bottom"), ("左", "left"), ("右", "right"))
        )  # fmt: skip
        marks = {side: str(length) for side, length in MARGINS.items()} | {"gutter": "0"}
        edits = [PageEdit(section, {"pgMar": marks}) for section in wrong]
        yield say(paper, "format.margins", edits=edits, found=found)


def _is_upright(section: etree._Element) -> bool:
    width, height = _size(section)
    return width <= height


def is_compensated(section: etree._Element) -> bool:
    """Whether the margins are those that run to the glyphs."""
    margins = section.find(f"{W}pgMar")
    return all(abs(_figure(margins, side) - wanted) <= _COMPENSATED_ROOM for side, wanted in _COMPENSATED.items())


def _right_margins(section: etree._Element) -> bool:
    margins = section.find(f"{W}pgMar")
    if margins is None:
        return False
    paper_width, paper_height = _size(section)
    left = _figure(margins, "left") + _figure(margins, "gutter")
    width = paper_width - left - _figure(margins, "right")
    if abs(left - MARGINS["left"]) > _ROOM or abs(width - _TEXT[0]) > _ROOM:
        return False
    if is_compensated(section):
        return True
    height = paper_height - abs(_figure(margins, "top")) - abs(_figure(margins, "bottom"))
    return abs(abs(_figure(margins, "top")) - MARGINS["top"]) <= _ROOM and abs(height - _TEXT[1]) <= _ROOM


# --- page numbers ------------------------------------------------------------------------------------------------


def page_numbers(paper: FormPaper) -> Iterator[Problem]:
    """Page numbers by 7.5: there, a field, 四号 宋体, a 一字线 on each side, odd ones right and even ones left."""
    found = _number_lines(paper)
    if not found:
        bare = [one for one in sections(paper) if one.find(f"{W}footerReference") is None][:1]
        yield say(paper, "format.page-number", edits=[NumberEdit(section) for section in bare])
        return
    yield from _number_type(paper, found)
    yield from _number_form(paper, found)
    yield from _number_place(paper, found)


def _number_lines(paper: FormPaper) -> list[Line]:
    """The paragraphs of headers and footers that hold a page number."""
    assert paper.word is not None
    found = (one for one in margin_lines(paper.word) if _has_page_field(one.element))
    return [Line(one.text, None, one.place, word=one) for one in found]


def _has_page_field(element: etree._Element) -> bool:
    codes = [one.text or "" for one in element.iter(f"{W}instrText")]
    codes += [one.get(f"{W}instr", "") for one in element.iter(f"{W}fldSimple")]
    nested = any(True for _ in element.iter(f"{W}txbxContent", f"{MC}AlternateContent"))
    return not nested and re.search(r"(?<![A-Z])PAGE(?![A-Z])", "".join(codes).upper()) is not None


def _number_type(paper: FormPaper, lines: list[Line]) -> Iterator[Problem]:
    wrong, edits, found = [], [], ""
    for line in lines:
        looks = [look for look, text in paper.runs(line) if text.strip()]
        bad = [look for look in looks if look.size != _NUMBER_SIZE]
        if bad:
            wrong.append(line)
            found = size_name(bad[0].size)
            edits.append(TypeEdit(line, 0, len(line.text), size=_NUMBER_SIZE))
    if wrong:
        yield say(paper, "format.page-number-type", edits=edits, found=found)


_DASH = "[-－–―─]"
_RIGHT_NUMBER = re.compile(r"\s*—\s*\d+\s*—\s*")
_DASHED_NUMBER = re.compile(rf"\s*(?:{_DASH}|—)\s*\d+\s*(?:{_DASH}|—)\s*")


def _number_form(paper: FormPaper, lines: list[Line]) -> Iterator[Problem]:
    """A 一字线 each side; other dashes are put right, other words are left to their author."""
    wrong = [line for line in lines if not _RIGHT_NUMBER.fullmatch(line.text)]
    if wrong:
        edits = [edit for line in wrong for edit in _dashes(line)]
        yield say(paper, "format.page-number-form", edits=edits, found=wrong[0].text.strip())


def _dashes(line: Line) -> Iterator[TextEdit]:
    if _DASHED_NUMBER.fullmatch(line.text):
        for match in re.finditer(_DASH, line.text):
            yield TextEdit(line, match.start(), match.end(), "—")


def _number_place(paper: FormPaper, lines: list[Line]) -> Iterator[Problem]:
    """Odd numbers at the right, even ones at the left; the middle is usual for papers without a red head."""
    assert paper.word is not None
    settings = paper.word.only("settings")
    parted = settings is not None and settings.find(f"{W}evenAndOddHeaders") is not None
    sides = {paper.look(line).align for line in lines}
    framed = any(_is_framed(line.in_word.element) for line in lines)
    if not framed and not (parted and {"right", "left"} & sides):
        yield say(paper, "format.page-number-place", severity=None if paper.is_full else "info")


def _is_framed(paragraph: etree._Element) -> bool:
    """Whether it stands in a frame or a text box, which has a place of its own."""
    boxed = next(paragraph.iterancestors(f"{W}txbxContent"), None) is not None
    return boxed or paragraph.find(f"{W}pPr/{W}framePr") is not None


# --- tables ------------------------------------------------------------------------------------------------------


def tables(paper: FormPaper) -> Iterator[Problem]:
    """Tables wider than the text, long ones without a repeated head, cells with the body's pitch (practice)."""
    assert paper.word is not None
    found = list(paper.word.body.iter(f"{W}tbl"))
    width = max([_TEXT[0], *(_text_width(one) for one in sections(paper))])
    wide = [table for table in found if _table_width(table) > width + _TABLE_ROOM]
    if wide:
        yield say(paper, "format.table-width", _first_cells(paper, wide))
    long = [table for table in found if _is_headless(table)]
    if long:
        yield say(paper, "format.table-head", _first_cells(paper, long))
    yield from _cells_with_body_pitch(paper)


def _text_width(section: etree._Element) -> int:
    margins = section.find(f"{W}pgMar")
    return _size(section)[0] - sum(_figure(margins, side) for side in ("left", "right", "gutter"))


def _table_width(table: etree._Element) -> int:
    width = table.find(f"{W}tblPr/{W}tblW")
    said = _figure(width, "w") if width is not None and width.get(f"{W}type") == "dxa" else 0
    columns = sum(_figure(column, "w") for column in table.iterfind(f"{W}tblGrid/{W}gridCol"))
    return said or columns


def _is_headless(table: etree._Element) -> bool:
    rows = table.findall(f"{W}tr")
    return len(rows) > _LONG_TABLE and all(row.find(f"{W}trPr/{W}tblHeader") is None for row in rows)


def _first_cells(paper: FormPaper, found: list[etree._Element]) -> list[Line]:
    """The first line with text of each of these tables."""
    lines = []
    for table in found:
        cells = set(table.iter(f"{W}p"))
        inside = (line for line in paper.lines if line.word and line.bare and line.word.element in cells)
        lines += [line for line in [next(inside, None)] if line]
    return lines


def _cells_with_body_pitch(paper: FormPaper) -> Iterator[Problem]:
    wrong = []
    for line in (line for line in paper.lines if line.place == "cell" and line.bare and line.role == "other"):
        look = paper.look(line)
        if look.line_rule == "exact" and look.line >= _BODY_PITCH and _in_grid(line):
            wrong.append(line)
    if wrong:
        edits = [LayoutEdit(line, {"spacing": {"line": "240", "lineRule": "auto"}}) for line in wrong]
        yield say(paper, "format.table-pitch", wrong, edits)


def _in_grid(line: Line) -> bool:
    """Whether the table around a line has columns: one of a single column is a frame for a head or an imprint."""
    table = next(line.in_word.element.iterancestors(f"{W}tbl"), None)
    return table is not None and len(table.findall(f"{W}tblGrid/{W}gridCol")) > 1


# --- what was left in the file -----------------------------------------------------------------------------------

_TRACKED = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange")


def leftovers(paper: FormPaper) -> Iterator[Problem]:
    """Tracked changes, comments and hidden words that would go out with the paper."""
    assert paper.word is not None
    found = []
    if any(True for name in _TRACKED for _ in paper.word.document.iter(f"{W}{name}")):
        found.append("修订记录")
    comments = paper.word.only("comments")
    if comments is not None and len(comments):
        found.append("批注")
    if any(_hides_words(run) for run in paper.word.body.iter(f"{W}r")):
        found.append("隐藏文字")
    if found:
        yield say(paper, "format.leftover", found="、".join(found))


def _hides_words(run: etree._Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    if mark is None or mark.get(f"{W}val") in ("0", "false", "off"):
        return False
    return any((text.text or "").strip() for text in run.iter(f"{W}t"))
