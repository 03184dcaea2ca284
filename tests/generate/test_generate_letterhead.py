"""版头 and 版记: what is printed, and where it stands on the paper, measured on the rendered page."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import numpy as np
import pdfplumber
import pypdfium2
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as Paragraph_

import generate
import templates
from generate import Draft, Header, Office
from generate.layout import mm
from generate.model import Gap, Given, Imprint, Masthead, Paragraph, Recipient, Words, inlines, lines, plain
from generate.proof import prove
from records import BadRequest, MonthSummary

MM = 72 / 25.4
DPI = 150
HEADER = Header(
    "临江县安全生产委员会办公室文件",
    number="临安委办〔2023〕12号",
    copies="市安委会办公室，县委办公室、县人大常委会办公室、县政府办公室、县政协办公室，县纪委监委机关",
)
needs_office = pytest.mark.skipif(
    not (shutil.which("soffice") or shutil.which("libreoffice")), reason="LibreOffice is not installed"
)


@pytest.fixture(scope="module")
def headed(rich: MonthSummary, office: Office) -> Draft:
    return generate.draft("通报", rich, replace(office, header=HEADER))


@pytest.fixture(scope="module")
def letter(headed: Draft) -> Draft:
    body = [block for block in headed.blocks if not isinstance(block, Masthead | Imprint)]
    mark = Masthead("信函", (Given("临江县安全生产委员会办公室"),), (Given("临安委办函〔2023〕5号"),))
    return replace(headed, blocks=(mark, *body, Imprint((Given("县政府办公室"),))))


def test_header_and_imprint_stand_around_the_paper(headed: Draft) -> None:
    assert lines(headed.blocks[0]) == ["临江县安全生产委员会办公室文件", "临安委办〔2023〕12号"]
    assert lines(headed.blocks[-1])[1:] == ["临江县安全生产委员会办公室", "2023年7月4日印发"]


def test_an_office_without_a_header_and_a_kind_without_one_have_none(rich: MonthSummary, office: Office) -> None:
    plain = generate.draft("通报", rich, office)
    plan = generate.draft("总体方案", rich, replace(office, header=HEADER))
    assert not any(isinstance(block, Masthead | Imprint) for block in (*plain.blocks, *plan.blocks))


def test_a_number_not_yet_given_is_a_gap(rich: MonthSummary, office: Office) -> None:
    paper = generate.draft("通报", rich, replace(office, header=replace(HEADER, number=None)))
    assert inlines(paper.blocks[0])[3] == (Gap("发文字号"),)
    assert paper.gaps[0] == "发文字号"


@pytest.mark.parametrize("number", ["临安委办[2023]12号", "临安委办〔2023〕012号", "临安委办〔2023〕第12号", "12号"])
def test_a_number_of_another_form_is_refused(number: str) -> None:
    with pytest.raises(BadRequest, match="六角括号"):
        Header("某某文件", number=number)


def signed(headed: Draft, names: str, target: Path) -> list[Paragraph_]:
    """The lines of number and signers."""
    mast = headed.blocks[0]
    assert isinstance(mast, Masthead)
    paper = replace(headed, blocks=(replace(mast, signer=(Given(names),)), *headed.blocks[1:]))
    generate.write_docx(paper, target)
    made = docx.Document(str(target)).paragraphs
    return [one for one in made if one.style is not None and one.style.name == "发文字号和签发人"]


def test_the_name_of_the_signer_is_in_kaiti_at_the_right(headed: Draft, tmp_path: Path) -> None:
    (line,) = signed(headed, "王某某", tmp_path / "a.docx")
    assert line.text == "临安委办〔2023〕12号\t签发人：\t王某某"
    assert line.runs[-1]._r.rPr.rFonts.get(qn("w:eastAsia")) == "楷体_GB2312"


def test_several_sign_two_a_line_and_the_number_is_on_the_last(headed: Draft, tmp_path: Path) -> None:
    first, second = signed(headed, "王某某、欧阳某某、李某", tmp_path / "a.docx")
    assert (first.text, second.text) == ("\t签发人：\t王某某\t欧阳某某", "临安委办〔2023〕12号\t\t李某")
    stops = [int(stop.get(qn("w:pos"))) for stop in first._p.pPr.find(qn("w:tabs"))]
    assert stops == [int(stop.get(qn("w:pos"))) for stop in second._p.pPr.find(qn("w:tabs"))]
    assert stops[-1] + 4 * 320 == pytest.approx(mm(156) - 320, abs=10)  # the longest name ends one character in


def test_only_a_paper_that_goes_upward_names_who_signs_it(
    rich: MonthSummary, office: Office, tmp_path: Path
) -> None:  # fmt: skip
    header = replace(HEADER, signer="王某某")
    down = generate.draft("通报", rich, replace(office, header=header))
    assert "王某某" not in down.text()
    own = tmp_path / "工作汇报"
    own.mkdir()
    shipped = Path(templates.__file__).with_name("工作汇报") / "draft.toml"
    (own / "draft.toml").write_text('form = "文件"\n' + shipped.read_text(encoding="utf-8"), encoding="utf-8")
    up = generate.draft("工作汇报", rich, replace(office, header=header), folder=tmp_path)
    assert lines(up.blocks[0])[-1] == "王某某"
    unsigned = generate.draft("工作汇报", rich, replace(office, header=HEADER), folder=tmp_path)
    assert "签发人" in unsigned.gaps


def test_the_imprint_is_part_of_what_the_evidence_is_held_against(headed: Draft, tmp_path: Path) -> None:
    generate.write_docx(headed, tmp_path / "a.docx")
    assert prove(tmp_path / "a.docx").intact


# --- on the rendered page ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed(headed: Draft, letter: Draft, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("head")
    made = {}
    for name, paper in (("文件", headed), ("信函", letter)):
        generate.write_docx(paper, folder / f"{name}.docx")
        made[name] = folder / f"{name}.pdf"
        generate.to_pdf(folder / f"{name}.docx", made[name])
    return made


def red_rows(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Of page 1: which rows of pixels hold red, and how many red ones each."""
    bitmap = pypdfium2.PdfDocument(path)[0].render(scale=DPI / 72).to_numpy().astype(int)
    red = (bitmap[:, :, 2] - bitmap[:, :, 0] > 100) | (bitmap[:, :, 0] - bitmap[:, :, 2] > 100)
    counts = red.sum(axis=1)
    return np.flatnonzero(counts), counts


def at_mm(pixels: float) -> float:
    return pixels * 25.4 / DPI


def straight_lines(path: Path, page: int) -> Iterator[tuple[float, float, float]]:
    """Lines across the page: left, right, distance from the top, in millimetres."""
    with pdfplumber.open(path) as pdf:
        edges = pdf.pages[page].horizontal_edges
    yield from ((edge["x0"] / MM, edge["x1"] / MM, edge["top"] / MM) for edge in edges)


@needs_office
def test_mark_and_red_line_stand_where_the_standard_wants_them(printed: dict[str, Path]) -> None:
    rows, counts = red_rows(printed["文件"])
    assert at_mm(rows[0]) == pytest.approx(37 + 35, abs=1)  # 7.2.4: 35 mm under the top of the 版心
    line = int(rows[-1])
    assert at_mm(counts[line]) == pytest.approx(156, abs=1)  # 7.2.7
    with pdfplumber.open(printed["文件"]) as pdf:
        number = next(word for word in pdf.pages[0].extract_words() if "〔2023〕" in word["text"])
    assert at_mm(line) - number["bottom"] / MM == pytest.approx(4, abs=1)


@needs_office
def test_the_last_line_of_the_imprint_is_the_foot_of_the_text_area(printed: dict[str, Path]) -> None:
    with pdfplumber.open(printed["文件"]) as pdf:
        last = len(pdf.pages) - 1
        assert "印发" in pdf.pages[last].extract_text()
    wide = [line for line in straight_lines(printed["文件"], last) if line[1] - line[0] > 150 and line[2] > 220]
    assert max(top for *_, top in wide) == pytest.approx(297 - 35, abs=1)  # 7.4.1
    assert all(right - left == pytest.approx(156, abs=1) for left, right, _ in wide)


@needs_office
def test_a_letter_has_its_mark_and_double_lines_at_the_paper_s_edges(printed: dict[str, Path]) -> None:
    rows, counts = red_rows(printed["信函"])
    assert at_mm(rows[0]) == pytest.approx(30, abs=1)  # 10.1
    assert at_mm(rows[-1]) == pytest.approx(297 - 20, abs=1)
    assert at_mm(counts.max()) == pytest.approx(170, abs=1)
    gaps = np.flatnonzero(np.diff(rows) > 1)
    mark, thick, thin, low_thin, low_thick = zip(
        np.r_[rows[0], rows[gaps + 1]], np.r_[rows[gaps], rows[-1]], strict=True
    )  # runs of red: what is thick above is thin first below
    assert at_mm(thick[0] - mark[1]) == pytest.approx(4, abs=1)
    assert thick[1] - thick[0] > thin[1] - thin[0]
    assert low_thin[1] - low_thin[0] < low_thick[1] - low_thick[0]
    assert at_mm((low_thin[0] + low_thick[1]) / 2) == pytest.approx(297 - 20, abs=0.5)
    with pdfplumber.open(printed["信函"]) as pdf:
        assert "— 1 —" not in pdf.pages[0].extract_text()
        assert "— 2 —" in pdf.pages[1].extract_text()


@needs_office
@pytest.mark.parametrize(
    ("full_lines", "pages", "numbers"),
    [
        (4, 1, ["1"]),  # one sheet
        (15, 2, ["1", "2"]),  # the text ends on the back
        (31, 4, ["1", "2"]),  # it fills the back: a blank page, and neither that nor the last is numbered (7.5)
        (40, 4, ["1", "2", "3", "4"]),  # it ends on the front of the second leaf
    ],
)
def test_the_imprint_stands_on_the_last_side_of_the_last_leaf(
    full_lines: int, pages: int, numbers: list[str], headed: Draft, tmp_path: Path
) -> None:  # fmt: skip
    body = Paragraph((Words("一" * 28 * full_lines),))
    paper = replace(headed, blocks=(headed.blocks[0], body, headed.blocks[-1]))
    generate.print_out(paper, tmp_path / "a.docx", tmp_path / "a.pdf")
    with pdfplumber.open(tmp_path / "a.pdf") as made:
        assert len(made.pages) == pages
        texts = [page.extract_text() for page in made.pages]
    assert [number for text in texts for number in re.findall(r"— (\d+) —", text)] == numbers
    assert [at for at, text in enumerate(texts, start=1) if "日印发" in text] == [pages]
    edges = [line for line in straight_lines(tmp_path / "a.pdf", pages - 1) if line[1] - line[0] > 150]
    assert max(top for *_, top in edges) == pytest.approx(297 - 35, abs=1)


def test_recipients_who_would_leave_page_1_without_text_go_to_the_imprint(
    rich: MonthSummary, office: Office
) -> None:  # fmt: skip
    few = generate.draft("通报", rich, replace(office, header=HEADER))
    assert any(isinstance(block, Recipient) for block in few.blocks)
    names = "、".join(f"临江县某某镇第{number}人民政府" for number in "一二三四五六七八九十百千万")
    many = generate.draft("通报", rich, replace(office, header=HEADER, recipients=names))
    assert not any(isinstance(block, Recipient) for block in many.blocks)
    (imprint,) = (block for block in many.blocks if isinstance(block, Imprint))
    assert (imprint.label, plain(imprint.sent)) == ("主送：", names)
