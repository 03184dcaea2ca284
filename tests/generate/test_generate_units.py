from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from generate.printing import print_figure
from generate.units import (
    at_least_total,
    below_total,
    doubtful,
    excesses,
    load_relations,
    pair,
    ranked,
    same_measure,
    wrong_rates,
)  # fmt: skip
from records import MonthSummary


def month(make_month: Callable[[], Any], found: dict[str, str], mended: dict[str, str], **stated: str) -> Any:
    maker = make_month()
    maker.indicator("排查隐患", "处", found)
    maker.indicator("整改隐患", "处", mended)
    if stated:
        maker.indicator("整改率", "%", stated)
    return maker.indicators


def test_a_part_above_its_whole_is_found(make_month: Callable[[], Any]) -> None:
    indicators = month(make_month, {"甲镇": "10", "乙镇": "20"}, {"甲镇": "12", "乙镇": "20"})
    (found,) = excesses(indicators)
    assert (found.unit, found.part, found.part_figure.value, found.whole_figure.value) == ("甲镇", "整改隐患", 12, 10)
    assert doubtful(indicators) == {("甲镇", "排查隐患"), ("甲镇", "整改隐患"), ("甲镇", "整改率")}


@pytest.mark.parametrize(
    ("stated", "right"),
    [("91.4", None), ("91.43", None), ("91.42", None), ("91", None), ("91.5", "91.43%"), ("94.1", "91.43%")],
)
def test_a_stated_rate_is_held_against_its_parts(
    make_month: Callable[[], Any], stated: str, right: str | None
) -> None:  # fmt: skip
    found = wrong_rates(month(make_month, {"甲镇": "280"}, {"甲镇": "256"}, 甲镇=stated))
    assert [print_figure(wrong.should_be) for wrong in found] == ([right] if right else [])


def test_a_pair_is_summed_over_the_units_that_state_both(make_month: Callable[[], Any]) -> None:
    indicators = month(
        make_month,
        {"甲镇": "100", "乙镇": "50", "丙镇": "10"},
        {"甲镇": "90", "乙镇": "40", "丙镇": "11", "丁镇": "70"},
    )
    found = pair(indicators, "整改率", "整改隐患", "排查隐患")
    assert found is not None
    assert (found.units, found.complete) == (("甲镇", "乙镇"), False)
    assert [found.whole.value, found.part.value, found.left.value] == [150, 130, 20]
    assert print_figure(found.rate) == "86.67%"
    assert found.left.formula == "排查隐患150－整改隐患130"
    assert len(found.left.sources) == 4


def test_a_pair_that_all_state_is_complete_also_with_zeros(make_month: Callable[[], Any]) -> None:
    found = pair(
        month(make_month, {"甲镇": "4", "乙镇": "0"}, {"甲镇": "3", "乙镇": "0"}), "整改率", "整改隐患", "排查隐患"
    )
    assert found is not None
    assert found.complete
    assert print_figure(found.rate) == "75%"


@pytest.mark.parametrize(
    ("found", "mended"), [({}, {}), ({"甲镇": "0"}, {"甲镇": "0"}), ({"甲镇": "5"}, {"乙镇": "5"})]
)
def test_no_pair_without_a_base(make_month: Callable[[], Any], found: dict[str, str], mended: dict[str, str]) -> None:
    assert pair(month(make_month, found, mended), "整改率", "整改隐患", "排查隐患") is None


def test_the_tables_own_rate_is_printed_where_it_is_the_same(rich: MonthSummary) -> None:
    found = pair(rich.indicators, "整改率", "整改隐患", "排查隐患")
    assert found is not None
    assert found.rate == rich.indicators["整改率"].total


def test_units_above_and_below_the_total(rich: MonthSummary) -> None:
    rate = rich.indicators["整改率"]
    assert rate.total is not None
    assert {unit for unit, _ in (*at_least_total(rate), *below_total(rate))} == set(rate.by_unit)
    assert [figure.value for _, figure in below_total(rate)] == sorted(figure.value for _, figure in below_total(rate))
    assert ranked(rate)[0][1].value == max(figure.value for figure in rate.by_unit.values())
    assert (ranked(None), below_total(None), at_least_total(None)) == ((), (), ())


def test_classifiers_that_count_alike() -> None:
    assert same_measure("处", "条")
    assert same_measure("人次", "人次")
    assert not same_measure("家", "家次")


def test_every_relation_names_two_different_lines() -> None:
    relations = load_relations()
    assert all(part != whole for part, whole in relations.at_most)
    assert Decimal(0) == sum(len(set(rate)) != 3 for rate in relations.rates)
