"""Times as Chinese official text writes them: 7月底前, 1至8月, 每月25日前, 6月26日14时至28日10时."""

from language.dates.find import find_times, resolve
from language.dates.time import Period, Time

__all__ = ["Period", "Time", "find_times", "resolve"]
