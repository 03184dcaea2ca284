from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from language.normalize import normalize
from ledger.passages import Passage, read_passages
from ledger.subjects import know_unit
from records import Extraction

Report = Callable[..., Extraction]


def last(report: Report, marked: str, unit: str = "槐浦镇") -> Passage:
    """The passage of the text's last count."""
    built = report(marked)
    return read_passages(built.counts, normalize(built.text), know_unit((unit,)))[-1]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("全县形势平稳，共⟦检查9家|/⟧", "全县形势平稳"),
        ("全镇共⟦检查9家|/⟧", "全镇"),
        ("全镇⟦检查9家|/⟧，⟦排查5处|/⟧", "全镇"),
        ("全镇⟦检查9家|/⟧。⟦排查5处|/⟧", None),
        ("全县⟦检查9家|/⟧，我镇⟦排查5处|/⟧", "我镇"),
        ("各村⟦检查9家|/;subject=各村⟧，⟦排查5处|/⟧", "各村"),
        ("全县住建系统共⟦处罚9起|/;subject=全县⟧，⟦罚款5万元|/;subject=全县⟧", "全县住建系统"),
        ("⟦检查9家|/⟧", None),
    ],
)
def test_whom_a_sentence_speaks_of(report: Report, text: str, subject: str | None) -> None:
    assert last(report, text).subject == subject


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("共⟦检查9家|/⟧", True),
        ("累计⟦检查9家|/⟧，⟦排查5处|/⟧", True),
        ("公共场所⟦检查9家|/⟧", False),
        ("中共镇委⟦检查9家|/⟧", False),
        ("共⟦检查9家|/⟧。⟦排查5处|/⟧", False),
    ],
)
def test_a_word_for_all_of_it(report: Report, text: str, total: bool) -> None:
    assert last(report, text).total is total


@pytest.mark.parametrize(
    ("text", "trade"),
    [
        ("消防领域⟦检查9家|/⟧", True),
        ("二是狠抓消防整治。走村入户，⟦检查9家|/⟧", True),
        ("（二）城镇燃气方面。会同各部门，⟦检查9家|/⟧", True),
        ("二、道路交通安全\n上半年，⟦检查9家|/⟧", True),
        ("聚焦消防、燃气等重点领域，⟦检查9家|/⟧", False),
        ("隐患排查方面，⟦检查9家|/⟧", False),
        ("消防领域⟦检查9家|/⟧。\n\n全镇⟦排查5处|/⟧", False),
    ],
)
def test_a_passage_about_one_trade(report: Report, text: str, trade: bool) -> None:
    assert last(report, text).trade is trade


def test_its_own_trade_limits_a_department_to_nothing(report: Report) -> None:
    assert last(report, "消防领域⟦检查9家|/⟧", "县消防救援大队").trade is False
    assert last(report, "燃气领域⟦检查9家|/⟧", "县消防救援大队").trade is True


def test_a_sentence_about_one_enterprise(report: Report) -> None:
    assert last(report, "对利源化工有限公司的行为⟦罚款3万元|/⟧").enterprise
    assert not last(report, "对利源化工有限公司立案。共⟦罚款3万元|/⟧").enterprise


def test_the_clause_is_what_follows_the_last_comma(report: Report) -> None:
    assert last(report, "从6月起，每月组织⟦检查9家|/⟧").clause == "每月组织检查9家"


PIECES = [
    "全镇",
    "共",
    "，",
    "。",
    "\n",
    "\r\n",
    " ",
    "\u3000",
    "隐 患",
    "1、",
    "\U00020bb7",
    "e\u0301",
    "⟦检查9家|/⟧",
    "⟦排查5处|/⟧",
]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_every_count_has_its_own_words_in_its_clause(report: Report, pieces: list[str]) -> None:
    built = report("".join(pieces))
    passages = read_passages(built.counts, normalize(built.text), know_unit(("槐浦镇",)))
    assert [passage.clause[-4:] for passage in passages] == [count.quote for count in built.counts]
