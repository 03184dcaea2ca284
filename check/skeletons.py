"""A sentence to start a missing part from, as the templates have it."""

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _rows() -> tuple[tuple[re.Pattern[str], str], ...]:
    data = tomllib.loads(files("templates").joinpath("skeletons.toml").read_text(encoding="utf-8"))
    return tuple((re.compile(row["part"]), row["text"]) for row in data["skeleton"])


def skeleton_of(label: str) -> str | None:
    """The sentence for the part of that label; None where there is none."""
    return next((text for part, text in _rows() if part.search(label)), None)
