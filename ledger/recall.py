"""Summaries made before, for as long as nothing that they were made from has changed."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from records import MonthSummary

_MOST = 16  # a year's months, and some for parts of the units


class Recall:
    """Holds the latest summaries by what was asked for. May be used by several threads."""

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, tuple[Hashable, MonthSummary]] = OrderedDict()
        self._lock = Lock()

    def summary(self, asked: Hashable, state: Hashable, make: Callable[[], MonthSummary]) -> MonthSummary:
        """The summary as it was last made, if the state is still the same; else it is made anew."""
        with self._lock:
            known = self._held.get(asked)
        made = known[1] if known and known[0] == state else make()
        with self._lock:
            self._held[asked] = (state, made)
            self._held.move_to_end(asked)
            if len(self._held) > _MOST:
                self._held.popitem(last=False)
        return made
