import datetime as dt

import pytest

from language.dates import find_times
from language.dates.grammar import forms

THURSDAY = dt.date(2023, 6, 15)
MEANS = [(form.name, *row) for form in forms().values() for row in form.means]
LEAVES = [(form.name, text) for form in forms().values() for text in form.leaves]


def split_mark(marked: str) -> tuple[str, str]:
    text = marked.replace("⟦", "").replace("⟧", "")
    return text, marked.split("⟦")[1].split("⟧")[0] if "⟦" in marked else text


@pytest.mark.parametrize(("name", "marked", "first", "last"), MEANS)
def test_a_form_means_what_its_examples_say(name: str, marked: str, first: str, last: str) -> None:
    text, quote = split_mark(marked)
    found = [(time.text, str(time.first or ""), str(time.last or "")) for time in find_times(text, THURSDAY)]
    assert found == [(quote, first, last)]


@pytest.mark.parametrize(("name", "text"), LEAVES)
def test_a_form_leaves_what_is_no_time(name: str, text: str) -> None:
    assert find_times(text, THURSDAY) == []


def test_every_form_shows_what_it_means() -> None:
    assert [form.name for form in forms().values() if not form.means] == []
