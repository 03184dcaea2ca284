"""The text that rules read, and the way back to the source's own characters.

One form for all sources: simplified script, half-width digits and letters, full-width Chinese marks, no spaces inside
Chinese text, no line breaks inside a paragraph, no page numbers spliced into a sentence. Replacements keep the length;
what shortens the text is cut out in spans, so a position maps back by one bisection.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import ne
from typing import Literal

from opencc import OpenCC

from language.quick import compiled

Script = Literal["hans", "hant"]

HAN = r"\u3400-\u4dbf\u4e00-\u9fff〇"
_TRADITIONAL_SHARE = 0.01  # simplified texts hold a rare 著 or 乾; a traditional one has every fifth character changed

_RAGGED = 10  # columns by which a full line may fall short, as a number or a Latin word is not broken

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5E)}  # ～ (U+FF5E) stays: it marks a range
_MARKS = dict(zip(";!?()", "；！？（）", strict=True))
_FORMS = {
    "\u3000": " ", "\u00a0": " ", "\t": " ", "\u2002": " ", "\u2003": " ", "\ufeff": " ", "\u200b": " ", "\u200c": " ",
    "\u200d": " ", "\r": " ", "\f": "\n", "\v": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n",
    "﹪": "%", "％": "%", "〜": "～", "~": "～", "∼": "～", "–": "—", "―": "—", "─": "—", "－": "-", "﹣": "-",
    "˙": "·", "•": "·", "‧": "·", "・": "·", "｡": "。", "､": "、", "﹑": "、", "「": "“", "」": "”", "『": "‘",
    "』": "’", "〝": "“", "〞": "”", "＂": '"', "﹙": "（", "﹚": "）", "×": "×", "✕": "×", "╳": "×", "﹡": "*",
    "∗": "*",
}  # fmt: skip
_TABLE: dict[int, int | str] = {**_WIDTH, **{ord(old): new for old, new in (_MARKS | _FORMS).items()}}
_TABLE |= {0xFF00 + ord(old) - 0x20: new for old, new in _MARKS.items()}

# Each of these begins with its mark, so that only marks are looked at; what must stand before is asked behind it.
# a comma or colon stays half-width inside a number or a clock time: 12,500  9:30
_INNER_MARK = re.compile(r"[,:](?:(?<!\d.)|(?!\d))")
# a full stop typed half-width: «完成改造.9月前报告.»; no item's mark (一.), no leader dots
_FULL_STOP = re.compile(
    rf"\.(?![.A-Za-z])(?<=[{HAN}）”》%].)(?<!^[一二三四五六七八九十].)"
    r"(?<![\n（(][一二三四五六七八九十]{2}.)(?<!\n[一二三四五六七八九十].)"
)
# what is left of a web page in a text that was copied out of it; a tag that ends a paragraph ends one here
_TAG = re.compile(
    r"</?(?P<name>p|br|div|span|t[dhr]|table|tbody|thead|strong|b|em|i|u|font|a|img|ul|ol|li|h[1-6]|section|o:p|hr|center)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_LINE_TAGS = frozenset({"p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "section", "hr", "table"})
_ENTITY = re.compile(r"&(?:nbsp|ensp|emsp|ldquo|rdquo|lsquo|rsquo|middot|mdash|hellip|bull|lt|gt|amp|quot|times);")
# how a character is read, set behind it by a converter of scripts: 發（fā）現（xiàn）
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
_READ_AS = compiled(rf"(?<=[{HAN}])(?:（[a-zü{_TONED}]{{1,7}}）)+")
_SURELY_READ_AS = compiled(rf"(?<=[{HAN}])（[a-zü]*[{_TONED}][a-zü]*）")
_PLAINLY_READ_AS = compiled(
    rf"(?<=[{HAN}])（(?:[bpmfdtnlgkhjqxrwy]|[zcs]h?)?[aeiouü]{{1,3}}(?:ng?|r)?）"
)  # 状况總體（ti）
_LEAST_READ_AS, _LEAST_PLAINLY = 3, 8  # in a text, before its brackets with letters are taken for that
_STRAIGHT_PAIR = re.compile(r'"([^"\n]*)"')
_SPACES = re.compile(r" +")
# fields that stand side by side on a line: «督办单位：某管委会　整改期限：12月20日»; the space parts them
_LONGEST_FIELD = 200
_NEXT_FIELD = re.compile(rf"[{HAN}]{{2,8}}：")
# figures set with a space between all their digits: «达到1 0 0%», «不少于1 2 0所»; no column of numbers, no «案例1 5月»
_SPREAD = compiled(rf"(?<=[{HAN}，。；：、（])(?<![例件表图题务项段])\d(?: \d)+(?=[%‰.{HAN}])")
_OPENS_ITEM = re.compile(
    r"[—·●■◆▲○]|[（(]?[一二三四五六七八九十]{1,3}[、.）)是要]|[（(]?\d{1,2}[、.）)](?!\d)|第[一二三四五六七八九十\d]{1,3}[，、章节条]|附件|[①-⑳]"
)
_PAGE_NUMBER_LINE = re.compile(r"[ ]*(?:[—-]+ *\d{1,4} *[—-]+|第 *\d{1,4} *页(?:[，, /]*共 *\d{1,4} *页)?)[ ]*")
_SPLICE = re.compile(r"^(\d{1,3})、", re.MULTILINE)
_ENDS = "。！？；：…"
# «…的报告⏎县安委会办公室：»: whom a paper is for, below its title
_ADDRESSEE = re.compile(r"[^，。；：]{2,40}(?:[局委办府会处室队司院厅部站所校厂]|单位|领导|同志|同志们)：[ ]*")
# «附件2⏎2023年6月统计表»: a label on a line of its own, whose number ends with it
_FIELD = re.compile(r"[\u4e00-\u9fff]{2,12}(?:（[^（）\n]{1,12}）)?[：:] ?[^\s]")  # a line of a form: «事故地点：某厂»
# «责任单位：某局», «整改时限：…»: a field that begins a line of its own, however full the one above is
_OWN_FIELD = re.compile(
    r"(?:整改|治理|督办|完成|落实|监管)?(?:(?:责任|牵头|配合|承办|主办|协办|督办|整改)(?:单位|部门|科室|领导|人)|时限|期限|措施|责任)[：:]"
)
_LABEL = re.compile(r"(?:附件|附表|附图|附录|表|图)\d{1,3}")
# a line's end that no number goes on behind: a day, an hour, a telephone number
_WHOLE = re.compile(r"(?<!\d)(?:19|20)\d\d([-./])\d{1,2}\1\d{1,2}$|(?<!\d)\d{1,2}[:：]\d\d$|\d{6}$")
_STRETCH_OPENS, _STRETCH_ENDS = re.compile(r"\d ?[日号月]起?$"), re.compile(r"(?:起[至到]?|[至到]) ?\d")
_CUT_UNIT = re.compile(r"[年月日时分秒万亿千百余多%‰个家处起人名次项条件场份元\d]")


@dataclass(frozen=True, slots=True)
class Reading:
    """Normalised text, with where each run of it began in the source.

    at    position in text of each unbroken run, ascending, first is 0
    from_ position in the source of the same run
    """

    text: str
    script: Script
    at: tuple[int, ...]
    from_: tuple[int, ...]

    def position(self, index: int) -> int:
        """Place in the source of the character text[index]."""
        run = bisect_right(self.at, index) - 1
        return self.from_[run] + index - self.at[run]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Span in the source of text[start:end]; half open. Raises ValueError when the span is empty."""
        if start >= end:
            raise ValueError("an empty span has no place in the source")
        return self.position(start), self.position(end - 1) + 1


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def simplify(text: str) -> str:
    """The text in simplified characters, of the same length, so that offsets hold."""
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(one if len(one := _converter().convert(char)) == 1 else char for char in text)


def script_of(text: str) -> Script:
    """«hant» where more than one Chinese character in a hundred changes on its way to simplified script."""
    han = re.sub(f"[^{HAN}]", "", text[:20_000])
    changed = sum(map(ne, han, simplify(han)))
    return "hant" if changed > _TRADITIONAL_SHARE * len(han) else "hans"


def normalize(
    text: str, *, skip: Sequence[tuple[int, int]] = (), breaks: Collection[int] = (), wrapped: bool = True
) -> Reading:
    """Reading of a text.

    skip     spans to leave out (a web page's debris, running heads), ascending
    breaks   positions of characters that part two paragraphs whatever they are (the tab between table cells)
    wrapped  whether a line break may fall inside a paragraph; False where the reader gives whole paragraphs
    """
    script = script_of(text)
    same_length = _replace(simplify(text) if script == "hant" else text)
    if breaks:
        chars = list(same_length)
        for at in breaks:
            chars[at] = "\n"
        same_length = "".join(chars)
    cuts = sorted({
        *skip, *_splices(same_length), *_breaks(same_length, wrapped, set(breaks)), *_read_as(same_length)
    })  # fmt: skip
    joined = _Pieces.without(same_length, cuts)
    return _without_spaces(joined).reading(script)


def _replace(text: str) -> str:
    if "<" in text:
        text = _TAG.sub(_blank_tag, text)
    if "&" in text:
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]).ljust(len(entity[0])), text)
    text = text.translate(_TABLE)
    text = _INNER_MARK.sub(lambda m: "，" if m[0] == "," else "：", text)
    text = _FULL_STOP.sub("。", text)
    return _STRAIGHT_PAIR.sub(r"“\1”", text)


def _blank_tag(tag: re.Match[str]) -> str:
    """Blanks in a tag's place, the first a line break where the tag parts paragraphs."""
    return ("\n" if tag["name"].lower() in _LINE_TAGS else " ").ljust(len(tag[0]))


def _read_as(text: str) -> Iterator[tuple[int, int]]:
    """Brackets that only say how the character before them is read, in a text that has several such."""
    surely = len(_SURELY_READ_AS.findall(text)) >= _LEAST_READ_AS
    if surely or len(_PLAINLY_READ_AS.findall(text)) >= _LEAST_PLAINLY:
        yield from (bracket.span() for bracket in _READ_AS.finditer(text))


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Runs of a text that are kept, each with its place in the source."""

    runs: tuple[tuple[int, str], ...]

    @classmethod
    def without(cls, text: str, cuts: Sequence[tuple[int, int]]) -> "_Pieces":
        runs, at = [], 0
        for start, end in cuts:
            if start > at:
                runs.append((at, text[at:start]))
            at = max(at, end)
        return cls((*runs, (at, text[at:])))

    @property
    def text(self) -> str:
        return "".join(piece for _, piece in self.runs)

    def reading(self, script: Script) -> Reading:
        at, starts, kept = 0, [], [run for run in self.runs if run[1]] or [(0, "")]
        for _, piece in kept:
            starts.append(at)
            at += len(piece)
        return Reading(self.text, script, tuple(starts), tuple(start for start, _ in kept))


def _without_spaces(pieces: _Pieces) -> _Pieces:
    """The pieces less each space that does not part two words of Latin letters or numbers.

    In a text flattened to one long line, a space is what is left of a paragraph's end: it becomes one again.
    """
    text, reading = pieces.text, pieces.reading("hans")
    flat = _flattened_lines(text)
    spread = {at for figure in _SPREAD.finditer(text) for at in range(*figure.span())}
    runs: list[tuple[int, str]] = []
    at = 0
    for space in _SPACES.finditer(text):
        before, after = text[space.start() - 1 : space.start()], text[space.end() : space.end() + 1]
        if _parts_words(before, after) and space.start() not in spread:
            continue
        runs += _runs(reading, text, at, space.start())
        if before and (any(start <= space.start() < end for start, end in flat) or _opens_field(text, space)):
            runs.append((reading.position(space.start()), "\n"))
        at = space.end()
    return _Pieces((*runs, *_runs(reading, text, at, len(text))))


def _opens_field(text: str, space: re.Match[str]) -> bool:
    """Whether a labelled field begins behind a space, on the line of another one that has its words."""
    if not _NEXT_FIELD.match(text, space.end()):
        return False
    low = max(0, space.start() - _LONGEST_FIELD)
    line = max(text.rfind("\n", low, space.start()) + 1, low)
    return line < text.rfind("：", line, space.start()) < space.start() - 1


def _runs(reading: Reading, text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """text[start:end] as runs unbroken in the source."""
    first, last = bisect_right(reading.at, start), bisect_right(reading.at, end - 1)
    for left, right in pairwise((start, *reading.at[first:last], end)):
        if right > left:
            yield reading.position(left), text[left:right]


def _parts_words(before: str, after: str) -> bool:
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def _flattened_lines(text: str) -> list[tuple[int, int]]:
    """Lines that once were several paragraphs: long, with a space after more than one full stop."""
    lines = (m.span() for m in re.finditer(r"[^\n]{400,}", text))
    return [(start, end) for start, end in lines if len(re.findall(r"[。！？：] ", text[start:end])) > 1]


def _splices(text: str) -> list[tuple[int, int]]:
    """Page numbers that a previewer set into the sentence: «精准施⏎2、策». They count up from 1 at line starts."""
    chain: list[re.Match[str]] = []
    for mark in _SPLICE.finditer(text):
        if int(mark[1]) == len(chain) + 1:
            chain.append(mark)
    inside = [mark for mark in chain[1:] if _ends_open(text[: mark.start()].rstrip("\n ")[-1:])]
    if len(chain) < 3 or 2 * len(inside) <= len(chain) - 1:
        return []
    first = chain[0]
    return [(first.start(), first.end())] + [(_back_over_break(text, m.start()), m.end()) for m in chain[1:]]


def _ends_open(last: str) -> bool:
    return bool(last) and last not in _ENDS + "!?”）》"


def _back_over_break(text: str, at: int) -> int:
    return len(text[:at].rstrip("\n "))


def _breaks(text: str, wrapped: bool, forced: Collection[int]) -> Iterator[tuple[int, int]]:
    """Lines that hold a page number alone, and line breaks, with such a line between or not, inside a paragraph.

    A forced break, as between two table cells, is never inside one.
    """
    lines = [m.span() for m in re.finditer(r"[^\n]+", text) if m[0].strip()]
    width = _wrap_width([text[start:end] for start, end in lines]) if wrapped else None
    numbers = [span for span in lines if _PAGE_NUMBER_LINE.fullmatch(text, *span)]
    yield from numbers
    kept = [span for span in lines if span not in set(numbers)]
    for (start, end), (after, stop) in pairwise(kept):
        upper, lower = text[start:end].rstrip(), text[after:stop]
        if any(at in forced for at in range(end, after)):
            continue
        over_page = bool(text[end:after].strip())
        if (over_page or text.count("\n", end, after) == 1) and _continues(upper, lower, width, wrapped, over_page):
            yield start + len(upper), after


def _continues(upper: str, lower: str, width: int | None, wrapped: bool, over_page: bool) -> bool:
    if _OPENS_ITEM.match(lower) or _ADDRESSEE.fullmatch(lower) or not _ends_open(upper[-1:]):
        return False
    if _OWN_FIELD.match(lower) or (_FIELD.match(upper) and _FIELD.match(lower)):
        return False
    if over_page or _cut_number(upper, lower):
        return True
    if not wrapped or lower.startswith("  "):
        return False
    return upper[-1] in "，、" or (width is not None and _columns(upper) >= width)


def _cut_number(upper: str, lower: str) -> bool:
    """A date, a stretch or an amount over the line's end: «2023年7月⏎2日», «自3月11日⏎起至6月9日», «3000⏎万元»."""
    if _STRETCH_OPENS.search(upper) and _STRETCH_ENDS.match(lower):
        return True
    if upper.isdigit() or _LABEL.fullmatch(upper) or not _CUT_UNIT.match(lower):
        return False
    if lower[0].isdigit() and _WHOLE.search(upper):
        return False
    return upper[-1].isdigit() or (upper[-1] in "年月" and lower[0].isdigit() and bool(re.search(r"\d[年月]$", upper)))


def _columns(line: str) -> int:
    return 2 * len(line) - len(line.encode("ascii", "ignore"))


def _wrap_width(lines: list[str]) -> int | None:
    """Columns from which a line counts as full, where the text is set to one width; else None.

    A line that is told again tells nothing more of that.
    """
    widths = sorted(_columns(line) for line in {line.rstrip() for line in lines})
    if len(widths) < 5 or widths[-1] > 140:
        return None
    full = widths[(4 * len(widths)) // 5]
    near = sum(abs(width - full) <= _RAGGED for width in widths)
    return full - _RAGGED if full >= 30 and 3 * near >= len(widths) else None
