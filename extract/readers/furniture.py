"""Running headers, footers and page numbers of a paged document, told by place and repetition."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extract.readers.layout import Line

# Only the outer eighth of a page's height holds them.
MARGIN = 0.125
PAGE_NUMBER = re.compile(
    r"[-—–―－─·•\s]*(?:\d{1,4}|[ivxlcⅠ-Ⅻ]{1,6})[-—–―－─·•\s]*"
    r"|第?\s*\d{1,4}\s*页?\s*[,，/／共]\s*(?:共\s*)?\d{1,4}\s*页?|第\s*\d{1,4}\s*页"
    r"|(?i:page)\s*\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?"
)


@dataclass(frozen=True, slots=True)
class Margin:
    """Indexes, among the lines of one page, of its header lines and its footer lines."""

    header: frozenset[int]
    footer: frozenset[int]


def margins_of(pages: Sequence[tuple[float, Sequence[Line]]]) -> list[Margin]:
    """The margin of each page, given as its height and its lines from top to bottom."""
    tops = [[at for at, line in enumerate(lines) if line.box[3] <= MARGIN * height] for height, lines in pages]
    feet = [[at for at, line in enumerate(lines) if line.box[1] >= (1 - MARGIN) * height] for height, lines in pages]
    above, below = repeated(pages, tops), repeated(pages, feet)
    return [
        Margin(
            frozenset(at for at in top if is_repeated(lines[at], above) or (at == 0 and is_page_number(lines[at]))),
            frozenset(
                at for at in foot if is_repeated(lines[at], below) or (at == foot[-1] and is_page_number(lines[at]))
            ),
        )
        for (_, lines), top, foot in zip(pages, tops, feet, strict=True)
    ]


def repeated(pages: Sequence[tuple[float, Sequence[Line]]], places: Sequence[Sequence[int]]) -> frozenset[str]:
    """What stands in that margin on two pages word for word, or on three with other figures (as #)."""
    texts = [{compact(lines[at].text) for at in marked} for (_, lines), marked in zip(pages, places, strict=True)]
    exact = Counter(text for page in texts for text in page)
    alike = Counter(text for page in texts for text in {without_figures(text) for text in page})
    return frozenset([*(text for text, n in exact.items() if n >= 2), *(text for text, n in alike.items() if n >= 3)])


def is_repeated(line: Line, known: frozenset[str]) -> bool:
    """Whether a line in the margin is one of those that come again."""
    text = compact(line.text)
    return text in known or without_figures(text) in known


def is_page_number(line: Line) -> bool:
    """Whether a line is nothing but the number of its page: «— 1 —», «第1页», «1/12»."""
    return PAGE_NUMBER.fullmatch(line.text.strip()) is not None


def compact(text: str) -> str:
    """The text without blanks."""
    return "".join(text.split())


def without_figures(text: str) -> str:
    """The text with # for every number in it; a text of nothing else stays apart from a lone number."""
    return re.sub(r"\d+", "#", text)
