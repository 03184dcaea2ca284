"""Places that point back to one told before are told in full."""

import datetime as dt

import pytest

from extract.accidents import find_accidents
from extract.meant import located, unit_before
from language.dates import find_times
from language.normalize import normalize

DAY = dt.date(2023, 12, 1)


def places(text: str) -> list[str | None]:
    text = normalize(text).text
    return [one.place for one in located(text, find_accidents(text, find_times(text, DAY), DAY))]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "瑞丰精细化工有限公司年初已被警示。6月2日，该公司污水处理站发生中毒，2人死亡。",
            "瑞丰精细化工有限公司污水处理站",
        ),
        ("宏远砖厂未整改到位。9月4日，该厂原料车间坍塌，1人死亡。", "宏远砖厂原料车间"),
    ],
)
def test_a_part_of_a_unit_told_before_bears_its_name(text: str, place: str) -> None:
    assert places(text) == [place]


def test_the_same_spot_is_that_of_the_accident_before() -> None:
    told = "3月6日，省道205线青石弯道一辆货车侧翻，1人死亡。\n4月9日，同一弯道又有两车相撞，2人死亡。"
    first, second = places(told)
    assert first == second == "省道205线青石弯道"


def test_without_a_name_before_it_a_place_stays_as_it_is_told() -> None:
    assert places("6月2日，该公司污水处理站发生中毒，2人死亡。") == ["该公司污水处理站"]
    assert unit_before("几所学校停课。", "校", 6) is None
