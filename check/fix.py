"""Puts right what is safe to put right, as tracked changes: type, layout, page, marks; never a word or a figure."""

import datetime as dt
from dataclasses import dataclass

from check.edits import Problem
from check.format import form_paper, problems
from check.rulebook import SHIPPED, Rulebook
from check.rules import BY_ID
from check.track import Tracker
from check.wordfile import DOCX
from records import BadRequest, Extraction, Finding
from templates import load_kind

ONLY_WORD = "--fix 只能修改 .docx 文件，“{name}”不是；请用 Word 或 WPS 另存为 .docx 后重试"


@dataclass(frozen=True, slots=True)
class Mended:
    """The file with its changes; which findings they put right, and which on its form are left to the clerk."""

    data: bytes
    done: tuple[Finding, ...]
    left: tuple[Finding, ...]


def fix(
    extraction: Extraction, source: bytes, *, kind: str | None = None, rulebook: Rulebook = SHIPPED,
    moment: dt.datetime | None = None,
) -> Mended:  # fmt: skip
    """The .docx with what is safe put right as tracked changes of «安文»; kind and rulebook as for check().

    moment  what the changes are dated, now where none is given
    Raises BadRequest: not a .docx, or no such kind; UnreadableFile.
    """
    if kind is not None:
        load_kind(kind)
    if extraction.document.media_type != DOCX:
        raise BadRequest(ONLY_WORD.format(name=extraction.document.name))
    paper = form_paper(extraction, kind or extraction.document.kind, source)
    heard = [one for one in problems(paper) if any(rulebook.judged([one.finding], extraction.document))]
    done = [one for one in heard if _is_mended(one)]
    if done and paper.word is not None:
        tracker = Tracker(paper.word, moment or dt.datetime.now(dt.UTC))
        tracker.apply([edit for problem in done for edit in problem.edits])
    data = paper.word.to_bytes() if done and paper.word is not None else source
    return Mended(data, tuple(one.finding for one in done), tuple(one.finding for one in heard if not _is_mended(one)))


def _is_mended(problem: Problem) -> bool:
    return BY_ID[problem.finding.rule].mends and bool(problem.edits)
