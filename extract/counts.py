"""Adds a Count to doc._.counts for each figure that a clerk would put into a table.

A quantity is kept unless a rule claims it (candidates); its noun and verb come from its clause (figures, items), or
from the figures around it (relations); time, owner and comparison from what stands around it (context).
Source: annotation guide, «count».
"""

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from spacy.language import Language
from spacy.tokens import Doc

from extract.bound import settled
from extract.candidates import candidates
from extract.choosing import CHOSEN, FIELDS, Watch, choose
from extract.context import Subjects
from extract.drafts import Draft, Figures, Scene, same_kind
from extract.figures import read_figures
from extract.learned import Model, model
from extract.nouns import DOUBTFUL
from extract.periods import Periods
from extract.rulebook import pattern
from extract.sentences import Span, clauses, sentences
from extract.stretches import as_period
from extract.sureness import confidence
from extract.toll import BARE_UNITS, unit_of
from extract.words import Words, words_of
from language.dates import Time
from language.numerals import Quantity
from records import Count, Period

_NO_CHANCE = 10  # a number that is the same by chance only rarely
_TIMES = 12  # times before a figure among which those of its period are sought
_NEARBY = 200  # characters before a sentence out of which it may take a word
_PART = 60  # characters before a part in which «其中» is sought
_MEASURED = re.compile("(?:起数|人数|件数|事故|率)[多少]?$")  # 起数·减少6起: what is measured, nobody's
_IN_BETWEEN = re.compile("[\u4e00-\u9fff]{5}|）|其中|全[省市县区]")  # words that may tell of somebody else
_ACCIDENTS = re.compile(r"[\d一二三四五六七八九十百×*]余?[起宗]")  # their number, before which their toll is told
_IDLE = ("另有", "还有", "尚有", "属于", "即")  # verbs by which nothing is done
_EARLIER = 12  # figures before a sentence that it may go on with


@Language.factory("counts")
def make_counts(nlp: Language, name: str) -> "Counts":
    """The component «counts»."""
    return Counts()


class Counts:
    """Finds the figures of a Doc, sentence by sentence."""

    def __call__(self, doc: Doc) -> Doc:
        """The doc, with its counts."""
        choosers = {name: made for name in FIELDS if (made := model(name))}
        doc._.counts = find_counts(words_of(doc), doc._.times, doc._.anchor, choosers, exact=doc._.dated)
        return doc


def find_counts(
    words: Words,
    times: Sequence[Time],
    anchor: dt.date | None,
    choosers: Mapping[str, Model] = MappingProxyType({}),
    watch: Watch | None = None,
    doubtful: float = DOUBTFUL,
    *,
    exact: bool = True,
) -> list[Count]:
    """The counts of a text, in its order.

    choosers  by their names, the models that choose a figure's noun, verb and owner; the rules' own hold without
    watch  is told what the models are
    doubtful  the confidence below which the rules are not sure of a noun
    exact  whether the anchor is the document's day, and not one that stands in for it
    """
    text = words.text
    periods = Periods(text, times, anchor, exact=exact)
    drafts = _without_repeats(text, _drafts(words, times))
    subjects = Subjects(text, words, {time.start: time.end for time in times})
    last: Draft | None = None
    for draft in drafts:
        draft.period = periods.at(draft.sentence, draft.timed or draft.quantity.start)
        if draft.subject and _MEASURED.search(draft.subject):
            draft.subject = None
        owned = draft.subject is not None
        if not owned and last and _goes_on(text, last, draft):
            draft.subject = last.subject
        last = draft if owned or (last and draft.subject == last.subject) else None
        draft.subject = draft.subject or _subject(text, subjects, draft)
    places = {draft: at for at, draft in enumerate(drafts)}
    dated = [time for time in times if time.first or time.last]
    read = [_count(text, draft, places) for draft in drafts]
    counts = list(read)
    time_ends = frozenset(time.end for time in times)
    choose(Figures(words, drafts, counts, time_ends, periods.times), choosers, watch, doubtful)
    counts = settled(text, drafts, read, counts)
    told = [_told(dated, draft, count.period) for draft, count in zip(drafts, counts, strict=True)]
    return [
        replace(
            count, why=tuple(_why(text, drafts[at], count, counts, told[at])),
            confidence=count.confidence if count is read[at] else confidence(count),
        )
        for at, count in enumerate(counts)
    ]  # fmt: skip


def _told(times: Sequence[Time], draft: Draft, period: Period | None) -> str:
    """The words of the last time before a figure that mean its period; "" where none do by themselves."""
    at = bisect_right(times, draft.quantity.start, key=lambda time: time.start)
    if period is None:
        return ""
    near = reversed(times[max(0, at - _TIMES) : at])
    return next((time.text for time in near if as_period(time) == period), "")


def _goes_on(text: str, last: Draft, draft: Draft) -> bool:
    """Whether a toll or a rise is of the trade or place that the figure before is told of: 煤矿6起、死亡11人."""
    between = text[last.end : draft.start]
    told = draft.rule == "casualties" or draft.change is not None
    return told and draft.sentence == last.sentence and "；" not in between and not _IN_BETWEEN.search(between)


def _subject(text: str, subjects: Subjects, draft: Draft) -> str | None:
    """Whose the figure is; a single accident's dead are nobody's."""
    name = subjects.before(draft.sentence, draft.quantity.start)
    toll = draft.rule == "casualties"
    single = toll and (draft.action or not _ACCIDENTS.search(text, draft.sentence.start, draft.start))
    return None if single and name and not re.match("全|我|本|各", name) else name


def _drafts(words: Words, times: Sequence[Time]) -> list[Draft]:
    text, time_ends = words.text, [time.end for time in times]
    drafts: list[Draft] = []
    for span, inside in _by_sentence(sentences(text), candidates(text, times)):
        earlier = drafts[-_EARLIER:]
        scene = Scene(text, words, span, clauses(text, span), inside, earlier, time_ends)
        read_figures(scene)
        drafts += scene.drafts
    return drafts


def _by_sentence(spans: Sequence[Span], quantities: Sequence[Quantity]) -> Iterator[tuple[Span, list[Quantity]]]:
    """Sentences that hold quantities, each with its own."""
    starts = [quantity.start for quantity in quantities]
    for span in spans:
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
        if last > first:
            yield span, list(quantities[first:last])


def _without_repeats(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts that have a noun, less those that only say which things are meant."""
    first: dict[Decimal, list[Draft]] = {}
    kept = []
    for draft in drafts:
        value = draft.quantity.value
        earlier = first.setdefault(value, []) if value is not None else []
        if draft.item and not (earlier and _names_a_group(text, draft, earlier)):
            kept.append(draft)
            earlier.append(draft)
    return kept


def _names_a_group(text: str, draft: Draft, earlier: Sequence[Draft]) -> bool:
    """«对排查出的3处重大隐患逐一建档»: a figure that was stated before and now only says which ones are meant."""
    if draft.rule == "casualties":  # «造成4人死亡，6人受伤» tells it anew, however often it was told
        return False
    before = text[max(draft.sentence.start, draft.quantity.start - 10) : draft.quantity.start]
    if re.search("[对将就针围绕][^，。；]{0,8}$", before):
        return any(_same_noun(one, draft) for one in earlier)
    if draft.start < draft.quantity.start or draft.end == draft.quantity.end:
        return False
    opens = re.search("(?:^|[，。；：\n]|剩余|其余|完成)$", before)
    takes_up = pattern("counts", "takes_up").match(text[draft.end :][:8])
    parted = text[draft.end :].startswith(("中", "里", "全部"))
    known = opens and (takes_up or ((draft.quantity.value or 0) >= _NO_CHANCE and not parted))
    return bool(known) and any(_same_noun(one, draft) for one in earlier)


def _same_noun(one: Draft, draft: Draft) -> bool:
    """Whether two figures count the same things, as far as their nouns tell."""
    alike = one.item and draft.item and (one.item.endswith(draft.item[-2:]) or draft.item.endswith(one.item[-2:]))
    return bool(alike) and same_kind(one.quantity.unit, draft.quantity.unit)


def _count(text: str, draft: Draft, places: Mapping[Draft, int]) -> Count:
    """The count of a draft, as the rules read it."""
    quantity = draft.quantity
    itself = draft.item == draft.action and (quantity.unit.endswith("元") or quantity.unit in ("起", "件", "宗"))
    start, end = min(draft.start, quantity.start), max(draft.end, quantity.end)
    people = draft.rule == "casualties" and quantity.unit in BARE_UNITS  # 死了24个人: casualties are people
    unit = "人" if people else unit_of(quantity.unit, draft.item)
    count = Count(
        value=quantity.value, upper=quantity.upper, unit=unit, item=draft.item or "",
        action=None if itself or draft.action in _IDLE else draft.action,
        approx=quantity.approx, change=draft.change, period=draft.period, subject=draft.subject,
        part_of=places.get(draft.whole) if draft.whole else None, masked=quantity.masked,
        quote=text[start:end], start=start, end=end, confidence=draft.confidence, rule=draft.rule,
    )  # fmt: skip
    return replace(count, confidence=confidence(count))


def _why(text: str, draft: Draft, count: Count, counts: Sequence[Count], told: str) -> Iterator[str]:
    """The words outside the quote that decided: time, owner, the noun and verb that it goes on with, «其中».

    told  the words of the time that the figure covers; "" without any
    """
    if told:
        yield told
    before = text[max(0, draft.sentence.start - _NEARBY) : count.start]
    whole = counts[count.part_of].item if count.part_of is not None else None
    for words in (count.subject, count.item, whole, count.action):
        chosen = words == count.item and count.rule == CHOSEN
        if words and words not in count.quote and (chosen or words in before):
            yield words
    part = pattern("counts", "parts").search(text, max(draft.sentence.start, count.start - _PART), count.start)
    if draft.whole and part:
        yield part[0]
