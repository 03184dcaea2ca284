"""A kind's draft.toml: what its wording may print, needs, and shows in tables."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

from generate.model import Form
from templates import BadTemplate, find_file


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table of units: an indicator and the unit in its head («万元» shows money in that)."""

    indicator: str
    unit: str


@dataclass(frozen=True, slots=True)
class StagePlan:
    """A stage that campaigns usually have: the words that tell it, and what is done in it."""

    name: str
    words: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class DraftSettings:
    """What draft.toml says.

    required    gaps without which the paper has no use; unless gaps are allowed nothing is drafted
    allowed     fixed wording that holds digits or counting words: a campaign's or a law's name
    indicators  names that the wording may use; a name not listed here is the template's mistake
    most_named  units, hazards or tasks that a sentence names at most; longer lists become tables
    form        of the header under which the paper goes out when the office has one; None: it goes out without
    """

    required: tuple[str, ...]
    allowed: tuple[str, ...]
    indicators: tuple[str, ...]
    most_named: int
    columns: tuple[Column, ...]
    stages: tuple[StagePlan, ...]
    form: Form | None = None


@cache
def load_settings(kind: str, folder: Path | None = None) -> DraftSettings:
    """The settings of that kind, the office's own before the shipped. Raises BadTemplate."""
    source = find_file(kind, "draft.toml", folder=folder)
    try:
        return _settings(tomllib.loads(source.read_text(encoding="utf-8")))
    except KeyError as error:
        raise BadTemplate(f"模板文件 {source} 缺少字段 {error}，请补上") from error
    except (OSError, ValueError, TypeError) as error:
        raise BadTemplate(f"模板文件 {source} 无法使用：{error}") from error


def _settings(data: dict[str, Any]) -> DraftSettings:
    return DraftSettings(
        required=tuple(data["required"]),
        allowed=tuple(data["allowed"]),
        indicators=tuple(data["indicators"]),
        most_named=int(data["most_named"]),
        columns=tuple(Column(row["indicator"], row["unit"]) for row in data.get("column", ())),
        stages=tuple(StagePlan(row["name"], tuple(row["words"]), row["text"]) for row in data.get("stage", ())),
        form=_form(data.get("form")),
    )


def _form(name: str | None) -> Form | None:
    if name is None:
        return None
    forms: dict[str, Form] = {form: form for form in get_args(Form)}
    if name not in forms:
        raise ValueError(f"form 只能是{'、'.join(forms)}")
    return forms[name]
