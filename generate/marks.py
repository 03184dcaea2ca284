"""The one way for a value into a draft: as a mark in the rendered text, turned back into a piece when that is read.

A template never sees a number. It prints marks (private-use characters around an index), so every digit that
is left when the marks are taken out was typed into the template, and that is checked.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator

from generate.model import Gap, Given, Inline, Number, Piece, Quoted, Words
from generate.printing import print_figure
from records import BadRecord, Failure, Figure

OPEN, CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{OPEN}([0-9]+){CLOSE}")
_VALUE = "〓"  # stands for a value where wording is shown
_STRAY = re.compile(f"[{OPEN}{CLOSE}]")
# a number in words before a classifier is a figure too: «三家企业»; «一» is mostly an article
_IN_WORDS = re.compile("[两二三四五六七八九十百千万亿]+[余多几]?(?:家次|人次|场次|[家处起人项件次场个份条名])")
_NOT_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029]")


class UnsourcedFigure(Failure):
    """A template printed a number that no record states: the template's fault. The message shows where."""


class Mark:
    """A value in a template: prints as its mark, is false when it is a gap."""

    __slots__ = ("_index", "_piece")

    def __init__(self, index: int, piece: Piece) -> None:
        self._index = index
        self._piece = piece

    def __str__(self) -> str:
        return f"{OPEN}{self._index}{CLOSE}"

    def __bool__(self) -> bool:
        return not isinstance(self._piece, Gap)

    @property
    def zero(self) -> bool:
        """Whether it is a figure and that is 0."""
        return isinstance(self._piece, Number) and self._piece.figure.value == 0

    @property
    def some(self) -> bool:
        """Whether it is a figure above 0."""
        return isinstance(self._piece, Number) and self._piece.figure.value > 0

    @property
    def inline(self) -> Inline:
        """The piece itself, for a table cell."""
        return (self._piece,)


class Marks:
    """Gives out the marks of one draft and reads them back. known: ids of all records that there are."""

    def __init__(self, known: Collection[int]) -> None:
        self._known = known
        self._pieces: list[Piece] = []

    def number(self, figure: Figure, name: str, text: str | None = None) -> Mark:
        """A figure, printed as text or else by the rules of printing. Raises BadRecord when no record states it."""
        self._check(figure.sources, name)
        return self._add(Number(print_figure(figure) if text is None else text, figure, name))

    def quoted(self, text: str, sources: tuple[int, ...]) -> Mark:
        """Words or a day of a record, on one line. Raises BadRecord when there is no such record."""
        self._check(sources, text)
        return self._add(Quoted(clean(text), sources))

    def given(self, text: str) -> Mark:
        """A name or day that the office gave."""
        return self._add(Given(clean(text)))

    def gap(self, wanted: str) -> Mark:
        """A place to be filled in by hand."""
        return self._add(Gap(clean(wanted)))

    def read(self, text: str, allowed: Collection[str] = ()) -> Inline:
        """The pieces of a rendered line. Raises UnsourcedFigure: a number neither marked nor allowed."""
        return tuple(self._split(text, allowed))

    def take(self, text: str) -> Inline:
        """The pieces of a text that somebody else answers for: an office's own Word file may hold any number."""
        return tuple(self._pieces_of(text))

    def _split(self, text: str, allowed: Collection[str]) -> Iterator[Piece]:
        check_wording(_MARK.sub(_VALUE, text), allowed)
        yield from self._pieces_of(text)

    def _pieces_of(self, text: str) -> Iterator[Piece]:
        at = 0
        for match in _MARK.finditer(text):
            if match.start() > at:
                yield Words(text[at : match.start()])
            yield self._pieces[int(match[1])]
            at = match.end()
        if at < len(text):
            yield Words(text[at:])

    def _add(self, piece: Piece) -> Mark:
        self._pieces.append(piece)
        return Mark(len(self._pieces) - 1, piece)

    def _check(self, sources: tuple[int, ...], what: str) -> None:
        unknown = [source for source in sources if source not in self._known]
        if not sources or unknown:
            raise BadRecord(f"“{what}”没有出处记录{unknown or ''}，不能写入文稿。请把此情况报告给开发者")


def clean(text: str) -> str:
    """The text on one line, without characters that XML forbids or that marks are made of."""
    return _STRAY.sub("", _NOT_TEXT.sub(" ", text)).strip()


def check_wording(text: str, allowed: Collection[str] = ()) -> None:
    """Lets wording pass that holds no figure outside the allowed ones. Raises UnsourcedFigure."""
    bare = text
    for wording in sorted(allowed, key=len, reverse=True):
        bare = bare.replace(wording, "")
    if _STRAY.search(bare) or any(_is_digit(char) for char in bare) or _IN_WORDS.search(bare):
        raise UnsourcedFigure(f"模板写了没有出处的数字：“{clean(text)}”。数字只能来自记录，请改模板")


def _is_digit(char: str) -> bool:
    """Whether it is a digit of any script, a circled or a Roman one; «一» and «〇» are letters here."""
    return char != "〇" and unicodedata.category(char) in ("Nd", "No", "Nl")
