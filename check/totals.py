"""Totals told behind their parts: «甲案4起，乙案33起，合计37起» (R01)."""

import re
from collections.abc import Iterator, Sequence

from check.amounts import Amount
from check.paper import Paper, Span
from check.sums import sum_finding, total_of
from language.numerals import parse
from records import Finding

_TOTAL = re.compile(r"(?:合计|共计|总计|总共)(?:为|达)?[^，。；]{0,8}$")
_SURELY = re.compile(r"^(?:以上|上述|两项|三项|几项)?(?:合计|总计|相加)")
_OF_THEM = re.compile(rf"{_SURELY.pattern}|^(?:共计|总共|一共|共)(?:为|达)?$")
_REACH = 600  # characters before a total in which its parts stand
_OF_SO_MANY = re.compile(r"(?P<n>[两二三四五六七八九])项(?:合计|共计|总计|相加)(?:为|达)?$")


def wrong_totals(paper: Paper) -> Iterator[Finding]:
    """Totals that are another number than the sum of the like figures before them in the sentence."""
    for total in filter(_is_plain, paper.amounts):
        parts = _parts(paper, total)
        # where the list begins cannot be told for sure: any end of it that fits will do
        if len(parts) > 1 and not any(total_of(parts[start:]).meets(total.reach) for start in range(len(parts) - 1)):
            sure = _SURELY.match(total.before) is not None and len({part.count.item[-2:] for part in parts}) == 1
            if total.reach.above(total_of(parts)) and not _OF_THEM.match(total.before):
                continue  # «全市共计发生事故80起» tells more than what was named before
            yield sum_finding("figure.parts-total", paper, total, parts, sure=sure)


def _is_plain(amount: Amount) -> bool:
    return amount.known and amount.count.change is None


def _parts(paper: Paper, total: Amount) -> list[Amount]:
    """The figures that the text says the total sums; empty where it is none."""
    start = max(paper.sentences[paper.sentence_at(total.start)].start, total.start - _REACH)
    earlier = paper.amounts_in(Span(start, total.start))
    own = [one for one in earlier if _is_plain(one) and one.count.part_of is None]
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
    """The unbroken run of figures of the total's unit up to it, by one act as far as one is told."""
    run: list[Amount] = []
    for one in reversed(own):
        acts = {amount.count.action for amount in (one, *run, total)} - {None}
        if one.count.unit != total.count.unit or len(acts) > 1:
            break
        run.insert(0, one)
    return run
