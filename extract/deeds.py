"""The act that a figure came from where no noun stands between them: it, or what is in front of it, is counted."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.compounds import is_body, joined
from extract.items import EVENT_UNITS, FIRM_UNITS, PERSON_UNITS, SELF_COUNTED, Noun, clean
from extract.lexicon import is_action, is_noun, is_place, verb_sets
from extract.rulebook import load, pattern
from extract.words import Word

_DONE = frozenset({"完成", "进行", "予以", "给予", "实施", "开展"})


def act_itself(kept: Sequence[Word], first: int, last: int, unit: str) -> Noun:
    """No noun stands between verb and figure: the act is what is counted, or the noun is in front of the verb."""
    light, acts, _ = verb_sets()
    chain = kept[first : last + 1]
    start, end = chain[0].start, chain[-1].end
    own = joined([word for word in chain if word.text not in light])
    if unit in SELF_COUNTED and pattern("counts", "counts_itself").search(own):
        act = chain[0].text if chain[0].text in light and len(chain) > 1 else own
        return Noun(own, None if own == "罚款" else act, start, end)
    compound = _compound(kept[:first], own)
    if unit in SELF_COUNTED and unit != "元" and compound:
        return Noun(compound, None, kept[0].start, end)
    if unit in PERSON_UNITS | {"名"} and (own or chain[-1].text in load("counts")["people_of"]):
        people = _people_of(kept[:first], own or chain[-1].text, start, end, unit)
        opened = chain[0].text in light and len(chain) > 1  # 接受·咨询
        return replace(people, action=chain[0].text) if opened else people
    if len(chain) > 1 and chain[0].text in light and chain[-1].text in acts:
        if unit in EVENT_UNITS or chain[0].text in ("接受", "恢复", "解答", "受理", "办理"):
            return Noun(joined(chain[1:]), chain[0].text, start, end)
        action = joined(chain[1:] if chain[0].text in _DONE else chain)
        return Noun(topic_of_verb(kept[:first], unit), action, start, end, direct=False)
    opener = next((at for at in reversed(range(first)) if kept[at].text in light), None)
    if chain[-1].text in acts and opener is not None and _only_modifiers(kept[opener + 1 : first], unit):
        item = clean(kept[opener + 1 : last + 1])
        return Noun(item, kept[opener].text, kept[opener].start, end)
    if unit in EVENT_UNITS | {"人次"} and chain[-1].text in acts:
        return event_of(kept, first, last)
    if unit in SELF_COUNTED and unit != "元" and first and chain[-1].text in load("actions")["causes"]:  # 电气·引发
        return Noun(None, joined(chain), kept[0].start, end, direct=False, cause=clean(kept[:first]))
    topic = topic_of_verb(kept[:first], unit)
    return Noun(topic, joined(chain), kept[first - 1].start if topic and first else start, end, direct=False)


def _people_of(before: Sequence[Word], act: str, start: int, end: int, unit: str) -> Noun:
    """People counted by an act: those whom it is done to by its nature, those who are lacking, else the act itself."""
    who = load("counts")["people_of"].get(act)
    name = topic_of_verb(before, unit)
    if name and (pattern("counts", "lacks").search(act) or name.endswith(("人数", "人口"))):
        return Noun(name, act, before[-1].start, end, direct=False)
    return Noun(who or act, act, start, end, direct=False)


def _compound(before: Sequence[Word], act: str) -> str | None:
    """A noun and an act that name a kind of event together: 物体·打击, 货车·肇事; None behind one who acts."""
    name = clean(before)
    if not name or not act or not is_noun(before[-1]) or len(name) > 6 or is_place(name) or is_body(name):
        return None
    return None if pattern("counts", "agents").search(name) else name + act


def event_of(kept: Sequence[Word], first: int, last: int) -> Noun:
    """«领导带队检查9次», «集中培训2期»: the act, with its adjective, is what is counted."""
    while first and _qualifies(kept[first - 1]):
        first -= 1
    act = joined(kept[first : last + 1])
    led = re.match("带队(?=..)", act)
    return Noun(act[led.end() :] if led else act, act, kept[first].start, kept[last].end, direct=False)


def _qualifies(word: Word) -> bool:
    """Whether a word says of what kind an act is: 联合, 预防性."""
    kind = word.tag in ("b", "a", "ad", "an") or (len(word.text) > 2 and word.text[-1] in "性式化型")
    return kind and word.text not in verb_sets()[2]


def _only_modifiers(words: Sequence[Word], unit: str) -> bool:
    if unit in EVENT_UNITS:
        return not any(word.tag == "p" for word in words)
    return bool(words) and not any(word.tag[:1] in ("n", "v", "p") for word in words)


def topic_of_verb(words: Sequence[Word], unit: str) -> str | None:
    """The noun in front of a verb without object: «泵站开启13座», «领域增加至23个»; None for a person or body."""
    kept = list(words)
    while kept and (kept[-1].text in verb_sets()[2] or kept[-1].tag in ("d", "x")):
        kept.pop()
    start = next((at + 1 for at in reversed(range(len(kept))) if not _intopic_of_verb(kept[at])), 0)
    item = clean(kept[start:])
    if not item or not kept or not (is_noun(kept[-1]) or kept[-1].tag in ("i", "l")):
        return None
    acted_on = unit in FIRM_UNITS and start > 0 and is_action(kept[start - 1].text)  # 责令·企业·停产
    if kept[-1].tag == "s" or kept[-1].text[-1] in "里上下内中":  # 舱里·走出
        return None
    return item if acted_on or not (pattern("counts", "agents").search(item) or is_place(item)) else None


def _intopic_of_verb(word: Word) -> bool:
    return is_noun(word) or (word.tag in ("b", "a", "vn", "f", "l", "i", "nz") and not is_action(word.text))
