"""Sections and blocks as compact JSON: a list of values each, in the order of their fields."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import Any

from records import Block, Cell, Section


def packed(sections: Iterable[Section], blocks: Iterable[Block]) -> dict[str, Any]:
    """The columns of the table layouts."""
    return {"sections": [list(astuple(one)) for one in sections], "blocks": [list(astuple(one)) for one in blocks]}


def unpacked(sections: Sequence[Any], blocks: Sequence[Any]) -> tuple[tuple[Section, ...], tuple[Block, ...]]:
    """What was packed. Fields that a later version has added keep their defaults."""
    return tuple(Section(*one) for one in sections), tuple(map(_block, blocks))


def _block(values: Sequence[Any]) -> Block:
    start, end, kind, level, page, box, cell, *rest = values
    place = None if box is None else (box[0], box[1], box[2], box[3])
    return Block(start, end, kind, level, page, place, None if cell is None else Cell(*cell), *rest)
