"""Patterns made quick match what they always would."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.quick import compiled, first_characters

LETTERS = "糖煤业公司第一二3不未的。\n"
PATTERNS = [
    "(?:[糖煤]业|公司)(?!的)", "(?:不|未)?(?:公司|第[一二])", r"(?<!不)业|\d+业", "(?:的)?公?司",
    "(?P<n>[一二]|第)+业$",
    r"(?:^|(?<=。))(?:公司|[糖煤])", "[^。]业|公", "(?:公司|糖业|第)",
    "(?=[公])公司|业", "", ".?业|公", r"(?:(公)|司)\1?",
]  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "first"),
    [
        ("(?:[糖煤]业|公司)", "公煤糖"),
        (r"(?:不|[一-三])?(?:公司|\d业)", r"\d一-三不公"),
        ("(?:公司|糖业)", ""),  # Python's compiler does it
        ("(?:公|业)?", ""),  # may match nothing
        ("(?:[^。]业|公)", ""),  # nearly anything
        ("(?i:a)b|[公业]司", ""),
        ("(?=[公])(?:公|[业])司", ""),
    ],
)
def test_first_characters(pattern: str, first: str) -> None:
    expected = set(re.findall(r"\\d|.-.|.", first))
    assert set(re.findall(r"\\d|.-.|.", first_characters(pattern))) == expected


@settings(deadline=None)
@given(st.sampled_from(PATTERNS), st.text(LETTERS, max_size=12), st.integers(0, 6), st.integers(0, 12))
def test_finds_what_it_always_would(pattern: str, text: str, start: int, end: int) -> None:
    plain, quick = re.compile(pattern), compiled(pattern)
    expected = [(match.span(), match.groups()) for match in plain.finditer(text, start, end)]
    assert [(match.span(), match.groups()) for match in quick.finditer(text, start, end)] == expected


def test_flags_hold() -> None:
    assert compiled("^(?:[公业]司|第)", re.MULTILINE).findall("司\n公司\n第") == ["公司", "第"]
    assert compiled("(?m)(?:[a]b|cd)$").findall("ab\ncd") == ["ab", "cd"]
    assert compiled("(?:[a]b|cd)", re.IGNORECASE).findall("AB Cd") == ["AB", "Cd"]
