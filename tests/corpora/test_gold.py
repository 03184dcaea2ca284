import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpora import Answers, load_gold, load_month, load_seeds, resolve
from corpora.load import HERE, MonthFile
from extract import read
from records import INDUSTRIES, KINDS

FILES = [pytest.param(file, id=file.path.name) for file in load_month().files]
SEED_GOLD = sorted((HERE / "seeds").glob("*.gold.json"))
LONGEST_WORD = 9  # letters of a seed's own words that its gold may hold


@cache
def answers(file: MonthFile) -> tuple[str, Answers]:
    text = read(file.path).text
    return text, resolve(load_gold(file.gold), text)


@pytest.mark.parametrize("file", FILES)
def test_every_quote_stands_in_the_file(file: MonthFile) -> None:
    text, found = answers(file)
    records = (*found.counts, *found.deadlines, *found.hazards, *found.accidents)
    assert records
    assert all(text[record.start : record.end] == record.quote for record in records)


@pytest.mark.parametrize("file", FILES)
def test_fields_hold_what_they_may(file: MonthFile) -> None:
    gold = load_gold(file.gold)
    _, found = answers(file)
    assert gold.kind in KINDS
    assert {hazard.industry for hazard in found.hazards} <= {None, *INDUSTRIES}
    assert all(deadline.recurrence is None or deadline.due is None for deadline in found.deadlines)
    wholes = [found.counts[count.part_of] for count in found.counts if count.part_of is not None]
    assert all(whole.unit != "%" for whole in wholes)


@pytest.mark.parametrize("file", FILES)
def test_counts_stand_in_the_order_of_the_text_and_no_two_are_one(file: MonthFile) -> None:
    _, found = answers(file)
    starts = [count.start for count in found.counts]
    assert starts == sorted(starts)
    assert len({(count.start, count.end) for count in found.counts}) == len(found.counts)


def test_a_value_is_written_in_its_quote() -> None:
    for param in FILES:
        _, found = answers(param.values[0])  # type: ignore[arg-type]
        for count in found.counts:
            written = re.findall(r"\d+(?:\.\d+)?", re.sub(r"\s|- \d+ -", "", count.quote))
            scaled = {Decimal(digits) * scale for digits in written for scale in (1, 10_000)}
            assert count.masked or not written or count.value in scaled, count


@pytest.mark.parametrize("path", SEED_GOLD, ids=lambda path: path.name)
def test_gold_of_real_documents_holds_none_of_their_sentences(path: Path) -> None:
    def words(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [word for inner in value.values() for word in words(inner)]
        return [word for inner in value for word in words(inner)] if isinstance(value, list) else [str(value)]

    told = json.loads(path.read_text(encoding="utf-8"))
    of_records = words([told[kind] for kind in ("counts", "deadlines", "hazards", "accidents")])
    assert [word for word in of_records if len(re.findall(r"[\u4e00-\u9fff]", word)) > LONGEST_WORD] == []


def test_gold_of_real_documents_fits_them() -> None:
    seeds = load_seeds()
    if not seeds:
        pytest.skip("没有 ../shared/seeds")
    assert [len(resolve(gold, read(path).text).counts) for path, gold in seeds] == [8, 20, 18, 76, 3]
