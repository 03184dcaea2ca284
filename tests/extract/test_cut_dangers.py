"""Where the words of a danger begin behind a road or a time, and which good states asked for are none."""

import pytest

from extract.hazards import find_hazards


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("检查发现省道S107线柳河桥头无警示标志。", "无警示标志"),
        ("检查发现青河县县道012线K3+200处未设减速设施。", "未设减速设施"),
        ("驾驶员吴某，于2月3日22时15分在滨江路段酒后驾驶，被当场查获。", "酒后驾驶"),
        ("检查发现一辆拖拉机下山，行至老鹰岩路段时制动失灵。", "制动失灵"),
    ],
)
def test_begins_behind_road_and_time(text: str, words: str) -> None:
    assert words in [hazard.description for hazard in find_hazards(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("检查发现该单位未采取通风、检测、隔断等安全防护措施。", "未采取通风、检测、隔断等安全防护措施"),
        ("检查发现该店未配备灭火器、应急照明等设施。", "未配备灭火器、应急照明等设施"),
        ("检查发现部分工厂灭火器配置不齐全。", "灭火器配置不齐全"),
        ("拆除其他违章建筑12处。", "违章建筑"),
    ],
)
def test_is_cut_as_a_whole(text: str, words: str) -> None:
    assert words in [hazard.description for hazard in find_hazards(text)]


@pytest.mark.parametrize("asked", ["是否配备灭火毯", "台账是否健全", "急停装置是否完好", "是否定期组织演练"])
def test_good_state_asked_for_is_none(asked: str) -> None:
    assert find_hazards(f"重点检查{asked}。") == []
