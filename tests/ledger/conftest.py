"""Reports for the ledger's tests, written as text with their counts marked in place."""

import hashlib
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from records import Change, Count, DocumentInfo, Extraction, Period

Report = Callable[..., Extraction]

_MARK = re.compile(r"⟦(?P<quote>[^|⟧]+)\|(?P<action>[^/⟧]*)/(?P<item>[^;⟧]*)(?P<more>(?:;[^;⟧]+)*)⟧")
_NUMBER = re.compile(r"(?P<value>\d+(?:\.\d+)?|[*＊×xX]+)(?P<scale>万?)(?P<some>[余多]?)(?P<unit>[^\d，。、]+)$")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _period(text: str | None) -> Period | None:
    if text is None:
        return None
    start, _, end = text.partition("..")
    return Period(_day(start), _day(end))


def _count(mark: re.Match[str], start: int, period: str | None) -> Count:
    """A count out of its mark: number and unit end the quote, all else is told after the bar."""
    more = dict(part.partition("=")[::2] for part in mark["more"].split(";") if part)
    number = _NUMBER.search(mark["quote"])
    assert number, mark["quote"]
    masked = not number["value"][0].isdigit()
    value = None if masked else Decimal(number["value"]) * (10000 if number["scale"] else 1)
    return Count(
        quote=mark["quote"], start=start, end=start + len(mark["quote"]), value=value, unit=number["unit"],
        item=mark["item"], action=mark["action"] or None, masked=masked,
        approx="over" if number["some"] else more.get("approx", "exact"),  # type: ignore[arg-type]
        subject=more.get("subject"), period=_period(more.get("period", period)),
        part_of=int(more["part"]) if "part" in more else None,
        change=Change(more["change"], "up") if "change" in more else None,
        upper=Decimal(more["upper"]) if "upper" in more else None,
    )  # fmt: skip


@pytest.fixture
def report() -> Report:
    """A function that reads «全镇共⟦检查企业326家次|检查/企业⟧» into an extraction.

    A mark is quote|action/item, then ;part=0 ;subject=全镇 ;period=2023-06-01..2023-06-30 ;approx=… ;change=… as
    needed. period is what all counts cover that do not say otherwise.
    """

    def build(marked: str, name: str = "报告.txt", period: str | None = None, **more: Any) -> Extraction:
        text, counts, at = "", [], 0
        for mark in _MARK.finditer(marked):
            text += marked[at : mark.start()]
            counts.append(_count(mark, len(text), period))
            text += mark["quote"]
            at = mark.end()
        text += marked[at:]
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        kind = more.pop("kind", "工作汇报")
        return Extraction(DocumentInfo(name, sha256, "text/plain", kind), text, counts=tuple(counts), **more)

    return build
