"""Holds a paper against the evidence inside it: which figures still stand as drafted, which a hand has changed.

Nothing is read but the text between the bookmarks and the text outside them, with tracked changes taken as accepted.
So a figure may move with its sentence, and its look may change.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lxml import etree

from generate.evidence import Entry, read_parts
from records import UnreadableFile

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText"})
_SEEN_TWICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_ITEM_NUMBER = re.compile(r"^\s*(?:[（(]?\d+[)）.．、]\s*(?!\d))")
# a number in words before a classifier is a figure as well; «一» there is mostly an article
_NUMBER = re.compile(
    r"\d+(?:[,，]\d{3})*(?:[.．]\d+)?(?:[万亿])?[%％‰]?"
    "|[两二三四五六七八九十百千万亿]+[余多几]?(?:家次|人次|场次|[家处起人项件次场个份条名])"
)

State = Literal["kept", "changed", "lost"]


@dataclass(frozen=True, slots=True)
class Trace:
    """What became of a figure or quotation. now is what stands there, None when the place is gone."""

    entry: Entry
    state: State
    now: str | None


@dataclass(frozen=True, slots=True)
class Addition:
    """A number that no record states, which the draft did not have, and the paragraph that it stands in."""

    text: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Every figure of the evidence in the order of the draft, and the numbers that came in since."""

    traces: tuple[Trace, ...]
    added: tuple[Addition, ...]

    @property
    def intact(self) -> bool:
        """Whether all stands as drafted."""
        return not self.added and all(trace.state == "kept" for trace in self.traces)


def prove(path: Path) -> Proof:
    """Holds the file's text against its evidence. Raises UnreadableFile: not a Word file, or no draft of anwen's."""
    document, evidence = read_parts(path)
    if evidence is None:
        raise UnreadableFile(f"{path.name} 中没有出处信息：不是由安文起草，或另存时丢失；请用起草时的 .docx 文件")
    inside, outside = read_text(document)
    return Proof(tuple(_trace(entry, inside) for entry in evidence.entries), tuple(additions(outside, evidence.untied)))


def _trace(entry: Entry, inside: dict[str, str]) -> Trace:
    now = inside.get(entry.bookmark, "")
    if not now.strip():
        return Trace(entry, "lost", None)
    return Trace(entry, "kept" if now == entry.text else "changed", now)


def additions(paragraphs: Sequence[str], untied: Sequence[str]) -> Iterator[Addition]:
    """The numbers of the paragraphs beyond those that the draft itself had outside its figures."""
    left = Counter(untied)
    for text in paragraphs:
        for number in numbers_of(text):
            if left[number]:
                left[number] -= 1
            else:
                yield Addition(number, text.strip())


def untied_numbers(document: "etree._Element") -> tuple[str, ...]:
    """The numbers that a draft prints outside its figures: days and names that the office gave, row numbers."""
    return tuple(number for text in read_text(document)[1] for number in numbers_of(text))


def numbers_of(text: str) -> list[str]:
    """The numbers of a paragraph as printed, without the one that numbers it."""
    return _NUMBER.findall(_ITEM_NUMBER.sub("", text))


def read_text(document: "etree._Element") -> tuple[dict[str, str], list[str]]:
    """By bookmark the text inside it, and the paragraphs with □ for each bookmarked stretch."""
    reader = _Reader()
    reader.read(document)
    return {name: "".join(parts) for name, parts in reader.inside.items()}, reader.paragraphs


class _Reader:
    """Walks a document's XML in reading order."""

    def __init__(self) -> None:
        self.inside: dict[str, list[str]] = {}
        self.open: dict[str, str] = {}
        self.paragraphs: list[str] = [""]

    def read(self, node: "etree._Element") -> None:
        """Takes in a node and all below it."""
        if node.tag in _GONE or node.tag == _SEEN_TWICE:
            return
        if node.tag == f"{_W}bookmarkStart":
            self._start(node.get(f"{_W}id", ""), node.get(f"{_W}name", ""))
        elif node.tag == f"{_W}bookmarkEnd":
            self.open.pop(node.get(f"{_W}id", ""), None)
        elif node.tag == f"{_W}t":
            self._text(node.text or "")
        for child in node:
            self.read(child)
        if node.tag == f"{_W}p":
            self.paragraphs.append("")

    def _start(self, key: str, name: str) -> None:
        if name.startswith("anwen_"):
            self.open[key] = name
            self.inside.setdefault(name, [])
            self.paragraphs[-1] += "□"

    def _text(self, text: str) -> None:
        for name in self.open.values():
            self.inside[name].append(text)
        if not self.open:
            self.paragraphs[-1] += text
