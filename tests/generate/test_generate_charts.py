"""Charts: drawn of what a table prints and of nothing else, with words beside them, by a font of this machine."""

import sys
from pathlib import Path

import docx
import pytest

import generate
from generate import Draft, Office, drawing
from generate.drawing import NoChart
from generate.model import Picture, Table, plain
from records import MonthSummary

pytest.importorskip("matplotlib", reason="matplotlib is not installed")


def fonts() -> bool:
    try:
        return bool(drawing._family())
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


def test_without_figures_there_is_no_chart(empty: MonthSummary) -> None:
    with pytest.raises(NoChart, match="没有数据够画图的表"):
        generate.with_charts(generate.draft("通报", empty, Office(), True))


def test_without_the_library_it_says_so(rich: MonthSummary, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(NoChart, match="没有安装 matplotlib"):
        generate.with_charts(generate.draft("通报", rich, office))


def test_without_a_font_it_says_so(rich: MonthSummary, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib.font_manager import fontManager

    drawing._family.cache_clear()
    monkeypatch.setattr(fontManager, "ttflist", [])
    with pytest.raises(NoChart, match="没有带汉字的字体"):
        generate.with_charts(generate.draft("通报", rich, office))
