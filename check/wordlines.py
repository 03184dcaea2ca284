"""The paragraphs of a Word file as they are read, each character with the run that it stands in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from check.wordfile import MC, R, W, WordFile
from records import Block

PARAGRAPH, TABLE, RUN, TEXT = f"{W}p", f"{W}tbl", f"{W}r", f"{W}t"
_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_SILENT = frozenset(
    W + name
    for name in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText", "rt", "tblPr", "tblGrid", "trPr",
        "tcPr",
    )
)  # fmt: skip
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}sym": "•"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FARTHEST = 40  # blocks within which a paragraph must be found again
_LONGEST_MARK = 24  # characters of an automatic number


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters start to end of a paragraph's own text: node.text[lead:lead + end - start] for a w:t."""

    run: etree._Element
    node: etree._Element
    start: int
    end: int
    lead: int = 0


@dataclass(frozen=True, slots=True)
class WordLine:
    """A paragraph. text is its own visible text, without an automatic number.

    place  body, cell, box (a text box), header, footer or note
    start, end  where the own text stands in the document's text; None where it is empty or was not found again
    mark   the automatic number before it
    """

    element: etree._Element
    text: str
    pieces: tuple[Piece, ...]
    place: str
    start: int | None = None
    end: int | None = None
    mark: str = ""


def word_lines(word: WordFile, text: str, blocks: Iterable[Block]) -> tuple[WordLine, ...]:
    """All paragraphs in the reader's order, each with its place in the document's text."""
    blocks = tuple(blocks)
    body = [block for block in blocks if block.kind not in ("header", "footer", "note")]
    found: list[WordLine] = []
    for lines, kind in ((_margins(word, "header"), "header"), (_story(word.body, "body"), ""),
                        (_notes(word), "note"), (_margins(word, "footer"), "footer")):  # fmt: skip
        mine = [block for block in blocks if block.kind == kind] if kind else body
        found += _aligned(lines, text, mine)
    return tuple(found)


def _aligned(lines: Iterable[WordLine], text: str, blocks: list[Block]) -> Iterator[WordLine]:
    """The lines with their places: each in the nearest block from the last one's on that holds it."""
    at, cursor = 0, 0
    for line in lines:
        for index in range(at, min(at + _FARTHEST, len(blocks))) if line.text.strip() else ():
            block = blocks[index]
            start = _inside(line, text, block, cursor if index == at else block.start)
            if start is not None:
                at, cursor = index, start + len(line.text)
                mark = "" if block.cell else text[block.start : start]
                yield _placed(line, start, mark)
                break
        else:
            yield line


def _placed(line: WordLine, start: int, mark: str) -> WordLine:
    return WordLine(line.element, line.text, line.pieces, line.place, start, start + len(line.text), mark)


def _inside(line: WordLine, text: str, block: Block, cursor: int) -> int | None:
    """Where in the block, not before the cursor, the line's own text stands."""
    if block.cell or cursor > block.start:
        found = text.find(line.text, cursor, block.end)
        return found if found >= 0 else None
    start = block.end - len(line.text)
    if 0 <= start - block.start <= _LONGEST_MARK and text.startswith(line.text, start):
        return start
    return None


def _story(root: etree._Element, place: str) -> Iterator[WordLine]:
    """The paragraphs of whatever holds paragraphs and tables."""
    for child in root:
        tag = child.tag
        if tag == PARAGRAPH:
            yield from _paragraph(child, place)
        elif tag == TABLE:
            yield from _story(child, "cell" if place == "body" else place)
        elif tag == f"{MC}AlternateContent":
            yield from _story(_chosen(child), place)
        elif tag not in _DELETED and tag not in _SILENT:
            yield from _story(child, place)


def _notes(word: WordFile) -> Iterator[WordLine]:
    for kind, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
        root = word.only(kind)
        for note in () if root is None else root.iterfind(f"{W}{tag}"):
            if note.get(f"{W}type", "normal") == "normal":
                yield from _story(note, "note")


def _margins(word: WordFile, kind: str) -> Iterator[WordLine]:
    for root in margin_roots(word, kind).values():
        yield from _story(root, kind)


def margin_lines(word: WordFile) -> tuple[WordLine, ...]:
    """The paragraphs of headers and footers."""
    return (*_margins(word, "header"), *_margins(word, "footer"))


def margin_roots(word: WordFile, kind: str) -> dict[str, etree._Element]:
    """The roots of the headers or footers that sections refer to, by relation id, in order."""
    targets = word.related(word.main, kind)
    used = dict.fromkeys(reference.get(f"{R}id", "") for reference in word.body.iter(f"{W}{kind}Reference"))
    roots = {key: word.root(targets[key]) for key in used if key in targets}
    return {key: root for key, root in roots.items() if root is not None}


def _paragraph(element: etree._Element, place: str) -> Iterator[WordLine]:
    collector = _Collector()
    collector.collect(element)
    yield WordLine(element, "".join(collector.text), tuple(collector.pieces), place)
    for box in collector.boxes:
        yield from _story(box, "box" if place == "body" else place)


def pieces_of(paragraph: etree._Element) -> tuple[Piece, ...]:
    """The visible characters of a paragraph as it is now."""
    collector = _Collector()
    collector.collect(paragraph)
    return tuple(collector.pieces)


class _Collector:
    """Gathers what is seen of a paragraph: no field codes, no deleted or hidden text."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.pieces: list[Piece] = []
        self.boxes: list[etree._Element] = []
        self.length = 0
        self.fields: list[bool] = []

    def collect(self, element: etree._Element) -> None:
        """Adds what stands in an element, however deep its runs lie."""
        for child in element:
            tag = child.tag
            if tag == RUN:
                self.run(child)
            elif tag == f"{W}txbxContent":
                self.boxes.append(child)
            elif tag == f"{MC}AlternateContent":
                self.collect(_chosen(child))
            elif tag not in _DELETED and tag not in _SILENT:
                self.collect(child)

    def run(self, run: etree._Element) -> None:
        """Adds the characters of a run."""
        hidden = _is_hidden(run)
        for child in run:
            tag = child.tag
            if tag == f"{W}fldChar":
                self.field(child.get(f"{W}fldCharType"))
            elif tag == TEXT:
                self.words(run, child, hidden)
            elif tag == f"{W}br":
                kind = child.get(f"{W}type")
                self.add(run, child, "\n" if kind in (None, "textWrapping") or self.text else "", hidden)
            elif tag in _SIGNS:
                self.add(run, child, _SIGNS[tag], hidden)
            elif tag not in _SILENT:
                self.collect(_chosen(child))

    def words(self, run: etree._Element, node: etree._Element, hidden: bool) -> None:
        """A w:t; blanks at its ends count only where they are to be preserved."""
        whole = node.text or ""
        kept = whole if node.get(_SPACE) == "preserve" else whole.strip(" \t\r\n")
        self.add(run, node, kept, hidden, whole.find(kept) if kept else 0)

    def add(self, run: etree._Element, node: etree._Element, text: str, hidden: bool, lead: int = 0) -> None:
        """Adds characters unless they are hidden or the code of a field."""
        if hidden or not text or not all(self.fields):
            return
        self.pieces.append(Piece(run, node, self.length, self.length + len(text), lead))
        self.text.append(text)
        self.length += len(text)

    def field(self, mark: str | None) -> None:
        """Follows a field: only what stands between «separate» and «end» is seen."""
        if mark == "begin":
            self.fields.append(False)
        elif mark == "separate" and self.fields:
            self.fields[-1] = True
        elif mark == "end" and self.fields:
            self.fields.pop()


def _is_hidden(run: etree._Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val") not in ("0", "false", "off")


def _chosen(element: etree._Element) -> etree._Element:
    """The branch of an AlternateContent that new programs show; any other element is itself."""
    if element.tag != f"{MC}AlternateContent":
        return element
    choice = element.find(f"{MC}Choice")
    fallback = element.find(f"{MC}Fallback")
    return choice if choice is not None else fallback if fallback is not None else element
