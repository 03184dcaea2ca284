"""Every example that a rule brings is run."""

import pytest

from extract.rulebook import Rule, load_rules

RULES = load_rules("not_counts")


@pytest.mark.parametrize(("rule", "marked"), [(rule, marked) for rule in RULES for marked in rule.finds], ids=str)
def test_a_rule_finds_the_marked_stretch(rule: Rule, marked: str) -> None:
    before, stretch, _ = marked.replace("⟧", "⟦").split("⟦")
    found = [match.span() for match in rule.pattern.finditer(marked.replace("⟦", "").replace("⟧", ""))]
    assert (len(before), len(before) + len(stretch)) in found


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES for text in rule.leaves], ids=str)
def test_a_rule_leaves_what_it_must(rule: Rule, text: str) -> None:
    assert rule.pattern.search(text) is None


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.needs], ids=lambda rule: rule.name)
def test_what_a_rule_finds_holds_a_word_that_it_needs(rule: Rule) -> None:
    assert all(any(word in marked for word in rule.needs) for marked in rule.finds)
