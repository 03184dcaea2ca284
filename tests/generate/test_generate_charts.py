import sys
from dataclasses import replace
from pathlib import Path

import docx
import pytest

import generate
from generate import Office
from generate.charts import NoChart
from generate.model import Picture, Table
from records import MonthSummary

pytest.importorskip("matplotlib", reason="matplotlib is not installed")


def fonts() -> bool:
    from generate.charts import _font

    try:
        return bool(_font())
    except NoChart:
        return False


drawing = pytest.mark.skipif(not fonts(), reason="no font with Chinese")


@drawing
def test_the_chart_stands_under_the_table_with_its_words(rich: MonthSummary, office: Office, tmp_path: Path) -> None:
    paper = generate.with_chart(generate.draft("通报", rich, office), rich)
    at = next(at for at, block in enumerate(paper.blocks) if isinstance(block, Picture))
    assert isinstance(paper.blocks[at - 1], Table)
    picture = paper.blocks[at]
    assert isinstance(picture, Picture)
    assert picture.png.startswith(b"\x89PNG")
    assert "县消防救援大队1288、1190" in picture.alt
    assert "临江经济开发区" not in picture.alt  # it contradicts itself
    generate.write_docx(paper, tmp_path / "稿.docx")
    (shape,) = docx.Document(str(tmp_path / "稿.docx")).inline_shapes
    assert shape._inline.docPr.get("descr") == picture.alt
    assert generate.prove(tmp_path / "稿.docx").intact
    assert generate.with_chart(generate.draft("通报", rich, office), rich) == paper


def test_without_figures_there_is_no_chart(empty: MonthSummary) -> None:
    paper = generate.draft("通报", empty, Office(), True)
    assert generate.with_chart(paper, empty) == paper


def test_without_the_library_it_says_so(rich: MonthSummary, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(NoChart, match="没有安装 matplotlib"):
        generate.with_chart(generate.draft("通报", rich, office), rich)


def test_without_a_font_it_says_so(rich: MonthSummary, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib.font_manager import fontManager

    monkeypatch.setattr(fontManager, "ttflist", [])
    with pytest.raises(NoChart, match="没有带汉字的字体"):
        generate.with_chart(generate.draft("通报", replace(rich), office), rich)
