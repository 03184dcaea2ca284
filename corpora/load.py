"""The made-up month and its gold records, as the other rooms use them."""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from records import Accident, Change, Count, Deadline, Failure, Hazard, Period, ReportingUnit

HERE = Path(__file__).parent
SEEDS = HERE.parent.parent / "shared" / "seeds"  # real documents that are not ours to ship; may be absent
# Readers may break a line anywhere, and a page number may stand in the break: «59\n- 1 -\n份».
GAP = r"\s*(?:[-—–]\s*\d+\s*[-—–]\s*)?"
MARKED = re.compile("(.*)⟦(.+)⟧(.*)", re.DOTALL)


class QuoteNotFound(Failure):
    """A gold record whose words are not in the text that it is held against."""


@dataclass(frozen=True, slots=True)
class MonthFile:
    """A file that came in. gold is its gold records' path."""

    path: Path
    unit: str
    received: date

    @property
    def gold(self) -> Path:
        """Where the gold records of this file are."""
        return self.path.with_name(f"{self.path.stem}.gold.json")


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a county: who must report by when, and what came in. month is «2023-06».

    office  what the office that collects the reports says of itself (generate.Office's fields)
    """

    name: str
    month: str
    region: str
    due: date
    units: tuple[ReportingUnit, ...]
    files: tuple[MonthFile, ...]
    office: Mapping[str, Any]

    @property
    def missing(self) -> tuple[str, ...]:
        """Units on the roster from which nothing came."""
        sent = {file.unit for file in self.files}
        return tuple(unit.name for unit in self.units if unit.name not in sent)

    @property
    def late(self) -> tuple[str, ...]:
        """Units whose file came after the day due."""
        return tuple(file.unit for file in self.files if file.received > self.due)


@dataclass(frozen=True, slots=True)
class Gold:
    """What a document says about itself, and its records as the file has them, not yet placed in a text.

    entries lacks the kinds of record for which the document was not annotated.
    """

    path: Path
    kind: str
    title: str | None
    issuer: str | None
    date: date | None
    region: str | None
    entries: dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Answers:
    """A document's gold records, each with its place in the text that they were resolved against."""

    counts: tuple[Count, ...]
    deadlines: tuple[Deadline, ...]
    hazards: tuple[Hazard, ...]
    accidents: tuple[Accident, ...]


def load_month(name: str = "sample_month") -> Month:
    """The month of that name. Raises FileNotFoundError where there is none."""
    folder = HERE / name
    told = tomllib.loads((folder / "month.toml").read_text(encoding="utf-8"))
    units = tuple(ReportingUnit(unit["name"], tuple(unit["aliases"])) for unit in told["units"])
    files = tuple(MonthFile(folder / file["name"], file["unit"], file["received"]) for file in told["files"])
    return Month(name, told["month"], told["region"], told["due"], units, files, told["office"])


def load_gold(path: Path) -> Gold:
    """The gold of one document; numbers come as Decimal or int, days as text until resolved."""
    told = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    about = told["document"]
    day = date.fromisoformat(about["date"]) if about.get("date") else None
    entries = {kind: told[kind] for kind in ("counts", "deadlines", "hazards", "accidents") if kind in told}
    return Gold(path, about["kind"], about.get("title"), about.get("issuer"), day, about.get("region"), entries)


def load_seeds(folder: Path = SEEDS) -> tuple[tuple[Path, Gold], ...]:
    """The real documents and their gold, as far as the documents are there and are the ones that were annotated."""
    found = []
    for path in sorted((HERE / "seeds").glob("*.gold.json")):
        digest = json.loads(path.read_text(encoding="utf-8"))["document"]["sha256"]
        for seed in sorted(folder.glob(f"{path.name.split('.')[0]}_*.txt")):
            if hashlib.sha256(seed.read_bytes()).hexdigest() == digest:
                found.append((seed, load_gold(path)))
    return tuple(found)


def load_heldout(folder: Path = HERE / "heldout") -> tuple[tuple[Path, Gold], ...]:
    """Documents opened for development on 2026-11-22, with their gold; before, no rule was written on them."""
    return _texts(folder)


def load_test(folder: Path = HERE / "test") -> tuple[tuple[Path, Gold], ...]:
    """The closed documents, which nobody who writes rules may see. corpora/README.md says how to use them."""
    return _texts(folder)


def load_train(folder: Path = HERE / "train") -> tuple[tuple[Path, Gold], ...]:
    """Whole papers of many places, years and trades, annotated in full, that rules and models are worked out with."""
    return _texts(folder)


def load_dev(folder: Path = HERE / "dev") -> tuple[tuple[Path, Gold], ...]:
    """The excerpts that rules are written with, as unlike each other as real papers; most have counts only."""
    return _texts(folder)


def _texts(folder: Path) -> tuple[tuple[Path, Gold], ...]:
    golds = [load_gold(path) for path in sorted(folder.glob("*.gold.json"))]
    return tuple((gold.path.with_name(gold.path.name.replace(".gold.json", ".txt")), gold) for gold in golds)


def resolve(gold: Gold, text: str) -> Answers:
    """The gold records with their places in text. Raises QuoteNotFound for the first that is not there."""
    placed: dict[str, list[dict[str, Any]]] = {kind: [] for kind in ("counts", "deadlines", "hazards", "accidents")}
    for kind, entries in gold.entries.items():
        placed[kind] = [place(entry, text, gold.path.name) for entry in entries]
    return Answers(
        tuple(Count(**count_fields(fields)) for fields in placed["counts"]),
        tuple(Deadline(**with_days(fields, "due", "start_date")) for fields in placed["deadlines"]),
        tuple(Hazard(**hazard_fields(fields)) for fields in placed["hazards"]),
        tuple(Accident(**fields) for fields in placed["accidents"]),
    )


def place(entry: dict[str, Any], text: str, name: str) -> dict[str, Any]:
    """The entry with quote, start and end.

    Gold of documents that are not ours holds none of their words: start and end stand for the quote, and
    a pair [start, end] for a field's text.
    """
    if "start" in entry:
        words = {key: text[slice(*value)] for key, value in entry.items() if isinstance(value, list)}
        return entry | words | {"quote": text[entry["start"] : entry["end"]]}
    fields = {key: value for key, value in entry.items() if key not in ("context", "nth")}
    start, end = locate(text, entry.get("context", entry["quote"]), entry.get("nth", 0), name)
    return fields | {"quote": text[start:end], "start": start, "end": end}


def locate(text: str, words: str, nth: int = 0, name: str = "") -> tuple[int, int]:
    """Where the nth occurrence (from 0) of the words stands in text, whatever breaks and spaces lie between.

    «163 ⟦3⟧ 157» gives the place of what is marked.
    Raises QuoteNotFound, naming the document.
    """
    for number, match in enumerate(pattern(words).finditer(text)):
        if number == nth:
            return match.span("quote")
    raise QuoteNotFound(f"{name}：正文中找不到第{nth + 1}处“{words}”，请核对标注或读取结果")


@lru_cache(maxsize=4096)
def pattern(words: str) -> re.Pattern[str]:
    """A pattern for the words with any break between their letters; its group «quote» is the marked part, or all."""
    marked = MARKED.fullmatch(words)
    before, quote, after = marked.groups() if marked else ("", words, "")
    pieces = (loose(before), f"(?P<quote>{loose(quote)})", loose(after))
    return re.compile(GAP.join(piece for piece in pieces if piece))


def loose(words: str) -> str:
    """A pattern for the letters of words with any break between them."""
    return GAP.join(re.escape(letter) for letter in words if not letter.isspace())


def with_days(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    """The fields with the named ones as days."""
    return fields | {name: date.fromisoformat(fields[name]) for name in names if fields.get(name)}


def count_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a Count, made of JSON's."""
    made = dict(fields)
    for name in ("value", "upper"):
        if made.get(name) is not None:
            made[name] = Decimal(made[name])
    if made.get("change"):
        made["change"] = Change(**made["change"])
    if made.get("period"):
        ends = (made["period"].get(end) for end in ("start", "end"))
        made["period"] = Period(*(date.fromisoformat(end) if end else None for end in ends))
    return made


def hazard_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a Hazard, made of JSON's."""
    funds = {"funds": Decimal(fields["funds"])} if fields.get("funds") is not None else {}
    return with_days(fields, "due") | funds
