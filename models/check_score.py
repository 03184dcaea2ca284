"""Scores the checker on pairs of faulty and sound texts: python -m models.check_score [--errors] [--held].

A fault is found when a finding of its rule quotes the marked words or a part of them. A false alarm is any other
error or warning, on the faulty text as on the sound one, and a hint of the pair's own rule on the sound one; other
hints are not counted, since a text of a few lines is in want of much that a whole paper has. Rules on form are left
out: plain texts have none.
"""

import argparse
import datetime as dt
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from check import check
from extract import extract
from records import Block, Cell, CheckReport, Document, Finding

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FOLDER = Path(__file__).parent.parent / "corpora" / "pairs"


@dataclass(frozen=True, slots=True)
class Pair:
    """A fault planted in a paper, and the same paper with a look-alike in its place.

    marked  the words of the fault, each of which a finding must quote; empty where the fault is of the whole document
    also    other rules that the fault rightly trips
    wrapped whether lines are broken inside paragraphs, as in plain text; else each line is a paragraph
    """

    rule: str
    kind: str
    date: dt.date
    faulty: str
    sound: str
    marked: tuple[str, ...]
    held: bool = False
    also: tuple[str, ...] = ()
    wrapped: bool = False


@dataclass(slots=True)
class Tally:
    """Faults planted and found by one rule, its false alarms, and how many of these were errors."""

    planted: int = 0
    found: int = 0
    false: int = 0
    grave: int = 0

    @property
    def precision(self) -> float:
        """Share of findings that are right; 1 where there are none."""
        told = self.found + self.false
        return self.found / told if told else 1.0

    @property
    def recall(self) -> float:
        """Share of faults that are found; 1 where none were planted."""
        return self.found / self.planted if self.planted else 1.0


@dataclass(slots=True)
class Score:
    """Tallies by rule, and a line for each thing that went wrong."""

    rules: dict[str, Tally] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

    def of(self, rule: str) -> Tally:
        """The rule's tally."""
        return self.rules.setdefault(rule, Tally())

    @property
    def whole(self) -> Tally:
        """The sum of all."""
        every = self.rules.values()
        return Tally(*(sum(getattr(one, name) for one in every) for name in ("planted", "found", "false", "grave")))

    def add(self, pair: Pair) -> None:
        """Marks one pair."""
        on_fault, on_sound = (_findings(pair, text) for text in (pair.faulty, pair.sound))
        own = [one for one in on_fault if one.rule == pair.rule]
        for words in pair.marked or ("",):
            self._planted(pair, words, any(_quotes(one, words) for one in own))
        others = [one for one in on_fault if one.rule not in (pair.rule, *pair.also)]
        for one in (*_counted(others, ""), *_counted(on_sound, pair.rule)):
            self._false(pair, one)

    def _planted(self, pair: Pair, words: str, found: bool) -> None:
        tally = self.of(pair.rule)
        tally.planted += 1
        tally.found += found
        if not found and not pair.held:
            self.mistakes.append(f"漏报 {pair.rule}：{words or '全文'}")

    def _false(self, pair: Pair, one: Finding) -> None:
        tally = self.of(one.rule)
        tally.false += 1
        tally.grave += one.severity == "error"
        if not pair.held:
            self.mistakes.append(f"误报 {one.rule}（{one.severity}，{pair.rule}）：{one.quote or ''} {one.message}")


def load_pairs(folder: Path = FOLDER) -> Iterator[Pair]:
    """All pairs, each with its paper around it."""
    papers = {row["name"]: row for row in tomllib.loads((folder / "papers.toml").read_text("utf-8"))["paper"]}
    for row in tomllib.loads((folder / "pairs.toml").read_text("utf-8"))["pair"]:
        paper = papers.get(row.get("paper"), {"text": "{here}"} | row)
        fault = row["fault"]
        marked = tuple(part.split("⟧")[0] for part in fault.split("⟦")[1:])
        faulty, sound = (
            paper["text"].replace("{here}", words).strip()
            for words in (fault.replace("⟦", "").replace("⟧", ""), row["sound"])
        )
        yield Pair(
            row["rule"], paper["kind"], paper["date"], faulty, sound, marked,
            row.get("held", False), tuple(row.get("also", ())), paper.get("wrapped", False),
        )  # fmt: skip


def to_document(text: str, *, wrapped: bool = False) -> Document:
    """The text with its blocks, as of a Word file or, wrapped, of plain text; lines of «|a|b|» are rows of a table."""
    pieces: list[str] = []
    blocks: list[Block] = []
    at = 0
    for number, line in enumerate(text.split("\n")):
        cells = line.strip("|").split("|") if line.startswith("|") else [line]
        for column, piece in enumerate(cells):
            place = Cell(0, number, column) if len(cells) > 1 else None
            blocks.append(Block(at, at + len(piece), "cell" if place else "paragraph", cell=place))
            pieces.append(piece + ("\t" if column + 1 < len(cells) else "\n"))
            at += len(piece) + 1
    return Document("例", "0" * 64, "text/plain" if wrapped else WORD, "".join(pieces)[:-1], tuple(blocks))


def _findings(pair: Pair, text: str) -> tuple[Finding, ...]:
    report = _checked(pair, text)
    return tuple(one for one in report.findings if not one.rule.startswith("format."))


def _checked(pair: Pair, text: str) -> CheckReport:
    made = extract(to_document(text, wrapped=pair.wrapped), date=pair.date, kind=pair.kind)
    return check(made)


def _quotes(finding: Finding, words: str) -> bool:
    """Whether the finding shows the words or a part of them; a fault of the whole document needs no quote."""
    quote = finding.quote or ""
    return not words or (bool(quote) and (quote in words or words in quote or _overlap(quote, words)))


def _overlap(one: str, other: str) -> bool:
    """Whether the end of one is the beginning of the other, by two characters at least."""
    longest = min(len(one), len(other))
    return any(one[-n:] == other[:n] or other[-n:] == one[:n] for n in range(2, longest + 1))


def _counted(findings: Iterable[Finding], own: str) -> Iterator[Finding]:
    return (one for one in findings if one.severity != "info" or one.rule == own)


def score(pairs: Iterable[Pair]) -> Score:
    """The marks of all pairs."""
    made = Score()
    for pair in pairs:
        made.add(pair)
    return made


def table(made: Score) -> str:
    """Precision and recall by rule, and over all."""
    rows = [*sorted(made.rules.items()), ("all", made.whole)]
    lines = [f"{'rule':24}{'planted':>9}{'found':>7}{'false':>7}{'precision':>11}{'recall':>8}"]
    lines += [
        f"{name:24}{one.planted:9}{one.found:7}{one.false:7}{one.precision:11.3f}{one.recall:8.3f}"
        for name, one in rows
    ]
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table; 1 when some false alarm is an error."""
    parser = argparse.ArgumentParser(prog="python -m models.check_score")
    parser.add_argument("--errors", action="store_true", help="each mistake on the open pairs")
    parser.add_argument("--held", action="store_true", help="the held-out pairs alone")
    args = parser.parse_args(argv)
    pairs = [pair for pair in load_pairs() if pair.held or not args.held]
    made = score(pairs)
    print(f"{len(pairs)} pairs, {Counter(pair.held for pair in pairs)[True]} of them held out\n{table(made)}")
    print(f"false alarms that are errors: {made.whole.grave}")
    if args.errors:
        print("\n".join(made.mistakes))
    return 1 if made.whole.grave else 0


if __name__ == "__main__":
    sys.exit(main())
