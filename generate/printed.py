"""A draft as the sheets that leave the printer: Word file and PDF, the 版记 on the last side of the last leaf."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pypdfium2

from generate.docx import write_docx
from generate.model import Draft, Imprint, Side
from generate.pdf import to_pdf


def print_out(paper: Draft, word: Path, pdf: Path, comments: bool = False) -> Mapping[str, str]:
    """Writes both files; gives the fonts shown, as to_pdf does. Raises Failure.

    A 版记 stands on the last side of what is printed on both (GB/T 9704 6.2, 7.4): where the text ends on the front of
    a leaf it is turned to the back, and after a blank page where the text fills the back. Which of these it is, is
    known only once the pages are laid out. One sheet stays one page.
    """
    sides: tuple[Side, ...] = ("last", "back", "leaf") if _is_lined(paper) else ("last",)
    for side in sides:
        write_docx(_turned(paper, side), word, comments)
        shown = to_pdf(word, pdf)
        if (pages := _pages(pdf)) == 1 or pages % 2 == 0:
            break
    return shown


def _is_lined(paper: Draft) -> bool:
    """Whether it has a 版记 with lines; a letter's 抄送 has none."""
    return any(isinstance(block, Imprint) and block.printer for block in paper.blocks)


def _turned(paper: Draft, side: Side) -> Draft:
    blocks = tuple(replace(block, side=side) if isinstance(block, Imprint) else block for block in paper.blocks)
    return replace(paper, blocks=blocks)


def _pages(pdf: Path) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()
