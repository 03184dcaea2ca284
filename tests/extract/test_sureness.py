"""How sure a record is: what its model learnt of such records, or its rule's own word."""

from datetime import date

import pytest

from extract import extract, read_text
from extract.learned import Model, using
from extract.sureness import confidence, traits
from records import Accident, Deadline

DEADLINE = Deadline(
    quote="6月底前完成整改",
    start=0,
    end=9,
    rule="by",
    due=date(2023, 6, 30),
    task="完成整改",
    why=("6月底前",),
    confidence=0.7,
)
ACCIDENT = Accident(quote="造成2人死亡", start=0, end=6, rule="happened", deaths=2, confidence=0.6)


@pytest.mark.parametrize(("record", "name"), [(DEADLINE, "deadlines"), (ACCIDENT, "accidents")])
def test_without_a_model_the_rule_s_own_word_holds(record: Deadline | Accident, name: str) -> None:
    with using(**{name: None}):
        assert confidence(record) == record.confidence


@pytest.mark.parametrize(
    ("record", "name", "trait"),
    [(DEADLINE, "deadlines", "by/day"), (ACCIDENT, "accidents", "happened/toll=True")],
)
def test_what_the_model_learnt_of_such_records_is_told(record: Deadline | Accident, name: str, trait: str) -> None:
    measured = ((0.2, 0.3), (0.8, 0.94))
    with using(**{name: Model.of({trait: 20.0}, -10.0, calibrated=measured)}):
        assert confidence(record) == 0.94
    with using(**{name: Model.of({trait: -20.0}, 10.0, calibrated=measured)}):
        assert confidence(record) == 0.3


def test_a_limit_and_a_rhythm_are_told_apart() -> None:
    assert {"rule=by", "until=day", "by/day", "opens=True", "begins=False", "who=False"} <= set(traits(DEADLINE))


def test_records_of_a_document_bear_their_model_s_word() -> None:
    with using(deadlines=Model({}, 0.0, calibrated=((0.5, 0.42),))):
        found = extract(read_text("各镇街要在2023年6月底前完成燃气软管更换。"))
    assert [one.confidence for one in found.deadlines] == [0.42]
