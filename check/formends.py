"""Rules on the ends of a paper: signature, 附件, 版记, and 签发人 of papers that go upward."""

import unicodedata
from collections.abc import Iterator

from lxml import etree

from check.edits import NO_INDENT, Edit, LayoutEdit, Problem, TypeEdit
from check.formpaper import FormPaper, Line, face_kind, size_name
from check.formsay import say
from check.wordfile import W
from check.wordlook import ParagraphLook

_SMALL, _BODY = 28, 32  # half-points: 四号, 三号
_ROOM = 0.6  # of a character
_FAR_LEFT = 2400  # twips: a name set in from the left as far as the right half of the page
_UPWARD = ("请示", "报告")
_COPY_DIGITS = 6
_SPACES = " \u3000\t"


def signature_place(paper: FormPaper) -> Iterator[Problem]:
    """Date and name placed neither by 7.3.5.1 (for a seal) nor by 7.3.5.2."""
    dates = [line for line in paper.of("date") if line.place == "body" and line.word]
    if not dates:
        return
    date, names = dates[-1], [line for line in paper.of("signer") if line.place == "body"]
    look = paper.look(date)
    if look.align in ("left", "both") and look.left + look.first >= _FAR_LEFT:
        return
    if look.align != "right" or date.text.strip(_SPACES) != date.text:
        yield _misplaced(paper, date, _aligned(look, date))
        return
    wanted = _right_indents(names[-1].bare if len(names) == 1 else "", date.bare)
    found = _right_characters(look, paper.size(date))
    if all(abs(found - one) > _ROOM for one in wanted):
        yield _misplaced(paper, date, f"右空{found:.2g}字")


def _misplaced(paper: FormPaper, date: Line, found: str) -> Problem:
    return say(paper, "format.signature", [date], severity=None if paper.is_full else "info", found=found)


def _aligned(look: ParagraphLook, line: Line) -> str:
    if line.text.strip(_SPACES) != line.text:
        return "用空格定位"
    return {"center": "居中", "left": "居左", "both": "居左"}.get(look.align, "")


def _right_indents(name: str, date: str) -> set[float]:
    """The right indents of the date, in characters, that either case gives."""
    name_width, date_width = _width(name), _width(date)
    return {4.0, 2.0} if not name or date_width > name_width else {4.0, name_width - date_width}


def _right_characters(look: ParagraphLook, size: int) -> float:
    return look.right_characters if look.right_characters is not None else look.right / ((size or _BODY) * 10)


def _width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def attachment_page(paper: FormPaper) -> Iterator[Problem]:
    """附件 that does not begin a page (7.3.7)."""
    wrong = [line for line in _attachment_marks(paper) if not _begins_page(paper, line)]
    if wrong:
        edits = [LayoutEdit(line, {"pageBreakBefore": {}}) for line in wrong]
        yield say(paper, "format.attachment-page", wrong, edits)


def attachment_mark(paper: FormPaper) -> Iterator[Problem]:
    """The word 附件 in other type than 三号 黑体, indented, or with a colon (7.3.7)."""
    wrong = [line for line in _attachment_marks(paper) if not _right_mark(paper, line)]
    if wrong:
        place = {"ind": NO_INDENT, "jc": {"val": "left"}}
        edits: list[Edit] = [TypeEdit(line, 0, len(line.in_word.text), "黑体", _BODY) for line in wrong]
        yield say(paper, "format.attachment-mark", wrong, edits + [LayoutEdit(line, place) for line in wrong])


def _right_mark(paper: FormPaper, line: Line) -> bool:
    look = paper.look(line)
    face = paper.main(line, lambda run: face_kind(run.chinese))
    flush = look.align in ("left", "both") and look.first <= 0 and not look.first_characters
    return face == "黑体" and paper.size(line) == _BODY and flush


def _attachment_marks(paper: FormPaper) -> list[Line]:
    return [line for line in paper.lines if line.role == "attachment" and line.place == "body" and line.word]


def _begins_page(paper: FormPaper, line: Line) -> bool:
    """Whether a page or a section begins here, by the paragraph itself or what stands right before it."""
    if paper.look(line).page_break or _breaks(line.in_word.element):
        return True
    before = line.in_word.element.getprevious()
    while before is not None and before.tag == f"{W}p":
        if _breaks(before) or before.find(f"{W}pPr/{W}sectPr") is not None:
            return True
        if any((text.text or "").strip() for text in before.iter(f"{W}t")):
            return False
        before = before.getprevious()
    return False


def _breaks(element: etree._Element) -> bool:
    return any(one.get(f"{W}type") == "page" for one in element.iter(f"{W}br"))


def imprint(paper: FormPaper) -> Iterator[Problem]:
    """版记 in other type than 四号 仿宋, or 抄送 without its full stop (7.4)."""
    lines = [line for line in paper.lines if line.role in ("copies", "printed") and line.word]
    wrong = [line for line in lines if not _small(paper, line)]
    if wrong:
        found = size_name(paper.size(wrong[0])) + str(paper.main(wrong[0], lambda look: face_kind(look.chinese)) or "")
        face = paper.product("仿宋")
        edits = [TypeEdit(line, 0, len(line.in_word.text), face, _SMALL) for line in wrong]
        yield say(paper, "format.imprint", wrong, edits, found=found)


def imprint_lines(paper: FormPaper) -> Iterator[Problem]:
    """版记 without any of its lines (7.4.1): no border of a paragraph or a table, nothing drawn beside it.

    A letter's has none, and no line of 印发 by which it is told (10.1).
    """
    lines = [line for line in paper.lines if line.role in ("copies", "printed") and line.word]
    if any(line.role == "printed" for line in lines) and not any(_is_ruled(paper, line) for line in lines):
        yield say(paper, "format.imprint-lines", lines[:1])


def _is_ruled(paper: FormPaper, line: Line) -> bool:
    element = line.in_word.element
    near = [element, *list(element.itersiblings(preceding=True))[:2], *list(element.itersiblings())[:1]]
    if paper.look(line).bordered or any(True for one in near for _ in one.iter(f"{W}drawing", f"{W}pict", f"{W}pBdr")):
        return True
    table = next(element.iterancestors(f"{W}tbl"), None)
    if table is None:
        return False
    styled = table.find(f"{W}tblPr/{W}tblStyle") is not None
    return styled or any(True for _ in table.iter(f"{W}tblBorders", f"{W}tcBorders"))


def _small(paper: FormPaper, line: Line) -> bool:
    face = paper.main(line, lambda look: face_kind(look.chinese))
    return paper.size(line) == _SMALL and face == "仿宋"


def copies_stop(paper: FormPaper) -> Iterator[Problem]:
    """抄送 that does not end in a full stop (7.4.2)."""
    lines = [line for line in paper.lines if line.role == "copies" and line.start is not None]
    if lines and not any(line.bare.endswith("。") for line in lines):
        yield say(paper, "format.copies-stop", lines[-1:])


def signing(paper: FormPaper) -> Iterator[Problem]:
    """A paper that goes upward, with a number and no 签发人 (7.2.6)."""
    title = "".join(line.bare for line in paper.of("title"))
    numbers = paper.of("number")
    if title.endswith(_UPWARD) and numbers and not any("签" in line.text for line in paper.of("number", "signing")):
        yield say(paper, "format.signing", numbers[:1])


def copy_number(paper: FormPaper) -> Iterator[Problem]:
    """份号 of other than six digits (7.2.1)."""
    wrong = [line for line in paper.of("copy") if len(line.bare) != _COPY_DIGITS]
    if wrong:
        yield say(paper, "format.copy-number", wrong)
