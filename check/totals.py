"""Totals told behind their parts: «甲案4起，乙案33起，合计37起» (R01)."""

import re
from collections.abc import Iterator, Sequence

from check.amounts import Amount
from check.paper import Paper
from check.sums import sum_finding, total_of
from language.numerals import parse
from records import Finding

_TOTAL = re.compile(r"(?:合计|共计|总计|总共)(?:为|达)?[^，。；]{0,8}$")
_OF_SO_MANY = re.compile(r"(?P<n>[两二三四五六七八九])项(?:合计|共计|总计|相加)(?:为|达)?$")


def wrong_totals(paper: Paper) -> Iterator[Finding]:
    """Totals that are another number than the sum of the like figures before them in the sentence."""
    ordered = [amount for amount in paper.amounts if amount.known and amount.count.change is None]
    for at, total in enumerate(ordered):
        parts = _parts(paper, total, ordered[:at])
        if len(parts) > 1 and not total_of(parts).meets(total.reach):
            sure = not total.before.startswith("共") or total.before.startswith("共计")
            yield sum_finding("figure.parts-total", paper, total, parts, sure=sure)


def _parts(paper: Paper, total: Amount, earlier: Sequence[Amount]) -> list[Amount]:
    """The figures that the text says the total sums; empty where it is none."""
    sentence = paper.sentence_at(total.start)
    own = [one for one in earlier if one.count.part_of is None and paper.sentence_at(one.start) == sentence]
    if counted := _OF_SO_MANY.search(_lead(paper, total)):
        same = [one for one in own if one.count.unit == total.count.unit and not _is_number_of(one, counted)]
        return same[-int(parse(counted["n"]) or 0) :] if len(same) >= int(parse(counted["n"]) or 0) else []
    run = _run_before(total, own)
    return run if _TOTAL.search(total.before) or _is_sum_of_units(total, run) else []


def _lead(paper: Paper, total: Amount) -> str:
    """Words from the last mark to the figure, other figures included."""
    text = paper.text[max(total.start - 24, 0) : total.start]
    return re.split("[，。；：\n]", text)[-1]


def _is_number_of(amount: Amount, counted: re.Match[str]) -> bool:
    """Whether the figure is the «两» of «两项合计» itself."""
    return amount.printed == counted["n"]


def _is_sum_of_units(total: Amount, run: Sequence[Amount]) -> bool:
    """«东镇30处，西镇20处，共50处»: «共» tells a total only of figures of different units."""
    subjects = {part.count.subject for part in run}
    return total.before.startswith("共") and None not in subjects and len(subjects) == len(run)


def _run_before(total: Amount, own: Sequence[Amount]) -> list[Amount]:
    """The unbroken run of like figures up to the total."""
    run: list[Amount] = []
    for one in reversed(own):
        if one.count.unit != total.count.unit or not _is_alike(one, total, run):
            break
        run.insert(0, one)
    return run


def _is_alike(part: Amount, total: Amount, run: Sequence[Amount]) -> bool:
    """Whether the figure counts what the total and the parts behind it count, by one act as far as one is told."""
    told = [*run, total] if total.count.item in total.clause else [*run]
    heads = {one.count.item[-2:] for one in (part, *told)}
    acts = {one.count.action for one in (part, *run, total)} - {None}
    return len(heads) == 1 and len(acts) <= 1
