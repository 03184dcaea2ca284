"""Hazards by trade: each counted once, in the row of its trade, on its own records."""

from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import generate
from generate import Office
from generate.model import Number, Table, plain
from records import INDUSTRIES, Filed, Hazard, MonthSummary

Row = tuple[str | None, bool, bool]  # trade, whether major, whether mended


def hazards(rows: list[Row]) -> tuple[Filed[Hazard], ...]:
    return tuple(
        Filed(
            5000 + at,
            "柳溪镇",
            "柳溪镇.docx",
            "2023-06",
            Hazard(
                description=f"隐患{chr(0x4E00 + at)}",
                industry=trade,
                level="重大" if major else None,
                status="rectified" if mended else None,
                quote="隐患",
                start=0,
                end=2,
            ),
        )
        for at, (trade, major, mended) in enumerate(rows)
    )


def table_of(rows: list[Row], summary: MonthSummary, office: Office) -> Table | None:
    paper = generate.draft("工作汇报", replace(summary, hazards=hazards(rows)), office, True)
    found = [block for block in paper.blocks if isinstance(block, Table) and block.name == "分行业隐患"]
    return found[0] if found else None


def cells(table: Table) -> list[tuple[str, ...]]:
    return [tuple(map(plain, row)) for row in table.rows]


def test_hazards_are_counted_by_trade_the_most_first(rich: MonthSummary, office: Office) -> None:
    table = table_of(
        [("其他", False, False), ("燃气", False, True), ("消防", True, False), ("消防", False, True),
         ("工贸", False, False), (None, True, False)], rich, office,
    )  # fmt: skip
    assert table is not None
    assert [plain(head) for head in table.head] == ["行业领域", "隐患（条）", "其中重大（条）", "其中已整改（条）"]
    assert cells(table) == [
        ("消防", "2", "1", "1"),
        ("燃气", "1", "0", "1"),
        ("工贸", "1", "0", "0"),
        ("其他", "1", "0", "0"),
        ("未写明", "1", "1", "0"),
        ("合计", "6", "2", "2"),
    ]
    assert plain(table.note).startswith("注：按报告中写明具体情况的隐患逐条统计，不是排查隐患总数")


def test_every_figure_stands_on_the_records_counted(rich: MonthSummary, office: Office) -> None:
    table = table_of(
        [("消防", True, False), ("消防", False, False), ("燃气", False, False), ("工贸", False, False)], rich, office
    )
    assert table is not None
    fire = [piece.figure for cell in table.rows[0] for piece in cell if isinstance(piece, Number)]
    assert [figure.sources for figure in fire] == [(5000, 5001), (5000,), (5000, 5001)]
    assert [figure.formula for figure in fire] == [f"在2条中逐条计数{number}条" for number in (2, 1, 0)]


def test_two_trades_are_no_table(rich: MonthSummary, office: Office) -> None:
    assert (
        table_of(
            [("消防", True, False), ("燃气", True, False), ("其他", True, False), (None, True, False)], rich, office
        )
        is None
    )
    assert table_of([], rich, office) is None


def test_a_hazard_told_twice_is_one(rich: MonthSummary, office: Office) -> None:
    told = hazards([("消防", True, False), ("燃气", False, False), ("工贸", False, False)])
    again = replace(told[0], id=6000)
    paper = generate.draft("工作汇报", replace(rich, hazards=(*told, again)), office, True)
    (table,) = [block for block in paper.blocks if isinstance(block, Table) and block.name == "分行业隐患"]
    assert cells(table)[-1] == ("合计", "3", "1", "0")


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.sampled_from([*INDUSTRIES, None]), st.booleans(), st.booleans()), max_size=30))
def test_the_rows_add_up_to_all_hazards(rows: list[Row], rich: MonthSummary, office: Office) -> None:
    table = table_of(rows, rich, office)
    by_trade = Counter(trade or "未写明" for trade, _, _ in rows)
    assert (table is None) == (len(by_trade.keys() - {"其他", "未写明"}) < 3)
    if table is None:
        return
    *each, total = cells(table)
    assert {row[0]: int(row[1]) for row in each} == by_trade
    assert total[1:] == tuple(str(sum(int(row[at]) for row in each)) for at in (1, 2, 3))
    assert total[1:] == (
        str(len(rows)), str(sum(major for _, major, _ in rows)), str(sum(mended for _, _, mended in rows)),
    )  # fmt: skip
