"""The form of a paper by GB/T 9704—2012: what a .docx shows, and of other files what their words show."""

from collections.abc import Callable, Iterator

from check import formends, formpage, formroles, formtext, formtype
from check.edits import Problem
from check.formpaper import FormPaper
from check.wordfile import DOCX, WordFile
from records import Extraction, UnreadableFile

FormCheck = Callable[[FormPaper], Iterator[Problem]]

TEXT_CHECKS: tuple[FormCheck, ...] = (
    formends.signing,
    formends.copy_number,
    formtext.numbers,
    formtext.title_stop,
    formtext.recipient,
    formtext.heading_marks_wrong,
    formtext.heading_stops,
    formtext.wide_digits,
    formtext.half_marks,
    formtext.attachment_list,
    formtext.date_form,
    formends.copies_stop,
)
LAYOUT_CHECKS: tuple[FormCheck, ...] = (
    formpage.wrong_paper,
    formpage.wrong_margins,
    formpage.page_numbers,
    formpage.tables,
    formpage.leftovers,
    formtype.head,
    formtype.title_type,
    formtype.title_place,
    formtype.heading_type,
    formtype.body_type,
    formtype.colour,
    formtype.quotes,
    formtype.pitch,
    formtype.spacing,
    formtype.recipient_place,
    formtype.indent,
    formtype.blank_lines,
    formends.signature_place,
    formends.attachment_page,
    formends.attachment_mark,
    formends.imprint,
    formends.imprint_lines,
)


def form_paper(extraction: Extraction, kind: str, source: bytes | None) -> FormPaper:
    """The paper with its lines' parts known. source is the file's bytes, of use only for a .docx."""
    is_word = source is not None and extraction.document.media_type == DOCX
    paper = FormPaper(extraction, kind, WordFile(source) if is_word and source else None)
    formroles.assign(paper)
    return paper


def judged(extraction: Extraction, kind: str, source: bytes | None) -> tuple[FormPaper, tuple[Problem, ...]]:
    """The paper and all that departs from the standard; by its words alone where its parts cannot be opened here."""
    try:
        paper = form_paper(extraction, kind, source)
        return paper, problems(paper)
    except UnreadableFile:  # «strict» files are read, but not written back; a part may be broken that holds no text
        paper = form_paper(extraction, kind, None)
        return paper, problems(paper)


def problems(paper: FormPaper) -> tuple[Problem, ...]:
    """All that departs from the standard; nothing on what is no official paper."""
    if not paper.is_official:
        return ()
    checks = TEXT_CHECKS if paper.word is None else (*TEXT_CHECKS, *LAYOUT_CHECKS)
    return tuple(problem for check in checks for problem in check(paper))
