from decimal import Decimal

import pytest

from ledger.indicators import Line, load_lines, read_count
from records import Count
from records.facts import LEDGER_CELL

FINDS = [(line, example) for line in load_lines().values() for example in line.finds]
LEAVES = [(line, example) for line in load_lines().values() for example in line.leaves]


def parse(example: str, value: str = "3", **more: object) -> Count:
    """«排查/隐患/处» as a count."""
    action, item, unit = example.split("/")
    quote = f"{action}{item}{value}{unit}"
    fields: dict[str, object] = {"quote": quote, "start": 0, "end": len(quote)} | more
    return Count(value=Decimal(value), unit=unit, item=item, action=action or None, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(("line", "example"), FINDS, ids=lambda part: part if isinstance(part, str) else part.key)
def test_an_example_is_read_as_its_line_alone(line: Line, example: str) -> None:
    count, words = parse(example), example.rpartition("/")[0]
    takers = [other.key for other in load_lines().values() if other.takes(count) and other.says.fullmatch(words)]
    assert takers == [line.key]


@pytest.mark.parametrize(("line", "example"), LEAVES, ids=lambda part: part if isinstance(part, str) else part.key)
def test_a_look_alike_is_not_read_as_the_line(line: Line, example: str) -> None:
    reading = read_count(parse(example))
    assert reading is None or reading.line.key != line.key or reading.narrow


@pytest.mark.parametrize(
    ("example", "key"),
    [("检查/加油站/家", "units_checked"), ("发现/燃气隐患/处", "hazards_found"), ("整改/火灾隐患/处", "hazards_fixed")],
)
def test_one_sort_of_the_thing_is_read_as_narrow(example: str, key: str) -> None:
    reading = read_count(parse(example))
    assert reading is not None
    assert (reading.line.key, reading.narrow) == (key, True)


@pytest.mark.parametrize(
    "quote", ["计划检查企业3家", "每月检查企业3家", "力争检查企业3家", "平均检查企业3家", "检查企业不少于3家"]
)
def test_a_plan_or_a_rhythm_is_no_tally(quote: str) -> None:
    assert read_count(parse("检查/企业/家", quote=quote, end=len(quote))) is None


def test_what_a_cell_of_a_hazard_ledger_tells_is_no_total() -> None:
    assert read_count(parse("培训/人员/人", "31")) is not None
    assert read_count(parse("培训/人员/人", "31", rule=LEDGER_CELL)) is None


def test_every_line_has_a_name_of_its_own_and_examples() -> None:
    lines = load_lines().values()
    assert len({line.name for line in lines}) == len(lines)
    assert all(line.finds and line.leaves for line in lines)


def test_lines_refer_to_lines() -> None:
    lines = load_lines()
    named = {key for line in lines.values() for key in (*line.part_of, *line.sum_of, *(line.parts or ()), *line.after)}
    named |= {key for line in lines.values() for key in line.after.values()}
    assert named <= lines.keys()


def test_a_long_name_is_refused_quickly() -> None:
    assert read_count(parse("检查排查" * 5000 + "/企业/家")) is None
