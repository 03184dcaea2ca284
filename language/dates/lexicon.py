"""The word lists of words.toml and how numbers stand in dates."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "O": 0,
    "两": 2,
    "元": 1,
}
REPUBLIC = "民国"  # its years, as papers from Taiwan count them
_BEFORE_REPUBLIC = 1911
_TENS = {"十": 10, "廿": 20, "卅": 30}


@cache
def words() -> dict[str, Any]:
    """words.toml by section."""
    return tomllib.loads(files("language.dates").joinpath("words.toml").read_text("utf-8"))


def one_of(table: dict[str, Any] | list[str]) -> str:
    """Alternation of the words, longest first."""
    return "|".join(sorted(table, key=len, reverse=True))


def number(text: str) -> int:
    """Value of a day, month or small count: 7, 十一, 廿五, 两, 二十八."""
    if text.isdigit():
        return int(text)
    total, pending = 0, 0
    for char in text:
        if char in _TENS:
            total += (pending or 1) * _TENS[char]
            pending = 0
        else:
            pending = _DIGITS.get(char, 0)
    return total + pending


def year_number(text: str) -> int:
    """Value of a year of four digits (2023, 二〇二三) or one of the Republic's (民国112: 2023)."""
    if text.startswith(REPUBLIC):
        return _BEFORE_REPUBLIC + int(text.removeprefix(REPUBLIC))
    if text.isdigit():
        return int(text)
    return int("".join(str(_DIGITS[char]) for char in text))
