"""Patterns made quick: a place is tried only where it holds a character that a match can begin with.

Python's compiler sees to that itself for a plain choice of words, but one word that begins with a class, an option or
a look behind undoes it, and then every word is tried at every place. Here the characters are put in front: (?=[…]).
A pattern that is sought in whole documents is left aside where none of the words stands that its matches all hold.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, partial
from importlib import import_module
from typing import Any, Generic, TypeVar, cast

Key = TypeVar("Key")

_MANY = 30  # words to look for, beyond which trying the pattern itself is as quick
_WIDE = 64  # characters of a range in a class that keeps so few places out that asking for it does not pay
_CLASSES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s"}
_NO_WIDTH = frozenset({"ASSERT", "ASSERT_NOT", "AT"})
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT"})


class _Unknown(Exception):
    """What a match begins with cannot be listed."""


@cache
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, which matches what it always would; quick where its first characters can be listed.

    It is compiled when it is first used: a small file needs a part of all patterns. Raises re.error no sooner.
    """
    return cast("re.Pattern[str]", _Late(pattern, flags))


class _Late:
    """A pattern whose methods become those of the compiled one at the first use of any."""

    __slots__ = ("findall", "finditer", "flags", "fullmatch", "match", "pattern", "search", "split", "sub", "subn")
    _METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags
        for name in self._METHODS:
            setattr(self, name, partial(self._first, name))

    def __repr__(self) -> str:
        return f"compiled({self.pattern!r}, {self.flags})"

    def _first(self, name: str, *told: Any, **named: Any) -> Any:
        made = _made(self.pattern, self.flags)
        for one in self._METHODS:
            setattr(self, one, getattr(made, one))
        method: Callable[..., Any] = getattr(made, name)
        return method(*told, **named)


@cache
def _made(pattern: str, flags: int) -> re.Pattern[str]:
    first = first_characters(pattern, flags)
    return re.compile(f"(?=[{first}])(?:{pattern})" if first else pattern, flags)


class Sought(Generic[Key]):
    """Patterns that are sought in long texts together, each under a key; those that cannot match are left aside."""

    def __init__(self, patterns: Iterable[tuple[Key, str]], flags: int = 0) -> None:
        self._patterns = [(key, compiled(one, flags), frozenset(needed_words(one, flags))) for key, one in patterns]
        needed = sorted({word for _, _, words in self._patterns for word in words})
        self._words = [(word[0], word[-1], word) for word in needed]

    def among(self, text: str) -> Iterator[tuple[Key, re.Pattern[str]]]:
        """The patterns that may match in a text, as they match what compiled() does."""
        letters = set(text)  # most words are told from them, much quicker than by going through the text
        present = [word for first, last, word in self._words if first in letters and last in letters and word in text]
        for key, pattern, words in self._patterns:
            if not words or not words.isdisjoint(present):
                yield key, pattern


def needed_words(pattern: str, flags: int = 0) -> tuple[str, ...]:
    """Words of which one stands in whatever the pattern matches; none where they are too many or cannot be told."""
    if flags & re.IGNORECASE:
        return ()
    parts = _parsed(pattern, flags)
    words = () if parts.state.flags & re.IGNORECASE else _needed(parts)
    return tuple(sorted(words)) if len(words) <= _MANY else ()


def _needed(parts: Iterable[Any]) -> Collection[str]:
    """The words that tell most: the fewest characters of any as many as may be, then as few words as may be."""
    choices = [found for found in _needs(parts) if found]
    return max(choices, key=lambda words: (min(map(len, words)), -len(words)), default=())


def _needs(parts: Iterable[Any]) -> Iterator[Collection[str]]:
    """Choices of words of which one stands in each match, for stretches of a pattern."""
    run = ""
    for part, value in parts:
        name = str(part)
        if name == "LITERAL":
            run += chr(value)
            continue
        yield {run} - {""}
        run = ""
        if name == "BRANCH":
            ways = [_needed(way) for way in value[1]]
            yield set().union(*ways) if all(ways) else ()
        elif name == "SUBPATTERN" and not value[1]:  # without flags of its own
            yield _needed(value[3])
        elif name in _REPEATS and value[0]:
            yield _needed(value[2])
    yield {run} - {""}


def first_characters(pattern: str, flags: int = 0) -> str:
    """What stands in a class of the characters that a match can begin with; "" where that is no help or not known."""
    parts = _parsed(pattern, flags)
    told_inside = parts.state.flags & ~(flags | re.UNICODE)  # (?m) must stay the first of a pattern
    if told_inside or flags & re.IGNORECASE or _is_quick(parts):
        return ""
    try:
        found, may_be_empty = _first(parts)
    except _Unknown:
        return ""
    return "" if may_be_empty else "".join(sorted(found))


def _parsed(pattern: str, flags: int) -> Any:
    """The pattern's parts as Python's compiler reads them."""
    return import_module("re._parser").parse(pattern, flags)  # has no public name; the same from 3.11 on


def _is_quick(parts: Sequence[Any]) -> bool:
    """Whether Python's compiler finds the first characters by itself."""
    if not parts:
        return False
    name, value = str(parts[0][0]), parts[0][1]
    if name == "SUBPATTERN":
        return _is_quick(value[3])
    if name == "BRANCH":
        return all(one and str(one[0][0]) == "LITERAL" for one in value[1])
    if name == "ASSERT":  # whoever wrote it has put the characters in front
        return value[0] == 1 and len(value[1]) == 1 and _is_quick(value[1])
    return name in ("LITERAL", "IN")


def _first(parts: Iterable[Any]) -> tuple[set[str], bool]:
    """Members of the class of first characters, and whether the parts can match nothing at all."""
    found: set[str] = set()
    for name, value in parts:
        members, may_be_empty = _first_of(str(name), value)
        found |= members
        if not may_be_empty:
            return found, False
    return found, True


def _first_of(name: str, value: Any) -> tuple[set[str], bool]:
    if name == "LITERAL":
        return {re.escape(chr(value))}, False
    if name == "IN":
        return {_member(str(kind), one) for kind, one in value}, False
    if name == "BRANCH":
        ways = [_first(way) for way in value[1]]
        return set().union(*(members for members, _ in ways)), any(may_be_empty for _, may_be_empty in ways)
    if name == "SUBPATTERN" and not value[1]:  # without flags of its own
        return _first(value[3])
    if name in _REPEATS:
        members, may_be_empty = _first(value[2])
        return members, may_be_empty or value[0] == 0
    if name in _NO_WIDTH:
        return set(), True
    raise _Unknown(name)


def _member(kind: str, value: Any) -> str:
    """A member of a class, as it is written in one."""
    if kind == "LITERAL":
        return re.escape(chr(value))
    if kind == "RANGE" and value[1] - value[0] < _WIDE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    if kind == "CATEGORY" and str(value) in _CLASSES:
        return _CLASSES[str(value)]
    raise _Unknown(kind)
