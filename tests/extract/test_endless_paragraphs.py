"""Paragraphs that never end are read in a time that grows no faster than they do."""

import time

import pytest

from extract import extract, read_text

SHORT, TIMES = 3_000, 4
MOST = 7.0  # times as long for TIMES the text: a square would be 16


def took(unit: str, size: int) -> float:
    """Seconds of the processor for so many characters, the better of two runs."""
    document = read_text((unit * (1 + size // len(unit)))[:size])
    runs = []
    for _ in range(2):
        began = time.process_time()
        extract(document)
        runs.append(time.process_time() - began)
    return min(runs)


@pytest.mark.parametrize(
    "unit",
    [
        "6月3日，某市某县某化工厂发生爆炸事故，造成1人死亡、2人受伤，", "严厉打击违章操作、无证上岗、超员超载等行为，",
        "1234567890", "一二三四五六七八九十", "其中甲镇3处、乙镇4处、", "（灭火器过期",
    ],
)  # fmt: skip
def test_time_grows_as_the_paragraph_does(unit: str) -> None:
    took(unit, 200)  # compiles the rules
    assert took(unit, TIMES * SHORT) < MOST * took(unit, SHORT) + 0.1
