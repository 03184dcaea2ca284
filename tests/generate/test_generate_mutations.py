"""Fifty drafts of all kinds, in each of which one figure is changed, taken out or put in: the evidence names that."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

import generate
from generate import KINDS, Draft, Header, Office
from generate.addressee import possible
from generate.model import Number, Quoted
from generate.proof import Proof, prove
from generate.settings import load_settings
from records import MonthSummary

Edit = Callable[[WordDocument, BaseOxmlElement], tuple[str, str | None]]
DRAFTS = 50
HEADER = Header("临江县安全生产委员会办公室文件", number="临安委办〔2023〕12号", copies="市安委会办公室")


@dataclass(frozen=True)
class Paper:
    """A draft, and its file as Word would hand it back."""

    draft: Draft
    path: Path


@pytest.fixture(scope="module")
def papers(
    rich: MonthSummary, office: Office, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Paper, ...]:  # fmt: skip
    """Every kind, and those to one unit to as many as make up the number; every second one under a red header."""
    folder, made = tmp_path_factory.mktemp("mutations"), []
    wanted = [(kind, unit) for kind in KINDS for unit in (addressees(kind, rich, office) or (None,))]
    for at, (kind, unit) in enumerate(wanted):
        dressed = replace(office, header=HEADER) if at % 2 else office
        paper = generate.draft(kind, rich, dressed, True, unit=unit)
        if any(isinstance(piece, Number | Quoted) and re.search(r"\d", piece.text) for piece in paper.pieces()):
            made.append(Paper(paper, folder / f"{at}.docx"))
            generate.write_docx(paper, made[-1].path)
        if len(made) == DRAFTS:
            break
    return tuple(made)


def addressees(kind: str, summary: MonthSummary, office: Office) -> tuple[str, ...]:
    settings = load_settings(kind)
    return possible(settings, summary, office)[:10] if settings.to else ()


def figures(word: WordDocument) -> list[BaseOxmlElement]:
    """The runs of the figures, each right after the start of its bookmark."""
    starts = word.element.body.iter(qn("w:bookmarkStart"))
    runs = (start.getnext() for start in starts)
    return [run for run in runs if any(char.isdigit() for char in text_of(run).text or "")]


def text_of(run: BaseOxmlElement) -> BaseOxmlElement:
    return next(run.iter(qn("w:t")))


def change(word: WordDocument, run: BaseOxmlElement) -> tuple[str, str | None]:
    """Another number in its place; gives the state and the words that the evidence is to tell."""
    was = text_of(run).text or ""
    text_of(run).text = "9" + was
    return "changed", "9" + was


def take_out(word: WordDocument, run: BaseOxmlElement) -> tuple[str, str | None]:
    """The run is gone, its bookmark is not."""
    run.getparent().remove(run)
    return "lost", None


def cut(word: WordDocument, run: BaseOxmlElement) -> tuple[str, str | None]:
    """The run and its bookmark are gone."""
    start = run.getprevious()
    for node in (start, run.getnext(), run):
        node.getparent().remove(node)
    return "lost", None


@pytest.mark.parametrize("edit", [change, take_out, cut])
def test_of_fifty_drafts_each_figure_that_was_touched_is_named(edit: Edit, papers: tuple[Paper, ...]) -> None:
    chance = random.Random(9704)
    assert len(papers) == DRAFTS
    for paper in papers:
        assert prove(paper.path).intact, paper.draft.kind
        word = docx.Document(str(paper.path))
        run = chance.choice(figures(word))
        was = text_of(run).text
        state, now = edit(word, run)
        touched = [trace for trace in after(paper, word).traces if trace.state != "kept"]
        assert [(one.entry.text, one.state, one.now) for one in touched] == [(was, state, now)], paper.draft.kind


def test_of_fifty_drafts_each_number_put_in_is_named(papers: tuple[Paper, ...]) -> None:
    for paper in papers:
        word = docx.Document(str(paper.path))
        word.paragraphs[-1].insert_paragraph_before("另有隐患7731处。")
        assert [one.text for one in after(paper, word).added] == ["7731"], paper.draft.kind


def after(paper: Paper, word: WordDocument) -> Proof:
    """What the evidence says of the file once it is saved."""
    edited = paper.path.with_suffix(".edited.docx")
    word.save(str(edited))
    return prove(edited)
