"""Signs of life from a reader at work, so that a file of many slow pages is not taken for one that hangs."""

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def beat() -> None:
    """To be called by readers whose pages take seconds each, after each page."""
    for listener in _listeners:
        listener()


def listen(listener: Callable[[], None]) -> None:
    """From now on calls this listener at every beat, and no other."""
    _listeners[:] = [listener]
