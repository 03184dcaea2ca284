"""A kind's draft.toml: what its wording may print, needs, and shows in tables."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

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


ScoredBy = Literal["rate", "most"]
To = Literal["unit", "place", "leader"]  # a reporting unit; where a hazard is; a leader of the office's settings


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list: its head, and the field of a row's view that stands in it; None leaves it to be filled in.

    spare  whether the column is left out when no row has anything for it
    """

    head: str
    field: str | None = None
    spare: bool = False


@dataclass(frozen=True, slots=True)
class ListPlan:
    """A list: its name, what its rows are (a name of Facts), and its columns.

    items  rows of fixed wording, for a form that is the same every month; rows is empty then
    numbered  whether 序号 stands in front
    blank  rows to fill in by hand where there are none; without them a list of nothing is left out
    """

    name: str
    rows: str
    columns: tuple[ListColumn, ...]
    items: tuple[tuple[str, ...], ...] = ()
    numbered: bool = True
    blank: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way to a task's last day; share is the percentage of the days to then by which it is done."""

    name: str
    share: int


@dataclass(frozen=True, slots=True)
class ScorePlan:
    """An indicator by which units are scored, and its weight.

    by      rate: the percentage itself is the score; most: the unit with most has 100, the others in proportion
    needed  whether a unit without it is not ranked at all; else the weights of its other indicators count
    """

    indicator: str
    weight: int
    by: ScoredBy = "rate"
    needed: bool = True


@dataclass(frozen=True, slots=True)
class ZonePlan:
    """A class of scored units («红榜»): those that meet one of the conditions; first and last are numbers of places."""

    name: str
    at_least: Decimal | None = None
    below: Decimal | None = None
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class DraftSettings:
    """What draft.toml says.

    required    gaps without which the paper has no use; unless gaps are allowed nothing is drafted
    allowed     fixed wording that holds digits or counting words: a campaign's or a law's name
    indicators  names that the wording may use; a name not listed here is the template's mistake
    most_named  units, hazards or tasks that a sentence names at most; longer lists become tables
    form        of the header under which the paper goes out when the office has one; None: it goes out without
    upward      whether it goes to a higher level, so that its header names who signs it
    also        other names of the paper: 交办单 for 督办函
    to          whom the paper is written to, when it is to one only; its facts are theirs alone
    triggers    what gives cause to write to somebody (names of Facts); for «one paper each»
    steps       into which the time to a task's last day is divided
    sheet       whether the paper is a workbook unless a Word file is asked for
    trend       whether the paper looks back on the months before
    scores      by what units are scored; zones: into which classes the scores fall
    """

    required: tuple[str, ...]
    allowed: tuple[str, ...]
    indicators: tuple[str, ...]
    most_named: int
    columns: tuple[Column, ...]
    stages: tuple[StagePlan, ...]
    form: Form | None = None
    also: tuple[str, ...] = ()
    to: To | None = None
    triggers: tuple[str, ...] = ()
    lists: tuple[ListPlan, ...] = ()
    sheet: bool = False
    steps: tuple[Step, ...] = ()
    trend: bool = False
    scores: tuple[ScorePlan, ...] = ()
    zones: tuple[ZonePlan, ...] = ()
    upward: bool = False


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
        form=_one_of("form", data.get("form"), get_args(Form)),
        also=tuple(data.get("also", ())),
        to=_one_of("to", data.get("to"), get_args(To)),
        triggers=tuple(data.get("triggers", ())),
        lists=tuple(map(_list, data.get("list", ()))),
        sheet=bool(data.get("sheet", False)),
        steps=tuple(_step(row) for row in data.get("step", ())),
        trend=bool(data.get("trend", False)),
        scores=tuple(map(_score, data.get("score", ()))),
        zones=tuple(map(_zone, data.get("zone", ()))),
        upward=bool(data.get("upward", False)),
    )


def _step(row: dict[str, Any]) -> Step:
    if not 0 < int(row["share"]) <= 100:
        raise ValueError(f"步骤“{row['name']}”的 share 应为 1 至 100")
    return Step(row["name"], int(row["share"]))


def _score(row: dict[str, Any]) -> ScorePlan:
    """A scored indicator. Raises ValueError: a weight that is none."""
    if int(row["weight"]) <= 0:
        raise ValueError(f"考评指标“{row['indicator']}”的 weight 应大于零")
    by: ScoredBy = _one_of("by", row.get("by", "rate"), get_args(ScoredBy))
    return ScorePlan(row["indicator"], int(row["weight"]), by, bool(row.get("needed", True)))


def _zone(row: dict[str, Any]) -> ZonePlan:
    """A class of units. Raises ValueError: nothing says who is in it."""
    if not any(key in row for key in ("at_least", "below", "first", "last")):
        raise ValueError(f"分区“{row['name']}”要写 at_least、below、first、last 中的一项")
    at_least, below = (Decimal(str(row[key])) if key in row else None for key in ("at_least", "below"))
    return ZonePlan(row["name"], at_least, below, int(row.get("first", 0)), int(row.get("last", 0)))


def _one_of(field: str, name: str | None, allowed: tuple[Any, ...]) -> Any:
    if name is not None and name not in allowed:
        raise ValueError(f"{field} 只能是{'、'.join(allowed)}")
    return name


def _list(row: dict[str, Any]) -> ListPlan:
    """A list's plan. Raises ValueError: a row of fixed wording with more cells than there are columns."""
    columns = tuple(
        ListColumn(column["head"], column.get("field"), bool(column.get("spare"))) for column in row["columns"]
    )
    items = tuple(tuple(map(str, item)) for item in row.get("items", ()))
    if any(len(item) > len(columns) for item in items):
        raise ValueError(f"清单“{row['name']}”有的行比栏目多")
    return ListPlan(
        row["name"], row.get("rows", ""), columns, items, bool(row.get("numbered", True)), int(row.get("blank", 0))
    )
