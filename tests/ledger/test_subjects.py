import pytest

from ledger.subjects import know_unit

# subjects grouped by whose figure they make it, for a unit of these names
TOWN = ("槐浦镇",)
BUREAU = ("县消防救援大队", "云桓县消防救援大队")
ZONE = ("云桓经济开发区", "开发区")


@pytest.mark.parametrize(
    ("names", "standing", "subjects"),
    [
        (TOWN, "own", [None, "", "全镇", "我镇", "槐浦镇", "全镇辖区内", "合计", "辖区", "全 镇"]),
        (TOWN, "inner", ["镇应急办", "检查组", "镇党委", "槐浦镇安委办", "执法人员", "主要领导", "镇班子成员"]),
        (TOWN, "whole_area", ["全县", "我市", "全区"]),
        (TOWN, "area", ["全国", "全县道路运输领域", "市、县两级", "各级各部门", "各镇街", "县应急局"]),
        (TOWN, "other", ["214家企业", "江西南昌", "槐浦镇恒丰木业有限公司", "各村", "鹤汀镇", "金鼎采石场"]),
        (BUREAU, "own", ["我局", "大队", "全县消防救援机构和公安派出所", "全系统", "消防救援部门"]),
        (BUREAU, "whole_area", ["全县"]),
        (BUREAU, "area", ["全县道路运输领域", "全国"]),
        (BUREAU, "other", ["云桓街道", "锦澜购物中心"]),
        (ZONE, "own", ["开发区", "全区", "园区", "我区"]),
        (ZONE, "inner", ["管委会安监分局"]),
        (ZONE, "other", ["园区企业", "214家企业"]),
    ],
)
def test_whose_figure_it_is(names: tuple[str, ...], standing: str, subjects: list[str | None]) -> None:
    me = know_unit(names)
    assert {subject: me.standing(subject) for subject in subjects} == dict.fromkeys(subjects, standing)


@pytest.mark.parametrize(
    ("unit", "area"),
    [("槐浦镇", True), ("云桓街道", True), ("云桓经济开发区", True), ("雁洲乡", True), ("青山县", True),
     ("县住建局", False), ("县消防救援大队", False), ("县教育局", False), ("城投公司", False), ("团县委", False)],
)  # fmt: skip
def test_towns_and_zones_are_told_from_departments(unit: str, area: bool) -> None:
    assert know_unit((unit,)).area == area


def test_a_departments_trade_is_trimmed_from_what_it_counts() -> None:
    assert know_unit(("县农业农村局",)).trims("农业生产经营主体") == "生产经营主体"
    assert know_unit(("县教育局",)).trims("加油站") == "加油站"
    assert know_unit(("槐浦镇",)).trims("槐浦企业") == "槐浦企业"
