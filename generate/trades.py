"""The hazards that reports describe, by trade: a table, of which a chart is drawn."""

from collections.abc import Iterable
from decimal import Decimal

from generate.marks import Marks
from generate.model import Given, Inline, Table, Words, plain
from generate.views import DangerView
from records import Figure

_FEWEST = 3  # trades; fewer are told in a sentence
_OTHER, _UNKNOWN, _TOTAL = "其他", "未写明", "合计"
_MEASURE = "条"
_HEAD = ("行业领域", f"隐患（{_MEASURE}）", f"其中重大（{_MEASURE}）", f"其中已整改（{_MEASURE}）")
_NOTE = (
    "注：按报告中写明具体情况的隐患逐条统计，不是排查隐患总数；行业领域按隐患内容归类；"
    "“已整改”为报告写明整改完成的。"
)  # fmt: skip


def trades_table(dangers: Iterable[DangerView], marks: Marks) -> Table | None:
    """How many hazards of each trade, the most first, 其他 and those of no known trade last; None for few trades."""
    groups: dict[str, list[DangerView]] = {}
    for danger in dangers:
        groups.setdefault(plain(danger.industry.inline) if danger.industry else _UNKNOWN, []).append(danger)
    last = (_OTHER, _UNKNOWN)
    if len(groups.keys() - set(last)) < _FEWEST:
        return None
    ranked = sorted(groups.items(), key=lambda entry: (entry[0] in last, entry[0] == _UNKNOWN, -len(entry[1])))
    rows = [(_label(name, group, marks), *_counted(name, group, marks)) for name, group in ranked]
    every = [danger for _, group in ranked for danger in group]
    rows.append(((Words(_TOTAL),), *_counted(_TOTAL, every, marks)))
    head = tuple((Words(name),) for name in _HEAD)
    return Table((), head, tuple(rows), (False, True, True, True), (Words(_NOTE),))


def _label(name: str, group: list[DangerView], marks: Marks) -> Inline:
    return (Given(name),) if name == _UNKNOWN else marks.quoted(name, _sources(group)).inline


def _counted(name: str, group: list[DangerView], marks: Marks) -> tuple[Inline, ...]:
    """All of the group, its major ones, its mended ones; a none stands on all records that were gone through."""
    parts = (
        (group, "隐患"),
        ([danger for danger in group if danger.level], "重大隐患"),
        ([danger for danger in group if danger.mended], "已整改的隐患"),
    )
    return tuple(_number(f"{name}{what}", part, group, marks) for part, what in parts)


def _number(name: str, part: list[DangerView], group: list[DangerView], marks: Marks) -> Inline:
    figure = Figure(
        Decimal(len(part)), _MEASURE, _sources(part or group), formula=f"在{len(group)}条中逐条计数{len(part)}条"
    )
    return marks.number(figure, name, f"{len(part)}").inline


def _sources(group: list[DangerView]) -> tuple[int, ...]:
    return tuple(source for danger in group for source in danger.sources)
