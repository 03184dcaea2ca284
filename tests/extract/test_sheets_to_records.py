"""Monthly forms and ledgers kept in workbooks become the same records as prose, cell by cell."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from extract import extract, read_bytes
from extract.measures import Unit, as_unit, read_measures
from records import Count, Document, Extraction

DAY = dt.date(2023, 7, 3)


def sheet(*rows: str, date: dt.date | None = DAY) -> Extraction:
    """Extraction of a table; cells are parted by «|»."""
    lines = (",".join(f'"{cell}"' for cell in row.split("|")) for row in rows)
    return extract(read_bytes("\n".join(lines).encode(), "表.csv"), date=date)


def told(found: Extraction) -> list[tuple[str | None, str | None, str, Any, str]]:
    return [(one.subject, one.action, one.item, one.value, one.unit) for one in found.counts]


THREE = ["排查数（项）", "其中：已整改（项）", "整改率（%）"]


def form() -> bytes:
    """The statistics of a month: heads over two rows, a row of column numbers, percents by format, a sum."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    rows: Sequence[Sequence[Any]] = [
        ["附件2"],
        ["2023年6月隐患排查治理情况统计表"],
        ["填报单位：东河县应急管理局（盖章）", None, None, None, "填报日期：2023年7月3日"],
        ["行业", "单位情况", None, None, "一般隐患", None, None, "重大隐患", None, None, "累计落实治理资金（万元）"],
        [None, "应排查单位数（家）", "实际排查单位数（家）", "覆盖率（%）", *THREE, *THREE],
        ["甲", *range(1, 11)],
        ["煤矿", 12, 12, 1, 120, 110, 110 / 120, 3, 2, 2 / 3, 45.5],
        ["危险化学品", 30, 28, 28 / 30, 210, 200, 200 / 210, 0, 0, "/", 12],
        ["合计", 42, 40, 40 / 42, 330, 310, 310 / 330, 3, 2, 2 / 3, 57.5],
        ["审核人：李四", None, None, "填表人：张三"],
    ]  # fmt: skip
    for row in rows:
        page.append(list(row))
    for area in ("A2:K2", "A4:A5", "B4:D4", "E4:G4", "H4:J4", "K4:K5"):
        page.merge_cells(area)
    for row_number in (7, 8, 9):
        for column in (4, 7, 10):
            page.cell(row_number, column).number_format = "0.00%"
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def addresses(document: Document, found: Extraction) -> Iterator[tuple[str | None, Count]]:
    at = {block.start: block.address for block in document.blocks}
    yield from ((at.get(count.start), count) for count in found.counts)


def test_the_monthly_form_gives_each_figure_with_its_place() -> None:
    document = read_bytes(form(), "六月.xlsx")
    found = extract(document)
    assert (found.document.title, found.document.issuer) == ("2023年6月隐患排查治理情况统计表", "东河县应急管理局")
    assert (found.document.date, found.document.kind) == (DAY, "清单")
    assert found.deadlines == () == found.hazards
    row = {place: one for place, one in addresses(document, found) if place and place.endswith("7")}
    assert {place: (one.action, one.item, one.value, one.unit) for place, one in row.items()} == {
        "Sheet!B7": (None, "应排查单位", Decimal(12), "家"),
        "Sheet!C7": ("排查", "单位", Decimal(12), "家"),
        "Sheet!D7": (None, "覆盖率", Decimal(100), "%"),
        "Sheet!E7": ("排查", "一般隐患", Decimal(120), "项"),
        "Sheet!F7": ("整改", "一般隐患", Decimal(110), "项"),
        "Sheet!G7": (None, "一般隐患整改率", Decimal("91.67"), "%"),
        "Sheet!H7": ("排查", "重大隐患", Decimal(3), "项"),
        "Sheet!I7": ("整改", "重大隐患", Decimal(2), "项"),
        "Sheet!J7": (None, "重大隐患整改率", Decimal("66.67"), "%"),
        "Sheet!K7": ("落实", "治理资金", Decimal(455_000), "元"),
    }
    assert {one.subject for one in found.counts} == {"煤矿", "危险化学品", None}
    wholes = [found.counts[one.part_of].quote for one in found.counts if one.part_of is not None]
    assert wholes == ["120", "3", "210", "0", "330", "3"]
    assert all(found.text[one.start : one.end] == one.quote for one in found.counts)


def test_a_ledger_becomes_hazards_and_limits_row_by_row() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["东河县重大事故隐患台账"])
    page.append(["单位：万元"])
    heads = "序号 隐患编号 单位名称 统一社会信用代码 地址/所在镇街 行业领域 隐患描述（现状） 产生原因 判定依据 发现日期"
    more = (
        "发现单位/检查人 整改措施 防控措施 整改责任单位 责任人+电话 监管部门 资金 整改时限 延期（新时限） 完成日期 状态"
    )
    page.append([*heads.split(), *more.split()])
    page.append([
        1, "2023-001", "安和化工有限公司", "91330000X", "槐镇", "危化", "反应釜紧急冷却系统未投用", "未恢复", "第5条",
        dt.date(2023, 5, 4), "县应急局", "恢复投用", "停产", "安和化工有限公司", "张三13800000000", "县应急局", 45,
        dt.date(2023, 7, 20), None, None, "整改中",
    ])  # fmt: skip
    page.append([
        2, "2023-002", "兴隆商场", None, "鹤镇", "消防", "安全出口锁闭", "管理不善", "第7条", dt.date(2023, 5, 6),
        "消防大队", "打开出口", None, "兴隆商场", "李四", "消防大队", 0.5, dt.date(2023, 6, 30), None,
        dt.date(2023, 6, 1), "已销号",
    ])  # fmt: skip
    page.merge_cells("A1:U1")
    page["R4"].number_format = 'm"月"d"日"'
    found = extract(read_bytes(saved(book), "台账.xlsx"), date=dt.date(2024, 1, 5))
    first, second = found.hazards
    assert (first.description, first.place, first.industry) == (
        "反应釜紧急冷却系统未投用",
        "安和化工有限公司",
        "危险化学品",
    )
    assert (first.level, first.status, first.measures) == ("重大", "rectifying", "恢复投用")
    assert (first.responsible, first.due, first.funds) == ("安和化工有限公司", dt.date(2023, 7, 20), Decimal(450_000))
    assert (second.industry, second.status, second.funds) == ("消防", "rectified", Decimal(5_000))
    assert [(one.due, one.task, one.responsible) for one in found.deadlines] == [
        (dt.date(2023, 7, 20), "恢复投用", "安和化工有限公司"), (dt.date(2023, 6, 30), "打开出口", "兴隆商场"),
    ]  # fmt: skip
    assert told(found) == [
        ("安和化工有限公司", None, "资金", 450_000, "元"), ("兴隆商场", None, "资金", 5_000, "元")
    ]  # fmt: skip


def test_a_ledger_without_a_figure_is_one_row_a_hazard() -> None:
    found = sheet(
        "单位名称|存在问题|整改责任单位|资金（万元）",
        "甲厂|阀门泄漏|甲厂|",
        "乙厂|通道堵塞|乙厂|",
        "丙厂|线路老化|丙厂|3",
    )
    assert [(one.description, one.place) for one in found.hazards] == [
        ("阀门泄漏", "甲厂"), ("通道堵塞", "乙厂"), ("线路老化", "丙厂")
    ]  # fmt: skip


def test_a_description_over_two_rows_is_one_hazard() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (["单位名称", "隐患描述", "整改措施"], ["甲厂", "阀门泄漏", "更换"], [None, None, "停用"]):
        page.append(row)
    page.merge_cells("A2:A3")
    page.merge_cells("B2:B3")
    assert len(extract(read_bytes(saved(book), "a.xlsx")).hazards) == 1


def test_of_a_flat_form_a_part_takes_its_noun_from_its_whole() -> None:
    found = sheet(
        "单位|排查一般隐患（项）|其中已整改（项）|整改率（%）|排查重大隐患（项）|其中已整改销号（项）|整改率（%）",
        "槐镇|120|110|91.67|3|2|66.67",
    )
    assert told(found) == [
        ("槐镇", "排查", "一般隐患", 120, "项"), ("槐镇", "整改", "一般隐患", 110, "项"),
        ("槐镇", None, "一般隐患整改率", Decimal("91.67"), "%"),
        ("槐镇", "排查", "重大隐患", 3, "项"), ("槐镇", "整改销号", "重大隐患", 2, "项"),
        ("槐镇", None, "重大隐患整改率", Decimal("66.67"), "%"),
    ]  # fmt: skip
    assert [one.part_of for one in found.counts] == [None, 0, None, None, 3, None]


def test_rises_and_falls_are_of_the_figure_before_them() -> None:
    found = sheet("地区|起数|同比（%）|死亡人数|较上年增减（人）", "合计|12|-14.3|3|0", "槐镇|5|25|1|—")
    assert told(found) == [
        (None, None, "事故", 12, "起"), (None, None, "事故", Decimal("14.3"), "%"),
        (None, None, "死亡", 3, "人"), (None, None, "死亡", 0, "人"),
        ("槐镇", None, "事故", 5, "起"), ("槐镇", None, "事故", 25, "%"), ("槐镇", None, "死亡", 1, "人"),
    ]  # fmt: skip
    assert [one.change and (one.change.basis, one.change.direction) for one in found.counts] == [
        None, ("同比", "down"), None, ("较上年", "flat"), None, ("同比", "up"), None,
    ]  # fmt: skip


def test_rows_may_be_the_measures_and_columns_times() -> None:
    found = sheet("指标|计量单位|本月|1-6月累计", "检查企业|家次|36|120", "罚款|万元|1.5|20", "整改率|%|94.5|95")
    assert told(found) == [
        (None, "检查", "企业", 36, "家次"), (None, "检查", "企业", 120, "家次"),
        (None, None, "罚款", 15_000, "元"), (None, None, "罚款", 200_000, "元"),
        (None, None, "整改率", Decimal("94.5"), "%"), (None, None, "整改率", 95, "%"),
    ]  # fmt: skip
    periods = [one.period for one in found.counts[:2] if one.period]
    assert [(one.start, one.end) for one in periods] == [
        (dt.date(2023, 6, 1), dt.date(2023, 6, 30)), (dt.date(2023, 1, 1), dt.date(2023, 6, 30))
    ]  # fmt: skip


def test_rows_may_stand_in_groups_and_a_column_may_tell_their_changes() -> None:
    found = sheet(
        "类别|指标（单位）|本月|累计同比", "行政检查|检查企业（家次）|148|▲6.3%", "|罚款（万元）|31.45|▼9.6%"
    ).counts
    assert [(one.item, one.value, one.unit, one.change and one.change.direction) for one in found] == [
        ("企业", 148, "家次", None), ("企业", Decimal("6.3"), "%", "up"),
        ("罚款", 314_500, "元", None), ("罚款", Decimal("9.6"), "%", "down"),
    ]  # fmt: skip


def test_marks_are_figures_in_points() -> None:
    assert told(sheet("名次|单位|年终得分|扣分|总分", "1|槐镇|56.2|0.5|94.25")) == [
        ("槐镇", None, "年终得分", Decimal("56.2"), "分"), ("槐镇", None, "扣分", Decimal("0.5"), "分"),
        ("槐镇", None, "总分", Decimal("94.25"), "分"),
    ]  # fmt: skip


def test_rows_may_be_the_measures_and_columns_the_owners() -> None:
    found = sheet("指标|槐镇|鹤镇|合计", "检查企业（家次）|36|34|70", "排查隐患（处）|214|163|377")
    assert told(found)[:3] == [
        ("槐镇", "检查", "企业", 36, "家次"), ("鹤镇", "检查", "企业", 34, "家次"), (None, "检查", "企业", 70, "家次")
    ]  # fmt: skip


def test_last_years_figures_are_of_last_year() -> None:
    found = sheet("单位|1-6月排查隐患（处）|去年同期（处）", "槐镇|20|18").counts
    assert [(one.item, one.value) for one in found] == [("隐患", 20), ("隐患", 18)]
    periods = [one.period for one in found if one.period]
    assert [(one.start, one.end) for one in periods] == [
        (dt.date(2023, 1, 1), dt.date(2023, 6, 30)), (dt.date(2022, 1, 1), dt.date(2022, 6, 30))
    ]  # fmt: skip


def test_a_rate_kept_as_a_fraction_is_read_in_hundredths_and_a_stated_percent_is_not() -> None:
    rows = ("槐镇|4|3|0.75", "鹤镇|5|5|1")
    implied = sheet("单位|排查隐患（处）|整改隐患（处）|整改率", *rows).counts
    stated = sheet("单位|排查隐患（处）|整改隐患（处）|整改率（%）", *rows).counts
    assert [one.value for one in implied if one.unit == "%"] == [75, 100]
    assert [one.value for one in stated if one.unit == "%"] == [Decimal("0.75"), 1]


def test_cells_may_bring_unit_and_doubt_or_be_masked() -> None:
    found = sheet("乡镇|检查企业|发现隐患|罚款（万元）", "槐镇|36家|120余处|1,234.5", "鹤镇|**家|约60处|**")
    assert [(one.subject, one.value, one.unit, one.approx, one.masked) for one in found.counts] == [
        ("槐镇", 36, "家", "exact", False), ("槐镇", 120, "处", "over", False),
        ("槐镇", 12_345_000, "元", "exact", False),
        ("鹤镇", None, "家", "exact", True), ("鹤镇", 60, "处", "about", False), ("鹤镇", None, "元", "exact", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        ("联系人|电话|单位", "张三|13800000000|槐镇"),
        ("单位|排名|序号", "槐镇|95.5|1"),
        ("隐患编号|发现时间", "12|2023"),
    ],
)
def test_numbers_that_count_nothing(rows: tuple[str, ...]) -> None:
    assert sheet(*rows).counts == ()


def test_a_unit_above_the_table_is_for_all_of_it_and_is_no_figure() -> None:
    assert told(sheet("单位：千元", "乡镇|罚款|安全投入资金", "槐镇|2|3.5")) == [
        ("槐镇", None, "罚款", 2_000, "元"), ("槐镇", None, "安全投入资金", 3_500, "元")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("万元", Unit("元", Decimal(10_000))), ("家次", Unit("家次")), ("%", Unit("%")), ("个百分点", Unit("个百分点")),
        ("镇街", None), ("其中", None), ("起/人", None), ("单位", None),
    ],
)  # fmt: skip
def test_what_is_a_unit(text: str, unit: Unit | None) -> None:
    assert as_unit(text) == unit


def test_a_head_over_no_noun_of_its_own_gives_it() -> None:
    heads = [("行业",), ("重大隐患", "排查数（项）"), ("重大隐患", "整改率（%）"), ("处置措施", "约谈（家）")]
    measures = read_measures(heads, None, None)
    assert [one and (one.item, one.action) for one in measures[1:]] == [
        ("重大隐患", "排查"), ("整改率", None), ("约谈", None)
    ]  # fmt: skip
