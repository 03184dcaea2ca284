"""The province, city or county that a document is of."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from extract.rulebook import load
from extract.words import Words, words_in

_BODY = 4000  # characters of the body that are looked at


def find_region(named: Iterable[str], body: str) -> str | None:
    """The place's name from the largest part that is written: «开平市», «泉州台商投资区»; None when nothing tells it.

    named  normalised texts that begin with the document's own place if any does, the surest first
    body   normalised text, asked only when none of them does: the name that stands there most often
    A town is taken only where nothing names what it lies in.
    """
    named = tuple(named)
    return (
        next(filter(None, map(_first_name, named)), None)
        or _most_named(body[:_BODY])
        or _of_papers(body[:_BODY])
        or _before_office(body[:_BODY])
        or next(filter(None, map(_town, named)), None)
    )


def _first_name(text: str) -> str:
    """Name that the text begins with, or that begins a part of it: «…出实效——开平市纵深推进»; "" for none."""
    return next(filter(None, map(_opening_name, _parts_of(text))), "")


def _parts_of(text: str) -> list[str]:
    """The stretches of a line that may begin with a name, without 关于, 印发 and the like before it."""
    prefix = load("classify")["region"]["prefix"]
    return [re.sub(prefix, "", part) for part in re.split(r"——|[：《>\s]", text)]


def _opening_name(text: str) -> str:
    return text[: max(_name_ends(text), default=0)]


def _name_ends(text: str) -> Iterator[int]:
    """Where the name may end, part for part: province, city, county."""
    at = 0
    while part := _part().match(text, at):
        # behind a city's name a county's is meant, be it called like a verb: 定陶区
        meant = at > 0 and len(part["stem"]) > 1 and not _no_name().search(part["stem"])
        if not meant and not _is_name(part["stem"], part[0], text[part.end() :]):
            return
        at = part.end()
        yield at


@cache
def _part() -> re.Pattern[str]:
    return re.compile(load("classify")["region"]["part"])


def _town(text: str) -> str:
    return next(filter(None, map(_opening_town, _parts_of(text))), "")


def _opening_town(text: str) -> str:
    """The town that a text begins with; an office's name bears it out whatever a dictionary makes of its syllables."""
    rules = load("classify")["region"]
    found = re.match(rules["town"], text)
    if not found or _no_name().search(found["stem"]):
        return ""
    after = text[found.end(1) :]
    if re.fullmatch("(?:人民政府|党委|党工委|办事处|管委会)(?:办公室)?", after):
        return found[1]
    office = "安委" if re.match(rules["town_after"], after) else after
    return found[1] if _is_unknown_name(found["stem"], office) else ""


def _is_unknown_name(stem: str, after: str) -> bool:
    """Whether what stands behind shows that the stem is a name, though no dictionary knows it."""
    rules = load("classify")["region"]
    if len(stem) < 2 or _no_name().search(stem) or not re.match(rules["office"], after):
        return False
    words = Words(stem)
    return not any(
        re.match(rules["no_part"], tag) for word, tag in zip(words.texts, words.tags, strict=True) if word[1:]
    )


def _is_name(stem: str, whole: str, after: str = "") -> bool:
    if _is_unknown_name(stem, after):
        return True
    first = Words(whole).between(0, len(whole))[0]
    if first.text == whole and first.tag == "ns":  # «荆州» of 荆州日报 is only a part of a name, «景县» is all of one
        return (len(whole) > 2 or whole[-1] == "县") and not _no_name().search(whole)
    fits = (first.text == stem and first.tag[:1] != "v") or first.tag[:1] in load("classify")["region"]["tags"]
    return len(stem) > 1 and fits and not _no_name().search(stem)


@cache
def _no_name() -> re.Pattern[str]:
    return re.compile(load("classify")["region"]["no_name"])


def _most_named(body: str) -> str | None:
    """The place that stands in the body most often, also inside other words: «荆州市委» names 荆州市."""
    words = words_in(body)
    spoken = {text for text, tag in zip(words.texts, words.tags, strict=True) if tag == "ns"}
    names = sorted(filter(_is_place, spoken))
    best = max(names, key=body.count, default="")
    return best if best and body.count(best) >= load("classify")["region"]["body_least"] else None


def _before_office(body: str) -> str | None:
    """The one place whose offices the body names: «浑南河区安委办的三台面包车», else None."""
    found = {match[1] for match in re.finditer(load("classify")["region"]["of_office"], body)}
    names = {name for name in found if _reads_as_name(name[:-1])}
    return names.pop() if len(names) == 1 else None


def _reads_as_name(stem: str) -> bool:
    """Whether no word of the stem is a plain one: «按照|县安委会», «基地|离|旗消防» begin with none."""
    words = Words(stem)
    told = [tag for word, tag in zip(words.texts, words.tags, strict=True) if word[1:]]
    plain = any(tag == "n" or re.match(load("classify")["region"]["no_part"], tag) for tag in told)
    return len(stem) > 1 and not plain and not _no_name().search(stem)


def _of_papers(body: str) -> str | None:
    """The place of the first local paper that the body names: «根据《云桓县……方案》»."""
    papers = (found[1] for found in re.finditer(load("classify")["region"]["paper"], body))
    return next(filter(None, map(_opening_name, papers)), None)


def _is_place(name: str) -> bool:
    return len(name) > 2 and bool(_part().fullmatch(name)) and _is_name("", name)
