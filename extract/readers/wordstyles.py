"""What Word's styles give to a paragraph or a run: outline level, number, hidden text."""

import re
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
OFF = ("0", "false", "off")
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
        outline, number, at = paragraph_marks(element.find(f"{W}pPr"))
        if outline is None and (found := HEADING_NAME.fullmatch(name)):
            outline = int(found[1]) - 1
        return Style(
            name=name,
            outline=parent.outline if outline is None else outline,
            number=parent.number if number is None else number,
            at=parent.at if at is None else at,
            hidden=bool(is_hidden(element.find(f"{W}rPr"), parent.hidden)),
        )


def paragraph_marks(properties: etree._Element | None) -> tuple[int | None, str | None, int | None]:
    """Outline level, list id and list level that a w:pPr states itself."""
    if properties is None:
        return None, None, None
    outline = value_of(properties.find(f"{W}outlineLvl"))
    numbering = properties.find(f"{W}numPr")
    if numbering is None:
        return to_level(outline), None, None
    number, at = value_of(numbering.find(f"{W}numId")), value_of(numbering.find(f"{W}ilvl"))
    return to_level(outline), number, to_level(at)


def value_of(element: etree._Element | None) -> str | None:
    """The w:val of an element; None where there is no element or no value."""
    return None if element is None else element.get(VAL)


def to_level(value: str | None) -> int | None:
    """A level as a number; None for what is none."""
    return int(value) if value is not None and value.isdecimal() else None


def is_hidden(properties: etree._Element | None, inherited: bool) -> bool:
    """Whether a w:rPr hides its run (w:vanish)."""
    vanish = None if properties is None else properties.find(f"{W}vanish")
    return inherited if vanish is None else vanish.get(VAL) not in OFF
