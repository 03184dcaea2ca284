"""Words: two approximations at once, the closing of another kind, old names of bodies, standards out of force."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from check.paper import Paper
from check.rules import finding, load_words
from records import Finding

_CLOSING = re.compile(r"(?:^|(?<=[。\n]))[ \u3000]*特此(?P<kind>[\u4e00-\u9fff]{1,3})[。！]?$", re.M)
_TITLE_KIND = re.compile(r"(?P<kind>通知|通报|报告|请示|公告|通告|函)(?:（[^（）]{1,12}）)?$")
_FORMER = re.compile(r"原|前身|更名|改名|划转|合并|组建|以前|时任|整合")
_NO_MORE = re.compile(r"废止|代替|替代|取代|停止执行|失效|修订前|原国?标?$|旧标准")


class _Former(NamedTuple):
    """What was in use until a day, and what is since."""

    old: re.Pattern[str]
    new: str
    since: dt.date


@cache
def _approx() -> re.Pattern[str]:
    return re.compile("|".join(load_words("wording.toml")["approx"]))


@cache
def _former(table: str, name: str) -> tuple[_Former, ...]:
    rows = load_words("wording.toml")[table]
    return tuple(_Former(re.compile(row[name]), row["new"], row["since"]) for row in rows)


def double_approximations(paper: Paper) -> Iterator[Finding]:
    """«近100余场»: 近 says fewer, 余 says more."""
    for found in _approx().finditer(paper.text):
        yield finding("text.approx", paper, found.span(), said=found[0])


def other_closings(paper: Paper) -> Iterator[Finding]:
    """«特此通知» under a title that says 通报."""
    title = _TITLE_KIND.search(paper.extraction.document.title or "")
    closing = _CLOSING.search(paper.text)
    closings = load_words("wording.toml")["closings"]
    kinds = {word for words in closings.values() for word in words}
    if title and closing and closing["kind"] in kinds and closing["kind"] not in closings[title["kind"]]:
        start = paper.text.index("特此", closing.start())
        yield finding(
            "text.closing", paper, (start, closing.end("kind")), title=title["kind"], said=closing["kind"]
        )  # fmt: skip


def old_names(paper: Paper) -> Iterator[Finding]:
    """Bodies by the names that they bore before the paper was written."""
    date = paper.extraction.document.date
    for row in _former("renamed", "old") if date else ():
        for found in row.old.finditer(paper.text):
            before = paper.text[max(found.start() - 8, 0) : found.start()]
            if date and date >= row.since and not _FORMER.search(before) and not _in_title(paper.text, found):
                yield finding("text.renamed", paper, found.span(), old=found[0], new=row.new)
                break


def _in_title(text: str, found: re.Match[str]) -> bool:
    line = text.rfind("\n", 0, found.start()) + 1
    return text.count("《", line, found.start()) > text.count("》", line, found.start())


def dead_standards(paper: Paper) -> Iterator[Finding]:
    """Standards that were out of force on the day of the paper."""
    date = paper.extraction.document.date
    for row in _former("standard", "number") if date else ():
        for found in row.old.finditer(paper.text):
            behind = re.split("[。；]", paper.text[found.end() : found.end() + 20])[0]
            before = paper.text[max(found.start() - 3, 0) : found.start()]
            if date and date >= row.since and not _NO_MORE.search(behind) and not before.endswith("原"):
                yield finding(
                    "text.standard", paper, found.span(), old=found[0], new=row.new,
                    since=f"{row.since.year}年{row.since.month}月{row.since.day}日",
                )  # fmt: skip
