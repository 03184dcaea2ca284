"""Which words around its time are a task: what is chosen from, and what is chosen."""

import datetime as dt
from collections.abc import Mapping

import pytest

from extract.deadlines import Judges, find_deadlines
from extract.learned import Model
from extract.words import Words
from language.dates import find_times
from records import Deadline

DAY = dt.date(2023, 6, 15)
FRONTED = "储罐液位计，7月底前更换到位，并报县局备案。"


def told(text: str, judge: Model) -> tuple[list[Deadline], list[Mapping[str, tuple[str, ...]]]]:
    seen: list[Mapping[str, tuple[str, ...]]] = []
    judges = Judges(tasks=judge, watch_tasks=lambda _, options: seen.append(options))
    return find_deadlines(Words(text), find_times(text, DAY), DAY, None, judges), seen


def test_clauses_to_either_side_of_the_time_may_belong_to_the_task() -> None:
    _, (options,) = told(FRONTED, Model.of({"own": 9.0}))
    assert {"更换到位", "储罐液位计更换到位", "更换到位，并报县局备案", "储罐液位计更换到位，并报县局备案"} <= set(
        options
    )
    assert {"shape=1,1", "left-in-ends=位计"} <= set(options["储罐液位计更换到位"])


def test_the_heaviest_is_taken_with_the_words_that_say_it() -> None:
    (found,), _ = told(FRONTED, Model.of({"shape=1,1": 9.0}))
    assert (found.task, found.quote) == ("储罐液位计更换到位", "储罐液位计，7月底前更换到位")


def test_the_rules_own_holds_where_none_outweighs_it() -> None:
    (ruled,) = find_deadlines(Words(FRONTED), find_times(FRONTED, DAY), DAY)
    assert told(FRONTED, Model.of({"shape=1,1": 1.4}))[0] == [ruled]


@pytest.mark.parametrize("text", ["各镇要在7月底前完成整改。", "县应急局7月底前完成整改。"])
def test_who_must_do_it_is_no_part_of_what_is_chosen_from(text: str) -> None:
    _, (options,) = told(text, Model.of({"own": 9.0}))
    assert list(options) == ["完成整改"]


def test_what_the_rules_put_together_is_not_put_to_the_model() -> None:
    _, options = told("各校每月至少开展一次疏散演练，幼儿园每季度至少一次。", Model.of({"own": 9.0}))
    assert list(options[-1]) == ["开展一次疏散演练至少一次"]
