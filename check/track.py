"""Edits as tracked changes: what a clerk may accept or reject one by one in Word."""

import datetime as dt
from collections.abc import Iterator, Mapping
from copy import deepcopy
from difflib import SequenceMatcher
from itertools import count

from lxml import etree

from check.edits import Edit, LayoutEdit, NumberEdit, PageEdit, TextEdit, TypeEdit, is_safe
from check.formpaper import Line
from check.wordedit import insert, isolate, properties_of, put
from check.wordfile import R_SPACE, W_SPACE, R, W, WordFile
from check.wordlines import TEXT, pieces_of

AUTHOR = "安文"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NOT_IN_CHANGE = {
    "rPr": {"rPrChange"}, "pPr": {"rPr", "sectPr", "pPrChange"},
    "sectPr": {"headerReference", "footerReference", "sectPrChange"},
}  # fmt: skip
_NUMBER_FOOTERS = (("default", "right"), ("even", "left"))
_FOOTER_FROM_EDGE = "1417"  # 25 mm: the number then stands 7 mm below the text


class Tracker:
    """Applies edits to a file, each as a change of ours with that moment."""

    def __init__(self, word: WordFile, moment: dt.datetime) -> None:
        self.word = word
        self.moment = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        taken = [one.get(f"{W}id", "") for one in word.document.iter() if one.get(f"{W}id")]
        self.ids = count(max((int(one) for one in taken if one.isdecimal()), default=0) + 1)

    def apply(self, edits: list[Edit]) -> None:
        """Type and layout first; text from the end of each line on, so that offsets hold."""
        for edit in edits:
            match edit:
                case TypeEdit():
                    self.type(edit)
                case LayoutEdit():
                    self.layout(edit)
                case PageEdit():
                    self.properties(edit.section, edit.marks)
                case NumberEdit():
                    self.number(edit)
        for line, changes in _by_line(edits):
            for start, end, new in reversed(changes):
                self.replace(line.in_word.element, start, end, new)
        self.renumber()

    def renumber(self) -> None:
        """Gives marks that were copied with their run an id of their own."""
        for mark in self.word.document.iter(*(f"{W}{name}Change" for name in _NOT_IN_CHANGE)):
            if mark.get(f"{W}author") == AUTHOR:
                mark.set(f"{W}id", str(next(self.ids)))

    # --- properties ------------------------------------------------------------------------------------------

    def type(self, edit: TypeEdit) -> None:
        """Other face, size or colour for a stretch of a line."""
        marks: dict[str, Mapping[str, str]] = {}
        fonts = {"eastAsia": edit.chinese, "eastAsiaTheme": "", "hint": "eastAsia"} if edit.chinese else {}
        if edit.hint:
            fonts["hint"] = edit.hint
        if fonts:
            marks["rFonts"] = fonts
        if edit.size:
            marks |= {"sz": {"val": str(edit.size)}, "szCs": {"val": str(edit.size)}}
        if edit.colour:
            marks["color"] = {"val": edit.colour, "themeColor": "", "themeTint": "", "themeShade": ""}
        for run in isolate(edit.line.in_word.element, edit.start, edit.end):
            self.properties(properties_of(run, "rPr"), marks)

    def layout(self, edit: LayoutEdit) -> None:
        """Other indents, spacing or alignment for a paragraph."""
        self.properties(properties_of(edit.line.in_word.element, "pPr"), edit.marks)

    def properties(self, properties: etree._Element, marks: Mapping[str, Mapping[str, str]]) -> None:
        """Sets marks of a w:rPr, w:pPr or w:sectPr; how it was before stands beside, once."""
        name = etree.QName(properties).localname
        before = deepcopy(properties)
        for tag, attributes in marks.items():
            put(properties, tag, attributes)
        if properties.find(f"{W}{name}Change") is None:
            for child in [one for one in before if etree.QName(one).localname in _NOT_IN_CHANGE[name]]:
                before.remove(child)
            before.attrib.clear()
            insert(properties, self.mark(f"{name}Change", before))

    def mark(self, tag: str, *children: etree._Element) -> etree._Element:
        """A w:ins, w:del or w:…Change of ours."""
        made = etree.Element(f"{W}{tag}")
        made.set(f"{W}id", str(next(self.ids)))
        made.set(f"{W}author", AUTHOR)
        made.set(f"{W}date", self.moment)
        made.extend(children)
        return made

    # --- text ------------------------------------------------------------------------------------------------

    def replace(self, paragraph: etree._Element, start: int, end: int, new: str) -> None:
        """Deletes the characters start to end, and inserts new behind them in the same type."""
        runs = isolate(paragraph, start, end)
        if start == end:
            isolate(paragraph, start - 1, start)
        near = runs or [piece.run for piece in pieces_of(paragraph) if piece.end == start][-1:]
        if not near:
            return
        inserted = _copy_of(near[-1], new)
        after = near[-1]
        for run in runs:
            after = self.delete(run)
        if new:
            after.addnext(self.mark("ins", inserted))

    def delete(self, run: etree._Element) -> etree._Element:
        """Marks a run as deleted; the mark around it."""
        mark = self.mark("del")
        run.addprevious(mark)
        mark.append(run)
        for node in run.findall(TEXT):
            node.tag = f"{W}delText"
        return mark

    # --- page numbers ----------------------------------------------------------------------------------------

    def number(self, edit: NumberEdit) -> None:
        """Footers with page numbers, odd ones right and even ones left, their words inserted as tracked changes."""
        section = edit.section
        for kind, side in reversed(_NUMBER_FOOTERS):
            key = self.word.add("footer", self.footer(side))
            reference = etree.Element(f"{W}footerReference", nsmap={"r": R_SPACE})
            reference.set(f"{W}type", kind)
            reference.set(f"{R}id", key)
            insert(section, reference)
        self.repeat_headers()
        self.properties(section, {"pgMar": {"footer": _FOOTER_FROM_EDGE}})
        settings = self.word.only("settings")
        if settings is None:
            settings = etree.Element(f"{W}settings", nsmap={"w": W_SPACE})
            self.word.add("settings", settings)
        put(settings, "evenAndOddHeaders", {})

    def repeat_headers(self) -> None:
        """Lets even pages keep the header that all pages had."""
        for section in self.word.body.iter(f"{W}sectPr"):
            kinds = {one.get(f"{W}type"): one for one in section.iterfind(f"{W}headerReference")}
            if "default" in kinds and "even" not in kinds:
                even = deepcopy(kinds["default"])
                even.set(f"{W}type", "even")
                insert(section, even)

    def footer(self, side: str) -> etree._Element:
        """The footer part «— 1 —» at that side, one character in."""
        root = etree.Element(f"{W}ftr", nsmap={"w": W_SPACE, "r": R_SPACE})
        paragraph = etree.SubElement(root, f"{W}p")
        marks = properties_of(paragraph, "pPr")
        put(marks, "ind", {f"{side}Chars": "100", side: "280"})
        put(marks, "jc", {"val": side})
        etree.SubElement(marks, f"{W}rPr").append(self.mark("ins"))
        pieces = (
            ("t", "— "),
            ("begin", ""),
            ("instrText", " PAGE "),
            ("separate", ""),
            ("t", "1"),
            ("end", ""),
            ("t", " —"),
        )
        paragraph.append(self.mark("ins", *(_number_run(kind, text) for kind, text in pieces)))
        return root


def _by_line(edits: list[Edit]) -> Iterator[tuple[Line, list[tuple[int, int, str]]]]:
    """The characters of each line that differ, in order and none twice: start, end, what stands there instead.

    An edit that would change a word or a figure is left out, whoever asked for it.
    """
    lines: dict[Line, dict[int, tuple[int, int, str]]] = {}
    for edit in (edit for edit in edits if isinstance(edit, TextEdit)):
        old = edit.line.in_word.text[edit.start : edit.end]
        if not is_safe(old, edit.new):
            continue
        changes = lines.setdefault(edit.line, {})
        for tag, first, last, new_first, new_last in SequenceMatcher(None, old, edit.new, autojunk=False).get_opcodes():
            if tag != "equal":
                start = edit.start + first
                changes.setdefault(start, (start, edit.start + last, edit.new[new_first:new_last]))
    for line, changes in lines.items():
        yield line, _apart(sorted(changes.values()))


def _apart(changes: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Those that begin behind the end of the one before."""
    kept: list[tuple[int, int, str]] = []
    for change in changes:
        if not kept or change[0] >= kept[-1][1]:
            kept.append(change)
    return kept


def _copy_of(run: etree._Element, text: str) -> etree._Element:
    """A run with that text that looks like the other."""
    made = etree.Element(f"{W}r")
    properties = run.find(f"{W}rPr")
    if properties is not None:
        made.append(deepcopy(properties))
    words = etree.SubElement(made, TEXT)
    words.text = text
    words.set(_SPACE, "preserve")
    return made


def _number_run(kind: str, text: str) -> etree._Element:
    """A run of a page number in 四号 宋体: words, a field's code, or one of its marks."""
    run = etree.Element(f"{W}r")
    marks = properties_of(run, "rPr")
    put(marks, "rFonts", {"ascii": "宋体", "hAnsi": "宋体", "eastAsia": "宋体", "hint": "eastAsia"})
    put(marks, "sz", {"val": "28"})
    put(marks, "szCs", {"val": "28"})
    if text:
        words = etree.SubElement(run, f"{W}{kind}")
        words.text = text
        words.set(_SPACE, "preserve")
    else:
        etree.SubElement(run, f"{W}fldChar").set(f"{W}fldCharType", kind)
    return run
