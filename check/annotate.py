"""Findings as Word comments at their places; of files that are no .docx, a Word list of findings with their words."""

import datetime as dt
import io
import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from lxml import etree

from check.rules import BY_ID
from check.track import AUTHOR
from check.wordedit import isolate
from check.wordfile import DOCX, R_SPACE, W_SPACE, W, WordFile
from check.wordlines import WordLine, word_lines
from records import CheckReport, Extraction, Finding

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

WORDS = {"error": "错误", "warning": "疑似", "info": "提示"}
_INITIALS = "安"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not to be written in XML
_BODY_PLACES = ("body", "cell")  # Word allows no comments in headers, footers and text boxes


def annotate(
    extraction: Extraction, report: CheckReport, source: bytes, *, moment: dt.datetime | None = None
) -> bytes:  # fmt: skip
    """A .docx that shows the findings: the file itself with comments, or a list where it is no .docx.

    moment  what the comments are dated, now where none is given. Raises UnreadableFile.
    """
    if extraction.document.media_type != DOCX:
        return _listed(extraction, report)
    word = WordFile(source)
    lines = [line for line in word_lines(word, extraction.text, extraction.blocks) if line.start is not None]
    comments = _Comments(word, moment or dt.datetime.now(dt.UTC))
    for (start, end), findings in _by_place(report.findings).items():
        comments.add(_anchors(word, lines, start, end), [_told(finding) for finding in findings])
    return word.to_bytes()


def _by_place(findings: Sequence[Finding]) -> dict[tuple[int, int], list[Finding]]:
    """The findings by the stretch that they point at; those on the whole document point at (-1, -1)."""
    places: dict[tuple[int, int], list[Finding]] = {}
    for finding in findings:
        whole = finding.start is None or finding.end is None
        places.setdefault((-1, -1) if whole else (finding.start or 0, finding.end or 0), []).append(finding)
    return places


def _told(finding: Finding) -> str:
    """The comment's words: how grave, what, what might stand there, by which rule."""
    word = WORDS[finding.severity]
    instead = f"建议写作：{finding.fix}。" if finding.fix else ""
    rule = BY_ID.get(finding.rule)
    source = f"依据：{rule.source}；" if rule and rule.source.startswith("GB") else ""
    message = finding.message.removeprefix(word)
    told = f"【{word}】{message}{'' if message[-1:] in '。？！' else '。'}{instead}（{source}规则 {finding.rule}）"
    return _FORBIDDEN.sub("", told)


def _anchors(word: WordFile, lines: list[WordLine], start: int, end: int) -> tuple[etree._Element, etree._Element]:
    """First and last run of the stretch; the first paragraph where it has no place that can bear a comment."""
    touched = [
        line for line in lines if line.place in _BODY_PLACES and (line.start or 0) < end and start < (line.end or 0)
    ]
    runs = []
    for line in touched[:1] + touched[1:][-1:]:
        first, last = max(start - (line.start or 0), 0), min(end - (line.start or 0), len(line.text))
        runs += isolate(line.element, first, last)
    if runs:
        return runs[0], runs[-1]
    paragraph = _first_paragraph(word, lines)
    return paragraph, paragraph


def _first_paragraph(word: WordFile, lines: list[WordLine]) -> etree._Element:
    """The first paragraph with text, else any; one is made where there is none."""
    for line in lines:
        if line.place in _BODY_PLACES:
            return line.element
    found = word.body.find(f"{W}p")
    if found is None:
        found = etree.Element(f"{W}p")
        word.body.insert(0, found)
    return found


class _Comments:
    """The comments part, the file's own with ours behind it."""

    def __init__(self, word: WordFile, moment: dt.datetime) -> None:
        self.moment = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        found = word.only("comments")
        if found is None:
            found = etree.Element(f"{W}comments", nsmap={"w": W_SPACE, "r": R_SPACE})
            word.add("comments", found)
        self.root = found
        taken = [one.get(f"{W}id", "") for one in found]
        self.next = max((int(one) for one in taken if one.isdecimal()), default=-1) + 1

    def add(self, anchors: tuple[etree._Element, etree._Element], told: Sequence[str]) -> None:
        """A comment on everything from the first anchor to the last, both runs or one paragraph."""
        key, self.next = str(self.next), self.next + 1
        self.root.append(self.comment(key, told))
        first, last = anchors
        start, end = _mark("commentRangeStart", key), _mark("commentRangeEnd", key)
        reference = etree.Element(f"{W}r")
        reference.append(_mark("commentReference", key))
        if first.tag == f"{W}p":
            first.insert(1 if first.find(f"{W}pPr") is not None else 0, start)
            first.extend([end, reference])
        else:
            first.addprevious(start)
            last.addnext(end)
            end.addnext(reference)

    def comment(self, key: str, told: Sequence[str]) -> etree._Element:
        """The w:comment, a paragraph for each finding."""
        made = etree.Element(f"{W}comment")
        for name, value in (("id", key), ("author", AUTHOR), ("date", self.moment), ("initials", _INITIALS)):
            made.set(f"{W}{name}", value)
        for line in told:
            words = etree.SubElement(etree.SubElement(etree.SubElement(made, f"{W}p"), f"{W}r"), f"{W}t")
            words.text = line
        return made


def _mark(tag: str, key: str) -> etree._Element:
    made = etree.Element(f"{W}{tag}")
    made.set(f"{W}id", key)
    return made


# --- other formats -----------------------------------------------------------------------------------------------


_COLUMNS = (("程度", 16), ("发现", 84), ("原文", 50), ("页", 12))  # widths in millimetres


def _listed(extraction: Extraction, report: CheckReport) -> bytes:
    """A Word table of the findings, the gravest first: how grave, what, the words pointed at, the page."""
    import docx
    from docx.shared import Mm

    word = docx.Document()
    word.core_properties.author = AUTHOR
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin = Mm(26), Mm(22)
    word.add_heading(_clean(f"{PurePath(extraction.document.name).name} 核查发现"), level=1)
    if not report.findings:
        word.add_paragraph("没有发现问题")
    else:
        _write_table(word, sorted(report.findings, key=lambda one: list(WORDS).index(one.severity)))
    made = io.BytesIO()
    word.save(made)
    return made.getvalue()


def _write_table(word: "WordDocument", findings: Sequence[Finding]) -> None:
    from docx.shared import Mm

    table = word.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
    table.autofit = False
    for column, (_, width) in zip(table.columns, _COLUMNS, strict=True):
        column.width = Mm(width)
    rows = [tuple(head for head, _ in _COLUMNS), *map(_cells, findings)]
    for at, values in enumerate(rows):
        cells = table.rows[0].cells if at == 0 else table.add_row().cells
        for cell, value, (_, width) in zip(cells, values, _COLUMNS, strict=True):
            cell.text, cell.width = _clean(value), Mm(width)
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(properties.makeelement(f"{W}tblHeader"))


def _cells(finding: Finding) -> tuple[str, ...]:
    word = WORDS[finding.severity]
    told = finding.message.removeprefix(word) + (f"（建议写作：{finding.fix}）" if finding.fix else "")
    return word, told, finding.quote or "（针对全文）", str(finding.page or "")


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)
