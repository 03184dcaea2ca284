"""How long work takes, in the same way for us and for our peers."""

import time
from collections.abc import Callable


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """Processor time of the quickest of several runs. What a first call loads is to be loaded before."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best
