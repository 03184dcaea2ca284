"""Stages of a plan: each with its time, one after the other, without gap or overlap."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from check.paper import Paper
from check.rules import finding
from language.dates import resolve
from records import Finding

_STAGE = re.compile(
    r"(?:^|(?<=[。；：\n]))(?P<said>(?:第[一二三四五六]阶段[：:，]?|（[一二三四五六]）|[1-6][.．、]|[一二三四五六]、)?[\u4e00-\u9fff、“”]{0,14}?(?:阶段|(?<=阶段[：:])[\u4e00-\u9fff、]{2,12}|(?<=阶段)[\u4e00-\u9fff、]{2,12}))(?P<when>（[^（）\n]{2,40}）)?(?=[。：:，（\n]|$)",
    re.M,
)
_TIME = re.compile(
    r"\d{1,2}月|年底|即日|[本下]月|季度|\d{1,2}日|上旬|中旬|下旬|[一二三四五六七八九十]月|同步|贯穿|长期|全年|汛期|时间"
)
_GAP = 3  # days between two stages that may be left out: a weekend
_LONGEST = 1200  # characters from one stage to the next
_MOST = 8
_ORDINALS = "一二三四五六"


@dataclass(frozen=True, slots=True)
class _Stage:
    """A stage as the plan tells it, text[start:end], and its days; None where they are open or not told."""

    start: int
    end: int
    name: str
    when: str | None
    first: dt.date | None
    last: dt.date | None


def stage_faults(paper: Paper) -> Iterator[Finding]:
    """All that is wrong with the run of stages of a plan."""
    for run in _runs(paper):
        dated = sum(one.when is not None for one in run)
        for index, one in enumerate(run):
            if dated >= 2 and one.when is None and not _is_timed(paper, run, index):
                yield finding("section.stage", paper, (one.start, one.end), name=one.name)
        for before, stage in pairwise(run):
            yield from _joint_checked(paper, before, stage)


def _runs(paper: Paper) -> Iterator[list[_Stage]]:
    """Stages told one soon after the other, two at least."""
    run: list[_Stage] = []
    for found in _STAGE.finditer(paper.text):
        if run and found.start() - run[-1].end > _LONGEST:
            yield from [run] if 2 <= len(run) <= _MOST else []
            run = []
        run.append(_stage(paper, found))
    yield from [run] if 2 <= len(run) <= _MOST else []


def _stage(paper: Paper, found: re.Match[str]) -> _Stage:
    when = found["when"] if found["when"] and _TIME.search(found["when"]) else None
    days = resolve(when.strip("（）"), paper.extraction.document.date) if when else None
    name = re.sub(r"^（.）|^[1-6一二三四五六][.．、]", "", found["said"])
    return _Stage(found.start("said"), found.end(), name, when, days[0] if days else None, days[1] if days else None)


def _is_timed(paper: Paper, run: Sequence[_Stage], index: int) -> bool:
    """Whether the words of the stage, up to the next one, name a time."""
    end = run[index + 1].start if index + 1 < len(run) else min(run[index].end + 120, len(paper.text))
    return bool(_TIME.search(paper.text, run[index].start, end))


def _joint_checked(paper: Paper, before: _Stage, stage: _Stage) -> Iterator[Finding]:
    if before.last is None or stage.first is None or "同步" in f"{before.when}{stage.when}":
        return
    apart = (stage.first - before.last).days
    if apart > 0 and _is_left_out(before.name, stage.name):
        return  # a number is missing: that is told where numbers are read
    if apart < 0 or apart > _GAP + 1:
        fault = "重叠" if apart < 0 else f"之间空{apart - 1}天"
        yield finding(
            "date.stages", paper, (stage.start, stage.end), related=[(before.start, before.end)],
            fault=fault, before=before.name, stage=stage.name,
        )  # fmt: skip


def _is_left_out(before: str, stage: str) -> bool:
    """Whether the numbers of the two stages do not follow each other: «第一阶段», «第三阶段»."""
    numbers = [_ORDINALS.find(name[1]) for name in (before, stage) if name.startswith("第")]
    return len(numbers) == 2 and numbers[1] != numbers[0] + 1
