"""Workbooks and .csv files: tables, lines, addresses, what is hidden; what is refused."""

import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from extract.readers import Limits, MarkedSecret, read_bytes
from extract.readers.guard import CSV, XLS, XLSX
from records import Block, Document, UnreadableFile

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
Fill = Callable[[Worksheet], object]
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def book_of(fill: Fill, title: str = "Sheet1") -> bytes:
    """A workbook of one sheet."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    fill(sheet)
    return saved(book)


def shared(data: bytes) -> bytes:
    """The workbook with its texts kept apart, as Excel and WPS do."""
    texts: list[str] = []

    def refer(found: re.Match[str]) -> str:
        texts.append(found[1])
        return f't="s"><v>{len(texts) - 1}</v>'

    sheet = zipfile.ZipFile(io.BytesIO(data)).read(SHEET).decode()
    sheet = re.sub(r't="inlineStr"><is><t>(.*?)</t></is>', refer, sheet)
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    strings = f'<?xml version="1.0"?><sst xmlns="{MAIN}">{items}</sst>'
    relation = f'<Relationship Id="s" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    changes = {
        SHEET: lambda _: sheet,
        "xl/sharedStrings.xml": lambda _: strings,
        "xl/_rels/workbook.xml.rels": lambda xml: xml.replace("</Relationships>", relation),
    }
    return changed(data, changes)


def rows_of(*rows: Sequence[object]) -> Fill:
    def fill(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(list(row))

    return fill


def changed(data: bytes, changes: Mapping[str, Callable[[str], str]]) -> bytes:
    """The package with some parts rewritten, new ones made of «»."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name).decode() for name in old.namelist()}
        for name, change in changes.items():
            parts[name] = change(parts.get(name, ""))
        for name, text in parts.items():
            new.writestr(name, text)
    return target.getvalue()


def read(data: bytes, limits: Limits | None = None) -> Document:
    return read_bytes(data, "a.xlsx", limits or Limits())


def line_for(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(data, limits)
    return str(caught.value)


def cells(document: Document) -> list[tuple[int, int, int, int, bool, str]]:
    """Row, column, spans, whether a head, and text of each cell that has one."""
    found = []
    for block in document.blocks:
        if (place := block.cell) and block.end > block.start:
            text = document.text[block.start : block.end]
            found.append((place.row, place.column, place.row_span, place.column_span, place.head, text))
    return found


def at(document: Document, text: str) -> Block:
    return next(block for block in document.blocks if document.text[block.start : block.end] == text)


def test_cells_have_addresses_with_the_name_of_their_sheet() -> None:
    document = read(book_of(rows_of(["单位", "隐患（处）"], ["槐镇", 214]), title="六月"))
    assert document.media_type == XLSX
    assert document.text == "六月\n单位\t隐患（处）\n槐镇\t214"
    assert [block.address for block in document.blocks] == ["六月", "六月!A1", "六月!B1", "六月!A2", "六月!B2"]
    assert cells(document)[0] == (0, 0, 1, 1, True, "单位")


def test_a_form_is_lines_heads_and_rows() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "隐患排查治理情况统计表"
        sheet["A2"], sheet["B2"], sheet["D2"] = "填报单位：", "东河县", "填报日期：2023年7月3日"
        sheet["E3"] = "单位：项"
        sheet.append(["行业", "一般隐患", None, "重大隐患", None])
        sheet.append([None, "排查", "整改", "排查", "整改"])
        sheet.append(["煤矿", 120, 110, 3, 2])
        sheet.append(["审核人：", "李四", None, "填表人：张三"])
        sheet.append(["注：累计数。"])
        for area in ("A1:E1", "A4:A5", "B4:C4", "D4:E4"):
            sheet.merge_cells(area)

    document = read(book_of(fill))
    lines = [document.text[one.start : one.end] for one in document.blocks if one.cell is None]
    assert lines == [
        "隐患排查治理情况统计表", "填报单位：东河县", "填报日期：2023年7月3日", "单位：项",
        "审核人：李四", "填表人：张三", "注：累计数。",
    ]  # fmt: skip
    assert [place for place in cells(document) if place[4]] == [
        (0, 0, 2, 1, True, "行业"), (0, 1, 1, 2, True, "一般隐患"), (0, 3, 1, 2, True, "重大隐患"),
        (1, 1, 1, 1, True, "排查"), (1, 2, 1, 1, True, "整改"), (1, 3, 1, 1, True, "排查"), (1, 4, 1, 1, True, "整改"),
    ]  # fmt: skip
    assert at(document, "填报单位：东河县").address == "Sheet1!A2"


def test_a_row_of_data_below_a_wide_head_is_no_head() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["单位", "责任单位和责任人", None])
        sheet.append(["槐镇", "住建局", "张三"])
        sheet.merge_cells("B1:C1")

    assert [place[5] for place in cells(read(book_of(fill))) if place[4]] == ["单位", "责任单位和责任人"]


def test_blank_rows_do_not_part_a_table_but_a_title_does() -> None:
    rows = [["单位", "隐患"], ["槐镇", 3], [], ["鹤镇", 4], [], ["二、罚款情况"], ["单位", "罚款"], ["槐镇", 5]]
    document = read(book_of(rows_of(*rows)))
    tables = [block.cell.table for block in document.blocks if block.cell]
    assert tables == [0] * 6 + [1] * 4
    assert document.text == "单位\t隐患\n槐镇\t3\n鹤镇\t4\n二、罚款情况\n单位\t罚款\n槐镇\t5"


def test_a_line_inside_a_table_stays_in_it() -> None:
    rows = [["单位", "隐患"], ["一、镇"], ["槐镇", 3], [], ["二、局"], ["住建局", 4]]
    found = read(book_of(rows_of(*rows))).blocks
    assert [block.cell.row for block in found if block.cell and block.cell.column == 0] == [0, 1, 2, 3, 4]


def test_days_percents_and_numbers_are_as_shown() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["名称", "值", "日", "真"])
        sheet.append(["甲", 0.1 + 0.2, dt.date(2023, 7, 20), True])
        sheet.append(["乙", 0.9346, dt.datetime(2023, 7, 20, 14, 30), "0012"])
        sheet["B3"].number_format = "0.00%"
        sheet["C2"].number_format = 'm"月"d"日"'

    document = read(book_of(fill))
    assert document.text == "名称\t值\t日\t真\n甲\t0.3\t2023年7月20日\tTRUE\n乙\t93.46%\t2023-07-20 14:30\t0012"


def test_what_is_hidden_is_left_out_and_told_of() -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    rows_of(["单位", "隐患", "内部"], ["槐镇", 3, "甲"], ["鹤镇", 4, "乙"])(sheet)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("底稿").append(["旧数", 9])
    book["底稿"].sheet_state = "veryHidden"
    document = read(saved(book))
    assert document.text == "单位\t隐患\n鹤镇\t4"
    assert document.warnings == (
        "工作簿有 1 个隐藏的工作表（底稿），未读取",
        "工作表“Sheet”有隐藏的行、列或被合并遮住的单元格，其中 5 个单元格未读取",
    )


def test_of_a_merged_cell_that_begins_in_a_hidden_row_the_rest_is_seen() -> None:
    def fill(sheet: Worksheet) -> None:
        rows_of(["单位", "隐患"], ["槐镇", 3], [None, 4], [None, 5])(sheet)
        sheet.merge_cells("A2:A4")
        sheet.row_dimensions[2].hidden = True

    document = read(book_of(fill))
    assert cells(document)[2] == (1, 0, 2, 1, False, "槐镇")
    assert document.text == "单位\t隐患\n槐镇\t4\n5"


def test_a_formula_without_a_result_is_told_of() -> None:
    document = read(book_of(rows_of(["单位", "隐患"], ["槐镇", 3], ["合计", "=SUM(B2:B2)"])))
    assert document.text == "单位\t隐患\n槐镇\t3\n合计\t"
    assert document.warnings == (
        "工作表“Sheet1”有 1 个公式没有保存计算结果（B3），其数值未读取；请用 Excel 或 WPS 打开并保存后重新提交",
    )


def test_stored_results_of_formulas_are_read_and_errors_told_of() -> None:
    data = book_of(rows_of(["单位", "隐患", "率"], ["槐镇", "=1+2", "=1/0"]))
    results = {"1+2": "<f>1+2</f><v>3</v>", "1/0": "<f>1/0</f><v>#DIV/0!</v>"}

    def fill(xml: str) -> str:
        for formula, result in results.items():
            xml = re.sub(rf"<f>{re.escape(formula)}</f><v ?/>|<f>{re.escape(formula)}</f><v></v>", result, xml)
        return xml.replace('<c r="C2">', '<c r="C2" t="e">')

    document = read(changed(data, {SHEET: fill}))
    assert document.text == "单位\t隐患\t率\n槐镇\t3\t#DIV/0!"
    assert document.warnings == ("工作表“Sheet1”有 1 个单元格是错误值（C2），请核对",)


def test_sheets_bear_their_names_where_there_are_several() -> None:
    book = Workbook()
    for name in ("槐镇", "鹤镇", "Sheet3"):
        book.create_sheet(name).append(["排查隐患3处"])
    document = read(saved(book))
    assert document.text == "槐镇\n排查隐患3处\n鹤镇\n排查隐患3处\n排查隐患3处"
    assert [block.kind for block in document.blocks] == ["heading", "paragraph", "heading", "paragraph", "paragraph"]


def test_a_cell_that_names_no_place_follows_the_one_before() -> None:
    data = changed(book_of(rows_of(["a", 1], ["b", 2])), {SHEET: lambda xml: re.sub(r' r="[A-Z]*\d+"', "", xml)})
    assert read(data).text == "a\t1\nb\t2"


def test_rich_text_and_small_print_over_characters() -> None:
    items = (
        "<si><r><t>排查</t></r><r><t>隐患</t></r><rPh sb='0' eb='1'><t>pai</t></rPh></si>"
        "<si><t>第一行_x000D_\n第二行</t></si>"
    )
    strings = f'<sst xmlns="{MAIN}">{items}</sst>'
    data = changed(shared(book_of(rows_of(["a", "b"]))), {"xl/sharedStrings.xml": lambda _: strings})
    assert read(data).text == "排查隐患\t第一行\n第二行"


def test_texts_of_drawn_boxes_are_read() -> None:
    box = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:sp><xdr:txBody>'
        "<a:p><a:r><a:t>填表说明：</a:t></a:r><a:r><a:t>累计数。</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>"
    )
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="d" Type="{OFFICE}/drawing" Target="../drawings/d.xml"/></Relationships>'
    )
    parts = {"xl/worksheets/_rels/sheet1.xml.rels": lambda _: relation, "xl/drawings/d.xml": lambda _: box}
    assert read(changed(book_of(rows_of(["a", 1])), parts)).text == "a\t1\n填表说明：累计数。"


def test_a_secrecy_mark_in_a_cell_or_the_properties_is_refused() -> None:
    with pytest.raises(MarkedSecret):
        read(book_of(rows_of(["机密★10年"], ["单位", "隐患"], ["槐镇", 3])))
    book = Workbook()
    book.properties.keywords = "秘密"
    with pytest.raises(MarkedSecret):
        read(saved(book))


# --- what is refused, and how long it may take -------------------------------------------------------------------


def test_an_empty_workbook_a_broken_one_and_one_with_macros() -> None:
    whole = book_of(rows_of(["a", 1]))
    assert "没有文字" in line_for(book_of(rows_of()))
    assert {line_for(whole[: len(whole) * tenth // 10])[:6] for tenth in range(1, 10)} == {"文件已损坏或"}
    assert "宏" in line_for(changed(whole, {"xl/vbaProject.bin": lambda _: "x"}))


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml[: len(xml) // 2],
        lambda xml: xml.replace('r="A1"', 'r="A9999999"'),
        lambda xml: xml.replace('r="A1"', 'r="ZZZ1"'),
        lambda xml: xml.replace("<v>0</v>", "<v>77</v>"),
        lambda xml: xml.replace("<v>0</v>", "<v>x</v>"),
        lambda xml: xml.replace('<c r="B1"', '<c r="B1" s="y"'),
    ],
)
def test_a_sheet_that_makes_no_sense_is_broken(change: Callable[[str], str]) -> None:
    line = line_for(changed(shared(book_of(rows_of(["a", 1]))), {SHEET: change}))
    assert line == "文件已损坏或不完整，无法读取；请用 Excel 或 WPS 打开并另存为 .xlsx 后重试"


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_refused_in_every_part(part: str) -> None:
    laughs = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'

    def declare(xml: str) -> str:
        head, mark, rest = xml.rpartition("?>")
        return head + mark + laughs + rest

    assert "DTD" in line_for(changed(shared(book_of(rows_of(["a", 1]))), {part: declare}))


def test_limits_of_cells() -> None:
    wide = book_of(rows_of(*([at] * 10 for at in range(10))))
    assert "上限 50 个单元格" in line_for(wide, Limits(cells=50))
    corners = changed(
        book_of(rows_of(["a", 1], ["b", 2])), {SHEET: lambda xml: xml.replace('r="B2"', 'r="XFD1048576"')}
    )
    assert read(corners).text == "a\t1\t\nb\t\t\n\t\t2"  # blank rows and columns take no room

    def diagonal(sheet: Worksheet) -> None:
        for at in range(1, 40):
            sheet.cell(at, at, "a")
            sheet.cell(at, at + 1, "a")

    assert "过大" in line_for(book_of(diagonal), Limits(cells=1000))


def test_merged_areas_over_each_other_cost_no_time() -> None:
    areas = "".join(f'<mergeCell ref="A1:XFD{1048576 - at}"/>' for at in range(20_000))
    data = changed(
        book_of(rows_of(["a", "b"], ["c", 1])),
        {SHEET: lambda xml: xml.replace("</sheetData>", f"</sheetData><mergeCells>{areas}</mergeCells>")},
    )
    document = read(data)
    assert document.text == "a"
    assert "3 个单元格未读取" in document.warnings[0]


def test_a_table_of_100_000_cells_is_read_row_by_row() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("大表")
    sheet.append(["单位", *(f"指标{at}（处）" for at in range(19))])
    for row in range(5_000):
        sheet.append([f"单位{row}", *range(row, row + 19)])
    document = read(saved(book))
    assert len(document.blocks) == 100_021
    assert at(document, "单位4999").address == "大表!A5001"


WHOLE = shared(book_of(rows_of(["单位", "隐患"], ["槐镇", 3], ["合计", "=B2"])))


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    whole = WHOLE
    cut = data.draw(st.integers(1, len(whole)))
    place, put = data.draw(st.integers(0, cut)), data.draw(st.binary(max_size=20))
    try:
        read(whole[:place] + put + whole[place:cut])
    except UnreadableFile as failure:
        lines = str(failure).splitlines()
        assert len(lines) == 1


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_sheet_with_damaged_xml_is_read_or_refused(data: st.DataObject) -> None:
    xml = zipfile.ZipFile(io.BytesIO(WHOLE)).read(SHEET).decode()
    first = data.draw(st.integers(0, len(xml)))
    last = data.draw(st.integers(first, min(len(xml), first + 40)))
    put = data.draw(st.sampled_from(["", '"', "<c>", "</row>", "-1", "99999999999", 't="s"', "&a;", "<f/>", "A0", "é"]))
    try:
        read(changed(WHOLE, {SHEET: lambda _: xml[:first] + put + xml[last:]}))
    except UnreadableFile as failure:
        lines = str(failure).splitlines()
        assert len(lines) == 1


# --- .csv and .xls -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_in_any_encoding(codec: str, mark: str) -> None:
    rows = ["统计表||", "单位|隐患（处）|说明", '槐镇|214|"甲|乙\r\n丙"', '鹤镇|="012"|', ""]
    document = read_bytes("\r\n".join(rows).replace("|", mark).encode(codec), "报表.csv")
    assert document.media_type == CSV
    assert document.text == f"统计表\n单位\t隐患（处）\t说明\n槐镇\t214\t甲{mark}乙\r\n丙\n鹤镇\t012\t"
    assert [block.address for block in document.blocks][:3] == ["A1", "A2", "B2"]


def test_a_text_table_named_xls_is_a_table() -> None:
    document = read_bytes("单位\t隐患\n槐镇\t3\n".encode("gb18030"), "导出.xls")
    assert [block.cell is not None for block in document.blocks] == [True] * 4


def test_a_csv_whose_quotation_marks_do_not_close() -> None:
    with pytest.raises(UnreadableFile, match="引号不成对"):
        read_bytes(('a,b\n"' + "排" * 200_000).encode(), "a.csv")
    with pytest.raises(UnreadableFile, match="过大"):
        read_bytes(b"a," * 20_000, "a.csv")
    with pytest.raises(UnreadableFile, match="上限 3 个单元格"):
        read_bytes(b"a,b\nc,d", "a.csv", Limits(cells=3))


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_an_old_workbook_keeps_days_spans_and_what_is_hidden(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        rows_of(["单位", "整改", None], [None, "数", "时限"], ["槐镇", 3, dt.date(2023, 7, 20)], ["鹤镇", 4, None])(
            sheet
        )
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")
        sheet.row_dimensions[4].hidden = True

    (tmp_path / "in.xlsx").write_bytes(book_of(fill, "台账"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = [str(SOFFICE), profile, "--headless", "--convert-to", "xls", "--outdir", str(tmp_path)]
    subprocess.run([*words, str(tmp_path / "in.xlsx")], check=True, capture_output=True, timeout=120)
    if not (tmp_path / "in.xls").exists():
        pytest.skip("LibreOffice without its part for sheets")
    document = read_bytes((tmp_path / "in.xls").read_bytes(), "台账.et")
    assert document.media_type == XLS
    assert document.text == "台账\n单位\t整改\n数\t时限\n槐镇\t3\t2023-07-20"
    assert cells(document)[:2] == [(0, 0, 2, 1, True, "单位"), (0, 1, 1, 2, True, "整改")]
    assert any("1 个" in line or "2 个" in line for line in document.warnings)


def test_a_line_under_a_sheets_table_is_no_pages_foot() -> None:
    data = "单位,隐患\n槐镇,3\n\n审核人：李四\n编辑：王五\n".encode()
    document = read_bytes(data, "台账.csv")
    assert [block.kind for block in document.blocks][-2:] == ["paragraph", "paragraph"]
    assert {block.kind for block in read_bytes(data, "台账.txt").blocks} == {"paragraph", "debris"}
