"""Dead, injured and missing of an accident, read as groups of people and what befell each of them.

«5名工人坠落，其中1人当场死亡，1人次日死亡，另外3人受伤»: four groups, the first without a fate of its own.
A person told without a number (司机, 工人刘某) is a group of one. A later fate of a group stands for an earlier one
(昏迷送医…不治), parts are taken off their whole, and totals (8死6伤, 死亡2人, 无人员伤亡) are read as they stand.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from extract.people import Group, settled
from extract.victims import NUMBER, scanner
from language.numerals import parse

_FATES = {
    "dies": "dead", "takes": "dead", "lives": "dead", "hurts": "hurt", "harms": "hurt",
    "loses": "lost", "either": "lost", "rescues": "saved",
}  # fmt: skip
_TOGETHER = re.compile(r"(?:[于在][\d月日年]{2,11})?(?:以?及|和|与|、|同)(?:另外?|其|同?车[上内]?|同行的?|同乘的?)?$")
_JOINED = re.compile(rf"(?:以?及|和|与)(?:另外?)?{NUMBER}(?:名|位|人)")
# deaths told of one person, though nobody is named: «…被卷入，当场死亡»
_ALONE = re.compile(
    "当场[死身]亡|抢救无效|不治|宣[告布]死亡|生命[体迹]征|[溺坠]亡|身亡|没救过来|没了?气|葬身|遗体(?!告别)"
)
_BREAK = re.compile("[，。；、（]")
_NO_NUMBER = re.compile(r"[^\d一二两三四五六七八九十百]+")
_ROSE = re.compile("升|增至|增加到")
_EVENT = re.compile("(?:发生|引发|突发)[^，。；]{0,6}$")
_KIN = re.compile("[姐妹哥弟爷奶]{2}|父亲|母亲|丈夫|妻子|儿子|女儿")
_LISTED = re.compile(r"(?:、|以?及|和|与)")
_LATER = re.compile("后(?:又|再|另)?有?$|又有$")  # «9人送医，后又有1人不治»
_OF_ONE = re.compile(
    r"[左右]?(?:[头面额眼耳颈肩背腰腹胸臂肘腕手掌指腿膝脚足踝趾肢骨]|[头面手腰背胸腹腿脚足肩]部|[食拇中]指|全身)[^，。；]{0,4}$"
)
_PART_OF_ONE = re.compile(r"[了其]?[左右双]?[头面额眼耳颈肩背腰腹胸臂肘腕手掌指腿膝脚足踝趾肢]")
_TOTAL = re.compile(r"(?:共|合共|共计|总共|合计|累计|最终|升至|等|一行)(?:造成|有|致|导致)?$")
_BOTH = {"俩": 2, "仨": 3}
_NOBODY = "?"  # stands for a person who is not named
_SOMEBODY = "!"  # stands for a person named by a post that is none of the words for people
_BY_POST = re.compile(
    "(?![^，]*(?:救援|消防|医|到场|赶[到赴]|均|都|全部|其|该))[\u4e00-\u9fff]{1,4}[员工长师手]"
    "(?:[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]某某?)?(?:没有?|未能?|经|因|当场|已|不幸|最终|抢救)"
)
_CLOSE = 8  # characters within which a person's kind belongs to the number before: «四名收工的村民»


@dataclass(frozen=True, slots=True)
class Toll:
    """Victims of an accident; None where nothing is said. start and end: the words that say it, end 0 for none."""

    deaths: int | None = None
    injured: int | None = None
    missing: int | None = None
    start: int = 0
    end: int = 0

    def __bool__(self) -> bool:
        return self.end > 0

    def filled_from(self, other: "Toll") -> "Toll":
        """One toll of two: what only the other one tells is added; the place stays."""
        return Toll(
            other.deaths if self.deaths is None else self.deaths,
            other.injured if self.injured is None else self.injured,
            other.missing if self.missing is None else self.missing,
            self.start, self.end,
        )  # fmt: skip

    def updating(self, older: "Toll") -> "Toll":
        """A later toll with what only the older one tells; the missing that were found dead are missing no more."""
        found_dead = older.missing and self.deaths == (older.deaths or 0) + older.missing
        return replace(self.filled_from(older), missing=None) if found_dead else self.filled_from(older)


def toll(text: str, start: int, end: int) -> Toll:
    """Victims that text[start:end] tells of: groups added, floors kept (20余人 → 20), poisoned people injured."""
    return _Reading(text, start, end).toll()


class _Reading:
    """One pass over a passage."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.groups: list[Group] = []
        self.none: dict[str, tuple[int, int]] = {}  # unhurt, unscathed, undead: where it is said
        self.parting = self.resting = self.every = self.plural = False
        self.aside: Group | None = None  # whom a bracket is about
        self.before_rest = 0  # groups told before 其余
        self.safe: tuple[int, int] | None = None  # where all of them are told to be saved
        self.remains: list[tuple[str, int]] = []  # what befell all the others, and where that is said

    def toll(self) -> Toll:
        at = self.start
        while match := scanner().search(self.text, at, self.end):
            at = self._take(match)
        return self._sum()

    def _take(self, match: re.Match[str]) -> int:
        """Takes one word in; gives back where to read on."""
        kind = match.lastgroup if match.lastgroup in _TAKERS else _kind(match)
        return _TAKERS[kind](self, match) or match.end()

    def _stop(self, match: re.Match[str]) -> None:
        self.parting = self.resting = self.every = False
        self.aside = None

    def _close(self, match: re.Match[str]) -> None:
        self.parting, self.aside = False, None

    def _open(self, match: re.Match[str]) -> None:
        """«伤1人（店主手部烫伤）»: a bracket tells of those counted right before it."""
        last = self.groups[-1] if self.groups else None
        if last and last.fate and self.text[last.end : match.start()] in ("", "人"):
            self.aside = last

    def _part(self, match: re.Match[str]) -> None:
        self.parting = True

    def _rest(self, match: re.Match[str]) -> None:
        self.resting, self.before_rest = True, len(self.groups)

    def _more(self, match: re.Match[str]) -> None:
        self.parting = False

    def _all(self, match: re.Match[str]) -> None:
        between = self.text[self.groups[-1].end : match.start()] if self.groups else "，"
        self.every = "，" in between or len(between) > _CLOSE
        if self.groups and not between:
            self.groups[-1].every = True

    def _many(self, match: re.Match[str]) -> None:
        self.plural = True

    def _pass(self, match: re.Match[str]) -> None:
        """What says nothing of anybody's fate."""

    def _none(self, match: re.Match[str]) -> None:
        self.none.setdefault(_kind(match), match.span())

    def _number(self, match: re.Match[str]) -> int | None:
        digits = next(
            (word for name, word in match.groupdict().items() if name[0] == "n" and name[1:].isdigit() and word), ""
        )
        value = _BOTH.get(digits) or parse(digits)
        return None if value is None else int(value)

    def _group(self, match: re.Match[str]) -> None:
        number = 2 if match["pair"] and not match["n14"] else self._number(match)
        if number is not None:
            self._add(Group(number, *match.span()))

    def _one(self, match: re.Match[str]) -> None:
        last = self.groups[-1] if self.groups else None
        if last and match[0] == "其":
            return
        if last and last.fate and not last.told and last.end == match.start() and "某" not in match[0]:
            last.end = match.end()  # «2名遇难矿工遗体»
            return
        named, kin = "某" in match[0], _KIN.search(match[0]) is not None
        between = self.text[last.end : match.start()] if last else ""
        joined = _JOINED.match(self.text, match.end(), self.end)  # «副驾驶员和一名乘客»
        close = len(between) <= _CLOSE and "，" not in between
        of_them = last if last and kin and last.number > 1 and not last.fate and between else None
        among = last and last.number > 1 and not close
        if last and not last.told and not last.fate and not of_them and (close or not (named or joined or among)):
            last.end = match.end() if close else last.end
            return
        known = named or kin  # told again, the same person
        same = next((one for one in self.groups if known and one.told and _called(one.told) == _called(match[0])), None)
        if same:
            self.groups.remove(same)
            same.with_them = (
                last if last and last is not same and not last.whole and _LISTED.fullmatch(between) else None
            )
            self.groups.append(same)
            same.end = match.end()
        else:
            self._add(Group(1, *match.span(), told=match[0], whole=of_them))  # «母女二人…，母亲当场身亡»

    def _add(self, group: Group) -> None:
        last = self.groups[-1] if self.groups else None
        between = self.text[last.end : group.start] if last else ""
        self.every = False
        group.total = _TOTAL.search(self.text, max(self.start, group.start - _CLOSE), group.start) is not None
        group.later = _LATER.search(self.text, max(self.start, group.start - _CLOSE), group.start) is not None
        if last and last.told and not last.fate and not group.told and (not between or _TOTAL.fullmatch(between)):
            self._drop_chain(last)  # «赵某、孙某2人»
        elif last and not last.fate and _TOGETHER.fullmatch(between):
            group.with_them = last
        if self.parting or self.resting:
            group.whole = self._whole(group)
        group.whole = self.aside or group.whole
        self.groups.append(group)

    def _drop_chain(self, group: Group | None) -> None:
        while group:
            self.groups.remove(group)
            group = group.with_them

    def _whole(self, part: Group) -> Group | None:
        whole = next((one for one in reversed(self.groups) if one.whole is None and not one.told), None)
        if whole and whole.fate in ("", "saved") and not part.whole:
            before = [one for one in self.groups if one is not whole and one.fate == "hurt" and one.whole is None]
            if before and sum(one.number for one in before) == whole.number:  # «三人由消防员救起，其中一人死亡»
                whole.fate = "hurt"
                self.groups = [one for one in self.groups if one not in before]
        return whole

    def _counted(self, match: re.Match[str]) -> int | None:
        """«死亡3人», «8死6伤»: a group with its fate; after a group without one («2人死亡3人受伤») only its fate."""
        number, fate = self._number(match), _FATES[_kind(match)]
        last = self.groups[-1] if self.groups else None
        word = _NO_NUMBER.match(match[0])
        waiting = last and not last.fate and not _BREAK.search(self.text, last.end, match.start())
        if waiting and word and _kind(match) in ("takes", "harms", "loses"):
            self._befall(fate, match.start() + len(word[0]))
            return match.start() + len(word[0])
        if number is None:
            return None
        if rose := _ROSE.search(match[0]):
            self.parting = False  # «其中1人不治，死亡人数增至4人»: of all, not of those
        group = Group(number, *match.span(), fate=fate)
        self._add(group)
        group.total = group.total or rose is not None
        return None

    def _fate(self, match: re.Match[str]) -> None:
        if _kind(match) == "hurt" and _EVENT.search(self.text, max(self.start, match.start() - _CLOSE), match.start()):
            return  # «发生食物中毒»: what happened, nobody's harm yet
        self._befall(_kind(match), match.end())

    def _befall(self, fate: str, end: int) -> None:
        the_others = self.resting and len(self.groups) == self.before_rest
        self.resting = False
        if the_others:  # «除1人轻伤外，其余均遇难»
            self.remains.append((fate, end))
            return
        if fate == "dead" and self._is_of_another(end):
            self._add(Group(1, end - 2, end, fate=fate, told=_SOMEBODY))
            return
        if not self.groups:
            if not self.plural and self._is_of_one(fate, end):
                self.groups.append(Group(1, end - 2, end, fate=fate, told=_NOBODY))
            return
        whole = self.groups[-1].whole
        open_ones = [one for one in self.groups if not one.fate and (one.whole is whole or not whole)]
        every = self.every and not self.groups[-1].every and not self.groups[-1].fate
        chosen = open_ones if every and len(open_ones) > 1 else [self.groups[-1]]
        for one in chosen:
            self._turn(one, fate, end)
        if fate == "saved" and (self.every or chosen[-1].every):
            self.safe = chosen[0].start, end
        self.every = False

    def _is_of_another(self, end: int) -> bool:
        """Whether a clause of its own names who died by a post: «6人受伤，售票员余某没有抢救过来»."""
        last = self.groups[-1] if self.groups else None
        if last is None or last.fate != "hurt":
            return False
        comma = self.text.rfind("，", last.end, end)
        clause = _BY_POST.match(self.text, comma + 1, end) if comma >= 0 else None
        return clause is not None

    def _is_of_one(self, fate: str, end: int) -> bool:
        """Whether a death or a hurt is told of one person whom nobody names: «左腿被压断», «碰伤左肩»."""
        if fate == "dead":
            return _ALONE.search(self.text, max(self.start, end - _CLOSE), end) is not None
        if fate != "hurt":
            return False
        before = _OF_ONE.search(self.text, max(self.start, end - _CLOSE), end)
        return before is not None or _PART_OF_ONE.match(self.text, end, self.end) is not None

    def _turn(self, group: Group | None, fate: str, end: int) -> None:
        """A group's fate, unless a graver one is known; those told together with it share it."""
        while group:
            turns = not group.fate or (group.fate, fate) in _TURNS
            if turns:
                group.fate, group.end = fate, max(group.end, end)
            group = group.with_them if turns else None

    def _sum(self) -> Toll:
        self.groups = settled(self.text, self.groups, self.remains)
        counts = {fate: self._of(fate) for fate in ("dead", "hurt", "lost")}
        spans = [(one.start, one.end) for one in self.groups if one.fate in counts] + list(self.none.values())
        if not spans and self.safe:  # «4人落水，均获救»
            return Toll(0, 0, None, *self.safe)
        if not spans:
            return Toll()
        deaths, injured = counts["dead"], counts["hurt"]
        unhurt = "unhurt" in self.none and not (deaths or injured or counts["lost"])
        if deaths is None and (unhurt or "undead" in self.none):
            deaths = 0
        if injured is None and (unhurt or "unscathed" in self.none):
            injured = 0
        return Toll(deaths, injured, counts["lost"], min(low for low, _ in spans), max(high for _, high in spans))

    def _of(self, fate: str) -> int | None:
        groups = [one for one in self.groups if one.fate == fate]
        groups = [one for one in groups if one.told != _NOBODY] or groups
        totals = [n for n, one in enumerate(groups) if one.total and one.whole is None]
        groups = groups[totals[-1] :] if totals else groups
        counted = [one.number for one in groups if one.whole is None or one.whole.fate != fate]
        return sum(counted) if counted else None


_TURNS = frozenset({("hurt", "dead"), ("saved", "dead"), ("lost", "dead"), ("saved", "hurt"), ("hurt", "lost")})
_TAKERS: dict[str, Callable[[_Reading, re.Match[str]], int | None]] = {
    "limit": _Reading._pass, "unhurt": _Reading._none, "unscathed": _Reading._none, "undead": _Reading._none,
    "either": _Reading._counted, "dies": _Reading._counted, "hurts": _Reading._counted, "takes": _Reading._counted,
    "harms": _Reading._counted, "loses": _Reading._counted, "lives": _Reading._counted, "rescues": _Reading._counted,
    "group": _Reading._group,
    "pair": _Reading._group,
    "saved": _Reading._fate, "dead": _Reading._fate, "lost": _Reading._fate, "hurt": _Reading._fate,
    "part": _Reading._part, "rest": _Reading._rest, "more": _Reading._more, "all": _Reading._all,
    "stop": _Reading._stop, "open": _Reading._open, "close": _Reading._close,
    "many": _Reading._many, "one": _Reading._one,
}  # fmt: skip


def _called(told: str) -> str:
    """What tells a person from others: 王某 of 司机王某某, else the last word."""
    named = re.search("[\u4e00-\u9fff]某", told)
    return named[0] if named else told[-2:]


def _kind(match: re.Match[str]) -> str:
    return next(name for name in _TAKERS if match[name] is not None)
