"""Every rule of rules.toml on its own examples; those that need records run through the real extraction."""

import re
from collections.abc import Callable

import pytest

from check import RULES, Example, Rule, check
from extract import extract, read_text
from records import Finding

SPOKEN = [rule for rule in RULES if rule.reads != "layout"]  # those on layout: test_check_form.py
FINDS = [pytest.param(rule, one, id=f"{rule.id}·{one.text[:12]}") for rule in SPOKEN for one in rule.finds]
LEAVES = [pytest.param(rule, one, id=f"{rule.id}·{one.text[:12]}") for rule in SPOKEN for one in rule.leaves]


def findings(draft: Callable[..., object], rule: Rule, example: Example, text: str) -> tuple[Finding, ...]:
    if rule.reads == "text":
        return draft(text, kind=example.kind, date=example.date).findings()  # type: ignore[attr-defined]
    return check(extract(read_text(text, "例.txt"), kind=example.kind, date=example.date)).findings


@pytest.mark.parametrize(("rule", "example"), FINDS)
def test_finds_the_marked_quote(rule: Rule, example: Example, draft: Callable[..., object]) -> None:
    before, _, rest = example.text.partition("⟦")
    quote, _, after = rest.partition("⟧")
    text = before + quote + after
    found = [one for one in findings(draft, rule, example, text) if one.rule == rule.id]
    if rule.reads == "figures":  # how much a record quotes is extraction's affair
        assert [one.quote is not None and one.quote in quote for one in found] == [True]
    else:
        assert [one.quote for one in found] == [quote or None]


@pytest.mark.parametrize(("rule", "example"), LEAVES)
def test_leaves_what_only_looks_alike(rule: Rule, example: Example, draft: Callable[..., object]) -> None:
    assert [one.rule for one in findings(draft, rule, example, example.text)] == []


def test_ids_are_dotted_by_the_contract() -> None:
    assert all(re.fullmatch(r"(?:section|figure|date|number|format|text)\.[a-z-]+", rule.id) for rule in RULES)
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_every_rule_has_both_kinds_of_examples() -> None:
    without = {rule.id for rule in RULES if not rule.finds or not rule.leaves}
    # cells, a long text, a kind that was guessed: test_check_pairs.py, test_check_text.py, test_check_sections.py
    in_cells = {
        "figure.table-total", "figure.table-row", "figure.row-twice", "figure.body-table", "date.ledger",
        "section.unsigned", "figure.kept-less", "figure.kept-sum",
    }  # fmt: skip
    assert without == in_cells | {"text.stray", "section.kind", "section.usual", "section.task"}


def test_messages_are_chinese_and_name_a_source() -> None:
    for rule in RULES:
        assert re.search("[\u4e00-\u9fff]", rule.message)
        assert re.match("GB/T |算术|公历|[\u4e00-\u9fff]+惯例|各文种必备部分", rule.source)


def test_only_what_the_standard_demands_is_an_error_of_form() -> None:
    most = {"must": "error", "usual": "warning", "advised": "warning", "practice": "info"}
    grave = ("info", "warning", "error")
    for rule in RULES:
        if rule.strength:
            assert grave.index(rule.severity) <= grave.index(most[rule.strength]), rule.id
