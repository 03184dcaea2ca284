"""What a document is: kind, title, issuer, day, region; rules/classify.toml says what speaks for each."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - «date» is an argument here
from functools import cache
from itertools import pairwise, takewhile

from extract import dating, issuing
from extract.frame import DAY, DAY_FIRST, Frame, Line, before_day, find_day, is_day, is_office, read_frame
from extract.learned import model
from extract.region import find_region
from extract.rulebook import load
from language.normalize import Reading, normalize
from language.quick import compiled
from records import KINDS, Document, DocumentInfo
from templates import load_kinds

_OPENING = 800  # characters behind the title in which a paper says why it is written
_END = 600
_CLOSING = 4  # lines below a text, its closing words among them
_META = 160  # a line of dates and sources is not longer
_HEAD, _TAIL = 40, 15  # lines of a page's head and foot
_BELOW = 40  # a line with a speaker, an office or a day under the title is not longer
_ANNEX = re.compile("附[件表录]")
_MASTHEAD = 6  # lines of a bulletin's head
_ISSUE = re.compile(r"(?P<year>20\d\d)年?(?:度)?[，, ]*第? ?\d{1,4} ?期")
_MONTH_AND_DAY = re.compile(
    r"(?P<office>[^\d，。：]*?)(?:主办|编[印发制]?)? *(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:印发|编发|编印)?"
)
_BRACKETED = re.compile("（([^（），]+)[，）]")


Options = Mapping[str, tuple[str, ...]]  # what may be chosen, with named traits
Watch = Callable[[str, Options], None]  # is told the model's name


@dataclass(frozen=True, slots=True)
class Evidence:
    """A rule that spoke for a kind: where it matched, how much it counts, the words that it matched."""

    kind: str
    where: str
    weight: float
    quote: str


def describe(
    document: Document,
    reading: Reading,
    frame: Frame | None = None,
    *,
    kind: str | None = None,
    date: Day | None = None,
    watch: Watch | None = None,
) -> DocumentInfo:
    """What the document says about itself. kind and date, when given, are taken as they are; frame where it is known.

    title is as printed; issuer and region are in simplified characters. watch is told what models may choose
    issuer and day from.
    """
    frame = frame or read_frame(document, reading)
    meta = _meta_lines(document, frame)
    debris = _debris_lines(document)
    kind = kind or kind_of(_weighed(reading, frame, meta))
    own, day = find_issuer(frame, meta), find_date(frame, meta)
    issuer = _by_model(
        "issuers", own, lambda: issuing.options(frame, debris, reading.text, kind, own), watch,
        firm=bool(frame.issuer and frame.signature),
    )  # fmt: skip
    if date is None:
        written = _by_model(
            "days", day.isoformat() if day else None, lambda: dating.options(frame, debris, kind, day), watch,
            firm=_signed_day(frame) is not None,
        )  # fmt: skip
        date = Day.fromisoformat(written) if written else None
    named = (issuer or "", frame.name, *_breadcrumbs(meta), *_sites(meta), *(one.text for one in _under_title(frame)))
    return DocumentInfo(
        document.name,
        document.sha256,
        document.media_type,
        kind,
        title=frame.printed,
        issuer=issuer or None,
        date=date,
        region=find_region(named, reading.text),
        script=reading.script,
        pages=document.pages,
    )


def kind_of(evidence: tuple[Evidence, ...]) -> str:
    """The kind that most speaks for, the first in records.KINDS among equals; 其他 when too little does."""
    scores = {kind: sum(one.weight for one in evidence if one.kind == kind) for kind in KINDS}
    best = max(KINDS, key=lambda kind: scores[kind])
    return best if scores[best] >= load("classify")["kind_least"] else "其他"


def weigh(document: Document, reading: Reading, frame: Frame | None = None) -> tuple[Evidence, ...]:
    """All evidence for the document's kind, so that a verdict can be explained."""
    frame = frame or read_frame(document, reading)
    return _weighed(reading, frame, _meta_lines(document, frame))


def _weighed(reading: Reading, frame: Frame, meta: tuple[str, ...]) -> tuple[Evidence, ...]:
    places = _places(reading, frame, meta)
    found = ((kind, where, weight, pattern.search(places[where])) for kind, where, pattern, weight in _kind_rules())
    spoken = (Evidence(kind, where, weight, match[0]) for kind, where, weight, match in found if match)
    return (*_title_evidence(frame.name), *spoken)


@cache
def _kind_rules() -> tuple[tuple[str, str, re.Pattern[str], float], ...]:
    rules = load("classify")["kind"]
    return tuple((rule["name"], rule["where"], compiled(rule["pattern"]), rule["weight"]) for rule in rules)


def _title_evidence(title: str) -> Iterator[Evidence]:
    """For each kind the best of its title words; the longer word is the more telling: 约谈通知 is no mere 通知."""
    data = load("classify")
    title = re.sub("——在.*", "", title)  # «……工作汇报——在……会上的发言»: the occasion is no kind
    for kind in load_kinds().values():
        matches = [match for word in kind.title_words if (match := re.search(word, title))]
        if matches:
            at_end = [match for match in matches if match.end() == len(title)]
            best = max(at_end or matches, key=lambda match: len(match[0]))
            weight = data["kind_title_end"] if at_end else data["kind_title_holds"]
            yield Evidence(kind.name, "title", weight + min(len(best[0]), 10) / 10, best[0])


def _places(reading: Reading, frame: Frame, meta: tuple[str, ...]) -> Mapping[str, str]:
    """The texts that rules look at, by the name that rules use for them."""
    lines = frame.lines
    first = lines[frame.title.stop - 1].end if frame.title else 0
    cells = sum(line.kind == "cell" for line in lines)
    return {
        "title": frame.name,
        "opening": reading.text[first : first + _OPENING].strip("\n"),
        "body": reading.text[first:],
        "end": reading.text[max(first, len(reading.text) - _END) :],
        "meta": "\n".join(meta),
        "layout": "table" if 3 * cells > 2 * len(lines) else "",
    }


def _by_model(
    name: str, own: str | None, options: Callable[[], Options], watch: Watch | None, *, firm: bool
) -> str | None:
    """The option that the model of that name takes; own, the rules', where there is no model or nothing to choose.

    firm  own is signed: it is kept, and the options are told to watch alone
    """
    made = None if firm else model(name)
    if made is None and watch is None:
        return own
    told = options()
    if watch:
        watch(name, told)
    return made.best(told) or None if made and told else own


def _meta_lines(document: Document, frame: Frame) -> tuple[str, ...]:
    """Short lines round the body, and the reader's debris: where source, day and breadcrumb stand."""
    lines = frame.lines
    title = frame.title or (0, 0)
    outer = {*range(min(_HEAD, _first_paragraph(lines))), *range(max(0, len(lines) - _TAIL), len(lines))}
    near = [lines[at] for at in sorted(outer - set(range(*title))) if len(lines[at].text) <= _META]
    # a day alone in a cell is a row's: when a danger was found, not when the paper came out
    told = (line.text for line in near if line.kind != "cell" or not is_day(line.text))
    return (*told, *_head_of_page(lines), *_debris_lines(document))


def _head_of_page(lines: tuple[Line, ...]) -> Iterator[str]:
    """The head of a web page that is in one line with its text: «首页 > 动态 发布日期：… 来源：… 全月检查…»."""
    at = _first_paragraph(lines)
    head = lines[at].text[: 2 * _META].partition("。")[0] if at < min(_HEAD, len(lines)) else ""
    if re.search(load("classify")["publication"]["page_head"], head):
        yield head


def _first_paragraph(lines: tuple[Line, ...]) -> int:
    return next((at for at, line in enumerate(lines) if len(line.text) > _META), len(lines))


def _debris_lines(document: Document) -> tuple[str, ...]:
    text = "\n".join(document.text[block.start : block.end] for block in document.blocks if block.kind == "debris")
    if not text:
        return ()
    return tuple(line for line in normalize(text, wrapped=False).text.split("\n") if line.strip())


def find_issuer(frame: Frame, meta: tuple[str, ...]) -> str | None:
    """Who issued it: by signature, red head, title, source, else the office whose page it stands on; None for none."""
    data = load("classify")["issuer"]
    found = (
        frame.issuer if frame.signature else None,
        *(_first(data["red_head"], line) for line in meta),
        _first(data["title"], frame.name),
        _in_title(frame),
        _above_title(frame),
        *_below_title(frame),
        *(_first(data["form"], line) for line in (*meta, *(line.text for line in _under_title(frame)))),
        frame.issuer,
        _of_bulletin(meta),
        _last_office(frame),
        *(_source(line) for line in meta),
        _first(data["of_paper"], frame.name),
        *(_first(data["breadcrumb"], line) for line in meta),
        *(_first(data["owner"], line) for line in meta),
        _spoken_for(frame),
    )
    issuer = next(filter(None, found), None)
    return issuer and re.sub(data["seal"], "", issuer)


def _spoken_for(frame: Frame) -> str | None:
    """The town for which a report's first lines speak: «我代表某乡党委、政府»."""
    town = _first(load("classify")["issuer"]["spoken_for"], "\n".join(line.text for line in frame.lines[:6]))
    return f"{town}人民政府" if town else None


def _in_title(frame: Frame) -> str | None:
    """The office whose name is a line of the title: «某县公安局交通警察大队⏎春运工作简报»."""
    lines = frame.lines[slice(*frame.title)] if frame.title else ()
    return next((line.text for line in lines[:-1] if is_office(line.text)), None)


def _above_title(frame: Frame) -> str | None:
    """The office's name above the title, its paper's number between them or not."""
    above = [line.text for line in frame.lines[: frame.title.first]] if frame.title else []
    if above and re.search(r"[〔\[]\d{4}[〕\]]", above[-1]):
        above.pop()
    return above[-1] if above and is_office(above[-1]) else None


def _of_bulletin(meta: tuple[str, ...]) -> str | None:
    """Who brings out a paper that bears an issue's number: «主办：某县安委会办公室»."""
    data = load("classify")["issuer"]
    numbered = any(re.search(r"第\d+期", line) for line in meta)
    return next(filter(None, (_first(data["bulletin"], line) for line in meta)), None) if numbered else None


def _last_office(frame: Frame) -> str | None:
    """The office that stands at the end of a text without a full day."""
    body = [line for line in frame.lines if line.kind == "paragraph"]
    ends = [line.text for line in body[max(1, len(body) - 3) :] if not re.search(r"[。：]", line.text)]
    return next(filter(is_office, reversed(ends)), None) if len(body) > 3 else None


def _below_title(frame: Frame) -> Iterator[str]:
    """Offices in the lines under the title, with a day or a speaker's name behind them or without."""
    for line in _under_title(frame):
        bare = line.text if is_office(line.text) else before_day(line.text)
        if is_office(bare):
            yield bare
        elif speaker := _first(load("classify")["issuer"]["speaker"], line.text):
            yield speaker


def _under_title(frame: Frame) -> tuple[Line, ...]:
    """The few short lines between the title and whom the paper is for, or its text."""
    lines = frame.lines[frame.title.stop : frame.title.stop + 3] if frame.title else ()
    return tuple(takewhile(lambda line: len(line.text) <= _BELOW and line.text[-1] not in "：。", lines))


def _first(pattern: str, text: str) -> str | None:
    found = re.search(pattern, text)
    return found[1] if found else None


def _source(line: str) -> str | None:
    data = load("classify")["issuer"]
    source = _first(data["source"], line)
    return None if source is None or re.search(data["no_source"], source) else source


def _breadcrumbs(meta: tuple[str, ...]) -> Iterator[str]:
    """Texts of the page's head that may begin with the place's name."""
    data = load("classify")["issuer"]
    for line in meta:
        yield from filter(None, (_source(line), _first(data["breadcrumb"], line)))


def _sites(meta: tuple[str, ...]) -> Iterator[str]:
    """Names of those whose page it is: «版权所有：开平市人民政府»."""
    return (line for line in meta if re.search(load("classify")["region"]["site"], line))


def find_date(frame: Frame, meta: tuple[str, ...]) -> Day | None:
    """The full day of the signature or dateline, else of publication; a day of the running text never counts."""
    found = _signed_day(frame) or _publication(meta) or _closing_day(frame) or _in_first_line(frame)
    return found or _of_issue(frame)


def _signed_day(frame: Frame) -> Day | None:
    """The day of the signature or of the bracket below the title, which leaves nothing to choose."""
    return frame.day or _dateline(frame) or _above_annex(frame)


def _above_annex(frame: Frame) -> Day | None:
    """The day that stands alone below the text and right above its annex, without a name."""
    pairs = pairwise(line.text for line in frame.lines if line.kind != "cell")
    return next((find_day(line) for line, under in pairs if is_day(line) and _ANNEX.match(under)), None)


def _closing_day(frame: Frame) -> Day | None:
    """A day that stands alone below the text, without a name: «二〇一四年七月十七日（星期四）»."""
    alone = (line.text for line in reversed(frame.lines[-_CLOSING:]) if line.kind != "cell" and is_day(line.text))
    return next(map(find_day, alone), None) if len(frame.lines) > _CLOSING else None


def _in_first_line(frame: Frame) -> Day | None:
    """The day that a page pasted as one line is labelled with before its text: «…情况公布 时间：2013-10-18 08：41»."""
    first = next((line.text for line in frame.lines if len(line.text) > _META), "")[: 2 * _META]
    label = re.compile(rf"(?:(?:发布|更新|发表)(?:日期|时间)|时间)[：:]\s*(?=\d{{4}}[-/.])({DAY})")
    found = label.search(first)
    return find_day(found[1]) if found else None


def _of_issue(frame: Frame) -> Day | None:
    """The day in a bulletin's head, whose year its number tells: «2023年第14期⏎某市应急管理局编　9月15日»."""
    head = [line.text for line in frame.lines[:_MASTHEAD]]
    year = next(filter(None, (_ISSUE.search(line) for line in head)), None)
    day = next(filter(None, (_MONTH_AND_DAY.fullmatch(line) for line in head)), None)
    if not year or not day or (day["office"] and not is_office(day["office"])):
        return None
    try:
        return Day(int(year["year"]), int(day["month"]), int(day["day"]))
    except ValueError:
        return None


def _dateline(frame: Frame) -> Day | None:
    """The day in brackets just below the title: «（2023年6月15日）», «（2023年7月17日，市局局长某某）»."""
    for line in frame.lines[frame.title.stop : frame.title.stop + 3] if frame.title else ():
        bracket = _BRACKETED.match(line.text)
        if bracket and is_day(bracket[1]):
            return find_day(bracket[1])
    return None


def _publication(meta: tuple[str, ...]) -> Day | None:
    for label in _labels():
        for line in meta:
            if (found := label.search(line)) and (day := find_day(found[0])):
                return day
    return None


@cache
def _labels() -> tuple[re.Pattern[str], ...]:
    labels = load("classify")["publication"]["labels"]
    return tuple(re.compile(label.replace("<day>", f"(?:{DAY}|{DAY_FIRST})")) for label in labels)
