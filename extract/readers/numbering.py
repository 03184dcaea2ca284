"""Word's automatic numbers as the reader sees them: «一、», «（二）», «3.», «④», with their counters."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"

DIGITS = "零一二三四五六七八九"
FINANCIAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def chinese(number: int, digits: str = DIGITS, units: tuple[str, ...] = ("", "十", "百", "千")) -> str:
    """12 → 十二, 105 → 一百零五. Above 9999 the Arabic figure."""
    if not 0 < number < 10_000:
        return digits[0] if number == 0 else str(number)
    parts = [
        digits[int(figure)] + units[power] if figure != "0" else digits[0]
        for power, figure in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True)
    ]
    spoken = "".join(parts).replace(digits[0] * 2, digits[0]).replace(digits[0] * 2, digits[0]).rstrip(digits[0])
    ten = digits[1] + units[1]
    return spoken[1:] if digits == DIGITS and spoken.startswith(ten) and number < 20 else spoken


def financial(number: int) -> str:
    """12 → 壹拾贰"""
    return chinese(number, FINANCIAL_DIGITS, ("", "拾", "佰", "仟"))


def figures(number: int) -> str:
    """2023 → 二〇二三"""
    return "".join("〇一二三四五六七八九"[int(figure)] for figure in str(number))


def letters(number: int) -> str:
    """1 → a, 27 → aa: Word repeats the letter."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else str(number)


def roman(number: int) -> str:
    """49 → xlix"""
    spelt = ""
    for value, sign in ROMAN:
        spelt += sign * (number // value)
        number %= value
    return spelt


def from_signs(first: str, count: int) -> Callable[[int], str]:
    """Writer of the count signs that follow each other from first on: ① … ⑳; beyond them the plain figure."""
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= count else str(number)


def from_cycle(signs: str) -> Callable[[int], str]:
    """Writer of signs that begin again after the last: 甲 … 癸, 甲."""
    return lambda number: signs[(number - 1) % len(signs)]


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "chineseLegalSimplified": financial,
    "ideographDigital": figures,
    "japaneseDigitalTenThousand": figures,
    "taiwaneseDigital": figures,
    "ideographTraditional": from_cycle(STEMS),
    "ideographZodiac": from_cycle(BRANCHES),
    "decimalEnclosedCircle": from_signs("①", 20),
    "decimalEnclosedCircleChinese": from_signs("①", 20),
    "decimalEnclosedParen": from_signs("⑴", 20),
    "decimalEnclosedFullstop": from_signs("⒈", 20),
    "ideographEnclosedCircle": from_signs("㊀", 10),
    "decimalFullWidth": lambda number: str(number).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "decimalFullWidth2": lambda number: str(number).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "none": lambda number: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    text     holds %1 … %9 where a counter goes: «（%2）»
    restart  the level, from 1, whose next number makes this one begin anew, or any above it; 0 for never, so that
             «第一条 … 第九条» runs on through the chapters; None for every higher level
    """

    start: int
    format: str
    text: str
    suffix: str
    arabic: bool
    restart: int | None

    @classmethod
    def of(cls, element: etree._Element) -> "Level":
        """The level that a w:lvl describes."""

        def value(name: str, default: str) -> str:
            child = element.find(W + name)
            return default if child is None else child.get(VAL, default)

        restart = value("lvlRestart", "")
        return cls(
            start=int(value("start", "1")),
            format=value("numFmt", "decimal"),
            text=value("lvlText", ""),
            suffix=value("suff", "tab"),
            arabic=element.find(f"{W}isLgl") is not None,
            restart=int(restart) if restart else None,
        )

    def written(self, number: int) -> str:
        """A number in the level's own figures; Arabic ones where the format is not known."""
        return FORMATS.get(self.format, str)(number)


@dataclass(slots=True)
class List:
    """An abstract list: its levels, and how far each has counted."""

    levels: dict[int, Level]
    styles: dict[str, int]
    counters: dict[int, int]


class Numbering:
    """All lists of a document. mark() must be called for its paragraphs in order, as every call counts one on."""

    def __init__(self, root: etree._Element | None) -> None:
        self.lists: dict[str, List] = {}
        self.numbers: dict[str, str] = {}
        self.overrides: dict[str, dict[int, int]] = {}
        if root is not None:
            self.load(root)

    def load(self, root: etree._Element) -> None:
        """Takes up numbering.xml: abstract lists, those that borrow another's levels, and lists in use."""
        links = {}
        for element in root.iterfind(f"{W}abstractNum"):
            key = element.get(f"{W}abstractNumId", "")
            self.lists[key] = List(*levels_of(element), counters={})
            if (link := element.find(f"{W}styleLink")) is not None:
                links[link.get(VAL)] = key
        for element in root.iterfind(f"{W}abstractNum"):
            link = element.find(f"{W}numStyleLink")
            if link is not None and link.get(VAL) in links:
                self.lists[element.get(f"{W}abstractNumId", "")] = self.lists[links[link.get(VAL)]]
        for element in root.iterfind(f"{W}num"):
            self.load_number(element)

    def load_number(self, element: etree._Element) -> None:
        """A numbered list in use, with the levels that it starts or writes otherwise than its abstract list."""
        key, base = element.get(f"{W}numId", ""), element.find(f"{W}abstractNumId")
        self.numbers[key] = "" if base is None else base.get(VAL, "")
        starts = {}
        for override in element.iterfind(f"{W}lvlOverride"):
            at = int(override.get(f"{W}ilvl", "0"))
            start, level = override.find(f"{W}startOverride"), override.find(f"{W}lvl")
            if start is not None:
                starts[at] = int(start.get(VAL, "1"))
            if level is not None:
                self.own_list(key).levels[at] = Level.of(level)
        self.overrides[key] = starts

    def own_list(self, number: str) -> List:
        """A copy of the abstract list for one number that changes its levels."""
        base = self.lists.get(self.numbers[number]) or List({}, {}, {})
        if self.numbers[number] != f"own {number}":
            self.numbers[number] = f"own {number}"
            self.lists[self.numbers[number]] = List(dict(base.levels), dict(base.styles), {})
        return self.lists[self.numbers[number]]

    def level_of_style(self, number: str, style: str) -> int:
        """Which level of a list a paragraph style stands for; 0 where the list names none."""
        found = self.lists.get(self.numbers.get(number, ""))
        return found.styles.get(style, 0) if found else 0

    def mark(self, number: str, at: int) -> str:
        """The number of the next paragraph on that level with what follows it; empty for «no list»."""
        found = self.lists.get(self.numbers.get(number, ""))
        level = found.levels.get(at) if found else None
        if found is None or level is None:
            return ""
        self.advance(found, number, at, level)
        if level.format == "bullet":
            return bullet(level.text) + spacing(level, "•")
        text = level.text
        for deeper in range(9):
            text = text.replace(f"%{deeper + 1}", self.counter(found, deeper, level))
        return text + spacing(level, text)

    def advance(self, found: List, number: str, at: int, level: Level) -> None:
        """Counts one on, and lets the deeper levels begin anew."""
        restart = self.overrides.get(number, {}).pop(at, None)
        if restart is not None:
            found.counters[at] = restart
        else:
            found.counters[at] = found.counters.get(at, level.start - 1) + 1
        for deeper in [key for key in found.counters if key > at]:
            limit = found.levels[deeper].restart if deeper in found.levels else None
            if limit is None or at < limit:
                del found.counters[deeper]

    def counter(self, found: List, at: int, level: Level) -> str:
        """A counter as written; a level that has not begun shows its first number."""
        shown = found.levels.get(at)
        if shown is None:
            return ""
        number = found.counters.get(at, shown.start)
        return str(number) if level.arabic else shown.written(number)


def levels_of(abstract: etree._Element) -> tuple[dict[int, Level], dict[str, int]]:
    """The levels of an abstract list by their index, and the paragraph styles that stand for one."""
    levels, styles = {}, {}
    for element in abstract.iterfind(f"{W}lvl"):
        at = int(element.get(f"{W}ilvl", "0"))
        levels[at] = Level.of(element)
        if (style := element.find(f"{W}pStyle")) is not None:
            styles[style.get(VAL, "")] = at
    return levels, styles


def bullet(text: str) -> str:
    """The bullet's sign; those of Word's symbol fonts lie in the private area and are shown as «•»."""
    return text if text and not 0xE000 <= ord(text[0]) <= 0xF8FF else "•"


def spacing(level: Level, mark: str) -> str:
    """What parts a number from its text: nothing after a full-width mark, which brings its own space."""
    if level.suffix == "nothing" or not mark:
        return ""
    return "" if level.suffix == "tab" and mark[-1] in "、。．，：）】〕" else " "
