"""Pages set from known text, as a scanner gives them, and what is read from them."""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

import pypdfium2
import pytest
from opencc import OpenCC

from corpora.to_scan import FONTS, KAI, SERIF, Setting, Sheet, as_file, noisy, pages_of, sealed, table_page, turned
from extract import extract
from extract.readers import Limits, read_bytes, scan, scan_extra
from extract.readers.scan_engine import Found, recognise
from records import Document, UnreadableFile

pytestmark = [
    pytest.mark.skipif(not scan_extra.is_installed(), reason="extra «ocr» is not installed"),
    pytest.mark.skipif(not (FONTS / SERIF).exists(), reason="fonts-noto-cjk is not installed"),
]

Maker = Callable[..., Any]
FIRST = (
    "今年以来，全县扎实开展重大事故隐患专项排查整治，共检查企业1234家次，发现隐患567处，已完成整改543处，整改率95.8%。"
)
SECOND = "二是强化执法。立案查处12起，罚款30.5万元，约谈企业负责人8人次。"
# Small pages are read in half a second: six lines of an official paper.
SMALL = Setting(dpi=120, size=16, top=60)


def opened(*pages: Sheet, kind: str = "PNG", limits: Limits | None = None) -> Document:
    return read_bytes(as_file(pages, kind), "a", limits or Limits())


def paragraphs(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind == "paragraph"]


def small(text: str, setting: Setting = SMALL) -> Sheet:
    return cropped(pages_of(text, setting)[0])


def cropped(page: Sheet, share: float = 0.42) -> Sheet:
    """The upper part of a page, which is read in less time than the whole."""
    made = page.crop((0, 0, page.width, round(share * page.height)))
    made.info.update(page.info)
    return made


def test_a_clean_page_gives_its_paragraphs_with_page_box_and_sureness() -> None:
    document = opened(small(f"{FIRST}\n{SECOND}"))
    assert paragraphs(document) == [FIRST, SECOND]
    assert document.pages == 1
    assert document.warnings == ("第 1 页为扫描页，文字由识别得到，数字请复核",)
    first, second = document.blocks
    assert first.page == second.page == 1
    assert all(0.9 < (block.ocr or 0) <= 1 for block in document.blocks)
    assert first.box == pytest.approx((79, 60, 521, 60 + 2 * 29 + 16), abs=6)
    assert second.box == pytest.approx((79, 147, 521, 147 + 29 + 16), abs=6)


def test_a_slanted_noisy_page_with_a_seal_over_its_signature() -> None:
    text = f"{FIRST}\n{SECOND}\n云桓县应急管理局\n2023年6月28日"
    page = sealed(small(text, Setting(dpi=200, top=60)), 190, 235)
    read = paragraphs(opened(turned(noisy(page), 2), kind="JPEG"))
    assert len(read) == 4
    assert [re.findall(r"[\d.]+", line) for line in read] == [re.findall(r"[\d.]+", line) for line in text.split("\n")]
    assert SequenceMatcher(None, "\n".join(read), text, autojunk=False).ratio() > 0.97


@pytest.mark.parametrize("degrees", [90, 180])
def test_a_page_that_lay_the_wrong_way_is_read_and_its_boxes_are_those_of_the_file(degrees: int) -> None:
    upright = small(SECOND)
    page = turned(upright, degrees)
    document = opened(page)
    assert paragraphs(document) == [SECOND]
    box = document.blocks[0].box
    assert box is not None
    width, height = (side * 72 / 120 for side in page.size)
    left, top, right, bottom = 79, 60, 521, 60 + 29 + 16
    expected = {
        90: (top, height - right, bottom, height - left),
        180: (width - right, height - bottom, width - left, height - top),
    }[degrees]
    assert box == pytest.approx(expected, abs=8)


def test_two_columns_are_read_one_after_the_other() -> None:
    setting = Setting(dpi=150, size=10.5, pitch=18, top=40, height=150, columns=2)
    text = f"{FIRST}\n{SECOND}\n{FIRST}\n{SECOND}\n{FIRST}"
    assert paragraphs(opened(small(text, setting))) == text.split("\n")


def test_a_table_is_read_by_cells_and_its_records_are_less_sure() -> None:
    rows = [["单位", "检查企业（家）", "排查隐患（处）"], ["松崖镇", "58", "304"], ["槐浦镇", "74", "1,034"]]
    document = opened(turned(cropped(table_page(rows, [90, 110, 110], Setting(dpi=150, size=12, top=40))), 1))
    cells = {(block.cell.row, block.cell.column): block for block in document.blocks if block.cell}
    texts = {place: document.text[block.start : block.end] for place, block in cells.items()}
    assert [[texts[row, column] for column in range(3)] for row in (1, 2)] == rows[1:]
    assert [place for place, block in cells.items() if block.cell and block.cell.head] == [(0, 0), (0, 1), (0, 2)]
    assert all(block.ocr for block in cells.values())
    counts = extract(document).counts
    assert {int(count.value or 0) for count in counts} >= {58, 304, 74, 1034}
    assert all(count.confidence < 0.9 for count in counts)


def test_traditional_script_in_a_brush_like_face() -> None:
    text = OpenCC("s2t").convert(FIRST)
    assert paragraphs(opened(small(text, Setting(dpi=150, font=SERIF, index=3, top=60)))) == [text]
    if (FONTS / KAI).exists():
        assert paragraphs(opened(small(FIRST, Setting(dpi=150, font=KAI, top=60)))) == [FIRST]


def test_red_print_is_read_where_it_is_no_seal() -> None:
    page = small("云桓县安全生产委员会文件")
    red = page.point([*range(160, 416), *range(256), *range(256)][:768])
    red = red.point(lambda value: min(value, 255))
    red.info.update(page.info)
    assert paragraphs(opened(red)) == ["云桓县安全生产委员会文件"]


def test_every_page_of_a_tif_is_read() -> None:
    document = opened(small(FIRST), small(SECOND), kind="TIFF")
    assert (document.pages, [block.page for block in document.blocks]) == (2, [1, 2])
    assert document.warnings == ("第 1、2 页为扫描页，文字由识别得到，数字请复核",)


def test_records_out_of_a_scan_are_less_sure_than_out_of_text() -> None:
    page = small(FIRST)
    read, typed = extract(opened(page)).counts, extract(read_bytes(FIRST.encode(), "a.txt")).counts
    assert [(count.value, count.unit) for count in read] == [(count.value, count.unit) for count in typed]
    assert all(0 < a.confidence <= 0.9 * b.confidence for a, b in zip(read, typed, strict=True))


# --- PDF ---------------------------------------------------------------------------------------------------------


def mixed_pdf(pdf_of: Maker, lines_at: Maker, *pages: Sheet) -> bytes:
    """A page of text, then pages that are pictures."""
    whole = pypdfium2.PdfDocument.new()
    for data in (pdf_of([lines_at(SECOND)]), as_file(pages, "PDF")):
        with pypdfium2.PdfDocument(data) as part:
            whole.import_pages(part)
    target = io.BytesIO()
    whole.save(target)
    whole.close()
    return target.getvalue()


def test_of_a_mixed_pdf_text_is_read_and_pictures_are_recognised(pdf_of: Maker, lines_at: Maker) -> None:
    document = read_bytes(mixed_pdf(pdf_of, lines_at, small(FIRST)), "a.pdf")
    assert paragraphs(document) == [SECOND, FIRST]
    assert [(block.page, block.ocr is None) for block in document.blocks] == [(1, True), (2, False)]
    assert document.warnings == ("第 2 页为扫描页，文字由识别得到，数字请复核",)


def test_without_the_extra_scans_are_named_and_text_is_still_read(
    monkeypatch: pytest.MonkeyPatch, pdf_of: Maker, lines_at: Maker
) -> None:
    monkeypatch.setattr(scan_extra, "PACKAGES", ("no_such_package",))
    document = read_bytes(mixed_pdf(pdf_of, lines_at, small(FIRST)), "a.pdf")
    assert paragraphs(document) == [SECOND]
    assert [line[:15] for line in document.warnings] == ["第 2 页为扫描页，未读取；识"]
    for kind in ("PDF", "PNG"):
        with pytest.raises(UnreadableFile, match=r"可选组件.*\[ocr\]"):
            opened(small(FIRST), kind=kind)


def test_text_that_lies_unseen_with_a_picture_is_marked(pdf_of: Maker, lines_at: Maker) -> None:
    data = pdf_of([lines_at(FIRST)]).replace(b"BT /F 16 Tf 1", b"BT 3 Tr/F 16 Tf 1")
    document = read_bytes(data, "a.pdf")
    assert paragraphs(document) == [FIRST]
    assert {block.ocr for block in document.blocks} == {0.9}
    assert document.warnings == ("第 1 页为扫描页，采用文件自带的识别文字，数字请复核",)


# --- what is doubtful is told ------------------------------------------------------------------------------------


def dropping(at: int) -> Callable[[Any], list[Found]]:
    """A recogniser that passes over the line of that number, from the top."""

    def recognise_less(grey: Any) -> list[Found]:
        lines = sorted(recognise(grey), key=lambda line: line.box[1])
        return [line for number, line in enumerate(lines) if number != at]

    return recognise_less


def test_a_line_that_was_passed_over_is_read_after_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "recognise", dropping(2))
    document = opened(small(f"{FIRST}\n{SECOND}"))
    assert paragraphs(document) == [FIRST, SECOND]


def test_a_line_that_cannot_be_read_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "recognise", dropping(2))
    monkeypatch.setattr(scan, "recognise_line", lambda grey: ("", 0.0))
    document = opened(small(f"{FIRST}\n{SECOND}"))
    assert document.warnings[1:] == ("第 1 页有像文字的墨迹未能识别，可能漏行，请对照原件",)


def doubting(word: str, sure: float) -> Callable[[Any], list[Found]]:
    """A recogniser that is that sure of the lines with the word, and of their characters."""

    def recognise_doubting(grey: Any) -> list[Found]:
        return [
            replace(line, sure=sure, letters=tuple(letter._replace(sure=sure) for letter in line.letters))
            if word in line.text
            else line
            for line in recognise(grey)
        ]

    return recognise_doubting


def test_doubtful_figures_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "recognise", doubting("543", 0.7))
    document = opened(small(FIRST))
    assert document.warnings[-1] == "第 1 页以下数字识别把握不足，请对照原件：1234、567、543"
    assert document.blocks[0].ocr == 0.7


def test_what_makes_no_sense_is_left_out_and_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "recognise", doubting("立案", 0.3))
    monkeypatch.setattr(scan, "UPRIGHT", 0.0)
    document = opened(small(f"{FIRST}\n{SECOND}"))
    assert "立案" not in document.text
    assert "第 1 页有像文字的墨迹未能识别，可能漏行，请对照原件" in document.warnings


def test_a_page_that_recognition_stumbles_over_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = iter([recognise, lambda grey: 1 / 0])
    monkeypatch.setattr(scan, "recognise", lambda grey: next(pages)(grey))
    document = opened(small(SECOND), small(SECOND), kind="TIFF")
    assert paragraphs(document) == [SECOND]
    assert document.warnings[-1] == "第 2 页识别失败，未读取；请重新扫描后重试"


def test_pages_for_which_no_time_is_left_are_named() -> None:
    pages: Sequence[Sheet] = [small(SECOND)] * 2
    clock = iter([0.0, 0.0, 9.0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan.time, "monotonic", lambda: next(clock))
        document = opened(*pages, kind="TIFF", limits=Limits(scan_seconds=5))
    assert document.warnings[-1] == "第 2 页未读取：文字识别超过时限；请拆分后重试"
    assert document.pages == 2
