"""Offsets for browsers."""

import datetime as dt
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from records import Count, Finding, Period, Place
from service.utf16 import from_units, moved, to_units

PIECES = st.lists(st.sampled_from(["隐患", "𠮷", "a", "\U0001f600", "e\u0301", "\n", "\ud800"])).map("".join)


def sliced(text: str, start: int, end: int) -> str:
    """What a browser's text.slice(start, end) gives."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")


@settings(deadline=None)
@given(PIECES, st.data())
def test_a_browser_cuts_out_what_python_does(text: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    to, back = to_units(text), from_units(text)
    assert sliced(text, to(start), to(end)) == text[start:end]
    assert (back(to(start)), back(to(end))) == (start, end)


def test_an_offset_amid_a_wide_character_is_the_one_before_it() -> None:
    back = from_units("a𠮷b")
    assert [back(units) for units in range(5)] == [0, 1, 1, 2, 3]


def test_all_places_move_and_nothing_else_does() -> None:
    text = "𠮷排查隐患3处"
    move = to_units(text)
    period = Period(dt.date(2023, 6, 1), None)
    count = Count(quote="隐患3处", start=3, end=7, value=Decimal(3), unit="处", item="隐患", period=period)
    finding = Finding(rule="x", severity="info", message="", start=3, end=7, related=(Place("排查", 1, 3),))
    (there,) = moved((count,), move)
    assert (there.start, there.end, there.value, there.period) == (4, 8, 3, period)
    found = moved(finding, move)
    assert (found.start, found.end, found.related[0].start, found.related[0].end) == (4, 8, 2, 4)
    whole = Finding(rule="x", severity="info", message="")
    assert moved(whole, move) == whole
