"""Fills a draft's gaps with words that somebody gives."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from generate.model import Draft, Gap, Given, Number, Quoted


def fill(paper: Draft, words: Mapping[str, str]) -> Draft:
    """The draft with the gaps filled for which there are words, by what they want; the others stay."""
    given = {wanted: text.strip() for wanted, text in words.items() if text.strip()}
    blocks = _filled(paper.blocks, given)
    return replace(paper, blocks=blocks, gaps=tuple(gap for gap in paper.gaps if gap not in given))


def _filled(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, Gap):
        return Given(words[value.wanted]) if value.wanted in words else value
    if isinstance(value, tuple):
        return tuple(_filled(one, words) for one in value)
    if is_dataclass(value) and not isinstance(value, Number | Quoted | type):
        return replace(value, **{one.name: _filled(getattr(value, one.name), words) for one in fields(value)})
    return value
