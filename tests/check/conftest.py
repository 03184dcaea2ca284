import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count as numbers
from typing import Any

import pytest

from check import check
from records import Block, Cell, Change, Count, DocumentInfo, Extraction, Finding, Section


@dataclass
class Draft:
    """An extraction made by hand; every offset is computed from the quote, the n-th time it stands in the text."""

    text: str
    kind: str = "其他"
    title: str | None = None
    date: dt.date | None = None
    media_type: str = "text/plain"
    counts: tuple[Count, ...] = ()
    sections: tuple[Section, ...] = ()
    blocks: tuple[Block, ...] = ()

    def count(self, quote: str, value: str | None, unit: str, item: str, *, nth: int = 1, **fields: Any) -> "Draft":
        start = -1
        for _ in range(nth):
            start = self.text.index(quote, start + 1)
        number = None if value is None else Decimal(value)
        made = Count(
            quote=quote, start=start, end=start + len(quote), value=number, unit=unit, item=item,
            masked=value is None, **fields,
        )  # fmt: skip
        return replace(self, counts=(*self.counts, made))

    def section(self, title: str, role: str, level: int = 1) -> "Draft":
        start = self.text.index(title)
        ends = (self.text.find("\n", at) for at in (start,))
        end = next((end for end in ends if end >= 0), len(self.text))
        return replace(self, sections=(*self.sections, Section(title, role, level, start, end)))

    def extraction(self) -> Extraction:
        info = DocumentInfo("例.txt", "0" * 64, self.media_type, self.kind, title=self.title, date=self.date)
        return Extraction(info, self.text, self.sections, self.counts, blocks=self.blocks or lines_of(self.text))

    def findings(self, kind: str | None = None) -> tuple[Finding, ...]:
        return check(self.extraction(), kind=kind).findings

    def found(self, rule: str = "") -> list[tuple[str, str | None]]:
        """Rule and quote of each finding, of the rules that begin with rule."""
        return [(one.rule, one.quote) for one in self.findings() if one.rule.startswith(rule)]


def lines_of(text: str) -> tuple[Block, ...]:
    blocks, at = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(at, at + len(line)))
        at += len(line) + 1
    return tuple(blocks)


def table(rows: list[list[str]], before: str = "") -> Draft:
    """A document that is a table: cells of a row joined by tabs, rows by line breaks."""
    text, blocks = before + "\n" if before else "", list(lines_of(before))
    for row, cells in zip(numbers(), rows, strict=False):
        for column, cell in enumerate(cells):
            text += "\t" if column else ("\n" if row else "")
            blocks.append(Block(len(text), len(text) + len(cell), "cell", cell=Cell(0, row, column, head=row == 0)))
            text += cell
    return Draft(text, blocks=tuple(blocks))


def change(direction: str, basis: str = "同比") -> Change:
    return Change(basis, direction)  # type: ignore[arg-type]


@pytest.fixture(name="draft")
def _draft() -> Callable[..., Draft]:
    return Draft


@pytest.fixture(name="table")
def _table() -> Callable[..., Draft]:
    return table


@pytest.fixture(name="change")
def _change() -> Callable[..., Change]:
    return change
