"""jionlp and recognizers-text behind one door: what each finds in a text, as statements of a place and a value.

Both are for comparison only (pip install -e '.[bench]'); anwen never imports them.
"""

import contextlib
import datetime as dt
import importlib.util
import io
import logging
import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

Value = Decimal | dt.date


class Statement(NamedTuple):
    """text[start:end] states one of these values; a reader that leaves a choice open gives several."""

    start: int
    end: int
    values: frozenset[Value]


Finder = Callable[[str, dt.date], list[Statement]]


def is_installed(name: str) -> bool:
    """Whether a peer can be compared here."""
    return importlib.util.find_spec(name) is not None


@cache
def jionlp() -> Any:
    """The library, without what it prints when it is imported and the tracebacks that it logs over odd times."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jionlp as library
    logging.getLogger().setLevel(logging.CRITICAL)
    return library


def jionlp_days(text: str, today: dt.date) -> list[Statement]:
    """The last day that each time expression means."""
    base = {"year": today.year, "month": today.month, "day": today.day}
    found = jionlp().ner.extract_time(text, time_base=base, with_parsing=True)
    return [Statement(*item["offset"], values) for item in found if (values := frozenset(jionlp_ends(item["detail"])))]


def jionlp_ends(detail: dict[str, Any]) -> Iterator[dt.date]:
    """The last day of a point or span; a rhythm or a stretch of time has none."""
    time = detail.get("time")
    if isinstance(time, list) and time and isinstance(time[-1], str):
        with contextlib.suppress(ValueError):  # «inf» for an open end
            yield dt.date.fromisoformat(time[-1][:10])


def jionlp_money(text: str, today: dt.date) -> list[Statement]:
    """Amounts in yuan; either end of a range counts as the amount."""
    found = jionlp().ner.extract_money(text, with_parsing=True)
    return [Statement(*item["offset"], jionlp_amounts(item["detail"]["num"])) for item in found if item["detail"]]


def jionlp_amounts(number: str | list[str]) -> frozenset[Value]:
    """The number, or both ends of a range."""
    return frozenset(Decimal(part) for part in ([number] if isinstance(number, str) else number))


def recognized(found: list[Any], name: str = "value") -> list[Statement]:
    """What a model of recognizers-text found, as statements."""
    numbers = [(item, (item.resolution or {}).get(name)) for item in found]
    return [
        Statement(item.start, item.end + 1, frozenset({Decimal(number.rstrip("%"))}))
        for item, number in numbers
        if number and number.rstrip("%").replace(".", "", 1).isdigit()
    ]


def recognizers_numbers(text: str, today: dt.date) -> list[Statement]:
    """Numbers and percentages."""
    from recognizers_number import Culture, recognize_number, recognize_percentage

    shares = recognized(recognize_percentage(text, Culture.Chinese))
    covered = {share.start for share in shares}
    numbers = recognized(recognize_number(text, Culture.Chinese))
    return shares + [number for number in numbers if number.start not in covered]


def recognizers_money(text: str, today: dt.date) -> list[Statement]:
    """Amounts of money."""
    from recognizers_number_with_unit import Culture, recognize_currency

    return recognized(recognize_currency(text, Culture.Chinese))


def recognizers_days(text: str, today: dt.date) -> list[Statement]:
    """The last day that each time expression may mean."""
    from recognizers_date_time import Culture, recognize_datetime

    now = dt.datetime.combine(today, dt.time())
    return [
        Statement(item.start, item.end + 1, values)
        for item in recognize_datetime(text, Culture.Chinese, reference=now)
        if (values := frozenset(recognizers_ends((item.resolution or {}).get("values") or [])))
    ]


def recognizers_ends(values: list[dict[str, str]]) -> Iterator[dt.date]:
    """Last days; an «end» is the day after the last."""
    for value in values:
        with contextlib.suppress(ValueError, OverflowError):  # «not resolved», clock times, the first year
            if "end" in value:
                yield dt.date.fromisoformat(value["end"][:10]) - dt.timedelta(days=1)
            elif "value" in value:
                yield dt.date.fromisoformat(value["value"][:10])
