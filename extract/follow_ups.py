"""What the sentences after an accident tell of it: later tolls, the missing that were found, how it went on."""

import re
from collections.abc import Iterable
from dataclasses import replace

from extract.case_headings import is_case
from extract.casualties import Toll, toll
from extract.events import Happening
from extract.moments import Moments
from extract.scene import words
from extract.sentences import Span
from extract.tellings import BY_VICTIMS, FOUND, OPENERS, Telling

_FOLLOW_UP = re.compile(
    r"(?:该|此次|这起|这次|本次|上述)?(?:起)?(?:事故|火灾|爆炸|坍塌|火势|事件)|截至|目前|经(?:现场)?(?:抢救|救援|搜救|全力|初步|排查|核实|确认)|造成|共造成|导致|其中|已造成|致|初步|据初步|直接经济|(?:扑救|施救|救援|抢险|灭火|搜救|处置)(?:过程)?中"
)
_UPDATED = re.compile(r"截至|升至|上升|增至|最终|抢救无效|已(?:全部)?(?:造成|确认|找到|有)|共(?:造成|有)")
_ANOTHER = re.compile("那一?起|另一?[起座家]|离.{0,12}(?:火灾|事故|爆炸)")  # what a follow-up only compares with
_TOLL_ROSE = re.compile(
    "(?:死亡|遇难|受伤)(?:人数)?(?:由[^，。]{1,4}人)?(?:升至|上升至|上升到|增至|增加到)|(?:至此|最终|已共|截至)[^。；]{0,20}造成"
)
_IN_ALL = re.compile("至此|(?:共|累计)(?:造成|有|导致|致|死亡)|(?:升|增)[至到]|增加到")
_IN_SUM = re.compile("截[至止][^，。；]{0,10}，?(?:事故|灾害)?(?:已)?累计")
_BEGINS_WITH_GROUP = re.compile(r"[，。；]?(?:上述|这|该|其中|其余|另)?(?:\d+|[一二两三四五六七八九十]+)(?:名|人|位)")
_LONGEST = 1000  # characters of a telling that is read again with what follows it
# how a paragraph goes on with the event of the one before: «事故已造成3人死亡。», «截至目前，5人在院治疗。»
_BELOW = re.compile(
    "(?:该|此次|这起|本次)?(?:起)?(?:事故|火灾|爆炸|坍塌|灾害|事件|滑坡)(?:已|共|目前|现)*(?:造成|致|导致)|(?:据|经)?(?:初步)?(?:核查|统计|核实|调查|了解)，|截[至止]|目前|[已共]造成"
)
# how a story goes on below: «发现1名遇难者遗体», «尚有1人失踪», «获救船员中3人擦伤»
_STILL = re.compile(
    "(?:发现|找到|打捞[出起]|捞起|搜出|确认)[^，。；]{0,6}(?:名|具|位)[^，。；]{0,4}(?:遗体|遇难|死者|尸体)"
    "|[尚仍还]有[^，。；]{0,8}(?:失踪|失联|被困|下落不明)|获救(?:船员|人员|者|渔民|工人)[^，。；]{0,4}中"
)
# «21日，下游发现1具遗体»
_BODIES = re.compile(
    "(?:找到|发现|打捞[出起上]|捞[起上出]|搜出)[^，。；]{0,4}(?:\\d+|[一二两三四五六七八九十]+)(?:具|名|位)[^，。；]{0,6}(?:遗体|尸体|遇难|死者)"
)
# who had been hurt died: «3月29日，1名烧伤人员在省城医院死亡», «重伤者延至6月1日死亡»
_DIED_LATER = re.compile(
    "(?:[重轻烧烫炸]?伤(?:[者员]|人员)|(?:死亡|遇难)人数[升增上])(?![^，。；]{0,10}家属)[^，。；]{0,24}"
    "(?:死亡|不治|去世|身亡|离世|遇难|停止呼吸|[升增加]至|[升增加]到)"
)
# «7月19日4时20分经抢救无效死亡», «24日不治»: what became of somebody, with a time of its own
_AT_LAST = re.compile(
    r"[，。；]?[^，。；]{0,16}?[日时分许晨]，?(?:[一1]?名?[^，。；]{0,10}?)?(?:经[^，。；]{0,4})?(?:抢救无效|医治无效|不治)"
)
# «半小时后将4人全部救出，经抢救其中3人不治»
_OUTCOME = re.compile(
    r"(?:\d+|[一二两三四五六七八九十]+)(?:名|人|位)[^，。；]{0,10}(?:救[出起上]|送[医院往])[^。；]{0,24}?"
    "(?:不治|死亡|身亡|遇难|抢救无效|去世)"
)
_STORY = 600  # characters after an event within which the paragraphs below go on with it
NEAR = 160  # characters after an event within which its paragraph may tell its victims


def _found(text: str, segment: Span) -> bool:
    """Whether a segment tells of bodies or missing people that were found."""
    return FOUND.search(text, *segment) is not None or _BODIES.search(text, *segment) is not None


def goes_on(text: str, last: Happening, segment: Span, tellings: Iterable[Telling]) -> bool:
    """Whether a segment of its paragraph tells more of the event before it («经抢救…») and opens no other."""
    if segment.start - last.end > NEAR or any(telling.rule in OPENERS for telling in tellings):
        return False
    return (
        _found(text, segment)
        or _FOLLOW_UP.match(text, *segment) is not None
        or (last.harmed and _is_late_death(text, segment))
    )


def _is_late_death(text: str, segment: Span) -> bool:
    """Whether a segment only tells that somebody hurt before died since."""
    return bool(_DIED_LATER.search(text, *segment) or _AT_LAST.match(text, *segment))


def still_told(text: str, last: Happening, segment: Span, tellings: Iterable[Telling]) -> bool:
    """Whether a segment of a later paragraph only tells what became of the people («找到2名遇难矿工遗体»)."""
    near = segment.start - last.end <= _STORY and _STILL.search(text, *segment) is not None
    return near and all(telling.rule in BY_VICTIMS or text.startswith("被困", telling.start) for telling in tellings)


def told_below(text: str, last: Happening, segment: Span, tellings: Iterable[Telling], *, first: bool) -> Happening:
    """The happening with the victims that a paragraph below it tells of, where none were told beside it.

    first: whether the segment opens its paragraph
    """
    opens = any(telling.rule in OPENERS for telling in tellings)
    told = (first and segment.start - last.end <= NEAR and _BELOW.match(text, *segment)) or (
        segment.start - last.end <= _STORY and _STILL.search(text, *segment)
    )
    if opens or not told or words("statistic").search(text, *segment):
        return last
    victims = toll(text, *segment)
    return replace(last, toll=last.toll.filled_from(victims)) if victims else last


def followed_up(text: str, when: Moments, last: Happening, segment: Span, tellings: Iterable[Telling]) -> Happening:
    """The happening with the victims that a later segment of its paragraph tells of."""
    summed = _IN_SUM.search(text, *segment)
    statistic = words("statistic").search(text, *segment) and not summed
    if statistic or not _follows_up(text, when, last, segment, tellings):
        return last
    victims = toll(text, *segment)
    if last.toll.injured and _is_late_death(text, segment) and not _IN_ALL.search(text, *segment):
        joined = _died_later(last.toll, victims)
    elif _found(text, segment) and not _IN_ALL.search(text, *segment):
        joined = _added(last.toll, victims)
    elif _UPDATED.search(text, *segment) or _IN_ALL.search(text, *segment):
        joined = victims.updating(last.toll)
    elif _tells_outcome(text, segment) and segment.end - last.start <= _LONGEST:
        joined = toll(text, last.start, segment.end)
    else:
        joined = last.toll.filled_from(victims)
    return last if joined == last.toll else replace(last, toll=joined, end=max(victims.end, last.end))


def _follows_up(text: str, when: Moments, last: Happening, segment: Span, tellings: Iterable[Telling]) -> bool:
    """Whether a segment goes on with an event: by its words, by people, or where no victim has been told."""
    if _ANOTHER.search(text, *segment):
        return False
    if _TOLL_ROSE.search(text, *segment) or _found(text, segment) or _is_late_death(text, segment):
        return True
    if any(telling.day for telling in tellings):
        return False
    if _FOLLOW_UP.match(text, *segment):
        return True
    if _OUTCOME.search(text, *segment):
        return True
    grouped = _BEGINS_WITH_GROUP.match(text, *segment)
    if is_case(last) and not last.harmed:  # «春节期间，儿童将鞭炮扔入窨井…»: its story begins with its time
        return True
    return bool(grouped or not last.harmed) and when.told_in(segment, segment.end) is None


def _tells_outcome(text: str, segment: Span) -> bool:
    """Whether a segment says what became of a number of people told before."""
    return bool(_BEGINS_WITH_GROUP.match(text, *segment) or _OUTCOME.search(text, *segment))


def _died_later(before: Toll, found: Toll) -> Toll:
    """The victims with those of the hurt who died since; one where the words give no number."""
    died = min(found.deaths or 1, before.injured or 0)
    left = (before.injured or 0) - died
    return replace(before, deaths=(before.deaths or 0) + died, injured=left or None)


def _added(before: Toll, found: Toll) -> Toll:
    """The victims with those that were found later: the dead are more, the missing that they were are less."""
    deaths = None if found.deaths is None else found.deaths + (before.deaths or 0)
    missing = before.missing
    if found.missing is not None:  # «已找到5名遇难者，1人下落不明»
        missing = found.missing
    elif missing is not None and found.deaths:
        missing = max(missing - found.deaths, 0) or None
    return replace(found, deaths=deaths, injured=found.injured, missing=missing).filled_from(
        replace(before, missing=missing)
    )
