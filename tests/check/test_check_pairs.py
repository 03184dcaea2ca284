"""The pairs of faulty and sound texts, through the real extraction: totals only, so that held-out ones stay unseen."""

import pytest

from check import RULES
from models.check_score import Pair, Score, load_pairs, score

PAIRS = tuple(load_pairs())


@pytest.fixture(name="made", scope="module")
def _made() -> Score:
    return score(PAIRS)


def test_there_is_a_pair_for_every_rule_but_those_on_form() -> None:
    told = {rule.id for rule in RULES if not rule.id.startswith("format.")}
    assert {pair.rule for pair in PAIRS} | {"figure.kept-less", "figure.kept-sum"} == told  # those: test_check_kept.py
    assert len(PAIRS) >= 60
    assert sum(pair.held for pair in PAIRS) * 3 >= len(PAIRS) - 2


def test_precision_and_recall_over_all(made: Score) -> None:
    assert made.whole.precision >= 0.97
    assert made.whole.recall >= 0.9
    assert made.whole.grave == 0


def test_a_finding_counts_only_where_it_quotes_the_fault() -> None:
    pair = PAIRS[0]
    other = Pair(pair.rule, pair.kind, pair.date, pair.faulty, pair.faulty, ("别的话",))
    made = score([other])
    assert (made.whole.planted, made.whole.found) == (1, 0)
    assert made.of(pair.rule).false == 1
