HEAD = ["序号", "单位", "检查家次", "隐患数", "整改率"]
EAST, WEST = ["1", "东镇", "120", "30", "90%"], ["2", "西镇", "1,080", "12", "100%"]


def test_a_total_that_is_not_the_sum(table) -> None:
    made = table([HEAD, EAST, WEST, ["合计", "", "1200", "45", "92.9%"]], before="附表")
    (one,) = made.findings()
    assert (one.rule, one.severity, one.quote) == ("figure.table-total", "error", "45")
    assert one.message == "表中“隐患数”各行之和为42，合计写45，相差3，请核对"
    assert [place.quote for place in one.related] == ["30", "12"]


def test_totals_that_are_right_or_cannot_be_told(table) -> None:
    for total in (["合计", "", "1200", "42", "92.9%"], ["合计", "", "**", "42", ""], ["合计", "", "1200", "—", "—"]):
        assert table([HEAD, EAST, WEST, total]).found("figure.table-total") == []


def test_a_row_that_numbers_the_columns_is_no_line_of_the_sum(table) -> None:
    rows = [
        ["行业", "检查家次", "隐患数", "罚款"],
        ["甲", "1", "2", "3"],
        ["工贸", "9", "8", "7"],
        ["消防", "1", "1", "1"],
    ]
    assert table([*rows, ["合计", "10", "9", "8"]]).found("figure.table-total") == []
    assert table([*rows, ["合计", "11", "9", "8"]]).found("figure.table-total") == [("figure.table-total", "11")]


def test_a_column_with_a_masked_cell_is_not_summed(table) -> None:
    masked = ["2", "西镇", "**", "12", "100%"]
    assert table([HEAD, EAST, masked, ["合计", "", "1200", "42", ""]]).found("figure.table-total") == []


def test_a_total_in_the_first_line(table) -> None:
    made = table([HEAD, ["全市合计", "", "1200", "43", ""], EAST, WEST])
    assert made.found("figure.table-total") == [("figure.table-total", "43")]


def test_subtotals_are_not_counted_twice(table) -> None:
    rows = [
        ["单位", "隐患数"],
        ["东镇", "30"],
        ["西镇", "12"],
        ["小计", "42"],
        ["甲局", "5"],
        ["乙局", "3"],
        ["小计", "8"],
    ]
    assert table([*rows, ["合计", "50"]]).found("figure.table-total") == []
    assert table([*rows, ["合计", "92"]]).found("figure.table-total") == [("figure.table-total", "92")]
