"""A chart of the units beside their table, for a reader who would rather look. Needs matplotlib (extra «charts»)."""

import io
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from generate.facts import by_name
from generate.model import Block, Draft, Heading, Picture, Table, Words, plain
from generate.units import doubtful
from records import Failure, MonthSummary

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

_FOUND, _MENDED = "排查隐患", "整改隐患"
_COLOURS = ("#b8b8b8", "#4a6fa5")  # told apart on a black and white print as well
_FEWEST = 3  # units; two bars say no more than a sentence does
_PREFERRED = ("Noto Sans CJK SC", "Noto Sans CJK JP", "SimHei", "Microsoft YaHei", "WenQuanYi Zen Hei", "FandolHei")
_REGULAR = 400
_PROBE = "隐患整改"
_WIDTH_INCHES, _HEIGHT_INCHES, _DPI = 6.1, 3.2, 200


class NoChart(Failure):
    """Why there is no chart; the table stands alone."""


def with_chart(paper: Draft, summary: MonthSummary) -> Draft:
    """The paper with a chart of what units found and mended: under their table, else at the first section's end.

    As it is where too few units state both. Raises NoChart: no matplotlib, no font with Chinese.
    """
    rows = _rows(summary)
    if len(rows) < _FEWEST:
        return paper
    title = f"各单位{_FOUND}和{_MENDED}数"
    alt = f"{title}。" + "；".join(f"{unit}{found:g}、{mended:g}" for unit, found, mended in rows)
    picture = Picture((Words(title),), alt, _drawn(rows))
    at = _place(paper.blocks)
    return replace(paper, blocks=(*paper.blocks[:at], picture, *paper.blocks[at:]))


def _rows(summary: MonthSummary) -> list[tuple[str, float, float]]:
    """Unit, found and mended, of those units that state both exactly and do not contradict themselves; most first."""
    indicators = by_name(summary)
    if _FOUND not in indicators or _MENDED not in indicators:
        return []
    found, mended, doubts = indicators[_FOUND].by_unit, indicators[_MENDED].by_unit, doubtful(indicators)
    rows = [
        (unit, float(figure.value), float(mended[unit].value))
        for unit, figure in found.items()
        if unit in mended and (unit, _FOUND) not in doubts
    ]
    return sorted(rows, key=lambda row: -row[1])


def _place(blocks: tuple[Block, ...]) -> int:
    """Behind the table of units, else before the second heading of the first level, else at the end."""
    for at, block in enumerate(blocks):
        if isinstance(block, Table) and plain(block.head[0]) == "单位":
            return at + 1
    heads = [at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1]
    return heads[1] if len(heads) > 1 else len(blocks)


def _drawn(rows: list[tuple[str, float, float]]) -> bytes:
    """The bars as PNG."""
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise NoChart("没有安装 matplotlib，未画图；需要时用 pip install -e '.[charts]' 安装") from error
    font = _font()
    figure = Figure(figsize=(_WIDTH_INCHES, _HEIGHT_INCHES), dpi=_DPI, layout="constrained")
    axes = figure.add_subplot()
    at = range(len(rows))
    for side, (column, name) in enumerate(((1, _FOUND), (2, _MENDED))):
        places = [x + 0.4 * (side - 0.5) for x in at]
        bars = axes.bar(places, [float(row[column]) for row in rows], 0.4, color=_COLOURS[side], label=name)
        axes.bar_label(bars, fmt="{:g}", fontsize=6)
    axes.set_xticks(list(at), [row[0] for row in rows], rotation=30, ha="right", fontproperties=font)
    axes.legend(prop=font, frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    held = io.BytesIO()
    figure.savefig(held, format="png", metadata={"Software": None})
    return held.getvalue()


def _font() -> "FontProperties":
    """A font of this machine that has Chinese. Raises NoChart."""
    from matplotlib.font_manager import FontProperties, fontManager, get_font

    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    ranked = sorted(
        fontManager.ttflist, key=lambda one: (one.name not in _PREFERRED, one.weight != _REGULAR, one.name, one.fname)
    )
    for entry in ranked:
        try:
            known = get_font(entry.fname).get_charmap()
        except (OSError, RuntimeError):
            continue
        if all(ord(char) in known for char in _PROBE):
            return FontProperties(fname=entry.fname, size=8)
    raise NoChart("本机没有带汉字的字体，未画图；安装 fonts-noto-cjk 等中文字体后重试")
