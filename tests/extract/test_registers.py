"""Accidents of flash reports with labelled fields, and the forms and days that look like them."""

import datetime as dt
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import docx
import pytest

from extract import extract, read
from extract.accidents import find_accidents
from language.dates import find_times
from language.normalize import normalize
from records import Accident

DAY = dt.date(2023, 12, 1)


def accidents(text: str) -> list[Accident]:
    text = normalize(text).text
    return find_accidents(text, find_times(text, DAY), DAY)


FORMS = [
    (
        "事故时间：11月18日16时；事故地点：海棠路5号楼工地；事故类别：高处坠落；伤亡情况：死亡1人，重伤1人，失联0人。",
        ("2023-11-18", "海棠路5号楼工地", "高处坠落", 1, 1, 0),
    ),
    (
        "事故发生单位：宏源木业有限公司。\n事故发生时间：2023年9月3日9时\n事故类型：机械伤害\n伤亡情况：1人受伤",
        ("2023-09-03", "宏源木业有限公司", "机械伤害", None, 1, None),
    ),
    (
        "起火时间：11月4日3时20分；起火地点：东关街12号；人员伤亡情况：无；过火面积：30平方米。",
        ("2023-11-04", "东关街12号", None, 0, 0, None),
    ),
    (
        "发生时间：2023年3月5日；发生地点：青山矿井下；死亡人数：2；受伤人数：1；事故类别：冒顶。",
        ("2023-03-05", "青山矿井下", "冒顶", 2, 1, None),
    ),
]


@pytest.mark.parametrize(("text", "fields"), FORMS)
def test_labelled_fields_are_one_accident(text: str, fields: tuple[object, ...]) -> None:
    [one] = accidents(text)
    assert (one.date, one.place, one.type, one.deaths, one.injured, one.missing) == fields


@pytest.mark.parametrize(
    "text",
    [
        "演练时间：6月5日；事故类别：触电；事故地点：变电站；演练科目：触电急救。",
        "联系人：张三；联系电话：5551234；报告时间：6月5日。",
        "会议时间：11月5日；会议地点：三楼会议室；主要内容：学习事故案例。",
    ],
)
def test_other_forms_are_none(text: str) -> None:
    assert accidents(text) == []


def test_feasts_and_bracketed_days_are_days() -> None:
    found = accidents("元旦当天，永丰乡砖厂料仓垮塌，2人受伤。\n今（1）日上午8时，永和镇建材市场起火，1人受伤。")
    assert [(one.date, one.injured) for one in found] == [("2023-01-01", 2), ("2023-12-01", 1)]


def test_what_is_found_later_adds_to_the_dead() -> None:
    [one] = accidents("11月20日，石门村后山崩塌，掩埋民房3栋，2人死亡、3人失联；21日，又找到遇难者2名。")
    assert (one.date, one.deaths, one.missing) == ("2023-11-20", 4, 1)


def in_a_table(rows: Sequence[Sequence[str]], title: str, folder: Path) -> list[tuple[object, ...]]:
    """Date, place, type, deaths and injured of the accidents of a Word file that holds one table."""
    word = docx.Document()
    word.add_paragraph(title)
    table = word.add_table(len(rows), len(rows[0]))
    for cell, text in zip((cell for row in table.rows for cell in row.cells), chain.from_iterable(rows), strict=True):
        cell.text = text
    word.save(str(folder / "表.docx"))
    found = extract(read(folder / "表.docx"), date=DAY)
    assert all(found.text[one.start : one.end] == one.quote for one in found.accidents)
    return [(one.date, one.place, one.type, one.deaths, one.injured) for one in found.accidents]


def test_each_row_of_a_register_is_an_accident_and_its_sum_none(tmp_path: Path) -> None:
    rows = [
        ["序号", "时间", "地点", "事故类别", "死亡", "受伤"],
        ["1", "1月5日", "槐镇红星砖厂", "坍塌", "1", "2"],
        ["2", "2月11日", "国道310线槐镇段", "交通事故", "0", "3"],
        ["合计", "", "", "", "1", "5"],
    ]
    assert in_a_table(rows, "2023年1—2月生产安全事故登记表", tmp_path) == [
        ("2023-01-05", "槐镇红星砖厂", "坍塌", 1, 2),
        ("2023-02-11", "国道310线槐镇段", "交通事故", 0, 3),
    ]


def test_all_rows_of_a_list_are_of_the_kind_that_it_is_named_for(tmp_path: Path) -> None:
    rows = [
        ["序号", "时间", "地点", "起火原因", "人员伤亡"],
        ["1", "1.9 21:40", "坪头村3组邓某户", "柴灶余火引燃柴垛", "无"],
        ["2", "2.4（除夕）", "枫木村文化广场", "违规燃放孔明灯", "伤1人（店主手部烫伤）"],
    ]
    assert in_a_table(rows, "2023年第一季度火灾情况登记表", tmp_path) == [
        ("2023-01-09", "坪头村3组邓某户", "火灾", 0, 0),
        ("2023-02-04", "枫木村文化广场", "火灾", None, 1),
    ]


def test_a_table_that_is_a_form_is_one_accident(tmp_path: Path) -> None:
    rows = [
        ["事故时间", "2023年2月3日9时", "事故地点", "槐镇红星砖厂"],
        ["事故类别", "坍塌", "伤亡情况", "1人死亡，2人受伤"],
    ]
    assert in_a_table(rows, "生产安全事故快报表", tmp_path) == [("2023-02-03", "槐镇红星砖厂", "坍塌", 1, 2)]


def test_a_ledger_of_dangers_registers_no_accident(tmp_path: Path) -> None:
    rows = [["序号", "时间", "地点", "隐患", "整改"], ["1", "1月5日", "槐镇红星砖厂", "配电箱损坏", "已整改"]]
    assert in_a_table(rows, "2023年隐患台账", tmp_path) == []


def test_a_register_may_tell_area_and_works_apart_and_slight_hurts_in_a_column_of_their_own(tmp_path: Path) -> None:
    rows = [
        ["序号", "日期", "县市区", "工程名称", "类别", "死亡", "重伤", "轻伤"],
        ["1", "7月3日", "开元新区", "云麓里二期（限额以下）", "高处坠落", "1", "1", "2"],
        ["2", "7月9日", "柳河县", "县一中扩建", "未遂", "0", "0", "0"],
        ["与上月比", "增加1起", "—", "—", "—", "增加1", "持平", "—"],
    ]
    assert in_a_table(rows, "2023年7月建筑施工事故快报", tmp_path) == [
        ("2023-07-03", "开元新区云麓里二期", "高处坠落", 1, 3),
    ]
