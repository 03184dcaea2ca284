"""A workbook's numbers as its reader sees them: percents, dates, fixed decimals; without the noise of binary fractions.

A format that is not understood (fractions, powers, conditions) shows the plain number.
"""

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import cache
from pathlib import Path

# a spreadsheet keeps 15 digits; what a binary fraction has beyond them was never entered
FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)
WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
LONGEST = 30  # digits before or after the point, beyond which the file's own writing is given
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[\$(?P<money>[^\]-]*)[^\]]*\]|\[(?P<elapsed>[hms]+)\]'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<general>general)|(?P<noon>am/pm|a/p|上午/下午)|(?P<power>e[+-])|(?P<day>y+|m+|d+|h+|s+|e+|a{3,4}|g+|b+)"
    r"|(?P<place>[0#?])|(?P<mark>[.,%@/])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
CONDITION = re.compile(r"[<>=]")
FIRST_DAY = {False: dt.datetime(1899, 12, 30), True: dt.datetime(1904, 1, 1)}
LAST_SERIAL = 2_958_466  # 10000-01-01


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a format: kind is a group of TOKEN, or «text» for what is shown as it stands."""

    kind: str
    text: str


@cache
def builtin() -> dict[int, str]:
    """The formats of numberformats.toml by number."""
    data = tomllib.loads(Path(__file__).with_name("numberformats.toml").read_text(encoding="utf-8"))
    return {int(number): code for number, code in data.items()}


def shown(number: str, code: str, from_1904: bool = False) -> str:
    """The number, as the file writes it, in a format. What is no number, and in no format, comes back as it is."""
    if code in ("General", "@") and number.isdecimal() and number.isascii() and len(number) < FIFTEEN.prec:
        return number
    try:
        value = FIFTEEN.create_decimal(number)
    except InvalidOperation:
        return number
    if not value.is_finite() or abs(value.adjusted()) > LONGEST:
        return number
    sections = parsed(code)
    if is_date(sections[0]):
        return date_shown(value, sections[0], from_1904)
    return in_section(value, sections)


@cache
def parsed(code: str) -> tuple[tuple[Token, ...], ...]:
    """The format's sections: positive numbers, negative ones, zero, text."""
    sections: list[list[Token]] = [[]]
    for found in TOKEN.finditer(code):
        kind = found.lastgroup or "blank"
        if kind == "other" and found[0] == ";":
            sections.append([])
        elif kind in ("quoted", "escaped", "money", "other"):
            sections[-1].append(Token("text", found[kind]))
        else:
            sections[-1].append(Token(kind, found[0].lower()))
    return tuple(map(tuple, sections))


def is_date(section: tuple[Token, ...]) -> bool:
    """Whether a section shows days or times."""
    return any(token.kind in ("day", "elapsed") for token in section)


def in_section(value: Decimal, sections: tuple[tuple[Token, ...], ...]) -> str:
    """The number by the section for its sign. An empty section hides it, as «;;;» is meant to."""
    if any(token.kind == "bracket" and CONDITION.search(token.text) for section in sections for token in section):
        return plain(value)
    section, sign = sections[0], "-" if value < 0 else ""
    if value < 0 and len(sections) > 1:
        section, sign = sections[1], ""
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    if not section and (len(sections) > 1):
        return ""
    return figures(abs(value), section, sign)


def plain(value: Decimal) -> str:
    """All digits of a number, no power, no zeros at its end."""
    return f"{value.normalize():f}" if value else "0"


def figures(value: Decimal, section: tuple[Token, ...], sign: str) -> str:
    """The number set into the section's places: «#,##0.0» of 1234.56 is «1,234.6»."""
    kinds = [token.kind for token in section]
    texts = [token.text for token in section]
    places = [at for at, kind in enumerate(kinds) if kind == "place"]
    if not places and ("general" in kinds or "@" in texts or not texts):
        return sign + "".join(own_text(token, plain(value)) for token in section or (Token("general", ""),))
    if "/" in texts or "power" in kinds:
        return sign + plain(value)
    if not places:
        return "".join(token.text for token in section if token.kind == "text")
    point = next((at for at in range(places[0], len(section)) if texts[at] == "." and kinds[at] == "mark"), None)
    last = places[-1]
    thousands = sum(texts[at] == "," and kinds[at] == "mark" for at in range(last + 1, len(section)))
    decimals = sum(at > point for at in places) if point is not None else 0
    moved = WIDE.scaleb(value, 2 * texts.count("%") - 3 * thousands)
    rounded = WIDE.quantize(moved, Decimal(1).scaleb(-decimals))
    grouped = any(texts[at] == "," and kinds[at] == "mark" for at in range(places[0], last))
    shown_sign = sign if rounded else ""
    return shown_sign + laid_out(rounded, section, point if point is not None else last + 1, grouped)


def own_text(token: Token, number: str) -> str:
    """What a token of a format without places shows."""
    return number if token.kind == "general" or token.text == "@" else token.text if token.kind == "text" else ""


def laid_out(value: Decimal, section: tuple[Token, ...], point: int, grouped: bool) -> str:
    """The section with the number's digits at its places; its point stands at index point or would stand there."""
    whole, _, fraction = f"{value:f}".partition(".")
    before = before_point(whole.lstrip("0"), section[:point], grouped)
    after = after_point(fraction, section[point + 1 :]) if point < len(section) else ""
    if point >= len(section) or section[point].text != ".":
        tail = "".join(outside(token) for token in section[point:])
        return before + tail
    return f"{before}.{after}" if after[:1].isdigit() else before + after


def before_point(digits: str, tokens: tuple[Token, ...], grouped: bool) -> str:
    """Places filled from the right; the first takes all digits that are left. «0» shows a nought where none is left."""
    first = next((at for at, token in enumerate(tokens) if token.kind == "place"), None)
    shown_parts: list[str] = []
    for at in reversed(range(len(tokens))):
        if tokens[at].kind != "place":
            shown_parts.append(outside(tokens[at]))
            continue
        here, digits = (digits, "") if at == first else (digits[-1:], digits[:-1])
        shown_parts.append(here or ("0" if tokens[at].text == "0" else ""))
    text = "".join(reversed(shown_parts))
    return with_commas(text) if grouped else text


def with_commas(text: str) -> str:
    """The first run of digits in a text, with a comma every three: «¥1234» is «¥1,234»."""
    return re.sub(r"\d+", lambda found: f"{int(found[0]):,}", text, count=1)


def after_point(digits: str, tokens: tuple[Token, ...]) -> str:
    """Places filled from the left; «#» shows no nought at the end."""
    kept = len(digits.rstrip("0"))
    shown_parts: list[str] = []
    at = 0
    for token in tokens:
        if token.kind == "place":
            shown_parts.append(digits[at] if at < kept or token.text == "0" else "")
            at += 1
        else:
            shown_parts.append(outside(token))
    return "".join(shown_parts)


def outside(token: Token) -> str:
    """What a token that is no place shows: text and the percent sign."""
    return token.text if token.kind == "text" or token.text == "%" else ""


# --- days --------------------------------------------------------------------------------------------------------


def date_shown(value: Decimal, section: tuple[Token, ...], from_1904: bool) -> str:
    """The day, the time or both. A day always with its year, which the cell holds even where its format hides it."""
    if not 0 <= value < LAST_SERIAL:
        return plain(value)
    moment = moment_of(value, from_1904)
    letters = "".join(token.text[0] for token in section if token.kind == "day" and token.text[0] in "ymdhsea")
    if any(token.kind == "elapsed" for token in section):
        minutes = int(WIDE.quantize(value * 1440, Decimal(1)))
        return f"{minutes // 60}:{minutes % 60:02}"
    timed = bool(set("hs") & set(letters))
    if set("yed") & set(letters) or not timed:
        day = day_shown(moment, section)
        return f"{day} {moment:%H:%M}" if timed else day
    return f"{moment:%H:%M}" if "s" not in letters else f"{moment:%H:%M:%S}"


def moment_of(value: Decimal, from_1904: bool) -> dt.datetime:
    """Day and time of a serial number. Before March 1900 it counts a day more: 1900 is taken for a leap year."""
    days, part = divmod(value, 1)
    days += not from_1904 and 1 <= days < 60
    return FIRST_DAY[from_1904] + dt.timedelta(days=int(days), seconds=int(WIDE.quantize(part * 86400, Decimal(1))))


def day_shown(moment: dt.datetime, section: tuple[Token, ...]) -> str:
    """The day in the format's own order and signs if it shows a year in figures, else as «2023年7月20日»."""
    tokens = day_part(section)
    letters = [token.text for token in tokens if token.kind == "day"]
    years = any(text[0] in "ye" for text in letters)
    days = any(text[0] == "d" and len(text) < 3 for text in letters)
    if not years or any(text.startswith(("mmm", "ddd", "aaa", "g", "b")) for text in letters):
        return f"{moment.year}年{moment.month}月" + (f"{moment.day}日" if days or not letters else "")
    parts = [day_token(moment, token) for token in tokens]
    return "".join(parts).strip(" ,;-/")


def day_part(section: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens before the time of day."""
    end = next((at for at, token in enumerate(section) if token.kind == "day" and token.text[0] in "hs"), len(section))
    return section[:end]


def day_token(moment: dt.datetime, token: Token) -> str:
    """One piece of a day. A year is given in full: «23/7/20» could be read in three ways."""
    if token.kind != "day":
        return token.text if token.kind == "text" or token.text in ".,/" else ""
    width = len(token.text)
    if token.text[0] in "ye":
        return str(moment.year)
    number = moment.month if token.text[0] == "m" else moment.day
    return f"{number:02}" if width == 2 else str(number)
