"""Rules on type and lines: faces, sizes, pitch, indents, blank lines of title, headings and text."""

import re
from collections.abc import Iterator, Sequence

from check.edits import NO_INDENT, Edit, LayoutEdit, Problem, TextEdit, TypeEdit
from check.formpage import is_compensated, sections
from check.formpaper import HEADINGS, FormPaper, Line, face_kind, is_blank, size_name
from check.formsay import say
from check.wordfile import W
from check.wordlook import ParagraphLook, RunLook, figure

_TITLE, _BODY = 44, 32  # half-points: 二号, 三号
_HEADING_FACES = {"heading1": "黑体", "heading2": "楷体", "heading3": "仿宋", "heading4": "仿宋"}
_SHARE = 0.5  # of a paragraph's letters: a stressed first sentence does not make it another type
_PITCH = (520, 579)  # 26 to 28.95 pt: more than 28.95 does not give 22 lines
_COMPENSATED_PITCH = 592  # 29.6 pt with margins that run to the glyphs
_GRID_PITCH = (520, 592)  # a grid of 22 lines is written as 579 to 590
_WRITTEN_PITCH = "579"
_LONGEST_HEADING = 60
_SPACE_ROOM = 20
_RED = ("FF0000", "C00000", "E60012", "ED1C24", "FE0000", "EE0000", "DA0000")
_BLACK = 0x40  # the most that a channel may hold and still print black
_NARROW = re.compile("[“”‘’…—]")
_SPACES = " \u3000\t\u00a0"


def _text_lines(paper: FormPaper) -> list[Line]:
    """The paragraphs of the text, run-in headings among them; attachments left out."""
    return [line for line in paper.of("body", *HEADINGS) if line.place == "body"]


# --- type --------------------------------------------------------------------------------------------------------


def _wrong_type(
    paper: FormPaper, line: Line, kind: str, size: int, start: int = 0, end: int | None = None
) -> str | None:
    """How most of the stretch is set, where it is neither of that face nor of that size; None where it is right."""
    faces = paper.shares(line, lambda look: face_kind(look.chinese), start, end)
    sizes = paper.shares(line, lambda look: look.size, start, end)
    every = faces.total()
    if not every or (faces[kind] >= _SHARE * every and sizes[size] >= _SHARE * every):
        return None
    found = (face for face, _ in faces.most_common(1)), (half for half, _ in sizes.most_common(1))
    face, half = next(found[0]), next(found[1])
    return f"{size_name(half) if isinstance(half, int) else ''}{face}"


def _told(paper: FormPaper, rule: str, wrong: Sequence[tuple[Line, str, TypeEdit]]) -> Iterator[Problem]:
    """One finding for all lines set wrongly; what is found is that of the most of them."""
    if wrong:
        found = [found for _, found, _ in wrong]
        most = max(found, key=found.count)
        yield say(paper, rule, [line for line, _, _ in wrong], [edit for _, _, edit in wrong], found=most)


def title_type(paper: FormPaper) -> Iterator[Problem]:
    """The title in 二号 小标宋 (7.3.1)."""
    yield from _told(paper, "format.title-type", list(_set_wrongly(paper, paper.of("title"), "小标宋", _TITLE)))


def body_type(paper: FormPaper) -> Iterator[Problem]:
    """The text in 三号 仿宋 (5.2.2), that behind a run-in heading too."""
    wrong = list(_set_wrongly(paper, paper.of("body"), "仿宋", _BODY))
    for line in (line for line in _text_lines(paper) if line.role in HEADINGS):
        start, end = _head_end(line), len(line.in_word.text)
        if 0 < start < end and (found := _wrong_type(paper, line, "仿宋", _BODY, start)):
            wrong.append((line, found, TypeEdit(line, start, end, paper.product("仿宋"), _BODY)))
    yield from _told(paper, "format.body-type", wrong)


def _set_wrongly(paper: FormPaper, lines: Sequence[Line], kind: str, size: int) -> Iterator[tuple[Line, str, TypeEdit]]:
    for line in lines:
        if line.place == "body" and (found := _wrong_type(paper, line, kind, size)):
            yield line, found, TypeEdit(line, 0, len(line.in_word.text), paper.product(kind), size)


def heading_type(paper: FormPaper) -> Iterator[Problem]:
    """Headings in 黑体, 楷体, 仿宋, 仿宋 by level, all 三号 (7.3.3); of a run-in heading its first sentence."""
    wrong = []
    for line in _text_lines(paper):
        kind = _HEADING_FACES.get(line.role)
        end = _head_end(line)
        if kind and end and (found := _wrong_type(paper, line, kind, _BODY, 0, end)):
            wrong.append((line, found, TypeEdit(line, 0, end, paper.product(kind), _BODY)))
    yield from _told(paper, "format.heading-type", wrong)


def _head_end(line: Line) -> int:
    """Where the heading ends in the line's own text: at its first full stop; 0 where it is too long for a heading."""
    text = line.in_word.text
    stop = text.find("。")
    end = len(text) if stop < 0 else stop + 1
    return end if len(text[:end].strip()) <= _LONGEST_HEADING else 0


def colour(paper: FormPaper) -> Iterator[Problem]:
    """Letters that are not black (5.2.4), outside the head."""
    wrong, edits, found = [], [], ""
    for line in paper.of("title", "recipient", "body", "signer", "date", "attachments", *HEADINGS):
        colours = [look.colour for look, text in paper.runs(line) if text.strip() and not _is_black(look.colour)]
        if colours:
            wrong.append(line)
            found = found or colours[0]
            edits.append(TypeEdit(line, 0, len(line.in_word.text), colour="000000"))
    if wrong:
        yield say(paper, "format.colour", wrong, edits, found=found)


def _is_black(value: str) -> bool:
    try:
        channels = [int(value[at : at + 2], 16) for at in (0, 2, 4)]
    except ValueError:
        return True  # «auto»
    return max(channels) <= _BLACK


def quotes(paper: FormPaper) -> Iterator[Problem]:
    """Marks that Word shows in the Latin face, half as wide, since their run does not say that they are Chinese."""
    wrong, edits = [], []
    for line in _text_lines(paper):
        text = line.in_word.text
        stretches = [
            (piece.start, piece.end)
            for piece, look in paper.pieces(line)
            if _shown_latin(look) and _NARROW.search(text, piece.start, piece.end)
        ]
        if stretches:
            wrong.append(line)
            edits += [TypeEdit(line, *stretch, hint="eastAsia") for stretch in stretches]
    if wrong:
        yield say(paper, "format.quotes-face", wrong, edits)


def _shown_latin(look: RunLook) -> bool:
    return look.hint != "eastAsia" and face_kind(look.latin) == look.latin != ""


# --- lines -------------------------------------------------------------------------------------------------------


def pitch(paper: FormPaper) -> Iterator[Problem]:
    """A pitch of the text that gives 22 lines a page (5.2.3), the same throughout."""
    wrong = [line for line in _text_lines(paper) if not _right_pitch(paper, paper.look(line))]
    if wrong:
        edits = [LayoutEdit(line, {"spacing": {"line": _WRITTEN_PITCH, "lineRule": "exact"}}) for line in wrong]
        yield say(paper, "format.pitch", wrong, edits, found=_pitch_words(paper.look(wrong[0])))


def _right_pitch(paper: FormPaper, look: ParagraphLook) -> bool:
    section = sections(paper)[-1] if sections(paper) else None
    if look.line_rule == "auto":
        grid = None if section is None else section.find(f"{W}docGrid")
        if grid is None or grid.get(f"{W}type") not in ("lines", "linesAndChars", "snapToChars"):
            return False
        line = figure(grid.get(f"{W}linePitch"), 0) * look.line / 240
        return _GRID_PITCH[0] <= line <= _GRID_PITCH[1]
    most = _COMPENSATED_PITCH if section is not None and is_compensated(section) else _PITCH[1]
    return _PITCH[0] <= look.line <= most


def _pitch_words(look: ParagraphLook) -> str:
    if look.line_rule == "auto":
        return f"{look.line / 240:.3g}倍行距"
    return f"{'固定值' if look.line_rule == 'exact' else '最小值'}{look.line / 20:g}磅"


def spacing(paper: FormPaper) -> Iterator[Problem]:
    """Space above or below paragraphs of the text."""
    wrong = [line for line in _text_lines(paper) if _has_space(paper.look(line))]
    if wrong:
        nothing = {"before": "0", "after": "0", "beforeLines": "0", "afterLines": "0"}
        edits = [LayoutEdit(line, {"spacing": nothing}) for line in wrong]
        look = paper.look(wrong[0])
        yield say(paper, "format.spacing", wrong, edits, before=f"{look.before / 20:g}", after=f"{look.after / 20:g}")


def _has_space(look: ParagraphLook) -> bool:
    return max(look.before, look.after) > _SPACE_ROOM


def indent(paper: FormPaper) -> Iterator[Problem]:
    """Paragraphs that do not begin two characters in (7.3.3), and those that do so by blanks."""
    missing: list[Line] = []
    spaced: list[Line] = []
    for line in _text_lines(paper):
        look = paper.look(line)
        if look.align in ("center", "right") or _is_indented(look, paper.size(line)):
            continue
        (spaced if line.in_word.text[:1] in _SPACES else missing).append(line)
    if missing:
        yield say(paper, "format.indent", missing, [_indented(line) for line in missing])
    if spaced:
        edits: list[Edit] = [_indented(line) for line in spaced]
        edits += [TextEdit(line, 0, _blanks(line), "") for line in spaced]
        yield say(paper, "format.indent-blanks", spaced, edits)


def recipient_place(paper: FormPaper) -> Iterator[Problem]:
    """主送机关 that does not begin at the left edge (7.3.2)."""
    wrong = []
    for line in (line for line in paper.of("recipient") if line.place == "body"):
        look = paper.look(line)
        if look.first > 0 or look.first_characters or look.left > 0 or _blanks(line):
            wrong.append(line)
    if wrong:
        edits: list[Edit] = [LayoutEdit(line, {"ind": NO_INDENT}) for line in wrong]
        edits += [TextEdit(line, 0, _blanks(line), "") for line in wrong if _blanks(line)]
        yield say(paper, "format.recipient-place", wrong, edits)


def _is_indented(look: ParagraphLook, size: int) -> bool:
    if look.first_characters is not None:
        return abs(look.first_characters - 2) <= 0.2 and look.left <= 0
    wanted = 2 * size * 10
    return abs(look.first + max(look.left, 0) - wanted) <= 0.12 * wanted


def _indented(line: Line) -> LayoutEdit:
    return LayoutEdit(line, {"ind": NO_INDENT | {"firstLineChars": "200", "firstLine": "640"}})


def _blanks(line: Line) -> int:
    return len(line.in_word.text) - len(line.in_word.text.lstrip(_SPACES))


def blank_lines(paper: FormPaper) -> Iterator[Problem]:
    """Two or more empty paragraphs within the text."""
    inside = set(_text_lines(paper))
    run, found, last = 0, [], None
    for line in (line for line in paper.lines if line.place == "body"):
        if not line.bare:
            run += is_blank(line.in_word.element)
            continue
        if run > 1 and line in inside and last is not None:
            found.append(line)
        run, last = 0, line if line in inside else None
    if found:
        yield say(paper, "format.blank-lines", found)


# --- title -------------------------------------------------------------------------------------------------------


def title_place(paper: FormPaper) -> Iterator[Problem]:
    """A title that is not centred, or centred with an indent (7.3.1)."""
    wrong = []
    for line in (line for line in paper.of("title") if line.place == "body"):
        look = paper.look(line)
        if look.align != "center" or look.first or look.first_characters or line.text != line.text.strip(_SPACES):
            wrong.append(line)
    if wrong:
        edits: list[Edit] = [LayoutEdit(line, {"ind": NO_INDENT, "jc": {"val": "center"}}) for line in wrong]
        edits += [edit for line in wrong for edit in _outer_blanks(line)]
        yield say(paper, "format.title-place", wrong, edits)


def _outer_blanks(line: Line) -> Iterator[TextEdit]:
    text = line.in_word.text
    if lead := _blanks(line):
        yield TextEdit(line, 0, lead, "")
    if text.strip(_SPACES) and (tail := len(text) - len(text.rstrip(_SPACES))):
        yield TextEdit(line, len(text) - tail, len(text), "")


def head(paper: FormPaper) -> Iterator[Problem]:
    """The mark above the red line: centred and red (7.2.4); the red line itself (7.2.7)."""
    marks = [line for line in paper.of("mark") if line.place == "body"]
    if not marks or not paper.of("number"):
        return
    wrong = [line for line in marks if paper.look(line).align != "center" or not _is_red(paper, line)]
    if wrong:
        yield say(paper, "format.head-mark", wrong)
    if not _has_rule(paper):
        yield say(paper, "format.red-line", paper.of("number"))


def _is_red(paper: FormPaper, line: Line) -> bool:
    found = paper.main(line, lambda look: look.colour)
    return not isinstance(found, str) or found == "auto" or found.upper() in _RED or _reddish(found)


def _reddish(value: str) -> bool:
    try:
        red, green, blue = (int(value[at : at + 2], 16) for at in (0, 2, 4))
    except ValueError:
        return False
    return red > 0xB0 and green < 0x60 and blue < 0x60


def _has_rule(paper: FormPaper) -> bool:
    """Whether anything above the title can be the red line: a border, a drawn line, a table."""
    for line in paper.lines:
        if line.role == "title":
            return False
        element = line.in_word.element
        if line.place != "body" or paper.look(line).bordered:
            return True
        if any(True for name in ("drawing", "pict") for _ in element.iter(f"{W}{name}")):
            return True
    return False
