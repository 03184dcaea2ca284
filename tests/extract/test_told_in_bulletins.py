"""How bulletins and reports of real offices put figures, as public pages show; all wordings and figures made up."""

import datetime as dt
from decimal import Decimal

import pytest

import extract
from records import Count

DAY = dt.date(2019, 5, 8)


def counts(text: str) -> tuple[Count, ...]:
    return tuple(extract.extract(extract.read_text(text), date=DAY).counts)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("本次督导共出动36人（次），走访企业120家/次。", [("36", "人次"), ("120", "家次")]),
        ("发放手套190万双，兑付奖励11笔，调拨血浆6800毫升。", [("1900000", "双"), ("11", "笔"), ("6800", "毫升")]),
        ("当场封存雷管200发并移交派出所。", [("200", "发")]),
        ("与交警中队联合上路47天，汛期停渡9天。", [("47", "天"), ("9", "天")]),
        ("列支安全经费12.6万，比去年多出3万6，用去7.9万。", [("126000", "元"), ("36000", "元"), ("79000", "元")]),
        ("资金缺口大概36万，已报县交通局。", [("360000", "元")]),
    ],
)  # fmt: skip
def test_units_and_sums(text: str, told: list[tuple[str, str]]) -> None:
    assert [(str(one.value), one.unit) for one in counts(text)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("主要是道路交通、煤矿、水上交通三个行业死亡人数下降。", [("3", "个", "行业")]),
        ("开具停工整改通知书2份，督促整改通知书9份。", [("2", "份", "停工整改通知书"), ("9", "份", "督促整改通知书")]),
        ("督查组抽查了恒家、青市场服务有限公司等5家企业。", [("5", "家", "企业")]),
        ("商贸制造业事故6起，死5伤3。", [("6", "起", "商贸制造业事故"), ("5", "人", "死亡"), ("3", "人", "受伤")]),
        ("发生火灾203起，亡2伤13。", [("203", "起", "火灾"), ("2", "人", "死亡"), ("13", "人", "受伤")]),
        ("事故造成8死6伤。", [("8", "人", "死亡"), ("6", "人", "受伤")]),
        ("1-4月份累计58起、死亡47人。", [("58", "起", "事故"), ("47", "人", "死亡")]),
        ("共亡2人。开放站点5次，来参观的2700人。", [("2", "人", "死亡"), ("5", "次", "站点"), ("2700", "人", "参观")]),
    ],
)  # fmt: skip
def test_what_is_counted(text: str, told: list[tuple[str, str, str]]) -> None:
    assert [(str(one.value), one.unit, one.item) for one in counts(text)] == told


def test_shares_after_each_are_of_the_figures_before() -> None:
    found = counts("22时至次日6时共发生火灾2147起、亡29人，分别占火灾和亡人总数的18.3%和41.7%。")
    assert [(one.item, one.action) for one in found[2:]] == [("火灾", "占"), ("死亡", "占")]


def test_another_share_names_its_own_toll() -> None:
    *_, rise, toll = counts("接报居住场所火灾1.4万起、亡61人，起数占总数的29.8%，但亡人数占总数的73%。")
    assert [(one.item, one.action) for one in (rise, toll)] == [("起数", "占"), ("亡人数", "占")]


def test_signs_tell_rises_and_falls() -> None:
    *_, cases, dead = counts("道路运输业事故39起、31人死亡，同比-9起、-5人。")
    assert [(one.value, one.unit) for one in (cases, dead)] == [(Decimal(9), "起"), (Decimal(5), "人")]
    assert all(one.change and (one.change.basis, one.change.direction) == ("同比", "down") for one in (cases, dead))


def test_the_one_grave_accident_lends_no_noun_to_all() -> None:
    text = "4月份全市发生生产安全事故17起。当月发生较大事故1起，去年同期无。1-4月份累计58起、死亡47人。"
    assert [one.item for one in counts(text)] == ["生产安全事故", "较大事故", "生产安全事故", "死亡"]


def test_columns_that_only_spaces_part() -> None:
    text = (
        "关于1—4月事故情况的通报\n附表 1—4月各地事故统计表\n地区 起数 同比 死亡 占控制数%\n"
        "桐浦县 17 +3 15 46.9\n石衢市 15 -4 12 35.3\n市直（高速） 2 -2 2 —\n2019年5月8日"
    )
    found = [(one.subject, str(one.value), one.unit, one.change and one.change.direction) for one in counts(text)]
    assert found == [
        ("桐浦县", "17", "起", None), ("桐浦县", "3", "起", "up"), ("桐浦县", "15", "人", None),
        ("桐浦县", "46.9", "%", None), ("石衢市", "15", "起", None), ("石衢市", "4", "起", "down"),
        ("石衢市", "12", "人", None), ("石衢市", "35.3", "%", None), ("市直（高速）", "2", "起", None),
        ("市直（高速）", "2", "起", "down"), ("市直（高速）", "2", "人", None),
    ]  # fmt: skip


def test_a_column_of_notes_may_be_empty_and_a_name_spread_over_it() -> None:
    text = (
        "各片检查情况\n片区  码头(处)  船只(艘)  备注\n河东片    7     12\n河西片    9     20     两处在建\n"
        "合  计   16     32     比上月多3艘\n下一步抓好整改。\n2019年5月8日"
    )
    cells = [block for block in extract.read_text(text).blocks if block.cell and block.cell.row == 3]
    assert [text[block.start : block.end] for block in cells] == ["合  计", "16", "32", "比上月多3艘"]
    found = [(one.item, str(one.value), one.unit) for one in counts(text)]
    assert found[:4] == [("码头", "7", "处"), ("船只", "12", "艘"), ("码头", "9", "处"), ("船只", "20", "艘")]


def test_lines_of_words_are_no_table_of_figures() -> None:
    blocks = extract.read_text("安全 责任 落实\n一方 平安 有我\n检查 整改 到位").blocks
    assert [block.kind for block in blocks] == ["paragraph"] * 3


def test_a_bulletin_is_dated_by_its_number_and_the_day_beside_its_office() -> None:
    head = "事故警示\n2023年第14期（总第208期）\n沅林市应急管理局编    9月15日\n\n"
    document = extract.extract(extract.read_text(head + "8月23日，某合作社清池时发生中毒，造成3人死亡。")).document
    assert document.date == dt.date(2023, 9, 15)


@pytest.mark.parametrize(
    ("text", "deaths", "injured"),
    [
        ("8月30日3时，沪某高速一辆大巴撞入养护区，造成大巴司机、导游及一名养护工身亡，伤5人。", 3, 5),
        ("8月23日，芷源县味香源合作社清池时发生中毒窒息。工人向某先行下池昏倒，两名工友下池施救也倒在池底。"
         "消防半小时后将3人全部救出，经抢救其中2人不治，1人脱离危险。", 2, 1),
    ],
)  # fmt: skip
def test_who_died_in_the_end(text: str, deaths: int, injured: int) -> None:
    (accident,) = extract.extract(extract.read_text(text), date=dt.date(2023, 9, 15)).accidents
    assert (accident.deaths, accident.injured) == (deaths, injured)


@pytest.mark.parametrize(
    ("text", "dangers"),
    [
        ("经检查，未发现超期使用情况。", []),
        ("检查中未发现超期使用、私拉乱接、占用消防通道的情况。", []),
        ("针对检查发现的厨房未安装气体报警装置、灭火器失效等问题，要求立即整改。",
         ["厨房未安装气体报警装置", "灭火器失效"]),
        ("针对排查出的灭火器失效等问题，要求立即整改。", ["灭火器失效"]),
        ("宏发采石场炸药库门岗无人、爆破员证件过期一个半月，当场封存炸药48公斤。",
         ["炸药库门岗无人", "爆破员证件过期一个半月"]),
    ],
)  # fmt: skip
def test_what_was_found_and_what_was_not(text: str, dangers: list[str]) -> None:
    found = extract.extract(extract.read_text(text), date=DAY).hazards
    assert [hazard.description for hazard in found] == dangers


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("1—4月全镇发生生产经营性事故1起，去年同期2起死亡1人。", [2019, 2018, 2018]),
        ("2018年全县接报火灾203起、亡2人，与2017年的231起、亡3人相比，均有下降。", [2018, 2018, 2017, 2017]),
        ("今年1—4月发生事故3起，已经比去年全年（2起3人）多。", [2019, 2018, 2018]),
        ("1—4月发生事故5起，比去年同期增加2起。", [2019, 2019]),
        ("1—4月发生事故3起，去年同期2起，死亡1人，去年同期4人。", [2019, 2018, 2019, 2018]),
    ],
)  # fmt: skip
def test_figures_of_the_other_year_of_a_comparison_are_of_that_year(text: str, years: list[int]) -> None:
    assert [one.period and one.period.end and one.period.end.year for one in counts(text)] == years


def test_what_is_more_by_some_is_no_floor() -> None:
    last_year, rise = counts("受伤人数比上年同期的35人多了1人。")
    assert (last_year.approx, rise.change and rise.change.direction) == ("exact", "up")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "全县发生事故12起，死亡6人，受伤11人，与去年3月相比少3起、少1人、多2人。",
            [("3", "事故", "down"), ("1", "死亡", "down"), ("2", "受伤", "up")],
        ),
        ("接待来访12批40人，比上年少3批、少11人。", [("3", "来访", "down"), ("11", "来访", "down")]),
        ("发生火灾31起，亡1人，同比死亡多1人。", [("1", "死亡", "up")]),
    ],
)
def test_each_of_a_list_of_changes_is_of_its_own_figure(text: str, told: list[tuple[str, str, str]]) -> None:
    changed = [(str(one.value), one.item, one.change.direction) for one in counts(text) if one.change]
    assert [(value, item[-2:], way) for value, item, way in changed] == told


def test_a_change_keeps_to_the_figure_that_it_is_of() -> None:
    found = counts("按工程类别分，房建3起，市政1起，农村自建房1起。\n3.工贸行业4起、死2伤3，同比下降20%、33.3%。")
    nouns = {str(one.value): one.item for one in found}
    assert nouns["20"] == nouns["4"]
    assert nouns["33.3"] == "死亡"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("发放宣传单，累计3万余份。", [("30000", "份", "宣传单", "发放")]),
        ("悬挂横幅，共120条，张贴标语，共300张。", [("120", "条", "横幅", "悬挂"), ("300", "张", "标语", "张贴")]),
        ("组织应急、消防等部门，共15人。", [("15", "人", "人员", None)]),
    ],
)
def test_a_sum_behind_a_comma_is_of_the_clause_before(text: str, told: list[tuple[str, str, str, str | None]]) -> None:
    assert [(str(one.value), one.unit, one.item, one.action) for one in counts(text)] == told


@pytest.mark.parametrize(
    ("text", "action"),
    [("全年立案57起。", "立案"), ("敬老院演练1次。", "演练"), ("罚款2万元。", None), ("3人落水。", None)],
)
def test_an_act_that_is_counted_itself_was_done(text: str, action: str | None) -> None:
    assert [one.action for one in counts(text)] == [action]


def test_no_noun_ends_with_those_for_each_of_whom_it_is() -> None:
    (last,) = counts("沿河砖厂低于历史洪水位的2座，编织袋每座不少于2000条。")[1:]
    assert last.item == "编织袋"
