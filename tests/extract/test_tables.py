"""Tables give the same records as prose: heads name what is counted, rows whose it is."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import docx
import pytest

import extract
from records import Extraction

DAY = dt.date(2023, 6, 30)


def report(tmp_path: Path, *rows: str, above: str = "附表") -> Extraction:
    """Extraction of a Word file that holds one table; cells are parted by «|»."""
    word = docx.Document()
    word.add_paragraph(above)
    cells = [row.split("|") for row in rows]
    table = word.add_table(len(cells), len(cells[0]))
    for line, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    path = tmp_path / "table.docx"
    word.save(str(path))
    return extract.extract(extract.read(path), date=DAY)


def test_heads_give_item_action_and_unit_and_rows_the_owner(tmp_path: Path) -> None:
    found = report(
        tmp_path, "序号|单位|检查企业（家次）|排查隐患（处）|整改率（%）|罚款（万元）",
        "1|槐镇|36|214|94.5|1.5", "2|鹤镇|34|163|94.6|2",
    ).counts  # fmt: skip
    assert [(one.subject, one.item, one.action, one.value, one.unit) for one in found[:4]] == [
        ("槐镇", "企业", "检查", Decimal(36), "家次"),
        ("槐镇", "隐患", "排查", Decimal(214), "处"),
        ("槐镇", "整改率", None, Decimal("94.5"), "%"),
        ("槐镇", "罚款", None, Decimal(15000), "元"),
    ]
    assert len(found) == 8


def test_each_figure_is_quoted_from_its_cell(tmp_path: Path) -> None:
    found = report(tmp_path, "单位|隐患（处）", "槐镇|214")
    (count,) = found.counts
    assert found.text[count.start : count.end] == count.quote == "214"


@pytest.mark.parametrize("above", ["附表（单位：万元）", "单位：万元"])
def test_a_unit_may_stand_once_above_the_table(tmp_path: Path, above: str) -> None:
    (count,) = report(tmp_path, "乡镇|安全投入资金", "槐镇|3.5", above=above).counts
    assert (count.value, count.unit) == (Decimal(35000), "元")


def test_units_above_the_table_go_to_its_columns_in_turn(tmp_path: Path) -> None:
    found = report(
        tmp_path, "序号|地区|检查|处罚案件|罚款", "1|甲区|88|31|197.4", "2|乙县|102|36|160",
        above="（单位：家次、件、万元）",
    ).counts  # fmt: skip
    assert [(one.value, one.unit) for one in found[:3]] == [
        (Decimal(88), "家次"), (Decimal(31), "件"), (Decimal(1974000), "元"),
    ]  # fmt: skip


def test_a_list_of_units_that_fits_no_columns_is_no_unit_of_the_table(tmp_path: Path) -> None:
    found = report(tmp_path, "地区|罚款|处罚案件（件）|得票", "甲区|197.4|31|9", above="单位：家、万元").counts
    assert [(one.value, one.unit) for one in found] == [(Decimal(31), "件")]


def test_a_ledger_row_is_a_hazard_and_a_deadline(tmp_path: Path) -> None:
    found = report(
        tmp_path, "序号|单位名称|隐患描述|整改措施|责任人|整改资金（万元）|整改时限|状态",
        "1|安和化工厂|反应釜紧急冷却系统未投用|恢复投用|张三|45|2023-07-20|整改中", above="重大事故隐患台账",
    )  # fmt: skip
    (hazard,), (deadline,) = found.hazards, found.deadlines
    assert (deadline.task, deadline.due, deadline.responsible) == ("恢复投用", dt.date(2023, 7, 20), "张三")
    assert (hazard.description, hazard.place, hazard.level) == ("反应釜紧急冷却系统未投用", "安和化工厂", "重大")
    assert (hazard.measures, hazard.responsible, hazard.funds) == ("恢复投用", "张三", Decimal(450_000))
    assert (hazard.due, hazard.status, hazard.industry) == (dt.date(2023, 7, 20), "rectifying", "危险化学品")


def test_a_row_of_tasks_is_a_deadline(tmp_path: Path) -> None:
    first, second = report(
        tmp_path, "序号|重点任务|责任单位|完成时限", "1|完成自建房排查|县住建局|7月底前", "2|报送进展|各乡镇|每月25日前"
    ).deadlines
    assert (first.task, first.responsible, first.due) == ("完成自建房排查", "县住建局", dt.date(2023, 7, 31))
    assert (second.task, second.recurrence, second.due) == ("报送进展", "monthly", None)


def test_a_list_of_duties_tells_how_often(tmp_path: Path) -> None:
    found = report(
        tmp_path, "岗位|责任内容|频次或时限|责任人", "镇长|研究渡口安全|每季度|祝某", "海事站|检验渡船|7月底前|韦某"
    ).deadlines
    assert [(one.task, one.recurrence, one.due, one.responsible) for one in found] == [
        ("研究渡口安全", "quarterly", None, "祝某"),
        ("检验渡船", None, dt.date(2023, 7, 31), "韦某"),
    ]


def test_the_tasks_of_a_cell_are_deadlines_each_and_their_figures_are_read(tmp_path: Path) -> None:
    found = report(tmp_path, "月份|重点工作|牵头人", "7月|1.更换灭火器16具；2.新员工实操考核|李某", "8月|检修水泵|王某")
    assert [(one.task, one.due, one.responsible) for one in found.deadlines] == [
        ("更换灭火器16具", dt.date(2023, 7, 31), "李某"),
        ("新员工实操考核", dt.date(2023, 7, 31), "李某"),
        ("检修水泵", dt.date(2023, 8, 31), "王某"),
    ]
    assert found.deadlines[2].quote.split() == ["8月", "检修水泵"]
    assert [(one.value, one.unit, one.item) for one in found.counts] == [(Decimal(16), "具", "灭火器")]


def test_a_ledger_without_a_column_of_days_may_tell_them_in_its_orders(tmp_path: Path) -> None:
    found = report(
        tmp_path, "序号|使用单位|发现的问题|处理意见|整改情况",
        "1|永昌气体公司|压力表超期未检定|停止充装，7月10日前改正|整改中",
        "2|和顺纸箱厂|叉车未登记|予以封存|—",
    ).deadlines  # fmt: skip
    assert [(one.task, one.due, one.responsible, one.quote) for one in found] == [
        ("改正", dt.date(2023, 7, 10), "永昌气体公司", "停止充装，7月10日前改正")
    ]


def test_a_table_of_words_is_read_as_prose(tmp_path: Path) -> None:
    found = report(tmp_path, "项目|说明", "检查|共检查企业35家，发现隐患60处")
    assert [(one.item, one.value) for one in found.counts] == [("企业", Decimal(35)), ("隐患", Decimal(60))]


def test_a_plan_by_months_says_what_is_done_to_whom(tmp_path: Path) -> None:
    found = report(
        tmp_path, "月份|整治行业|整治内容|牵头单位", "7月|砖窑|皮带机缺少防护罩|安监所", "5月|客运|超员|交管站"
    ).deadlines
    assert [(one.task, one.start_date, one.due, one.responsible) for one in found] == [
        ("砖窑整治", dt.date(2023, 7, 1), dt.date(2023, 7, 31), "安监所")
    ]


def test_what_was_done_has_its_unit_from_the_left_and_kinds_their_noun_from_above(tmp_path: Path) -> None:
    rows = ("单位|C级（栋）|已整治", "城关街道|57|41", "河湾镇|46|33")
    found = report(tmp_path, *rows, above="C、D级自建房整治进度").counts
    assert [(one.item, one.action, one.value, one.unit) for one in found[:2]] == [
        ("C级自建房", None, Decimal(57), "栋"),
        ("C级自建房", "整治", Decimal(41), "栋"),
    ]


def test_heads_may_stand_in_the_line_above(tmp_path: Path) -> None:
    found = report(tmp_path, "临琴区|81件|9.3万元", "南栅区|66件|4.85万元", above="各县受理、奖励情况：").counts
    assert [one.item for one in found] == ["受理", "奖励"] * 2


def test_rows_of_a_group_are_of_the_group_and_their_own_name(tmp_path: Path) -> None:
    found = report(
        tmp_path, "车间|班组|查出问题（项）|复查合格（项）",
        "锻造|甲班|7|7", "|乙班|12|9", "热处理|一班|5|5", "合计||24|21",
    ).counts  # fmt: skip
    assert [(one.subject, one.item, one.action, one.value) for one in found] == [
        ("锻造甲班", "问题", "查出", 7), ("锻造甲班", "问题", "复查合格", 7),
        ("锻造乙班", "问题", "查出", 12), ("锻造乙班", "问题", "复查合格", 9),
        ("热处理一班", "问题", "查出", 5), ("热处理一班", "问题", "复查合格", 5),
        (None, "问题", "查出", 24), (None, "问题", "复查合格", 21),
    ]  # fmt: skip


def test_a_head_that_is_an_act_alone_counts_what_its_unit_counts_in_the_table(tmp_path: Path) -> None:
    found = report(
        tmp_path, "大队|检查（家）|隐患（处）|查封（家）", "渌东|168|214|3",
        above="全月共检查单位567家，各大队情况见下表。",
    ).counts  # fmt: skip
    assert [(one.item, one.action, one.unit) for one in found] == [
        ("单位", "检查", "家"), ("单位", "检查", "家"), ("隐患", None, "处"), ("单位", "查封", "家"),
    ]  # fmt: skip


def test_a_head_that_names_its_unit_only_counts_what_the_sum_above_counts(tmp_path: Path) -> None:
    found = report(
        tmp_path, "行业|检查家次|停产停业（家）", "竹木加工|68|2", above="全镇共检查生产经营单位和重点场所286家次。"
    ).counts
    assert [(one.item, one.action) for one in found[1:]] == [
        ("生产经营单位和重点场所", "检查"),
        ("生产经营单位和重点场所", "停产停业"),
    ]


def test_a_head_may_end_in_what_changed_and_a_cell_may_say_that_nothing_did(tmp_path: Path) -> None:
    found = report(tmp_path, "行业领域|事故起数|起数同比|人数同比", "道路运输|5|-3|+1", "建筑施工|2|持平|持平").counts
    changes = [(one.item, one.value, one.unit, one.change and one.change.direction) for one in found if one.change]
    assert changes == [
        ("起数", Decimal(3), "起", "down"),
        ("人数", Decimal(1), "人", "up"),
        ("起数", Decimal(0), "起", "flat"),
        ("人数", Decimal(0), "人", "flat"),
    ]
