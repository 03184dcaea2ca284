"""What binds the figures of a text to each other and to a «not», whatever rules and models chose for each.

«占31.6%» is of what the figure right before it counts, a sum over several times covers them all, and 未发生 is no 发生.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from extract.drafts import Draft
from extract.lexicon import is_action
from extract.rulebook import load
from extract.stretches import year_before
from language.numerals import Quantity, units
from records import Count, Period

_BEFORE, _BEHIND = 30, 4  # characters before and behind a figure in which its noun stands beside it
_MARK = re.compile("[，。；、：（）\n]")
_SHARE = re.compile("[，、（]?(?:约|共)?占[^，。；、\\d]{0,12}")
_SUMS = re.compile("累计|合计|共计|总计|一共|共")
_OTHER_YEAR = re.compile(
    "(?:(?:去年|上年)(?P<part>同期|同月|全年)|[与比较](?P<year>20\\d\\d)年)(?:全[省市县区镇乡])?(?:共|仅|只|为|是|有|发生|的|（)*$"
)
_GOES_ON = re.compile("、?(?:死亡|亡|受伤|伤|直接经济损失|直接损失|经济损失|损失)?")  # what stands in one toll
# acts by their form that befell somebody, or are names of things
_NO_DEED = re.compile("中毒|落水|溺水|编制|肇事|误报|触电|坠落|扣分")
_WHERE = re.compile("[船车机艇井][上下内里]")
_NOT, _NOT_DONE = re.compile("[不未非]$"), re.compile("(?:没有?|未能|无法|[不未非])$")  # before a noun, before a verb
_NEAR, _MOST = 12, 14  # characters before a sum in which it is told to be one; figures that it may be of


def settled(text: str, drafts: Sequence[Draft], read: Sequence[Count], chosen: Sequence[Count]) -> list[Count]:
    """The counts of the drafts. read: as the rules read them; chosen: as the models leave them."""
    shared = _shares(text, drafts, read, chosen)
    shared = [_not_where(count, ruled) for count, ruled in zip(shared, read, strict=True)]
    whole = [_with_negation(text, draft.quantity, count) for draft, count in zip(drafts, shared, strict=True)]
    summed = [_over_all_times(text, drafts, whole, at) for at in range(len(whole))]
    return [_done_itself(count) for count in _of_the_year_before(text, drafts, summed)]


def _not_where(count: Count, ruled: Count) -> Count:
    """The count; where people are is not who they are: 船上共载有105人 are 人员."""
    whoever = ruled.item == load("counts")["by_unit"]["人"] and _WHERE.fullmatch(count.item)
    return replace(count, item=ruled.item, rule=ruled.rule) if whoever else count


def _done_itself(count: Count) -> Count:
    """The count; an act that is counted itself is what was done too: 立案57起, 演练1次."""
    counted = count.action is None and count.change is None and is_action(count.item)
    untold = count.unit == "元" or count.unit in units()["rates"] or _NO_DEED.search(count.item)
    return replace(count, action=count.item) if counted and not untold else count


def _shares(text: str, drafts: Sequence[Draft], read: Sequence[Count], chosen: Sequence[Count]) -> list[Count]:
    """The counts; a share or a change of a figure before it has its noun, whatever was chosen for that.

    «制造业·6起，占31.6%», «工贸行业4起、死2伤3，同比下降20%、33.3%».
    """
    found = list(chosen)
    places = {draft: at for at, draft in enumerate(drafts)}
    for at in range(1, len(found)):
        of = drafts[at].of
        changed = places.get(of) if of and of.item == drafts[at].item else None
        whole = changed if changed is not None else _whole_of_share(text, drafts, read, at)
        if whole is not None and found[at].item == read[at].item:
            found[at] = replace(found[at], item=found[whole].item)
    return found


def _whole_of_share(text: str, drafts: Sequence[Draft], read: Sequence[Count], at: int) -> int | None:
    """Number of the figure that one is a share of, as the rules read it: the one before it, or one before 分别."""
    if _SHARE.fullmatch(text, drafts[at - 1].quantity.end, drafts[at].quantity.start):
        return at - 1 if read[at].item == read[at - 1].item else None
    if drafts[at].rule != "distributed" or drafts[at].action != "占":
        return None
    before = (n for n in range(at - 1, max(-1, at - _MOST), -1) if drafts[n].sentence == drafts[at].sentence)
    return next((n for n in before if drafts[n].action != "占" and read[n].item == read[at].item), None)


def _with_negation(text: str, quantity: Quantity, count: Count) -> Count:
    """The count; a noun and a verb that «not» stands right before in the text keep it: 不合格钢瓶, 非煤矿山, 不属实."""
    start = count.start
    told: list[str | None] = []
    for words, negation in ((count.item, _NOT), (count.action, _NOT_DONE)):
        at = _beside(text, quantity, words) if words else 0
        negated = negation.search(text, max(0, at - 2), at) if at > 0 else None
        told.append(negated[0] + (words or "") if negated else words)
        start = negated.start() if negated and at == start else start
    if told == [count.item, count.action]:
        return count
    return replace(count, item=told[0] or "", action=told[1], quote=text[start : count.end], start=start)


def _of_the_year_before(text: str, drafts: Sequence[Draft], counts: Sequence[Count]) -> list[Count]:
    """The counts; those that a comparison tells with the other year's time right before them are of that time.

    «上半年发生1起，去年同期·2起、死亡1人», «与2011年的·231起、亡3人相比»: whatever time the sentence began with.
    """
    found = list(counts)
    for at in range(1, len(found)):
        start, last = drafts[at].quantity.start, drafts[at - 1].quantity.end
        if found[at].change or start < last or found[at - 1].period is None:
            continue
        if told := _OTHER_YEAR.search(text, last, start):
            found[at] = replace(found[at], period=_as_told(told, found[at - 1].period))
        elif found[at - 1] is not counts[at - 1] and _GOES_ON.fullmatch(text, last, start):
            found[at] = replace(found[at], period=found[at - 1].period)
    return found


def _as_told(told: re.Match[str], now: Period | None) -> Period | None:
    """The time that words of another year mean beside figures of the time now."""
    end = (now.end or now.start) if now else None
    if told["year"]:
        year = int(told["year"])
    elif now is None or end is None:
        return now
    elif told["part"] in ("同期", "同月"):
        return year_before(now)
    else:
        year = end.year - 1
    return Period(date(year, 1, 1), date(year, 12, 31))


def _beside(text: str, quantity: Quantity, words: str) -> int:
    """Where words stand behind a figure or before it, not far; -1 where they do not."""
    reach = quantity.end + _BEHIND + len(words)
    mark = _MARK.search(text, quantity.end, reach)
    behind = text.find(words, quantity.end, mark.start() if mark else reach)
    return behind if behind >= 0 else text.rfind(words, max(0, quantity.start - _BEFORE), quantity.start)


def _over_all_times(text: str, drafts: Sequence[Draft], counts: Sequence[Count], at: int) -> Count:
    """A count; the sum of several times' figures covers them all: 一季度检查126家、二季度检查158家，累计检查284家."""
    count, draft = counts[at], drafts[at]
    low = max(draft.sentence.start, draft.quantity.start - _NEAR, drafts[at - 1].quantity.end if at else 0)
    if count.value is None or not _SUMS.search(text, low, draft.quantity.start):
        return count
    periods: list[Period] = []
    rest = count.value
    for back in range(at - 1, max(-1, at - _MOST), -1):
        part, same = counts[back], drafts[back].sentence == draft.sentence
        if not same or part.unit != count.unit or part.change or part.value is None or part.period is None:
            break
        periods, rest = [part.period, *periods], rest - part.value
        if rest <= 0:
            break
    if rest or len({*periods}) < max(2, len(periods)):
        return count
    return replace(count, period=Period(periods[0].start, periods[-1].end))
