"""Puts 版头 and 版记 around a paper whose office has them (GB/T 9704 7.2, 7.4, 10.1, 10.3)."""

from dataclasses import replace
from math import ceil

from generate.layout import CHARACTERS_PER_LINE, em_width, first_page_lines, title_lines
from generate.marks import Mark, Marks
from generate.model import Block, Form, Imprint, Inline, Masthead, Recipient, Title, plain
from generate.office import Header, Office
from generate.printing import print_day
from generate.settings import DraftSettings

_FEWEST_LINES = 2  # of text on page 1: a paragraph leaves no single line behind


def dressed(blocks: tuple[Block, ...], office: Office, settings: DraftSettings, marks: Marks) -> tuple[Block, ...]:
    """The blocks between header and imprint; as they are where the kind or the office has none."""
    form = settings.form
    if form is None or office.header is None:
        return blocks
    masthead = _masthead(office, office.header, form, settings.upward, marks)
    imprint = _imprint(office, office.header, form, marks)
    if form == "文件" and (crowd := _crowd(blocks)) is not None:
        blocks = tuple(block for block in blocks if block is not crowd)
        imprint = tuple(replace(one, sent=crowd.inline, label="主送：") for one in imprint)
    return (masthead, *blocks, *imprint)


def _crowd(blocks: tuple[Block, ...]) -> Recipient | None:
    """主送机关 that would leave no room for text on page 1, and so go to the imprint (7.3.2); None where there is."""
    found = next((block for block in blocks if isinstance(block, Recipient)), None)
    title = next((block for block in blocks if isinstance(block, Title)), None)
    if found is None or title is None:
        return None
    lines = ceil((em_width(plain(found.inline)) + 1) / CHARACTERS_PER_LINE)
    return found if lines + _FEWEST_LINES > first_page_lines(len(title_lines(tuple(map(plain, title.parts))))) else None


def _masthead(office: Office, header: Header, form: Form, upward: bool, marks: Marks) -> Masthead:
    own = _mark(office, header, form)
    return Masthead(
        form,
        mark=_given(own, "发文机关标志", marks),
        number=_given(header.number, "发文字号", marks),
        serial=_said(header.serial, marks),
        urgency=_said(header.urgency, marks),
        signer=_given(header.signer, "签发人", marks) if upward and form == "文件" else (),
    )


def _mark(office: Office, header: Header, form: Form) -> str | None:
    """文件: as set; 信函: without 文件; 纪要: the issuer's name and 会议纪要 (GB/T 9704 10.3)."""
    if form == "文件":
        return header.mark
    if form == "信函":
        return header.letter_mark or office.issuer
    return f"{office.issuer}会议纪要" if office.issuer else None


def _imprint(office: Office, header: Header, form: Form, marks: Marks) -> tuple[Imprint, ...]:
    copies = _said(header.copies, marks)
    if form == "信函":
        return (Imprint(copies),) if copies else ()
    day = header.printed_on or office.date
    printed = marks.given(f"{print_day(day)}印发") if day else marks.gap("印发日期")
    printer = _given(header.printed_by or office.issuer, "印发机关", marks)
    sent = _given(office.recipients, "分送单位", marks) if form == "纪要" else ()
    return (Imprint(copies, printer, printed.inline, sent),)


def _given(text: str | None, wanted: str, marks: Marks) -> Inline:
    made: Mark = marks.given(text) if text else marks.gap(wanted)
    return made.inline


def _said(text: str | None, marks: Marks) -> Inline:
    return marks.given(text).inline if text else ()
