"""Tells what a web page or a download site put around an article from the article itself. Nothing is cut away."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Literal

from records import Block

Reach = Literal["line", "above", "after", "rest"]
TRIM = " \t\r\n\xa0\u3000•·▪◆●"
# A download site's own text may follow the article, but it is never most of the file.
MOST_WRAPPER = 0.4
LETTER, BETWEEN_WORDS = re.compile(r"\w"), re.compile(r"[|｜\s]")
LONGEST_GLUED = 240


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of debris line and how far it reaches, as debris.toml explains.

    hints  words of which any such line holds one, quicker to look for than the pattern; none: look at every line
    """

    name: str
    pattern: re.Pattern[str]
    reach: Reach
    longest: int
    hints: re.Pattern[str]

    def claims(self, line: str) -> bool:
        """Whether a line, without its outer blanks and bullets, is debris by this rule."""
        is_possible = len(line) <= self.longest and self.hints.search(line) is not None
        return is_possible and self.pattern.search(line) is not None


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of those words; for none it matches everywhere."""
    return re.compile("|".join(map(re.escape, words)))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """debris.toml, compiled."""

    rules: tuple[Rule, ...]
    menu: frozenset[str]
    tail_hints: re.Pattern[str]
    glued_tail: re.Pattern[str]
    head_hints: re.Pattern[str]
    glued_head: re.Pattern[str]
    longest: int


@cache
def lexicon() -> Lexicon:
    """The lexicon, read and compiled once."""
    data = tomllib.loads(Path(__file__).with_name("debris.toml").read_text(encoding="utf-8"))
    rules = tuple(
        Rule(
            rule["name"],
            re.compile(rule["pattern"]),
            rule.get("reach", "line"),
            rule["longest"],
            any_of(rule.get("hints", ())),
        )
        for rule in data["rule"]
    )
    head = "|".join(data["glued_head"]["marks"])
    tail = "|".join(data["glued_tail"]["marks"])
    return Lexicon(
        rules,
        frozenset(data["menu"]["words"]),
        any_of(data["glued_tail"]["hints"]),
        re.compile(rf"(?<=[。！？!?”’）)】…\s])\s*(?:{tail})"),
        any_of(data["glued_head"]["hints"]),
        re.compile(rf"(?:(?:{head})[\s|]*){{2,}}"),
        max(rule.longest for rule in rules),
    )


def mark(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks, web debris given the kind «debris»; a line that debris is glued to becomes two or three blocks.

    Only paragraphs and headings are looked at: cells, notes, headers and footers stay what they are.
    """
    whole = [part for block in blocks for part in unglued(text, block)]
    places = [i for i, block in enumerate(whole) if block.kind in ("paragraph", "heading", "debris")]
    lines = [text[whole[i].start : whole[i].end].strip(TRIM) for i in places]
    given = {at for at, i in enumerate(places) if whole[i].kind == "debris"}
    marked = {places[at] for at in debris_lines(lines, given)}
    return tuple(as_debris(block) if i in marked else block for i, block in enumerate(whole))


def as_debris(block: Block) -> Block:
    """The block as debris, which has no heading level."""
    return replace(block, kind="debris", level=None)


def debris_lines(lines: Sequence[str], given: Iterable[int] = ()) -> set[int]:
    """Indexes of the lines that are debris; given are those known to be so already."""
    claimed = {i: rule for i, line in enumerate(lines) if (rule := claiming_rule(line))}
    marked = set(given) | set(claimed) | {i for i, line in enumerate(lines) if not has_letters(line)}
    marked |= set(menu_lines(lines)) | set(captions(lines))
    reaches = {i: rule.reach for i, rule in claimed.items()}
    marked |= set(above(lines, reaches)) | set(rest(lines, reaches))
    return marked | set(after(lines, marked, reaches))


def claiming_rule(line: str) -> Rule | None:
    """The first rule that takes the line; None for what belongs to the article."""
    return first_claim(line) if len(line) <= lexicon().longest else None


@lru_cache(maxsize=5_000)  # every line is asked for twice
def first_claim(line: str) -> Rule | None:
    """As claiming_rule, for a line that is not too long for all rules."""
    return next((rule for rule in lexicon().rules if rule.claims(line)), None)


def has_letters(line: str) -> bool:
    """Whether a line holds a letter, a figure or a Chinese character."""
    return LETTER.search(line) is not None


def is_prose(line: str) -> bool:
    """Whether a line is running text, which no neighbour makes debris."""
    return len(line) >= 60 or (len(line) >= 15 and "。" in line)


# --- what a debris line tells of its neighbours ------------------------------------------------------------------


def above(lines: Sequence[str], reaches: dict[int, Reach]) -> Iterator[int]:
    """Short lines over the first breadcrumb, as long as no article has begun there."""
    first = next((i for i, reach in reaches.items() if reach == "above"), 0)
    last = max((i for i, reach in reaches.items() if reach == "above" and i <= first + 5), default=0)
    if not any(is_prose(line) for line in lines[:last]):
        yield from range(last)


def after(lines: Sequence[str], marked: set[int], reaches: dict[int, Reach]) -> Iterator[int]:
    """Short lines from the first mark of a page's foot on, the foot being what follows the last running text."""
    last = max((i for i, line in enumerate(lines) if i not in marked and is_prose(line)), default=len(lines))
    first = next((i for i, reach in reaches.items() if reach == "after" and i > last), len(lines))
    yield from wrapper(lines, first)


def rest(lines: Sequence[str], reaches: dict[int, Reach]) -> Iterator[int]:
    """All lines from a download site's own text on."""
    first = next((i for i, reach in reaches.items() if reach == "rest"), len(lines))
    yield from wrapper(lines, first)


def wrapper(lines: Sequence[str], first: int) -> Iterator[int]:
    """All indexes from first on; none where that is so much that the article must lie there."""
    sizes = [len(line) for line in lines]
    if sum(sizes[first:]) <= MOST_WRAPPER * sum(sizes):
        yield from range(first, len(lines))


# --- menus and captions ------------------------------------------------------------------------------------------


def menu_lines(lines: Sequence[str]) -> Iterator[int]:
    """Lines that are a site's menu: one line of many short words, or a run of short lines up to its last menu word."""
    yield from (i for i, line in enumerate(lines) if is_menu(line))
    numbered = ((i, line) for i, line in enumerate(lines) if line)
    for short, run in groupby(numbered, key=lambda item: len(item[1]) <= 8):
        indexes = [i for i, _ in run]
        known = [i for i in indexes if lines[i] in lexicon().menu]
        if short and len(known) >= 3 and 3 * len(known) >= len(indexes):
            yield from range(indexes[0], known[-1] + 1)


def is_menu(line: str) -> bool:
    """Whether a line is «国内|国际|娱乐|…»: four short words or more, two of them words of a menu.

    Without known words it may be a row of a table: «序号|单位|数量|备注».
    """
    if not BETWEEN_WORDS.search(line):
        return False
    words = re.findall(r"[^|｜\s]+", line)
    known = sum(word in lexicon().menu for word in words)
    return len(words) >= 4 and known >= 2 and sum(len(word) <= 8 for word in words) >= 0.8 * len(words)


def captions(lines: Sequence[str]) -> Iterator[int]:
    """Picture captions that a page makes of its title: «标题(栏目)1», «标题(栏目)2» under a line «标题»."""
    stems: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        if found := re.fullmatch(r"(.{8,60}?\D)\d{1,2}", line):
            stems.setdefault(found[1], []).append(i)
    titles = {line for line in lines if 8 <= len(line) <= 60}
    for stem, places in stems.items():
        runs_on = [lines[i] for i in places] == [f"{stem}{number}" for number in range(1, len(places) + 1)]
        if len(places) >= 2 and runs_on and any(stem.startswith(title) for title in titles):
            yield from places


# --- debris glued to a line of the article -----------------------------------------------------------------------


def unglued(text: str, block: Block) -> Iterator[Block]:
    """The block, or its parts: article, head debris, article, tail debris."""
    line = text[block.start : block.end].strip(TRIM)
    if block.kind != "paragraph" or len(line) < 30 or claiming_rule(line):
        yield block
        return
    head = glued_head(text, block) if lexicon().head_hints.search(line) else None
    if head and head.end() < block.end:
        yield from parted(text, block, head.start(), head.end())
        block = replace(block, start=head.end())
    tail = tail_start(text, block)
    if tail == block.end and not head:
        yield block
    else:
        yield from parted(text, block, tail, block.end)


def glued_head(text: str, block: Block) -> re.Match[str] | None:
    """The page's marks near a line's start, where there are two or more in a row."""
    return lexicon().glued_head.search(text, block.start, min(block.end, block.start + 400))


def tail_start(text: str, block: Block) -> int:
    """Where the page's foot begins in a line; the block's end where none does."""
    line = text[block.start : block.end]
    if not lexicon().tail_hints.search(line):
        return block.end
    found = lexicon().glued_tail.search(line, max(len(line) - LONGEST_GLUED, 1))
    return block.start + found.start() if found else block.end


def parted(text: str, block: Block, start: int, end: int) -> Iterator[Block]:
    """The article before start, unless it is blank, and the debris from there to end."""
    if text[block.start : start].strip():
        yield replace(block, end=start)
    if start < end:
        yield as_debris(replace(block, start=start, end=end))
