"""Which part each line of a paper plays: title, 主送机关, headings, body, 附件说明, signature, 版记."""

import re
from collections.abc import Sequence

from check.formpaper import HEADINGS, FormPaper, Line, forms, heading_marks

_TITLE_LINES = 5
_BEFORE_TITLE = 40  # lines among which the title is looked for
_SIGNER_LINES = 3
_LONGEST_SIGNER = 40
_LONGEST_HEADING = 60
_IMPRINT_LINES = 40  # at the end


def assign(paper: FormPaper) -> None:
    """Gives every line of the paper its part."""
    lines = [line for line in paper.lines if line.bare and line.place != "cell"]
    _set_attachments(lines)
    main = [line for line in lines if not line.apart]
    after = _set_title(main, paper.extraction.document.title or "")
    for line in main[: max(after - 1, 0)]:
        _set_header(line)
    rest = _set_recipient(main[after:])
    ending = _set_ending(rest)
    for line in rest[:ending]:
        _set_body(line)
    for line in (line for line in lines if line.apart and line.role == "other"):
        _set_body(line)
    _set_attachment_list(rest[:ending])
    _set_imprint(paper.lines)


def _is(part: str, line: Line) -> bool:
    return forms()[part].fullmatch(line.bare) is not None


def _set_attachments(lines: Sequence[Line]) -> None:
    """Everything from the first line that says 附件 and no more."""
    started = False
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        if at and _is("attachment", line) and not (following and _is("item", following)):
            started = True
            line.role = "attachment"
            if following and not _is("attachment", following):
                following.role = "attachment-title"
        line.apart = started


def _set_title(lines: Sequence[Line], title: str) -> int:
    """Marks the lines of the title; the index behind them, 0 where there is none."""
    wanted = _squeezed(title)
    for first in range(min(_BEFORE_TITLE, len(lines)) if wanted else 0):
        told = ""
        if _heading(lines[first]):
            continue
        for last in range(first, min(first + _TITLE_LINES, len(lines))):
            told += _squeezed(lines[last].text)
            # a title of several lines in one paragraph, of which only the last was taken for the title
            if told == wanted or (last == first and "\n" in lines[first].bare and told.endswith(wanted)):
                for line in lines[first : last + 1]:
                    line.role = "subtitle" if line.bare.startswith("——") else "title"
                return last + 1
            if not wanted.startswith(told):
                break
    return _set_title_by_words(lines)


def _set_title_by_words(lines: Sequence[Line]) -> int:
    """The title by how it ends, where nobody has told it: «关于…的通知» before any text."""
    for at, line in enumerate(lines[:_BEFORE_TITLE]):
        if "。" in line.bare[:-1] or _heading(line):
            break
        if _is("title", line):
            line.role = "title"
            return at + 1
    return 0


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u3000（）()〔〕\[\]，,：:。；;]", "", text)


def _set_header(line: Line) -> None:
    if line.role == "other":
        line.role = next((part for part in ("copy", "urgency", "signing", "number", "mark") if _is(part, line)), "head")


def _set_recipient(lines: Sequence[Line]) -> Sequence[Line]:
    """Marks what stands between title and text; the lines behind it."""
    for at, line in enumerate(lines[:4]):
        if _is("number", line):
            line.role = "number"
        elif _is("subtitle", line):
            line.role = "subtitle"
        elif _is("recipient", line) and not _heading(line):
            line.role = "recipient"
            return lines[at + 1 :]
        else:
            return lines[at:]
    return lines[4:]


def _set_ending(lines: Sequence[Line]) -> int:
    """Marks signature, date and what follows; the index of the first line that is no text any more."""
    for at in range(len(lines) - 1, -1, -1):
        if _is("date", lines[at]):
            break
    else:
        return len(lines)
    if any(len(line.bare) > _LONGEST_HEADING and "。" in line.bare for line in lines[at + 1 :]):
        return len(lines)
    lines[at].role = "date"
    for line in lines[at + 1 :]:
        line.role = "note" if _is("note", line) else "after"
    first = at
    while first and at - first < _SIGNER_LINES and _is_signer(lines[first - 1]):
        first -= 1
        lines[first].role = "signer"
    return first


def _is_signer(line: Line) -> bool:
    text = line.bare
    return (
        1 < len(text) <= _LONGEST_SIGNER
        and not re.search(r"[。；，：:！？]", text)
        and not _heading(line)
        and not _is("item", line)
        and not _is("attachments", line)
    )


def _set_body(line: Line) -> None:
    if line.role != "other" or _is("remark", line) or _is("recipient", line):
        return
    level = _heading(line)
    if level:
        line.role = HEADINGS[level - 1]
    elif forms()["prose"].search(line.text):
        line.role = "body"


def _heading(line: Line) -> int:
    """Level of a heading, 0 for none. A figure or a list item that runs on for long is text."""
    for level, pattern in heading_marks().items():
        if pattern.match(line.bare):
            return level
    return 0


def _set_attachment_list(lines: Sequence[Line]) -> None:
    """附件说明: the last line that says 附件： and the numbered ones right behind it."""
    for at in range(len(lines) - 1, -1, -1):
        if _is("attachments", lines[at]) and "。" not in lines[at].bare[:-1]:
            lines[at].role = "attachments"
            for line in lines[at + 1 :]:
                if not _is("item", line):
                    break
                line.role = "attachments"
            return


def _set_imprint(lines: Sequence[Line]) -> None:
    """版记: also in a table at the foot."""
    for line in lines[-_IMPRINT_LINES:]:
        open_roles = ("other", "after", "note") if line.place == "body" else ("other", "after", "note", "body")
        if line.role in open_roles:
            line.role = next((part for part in ("copies", "printed") if _is(part, line)), line.role)
