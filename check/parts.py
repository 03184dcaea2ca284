"""Parts and wholes (R01), and what was found, mended and is left (R05)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import groupby

from check.amounts import Amount, Reach
from check.compare import comparable, gravity, plain, scaled
from check.paper import Paper
from check.rules import finding, load_words
from records import Finding

_FULL = re.compile(r"分别[为是]|包括|由|即|：")
_PARTIAL = re.compile(r"其中|包含|含")
_TOTAL = re.compile(r"(?:合计|共计|总计|总共|[两三四五六七八九]项(?:合计|共计)?)(?:为|达)?[^，。；]{0,8}$")
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,6}(?:镇|乡|街道|县|区|市|村|社区|局)")
_OPEN = re.compile(r"^[^，；。]{0,12}等")


def overfull(paper: Paper) -> Iterator[Finding]:
    """Wholes that are smaller than their parts, or other than the parts that are said to make them up (R01)."""
    wholes = {amount.index: amount for amount in paper.amounts if amount.known and amount.count.change is None}
    children = [amount for amount in wholes.values() if amount.count.part_of in wholes]
    children.sort(key=lambda amount: (amount.count.part_of or 0, amount.start))
    for index, group in groupby(children, key=lambda amount: amount.count.part_of or 0):
        whole = wholes[index]
        parts = [part for part in group if part.count.unit == whole.count.unit and part.index != index]
        yield from _checked(paper, whole, parts)
    yield from _wrong_totals(paper, list(wholes.values()))


def _checked(paper: Paper, whole: Amount, parts: Sequence[Amount]) -> Iterator[Finding]:
    for _, group in groupby(sorted(parts, key=_state), key=_state):
        alike = sorted(group, key=lambda part: part.start)
        over = [part for part in alike if part.reach.above(whole.reach)]
        for part in over:
            yield _part_over(paper, whole, part)
        if not over and len(alike) > 1:
            yield from _sum_checked(paper, whole, alike)


@cache
def _words() -> tuple[re.Pattern[str], tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    words = load_words("parts.toml")
    exclusive = tuple(tuple(row) for row in words["exclusive"])
    complete = tuple(tuple(row) for row in words["complete"])
    return re.compile("|".join(words["states"])), exclusive, complete


def _state(part: Amount) -> str:
    """What has been done with the part: «其中重大5处、已整改90处» are not two shares of one division."""
    found = _words()[0].search(part.before)
    return found[0] if found else ""


def _part_over(paper: Paper, whole: Amount, part: Amount) -> Finding:
    severity = gravity((whole, part))
    return finding(
        "figure.part-over", paper, paper.span_of(part), related=[paper.span_of(whole)], severity=severity,
        part=part.shown, whole=whole.shown,
    )  # fmt: skip


def _sum_checked(paper: Paper, whole: Amount, parts: Sequence[Amount]) -> Iterator[Finding]:
    total = _total(parts)
    if total.above(whole.reach):
        yield _sum_finding(paper, "figure.parts-over", whole, parts, sure=_exclude_each_other(parts))
    elif not total.meets(whole.reach):
        between = paper.text[whole.end : parts[0].start]
        closed = _FULL.search(between) and not _PARTIAL.search(between) and not _OPEN.match(parts[-1].after)
        if closed:
            yield _sum_finding(paper, "figure.parts-total", whole, parts)
        elif _divide_all(parts):
            yield _sum_finding(paper, "figure.parts-short", whole, parts)


def _total(parts: Sequence[Amount]) -> Reach:
    total = Reach(Decimal(0), Decimal(0))
    for part in parts:
        total += part.reach
    return total


def _names(part: Amount) -> str:
    return f"{part.count.subject or ''}{part.count.item}{part.before}"


def _exclude_each_other(parts: Sequence[Amount]) -> bool:
    """Whether each part bears another word of one division (一般, 重大) or another place, so that none overlap."""
    places = {found[0] for part in parts if (found := _PLACE.search(_names(part)))}
    return len(places) == len(parts) or any(_told_apart(parts, division) for division in _words()[1])


def _told_apart(parts: Sequence[Amount], division: Sequence[str]) -> bool:
    """Whether every part bears a word of the division, each its own."""
    words = [next((word for word in division if word in _names(part)), None) for part in parts]
    return None not in words and len(set(words)) == len(parts)


def _divide_all(parts: Sequence[Amount]) -> bool:
    """Whether the parts are a division that leaves no rest: 市级 and 县级."""
    complete = _words()[2]
    return any(len(parts) == len(division) and _told_apart(parts, division) for division in complete)


def _sum_finding(paper: Paper, rule: str, whole: Amount, parts: Sequence[Amount], sure: bool = True) -> Finding:
    total = sum((part.value for part in parts), Decimal(0))
    every = (whole, *parts)
    return finding(
        rule,
        paper,
        paper.span_of(whole),
        related=[paper.span_of(part) for part in parts],
        severity=None if rule == "figure.parts-short" else gravity(every, sure),
        sum=scaled(total, every),
        terms="+".join(part.printed for part in parts),
        whole=whole.printed,
        gap=scaled(abs(total - whole.value), every),
    )


def _wrong_totals(paper: Paper, amounts: Sequence[Amount]) -> Iterator[Finding]:
    """«市级4起，县级33起，合计38起»: a total told behind its parts."""
    ordered = sorted(amounts, key=lambda amount: amount.start)
    for at, total in enumerate(ordered):
        parts = _listed_before(paper, total, ordered[:at])
        if not _is_total(total, parts):
            continue
        if not _total(parts).meets(total.reach):
            sure = bool(_TOTAL.search(total.before))
            yield _sum_finding(paper, "figure.parts-total", total, parts, sure)


def _is_total(total: Amount, parts: Sequence[Amount]) -> bool:
    """Whether words say that the figure sums the parts; «共» says so only of different units' figures for one act."""
    if len(parts) < 2:
        return False
    if _TOTAL.search(total.before):
        return True
    subjects = {part.count.subject for part in parts}
    one_act = all(part.count.action == total.count.action for part in parts)
    return total.before.startswith("共") and one_act and None not in subjects and len(subjects) == len(parts)


def _listed_before(paper: Paper, total: Amount, earlier: Sequence[Amount]) -> list[Amount]:
    """The unbroken run of like figures in the total's sentence, up to it."""
    sentence = paper.sentence_at(total.start)
    own = [one for one in earlier if one.count.part_of is None and paper.sentence_at(one.start) == sentence]
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


def wrong_rest(paper: Paper) -> Iterator[Finding]:
    """«发现50处，整改45处，正在整改6处»: what is left is not what was found less what was mended (R05)."""
    for sentence in paper.sentences:
        amounts = [a for a in paper.amounts_in(sentence) if a.known and a.count.change is None and not _is_share(a)]
        for left in (amount for amount in amounts if _tells("left", amount)):
            yield from _rest_checked(paper, left, [a for a in amounts if a.count.unit == left.count.unit])


def _is_share(amount: Amount) -> bool:
    return amount.count.part_of is not None or bool(_PARTIAL.search(amount.before))


def _rest_checked(paper: Paper, left: Amount, amounts: Sequence[Amount]) -> Iterator[Finding]:
    rest = [amount for amount in amounts if _tells("left", amount)]
    found = [amount for amount in amounts if amount.start < left.start and _tells("found", amount)]
    mended = [amount for amount in amounts if _tells("mended", amount)]
    if len(found) != 1 or len(mended) != 1 or len(rest) != 1 or not comparable(found[0], mended[0]):
        return
    if _total([*mended, left]).meets(found[0].reach):
        return
    yield finding(
        "figure.rest",
        paper,
        paper.span_of(left),
        related=[paper.span_of(found[0]), paper.span_of(mended[0])],
        severity=gravity((found[0], mended[0], left)),
        found=found[0].printed,
        mended=mended[0].printed,
        right=plain(found[0].value - mended[0].value),
        left=left.shown,
    )


@cache
def _rest_words() -> dict[str, re.Pattern[str]]:
    words = load_words("parts.toml")["rest"]
    return {role: re.compile("|".join(patterns)) for role, patterns in words.items()}


def _tells(role: str, amount: Amount) -> bool:
    """Which of found, mended, left the figure is, by the words that lead to it; those behind it count for left only."""
    words = _rest_words()
    behind = amount.after if len(amount.after) <= 8 else ""
    is_left = bool(words["left"].search(amount.before) or words["left_behind"].search(behind))
    if role == "left" or is_left:
        return role == "left" and is_left
    told = f"{amount.count.action or ''} {amount.before}"
    is_mended = bool(words["mended"].search(told))
    return is_mended if role == "mended" else (not is_mended and bool(words["found"].search(told)))
