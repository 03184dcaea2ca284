"""Charts: drawn of what a table prints and of nothing else, with words beside them, by a font of this machine."""

import io
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import docx
import pytest
from PIL import Image

import check
import extract
import generate
from generate import Before, Draft, Office, drawing
from generate.charts import load_plans
from generate.drawing import NoChart
from generate.evidence import read_evidence
from generate.model import Given, Inline, Number, Picture, Table, Words, plain
from generate.settings import load_settings
from generate.tables import table_names
from records import Count, Figure, Filed, MonthSummary

pytest.importorskip("matplotlib", reason="matplotlib is not installed")


def fonts() -> bool:
    try:
        return bool(drawing._families())
    except NoChart:
        return False


needs_font = pytest.mark.skipif(not fonts(), reason="no font with Chinese")


def pictures(paper: Draft) -> list[tuple[Table, Picture]]:
    """Each picture and the table that it stands under."""
    found = []
    for above, block in zip(paper.blocks, paper.blocks[1:], strict=False):
        if isinstance(block, Picture):
            assert isinstance(above, Table)
            found.append((above, block))
    return found


@needs_font
def test_the_chart_stands_under_the_table_with_its_words(rich: MonthSummary, office: Office, tmp_path: Path) -> None:
    paper = generate.with_charts(generate.draft("通报", rich, office))
    (table, picture), (_, second) = pictures(paper)
    assert table.name == "各单位数据"
    assert plain(picture.inline) == "图1　各单位排查和整改隐患数（截至2023年6月30日）"
    assert plain(second.inline).startswith("图2　各行业领域隐患条数")
    assert picture.png.startswith(b"\x89PNG")
    assert "单位：处" in picture.alt
    assert "县消防救援大队排查隐患1288、整改隐患1190" in picture.alt
    generate.write_docx(paper, tmp_path / "稿.docx")
    shapes = docx.Document(str(tmp_path / "稿.docx")).inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in shapes] == [picture.alt, second.alt]
    assert generate.prove(tmp_path / "稿.docx").intact
    assert generate.with_charts(generate.draft("通报", rich, office)) == paper


@needs_font
def test_what_is_blank_missing_or_contradicts_itself_is_not_drawn(rich: MonthSummary, office: Office) -> None:
    _, picture = pictures(generate.with_charts(generate.draft("通报", rich, office)))[0]
    assert plain(picture.note) == (
        "注：南湖街道、临江经济开发区、县教育局没有画入：没有数，或者数不确切、前后矛盾，见上表。"
    )
    assert "南湖街道" not in picture.alt
    assert "临江经济开发区" not in picture.alt


def cell(text: str, sign: str = "") -> Inline:
    """A figure as a table prints it, with a sign of doubt behind it or not."""
    number = text.removeprefix("约")
    figure = Figure(Decimal(number), "处", (1,), "about" if text != number else "exact")
    return (Number(text, figure, "排查隐患"), *([Words(sign)] if sign else ()))


def paper_of(
    name: str, rows: list[tuple[str, Inline, Inline]], heads: tuple[str, str] = ("排查隐患", "整改隐患")
) -> Draft:
    """A paper of one table."""
    head = tuple((Words(text),) for text in ("单位", *(f"{head}（处）" for head in heads)))
    table = Table((), head, tuple(((Given(label),), *cells) for label, *cells in rows), (False, True, True), name=name)
    filed = Filed(
        1, "柳溪镇", "柳溪镇.docx", "2023-06", Count(value=Decimal(1), unit="处", item="隐患", quote="", start=0, end=0)
    )
    return Draft("通报", "2023-06", None, (table,), (), (), {1: filed})


@pytest.fixture
def half_year(make_month: Callable[[], Any], rich: MonthSummary) -> tuple[MonthSummary, Before]:
    """Six months in which nobody contradicts themselves, and of February nothing."""
    ids = count(10_000)
    months = []
    for number in (1, 3, 4, 5, 6):
        maker = make_month()
        maker.ids = ids
        for name, share in (("排查隐患", 10), ("整改隐患", 9)):
            maker.indicator(name, "处", {unit: f"{share * (number + at + 12)}" for at, unit in enumerate("甲乙丙丁")})
        months.append(
            replace(
                rich,
                month=f"2023-{number:02d}",
                indicators=maker.indicators,
                counts=tuple(maker.counts),
                units=tuple("甲乙丙丁"),
                missing=(),
                late=(),
                period="month",
            )
        )
    *earlier, last = months
    return last, Before(earlier=tuple(earlier))


def drawn(paper: Draft) -> Picture:
    ((_, picture),) = pictures(generate.with_charts(paper))
    return picture


@needs_font
def test_months_without_figures_break_the_line() -> None:
    dash: Inline = (Words("—"),)
    rows = [
        (f"2023年{at}月", cell(f"{at}0"), cell(f"{at}")) if at != 3 else ("2023年3月", dash, dash) for at in range(1, 6)
    ]
    picture = drawn(paper_of("逐月情况", rows))
    assert plain(picture.inline) == "图1　逐月排查和整改隐患数"
    assert picture.alt.startswith("折线图：逐月排查和整改隐患数，单位：处。2023年1月排查隐患10、整改隐患1；")
    assert "；2023年3月没有数；" in picture.alt
    assert plain(picture.note) == "注：折线断开处没有可列的数，见表注。"
    full = drawn(paper_of("逐月情况", [row for row in rows if row[1] != dash]))
    assert full.note == ()


@needs_font
def test_figures_to_date_are_drawn_under_their_own_name() -> None:
    rows = [(f"2023年{at}月", cell(f"{at}0"), cell(f"{at}")) for at in range(1, 4)]
    picture = drawn(paper_of("逐月情况", rows, ("累计排查隐患", "累计整改隐患")))
    assert plain(picture.inline) == "图1　截至各月累计排查和整改隐患数"
    assert "2023年2月累计排查隐患20、累计整改隐患2" in picture.alt


@needs_font
def test_doubtful_and_inexact_figures_are_not_drawn_and_that_is_said() -> None:
    rows = [(unit, cell("9"), cell("8")) for unit in ("甲", "乙", "丙")]
    rows += [
        ("丁", cell("7", "※"), cell("8", "※")),
        ("戊", cell("约300"), cell("8")),
        ("己", (Words("未报"),), cell("8")),
    ]
    picture = drawn(paper_of("各单位数据", rows))
    assert plain(picture.note) == "注：丁、戊、己没有画入：没有数，或者数不确切、前后矛盾，见上表。"
    assert picture.alt.endswith("。甲排查隐患9、整改隐患8；乙排查隐患9、整改隐患8；丙排查隐患9、整改隐患8。")


@needs_font
def test_of_many_units_those_with_most_are_drawn() -> None:
    rows = [(f"单位{chr(0x4E00 + at)}", cell(f"{at}"), cell("0")) for at in range(40)]
    picture = drawn(paper_of("各单位数据", rows))
    assert picture.alt.count("整改隐患0") == 15
    assert "排查隐患39" in picture.alt
    assert "排查隐患24、" not in picture.alt
    assert plain(picture.note) == "注：只画了数值较大的，其余见上表。"


@needs_font
@pytest.mark.parametrize("kind", ["月度小结", "工作汇报", "总结", "通报"])
def test_what_is_drawn_is_in_the_evidence_and_our_checker_finds_nothing(
    kind: str, half_year: tuple[MonthSummary, Before], office: Office, tmp_path: Path
) -> None:
    summary, before = half_year
    paper = generate.with_charts(generate.draft(kind, summary, office, True, before=before))
    target = tmp_path / f"{kind}.docx"
    generate.write_docx(generate.fill(paper, dict.fromkeys(paper.gaps, "有关单位")), target)
    tied = {entry.value for entry in read_evidence(target)}
    shown = [drawn.alt.partition("。")[2] for _, drawn in pictures(paper)]
    assert len(shown) == 2
    told = {number for alt in shown for number in re.findall(r"(?<=[患大])[0-9]+", alt)}
    assert len(told) > 8
    assert told <= tied
    assert generate.prove(target).intact
    found = check.check(extract.extract(extract.read(target)), source=target.read_bytes()).findings
    assert [one.message for one in found] == []


@needs_font
def test_odd_names_do_no_harm() -> None:
    rows = [(name, cell("9"), cell("8")) for name in ("甲$乙$_2镇", "长" * 60, "\U0002aa36镇", r"\frac{1}{2}$")]
    picture = drawn(paper_of("各单位数据", rows))
    assert "甲$乙$_2镇排查隐患9" in picture.alt
    assert "长" * 60 in picture.alt


@needs_font
def test_a_picture_is_grey_and_as_wide_as_the_text() -> None:
    picture = drawn(paper_of("各单位数据", [(unit, cell("9"), cell("8")) for unit in ("甲", "乙", "丙")]))
    with Image.open(io.BytesIO(picture.png)) as image:
        assert round(image.width / image.info["dpi"][0] * 25.4) == 156
        red, green, blue = image.convert("RGB").split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_two_rows_or_another_column_are_no_chart() -> None:
    rows = [(unit, cell("9"), cell("8")) for unit in ("甲", "乙", "丙")]
    for paper in (
        paper_of("各单位数据", rows[:2]),
        paper_of("各单位数据", rows, ("排查隐患", "立案")),
        paper_of("时限任务", rows),
    ):
        with pytest.raises(NoChart, match="没有数据够画图的表"):
            generate.with_charts(paper)


def test_charts_are_planned_for_tables_that_there_are() -> None:
    assert {plan.table for plan in load_plans()} <= set(table_names(load_settings("通报")))


def test_without_figures_there_is_no_chart(empty: MonthSummary) -> None:
    with pytest.raises(NoChart, match="没有数据够画图的表"):
        generate.with_charts(generate.draft("通报", empty, Office(), True))


def test_without_the_library_it_says_so(rich: MonthSummary, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(NoChart, match="没有安装 matplotlib"):
        generate.with_charts(generate.draft("通报", rich, office))


def test_without_a_font_it_says_so(rich: MonthSummary, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib.font_manager import fontManager

    drawing._families.cache_clear()
    monkeypatch.setattr(fontManager, "ttflist", [])
    with pytest.raises(NoChart, match="没有带汉字的字体"):
        generate.with_charts(generate.draft("通报", rich, office))
