"""Records in, documents out. What needs Word's libraries is loaded when first called."""

from pathlib import Path
from typing import TYPE_CHECKING

from generate.draft import KINDS, draft
from generate.model import Draft
from generate.office import Header, Office, Stage

if TYPE_CHECKING:
    from generate.proof import Proof

__all__ = ["KINDS", "Draft", "Header", "Office", "Stage", "draft", "prove", "to_pdf", "write_docx"]


def write_docx(paper: Draft, target: Path) -> None:
    """Writes the draft as a Word file; the same draft always gives the same bytes."""
    from generate.docx import write_docx as write

    write(paper, target)


def to_pdf(source: Path, target: Path, timeout_s: float = 120) -> None:
    """The Word file as PDF, through LibreOffice. Raises Failure: not installed, too slow, or it could not."""
    from generate.pdf import to_pdf as convert

    convert(source, target, timeout_s)


def prove(path: Path) -> "Proof":
    """What became of each figure of a drafted Word file since it was drafted. Raises UnreadableFile."""
    from generate.proof import prove as hold

    return hold(path)
