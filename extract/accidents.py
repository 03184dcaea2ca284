"""Accidents: one record an event, however often it is told. Annotation guide, «accident».

happenings.py finds the tellings; those that can be of one event are joined here.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from extract.events import Happening
from extract.happenings import happenings
from extract.learned import model
from extract.meant import located
from extract.registers import forms_in
from extract.rulebook import load
from extract.scene import has_place_word
from extract.sureness import confidence
from extract.venues import relocated
from extract.words import words_of
from language.dates import Time
from records import Accident

_SURE = 0.6  # where the rules file gives a rule no share of its own
_HEADLINE = 150  # characters from a headline to the same event in its story
_STORY = 600  # characters from a form's fields to the story and the steps taken, which tell of the same event
_LEAD = 40  # characters from what opens a story to where it goes on
_DAY = 10  # letters of an ISO day
_THIS = re.compile("[该此][机车船轮艇梯塔罐釜炉]|事发|出事")  # a thing or a scene told of before
_COMMON = re.compile("公司|一家|某|工地|小区|有限|一个|一栋|企业|工业|煤矿$")


@Language.factory("accidents")
def make_accidents(nlp: Language, name: str) -> "Accidents":
    """The component, as spaCy asks for it."""
    return Accidents()


class Accidents:
    """Leaves in doc._.accidents an Accident for each event that doc.text tells of."""

    def __call__(self, doc: Doc) -> Doc:
        """The doc, with its accidents."""
        words = words_of(doc)
        found = find_accidents(words.text, doc._.times, doc._.anchor)
        judge = model("venues")
        if judge:
            found = relocated(words, doc._.times, found, judge)
        doc._.accidents = located(words.text, found)
        return doc


def find_accidents(text: str, times: Sequence[Time] = (), anchor: date | None = None) -> list[Accident]:
    """Accidents of a normalised text, in the order in which they are first told.

    times   the text's time expressions
    anchor  the document's day, for accidents known by their day («4·18»)
    """
    told = [_record(text, one) for one in _told_once(happenings(text, times, anchor))]
    forms = forms_in(text, times, anchor)
    return sorted((*forms, *_beside(told, forms)), key=lambda one: one.start) if forms else told


def _beside(told: Iterable[Accident], forms: Sequence[Accident]) -> list[Accident]:
    """The accidents of prose that are none of a form's own: not told in it, nor after it without another day."""
    return [one for one in told if not any(_of_form(one, form) for form in forms)]


def _of_form(one: Accident, form: Accident) -> bool:
    near = form.start - _HEADLINE <= one.start <= form.end + _STORY
    return near and (one.date is None or form.date is None or one.date == form.date)


def _told_once(happenings: Iterable[Happening]) -> list[Happening]:
    """Happenings, tellings of one event joined."""
    events: list[Happening] = []
    for one in happenings:
        same = next((n for n, other in enumerate(events) if _same(one, other)), None)
        if same is None:
            events.append(one)
        else:
            events[same] = _merged(events[same], one)
    return events


def _same(one: Happening, other: Happening) -> bool:
    by_day = any(known.day and (dated.date or "").endswith(known.day) for known, dated in ((one, other), (other, one)))
    near = abs(one.start - other.start) <= _HEADLINE
    dates = _agree(one.date, other.date) or (by_day and near)  # its year may only be guessed: «案例一：“11·24”火灾。»
    tolls = all(
        a is None or b is None or a == b
        for a, b in ((one.toll.deaths, other.toll.deaths), (one.toll.missing, other.toll.missing))
    )
    if not (dates and tolls):
        return False
    if _points_back(one, other) or _points_back(other, one):
        return True
    if by_day and near:  # «（二）“4·2”起重伤害事故。4月2日9时，…门机吊钩脱落砸中…»
        return True
    return _of_one_kind(one, other) and (by_day or _same_place(one, other))


def _agree(one: str | None, other: str | None) -> bool:
    """Whether two dates can be one: the same as far as both tell it."""
    return one is None or other is None or one.startswith(other) or other.startswith(one)


def _of_one_kind(one: Happening, other: Happening) -> bool:
    """Whether two tellings can be of one kind: 爆炸 is told of 瓦斯爆炸, too."""
    return one.kind is None or other.kind is None or one.kind in other.kind or other.kind in one.kind


def _points_back(one: Happening, other: Happening) -> bool:
    """Whether a telling names no place and so goes on with another: «16时42分，该机倾覆», «部分观众急于离场»."""
    placed = one.place and has_place_word(one.place) and not _THIS.match(one.place)
    if placed or abs(one.start - other.start) > _STORY:
        return False
    if one.date is not None:
        known = other.date is not None and len(other.date) == _DAY
        return known and one.date == other.date and one.place is not None and _THIS.match(one.place) is not None
    as_many = one.toll.deaths is not None and one.toll.deaths == other.toll.deaths
    apart = one.paragraph != other.paragraph  # within a paragraph what goes on with an event was read with it
    return apart and one.place is not None and (one.kind == other.kind if one.kind and other.kind else as_many)


def _same_place(one: Happening, other: Happening) -> bool:
    """Whether two tellings can be of one place: a name in common, or none told where the day is the same."""
    if one.place is None or other.place is None:
        return one.date is not None and one.date == other.date and len(one.date) == 10
    short, long = sorted((one.place, other.place), key=len)
    if short in long or any(short[at : at + 4] in long for at in range(len(short) - 3)):
        return True
    if one.date is not None and one.date == other.date and "known-by-its-day" in (one.rule, other.rule):
        return short[:2] in long  # «鑫源公司“5·16”事件» of 鑫源硝化公司硝化工段
    if _leads(one, other) or _leads(other, one):
        return True
    headline = (one.date is None) != (other.date is None) or min(
        one.start, other.start
    ) <= _HEADLINE  # «浙江一公司起火6人死亡» above its own story
    near = abs(one.start - other.start) <= _HEADLINE
    if headline and near and one.toll.deaths is not None and short[:2] == long[:2]:
        return True
    as_many = one.toll.deaths is not None and (one.toll.deaths, one.toll.injured) == (
        other.toll.deaths,
        other.toll.injured,
    )
    first = min(one.start, other.start) <= _HEADLINE and one.kind is not None and one.kind == other.kind
    return headline and (as_many or first) and _common_name(short, long)


def _leads(one: Happening, other: Happening) -> bool:
    """Whether one opens a story («某县今天发生一起气爆。») that the next telling goes on with at a place within."""
    bare = not (one.toll.deaths or one.toll.injured or one.toll.missing)
    close = one.paragraph == other.paragraph and 0 < other.start - one.end <= _LEAD and one.date == other.date
    area = re.search("[省市县区镇乡]$|街道$", one.place or "")
    return bare and close and area is not None and (one.kind is None or one.kind == other.kind)


def _common_name(short: str, long: str) -> bool:
    """Whether two places share three characters that name one: «石桥路一面馆», «石桥路与纺织巷交叉口»."""
    runs = (short[at : at + 3] for at in range(len(short) - 2))
    return any(run in long and not _COMMON.search(run) for run in runs)


def _merged(first: Happening, again: Happening) -> Happening:
    """One happening of two tellings; the fuller one keeps its place in the text."""
    later = (_facts(again), not again.day) > (_facts(first), not first.day)  # a story tells more than a name
    fuller, other = (again, first) if later else (first, again)
    return replace(
        fuller,
        date=max((one.date for one in _by_day_last(fuller, other) if one.date), key=len, default=None),
        place=_fuller_place(fuller.place, other.place, first, again),
        kind=next((one.kind for one in _by_day_last(fuller, other)[::-1] if one.kind), None),
        toll=fuller.toll.filled_from(other.toll),
    )


def _by_day_last(one: Happening, other: Happening) -> tuple[Happening, Happening]:
    """The two, one known by its day last: its year may be guessed."""
    return (other, one) if one.day else (one, other)


def _fuller_place(place: str | None, other: str | None, first: Happening, again: Happening) -> str | None:
    """The place of the fuller telling, or the other's where that names the same more closely: 青河县, 青河县恒信厂."""
    if _leads(first, again) and first.place and again.place and first.place not in again.place:
        return first.place + again.place
    return other if place and other and place in other else place or other


def _facts(one: Happening) -> int:
    fields = (one.date, one.place, one.kind, one.toll.deaths, one.toll.injured, one.toll.missing)
    return sum(field is not None for field in fields)


def _record(text: str, one: Happening) -> Accident:
    accident = Accident(
        quote=text[one.start : one.end], start=one.start, end=one.end, rule=one.rule,
        why=tuple(word for word in (one.date, one.place, one.kind) if word),
        confidence=load("accidents").get("confidence", {}).get(one.rule, _SURE),
        date=one.date, place=one.place, type=one.kind,
        deaths=one.toll.deaths, injured=one.toll.injured, missing=one.toll.missing,
    )  # fmt: skip
    return replace(accident, confidence=confidence(accident))
