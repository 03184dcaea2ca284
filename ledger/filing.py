"""What the office has of a month, whether out of the store or straight from files."""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, TypeVar

from language.normalize import Reading, normalize
from records import Accident, BadRecord, BadRequest, Count, Deadline, Extraction, Filed, Hazard

AnyRecord: TypeAlias = Count | Deadline | Hazard | Accident
AnyFiled: TypeAlias = Filed[Count] | Filed[Deadline] | Filed[Hazard] | Filed[Accident]
Kind = Literal["counts", "deadlines", "hazards", "accidents"]
KINDS: tuple[Kind, ...] = ("counts", "deadlines", "hazards", "accidents")

_FLOWING = ("text/plain", "text/html")  # formats whose lines may be broken inside a paragraph
REPORTS = ("工作汇报", "总结", "月度小结")  # the kinds of document that a month's report may be taken for

_R = TypeVar("_R", Count, Deadline, Hazard, Accident)


@dataclass(frozen=True, slots=True)
class Submission:
    """One file that a unit sent for a month.

    received       the day it came in; None where that is not known
    kind           kind of document, one of records.KINDS
    superseded_by  id of the later version that counts in its stead, None while this one counts
    """

    id: int
    unit: str
    month: str
    received: dt.date | None
    name: str
    sha256: str
    kind: str
    title: str | None = None
    superseded_by: int | None = None


@dataclass(frozen=True, slots=True)
class Holdings:
    """The records of a month that count, and the texts that they stand in as rules read them, by sha256 of the file."""

    counts: tuple[Filed[Count], ...] = ()
    deadlines: tuple[Filed[Deadline], ...] = ()
    hazards: tuple[Filed[Hazard], ...] = ()
    accidents: tuple[Filed[Accident], ...] = ()
    texts: Mapping[str, Reading] = field(default_factory=dict)


def check_kind(kind: str) -> Kind:
    """The kind of record of that name. Raises BadRequest, which lists them."""
    known = next((name for name in KINDS if name == kind), None)
    if known is None:
        raise BadRequest(f"没有“{kind}”这类记录，可用：{'、'.join(KINDS)}")
    return known


def file_extractions(files: Sequence[tuple[str, Extraction]], month: str) -> tuple[Holdings, tuple[Submission, ...]]:
    """Holdings and submissions of files that are in no store, each with the unit that sent it.

    A file given twice is kept once. Ids run from 1 over all records.
    Raises BadRecord when a record does not stand where it says.
    """
    once = {extraction.document.sha256: (unit, extraction) for unit, extraction in files}
    ids = itertools.count(1)
    for _, extraction in once.values():
        check_places(extraction)

    def filed(kind: Kind, of: type[_R]) -> tuple[Filed[_R], ...]:
        return tuple(
            Filed(next(ids), unit, extraction.document.name, month, record, extraction.document.sha256)
            for unit, extraction in once.values()
            for record in records_of(extraction, kind)
            if isinstance(record, of)
        )

    holdings = Holdings(
        counts=filed("counts", Count),
        deadlines=filed("deadlines", Deadline),
        hazards=filed("hazards", Hazard),
        accidents=filed("accidents", Accident),
        texts={
            sha256: readable(extraction.text, extraction.document.media_type)
            for sha256, (_, extraction) in once.items()
        },
    )
    return holdings, tuple(_submissions(once.values(), month))


def records_of(extraction: Extraction, kind: Kind) -> tuple[AnyRecord, ...]:
    """The extraction's records of one kind."""
    by_kind: dict[Kind, tuple[AnyRecord, ...]] = {
        "counts": extraction.counts,
        "deadlines": extraction.deadlines,
        "hazards": extraction.hazards,
        "accidents": extraction.accidents,
    }
    return by_kind[kind]


def check_places(extraction: Extraction) -> None:
    """Raises BadRecord when a quote does not stand at its place or a part points at no whole."""
    for kind in KINDS:
        for record in records_of(extraction, kind):
            if extraction.text[record.start : record.end] != record.quote:
                raise BadRecord(f"{extraction.document.name}：“{record.quote}”不在其所标的位置。请把此情况报告给开发者")
    for count in extraction.counts:
        if count.part_of is not None and not 0 <= count.part_of < len(extraction.counts):
            raise BadRecord(f"{extraction.document.name}：“{count.quote}”所属的总数不存在。请把此情况报告给开发者")


def readable(text: str, media_type: str) -> Reading:
    """The text as rules read it: in simplified characters, paragraphs unbroken."""
    return normalize(text, wrapped=media_type in _FLOWING)


def by_document(filed: Iterable[Filed[_R]]) -> dict[tuple[str, str, str], list[Filed[_R]]]:
    """Filed records grouped by the file that they come from, in their own order, so that part_of is an index again."""
    groups: dict[tuple[str, str, str], list[Filed[_R]]] = {}
    for each in filed:
        groups.setdefault((each.unit, each.document, each.sha256), []).append(each)
    return groups


def _submissions(files: Iterable[tuple[str, Extraction]], month: str) -> Iterator[Submission]:
    for at, (unit, extraction) in enumerate(files, start=1):
        info = extraction.document
        yield Submission(at, unit, month, None, info.name, info.sha256, info.kind, info.title)
