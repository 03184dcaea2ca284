"""Records in, documents out. What needs Word's libraries is loaded when first called."""

from pathlib import Path

from generate.draft import KINDS, draft
from generate.model import Draft
from generate.office import Office, Stage

__all__ = ["KINDS", "Draft", "Office", "Stage", "draft", "to_pdf", "write_docx"]


def write_docx(paper: Draft, target: Path) -> None:
    """Writes the draft as a Word file; the same draft always gives the same bytes."""
    from generate.docx import write_docx as write

    write(paper, target)


def to_pdf(source: Path, target: Path, timeout_s: float = 120) -> None:
    """The Word file as PDF, through LibreOffice. Raises Failure: not installed, too slow, or it could not."""
    from generate.pdf import to_pdf as convert

    convert(source, target, timeout_s)
