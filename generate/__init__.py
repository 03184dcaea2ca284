"""Records in, documents out. What needs Word's libraries is loaded when first called."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from generate.addressee import Concern, concerned
from generate.changes import Before
from generate.draft import KINDS, draft
from generate.filling import fill
from generate.kinds import drafted_kinds, known_kind
from generate.model import Draft
from generate.office import Header, Leader, Office, Stage
from generate.sets import known_sets
from records import BadRequest, MonthSummary

if TYPE_CHECKING:
    from generate.proof import Proof

__all__ = [
    "KINDS",
    "Before",
    "Concern",
    "Draft",
    "Header",
    "Leader",
    "Office",
    "Stage",
    "bears_charts",
    "concerned",
    "draft",
    "draft_in",
    "drafted_kinds",
    "fill",
    "is_addressed",
    "known_kind",
    "known_sets",
    "looks_back",
    "print_out",
    "prove",
    "suffix_of",
    "to_pdf",
    "with_charts", "with_sources",
    "write",
    "write_docx",
]  # fmt: skip


def write_docx(paper: Draft, target: Path, comments: bool = False) -> None:
    """Writes the draft as a Word file; the same draft always gives the same bytes. comments: one at each figure."""
    from generate.docx import write_docx as write

    write(paper, target, comments)


def with_charts(paper: Draft) -> Draft:
    """The paper with charts under the tables that bear one. Raises Failure, with the reason why there is none."""
    from generate.charts import with_charts as add

    return add(paper)


def bears_charts(paper: Draft) -> bool:
    """Whether a table of the paper holds enough for a chart, and the library that draws it is installed."""
    from generate.charts import bears_charts as bears

    return find_spec("matplotlib") is not None and bears(paper)


def looks_back(kind: str, folder: Path | None = None) -> bool:
    """Whether papers of that kind show the months before, and are to be drafted with them."""
    from generate.settings import load_settings

    return load_settings(kind, folder).trend


def with_sources(paper: Draft) -> Draft:
    """The paper with an attachment «数据来源表»: each figure, how it was worked out, and the words that state it."""
    from generate.provenance import with_sources as add

    return add(paper)


def draft_in(
    template: Path, target: Path, kind: str, summary: MonthSummary, office: Office, allow_gaps: bool = False,
    folder: Path | None = None, *, unit: str | None = None, before: Before | None = None,
) -> Draft:  # fmt: skip
    """Writes a paper as the office's own Word file has it; gives its text. Failures are those of draft."""
    from generate.ownword import draft_in as write_in

    return write_in(template, target, kind, summary, office, allow_gaps, folder, unit=unit, before=before)


def is_addressed(kind: str, folder: Path | None = None) -> bool:
    """Whether papers of that kind are written to one unit, place or leader."""
    from generate.settings import load_settings

    return load_settings(kind, folder).to is not None


def suffix_of(kind: str, folder: Path | None = None) -> str:
    """«.xlsx» for a kind that is a workbook unless a Word file is asked for, else «.docx»."""
    from generate.settings import load_settings

    return ".xlsx" if load_settings(kind, folder).sheet else ".docx"


def write(paper: Draft, target: Path, comments: bool = False) -> None:
    """Writes the draft as what the target's name says: .xlsx has its tables, .docx all. Raises BadRequest, Failure."""
    suffix = target.suffix.lower()
    if suffix == ".xlsx":
        from generate.sheets import write_xlsx

        return write_xlsx(paper, target)
    if suffix != ".docx":
        raise BadRequest(f"{target.name}：只能存为 .docx 或 .xlsx 文件")
    return write_docx(paper, target, comments)


def to_pdf(source: Path, target: Path, timeout_s: float = 120) -> Mapping[str, str]:
    """The Word file as PDF, through LibreOffice. Raises Failure: not installed, too slow, or it could not.

    Gives what fonts were shown, by the face that this machine has not.
    """
    from generate.pdf import to_pdf as convert

    return convert(source, target, timeout_s)


def print_out(paper: Draft, word: Path, pdf: Path, comments: bool = False) -> Mapping[str, str]:
    """The paper as Word file and PDF, the 版记 on the last side of the last leaf; else like write_docx and to_pdf."""
    from generate.printed import print_out as both

    return both(paper, word, pdf, comments)


def prove(path: Path) -> "Proof":
    """What became of each figure of a drafted Word file since it was drafted. Raises UnreadableFile."""
    from generate.proof import prove as hold

    return hold(path)
