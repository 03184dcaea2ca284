"""Adds a Count to doc._.counts for each figure that a clerk would put into a table.

A quantity (language.numerals) is kept unless a rule of not_counts.toml claims it; its noun and verb come from the
clause (items), or from the figure before it; time, owner and comparison from what stands around it (context).
Source: annotation guide, «count».
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from extract.context import Periods, change_before, subject_before
from extract.items import CASUALTIES, EVENT_UNITS, Noun, act_of, clean, is_action, noun_after, noun_before
from extract.rulebook import load, load_rules
from extract.sentences import Span, clauses, sentences
from extract.words import Word, Words
from language.numerals import Quantity, find_quantities, parse, units
from records import Change, Count, Period

_CN = "零〇一二两三四五六七八九十百千"
_DEAD_AND_HURT = re.compile(rf"(?P<dead>\d+|[{_CN}]+)死(?:亡)?(?P<hurt>\d+|[{_CN}]+)?(?P<how>轻伤|重伤|伤|失踪|失联)?")
_NOUN_BEFORE = frozenset({"元", "家次", "人次", "场次", "次"})  # units whose noun stands before them, if one does
_LIST_MARK = re.compile(r"[、和及与或]|以及")


@dataclass(slots=True)
class Draft:
    """A figure on its way to a Count; whole is the draft that it is a part of."""

    quantity: Quantity
    sentence: Span
    start: int
    end: int
    item: str | None = None
    action: str | None = None
    subject: str | None = None
    change: Change | None = None
    whole: "Draft | None" = None
    inherits_action: bool = False
    rule: str = "number-unit"
    confidence: float = 0.97
    period: Period | None = field(default=None)


@Language.factory("counts")
def make_counts(nlp: Language, name: str) -> "Counts":
    """The component «counts»."""
    return Counts()


class Counts:
    """Finds the figures of a Doc, sentence by sentence."""

    def __call__(self, doc: Doc) -> Doc:
        text = doc.text
        kept = [quantity for quantity in _quantities(text) if not _vetoed(text, quantity)]
        blocked = _Blocked.of(text, [(time.start, time.end) for time in doc._.times])
        kept = [quantity for quantity in kept if not blocked.holds(quantity)]
        time_ends = [time.end for time in doc._.times]
        drafts: list[Draft] = []
        for sentence, inside in _by_sentence(sentences(text), kept):
            drafts += _Sentence(text, doc._.words, sentence, inside, drafts[-3:], time_ends).read()
        periods = Periods(text, doc._.times)
        drafts = [draft for draft in drafts if draft.item and not _names_a_group(text, draft, drafts)]
        for draft in drafts:
            draft.period = periods.at(draft.sentence, draft.quantity.start)
            draft.subject = draft.subject or subject_before(text, doc._.words, draft.sentence, draft.start)
        doc._.counts = [_count(text, draft, drafts) for draft in drafts]
        return doc


def _quantities(text: str) -> list[Quantity]:
    """Quantities with a unit, and the figures of «8死6伤», in order."""
    found = [quantity for quantity in find_quantities(text) if quantity.unit]
    found += [quantity for match in _DEAD_AND_HURT.finditer(text) for quantity in _dead_and_hurt(match)]
    return sorted(found, key=lambda quantity: quantity.start)


def _dead_and_hurt(match: re.Match[str]) -> Iterator[Quantity]:
    for group in ("dead", "hurt") if match["how"] else ("dead",):
        if match[group] and (value := parse(match[group])) is not None:
            start, end = match.span(group)
            yield Quantity(value, None, "人", "exact", False, match[group].isdigit(), match[group], start, end)


@dataclass(frozen=True, slots=True)
class _Blocked:
    """Stretches of text whose figures count nothing, merged and ascending."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str, spans: Sequence[tuple[int, int]]) -> "_Blocked":
        found = [match.span() for rule in load_rules("not_counts") for match in rule.pattern.finditer(text)]
        merged: list[list[int]] = []
        for start, end in sorted([*found, *spans]):
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        return cls(tuple(start for start, _ in merged), tuple(end for _, end in merged))

    def holds(self, quantity: Quantity) -> bool:
        at = bisect_right(self.starts, quantity.end - 1) - 1
        return at >= 0 and self.ends[at] > quantity.start and not _measures(quantity, self.starts[at], self.ends[at])


def _measures(quantity: Quantity, start: int, end: int) -> bool:
    """Whether a duration that the times component took is a figure all the same: its words decide, in _vetoed."""
    return quantity.unit in units()["durations"] and (start, end) == (quantity.start, quantity.end)


def _vetoed(text: str, quantity: Quantity) -> bool:
    """Whether the words right around a quantity make it no figure."""
    data, before, after = load("counts"), text[max(0, quantity.start - 8) : quantity.start], text[quantity.end :][:10]
    if quantity.unit in units()["durations"]:
        return not (re.search(data["measures_duration"], before) or re.search(data["duration_effect"], after))
    if quantity.masked:
        return quantity.unit not in data["maskable"] or (quantity.unit == "支" and after.startswith("队"))
    if quantity.digits or quantity.unit in units()["rates"]:
        return before.endswith("第")
    if quantity.value == 1 and quantity.upper is None and quantity.approx == "exact":
        return not re.search(data["keeps_one"], before) or bool(re.search("[每任同某另唯]$", before))
    return before.endswith(("第", "每", "之", "统", "星期", "周"))


def _by_sentence(spans: Sequence[Span], quantities: Sequence[Quantity]) -> Iterator[tuple[Span, list[Quantity]]]:
    """Sentences that hold quantities, each with its own."""
    starts = [quantity.start for quantity in quantities]
    for span in spans:
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
        if last > first:
            yield span, list(quantities[first:last])


class _Sentence:
    """Reads the figures of one sentence, left to right; earlier are the last drafts of the sentence before."""

    def __init__(
        self,
        text: str,
        words: Words,
        span: Span,
        quantities: Sequence[Quantity],
        earlier: Sequence[Draft],
        time_ends: Sequence[int],
    ) -> None:
        self._text, self._words, self._span, self._quantities = text, words, span, quantities
        self._earlier, self._time_ends = earlier, time_ends
        self._clauses = clauses(text, span)
        self._drafts: list[Draft] = []

    def read(self) -> list[Draft]:
        for at, quantity in enumerate(self._quantities):
            self._drafts.append(self._draft(at, quantity))
        self._distribute()
        self._join_parts()
        for draft in self._drafts:
            self._fill(draft)
        return self._drafts

    def _clause(self, quantity: Quantity) -> Span:
        return next(clause for clause in self._clauses if clause.start <= quantity.start < clause.end)

    def _draft(self, at: int, quantity: Quantity) -> Draft:
        clause = self._clause(quantity)
        left = max(clause.start, self._drafts[-1].end if self._drafts else clause.start)
        after_time = self._after_times(left, quantity.start)
        if re.search("[\u4e00-\u9fff]{2}", self._text[after_time : quantity.start]):
            left = after_time
        draft = Draft(quantity, self._span, quantity.start, quantity.end)
        if direction := change_before(
            self._text, max(self._span.start, left if self._same_clause(left, clause) else clause.start), quantity.start
        ):
            draft.change, draft.start = direction.change, direction.start
            self._basis_from_before(draft)
            self._take_before(draft, noun_before(self._words.between(left, direction.start), quantity.unit))
            return draft
        right = min(clause.end, self._quantities[at + 1].start if at + 1 < len(self._quantities) else clause.end)
        if self._casualty(draft, left) or self._lasting(draft, right):
            return draft
        self._take(draft, left, right)
        self._continue_change(draft, left)
        return draft

    def _after_times(self, left: int, right: int) -> int:
        """Where the last time expression between two places ends; a noun does not reach back over it."""
        at = bisect_right(self._time_ends, right) - 1
        return self._time_ends[at] if at >= 0 and self._time_ends[at] > left else left

    def _same_clause(self, left: int, clause: Span) -> bool:
        return left > clause.start

    def _basis_from_before(self, draft: Draft) -> None:
        """«起数同比下降13%，死亡人数下降19%»: the second is measured as the first."""
        assert draft.change is not None
        before = next((one.change for one in reversed(self._drafts) if one.change), None)
        if not draft.change.basis and before:
            draft.change = Change(before.basis, draft.change.direction)

    def _continue_change(self, draft: Draft, left: int) -> None:
        """«下降13.24%、19.18%»: what stands after a mere list mark is measured as what stands before."""
        last = self._drafts[-1] if self._drafts else None
        if last and last.change and _LIST_MARK.fullmatch(self._text, last.end, draft.quantity.start):
            draft.change = last.change

    def _casualty(self, draft: Draft, left: int) -> bool:
        """«造成19人死亡»: what befell them stands after the figure."""
        quantity = draft.quantity
        if quantity.unit not in ("人", "名", "人员") and not quantity.text[-1:].isdigit():
            return False
        if quantity.text[-1] not in "人名" and self._text[quantity.end : quantity.end + 1] in (
            "死",
            "伤",
            "轻",
            "重",
            "失",
        ):
            tail = re.compile("死亡?|轻伤|重伤|伤|失踪|失联").match(self._text, quantity.end)
        else:
            tail = CASUALTIES.match(self._text, quantity.end)
        if not tail:
            return self._casualty_before(draft, left)
        draft.item, draft.end, draft.rule = _casualty_name(tail[0]), tail.end(), "casualties"
        cause = re.search("(?:造成|导致|致使|致)$", self._text[left : quantity.start])
        if cause:
            draft.action, draft.start = cause[0], left + cause.start()
        elif self._drafts and self._drafts[-1].rule == "casualties":
            draft.action = self._drafts[-1].action
        return True

    def _casualty_before(self, draft: Draft, left: int) -> bool:
        """«死亡12人»: what befell them stands before the figure."""
        match = re.search(rf"(?P<what>{CASUALTIES.pattern})(?:人数|人员|总数)?(?:约|共|达|为|了|近|合计)*$", self._text[left : draft.start])
        if not match:
            return False
        draft.item, draft.start, draft.rule = match["what"], left + match.start(), "casualties"
        cause = re.search("(?:造成|导致|致使|致)(?:人员)?$", self._text[left : draft.start])
        draft.action = cause[0] if cause else None
        return True

    def _lasting(self, draft: Draft, right: int) -> bool:
        """«连续48个月未发生较大事故»: what lasted stands after the duration."""
        effect = re.search(load("counts")["duration_effect"], self._text[draft.quantity.end : right])
        if draft.quantity.unit not in units()["durations"] or not effect:
            return False
        draft.item, draft.end, draft.rule = self._text[draft.quantity.end : right], right, "duration"
        return True

    def _take(self, draft: Draft, left: int, right: int) -> None:
        """Noun and verb of the figure itself: the noun after it where there is one, else the noun before."""
        unit = draft.quantity.unit
        before = noun_before(self._words.between(left, draft.quantity.start), unit)
        rate = unit in units()["rates"] and "成" not in draft.quantity.text
        after = None if rate else noun_after(self._words.between(draft.quantity.end, right), unit)
        if after and not (before.action and before.item and before.direct and unit in _NOUN_BEFORE):
            draft.item, draft.end = after.item, after.end
            self._action_of(draft, before, right)
        else:
            self._take_before(draft, before)
            self._people_by_deed(draft, right)
            if not draft.action and unit in load("counts")["same_kind"]["problems"]:
                self._action_after(draft, right)
        named = re.search(load("counts")["money"], draft.item or "") or (before.item and before.direct)
        if unit.endswith("元") and not named:
            act = re.search("罚款|奖励|补助|补贴|赔偿|赔付", draft.action or "")
            draft.item = act[0] if act else load("counts")["by_unit"]["元"]

    def _action_after(self, draft: Draft, right: int) -> None:
        """«256处已完成整改»: what became of them stands after the figure."""
        deed = re.compile(load("counts")["became"]).match(self._text, draft.quantity.end, right)
        if deed:
            draft.action, draft.end = deed["act"], deed.end()

    def _people_by_deed(self, draft: Draft, right: int) -> None:
        """«发现18人无证上岗»: people without a noun are counted by what they did."""
        deed = self._text[draft.quantity.end : right]
        fits = 2 <= len(deed) <= 8 and not re.search(load("counts")["takes_part"], deed)
        if draft.quantity.unit in ("人", "名") and not draft.item and fits:
            draft.item, draft.end = deed, right

    def _action_of(self, draft: Draft, before: Noun, right: int) -> None:
        """The verb before the figure; after «对 … 企业» the one that follows the noun."""
        if before.action:
            draft.action = act_of(before.action)
            draft.start = before.start
        elif re.search("[对向为给]$|全[市县区省镇]$", self._text[self._span.start : draft.quantity.start]):
            draft.action = _last_chain(self._words.between(draft.end, right))

    def _take_before(self, draft: Draft, before: Noun) -> None:
        draft.action = before.action and act_of(before.action)
        if before.item and not before.action and self._divides(before.item, draft.quantity.unit):
            draft.subject = before.item
        else:
            draft.item = before.item
        if before.start >= 0:
            draft.start = before.start
        last = self._drafts[-1] if self._drafts else None
        if last and not draft.action and last.action and draft.item and draft.quantity.unit not in units()["rates"]:
            draft.action = last.action if self._plain_list(last, draft) else None
            draft.inherits_action = True

    def _divides(self, noun: str, unit: str) -> bool:
        """Whether a noun says where or in which trade the thing counted before was found: 渔船14处、农机9处."""
        data, problems = load("counts"), load("counts")["same_kind"]["problems"]
        before = [*self._earlier, *self._drafts]
        alike = [one for one in before if _same_kind(one.quantity.unit, unit)]
        if not alike or is_action(noun):
            return False
        if re.search(data["places"], noun) or (unit in problems and re.search(data["trades"], noun)):
            return True
        last = self._drafts[-1] if self._drafts else None
        if not last or last is not alike[-1] or unit not in problems or re.search(data["found"], noun):
            return False
        return (last.subject is not None and not last.item) or bool(re.search(data["found"], last.item or ""))

    def _plain_list(self, last: Draft, draft: Draft) -> bool:
        return bool(re.fullmatch("[，、；和及以\u4e00-\u9fff]{1,3}", self._text[last.end : draft.start]))

    def _distribute(self) -> None:
        """Figures after 分别 and the list before it, one to one.

        «起数、死亡人数同比分别下降13.24%、19.18%»: the list names what is counted.
        «消防、工贸领域分别发现隐患742条、298条»: it names where, and the noun stands after 分别.
        «立案11起，罚款58.6万元，同比分别增长37.5%、52.2%»: it is the figures before.
        """
        for clause in self._clauses:
            mark = self._text.find("分别", clause.start, clause.end)
            inside = [one for one in self._drafts if mark >= 0 and mark < one.quantity.start < clause.end]
            if len(inside) > 1:
                self._share_out(inside, self._list_before(clause, mark), mark)

    def _share_out(self, inside: Sequence[Draft], pieces: Sequence[Span], mark: int) -> None:
        between = noun_before(self._words.between(mark + 2, inside[0].quantity.start), inside[0].quantity.unit)
        own = between.item or (inside[-1].item if inside[-1].end > inside[-1].quantity.end else None)
        before = [one for one in self._drafts if one.quantity.end <= mark and not one.change][-len(inside) :]
        if own and len(pieces) >= len(inside) and not inside[0].change:
            for draft, piece in zip(inside, pieces[-len(inside) :], strict=True):
                draft.item, draft.subject, draft.rule = own, clean(self._text[slice(*piece)]), "distributed"
        elif len(pieces) >= len(inside):
            for draft, piece in zip(inside, pieces[-len(inside) :], strict=True):
                noun = noun_before(self._words.between(*piece), "")
                draft.item, draft.action, draft.rule = noun.item, noun.action, "distributed"
        elif len(before) == len(inside) and inside[0].change:
            for draft, one in zip(inside, before, strict=True):
                draft.item, draft.action, draft.rule = one.item, None, "distributed"
        for draft in inside[1:]:
            draft.change, draft.start = inside[0].change, draft.quantity.start
            draft.item = draft.item or inside[0].item

    def _list_before(self, clause: Span, mark: int) -> list[Span]:
        """Members of the list that stands before 分别, or in the clause before it."""
        for start, end in ((clause.start, mark), self._clause_before(clause)):
            direction = re.search(load("counts")["basis"] + "$", self._text[start:end])
            pieces = _pieces(self._text, start, start + direction.start() if direction else end)
            if len(pieces) > 1 and not any(
                one.start < end and start < one.quantity.end for one in self._drafts if one.quantity.end <= mark
            ):
                return pieces
        return []

    def _clause_before(self, clause: Span) -> Span:
        at = self._clauses.index(clause)
        return self._clauses[at - 1] if at else Span(clause.start, clause.start)

    def _model(self, draft: Draft) -> Draft | None:
        """The figure before whose noun a figure without one takes; None where none counts the same kind of thing."""
        mine = self._drafts.index(draft)
        unit, inside = draft.quantity.unit, [one for one in self._drafts[:mine] if one.item]
        if inside and self._adjoins(inside[-1], draft):
            return inside[-1]
        if unit in units()["rates"] and not draft.change:
            return self._base_of_rate(draft, inside)
        if draft.change and inside:
            steady = [one for one in inside if not one.change] or inside
            return next((one for one in reversed(steady) if one.quantity.unit == unit), steady[-1])
        if unit in units()["measures"] and not unit.endswith("元") and inside:
            return inside[-1]
        earlier = [one for one in self._earlier if one.item and one.quantity.unit == unit and not _is_people(one)]
        return _model_of_parts([one for one in (*earlier, *inside) if _same_kind(one.quantity.unit, unit)], draft)

    def _adjoins(self, last: Draft, draft: Draft) -> bool:
        """«转移群众31户97人»: two measures of one thing."""
        return last.end == draft.quantity.start and last.quantity.end == last.end

    def _base_of_rate(self, draft: Draft, inside: Sequence[Draft]) -> Draft | None:
        """«由71.6%提高到92.3%» goes on with the rate; «4家未检，占26.7%» is a share of what was counted."""
        before = self._text[max(self._span.start, draft.quantity.start - 6) : draft.quantity.start]
        if inside and ("占" in before or "成" in draft.quantity.text) and inside[-1].quantity.unit not in units()["rates"]:
            return inside[-1]
        rates = [one for one in inside if one.quantity.unit == draft.quantity.unit]
        return rates[-1] if rates and re.search("[到至为](?:了)?$", before) else None

    def _join_parts(self) -> None:
        """Ties each figure after 其中 to the whole before it, as long as the unit stays and no new act begins."""
        whole: Draft | None = None
        for last, draft in pairwise(self._drafts):
            between = self._text[last.end : draft.quantity.start]
            mark = re.search(load("counts")["parts"], between)
            if mark:
                whole = self._whole_before(last, draft)
            elif whole and ("；" in between or not _goes_on(last, draft)):
                whole = None
            if whole:
                draft.whole = whole
                self._name_part(draft)

    def _whole_before(self, last: Draft, draft: Draft) -> Draft | None:
        candidates = [last, *(one for one in reversed(self._drafts[: self._drafts.index(draft)]) if one is not last)]
        return next((one for one in candidates if _same_kind(one.quantity.unit, draft.quantity.unit)), None)

    def _name_part(self, draft: Draft) -> None:
        """«其中一般80处»: a grade alone takes its noun from the whole."""
        assert draft.whole is not None
        if draft.item and draft.whole.item and re.search(load("counts")["grades"], draft.item):
            draft.item += re.sub("^(?:特别重大|重大|较大|一般|各类)", "", draft.whole.item)

    def _fill(self, draft: Draft) -> None:
        """Gives a figure without a noun the noun of the figure before that counts the same kind of thing."""
        if draft.item and draft.item != "起数":
            return
        if draft.whole and draft.whole.item:
            draft.item = draft.whole.item
        else:
            model = self._model(draft)
            draft.item = model.item if model else None
            if model and (draft.change or self._adjoins(model, draft)):
                draft.action = draft.action or model.action
        draft.confidence, draft.rule = 0.85, "noun-from-before"
        if not draft.item and draft.quantity.digits | draft.quantity.masked:
            draft.item = (
                draft.action
                if draft.quantity.unit in EVENT_UNITS
                else load("counts")["by_unit"].get(draft.quantity.unit)
            )
            draft.confidence, draft.rule = 0.6, "noun-from-unit"


def _last_chain(words: Sequence[Word]) -> str | None:
    """The last verbs that stand together: «进行复核评估» gives 复核评估."""
    chain = ""
    for word in words:
        if is_action(word.text):
            chain = chain + word.text if chain and not chain.endswith("|") else word.text
        elif chain:
            chain = chain.rstrip("|") + "|"
    return re.sub("^(?:进行|开展|实施|予以|给予)(?=.)", "", chain.rstrip("|")) or None


def _names_a_group(text: str, draft: Draft, drafts: Sequence[Draft]) -> bool:
    """«对排查出的3处重大隐患逐一建档»: a figure that was stated before and now only says which ones are meant."""
    if not re.search(
        "[对将就针围绕][^，。；]{0,8}$",
        text[max(draft.sentence.start, draft.quantity.start - 10) : draft.quantity.start],
    ):
        return False
    mine = draft.quantity
    return any(
        one.quantity.value == mine.value and _same_kind(one.quantity.unit, mine.unit) and one.quantity.end < mine.start
        for one in drafts
        if mine.value is not None
    )


def _casualty_name(words: str) -> str:
    return {"死": "死亡", "伤": "受伤"}.get(words, re.sub("^[当抢]场", "", words))


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """text[start:end] cut at its list marks."""
    end = max(start, end)
    cuts = [start, *(at for m in _LIST_MARK.finditer(text, start, end) for at in m.span()), end]
    return [Span(left, right) for left, right in zip(cuts[::2], cuts[1::2], strict=True) if right > left]


@cache
def _kinds() -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = {}
    for name, members in load("counts")["same_kind"].items():
        for unit in members:
            kinds.setdefault(unit, set()).add(name)
    return kinds


def _same_kind(one: str, other: str) -> bool:
    return one == other or bool(_kinds().get(one, set()) & _kinds().get(other, set()))


def _model_of_parts(like: Sequence[Draft], draft: Draft) -> Draft | None:
    """Whose noun a figure takes: the last one's, or the whole's where the last are parts that it does not fit into.

    «其中重大23项，整改17项» goes on about the part; «其中一般80处、重大20处，已整改90处» goes back to the whole.
    """
    if not like:
        return None
    last = like[-1]
    parts = [one for one in like if one.whole is last.whole]
    fits = last.quantity.value is None or draft.quantity.value is None or draft.quantity.value <= last.quantity.value
    if last.whole is None or draft.whole is not None or (len(parts) == 1 and fits):
        return last
    return last.whole


def _is_people(draft: Draft) -> bool:
    return draft.quantity.unit in load("counts")["same_kind"]["people"]


def _goes_on(last: Draft, draft: Draft) -> bool:
    """Whether a figure is one more part: same kind of unit, and a new verb only where the part before had one."""
    new_act, last_had_one = draft.action and not draft.inherits_action, last.action and not last.inherits_action
    return _same_kind(last.quantity.unit, draft.quantity.unit) and not (new_act and not last_had_one)


def _count(text: str, draft: Draft, drafts: Sequence[Draft]) -> Count:
    quantity = draft.quantity
    start, end = min(draft.start, quantity.start), max(draft.end, quantity.end)
    return Count(
        value=quantity.value, upper=quantity.upper, unit=quantity.unit, item=draft.item or "", action=draft.action,
        approx=quantity.approx, change=draft.change, period=draft.period, subject=draft.subject,
        part_of=drafts.index(draft.whole) if draft.whole in drafts else None, masked=quantity.masked,
        quote=text[start:end], start=start, end=end, confidence=draft.confidence, rule=draft.rule,
    )  # fmt: skip
