from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from models.scoring import Score, Tally, align, alike
from records import Accident, Count, Deadline, Hazard


def count(start: int, value: int, item: str = "隐患", **more: Any) -> Count:
    return Count(quote="x" * 6, start=start, end=start + 6, value=Decimal(value), unit="处", item=item, **more)


def deadline(**more: Any) -> Deadline:
    return Deadline(quote="x" * 9, start=0, end=9, task=more.pop("task", "完成整改"), **more)


def accident(start: int, deaths: int) -> Accident:
    return Accident(quote="x" * 9, start=start, end=start + 9, date="2023-06-09", place="雁洲乡", deaths=deaths)


def test_same_records_score_full_marks() -> None:
    score = Score("counts")
    assert score.add([count(0, 5), count(8, 3)], [count(0, 5), count(9, 3)]) == []
    assert (score.tally.precision, score.tally.recall, score.tally.f1) == (1.0, 1.0, 1.0)
    assert score.fields["item"] == (2, 2)


def test_missed_spurious_and_wrong_ones_are_told_apart() -> None:
    score = Score("counts")
    gold, found = [count(0, 5), count(20, 7)], [count(1, 6), count(40, 9), count(60, 1)]
    mistakes = score.add(gold, found)
    assert [(m.gold, m.found, m.fields) for m in mistakes] == [
        (gold[0], found[0], ("value",)),
        (gold[1], None, ()),
        (None, found[1], ()),
        (None, found[2], ()),
    ]
    assert (score.tally.gold, score.tally.found, score.tally.right) == (2, 3, 0)


def test_a_figure_repeated_elsewhere_is_no_match() -> None:
    assert align("counts", [count(0, 5)], [count(50, 5)]) == []


def test_of_overlapping_quotes_those_that_agree_are_paired() -> None:
    gold = [count(0, 2), count(3, 1)]
    found = [count(1, 1), count(2, 2)]
    pairs = align("counts", gold, found)
    assert sorted((left.value, right.value) for left, right in pairs) == [(1, 1), (2, 2)]  # type: ignore[type-var]


def test_each_record_is_used_once() -> None:
    assert len(align("counts", [count(0, 5)], [count(0, 5), count(1, 5)])) == 1


def test_an_accident_told_elsewhere_is_the_same_accident() -> None:
    assert len(align("accidents", [accident(0, 2)], [accident(100, 2)])) == 1
    assert align("accidents", [accident(0, 2)], [accident(100, 3)]) == []


def test_further_fields_are_marked_but_decide_nothing() -> None:
    score = Score("counts")
    assert score.add([count(0, 5, approx="over")], [count(0, 5)]) == []
    assert score.fields["approx"] == (0, 1)


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ({"due": date(2023, 7, 31)}, {"due": date(2023, 7, 31)}, 1),
        ({"due": date(2023, 7, 31)}, {"due": date(2023, 7, 30)}, 0),
        ({"recurrence": "monthly"}, {"recurrence": "monthly"}, 1),
        ({"recurrence": "monthly"}, {"recurrence": "weekly"}, 0),
        ({"recurrence": "monthly"}, {"due": date(2023, 7, 31)}, 0),
        ({"start_date": date(2023, 6, 19), "due": date(2023, 6, 25)}, {"start_date": date(2023, 6, 19)}, 1),
        ({"due": date(2023, 7, 31), "task": "完成整改销号"}, {"due": date(2023, 7, 31), "task": "报送台账"}, 0),
    ],
)
def test_deadlines_agree_by_their_time_and_task(gold: dict[str, Any], found: dict[str, Any], right: int) -> None:
    score = Score("deadlines")
    score.add([deadline(**gold)], [deadline(**found)])
    assert score.tally.right == right


def test_a_hazard_needs_its_level() -> None:
    score = Score("hazards")
    words = {"quote": "封闭安全出口", "start": 0, "end": 6, "description": "封闭安全出口"}
    (mistake,) = score.add([Hazard(**words, level="重大")], [Hazard(**words)])
    assert mistake.fields == ("level",)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("“九小场所”", "九小场所", True),
        ("规上工业企业", "企业", False),
        ("问题隐患", "隐患", True),
        ("场（厂）内车辆", "场(厂)内车辆", True),
        ("企业", "单位", False),
        ("%", "%", True),
        ("%", "‰", False),
    ],
)
def test_texts_are_alike_by_half_of_the_longer(left: str, right: str, same: bool) -> None:
    assert alike(left, right) is same


def test_nothing_found_where_nothing_is_is_perfect() -> None:
    assert (Tally().precision, Tally().recall, Tally(gold=2).f1) == (1.0, 1.0, 0.0)
