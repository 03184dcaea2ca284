"""Tells what a web page or a download site put around an article from the article itself. Nothing is cut away."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Literal

from records import Block

Reach = Literal["line", "above", "after", "rest"]
TRIM = " \t\r\n\xa0\u3000•·▪◆●"
# A download site's own text may follow the article, but it is never most of the file.
MOST_WRAPPER = 0.4
LETTER = re.compile(r"\w")
BLANKS = re.compile(r"\s")
TITLES = (["标题"], ["名称"], ["信息名称"])
LEAST_LABELS, MOST_OF_CARD = 3, 40  # cells or lines that name what an index card tells; lines in which one stands
SHORTEST_GLUED, LONGEST_GLUED = 30, 240


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of debris line and how far it reaches, as debris.toml explains.

    hints  words of which any such line holds one, quicker to look for than the pattern; None for a rule whose pattern
           stands at a line's start
    """

    name: str
    pattern: re.Pattern[str]
    reach: Reach
    longest: int
    hints: re.Pattern[str] | None

    def claims(self, line: str) -> bool:
        """Whether a line that is not too long, without its outer blanks and bullets, is debris by this rule."""
        if self.hints is None:
            return self.pattern.match(line) is not None
        return self.hints.search(line) is not None and self.pattern.search(line) is not None


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of those words."""
    return re.compile("|".join(map(re.escape, words)))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """debris.toml, compiled.

    hints, starts  a line in which no hint stands, and which begins as no rule without hints has it, is not debris
    """

    rules: tuple[Rule, ...]
    hints: re.Pattern[str]
    starts: re.Pattern[str]
    menu: frozenset[str]
    card: re.Pattern[str]
    card_sign: re.Pattern[str]
    card_end: re.Pattern[str]
    glued_hints: re.Pattern[str]
    glued_tail: re.Pattern[str]
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
            any_of(rule["hints"]) if "hints" in rule else None,
        )
        for rule in data["rule"]
    )
    head = "|".join(data["glued_head"]["marks"])
    tail = "|".join(data["glued_tail"]["marks"])
    return Lexicon(
        rules,
        any_of(word for rule in data["rule"] for word in rule.get("hints", ())),
        re.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in rules if rule.hints is None)),
        frozenset(data["menu"]["words"]),
        re.compile(data["card"]["labels"]),
        re.compile(data["card"]["signs"]),
        re.compile(data["card"]["values"]),
        any_of([*data["glued_head"]["hints"], *data["glued_tail"]["hints"]]),
        re.compile(rf"(?<=[。！？!?”’）)】…\s])\s*(?:{tail})"),
        re.compile(rf"(?:(?:{head})[\s|]*){{2,}}"),
        max(rule.longest for rule in rules),
    )


def mark(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks, web debris given the kind «debris»; a line that debris is glued to becomes two or three blocks.

    Of tables only index cards are looked at; other cells, notes, headers and footers stay what they are.
    """
    whole = [part for block in without_cards(text, blocks) for part in unglued(text, block)]
    places = [i for i, block in enumerate(whole) if block.kind in ("paragraph", "heading", "debris")]
    lines = [text[whole[i].start : whole[i].end].strip(TRIM) for i in places]
    given = {at for at, i in enumerate(places) if whole[i].kind == "debris"}
    marked = {places[at] for at in debris_lines(lines, given)}
    return tuple(as_debris(block) if i in marked else block for i, block in enumerate(whole))


def as_debris(block: Block) -> Block:
    """The block as debris, which has no heading level and is no cell."""
    return replace(block, kind="debris", level=None, cell=None)


def without_cards(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, cells of tables in which a website told what document stands below as debris: 索引号, 成文日期.

    A title that no other block tells is a paragraph.
    """
    if not lexicon().card_sign.search(text):
        yield from blocks
        return
    cells = [BLANKS.sub("", text[block.start : block.end]) if block.cell else "" for block in blocks]
    cards, titled = index_cards(blocks, cells), set[int]()
    for at, block in enumerate(blocks):
        if block.cell is None or block.cell.table not in cards:
            yield block
            continue
        names_it = at > 0 and [cells[at - 1]] in TITLES and block.cell.table not in titled
        titled |= {block.cell.table} if names_it else set()
        own = names_it and not is_told([cells[at]], [text[block.end :]])
        yield replace(block, kind="paragraph", cell=None) if own else as_debris(block)


def index_cards(blocks: Sequence[Block], cells: Sequence[str]) -> set[int]:
    """Numbers of the tables that are such cards: each label has what it tells beside it, and no other label."""
    labels: Counter[int] = Counter()
    listed: set[int] = set()  # tables of documents, whose heads stand beside each other
    signed: set[int] = set()
    for at, (block, cell) in enumerate(zip(blocks, cells, strict=True)):
        if block.cell and is_label(cell):
            labels[block.cell.table] += 1
            signed |= {block.cell.table} if lexicon().card_sign.match(cell) else set()
            beside = blocks[at + 1].cell if at + 1 < len(blocks) else None
            same_row = beside and (beside.table, beside.row) == (block.cell.table, block.cell.row)
            if same_row and is_label(cells[at + 1]):
                listed.add(block.cell.table)
    return {table for table, count in labels.items() if count >= LEAST_LABELS and table in signed} - listed


def debris_lines(lines: Sequence[str], given: Iterable[int] = ()) -> set[int]:
    """Indexes of the lines that are debris; given are those known to be so already."""
    claimed = {i: rule for i, line in enumerate(lines) if (rule := claiming_rule(line))}
    marked = set(given) | set(claimed) | {i for i, line in enumerate(lines) if not has_letters(line)}
    marked |= set(menu_lines(lines)) | set(captions(lines)) | set(card_lines(lines))
    reaches = {i: rule.reach for i, rule in claimed.items()}
    marked |= set(above(lines, reaches)) | set(rest(lines, reaches))
    return marked | set(after(lines, marked, reaches))


def card_lines(lines: Sequence[str]) -> Iterator[int]:
    """Lines of an index card that a website set above its document: labels with what they tell beside or below them.

    A title that no other line tells stays.
    """
    head = [line.split() for line in lines[:MOST_OF_CARD]]
    labels = [at for at, fields in enumerate(head) if fields and all(map(is_label, fields[::2]))]
    told = [field for at in labels for field in head[at][::2]]
    if len(told) < LEAST_LABELS or not any(map(lexicon().card_sign.match, told)):
        return
    if any(right - left > 2 for left, right in pairwise(labels)):
        return
    below = labels[-1] + 1
    ends = below < len(head) and len(head[below - 1]) == 1 and lexicon().card_end.fullmatch("".join(head[below]))
    titles = {at + 1 for at in labels if head[at] in TITLES and not is_told(lines[at + 1 : at + 2], lines[below:])}
    yield from (at for at in range(labels[0], below + bool(ends)) if at not in titles)


def is_label(field: str) -> bool:
    """Whether a word is a label of an index card."""
    return lexicon().card.fullmatch(field) is not None


def is_told(title: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether lines tell a title, broken anywhere."""
    return BLANKS.sub("", "".join(title)) in BLANKS.sub("", "".join(lines))


def claiming_rule(line: str) -> Rule | None:
    """The first rule that takes the line; None for what belongs to the article."""
    known = lexicon()
    size = len(line)
    if size > known.longest or not (known.hints.search(line) or known.starts.match(line)):
        return None
    return next((rule for rule in known.rules if size <= rule.longest and rule.claims(line)), None)


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
    if "|" not in line and "｜" not in line and len(line.split(maxsplit=1)) < 2:
        return False
    words = re.findall(r"[^|｜\s]+", line)
    known = sum(word in lexicon().menu for word in words)
    return len(words) >= 4 and known >= 2 and sum(len(word) <= 8 for word in words) >= 0.8 * len(words)


def captions(lines: Sequence[str]) -> Iterator[int]:
    """Picture captions that a page makes of its title: «标题(栏目)1», «标题(栏目)2» under a line «标题»."""
    stems: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        if line[-1:].isdecimal() and (found := re.fullmatch(r"(.{8,60}?\D)\d{1,2}", line)):
            stems.setdefault(found[1], []).append(i)
    titles = {line for line in lines if 8 <= len(line) <= 60}
    for stem, places in stems.items():
        runs_on = [lines[i] for i in places] == [f"{stem}{number}" for number in range(1, len(places) + 1)]
        if len(places) >= 2 and runs_on and any(stem.startswith(title) for title in titles):
            yield from places


# --- debris glued to a line of the article -----------------------------------------------------------------------


def unglued(text: str, block: Block) -> Iterator[Block]:
    """The block, or its parts: article, head debris, article, tail debris."""
    if block.kind != "paragraph" or block.end - block.start < SHORTEST_GLUED:
        yield block
        return
    line = text[block.start : block.end].strip(TRIM)
    hinted = len(line) >= SHORTEST_GLUED and lexicon().glued_hints.search(line) is not None
    head = glued_head(text, block) if hinted else None
    if not hinted or (not head and tail_start(text, block) == block.end) or claiming_rule(line):
        yield block
        return
    if head and head.end() < block.end:
        yield from parted(text, block, head.start(), head.end())
        block = replace(block, start=head.end())
    yield from parted(text, block, tail_start(text, block), block.end)


def glued_head(text: str, block: Block) -> re.Match[str] | None:
    """The page's marks near a line's start, where there are two or more in a row."""
    return lexicon().glued_head.search(text, block.start, min(block.end, block.start + 400))


def tail_start(text: str, block: Block) -> int:
    """Where the page's foot begins in a line; the block's end where none does."""
    line = text[block.start : block.end]
    found = lexicon().glued_tail.search(line, max(len(line) - LONGEST_GLUED, 1))
    return block.start + found.start() if found else block.end


def parted(text: str, block: Block, start: int, end: int) -> Iterator[Block]:
    """The article before start, unless it is blank, and the debris from there to end."""
    if text[block.start : start].strip():
        yield replace(block, end=start)
    if start < end:
        yield as_debris(replace(block, start=start, end=end))
