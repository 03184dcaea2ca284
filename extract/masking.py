"""The text with its times masked: each kind of time is a private character, so that a pattern can ask for it."""

from collections.abc import Sequence

from language.dates import Time

MASKS = {
    "by": "\ue001", "within": "\ue002", "span": "\ue003", "at": "\ue004", "from": "\ue005", "until": "\ue006",
    "since": "\ue007", "every": "\ue008", "rhythm": "\ue009",
}  # fmt: skip
LIMITS = ("by", "within", "span", "at", "from")  # kinds that can set a limit
ANY = "\ue001-\ue009"  # for a character class
_RHYTHMS = frozenset({"one-each", "mechanism"})


def kind_of(time: Time) -> str:
    """Which mask stands for the time."""
    if time.recurrence is None:
        return time.relation
    return "rhythm" if time.rule in _RHYTHMS else "every"


def mask(text: str, times: Sequence[Time]) -> str:
    """The text with each time replaced by its mask, of the same length."""
    pieces, at = [], 0
    for time in times:
        pieces += [text[at : time.start], MASKS[kind_of(time)] * (time.end - time.start)]
        at = time.end
    return "".join((*pieces, text[at:]))


def without_masks(text: str) -> str:
    """The text less its masked times."""
    return "".join(char for char in text if not "\ue001" <= char <= "\ue009")
