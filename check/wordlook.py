"""How a Word paragraph or run looks in the end: defaults, table style, style chain, numbering, direct marks, theme."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from check.wordfile import W, WordFile

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_OFF = ("0", "false", "off", "none")
_SLOTS = ("eastAsia", "ascii", "hAnsi")
_LINE = 312  # twips of a line of Word's usual grid
_MOST_PARENTS = 20  # a style that is based on itself ends here

Properties = Mapping[str, etree._Element]


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """A paragraph's effective layout. Lengths in twips; first is negative for a hanging indent.

    web_spacing       whether space around it is left to the program, as web pages have it
    first_characters  first-line indent in characters where it is given so, else None
    line_rule         exact, atLeast, or auto, where line is in 240ths of a line
    """

    style: str
    align: str
    left: int
    right: int
    first: int
    first_characters: float | None
    right_characters: float | None
    web_spacing: bool
    line: int
    line_rule: str
    before: int
    after: int
    page_break: bool
    bordered: bool


@dataclass(frozen=True, slots=True)
class RunLook:
    """A run's effective type. size in half-points, colour as RRGGBB or «auto», squeeze in twips."""

    chinese: str
    latin: str
    size: int
    colour: str
    hidden: bool
    hint: str | None
    squeeze: int


class Looks:
    """What every paragraph and run of a file comes out as."""

    def __init__(self, word: WordFile) -> None:
        self._styles_root = word.only("styles")
        self._theme_root = word.only("theme")
        self._numbering_root = word.only("numbering")
        self._chains: dict[tuple[str | None, str], tuple[etree._Element, ...]] = {}
        self._bases: dict[tuple[str | None, str | None], tuple[dict[str, str], dict[str, str]]] = {}

    # --- paragraphs ------------------------------------------------------------------------------------------

    def paragraph(self, element: etree._Element) -> ParagraphLook:
        """The look of a w:p."""
        own = element.find(f"{W}pPr")
        style, table = _style_of(own, "pStyle"), _table_style(element)
        marks = dict(self._base(style, table)[0])
        number = _number_of(own) or (marks.get("numId", ""), marks.get("ilvl", "0"))
        if own is not None and own.find(f"{W}numPr") is not None:
            _add_paragraph_marks(self._level_marks(*number), marks)
        _add_paragraph_marks(own, marks)
        return _paragraph_look(self._name(style), marks)

    def _level_marks(self, number: str, level: str) -> etree._Element | None:
        return self._levels.get((number, level))

    @cached_property
    def _levels(self) -> dict[tuple[str, str], etree._Element]:
        """The w:pPr of each level of each list in use."""
        root = self._numbering_root
        if root is None:
            return {}
        lists = {one.get(f"{W}abstractNumId", ""): one for one in root.iterfind(f"{W}abstractNum")}
        found = {}
        for used in root.iterfind(f"{W}num"):
            base = used.find(f"{W}abstractNumId")
            of = None if base is None else lists.get(base.get(f"{W}val", ""))
            for level in () if of is None else of.iterfind(f"{W}lvl"):
                marks = level.find(f"{W}pPr")
                if marks is not None:
                    found[used.get(f"{W}numId", ""), level.get(f"{W}ilvl", "0")] = marks
        return found

    # --- runs ------------------------------------------------------------------------------------------------

    def run(self, run: etree._Element, paragraph: etree._Element) -> RunLook:
        """The look of a w:r in its paragraph."""
        own, holder = run.find(f"{W}rPr"), paragraph.find(f"{W}pPr")
        marks = dict(self._base(_style_of(holder, "pStyle"), _table_style(paragraph))[1])
        for part in self._chain(_style_of(own, "rStyle"), "rPr", "character"):
            self._add_run_marks(part, marks)
        self._add_run_marks(own, marks)
        return RunLook(
            chinese=marks.get("eastAsia", ""), latin=marks.get("ascii", ""), size=figure(marks.get("sz"), 20),
            colour=marks.get("color", "auto"), hidden=marks.get("vanish", "0") not in _OFF,
            hint=marks.get("hint"), squeeze=figure(marks.get("spacing"), 0),
        )  # fmt: skip

    def _add_run_marks(self, part: etree._Element | None, marks: dict[str, str]) -> None:
        for child in () if part is None else part:
            name = etree.QName(child).localname
            if name == "rFonts":
                self._add_fonts(child, marks)
            elif name in ("sz", "color", "spacing"):
                marks[name] = child.get(f"{W}val", marks.get(name, ""))
            elif name in ("vanish", "webHidden"):
                marks["vanish"] = child.get(f"{W}val", "1")

    def _add_fonts(self, fonts: etree._Element, marks: dict[str, str]) -> None:
        """A theme's face stands before the one that is named beside it."""
        for slot in _SLOTS:
            theme = fonts.get(f"{W}{slot}Theme")
            face = self._theme.get(theme or "") if theme else fonts.get(f"{W}{slot}")
            if face:
                marks[slot] = face
        if hint := fonts.get(f"{W}hint"):
            marks["hint"] = hint

    @cached_property
    def _theme(self) -> dict[str, str]:
        """The faces that a theme's names stand for: minorEastAsia, majorHAnsi …"""
        faces: dict[str, str] = {}
        for size in () if self._theme_root is None else ("major", "minor"):
            of = self._theme_root.find(f".//{_A}{size}Font") if self._theme_root is not None else None
            if of is None:
                continue
            scripts = {one.get("script"): one.get("typeface", "") for one in of.iterfind(f"{_A}font")}
            chinese = _typeface(of.find(f"{_A}ea")) or scripts.get("Hans", "")
            latin = _typeface(of.find(f"{_A}latin"))
            faces |= {f"{size}EastAsia": chinese, f"{size}Ascii": latin, f"{size}HAnsi": latin}
        return faces

    # --- styles ----------------------------------------------------------------------------------------------

    def _base(self, style: str | None, table: str | None) -> tuple[dict[str, str], dict[str, str]]:
        """What a paragraph of that style, in a table of that style, starts from: paragraph marks and run marks."""
        if (style, table) not in self._bases:
            paragraph: dict[str, str] = {}
            run: dict[str, str] = {}
            for part in self._parts(style, table, "pPr"):
                _add_style_number(part, paragraph)
                _add_paragraph_marks(self._level_marks(paragraph.get("numId", ""), paragraph.get("ilvl", "0"))
                                     if part.find(f"{W}numPr") is not None else None, paragraph)  # fmt: skip
                _add_paragraph_marks(part, paragraph)
            for part in self._parts(style, table, "rPr"):
                self._add_run_marks(part, run)
            self._bases[style, table] = paragraph, run
        return self._bases[style, table]

    def _parts(self, style: str | None, table: str | None, kind: str) -> Iterator[etree._Element]:
        """The w:pPr or w:rPr that count, the weakest first: defaults, table style, paragraph style."""
        root = self._styles_root
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}{kind}Default/{W}{kind}")
        if defaults is not None:
            yield defaults
        if table is not None:
            yield from self._chain(table, kind, "table")
        yield from self._chain(style or self._default, kind, "paragraph")

    def _chain(self, key: str | None, kind: str, sort: str) -> tuple[etree._Element, ...]:
        """The w:pPr or w:rPr of a style and of those that it is based on, the farthest first."""
        if key is None:
            return ()
        if key not in self._by_id and sort == "paragraph":
            key = self._default
        if (key, kind) not in self._chains:
            found, at = [], key
            for _ in range(_MOST_PARENTS):
                style = self._by_id.get(at or "")
                if style is None:
                    break
                part = style.find(f"{W}{kind}")
                found += [] if part is None else [part]
                at = _style_of(style, "basedOn")
            self._chains[key, kind] = tuple(reversed(found))
        return self._chains[key, kind]

    @cached_property
    def _by_id(self) -> dict[str, etree._Element]:
        root = self._styles_root
        return {} if root is None else {one.get(f"{W}styleId", ""): one for one in root.iterfind(f"{W}style")}

    @cached_property
    def _default(self) -> str | None:
        for key, style in self._by_id.items():
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                return key
        return None

    def _name(self, key: str | None) -> str:
        style = self._by_id.get(key or self._default or "")
        name = None if style is None else style.find(f"{W}name")
        return "" if name is None else name.get(f"{W}val", "")


def _paragraph_look(style: str, marks: Mapping[str, str]) -> ParagraphLook:
    characters = figure(marks.get("firstLineChars"), 0)
    hanging = figure(marks.get("hanging"), 0)
    align = marks.get("jc", "left")
    return ParagraphLook(
        style=style,
        align={"start": "left", "end": "right", "distribute": "both"}.get(align, align),
        left=figure(marks.get("left"), 0),
        right=figure(marks.get("right"), 0),
        first=-hanging if hanging else figure(marks.get("firstLine"), 0),
        first_characters=characters / 100 if characters else None,
        right_characters=figure(marks.get("rightChars"), 0) / 100 or None,
        web_spacing=any(marks.get(f"{side}Autospacing", "0") not in _OFF for side in ("before", "after")),
        line=figure(marks.get("line"), 240),
        line_rule=marks.get("lineRule", "auto"),
        before=_space(marks, "before"),
        after=_space(marks, "after"),
        page_break=marks.get("pageBreakBefore", "0") not in _OFF,
        bordered="pBdr" in marks,
    )


def _space(marks: Mapping[str, str], side: str) -> int:
    """Space above or below; one given in hundredths of a line stands before one in twips."""
    lines = figure(marks.get(f"{side}Lines"), 0)
    return lines * _LINE // 100 if lines else figure(marks.get(side), 0)


def _add_paragraph_marks(part: etree._Element | None, marks: dict[str, str]) -> None:
    for child in () if part is None else part:
        name = etree.QName(child).localname
        if name == "jc":
            marks["jc"] = child.get(f"{W}val", "left")
        elif name == "pageBreakBefore":
            marks[name] = child.get(f"{W}val", "1")
        elif name == "pBdr" and len(child):
            marks[name] = "1"
        elif name == "ind":
            _add_indent(child, marks)
        elif name == "spacing":
            _add_spacing(child, marks)


def _add_indent(element: etree._Element, marks: dict[str, str]) -> None:
    """Indents; a hanging one takes the place of a first-line one and the other way round."""
    said = {etree.QName(key).localname: value for key, value in element.attrib.items()}
    if "hanging" in said:
        marks.pop("firstLine", None)  # also where it is 0: LibreOffice takes an inherited indent back so
        if said["hanging"] not in ("0", ""):
            marks.pop("firstLineChars", None)
    if {"firstLine", "firstLineChars"} & said.keys():
        marks.pop("hanging", None)
    for old, new in (("start", "left"), ("end", "right")):
        if old in said:
            said[new] = said.pop(old)
    marks |= {str(key): str(value) for key, value in said.items()}


def _add_spacing(element: etree._Element, marks: dict[str, str]) -> None:
    for key, value in element.attrib.items():
        marks[etree.QName(key).localname] = str(value)
    if element.get(f"{W}line") and not element.get(f"{W}lineRule"):
        marks["lineRule"] = "auto"


def _add_style_number(part: etree._Element, marks: dict[str, str]) -> None:
    number = _number_of(part)
    if number is not None:
        marks["numId"], marks["ilvl"] = number


def _number_of(marks: etree._Element | None) -> tuple[str, str] | None:
    """List and level that a w:pPr names, None where it names no list."""
    found = None if marks is None else marks.find(f"{W}numPr/{W}numId")
    if marks is None or found is None:
        return None
    level = marks.find(f"{W}numPr/{W}ilvl")
    return found.get(f"{W}val", ""), "0" if level is None else level.get(f"{W}val", "0")


def _style_of(properties: etree._Element | None, tag: str) -> str | None:
    found = None if properties is None else properties.find(f"{W}{tag}")
    return None if found is None else found.get(f"{W}val")


def _table_style(paragraph: etree._Element) -> str | None:
    """Id of the style of the table around a paragraph, «» for a table without one; None outside tables."""
    holder = paragraph.getparent()
    while holder is not None and holder.tag in (f"{W}sdtContent", f"{W}sdt"):
        holder = holder.getparent()
    if holder is None or holder.tag != f"{W}tc":
        return None
    table = next(holder.iterancestors(f"{W}tbl"), None)
    return "" if table is None else _style_of(table.find(f"{W}tblPr"), "tblStyle") or ""


def _typeface(element: etree._Element | None) -> str:
    return "" if element is None else element.get("typeface", "")


def figure(value: str | None, default: int) -> int:
    """A figure as Word writes it, also with a fraction; default for what is none."""
    try:
        return round(float(value)) if value else default
    except (ValueError, OverflowError):
        return default
