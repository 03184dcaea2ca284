"""Figures and days as officials print them (GB/T 15835; «万元», «40余家», «2023年7月4日»)."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from generate.model import AnyFiled
from records import Figure

_SCALES = ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
_MONEY = "元"
_RATES = ("%", "个百分点")
_CENT = Decimal("0.01")


def print_figure(figure: Figure) -> str:
    """Number, scale and unit, with the word that says it is not exact: «1.13万人次», «约300万元», «40余家»."""
    number, scale = _scaled(figure.value, figure.unit)
    return _qualified(number, scale, figure)


def print_cell(figure: Figure, column_unit: str, same_unit: bool) -> str:
    """The figure for a table column headed by that unit, with its own unit only when that is not the same."""
    if column_unit == f"万{_MONEY}" and figure.unit == _MONEY:
        return _qualified(figure.value / 10**4, "", figure, unit="")
    return _qualified(figure.value, "", figure, unit="" if same_unit else figure.unit)


def print_day(day: dt.date) -> str:
    """2023年7月4日: full year, nothing padded (GB/T 9704 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def print_iso(day: str) -> str:
    """«2023», «2023-06», «2023-06-03» as 2023年, 2023年6月, 2023年6月3日."""
    return "".join(f"{int(part)}{word}" for part, word in zip(day.split("-"), "年月日", strict=False))


def print_span(start: dt.date | None, end: dt.date | None) -> str | None:
    """«2023年5月1日至8月31日», «2023年5月31日前», «2023年5月1日起»; None when neither day is known."""
    if start and end:
        last = print_day(end) if end.year != start.year else f"{end.month}月{end.day}日"
        return f"{print_day(start)}至{last}"
    if end:
        return f"{print_day(end)}前"
    return f"{print_day(start)}起" if start else None


def print_month(month: str) -> str:
    """«2023-05» as 2023年5月."""
    year, number = month.split("-")
    return f"{int(year)}年{int(number)}月"


def print_place(filed: AnyFiled, month: str) -> str:
    """«槐浦镇《槐浦镇.docx》第2页»; «槐浦镇2023年1月《槐浦镇.docx》第2页» of a month that is not the paper's."""
    page = f"第{filed.record.page}页" if filed.record.page else ""
    then = print_month(filed.month) if filed.month != month else ""
    return f"{filed.unit}{then}《{filed.document}》{page}"


def _scaled(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """The value in 亿 or 万 where that keeps every digit: money up to 元, things only when round to hundreds."""
    places = 4 if unit == _MONEY else 2
    for size, word in _SCALES:
        scaled = value / size
        if unit not in _RATES and scaled >= 1 and scaled == round(scaled, places):
            return scaled, word
    return value, ""


def _qualified(number: Decimal, scale: str, figure: Figure, unit: str | None = None) -> str:
    unit = figure.unit if unit is None else unit
    digits = _digits(number, figure.unit)
    plain = f"{digits}{scale}{unit}"
    tens, whole = number % 10 == 0 and number > 0, number == number.to_integral_value()
    match figure.approx:
        case "over" if tens:
            return f"{digits}余{scale}{unit}"
        case "over" if whole and scale:
            return f"{digits}{scale}余{unit}"
        case "under":
            return ("近" if tens or scale else "不足") + plain
        case approx:
            return {"over": "超过", "about": "约", "at_least": "不少于", "at_most": "不超过"}.get(approx, "") + plain


def _digits(number: Decimal, unit: str) -> str:
    """Plain digits without trailing zeros; a rate has two places at most, all else every place that it has."""
    if unit in _RATES:
        number = number.quantize(_CENT, ROUND_HALF_UP)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
