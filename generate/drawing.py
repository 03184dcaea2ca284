"""Draws charts for black and white print: values at the marks, strokes for colours. Needs matplotlib («charts»)."""

import io
import logging
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, Literal

from records import Failure

Form = Literal["bars", "parts", "lines"]

# families whose shapes are those of mainland print, 黑体 before 仿宋: small type of one stroke width prints clearer
_FAMILIES = (
    "SimHei", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "WenQuanYi Zen Hei",
    "FandolHei", "FangSong_GB2312", "FangSong", "STFangsong", "FandolFang R",
)  # fmt: skip
_REGULAR = 400
_MOST_FAMILIES = 3
_PROBE = "隐患整改"
_WIDTH_INCHES, _DPI = 6.14, 300  # as wide as the text (156 mm), so that type is printed in its own size
_LINES_INCHES, _PAIR_INCHES, _BAR_INCHES, _HEAD_INCHES = 2.5, 0.33, 0.23, 0.45
_GREYS = 16
_SIZE_PT, _VALUE_PT = 9.0, 8.0
_DARK, _MID, _LIGHT = "#404040", "#8c8c8c", "#d9d9d9"
_STROKES: tuple[dict[str, Any], ...] = (
    {"color": "black", "linestyle": "-", "marker": "o", "markerfacecolor": "black"},
    {"color": _DARK, "linestyle": "--", "marker": "s", "markerfacecolor": "white"},
)
_FILLS: tuple[dict[str, Any], ...] = (
    {"facecolor": _DARK, "edgecolor": _DARK},
    {"facecolor": "white", "edgecolor": _DARK, "hatch": "/////"},
)
_PART_FILLS: tuple[dict[str, Any], ...] = ({"facecolor": _LIGHT, "edgecolor": _MID}, _FILLS[0])
_LONGEST = 20  # characters of a label
_CLEAR = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}  # no line runs through a value
_MONTH = re.compile(r"(?P<year>[0-9]+年)(?P<month>[0-9]+月)")


class NoChart(Failure):
    """Why no chart can be drawn here."""

    http = 409


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: values[series][label], None for a gap; all in one unit."""

    form: Form
    unit: str
    labels: tuple[str, ...]
    series: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]


def draw(chart: Chart) -> bytes:
    """The chart as PNG, 156 mm wide. Raises NoChart: no matplotlib, no font with Chinese."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it tells of its cache and of each odd font
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError as error:
        raise NoChart("没有安装 matplotlib，未画图；需要时用 pip install -e '.[charts]' 安装") from error
    style: dict[Any, Any] = {
        "font.family": _families(), "font.size": _SIZE_PT, "hatch.linewidth": 0.6, "text.parse_math": False,
    }  # fmt: skip
    with rc_context(style), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")  # a letter that no font has is a box, as it is in the table
        figure = Figure(figsize=(_WIDTH_INCHES, _height(chart)), dpi=_DPI, layout="constrained")
        axes = figure.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        (_lines if chart.form == "lines" else _bars)(axes, chart)
        axes.set_title(f"单位：{chart.unit}", loc="left", fontsize=_SIZE_PT)
        return _in_greys(figure)


def _in_greys(figure: Any) -> bytes:
    """The figure as PNG in the sixteen greys that are left of it in print."""
    from PIL import Image

    drawn, held = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="png", metadata={"Software": None})
    grey = Image.open(drawn).convert("L").quantize(_GREYS)
    grey.save(held, format="png", optimize=True, dpi=(_DPI, _DPI))
    return held.getvalue()


def _height(chart: Chart) -> float:
    if chart.form == "lines":
        return _LINES_INCHES
    return _HEAD_INCHES + (_BAR_INCHES if chart.form == "parts" else _PAIR_INCHES) * len(chart.labels)


def _lines(axes: Any, chart: Chart) -> None:
    """A line each series over the months, broken at gaps; values stand above the higher line and under the lower."""
    places = range(len(chart.labels))
    for values, name, stroke in zip(chart.values, chart.series, _STROKES, strict=False):
        axes.plot(
            places,
            [float("nan") if one is None else one for one in values],
            label=name,
            linewidth=1.2,
            markersize=4,
            **stroke,
        )
    for at, here in enumerate(zip(*chart.values, strict=True)):
        _tell_values(axes, at, [one for one in here if one is not None])
    axes.set_xticks(list(places), _month_labels(chart.labels))
    axes.set_xlim(-0.5, len(chart.labels) - 0.5)
    axes.set_ylim(0, 1.2 * _highest(chart))
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    _legend(axes)


def _tell_values(axes: Any, at: int, values: Sequence[float]) -> None:
    """The values at a place: the highest above its mark, the others under theirs."""
    for value in dict.fromkeys(values):
        above = value == max(values)
        axes.annotate(
            f"{value:.15g}", (at, value), xytext=(0, 5 if above else -5), textcoords="offset points",
            ha="center", va="bottom" if above else "top", fontsize=_VALUE_PT, bbox=_CLEAR,
        )  # fmt: skip


def _month_labels(labels: Sequence[str]) -> list[str]:
    """«12月» over «2022年»; the year only where it is a new one."""
    told: list[str] = []
    last = ""
    for label in labels:
        match = _MONTH.fullmatch(label)
        year, month = (match["year"], match["month"]) if match else ("", label)
        told.append(month if year == last else f"{month}\n{year}")
        last = year
    return told


def _bars(axes: Any, chart: Chart) -> None:
    """Bars from the left, the first label at the top: side by side, or the second inside the first."""
    inside = chart.form == "parts"
    count = 1 if inside else len(chart.series)
    thick = 0.8 / count
    for at, (values, name) in enumerate(zip(chart.values, chart.series, strict=True)):
        shift = 0 if inside else thick * (at - (count - 1) / 2)
        fill = (_PART_FILLS if inside else _FILLS)[at]
        places = [row + shift for row in range(len(chart.labels))]
        bars = axes.barh(places, [value or 0 for value in values], thick * 0.9, label=name, linewidth=0.6, **fill)
        if not inside:
            axes.bar_label(bars, [f"{value:.15g}" for value in values], fontsize=_VALUE_PT, padding=3)
        elif at == 0:
            axes.bar_label(bars, _part_labels(chart), fontsize=_VALUE_PT, padding=3)
    axes.set_yticks(range(len(chart.labels)), [_short(label) for label in chart.labels])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(chart.labels) - 0.4, -0.6)
    axes.set_xlim(0, 1.12 * _highest(chart))
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    _legend(axes)


def _short(label: str) -> str:
    """The label, cut where it would leave the bars no room; the table has it in full."""
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"


def _part_labels(chart: Chart) -> list[str]:
    """«5（其中重大2）» at a bar's end."""
    name = chart.series[1]
    return [
        f"{whole:.15g}" + (f"（{name}{part:.15g}）" if part else "") for whole, part in zip(*chart.values, strict=True)
    ]


def _highest(chart: Chart) -> float:
    return max((value for values in chart.values for value in values if value), default=1.0)


def _legend(axes: Any) -> None:
    axes.legend(
        loc="lower right", bbox_to_anchor=(1, 1), ncols=2, frameon=False, fontsize=_SIZE_PT, borderaxespad=0.2,
        handlelength=2.4,
    )  # fmt: skip


@cache
def _families() -> tuple[str, ...]:
    """Font families of this machine that have Chinese, the best first; the others for rare letters. Raises NoChart."""
    from matplotlib.font_manager import fontManager

    regular = {one.name: one.fname for one in fontManager.ttflist if one.weight == _REGULAR}
    others = {one.name: one.fname for one in fontManager.ttflist if one.name not in regular}
    every = regular | others
    ranked = sorted(every, key=lambda name: (_rank(name), name in others, name))
    found = tuple(islice((name for name in ranked if _has_chinese(every[name])), _MOST_FAMILIES))
    if not found:
        raise NoChart("本机没有带汉字的字体，未画图；安装 fonts-noto-cjk 等中文字体后重试")
    return found


def _rank(name: str) -> int:
    return _FAMILIES.index(name) if name in _FAMILIES else len(_FAMILIES)


def _has_chinese(path: str) -> bool:
    from matplotlib.font_manager import get_font

    try:
        known = get_font(path).get_charmap()
    except (OSError, RuntimeError):
        return False
    return all(ord(char) in known for char in _PROBE)
