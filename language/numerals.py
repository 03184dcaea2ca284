"""Numbers and quantities as Chinese official text writes them: 三十五, 1.13万, 近百, 3至5处, 百分之九十七点三.

Reads normalised text (language.normalize). Values are Decimal, scale words worked out; which of 近, 余, 以上 makes a
figure a floor or a ceiling follows the annotation guide.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from language.quick import compiled

Approx = Literal["exact", "about", "over", "under", "at_least", "at_most"]

_DIGITS = dict(zip("〇零一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_PLACES = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}
_BEFORE: tuple[tuple[Approx, str], ...] = (
    ("at_least", "不得?少于|不得?低于|至少|最少|最低|起码"),
    ("at_most", "不得?超过|不得?多于|不得?高于|不大于|至多|最多|最高"),
    ("under", "接近|将近|近|(?<!压力)(?<!数量)(?<!配[备置])(?<!亮度)(?<!电量)(?<!照度)不足|不到|未满|不满"),
    ("about", "大约|约为|约有|约计|约|大概"),
    ("over", "超过了?|超出|突破|超|逾|多于|大于|高于"),
)
_AFTER: dict[str, Approx] = {
    "余": "over", "多": "over", "几": "over", "来": "about",
    "以上": "over", "及以上": "over", "左右": "about", "上下": "about",
    "以内": "under", "以下": "under", "之内": "under",
}  # fmt: skip

_NO_MORE = r"(?![人名家种项轮方车层发功部跨了出\d])"  # 两起多人伤亡事故: many of what follows

_CN = "零〇一二两三四五六七八九十百千万亿廿卅"
_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_CAPITAL = "[壹贰叁肆伍陆柒捌玖拾][壹贰叁肆伍陆柒捌玖拾佰仟零万亿]*(?=元)"  # only of money: 伍 and 陆 are surnames too
# no number within a code (F16, A4); KTV is the one word in Latin letters that stands right before its count: KTV8家
_ARABIC = r"(?:(?<![\d.A-Za-z])|(?<=KTV))(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?(?!\.?\d))"
# thousands parted by a space, within a sentence and before a unit: 排查隐患11 642项
_SPACE = r"[ \u00a0\u2009\u202f]"
_SPACED = rf"(?<=[\u4e00-\u9fff，、：（])[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}})+(?:\.\d+)?(?=[余多]?[\u4e00-\u9fff%㎡])"
# a scale word in the middle of figures: 1万2,846场次, 3亿5000万元; and as it is spoken: 5万8千元, 2亿3千万元
_SPOKEN = (
    r"\d+[亿万千百]零?(?:\d[千百十])+(?:万|\d(?!\d))?"
    r"|\d+[亿万千](?:零\d{1,3}(?!\d)|\d(?=[余多]?[元人户亩]|[，。；、）]))"
)
_MIXED = (
    r"(?<![\d.A-Za-z])(?:\d+亿\d[\d,]{0,4}万(?:\d[\d,]{2,4})?|\d+万(?:\d,\d{3}|\d{4})"
    rf"|{_SPOKEN})(?![\d.])"
)
_CHINESE = rf"(?<![几数])[{_CN}]+(?:点[零〇一二三四五六七八九]+[万亿]{{0,2}}|[余多几][万亿]+)?"
_FRACTION = rf"(?:[{_CN}]+|\d+)分之(?:{_ARABIC}|[{_CN}]+(?:点[零〇一二三四五六七八九]+)?)"
_MASK = r"[*]+|(?<![\d×])×+(?!\d)|(?<![A-Za-z])[Xx]+(?![A-Za-z])|_{2,}"
_MASKS = "*×Xx_"
_HALF = compiled("(?:(?<![另每各这那前后上下])一半(?!天|路|夜)|半数|(?<=[已均])过半)(?P<after>以上|左右|以下)?")
_HEADS = re.compile(rf"[\d{_CN}{_MASKS}壹贰叁肆伍陆柒捌玖拾佰仟]+")
_SCALE = r"万千(?=公顷)|[十百千]?[万亿]{1,2}|百|千(?![米克瓦伏帕焦])"  # 7千米 is 7 kilometres
_FIGURE = rf"{_MIXED}|(?:{_SPACED}|{_ARABIC})[余多几]?(?:{_SCALE})?"
_NUMBER = rf"(?:{_CAPITAL}|{_FRACTION}|{_FIGURE}|{_CHINESE}|(?:{_MASK})(?:{_SCALE})?)"
_READ_MIXED = re.compile(r"(?:\d[\d,]*[亿万千百十]{1,2}零?)+(?:\d[\d,]*)?")
_PART = re.compile(r"(?P<nought>零?)(?P<number>\d*)(?P<scale>[亿万千百十]?)")
_READ_ARABIC = re.compile(
    rf"(?P<number>\d[\d,]*(?:{_SPACE}\d{{3}})*(?:\.\d+)?)(?P<more>[余多几])?(?P<scale>万千|{_SCALE})?"
)
_READ_SCALED = re.compile("(?P<number>[^点]+点[^点万亿]+)(?P<scale>[万亿]+)")
_READ_FRACTION = re.compile(r"(?P<base>.+)分之(?P<part>.+)")
_ITEM_NUMBER = re.compile(r"[1-9]\d?\.(?=\d{1,3}$)")
# 三五天, 二三十家, 十七八人: two neighbouring digits are the two ends of a range
_READ_NEIGHBOURS = re.compile(
    r"(?P<tens>[二三四五六七八九]?十)?(?P<low>[一二两三四五六七八])(?P<high>[二三四五六七八九])(?P<scale>[十百千]?[万亿]?)"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, text[start:end] with the words that make it approximate.

    value   scale word worked out; None when masked (**家)
    upper   the other end of a range, else None
    unit    classifier or measure as written, no scale word; "" when the text gives none
    digits  whether the number is written in Arabic figures
    """

    value: Decimal | None
    upper: Decimal | None
    unit: str
    approx: Approx
    masked: bool
    digits: bool
    text: str
    start: int
    end: int


def parse(text: str) -> Decimal | None:
    """Value of one number without unit: «三十五», «1.13万», «两千零四», «2.5亿», «百分之三»; None when it is none.

    A fraction by 百 or 千 gives the percentage or permillage (百分之三 → 3), by any other base the quotient.
    """
    text = text.translate(_CAPITALS)
    if fraction := _READ_FRACTION.fullmatch(text):
        return _fraction(fraction["base"], fraction["part"])
    if arabic := _READ_ARABIC.fullmatch(text):
        return _tidy(Decimal(re.sub(r"[,\s]", "", arabic["number"])) * _scale(arabic["scale"] or ""))
    if _READ_MIXED.fullmatch(text):
        return _mixed(text.replace(",", ""))
    if scaled := _READ_SCALED.fullmatch(text):  # 七十四点六万
        number = _chinese(scaled["number"])
        return None if number is None else _tidy(number * _scale(scaled["scale"]))
    whole = re.sub("[余多几](?=[万亿]+$)", "", text)  # 四百三十余万
    return _chinese(whole) if whole and re.fullmatch(rf"[{_CN}点]+", whole) else None


def _mixed(text: str) -> Decimal:
    """Value of Arabic figures with scale words between them: «3亿5000万», «2亿3千万», «5万8千», «1万零500», «3万5»."""
    value = below = 0
    last = 1
    for part in _PART.finditer(text):
        number, scale = int(part["number"] or 0), part["scale"]
        if scale in ("亿", "万"):
            value, below = value + (below + number) * _PLACES[scale], 0
        elif scale or part["nought"] or len(part["number"]) > 1:
            below += number * _PLACES.get(scale, 1)
        else:  # a lone last digit takes the next lower place, as in Chinese numerals
            below += number * max(last // 10, 1)
        last = _PLACES.get(scale, 1)
    return Decimal(value + below)


def _tidy(value: Decimal) -> Decimal:
    """The value without noughts behind the point."""
    return value.to_integral_value() if value == value.to_integral_value() else value


def _fraction(base_word: str, part_word: str) -> Decimal | None:
    base, part = parse(base_word), parse(part_word)
    if not base or part is None:
        return None
    return part if base_word in ("百", "千") else part / base


def _scale(words: str) -> int:
    scale = 1
    for word in words:
        scale *= _PLACES[word]
    return scale


def _chinese(text: str) -> Decimal | None:
    """A Chinese numeral, by place (两千零四) or digit by digit (二〇二三); None when it breaks both."""
    whole, _, fraction = text.partition("点")
    if fraction:
        value = _chinese(whole)
        return None if value is None else value + Decimal("0." + "".join(str(_DIGITS[char]) for char in fraction))
    if all(char in _DIGITS for char in whole):
        return Decimal("".join(str(_DIGITS[char]) for char in whole)) if len(whole) == 1 or len(whole) > 2 else None
    return _by_place(whole.replace("廿", "二十").replace("卅", "三十"))


def _by_place(text: str) -> Decimal | None:
    """Value of «三亿零五十万二千»: split at the highest scale word, each side read the same way.

    A lone last digit takes the next lower place, as it is spoken: 三万五 is 35,000.
    """
    if not text:
        return Decimal(0)
    if len(text) == 1 and text in _DIGITS:
        return Decimal(_DIGITS[text])
    for word, scale in _PLACES.items():
        before, found, after = text.rpartition(word)
        if found:
            return _sum_of_places(before, scale, after)
    return None


def _sum_of_places(before: str, scale: int, after: str) -> Decimal | None:
    high = _by_place(before.strip("零〇")) if before else Decimal(1)
    if len(after) == 1 and after in _DIGITS:
        low: Decimal | None = Decimal(_DIGITS[after] * max(scale // 10, 1))
    else:
        low = _by_place(after.lstrip("零〇"))
    if high is None or low is None or low >= scale or (scale <= 1000 and high > 9):
        return None
    return high * scale + low


@cache
def units() -> dict[str, tuple[str, ...]]:
    """Units by what they are: classifiers, measures, rates, durations (language/units.toml)."""
    return {kind: tuple(guards) for kind, guards in _unit_table().items()}


@cache
def _unit_table() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "units.toml").read_text(encoding="utf-8"))


@cache
def _unit_pattern() -> str:
    """Alternatives for a unit, the longest first, each with the words that it must not begin."""
    guards = {unit: guard for table in _unit_table().values() for unit, guard in table.items()}
    return "|".join(_guarded(unit, guards[unit]) for unit in sorted(guards, key=len, reverse=True))


def _guarded(unit: str, guard: str) -> str:
    words = guard.removeprefix("^")
    figure = r"(?:(?<=[\d*×%])|(?<=\d[万千百余多]))" if guard.startswith("^") else ""
    return figure + re.escape(unit) + (f"(?!{words})" if words else "")


@cache
def _quantity_pattern() -> re.Pattern[str]:
    unit = _unit_pattern()
    after = "|".join(word + _NO_MORE * (word == "多") for word in sorted(_AFTER, key=len, reverse=True))
    return re.compile(
        rf"(?P<low>{_NUMBER})(?P<low_more>[余多几])?(?:(?P<low_unit>{unit})?(?:至|到|～|—|-)(?P<high>{_NUMBER}))?"
        rf"(?:个(?=[余多](?:小时|工作日|昼夜)))?(?P<more>[余多几](?!少)|来(?=平方|公里|[米亩斤里吨个人户家名]))?(?P<unit>{unit})?(?P<half>(?<=成)(?:半|[一二三四五六七八九](?=[，。；、）])))?(?:（(?:(?P<again>次)|[类条个处项套台家间座部组件人栋户场所册本份辆艘座面幅块张期])）|/(?P<per>次))?(?P<after>{after})?"
    )


_BEFORE_PATTERN = compiled("(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _BEFORE) + ")(?:达到?|有|为)?$")


def find_quantities(text: str) -> list[Quantity]:
    """Quantities of a normalised text in order: «近100场次», «3至5处», «1.13万人次», «**家», «百分之三».

    A lone Chinese numeral without a unit is none, as it mostly is part of a word (统一, 万一).
    """
    found = [quantity for match in _matches(text) if (quantity := _quantity(text, match))]
    halves = [_half(text, match) for match in _HALF.finditer(text)]
    return sorted([*found, *halves], key=lambda quantity: quantity.start) if halves else found


def _half(text: str, match: re.Match[str]) -> Quantity:
    """«不到一半», «半数以上», «过半» as 50 %."""
    before = _BEFORE_PATTERN.search(text, max(0, match.start() - 6), match.start())
    told: Approx = next((name for name, _ in _BEFORE if before and before[name]), "exact")
    after = _AFTER.get(match["after"] or "", "over" if match[0] == "过半" else "exact")
    start = before.start() if before else match.start()
    approx = told if before else after
    return Quantity(Decimal(50), None, "%", approx, False, False, text[start : match.end()], start, match.end())


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Matches of the pattern for quantities; only places that a number can begin at are tried."""
    pattern, done = _quantity_pattern(), 0
    for run in _HEADS.finditer(text):
        at = max(run.start(), done)
        while at < run.end():
            match = pattern.match(text, at)
            if match:
                yield match
                done = at = match.end()
            else:
                at += 1


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    number, unit = match["low"], match["unit"] or ""
    masked, digits = number[0] in _MASKS, number[0].isdigit()
    if not (unit or digits or "分之" in number) or (masked and not unit):
        return None
    low, upper = _ends(match)
    if (masked and upper is not None) or (low is None and not masked):
        return None
    again = unit + (match["again"] or match["per"] or "")
    unit = again if again in units()["classifiers"] else unit
    unit, low, upper = _rate(match, unit, low, upper)
    approx, start = _approx(text, match)
    if numbered := _item_number(text, match):
        low, start = parse(number[numbered:]), start + numbered
    return Quantity(low, upper, unit, approx, masked, digits, text[start : match.end()], start, match.end())


def _item_number(text: str, match: re.Match[str]) -> int:
    """Length of an item's own number that a point joins to its figure, else 0: «；3.6名喷锚工» is item 3, six men.

    What is counted one by one has no decimals.
    """
    item = _ITEM_NUMBER.match(match["low"])
    opens = match.start() == 0 or text[match.start() - 1] in "\n。；"
    return item.end() if item and opens and match["unit"] in units()["classifiers"] else 0


def _ends(match: re.Match[str]) -> tuple[Decimal | None, Decimal | None]:
    """Both ends of the range; the lower one takes the upper one's scale word where it has none of its own: 3至5万."""
    if not match["high"]:
        return _neighbours(match["low"]) or (parse(match["low"]), None)
    low, high = parse(match["low"]), parse(match["high"])
    scale = re.search(rf"(?:{_SCALE})$", match["high"])
    if scale and match["low"][-1:].isdigit() and not match["low_unit"] and low is not None:
        low *= _scale(scale[0])
    return (low, high) if low is not None and high is not None and low <= high else (None, None)


def _neighbours(text: str) -> tuple[Decimal, Decimal] | None:
    pair = _READ_NEIGHBOURS.fullmatch(text)
    if not pair or _DIGITS[pair["low"]] >= _DIGITS[pair["high"]] or _DIGITS[pair["high"]] - _DIGITS[pair["low"]] > 2:
        return None
    tens, scale = parse(pair["tens"] or "零") or Decimal(0), _scale(pair["scale"] or "")
    return tens + _DIGITS[pair["low"]] * scale, tens + _DIGITS[pair["high"]] * scale


def _rate(
    match: re.Match[str], unit: str, low: Decimal | None, upper: Decimal | None
) -> tuple[str, Decimal | None, Decimal | None]:
    """成 (tenths) as %, and the sign that a fraction's base stands for."""
    if unit == "成" and low is not None:
        half = 5 if match["half"] == "半" else _DIGITS[match["half"]] if match["half"] else 0
        return "%", low * 10 + half, None if upper is None else upper * 10
    base, found, _ = match["low"].partition("分之")
    if found and not unit:
        return {"百": "%", "千": "‰"}.get(base, ""), low, upper
    return unit, low, upper


def _approx(text: str, match: re.Match[str]) -> tuple[Approx, int]:
    """What kind of figure it is, and where its words begin: 近, 约, 不少于 stand before; 余, 左右, 以上 after."""
    before = _BEFORE_PATTERN.search(text, max(0, match.start() - 6), match.start())
    if (
        not before
        and match["low"][0] in _PLACES
        and re.search("(?<!以)上$|过$", text[max(0, match.start() - 2) : match.start()])
    ):  # 上千人
        return "over", match.start() - 1
    more = match["more"] or match["low_more"] or ("余" if re.search(r"[余多几]", match["low"]) else None)
    after = _AFTER.get(match["after"] or more or "")
    if before:
        return next(name for name, _ in _BEFORE if before[name]), before.start()
    return after or "exact", match.start()
