"""Rules on form that the words alone show: 发文字号, marks of headings, date, 附件说明, width of digits and marks."""

import re
import unicodedata
from collections.abc import Iterator

from check.edits import Edit, Problem, TextEdit
from check.formpaper import HEADINGS, FormPaper, Line, heading_marks
from check.formsay import say

_NUMBER = re.compile(
    r"(?<=[\u4e00-\u9fff])\s*(?P<open>[〔\[［【（(﹝])\s*(?P<year>(?:19|20)\d\d)\s*(?P<close>[〕\]］】）)﹞])"
    r"\s*(?P<word>第?)\s*(?P<zeros>0*)(?P<number>[1-9]\d{0,3})\s*号"
)
_DIGITS = re.compile(r"[\uff10-\uff19]+(?:[\uff0e\uff0c][\uff10-\uff19]+)*")
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_HALF = re.compile(rf"(?<=[{_HAN}”》）)])[,;:?!](?=[{_HAN}“《（(])|(?<=[{_HAN}])[,;:?!](?=\s*$)")
_HALF_BRACKETS = re.compile(rf"\((?=[^()\n]*[{_HAN}][^()\n]*\))|(?<=[{_HAN}])\((?=\d+\))")
_FULL = str.maketrans(",;:?!()", "，；：？！（）")
_CHINESE = {char: digit for digit, char in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0, "O": 0, "o": 0}
_DATE = re.compile(r"(?P<year>[^年.．/-]+)[年.．/-](?P<month>[^月.．/-]+)[月.．/-](?P<day>[^日号]+)[日号]?")
_RIGHT_DATE = re.compile(r"(?:19|20)\d\d年[1-9]\d?月[1-9]\d?日")
_ATTACHMENTS = re.compile(r"附\s*件\s*(?P<number>\d{0,2})\s*(?P<colon>[：:]?)\s*(?P<names>.*)")
_ITEM = re.compile(r"(?P<number>\d{1,2})\s*(?P<mark>[.．、])(?!\d)\s*")
_END = "。；，、;,."


def _edits(line: Line, start: int, end: int, new: str) -> list[Edit]:
    """The edit of text[start:end] of the document in its line; none outside Word files or in an automatic number."""
    word = line.word
    if word is None or word.start is None or word.end is None or not word.start <= start <= end <= word.end:
        return []
    return [TextEdit(line, start - word.start, end - word.start, new)]


def numbers(paper: FormPaper) -> Iterator[Problem]:
    """发文字号 and cited numbers whose year is not in 〔〕, or with 第 or zeros before the number (7.2.5)."""
    text = paper.extraction.text
    own = set(paper.of("number"))
    for line in paper.lines:
        for match in _NUMBER.finditer(line.text) if line.start is not None else ():
            if match["open"] + match["close"] == "〔〕" and not match["word"] and not match["zeros"]:
                continue
            start, end = (line.start or 0) + match.start("open"), (line.start or 0) + match.end()
            brackets = [(match.start("open"), "〔"), (match.start("close"), "〕")]
            edits = [edit for at, new in brackets if line.text[at] != new
                     for edit in _edits(line, (line.start or 0) + at, (line.start or 0) + at + 1, new)]  # fmt: skip
            yield say(
                paper, "format.number", [line], edits, at=(start, end), severity=None if line in own else "warning",
                found=text[start:end], fix=f"〔{match['year']}〕{match['number']}号",
            )  # fmt: skip


def heading_marks_wrong(paper: FormPaper) -> Iterator[Problem]:
    """Marks other than «一、», «（一）», «1.», «（1）» (7.3.3)."""
    lines, edits, first = [], [], None
    for line in paper.of(*HEADINGS):
        level = HEADINGS.index(line.role) + 1
        match = heading_marks()[level].match(line.bare)
        if match is None or line.start is None or line.place == "cell":
            continue
        start = line.start + len(line.text) - len(line.text.lstrip())
        found, wanted = match[0], _right_mark(level, match["number"])
        if found.strip() == wanted or (level == 1 and match["mark"] in "，,"):
            continue
        lines.append(line)
        first = first or (start, start + len(found.rstrip()), wanted)
        edits += _edits(line, start, start + len(found.rstrip()), wanted)
    if first:
        yield say(paper, "format.heading-mark", lines, edits, at=first[:2], wanted=first[2], fix=first[2])


def _right_mark(level: int, number: str) -> str:
    number = unicodedata.normalize("NFKC", number)
    return {1: f"{number}、", 2: f"（{number}）", 3: f"{number}.", 4: f"（{number}）"}[level]


def heading_stops(paper: FormPaper) -> Iterator[Problem]:
    """Headings that end in a mark among others that do not; a list of demands, each a sentence, is none."""
    lines = [line for line in paper.of("heading1", "heading2") if line.place != "cell"]
    marked = [line for line in lines if _ends_in_mark(line)]
    plain = [line for line in lines if not re.search(r"[。；]", line.bare)]
    if marked and len(plain) >= (1 if len(marked) == 1 else 3 * len(marked)):
        yield say(paper, "format.heading-stop", marked)


def _ends_in_mark(line: Line) -> bool:
    text = line.bare
    return len(text) <= 30 and text[-1] in "。；，：" and not re.search(r"[，。；：]", text[:-1])


def title_stop(paper: FormPaper) -> Iterator[Problem]:
    """A title that ends in a mark."""
    lines = paper.of("title")[-1:]
    if lines and lines[0].bare[-1:] in "。，；：、.,;:":
        yield say(paper, "format.title-stop", lines)


def recipient(paper: FormPaper) -> Iterator[Problem]:
    """主送机关 that ends in a half-width colon, or is indented (7.3.2)."""
    for line in paper.of("recipient"):
        if line.start is None:
            continue
        at = line.start + len(line.text.rstrip()) - 1
        if line.bare.endswith(":"):
            yield say(paper, "format.recipient", [line], _edits(line, at, at + 1, "："), at=(at - 1, at + 1),
                      fix=f"{paper.extraction.text[at - 1]}：")  # fmt: skip


def date_form(paper: FormPaper) -> Iterator[Problem]:
    """成文日期 other than «2023年7月4日» (7.3.5.4)."""
    for line in paper.of("date"):
        if line.start is None or _RIGHT_DATE.fullmatch(re.sub(r"\s", "", line.bare)):
            continue
        start = line.start + len(line.text) - len(line.text.lstrip())
        yield say(paper, "format.date", [line], at=(start, start + len(line.bare)), fix=_right_date(line.bare))


def _right_date(text: str) -> str | None:
    """The date in Arabic digits without zeros; None where it cannot be told."""
    match = _DATE.fullmatch(re.sub(r"\s", "", text))
    values = [_value(match[part]) for part in ("year", "month", "day")] if match else [None]
    if None in values or not match:
        return None
    year, month, day = values
    return f"{year}年{month}月{day}日" if len(match["year"]) == 4 else None


def _value(text: str) -> int | None:
    """A figure in Arabic digits or Chinese: «2023», «二〇二三», «十二», «二十»."""
    if text.isdecimal() and text.isascii():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_CHINESE.get(tens, 0) if tens else 1) * 10 + (_CHINESE.get(ones, 0) if ones else 0)
    if all(char in _CHINESE for char in text):
        return int("".join(str(_CHINESE[char]) for char in text))
    return None


def attachment_list(paper: FormPaper) -> Iterator[Problem]:
    """附件说明 other than «附件：1.名称» without a mark at the end (7.3.4)."""
    lines = paper.of("attachments")
    for at, line in enumerate(lines):
        wanted = _right_attachment(line.bare, first=at == 0, several=len(lines) > 1)
        if wanted != re.sub(r"\s+", "", line.bare) and line.start is not None:
            start = line.start + len(line.text) - len(line.text.lstrip())
            end = start + len(line.bare)
            only_end = wanted == re.sub(r"\s+", "", line.bare)[:-1]
            yield say(
                paper, "format.attachments", [line], _mark_edits(line), at=(start, end), fix=wanted,
                wanted=wanted, severity="info" if only_end else None,
            )  # fmt: skip


def _right_attachment(text: str, *, first: bool, several: bool) -> str:
    text = re.sub(r"\s+", "", text)
    head = _ATTACHMENTS.fullmatch(text) if first else None
    names = head["names"] if head else text
    item = _ITEM.match(names)
    if item:
        several = several or _ITEM.search(names, item.end()) is not None  # «附件：1.检查表 2.周报表»
        rest = names[item.end() :]
        names = f"{item['number']}.{rest}" if several or not first else rest
    elif head and head["number"] and several:
        names = f"{head['number']}.{names}"
    return ("附件：" if head else "") + names.rstrip(_END)


def _mark_edits(line: Line) -> list[Edit]:
    """Edits of the colon behind 附件 and of the mark behind a number; names are left as they are."""
    edits: list[Edit] = []
    start = line.start or 0
    head = re.match(r"\s*附\s*件\s*(?P<colon>:)", line.text)
    if head:
        edits += _edits(line, start + head.start("colon"), start + head.end("colon"), "：")
    item = re.match(r"\s*(?:附\s*件\s*[：:]\s*)?\d{1,2}\s*(?P<mark>[．、])", line.text)
    if item:
        edits += _edits(line, start + item.start("mark"), start + item.end("mark"), ".")
    return edits


# --- width -------------------------------------------------------------------------------------------------------


def wide_digits(paper: FormPaper) -> Iterator[Problem]:
    """Full-width digits (GB/T 15835)."""
    places = [(line, match) for line in _spoken(paper) for match in _DIGITS.finditer(line.text)]
    if places:
        edits = [edit for line, match in places for edit in _replaced(line, match, _narrow(match[0]))]
        line, match = places[0]
        yield say(paper, "format.wide-digits", [line], edits, at=_place(line, match), fix=_narrow(match[0]),
                  times=len(places))  # fmt: skip


def half_marks(paper: FormPaper) -> Iterator[Problem]:
    """Half-width marks between Chinese letters (GB/T 15834)."""
    places = [(line, match) for line in _spoken(paper) for match in _half_width(line)]
    if places:
        edits = [edit for line, match in places for edit in _replaced(line, match, match[0].translate(_FULL))]
        line, match = places[0]
        start, end = _place(line, match)
        lead = 1 if match.start() else 0
        quote = paper.extraction.text[start - lead : end]
        yield say(paper, "format.half-marks", [line], edits, at=(start - lead, end), fix=quote.translate(_FULL),
                  times=len(places), mark=match[0])  # fmt: skip


def _half_width(line: Line) -> Iterator[re.Match[str]]:
    """Half-width marks behind the mark of a heading, which has a rule of its own."""
    level = HEADINGS.index(line.role) + 1 if line.role in HEADINGS else 0
    mark = heading_marks()[level].match(line.text) if level else None
    start = mark.end() if mark else 0
    yield from _HALF.finditer(line.text, start)
    for match in _HALF_BRACKETS.finditer(line.text, start):
        yield match
        if close := re.compile(r"\)").search(line.text, match.end()):
            yield close


def _spoken(paper: FormPaper) -> list[Line]:
    """The lines whose width of digits and marks counts: the paper's own words, cells and attachments left out."""
    return [line for line in paper.of("title", "body", "signer", *HEADINGS)
            if line.start is not None and line.place == "body"]  # fmt: skip


def _narrow(text: str) -> str:
    return text.translate({0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0E: ".", 0xFF0C: ","})


def _place(line: Line, match: re.Match[str]) -> tuple[int, int]:
    return (line.start or 0) + match.start(), (line.start or 0) + match.end()


def _replaced(line: Line, match: re.Match[str], new: str) -> list[Edit]:
    return _edits(line, *_place(line, match), new)
