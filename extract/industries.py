"""Which trade a stretch of text speaks of: annotation guide, «industry»; words in rules/industries.toml."""

import re
from functools import cache, lru_cache

from extract.rulebook import alternation, load
from language.quick import compiled

_ADDRESS = re.compile("[\u4e00-\u9fff]{2}(?:路|街|大道|巷)\\d+号")  # 商贸路6号 tells no trade
_SAMPLE = 6000  # characters of a text by which it is told what it is about


@cache
def _patterns(table: str) -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    """One pattern that finds any word of the table, and one a trade that tells whose word it is."""
    trades: dict[str, list[str]] = load("industries")[table]
    every = alternation([word for words in trades.values() for word in words])
    return compiled(every), {trade: compiled(alternation(words)) for trade, words in trades.items()}


def _weights(text: str, table: str) -> dict[str, int]:
    """Characters of the text that speak of each trade; a longer word hides the shorter ones in it."""
    every, trades = _patterns(table)
    weights: dict[str, int] = {}
    for word in every.finditer(text):
        trade = next(name for name, pattern in trades.items() if pattern.match(text, word.start(), word.end()))
        weights[trade] = weights.get(trade, 0) + len(word[0])
    return weights


@lru_cache(maxsize=4096)
def trade_of_unit(name: str) -> str | None:
    """Trade that the name of a unit, a site or a field of work tells; None when it tells none or several.

    A works of no other trade is of industry.
    """
    weights = _weights(_ADDRESS.sub("", name), "unit")
    if not weights and name.endswith("厂"):
        return "工贸"
    if len(weights) == 2:  # «烟花爆竹批发部»: what is sold tells more than that it is sold
        weights.pop("商贸", None)
    return next(iter(weights)) if len(weights) == 1 else None


@lru_cache(maxsize=4096)
def trade_of_danger(danger: str) -> str | None:
    """Trade that a danger belongs to by its kind, the one with most to show for it; None when it tells none."""
    weights = _weights(danger, "danger")
    return max(weights, key=weights.__getitem__) if weights else None


def without_trades(name: str) -> str:
    """A name less every word that tells a trade."""
    return _patterns("unit")[0].sub("", name)


@lru_cache(maxsize=64)
def trades_of_text(text: str) -> tuple[str, ...]:
    """The trades that a whole text speaks of most, the first most; at most two, of those with a fair share of it."""
    weights = _weights(text[:_SAMPLE], "unit")
    least = sum(weights.values()) / 5
    return tuple(sorted((name for name in weights if weights[name] >= least), key=lambda name: -weights[name]))[:2]
