import tomllib
from pathlib import Path

import pytest

from extract import industries
from extract.industries import trade_of_danger, trade_of_unit, without_trades
from records import INDUSTRIES

TABLES = tomllib.loads((Path(industries.__file__).parent / "rules" / "industries.toml").read_text(encoding="utf-8"))


def test_every_trade_can_be_told_from_a_unit() -> None:
    assert set(TABLES["unit"]) == set(INDUSTRIES)


@pytest.mark.parametrize("table", ["unit", "danger"])
def test_every_trade_has_words(table: str) -> None:
    assert set(TABLES[table]) <= set(INDUSTRIES)
    assert all(TABLES[table].values())


@pytest.mark.parametrize(
    ("name", "trade"),
    [
        ("红星煤矿", "煤矿"),
        ("青石岭采石场", "非煤矿山"),
        ("非煤矿山领域", "非煤矿山"),
        ("利源化工有限公司", "危险化学品"),
        ("城关加油站", "危险化学品"),
        ("宏盛烟花爆竹批发部", "烟花爆竹"),
        ("两客一危", "交通运输"),
        ("安置房项目部", "建筑施工"),
        ("广源液化气站", "燃气"),
        ("海上安全领域", "渔业船舶"),
        ("盛源机械厂", "工贸"),
        ("县人民医院", "医疗卫生"),
        ("实验幼儿园", "教育"),
        ("农贸市场", "商贸"),
        ("市市场监管局", None),
        ("金色年华KTV", "文体娱乐"),
        ("瑞丰冷库", "仓储物流"),
        ("海上风电项目", "新能源"),
        ("康颐养老院", "其他"),
        ("云顶山景区", "旅游"),
        ("松崖水库", "水利"),
        ("宏达有限公司", None),
        ("化工、机械等企业", None),
    ],
)
def test_trade_of_a_unit(name: str, trade: str | None) -> None:
    assert trade_of_unit(name) == trade


@pytest.mark.parametrize(
    ("danger", "trade"),
    [
        ("违规电焊切割", "消防"),
        ("封闭安全出口", "消防"),
        ("高处作业临边防护不到位", "建筑施工"),
        ("大吨小标", "交通运输"),
        ("偷盗私采", "非煤矿山"),
        ("燃气软管老化", "燃气"),
        ("临水作业不穿救生衣", "渔业船舶"),
        ("除尘器未设泄爆装置", "工贸"),
        ("电梯超期未检", "特种设备"),
        ("未建立台账", None),
    ],
)
def test_trade_of_a_danger(danger: str, trade: str | None) -> None:
    assert trade_of_danger(danger) == trade


def test_what_is_left_of_a_name_is_its_own() -> None:
    assert without_trades("宏达机械") == "宏达"
