import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import pdfplumber
import pytest
from pdfplumber.page import Page

import generate
from generate import Draft, Office
from generate.fonts import load_stand_ins, stand_in_fonts
from generate.layout import CHARACTERS_PER_LINE, FACES, LINES_PER_PAGE, mm
from generate.model import Attachment, Block, Heading, Paragraph, Signature, Table, Words, lines
from generate.pdf import to_pdf
from records import Failure, MonthSummary

TWIPS = 20  # to the point
rendering = pytest.mark.skipif(shutil.which("soffice") is None, reason="没有安装 LibreOffice，不能核对版面")
FILLER = "".join(islice(cycle("安全生产检查整治隐患责任落实企业部门单位督导调度"), 28 * 60))


def rendered(paper: Draft, folder: Path) -> Path:
    generate.write_docx(paper, folder / "稿.docx")
    generate.to_pdf(folder / "稿.docx", folder / "稿.pdf")
    return folder / "稿.pdf"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    paper = Draft("通报", "2023-06", None, (Paragraph((Words(FILLER),)),), (), (), {})
    return rendered(paper, tmp_path_factory.mktemp("filled"))


@pytest.fixture(scope="module", params=("总体方案", "工作汇报", "通报", "督办函"))
def paper(
    request: pytest.FixtureRequest, rich: MonthSummary, office: Office, draft: Callable[..., Draft]
) -> Draft:  # fmt: skip
    return draft(request.param, rich, office)


@pytest.fixture(scope="module")
def pages(paper: Draft, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Page]]:
    with pdfplumber.open(rendered(paper, tmp_path_factory.mktemp("kind"))) as pdf:
        yield pdf.pages


def body_lines(page: Page) -> list[str]:
    """The lines between the margins, each as its letters without spaces."""
    area = page.crop((0, mm(35) / TWIPS, page.width, page.height - mm(35) / TWIPS))
    return ["".join(line["text"].split()) for line in area.extract_text_lines(x_tolerance=20)]


@rendering
def test_a_full_page_holds_22_lines_of_28_characters(filled: Path) -> None:
    with pdfplumber.open(filled) as pdf:
        first, second, *_ = pdf.pages
        assert (first.width, first.height) == pytest.approx((595.3, 841.9), abs=0.1)
        assert [len(line) for line in body_lines(first)] == [CHARACTERS_PER_LINE - 2, *[CHARACTERS_PER_LINE] * 21]
        assert [len(line) for line in body_lines(second)] == [CHARACTERS_PER_LINE] * LINES_PER_PAGE
        ink = [char for char in second.chars if char["text"] in FILLER]
        assert min(char["x0"] for char in ink) >= mm(26) / TWIPS - 1  # even page: binding edge on the right
        assert max(char["x1"] for char in ink) <= second.width - mm(28) / TWIPS + 1


@rendering
def test_the_page_number_stands_below_outside(filled: Path) -> None:
    with pdfplumber.open(filled) as pdf:
        for page, text in zip(pdf.pages[:2], ("—1—", "—2—"), strict=True):
            foot = page.crop((0, page.height - mm(35) / TWIPS, page.width, page.height))
            chars = [char for char in foot.chars if char["text"].strip()]
            assert "".join(char["text"] for char in chars) == text
            middle = (chars[0]["x0"] + chars[-1]["x1"]) / 2
            assert (middle > page.width / 2) == (text == "—1—")


@rendering
def test_no_text_is_lost_or_clipped(paper: Draft, pages: list[Page]) -> None:
    printed = Counter(char["text"] for page in pages for char in page.chars)
    written = Counter(char for char in paper.text() if not char.isspace())
    assert not {char: count for char, count in (written - printed).items() if char != "\u3000"}
    for page in pages:
        assert all(mm(25) / TWIPS < char["x0"] and char["x1"] < page.width - mm(20) / TWIPS for char in page.chars)


@rendering
def test_no_heading_is_last_on_a_page(paper: Draft, pages: list[Page]) -> None:
    heads = {"".join(lines(block)[0].split()) for block in paper.blocks if isinstance(block, Heading)}
    last = [found[-1] for page in pages if (found := body_lines(page))]
    assert not heads.intersection(last)


@rendering
def test_the_signature_shares_its_page_with_text(paper: Draft, pages: list[Page]) -> None:
    name, _ = next(lines(block) for block in paper.blocks if isinstance(block, Signature))
    later = pages[1:] or pages  # the first of several has it in the title
    (found,) = [found for page in later if name in (found := body_lines(page))]
    before = found[: found.index(name)]
    assert [line for line in before if not line.startswith("附件：") and not line[:1].isdigit()]


@rendering
def test_the_first_page_shows_the_body(paper: Draft, pages: list[Page]) -> None:
    first = next(lines(block)[0] for block in paper.blocks if isinstance(block, Paragraph))
    assert any(line in first for line in body_lines(pages[0]) if len(line) > 10)


@rendering
def test_fonts_are_embedded(pages: list[Page]) -> None:
    assert all("+" in char["fontname"] for page in pages for char in page.chars)  # a subset's prefix


@rendering
def test_a_long_table_repeats_its_head(rich: MonthSummary, office: Office, tmp_path: Path) -> None:
    many = tuple(
        replace(
            rich.deadlines[0], id=5000 + at, record=replace(rich.deadlines[0].record, task=f"完成第{at}批企业安全检查")
        )
        for at in range(60)
    )
    paper = generate.draft("通报", replace(rich, deadlines=many), office)
    with pdfplumber.open(rendered(paper, tmp_path)) as pdf:
        heads = [page for page in pdf.pages if any("序号工作任务责任单位" in line for line in body_lines(page))]
        assert len(heads) > 1


def test_without_libreoffice_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Failure, match=r"libreoffice-writer"):
        to_pdf(tmp_path / "a.docx", tmp_path / "a.pdf")
    assert stand_in_fonts(tmp_path) == ({}, {})


def fake_office(folder: Path, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


def test_a_program_that_hangs_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_gone: Callable[[int], bool]
) -> None:
    fake_office(tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; wait")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(Failure, match=r"超过 0\.5 秒"):
        to_pdf(tmp_path / "a.docx", tmp_path / "a.pdf", timeout_s=0.5)
    assert is_gone(int((tmp_path / "child").read_text()))


def test_a_program_that_makes_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_office(tmp_path, "exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(Failure, match=r"没能把 a\.docx 转成 PDF"):
        to_pdf(tmp_path / "a.docx", tmp_path / "a.pdf")


def test_every_face_has_stand_ins() -> None:
    known = {one.face for one in load_stand_ins()}
    assert known >= {face.chinese for face in FACES} | {face.latin for face in FACES}


def fake_match(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = folder / "fc-match"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")


def test_substitutes_are_named_and_installed_faces_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ours = 'grep -q own.conf "$FONTCONFIG_FILE" && printf "AR PL UKai CN,other" && exit'
    fake_match(tmp_path, monkeypatch, f'[ "$3" = 黑体 ] && printf "SimHei,黑体" && exit\n{ours}\nprintf "Noto Sans"')
    (tmp_path / "own.conf").write_text("", encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "own.conf"))
    variables, shown = stand_in_fonts(tmp_path)
    rules = Path(variables["FONTCONFIG_FILE"]).read_text(encoding="utf-8")
    assert shown["楷体_GB2312"] == "AR PL UKai CN"
    assert "黑体" not in shown
    assert "<string>黑体</string></test>" not in rules
    assert "own.conf</include>" in rules


@rendering
def test_another_face_is_shown_for_each_kind_of_type(pages: list[Page]) -> None:
    fonts = {char["fontname"].partition("+")[2] for page in pages[:2] for char in page.chars}
    assert len(fonts) > 1


def table_of(columns: int, rows: int) -> Table:
    cells = tuple(tuple((Words(f"第{at}行"),) for _ in range(columns)) for at in range(rows))
    return Table((), tuple((Words("栏目"),) for _ in range(columns)), cells, (False,) * columns)


@pytest.fixture(scope="module")
def lying(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with a narrow table, two that lie on their side, an upright one again, and one more that lies."""
    blocks: list[Block] = [Paragraph((Words("正文。"),)), Attachment(1, (Words("窄表"),)), table_of(4, 3)]
    for number, columns, rows in ((2, 10, 30), (3, 3, 2), (4, 11, 2)):
        blocks += [Attachment(number, (Words("表"),)), table_of(columns, rows)]
    return rendered(Draft("清单", "2023-06", None, tuple(blocks), (), (), {}), tmp_path_factory.mktemp("lying"))


@rendering
def test_a_table_stays_with_its_title_where_the_page_turns(lying: Path) -> None:
    with pdfplumber.open(lying) as pdf:
        assert [page.width > page.height for page in pdf.pages] == [False, False, True, True, False, True]
        assert all("栏目" in page.extract_text() for page in pdf.pages[1:])
        assert body_lines(pdf.pages[1])[0] == "附件1"


@rendering
def test_the_number_of_a_lying_page_is_where_it_is_on_the_others(lying: Path) -> None:
    """GB/T 9704 chapter 8: measured on the sheet held upright, its table's head to the left."""
    with pdfplumber.open(lying) as pdf:
        assert all(f"— {page.page_number} —" in page.extract_text() for page in (*pdf.pages[:2], pdf.pages[4]))
        for page in (*pdf.pages[2:4], pdf.pages[5]):
            number = [char for char in page.chars if char["x1"] < mm(33) / TWIPS and char["text"].strip()]
            assert "".join(char["text"] for char in number) == f"—{page.page_number}—"
            assert not [char for char in page.chars if char["top"] > page.height - mm(20) / TWIPS]
            across = (number[0]["x0"] + number[0]["x1"]) / 2
            assert across * TWIPS == pytest.approx(
                mm(35 - 6), abs=mm(1)
            )  # the middle of its line; its dash stands lower
            ends = {"odd": page.height - number[-1]["bottom"], "even": number[0]["top"]}
            side = "odd" if page.page_number % 2 else "even"
            assert ends[side] * TWIPS == pytest.approx(mm(26) + 280, abs=mm(1))
