"""Numbers that a text promises and the items that it then gives (R22): 三点意见, “四个一”, 七项工作制度, 等6份清单."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from check.ending import find_cut
from check.numbering import Series, read_series
from check.paper import Paper, Span
from check.rules import finding, load_words
from language.numerals import parse
from records import Finding

_NUMBER = r"(?P<n>[二三四五六七八九十两]{1,3}|(?<![\d.])\d{1,2})(?![\d.余多几百千万亿])"  # not «10余份»
_NEAR = 8  # characters between the end of an announcement and its first item: quotes, a line break
_MOST = 20  # a promise of more is a count («等120家企业»)
# «抓服务、促发展，强管控、除隐患“四篇文章”»: pairs over several clauses cannot be told
_GOES_ON = re.compile(r"、[^，。；：！？、\n]{1,8}，$")
_GROUPS = re.compile(r"(?:乡镇|县区|市区|区县|镇街|单位|部门|企业)$")
_LONGEST_LIST = 300
_DEPTH = {"》": 1, "）": 1, "”": 1, "《": -1, "（": -1, "“": -1}  # read from the right
_MARKS = "，。；：！？（）“”\n"


@dataclass(frozen=True, slots=True)
class Promise:
    """A promised number, text[start:end], and the items given, as the text lists them.

    fewest, most  items that the list may hold: «甲、乙和丙» is two or three
    open          the list ends with 等 and need not be complete
    items         where the list stands, for the finding
    """

    number: int
    start: int
    end: int
    fewest: int
    most: int
    open: bool
    items: Span


def broken(paper: Paper) -> Iterator[Finding]:
    """Promises that the list beside them does not keep."""
    for promise in read_promises(paper):
        if promise.fewest <= promise.number <= promise.most:
            continue
        given = promise.most if promise.number > promise.most else promise.fewest
        if promise.open and given > promise.number:
            rule = "number.promised"
        else:
            rule = "number.promised-open" if promise.open else "number.promised"
        said = paper.text[promise.start : promise.end]
        yield finding(rule, paper, (promise.start, promise.end), related=[promise.items], said=said, given=given)


def read_promises(paper: Paper) -> list[Promise]:
    """All promises whose items can be told, kept or not, in the order of the text."""
    readers = (_announced, _listed_before, _listed_behind, _composite, _slogans, _headed)
    found = [promise for reader in readers for promise in reader(paper)]
    first = {promise.start: promise for promise in reversed(found)}
    return [first[start] for start in sorted(first)]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The patterns of promises.toml; NUMBER in them is the promised number, group n; THING what is promised."""
    words = load_words("promises.toml")
    return {
        row["name"]: re.compile(row["find"].replace("NUMBER", _NUMBER).replace("THING", words["thing"]))
        for row in words["pattern"]
    }


def _matches(text: str, *names: str) -> Iterator[re.Match[str]]:
    for name in names:
        yield from _patterns()[name].finditer(text)


def _number(text: str) -> int | None:
    value = parse(text)
    return int(value) if value is not None and 2 <= value <= _MOST else None


def _announced(paper: Paper) -> Iterator[Promise]:
    """«讲三点意见：», «做好以下五项工作：», when the next numbered series begins right behind."""
    all_series, _ = read_series(paper)
    cut = find_cut(paper)
    for found in _matches(paper.text, "announced", "announced-by-colon", "announced-slogan"):
        number = _number(found["n"])
        behind = (s for s in all_series if found.end() <= s.start <= found.end() + _NEAR and s.marks[0].number == 1)
        series = next(behind, None)
        if number is None or series is None or (cut is not None and series.last < number):
            continue
        span = Span(series.start, series.marks[-1].end)
        yield Promise(number, found.start("said"), found.end("said"), series.last, series.last, False, span)


def _listed_before(paper: Paper) -> Iterator[Promise]:
    """«报告、调度、督查七项工作制度», «…等5个方面», «…的“五级联查”»: the list stands before the number."""
    for found in _matches(paper.text, "before", "before-slogan", "before-open"):
        number = _number(found["n"])
        items = _list_ending_at(paper.text, found.start())
        if number is None or items is None:
            continue
        fewest, most = _count(paper.text[items.start : items.end])
        is_open = found[0].startswith("等")
        # «危险化学品、烟花爆竹等12个领域» names some of them, as it may
        if not is_open or most >= number or _is_introduced(paper.text, items):
            yield Promise(number, found.start("said"), found.end("said"), fewest, most, is_open, items)


def _is_introduced(text: str, items: Span) -> bool:
    """Whether words before the list promise all of it: 即, 包括, 分别是; or the list is one of titles."""
    lead = text[max(items.start - 6, 0) : items.start + 4]
    titles = text[items.start : items.end].count("《") >= 2
    return titles or bool(_patterns()["introduces"].search(lead))


def _list_ending_at(text: str, end: int) -> Span | None:
    """The run of items joined by «、» or of titles that ends at end; None when there is none, or it goes on before."""
    start, depth, floor = end, 0, max(end - _LONGEST_LIST, text.rfind("\n", 0, end) + 1)
    while start > floor and (depth or text[start - 1] not in _MARKS):
        start -= 1
        depth = max(depth + _DEPTH.get(text[start], 0), 0)
    run = text[start:end]
    if "、" not in run and run.count("《") < 2:
        return None
    return None if _GOES_ON.search(text, max(start - 40, 0), start) else Span(start, end)


def _count(run: str) -> tuple[int, int]:
    """Fewest and most items in a run: «、» always parts, 和 及 与 perhaps; titles are counted by themselves."""
    titles = run.count("《")
    if titles >= 2:
        return titles, titles
    bare = re.sub(r"（[^（）]*）|《[^《》]*》", "", run)
    fewest = bare.count("、") + 1
    joined = len(re.findall(r"以及|[和与及]", bare))
    return fewest, fewest + joined


def _listed_behind(paper: Paper) -> Iterator[Promise]:
    """«三项制度，即甲、乙、丙。», «“五包”（包排查、…、包责任）»: the list stands behind the number."""
    for found in _patterns()["behind"].finditer(paper.text):
        number = _number(found["n"])
        items = Span(*found.span("items"))
        run = found["items"]
        # «18个乡镇（街道、场）», «16项正在整改（重大2项、一般14项）»: other names, and figures of their own
        if number is None or "、" not in run or re.search(r"\d", run) or _GROUPS.search(found["said"]):
            continue
        fewest, most = _count(re.split("等", run)[0] if run.endswith("等") else run)
        yield Promise(number, found.start("said"), found.end("said"), fewest, most, "等" in run[-6:], items)


def _composite(paper: Paper) -> Iterator[Promise]:
    """«“一台账、一表、三清单”制度（甲台账、乙表、丙清单、丁清单、戊清单）»: the numbers of the slogan are added."""
    for found in _patterns()["composite"].finditer(paper.text):
        number = sum(int(parse(digit) or 0) for digit in re.findall("[一二三四五六七八九两]", found["said"]))
        fewest, most = _count(found["items"])
        if "、" in found["items"] and abs(number - most) <= 1:
            items = Span(*found.span("items"))
            yield Promise(number, found.start("said"), found.end("said"), fewest, most, False, items)


def _slogans(paper: Paper) -> Iterator[Promise]:
    """«“两个一律”…一律…；…一律…»: a repeated word, told that often in the same sentence."""
    for found in _patterns()["slogan"].finditer(paper.text):
        number, word = _number(found["n"]), found["word"]
        sentence = paper.sentences[paper.sentence_at(found.start())]
        words = _repeated(paper.text, word, Span(found.end(), sentence.end))
        # the word may also be used apart from the list, or the list be told in part: only a near miss tells anything
        if number is None or len(words) < 2 or abs(len(words) - number) > 1:
            continue
        span = Span(words[0].start, words[-1].end)
        yield Promise(number, found.start("said"), found.end("said"), len(words), len(words), False, span)


def _repeated(text: str, word: str, behind: Span) -> list[Span]:
    """Items behind the slogan that hold its word; a word of one character must open each of them, right behind it."""
    lead = r"[^，。；：、（）“”]{0,14}?"
    if len(word) == 1:
        lead = ""
        if not re.match(rf"[（：]|{re.escape(word)}", text[behind.start : behind.end]):
            return []
    clause = re.compile(rf"(?:(?<=[，。；：、（”])){lead}{re.escape(word)}")
    return [Span(*m.span()) for m in clause.finditer(text, behind.start, behind.end)]


def _headed(paper: Paper) -> Iterator[Promise]:
    """«坚持“六个着力”» over headings that all begin with 着力: the headings are counted."""
    all_series, _ = read_series(paper)
    if find_cut(paper) is not None:
        return
    for found in _patterns()["slogan"].finditer(paper.text):
        number, word = _number(found["n"]), found["word"]
        series = next((s for s in all_series if s.start > found.end() and _all_begin(paper.text, s, word)), None)
        if number is not None and series is not None and len(word) >= 2:
            span = Span(series.start, series.marks[-1].end)
            yield Promise(number, found.start("said"), found.end("said"), series.last, series.last, False, span)


def _all_begin(text: str, series: Series, word: str) -> bool:
    return len(series.marks) > 1 and all(text.startswith(word, mark.end) for mark in series.marks)
