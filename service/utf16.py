"""Offsets for browsers, which count in units of 16 bits: a character like 𠮷 is one here and two there."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

_T = TypeVar("_T")
_WIDEST = 0xFFFF  # the last character that takes one unit
_PLACES = frozenset({"start", "end"})


def to_units(text: str) -> Callable[[int], int]:
    """A function from offsets in the text to offsets as browsers count."""
    wide = [at for at, char in enumerate(text) if ord(char) > _WIDEST]
    return lambda offset: offset + bisect_left(wide, offset)


def from_units(text: str) -> Callable[[int], int]:
    """The way back. An offset amid a wide character is taken for the one before it."""
    wide = [at + number for number, at in enumerate(at for at, char in enumerate(text) if ord(char) > _WIDEST)]
    return lambda offset: offset - bisect_left(wide, offset)


def moved(value: _T, move: Callable[[int], int]) -> _T:
    """A record, finding or tuple of such with every start and end moved, those in its fields as well.

    Period.start and others that are no numbers stay.
    """
    if isinstance(value, tuple):
        return type(value)(moved(one, move) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes: dict[str, Any] = {}
    for field in fields(value):
        old = getattr(value, field.name)
        new = move(old) if field.name in _PLACES and isinstance(old, int) else moved(old, move)
        if new is not old:
            changes[field.name] = new
    return replace(value, **changes) if changes else value
