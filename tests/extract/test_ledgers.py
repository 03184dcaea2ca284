"""Ledgers in the many shapes that they have: heads, levels, marks, merged units, rows that hold no danger."""

import datetime as dt
from pathlib import Path

import docx
import pytest

import extract
from extract.learned import rules_alone
from records import Hazard
from records.facts import LEDGER_CELL

DAY = dt.date(2024, 6, 30)


def hazards(tmp_path: Path, *rows: str, above: str = "检查情况通报", kind: str = "docx") -> list[Hazard]:
    """Hazards of a file that holds one table; cells are parted by «|»."""
    cells = [row.split("|") for row in rows]
    path = tmp_path / f"table.{kind}"
    if kind == "txt":
        path.write_text("\n".join([above, *("\t".join(row) for row in cells)]), encoding="utf-8")
    elif kind == "html":
        lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
        path.write_text(f"<meta charset=utf-8><p>{above}</p><table>{lines}</table>", encoding="utf-8")
    else:
        word = docx.Document()
        word.add_paragraph(above)
        table = word.add_table(len(cells), len(cells[0]))
        for line, texts in zip(table.rows, cells, strict=True):
            for cell, text in zip(line.cells, texts, strict=True):
                cell.text = text
        word.save(str(path))
    return list(extract.extract(extract.read(path), date=DAY).hazards)


@pytest.mark.parametrize("kind", ["docx", "html", "txt"])
@pytest.mark.parametrize("head", ["检查发现的问题及隐患", "问题隐患描述", "存在的主要问题", "违法违规行为", "检查情况"])
def test_the_column_that_describes_is_known_by_its_head_or_its_cells(tmp_path: Path, kind: str, head: str) -> None:
    found = hazards(
        tmp_path, f"序号|点位|{head}|整改时限", "1|安澜纺织厂|1.疏散通道堆放布匹；2.配电箱缺少挡板|7月5日前",
        "||灭火器过期|7月8日前", kind=kind,
    )  # fmt: skip
    assert [one.description for one in found] == ["疏散通道堆放布匹", "配电箱缺少挡板", "灭火器过期"]
    assert {one.place for one in found} == {"安澜纺织厂"}
    assert [one.due for one in found] == [dt.date(2024, 7, 5), dt.date(2024, 7, 5), dt.date(2024, 7, 8)]
    assert {one.status for one in found} == {"rectifying"}


def test_cells_that_describe_no_danger_are_none(tmp_path: Path) -> None:
    found = hazards(
        tmp_path, "单位名称|是否存在隐患|存在问题", "甲宾馆|否|无", "乙酒店|否|未发现问题", "丙商场|是|防火卷帘下堆物",
        "合计|1|共1条",
    )  # fmt: skip
    assert [(one.description, one.place) for one in found] == [("防火卷帘下堆物", "丙商场")]


def test_a_check_list_names_the_dangers_that_it_asks_for_and_no_good_state(tmp_path: Path) -> None:
    with rules_alone():
        found = hazards(
            tmp_path, "序号|自查内容|是/否|备注", "1|煤气柜管道是否缺少水封||", "2|润滑系统状态是否正常||",
            "3|通道是否畅通、照明是否完好||", "4|锁定装置是否未设置||", above="重点企业自查表",
        )  # fmt: skip
    assert [one.description for one in found] == ["煤气柜管道缺少水封", "锁定装置未设置"]


def test_figures_that_carry_a_unit_or_are_covered_describe_nothing(tmp_path: Path) -> None:
    assert not hazards(tmp_path, "单位|排查隐患|整改隐患", "东镇|12处|10处", "西镇|**处|*处")


@pytest.mark.parametrize(
    ("above", "level"),
    [
        ("重大火灾隐患单位名单", "重大"),
        ("重大事故隐患整改督办台账", "重大"),
        ("重大事故隐患专项排查整治2023行动问题清单", None),
        ("重大危险源企业检查问题清单", None),
    ],
)
def test_the_name_of_a_table_gives_its_level_but_a_campaign_does_not(
    tmp_path: Path, above: str, level: str | None
) -> None:
    (one,) = hazards(tmp_path, "单位名称|隐患内容", "青石采石场|未按设计台阶开采", above=above)
    assert one.level == level


def test_a_row_that_is_one_cell_heads_those_below(tmp_path: Path) -> None:
    found = hazards(
        tmp_path, "序号|隐患情况|状态", "一、重大隐患||", "1|坝体渗漏严重|整改中", "二、一般隐患（1处）||",
        "2|警示标志缺失|已完成", kind="txt",
    )  # fmt: skip
    assert [(one.level, one.status) for one in found] == [("重大", "rectifying"), ("一般", "rectified")]


@pytest.mark.parametrize(
    ("head", "words", "status"),
    [
        ("整改情况", "已整改", "rectified"),
        ("整改情况", "当场整改", "rectified"),
        ("整改情况", "计划7月底前完成整改", "rectifying"),
        ("整改情况", "尚未完成整改", "rectifying"),
        ("是否完成整改", "是", "rectified"),
        ("是否完成整改", "否", "found"),
        ("已整改", "√", "rectified"),
        ("未整改", "√", "found"),
        ("备注", "设备采购中", "rectifying"),
        ("备注", "已销案", "rectified"),
        ("备注", "", "found"),
    ],
)
def test_what_a_cell_says_of_mending(tmp_path: Path, head: str, words: str, status: str) -> None:
    (one,) = hazards(tmp_path, f"单位名称|隐患描述|{head}", f"安澜纺织厂|疏散通道堆放布匹|{words}")
    assert one.status == status


def test_the_unit_inspected_may_stand_above(tmp_path: Path) -> None:
    (one,) = hazards(tmp_path, "序号|问题描述", "1|安全出口上锁", above="被检查单位：永安纺织有限公司")
    assert one.place == "永安纺织有限公司"


def test_what_a_plan_fights_has_no_status(tmp_path: Path) -> None:
    found = hazards(
        tmp_path, "月份|行业|整治内容|牵头单位", "1月|客运|客车超员、疲劳驾驶|交警队", "3月|学校|校车带病上路|教办",
        above="2024年安全生产整治工作方案",
    )  # fmt: skip
    assert [(one.description, one.status) for one in found] == [
        ("客车超员", None), ("疲劳驾驶", None), ("校车带病上路", None),
    ]  # fmt: skip


def test_figures_in_the_words_of_a_cell_are_counts_and_its_dangers_stay_the_rows_own(tmp_path: Path) -> None:
    path = tmp_path / "table.txt"
    path.write_text(
        "序号 | 问题隐患 | 整改情况\n1 | 罐区可燃气体探测器3只故障 | 7月9日全部更换\n"
        "2 | 除尘管道无泄爆口 | 加装泄爆片12处，完成\n3 | 文书不齐 | 增设标牌8块",
        encoding="utf-8",
    )
    found = extract.extract(extract.read(path), date=DAY)
    assert [(one.value, one.unit, one.item) for one in found.counts] == [
        (3, "只", "可燃气体探测器"), (12, "处", "泄爆片"), (8, "块", "标牌"),
    ]  # fmt: skip
    assert [one.description for one in found.hazards] == ["罐区可燃气体探测器3只故障", "除尘管道无泄爆口", "文书不齐"]
    assert {one.rule for one in found.hazards} == {"ledger-row"}
    assert all("|" not in one.quote for one in found.counts)
    assert {one.rule for one in found.counts} == {LEDGER_CELL}
