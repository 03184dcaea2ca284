"""Signs of life from a reader at work, so that a file of many slow pages is not taken for one that hangs."""

from collections.abc import Callable
from dataclasses import dataclass

_listeners: list[Callable[["Progress"], None]] = []


@dataclass(slots=True)
class Progress:
    """How far the reading of slow pages has got. pages: how many there are; None where nobody has counted them."""

    begun: int = 0
    pages: int | None = None


_now = Progress()


def expect(pages: int) -> None:
    """To be called by readers who know how many slow pages there are, before the first."""
    _now.begun, _now.pages = 0, pages
    _tell()


def beat() -> None:
    """To be called by readers whose pages take seconds each, as each page begins."""
    _now.begun += 1
    _tell()


def listen(listener: Callable[[Progress], None]) -> None:
    """From now on calls this listener at every sign, and no other; a new count begins."""
    _listeners[:] = [listener]
    _now.begun, _now.pages = 0, None


def _tell() -> None:
    for listener in _listeners:
        listener(_now)
