"""What is found in the annotated documents, ours beside jionlp and recognizers-text, all marked by the same rules.

python -m benchmarks.accuracy [SET…]    sets of models.evaluate; without a word all that may be looked at
Peers: pip install -e '.[bench]'. One that is not installed is left out, and said so.

Three questions, which all of them can be asked:
  figures    the value of each count of the gold, at its place
  money      the value of each count in yuan, at its place
  days       the last day of each deadline of the gold, at its place
A statement is right when its place shares a character with a gold quote and one of its values is the gold's; one to
one. A peer tells no counts from other numbers and no deadlines from other times, so its precision shows how much a
clerk would have to sort out by hand; its recall is what it could be used for. Where a peer leaves a choice open, any
of its values will do. Masked figures and deadlines without a day are not asked for.
"""

import datetime as dt
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from benchmarks import peers
from benchmarks.peers import Finder, Statement
from corpora import Answers, resolve
from extract import extract, read
from models.evaluate import golds
from models.scoring import Tally
from records import Count, Document, Extraction

OPEN = ("sample_month", "dev", "seeds")
NO_DAY = dt.date(2023, 6, 30)  # documents without a day need one to resolve by; the same for all
console = Console(width=100, highlight=False)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document, what is to be found in it, what we find.

    asked  the kinds of record that it was annotated for
    """

    document: Document
    gold: Answers
    ours: Extraction
    day: dt.date
    asked: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked of everybody.

    kind    the kind of record that it is about
    wanted  what the gold has, and what anwen finds
    others  by name: the library, and how it is asked
    """

    title: str
    kind: str
    wanted: Callable[[Answers | Extraction], list[Statement]]
    others: dict[str, tuple[str, Finder]]


def figures(found: Answers | Extraction) -> list[Statement]:
    """Counts that have a value."""
    return [statement for count in found.counts if (statement := figure(count))]


def figure(count: Count) -> Statement | None:
    """A count's value; None for a masked one."""
    return None if count.value is None else Statement(count.start, count.end, frozenset({count.value}))


def money(found: Answers | Extraction) -> list[Statement]:
    """Counts in yuan."""
    return [statement for count in found.counts if count.unit == "元" and (statement := figure(count))]


def days(found: Answers | Extraction) -> list[Statement]:
    """Deadlines with a last day."""
    return [Statement(item.start, item.end, frozenset({item.due})) for item in found.deadlines if item.due]


QUESTIONS = (
    Question("计数的数值", "counts", figures, {"recognizers-text": ("recognizers_number", peers.recognizers_numbers)}),
    Question(
        "金额",
        "counts",
        money,
        {
            "jionlp": ("jionlp", peers.jionlp_money),
            "recognizers-text": ("recognizers_number_with_unit", peers.recognizers_money),
        },
    ),
    Question(
        "时限的截止日",
        "deadlines",
        days,
        {
            "jionlp": ("jionlp", peers.jionlp_days),
            "recognizers-text": ("recognizers_date_time", peers.recognizers_days),
        },
    ),
)


def papers(names: Sequence[str]) -> Iterator[Paper]:
    """The documents of the sets."""
    for name in names:
        for path, gold in golds(name):
            document = read(path)
            answers = resolve(gold, document.text)
            yield Paper(document, answers, extract(document), gold.date or NO_DAY, frozenset(gold.entries))


def mark(tally: Tally, wanted: Sequence[Statement], found: Sequence[Statement]) -> None:
    """Adds one document's statements to the marks."""
    free = list(wanted)
    for statement in found:
        match = next((gold for gold in free if agree(gold, statement)), None)
        if match:
            free.remove(match)
            tally.right += 1
    tally.gold += len(wanted)
    tally.found += len(found)


def agree(gold: Statement, found: Statement) -> bool:
    """Whether the two speak of the same place and value."""
    return gold.start < found.end and found.start < gold.end and bool(gold.values & found.values)


def finders(question: Question) -> Iterator[tuple[str, Callable[[Paper], list[Statement]]]]:
    """Everybody who can be asked, by name."""
    yield "anwen", lambda paper: question.wanted(paper.ours)
    for name, (library, finder) in question.others.items():
        if peers.is_installed(library):
            yield name, lambda paper, finder=finder: finder(paper.document.text, paper.day)  # type: ignore[misc]
        else:
            console.print(f"[dim]没有安装 {name}，不比较[/]")


def table(question: Question, read: Sequence[Paper]) -> Table:
    """The marks of everybody for one question."""
    shown = Table("", "准确率", "召回率", "F1", "标注", "找到", "正确", title=question.title, title_justify="left")
    asked = [paper for paper in read if question.kind in paper.asked]
    for name, find in finders(question):
        tally = Tally()
        for paper in asked:
            mark(tally, question.wanted(paper.gold), find(paper))
        rates = (f"{rate:.3f}" for rate in (tally.precision, tally.recall, tally.f1))
        shown.add_row(name, *rates, str(tally.gold), str(tally.found), str(tally.right))
    return shown


def main(names: Sequence[str]) -> int:
    """Prints one table a question."""
    found = list(papers(names or OPEN))
    console.print(f"{len(found)} 份文件，{sum(len(paper.document.text) for paper in found)} 字")
    for question in QUESTIONS:
        console.print(table(question, found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
