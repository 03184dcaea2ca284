"""Kinds of place that a campaign is aimed at or that were inspected."""

import pytest

import extract
from extract import spots


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("聚焦歌舞厅、“多合一”作坊、批发市场，重点整治安全出口上锁", "歌舞厅、“多合一”作坊、批发市场"),
        ("紧盯旅游客车、危险品运输车，依法从严查处超速", "旅游客车、危险品运输车"),
        ("对已建档的2,317栋自建房逐栋复核，重点核查违规加层", "自建房"),
        ("尾矿库方面，严厉打击库区内乱采滥挖", "尾矿库"),
        ("供气企业重点查处超量充装", "供气企业"),
        ("盯住民宿、农家乐，坚决取缔气瓶间住人", "民宿、农家乐"),
    ],
)
def test_aim_of_a_campaign(text: str, place: str) -> None:
    found = spots.targeted(text, 0, len(text))
    assert found
    assert found.name == place
    assert text[slice(*found.span)] == place


@pytest.mark.parametrize("text", ["交警部门严查酒后驾驶", "县住建局重点检查高处作业", "道路交通方面，公安机关严查超员"])
def test_who_fights_is_no_aim(text: str) -> None:
    assert spots.targeted(text, 0, len(text)) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("共检查出租屋2.15万间次、沿街作坊3,208家次，发现", "出租屋、沿街作坊"),
        ("对全县9处沼气工程、64家养殖场化粪池进行拉网式排查，发现", "沼气工程、养殖场化粪池"),
        ("巡查住宅小区318个，发现", "住宅小区"),
    ],
)
def test_what_was_inspected(text: str, place: str) -> None:
    found = spots.inspected(text, 0, len(text))
    assert found
    assert found.name == place


def test_label_of_an_item() -> None:
    found = spots.topic("2.接送学生车辆。严禁超员", 0, 12)
    assert found
    assert found.name == "接送学生车辆"


def test_of_several_that_were_inspected_the_one_that_the_dangers_clause_names() -> None:
    text = "对新华书店、人民商场进行检查，发现人民商场地下车库防火卷帘下堆放货物，新华书店消防控制室无人值班。"
    found = extract.extract(extract.read_text(text)).hazards
    assert [one.place for one in found] == ["人民商场", "新华书店"]


@pytest.mark.parametrize(
    ("text", "danger", "place"),
    [
        ("检查发现，锦和家纺三楼成品库占用疏散通道。", "占用疏散通道", "锦和家纺三楼成品库"),
        ("检查发现，仓库与办公楼间距不足。", "仓库与办公楼间距不足", "仓库"),  # a mere kind of site
        ("检查发现，宏达木业废料仓库门锁损坏。", "门锁损坏", "宏达木业废料仓库"),
    ],
)
def test_a_danger_does_not_open_with_the_name_of_its_site(text: str, danger: str, place: str) -> None:
    (found,) = extract.extract(extract.read_text(text)).hazards
    assert (found.description, found.place) == (danger, place)
