"""Marks of internal matter on a document's first page. Secrets are refused before; these a human confirms."""

import re
import tomllib
from functools import cache
from importlib.resources import files


def internal_mark(text: str) -> str | None:
    """The mark as printed; None where the document bears none."""
    pattern, most = _marks()
    found = pattern.search(text, 0, most)
    return "".join(found["mark"].split()) if found else None


@cache
def _marks() -> tuple[re.Pattern[str], int]:
    told = tomllib.loads(files("service").joinpath("internal.toml").read_text(encoding="utf-8"))
    marks = "|".join(r"\s*".join(mark) for mark in told["marks"])
    line = rf"^[\s（(【\[]*(?P<mark>(?:{marks})(?:[\s，、·]*(?:{marks}))*)[\s）)】\]！!。★☆]*$"
    return re.compile(line, re.MULTILINE), told["most_characters"]
