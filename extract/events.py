"""A telling of an accident, and whether it tells of one real event with a place or a time, not of many or of none."""

import re
from dataclasses import dataclass

from extract.casualties import Toll
from extract.moments import DAY, Moments
from extract.scene import has_place_word, is_site, kind_in, words
from extract.sentences import Span
from extract.tellings import BY_VICTIMS, OPENERS, Telling, is_found
from language.dates import Time
from language.quick import compiled

SHARED_OUT = re.compile("分别(?:造成|致使?|导致)")
_SEVERAL = compiled(r"(?<![·.\d])(?P<n>[2-9]|[1-9]\d+|[两三四五六七八九十]+|[*×Xx]+)(?:起|次|宗|件|回)")
_GRADED = re.compile(r"(?:特别重大|特大|重大|较大|一般)")
# «7个县发生较大以上事故»: in how many areas, not where
_BY_AREAS = re.compile(
    "(?:\\d+|[一二两三四五六七八九十]+)[余多]?个(?:省[份区市]?|市州?|县|区|乡|镇|街道|地区|城市)(?:先后|相继|都|均|还)?发生"
)
_BY_GRADE = re.compile(r"\d起(?:特别重大|特大|重大|较大|一般)(?:事故)?[、，和及]+\d+起")
_ITEM = re.compile("[①-⑳▶●■★]|[（(]?\\d{1,2}[）)、.．]|案例")  # how an item of a list of cases begins
_MAN_MADE = re.compile("[撞沉翻覆坠爆火燃触毒息溺淹尾]")


@dataclass(frozen=True, slots=True)
class Told:
    """What one segment of a text tells: the word that does, its time, place, victims and day."""

    text: str
    segment: Span
    telling: Telling
    time: Time | None
    place: Span
    victims: Toll
    date: str | None

    @property
    def kind(self) -> str | None:
        """The type of event that its words name."""
        event = Span(self.telling.start, self.telling.end)
        return kind_in(self.text, event, self.segment, itself=self.telling.rule not in OPENERS)

    @property
    def harmed(self) -> bool:
        """Whether anybody is told to have come to harm."""
        return is_harm(self.victims)

    @property
    def has_day(self) -> bool:
        """Whether its day is known, not only its month or year."""
        return self.date is not None and len(self.date) == DAY

    @property
    def is_natural(self) -> bool:
        """Whether a natural event is told of, which is an accident only where somebody came to harm."""
        comma = self.text.find("，", self.telling.end, self.segment.end)
        end = self.segment.end if comma < 0 else comma
        if _MAN_MADE.search(self.text, self.telling.start, end):
            return False
        return words("natural").search(self.text, self.segment.start, end) is not None


@dataclass(frozen=True, slots=True)
class Happening:
    """One telling of an event, text[start:end] holding all that it says.

    date       ISO to the precision given, its own or that of the telling before it in the paragraph
    paragraph  where its paragraph begins
    day        «04-20» for an accident known by its day, else ""
    natural    whether it is a natural event, which counts only where somebody came to harm
    """

    start: int
    end: int
    date: str | None
    place: str | None
    kind: str | None
    toll: Toll
    rule: str
    paragraph: int
    day: str = ""
    natural: bool = False

    @property
    def harmed(self) -> bool:
        """Whether anybody is told to have come to harm."""
        return is_harm(self.toll)


def is_harm(victims: Toll) -> bool:
    """Whether a toll is of anybody: neither empty nor nobody."""
    return bool(victims.deaths or victims.injured or victims.missing)


def several_in(text: str, segment: Span) -> re.Match[str] | None:
    """«两起», how many events a segment tells of together; None for one."""
    return _SEVERAL.search(text, *segment)


def is_event(told: Told, when: Moments, paragraph: int) -> bool:
    """Whether what is told is one real event with a place or a time, no statistic. paragraph: where its begins."""
    text, rule, victims = told.text, told.telling.rule, told.victims
    if _is_statistic(told, when) or (rule in BY_VICTIMS and is_found(text, told.segment)):
        return False
    place, timed = text[slice(*told.place)], when.is_timed(told.segment, told.time)
    place = place if len(place) > 1 else ""  # no place has a name of one character: 致“4·18”火灾
    dated = bool(told.date or timed)
    if not place and not timed and rule not in OPENERS:  # «去年全镇淹死2个»
        return False
    at_place = has_place_word(place)
    on_a_day = timed and told.has_day and told.harmed
    enough = {
        "known-by-its-day": place or (told.date and (victims or told.kind)),
        "victims-told": (at_place and dated and victims) or on_a_day,
        "victims-alone": (place and dated and victims and (timed or is_site(place))) or on_a_day,
        "named": at_place and (victims or (timed and told.has_day)),
        "went-wrong": (timed and (place or victims))
        or (place and told.date and victims)
        or (at_place and victims and _ITEM.match(text, paragraph) is not None),
        "broke-out": (place and dated) or (victims and (dated or at_place)),
        "happened": (place and (dated or victims or (at_place and told.kind)))
        or (told.date and (victims or _is_single(told))),
    }
    return bool(enough[rule])


def _is_statistic(told: Told, when: Moments) -> bool:
    """Whether many events are summed up; several at one site (on one road) count as one."""
    text, segment, telling = told.text, told.segment, told.telling
    if told.victims and SHARED_OUT.search(text, *segment):
        return False
    at_site = is_site(text[slice(*told.place)])
    stretch = when.stretch_of(segment, telling)
    on_a_day = stretch and told.time and told.time.start >= stretch.end and when.is_timed(segment, told.time)
    over_time = stretch is not None and not on_a_day and not telling.day
    told_by = telling.start if told.has_day else segment.end  # what share of a sum it is may follow
    summed = words("statistic").search(text, segment.start, told_by) or any(
        one.search(text, *segment) for one in (_BY_GRADE, _BY_AREAS)
    )
    if summed or (over_time and not at_site):
        return True
    if not told.has_day and not telling.day and not at_site and several_in(text, segment):  # «火灾507起，亡6人»
        return True
    several = several_in(text, Span(telling.end, min(segment.end, telling.end + 8)))
    return several is not None and not telling.day and (not (told.victims and at_site) or over_time)


def _is_single(told: Told) -> bool:
    return _GRADED.search(told.text, *told.segment) is not None or "一起" in told.text[slice(*told.segment)]
