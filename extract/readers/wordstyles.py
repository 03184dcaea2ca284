"""What Word's styles give to a paragraph or a run: outline level, number, hidden text."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
OFF = ("0", "false", "off")
STYLE_MARK, OUTLINE_MARK, LIST_MARKS, RUN_MARKS = f"{W}pStyle", f"{W}outlineLvl", f"{W}numPr", f"{W}rPr"
RUN_STYLE_MARK, VANISH_MARK, DELETED_MARK = f"{W}rStyle", f"{W}vanish", f"{W}del"
DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
INSERTED = frozenset({f"{W}ins", f"{W}moveTo"})
# Properties, field codes, deleted text and the small print over ruby characters are no text of the document.
SILENT = frozenset(
    W + name
    for name in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText", "rt", "tblPr", "tblGrid", "trPr",
        "tcPr",
    )
)  # fmt: skip
# Word's own headings are known by name also where the file does not say their outline level (WPS, converters).
HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits. Each field None where neither it nor its ancestors say.

    outline  from 0; 9 is body text
    number   id of the list, «0» for none
    at       level in that list, None where the list's own pStyle decides
    """

    name: str = ""
    outline: int | None = None
    number: str | None = None
    at: int | None = None
    hidden: bool = False


PLAIN = Style()


class Styles:
    """The styles of a document by id; the id None is the default paragraph style."""

    def __init__(self, root: etree._Element | None) -> None:
        self.elements: dict[str, etree._Element] = {}
        self.default: str | None = None
        self.known: dict[str, Style] = {}
        for element in () if root is None else root.iterfind(f"{W}style"):
            key = element.get(f"{W}styleId", "")
            self.elements[key] = element
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true"):
                self.default = key

    def __getitem__(self, key: str | None) -> Style:
        key = key if key in self.elements else self.default
        if key is None:
            return PLAIN
        if key not in self.known:
            self.known[key] = PLAIN  # ends the recursion where a style is based on itself
            self.known[key] = self.resolve(self.elements[key])
        return self.known[key]

    def resolve(self, element: etree._Element) -> Style:
        """A style with what its ancestors give it."""
        based_on = element.find(f"{W}basedOn")
        parent = PLAIN if based_on is None else self[based_on.get(VAL)]
        name_element = element.find(f"{W}name")
        name = "" if name_element is None else name_element.get(VAL, "")
        _, outline, number, at, _ = paragraph_marks(element.find(f"{W}pPr"))
        _, hidden = run_marks(element.find(RUN_MARKS))
        if outline is None and (found := HEADING_NAME.fullmatch(name)):
            outline = int(found[1]) - 1
        return Style(
            name=name,
            outline=parent.outline if outline is None else outline,
            number=parent.number if number is None else number,
            at=parent.at if at is None else at,
            hidden=parent.hidden if hidden is None else hidden,
        )


class Marks(NamedTuple):
    """What a w:pPr states itself; None for what it does not.

    style    id of its style
    outline, number, at  outline level, list id and list level
    removed  whether the paragraph's end mark is deleted
    """

    style: str | None = None
    outline: int | None = None
    number: str | None = None
    at: int | None = None
    removed: bool = False


NO_MARKS = Marks()


def paragraph_marks(properties: etree._Element | None) -> Marks:
    """The marks in a w:pPr, found in one pass over it: there is one for every paragraph."""
    if properties is None:
        return NO_MARKS
    style, outline, number, at, removed = NO_MARKS
    for child in properties:
        tag = child.tag
        if tag == STYLE_MARK:
            style = child.get(VAL)
        elif tag == OUTLINE_MARK:
            outline = to_level(child.get(VAL))
        elif tag == RUN_MARKS:
            removed = child.find(DELETED_MARK) is not None
        elif tag == LIST_MARKS:
            number, at = value_of(child.find(f"{W}numId")), to_level(value_of(child.find(f"{W}ilvl")))
    return Marks(style, outline, number, at, removed)


def first_of(element: etree._Element, tag: str) -> etree._Element | None:
    """The child of that tag that holds an element's properties, mostly its first one; quicker than element.find."""
    for child in element:
        if child.tag == tag:
            return child
    return None


def run_marks(properties: etree._Element | None) -> tuple[str | None, bool | None]:
    """Id of the character style that a w:rPr states, and whether it hides its run; None for what it does not."""
    style: str | None = None
    hidden: bool | None = None
    for child in () if properties is None else properties:
        tag = child.tag
        if tag == RUN_STYLE_MARK:
            style = child.get(VAL)
        elif tag == VANISH_MARK:
            hidden = child.get(VAL) not in OFF
    return style, hidden


def value_of(element: etree._Element | None) -> str | None:
    """The w:val of an element; None where there is no element or no value."""
    return None if element is None else element.get(VAL)


def to_level(value: str | None) -> int | None:
    """A level as a number; None for what is none."""
    return int(value) if value is not None and value.isdecimal() else None
