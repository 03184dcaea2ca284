"""The parts of a document's page: head, title, body, foot, and what the reader took for a site's own."""

from bisect import bisect_left
from typing import Literal

from extract.frame import Frame

Zone = Literal["head", "body", "foot", "debris"]

_PARAGRAPH = 60  # characters from which a line with a full stop in it is running text; one that ends with it always is
_STEPS = (1, 2, 3, 4, 6, 9, 16, 31)


class Margins:
    """Which part of a document each of its lines is in."""

    def __init__(self, frame: Frame) -> None:
        self.lines = frame.lines
        self.title = frame.title
        running = [at for at, line in enumerate(self.lines) if _runs(line.text)]
        self._first, self._last = (running[0], running[-1]) if running else (len(self.lines), -1)

    def zone(self, at: int | None) -> Zone:
        """The part that a line is in; None: a line of the reader's debris."""
        if at is None:
            return "debris"
        if at < self._first:
            return "head"
        return "foot" if at > self._last else "body"

    def is_title(self, at: int | None) -> bool:
        """Whether a line is the title's."""
        return self.title is not None and at is not None and self.title.first <= at < self.title.stop

    def below_title(self, at: int) -> int | None:
        """How many lines below the title a line is, from -3 to 6; None where there is no title."""
        return max(-3, min(6, at - self.title.stop)) if self.title else None

    def below(self, at: int) -> str:
        """The line below a line; "" below the last."""
        return self.lines[at + 1].text if at + 1 < len(self.lines) else ""

    def outer(self, head: int, foot: int) -> list[int]:
        """Numbers of the first lines and of the last."""
        count = len(self.lines)
        return sorted({*range(min(head, count)), *range(max(0, count - foot), count)})


def _runs(line: str) -> bool:
    return line.endswith("。") or (len(line) > _PARAGRAPH and "。" in line)


def step(count: int) -> int:
    """A count on a scale whose steps widen."""
    return bisect_left(_STEPS, count + 1)
