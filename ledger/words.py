"""The words of subjects.toml, which several files of the ledger read reports and names by."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def told() -> Mapping[str, Any]:
    """The file as it stands."""
    return tomllib.loads(files("ledger").joinpath("subjects.toml").read_text(encoding="utf-8"))


@cache
def words() -> Mapping[str, re.Pattern[str]]:
    """The patterns of [words] and [passage] by name."""
    return {name: re.compile(pattern) for name, pattern in (told()["words"] | told()["passage"]).items()}
