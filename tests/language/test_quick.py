"""Patterns made quick match what they always would."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.quick import Sought, compiled, first_characters, needed_words

plain = re.compile
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


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("公司", ("公司",)),
        ("(?:^|[。])(?:第一|公司).{0,3}业?", ("公司", "第一")),
        ("第.(?:公司)+", ("公司",)),
        ("(?:公司|.业)糖", ("糖",)),  # «业» tells no more, and are two
        ("(?:公司)?|第", ()),
        ("[公司]第*", ()),
        ("(?i:ab)|公", ()),
        ("公(?!司)", ("公",)),
    ],
)
def test_words_that_every_match_holds(pattern: str, words: tuple[str, ...]) -> None:
    assert needed_words(pattern) == words


@settings(deadline=None)
@given(st.text(LETTERS, max_size=12))
def test_only_what_cannot_match_is_left_aside(text: str) -> None:
    tried = dict(Sought((pattern, pattern) for pattern in PATTERNS).among(text))
    for pattern in PATTERNS:
        matches = re.compile(pattern).findall(text)
        assert matches == (tried[pattern].findall(text) if pattern in tried else [])


def test_words_are_not_looked_for_where_case_does_not_count() -> None:
    assert needed_words("ab", re.IGNORECASE) == needed_words("(?i)ab") == ()
    assert [key for key, _ in Sought([(1, "ab"), (2, "公")], re.IGNORECASE).among("AB")] == [1, 2]
    assert [key for key, _ in Sought([(1, "公司"), (2, "公")]).among("公")] == [2]


def test_a_pattern_is_compiled_when_first_used(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(re, "compile", lambda pattern, flags=0: made.append(pattern) or plain(pattern, flags))
    late = compiled("(?:公司|第九)业")
    assert (made, late.pattern) == ([], "(?:公司|第九)业")
    assert [bool(late.search("第九业")), late.sub("厂", "公司业")] == [True, "厂"]
    assert made == ["(?:公司|第九)业"]


def test_a_wrong_pattern_is_told_at_its_first_use() -> None:
    late = compiled("(?:公司")
    with pytest.raises(re.error):
        late.search("公司")
