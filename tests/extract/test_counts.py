"""Counts: what is found in a sentence, field by field. The document's day is 15 June 2023."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import extract
from records import Change, Count, Period

pytestmark = pytest.mark.usefixtures("choosers")

DAY = dt.date(2023, 6, 15)


def counts(text: str) -> tuple[Count, ...]:
    return extract.extract(extract.read_text(text), date=DAY).counts


def brief(text: str) -> list[tuple[str, str, str, str | None]]:
    """value, unit, item, action of each count."""
    return [(str(one.value), one.unit, one.item, one.action) for one in counts(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # the noun before the figure, behind its verb
        ("全镇共排查隐患280处。", [("280", "处", "隐患", "排查")]),
        ("出动检查人员1.13万人次。", [("11300", "人次", "检查人员", "出动")]),
        ("下达限期整改指令书23份。", [("23", "份", "限期整改指令书", "下达")]),
        ("查处违法行为11.38万起。", [("113800", "起", "违法行为", "查处")]),
        ("打掉犯罪团伙2个。", [("2", "个", "犯罪团伙", "打掉")]),
        # the noun after it
        ("派出23个工作组督查款物发放情况。", [("23", "个", "工作组", "派出")]),
        ("督促全市28家重大危险源企业完成自查。", [("28", "家", "重大危险源企业", "督促")]),
        ("对9个化工园区进行复核评估。", [("9", "个", "化工园区", "复核评估")]),
        ("邀请专家开展2次专题辅导。", [("2", "次", "专题辅导", "开展")]),
        ("对8家粉尘涉爆和有限空间作业企业开展检查。", [("8", "家", "粉尘涉爆和有限空间作业企业", "检查")]),
        # the act itself, or the thing in front of its verb
        ("开展督导检查120次。", [("120", "次", "督导检查", "开展")]),
        ("县领导带队检查46次。", [("46", "次", "检查", "带队检查")]),
        ("重点涵闸泵站开启13座。", [("13", "座", "重点涵闸泵站", "开启")]),
        ("整治的重点行业领域增加至23个。", [("23", "个", "重点行业领域", "增加")]),
        # the noun in the clause before
        (
            "排查隐患280处，已完成整改256处，整改率91.4%。",
            [("280", "处", "隐患", "排查"), ("256", "处", "隐患", "整改"), ("91.4", "%", "整改率", None)],
        ),
        ("发现问题218个，现场整改197个。", [("218", "个", "问题", "发现"), ("197", "个", "问题", "现场整改")]),
        ("转移受威胁群众31户97人。", [("31", "户", "受威胁群众", "转移"), ("97", "人", "受威胁群众", "转移")]),
        # chains and lists
        (
            "配备救生圈1000余个、救生衣500余件。",
            [("1000", "个", "救生圈", "配备"), ("500", "件", "救生衣", "配备")],
        ),
        ("组织风险防控、登记系统运用等各类培训会议5场。", [("5", "场", "培训会议", "组织")]),
        # money, people, casualties
        ("市政府专项安排300万元用于整治。", [("3000000", "元", "资金", "安排")]),
        ("造成3人死亡、5人受伤。", [("3", "人", "死亡", "造成"), ("5", "人", "受伤", "造成")]),
        ("事故致8死6伤。", [("8", "人", "死亡", "致"), ("6", "人", "受伤", "致")]),
        ("造成53人失联或死亡。", [("53", "人", "失联或死亡", "造成")]),
        ("发现18人无证上岗，已调离。", [("18", "人", "无证上岗", "发现")]),
        # a number in words, and a duration that measures
        ("全区有三个镇列入试点。", [("3", "个", "镇", "列入试点")]),
        ("连续48个月未发生较大事故。", [("48", "个月", "未发生较大事故", None)]),
    ],
)
def test_what_is_counted_and_by_which_act(text: str, found: list[tuple[str, str, str, str | None]]) -> None:
    assert brief(text) == found


@pytest.mark.parametrize("text", ["对****家企业进行了检查。", "排查整治问题隐患**处。", "约谈xx家。", "发生××起事故。"])
def test_a_masked_figure_is_a_count_without_a_value(text: str) -> None:
    (found,) = counts(text)
    assert (found.value, found.masked) == (None, True)


@pytest.mark.parametrize(
    "text",
    [
        "今年是第22个安全生产月。",
        "落实“十五条”硬措施和“三管三必须”。",
        "严格落实一岗双责，开展三年行动，整治九小场所。",
        "实施“1+12+N”方案体系。",
        "印发安委办〔2023〕3号文件。",
        "发生一起事故，一辆车受损，这是一个教训。",
        "这里我讲三点意见。",
        "2023年6月15日上午9:30召开会议。",
        "请于3日内报送，联系电话0591-87095403。",
        "严格落实24小时专人值班制度。",
        "这4起事故教训深刻。",
        "处二万元以上五万元以下的罚款。",
        "判处有期徒刑三年六个月。",
        "启动防汛Ⅳ级应急响应。",
        "防火间距不足3米。",
        "检查数十家企业。",
        "位于省道K12+300米处。",
        "排名后两位的镇作表态发言。",
    ],
)
def test_what_is_no_count(text: str) -> None:
    assert brief(text) == []


def test_parts_are_tied_to_their_whole_and_the_sentence_goes_back_to_it() -> None:
    found = counts("全镇排查隐患100处，其中一般80处、重大20处，已整改90处。")
    assert [(one.item, one.part_of) for one in found] == [
        ("隐患", None), ("一般隐患", 0), ("重大隐患", 0), ("隐患", None),
    ]  # fmt: skip


def test_a_part_named_by_its_place_keeps_the_noun_of_the_whole() -> None:
    found = counts("办理执法案件37起，其中市级4起，县级33起。")
    assert [(one.item, one.subject, one.part_of) for one in found[1:]] == [
        ("执法案件", "市级", 0),
        ("执法案件", "县级", 0),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("事故起数和死亡人数同比分别下降15.57%和11.22%。", [("事故起数", "15.57"), ("死亡人数", "11.22")]),
        ("立案11起，罚款58.6万元，同比分别下降37.5%、52.2%。", [("立案", "37.5"), ("罚款", "52.2")]),
    ],
)
def test_distributed_figures_take_their_own_nouns(text: str, found: list[tuple[str, str]]) -> None:
    falls = [one for one in counts(text) if one.change]
    assert [(one.item, str(one.value)) for one in falls] == found
    assert {one.change for one in falls} == {Change("同比", "down")}


def test_shared_out_figures_may_belong_to_several_owners() -> None:
    found = counts("消防、工贸领域分别发现隐患742条、298条。")
    assert [(one.subject, one.item, str(one.value)) for one in found] == [
        ("消防", "隐患", "742"),
        ("工贸领域", "隐患", "298"),
    ]


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("死亡12人，同比减少3人。", Change("同比", "down")),
        ("罚款额环比上升12%。", Change("环比", "up")),
        ("整改率较上月提高11个百分点。", Change("较上月", "up")),
    ],
)
def test_a_comparison_says_against_what_and_which_way(text: str, change: Change) -> None:
    assert counts(text)[-1].change == change


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("截至5月底，共排查隐患280处。", Period(None, dt.date(2023, 5, 31))),
        ("1至5月，共排查隐患280处。", Period(dt.date(2023, 1, 1), dt.date(2023, 5, 31))),
        ("今年以来，共排查隐患280处。", Period(dt.date(2023, 1, 1), DAY)),
        ("截至5月底，工作有序推进。共排查隐患280处。", Period(None, dt.date(2023, 5, 31))),
        ("有关数据统计截至2023年5月31日。\n一、工作进展\n共排查隐患280处。", Period(None, dt.date(2023, 5, 31))),
        ("与去年同期相比，共排查隐患280处。", None),
        ("共排查隐患280处。", None),
    ],
)
def test_the_time_that_a_figure_covers(text: str, period: Period | None) -> None:
    assert counts(text)[-1].period == period


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("今年以来，市、县两级政府领导带队检查140次。", "市、县两级政府领导"),
        ("该局组织培训5期。", "该局"),
        ("全市已排查隐患280处。", "全市"),
        ("会同公安部门检查企业5家。", None),
        ("县教体局会同消防、住建等部门，对全县学校开展督查，共抽查学校18所。", "县教体局会同消防、住建等部门"),
        ("消防、武警和社会救援队出动车辆70台次。", "消防、武警和社会救援队"),
        ("国网柳川供电公司投入抢修人员96人。", "国网柳川供电公司"),
        ("全区消防救援机构检查单位264家次。", "全区消防救援机构"),
        ("槐镇位于县域西北部，辖11个行政村。", "槐镇"),
        ("工贸行业：发生事故3起。", "工贸行业"),
        ("各地各部门成立督导组16个；责令停产企业7家。", "各地各部门"),
    ],
)
def test_whose_figure_it_is(text: str, subject: str | None) -> None:
    assert counts(text)[0].subject == subject


def test_a_toll_is_of_the_trade_that_the_accidents_are_told_of() -> None:
    found = counts("全市发生事故9起、死亡8人，其中：煤矿2起、死亡3人，同比起数减少1起；渔业1起、死亡1人。")
    assert [one.subject for one in found] == ["全市", "全市", "煤矿", "煤矿", "煤矿", "渔业", "渔业"]


def test_one_act_goes_on_over_a_list_of_things() -> None:
    found = counts("全县购置应急灯120盏，救生衣300件，冲锋舟6艘，群众2.1万人受益。")
    assert [one.action for one in found][:3] == ["购置"] * 3


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("决定对6处重大事故隐患实行挂牌督办。", "挂牌督办"),
        ("另有气瓶41万只。", None),
        ("该局11名工作人员给予党纪政务处分。", "给予党纪政务处分"),
    ],
)
def test_what_was_decided_or_befell_people_is_the_act(text: str, action: str | None) -> None:
    assert counts(text)[0].action == action


def test_a_figure_that_only_names_known_ones_is_not_counted_again() -> None:
    assert brief("共排查出重大隐患3处。对排查出的3处重大隐患逐一建档。") == [("3", "处", "重大隐患", "排查出")]


def test_traditional_script_gives_simplified_fields_and_its_own_quote() -> None:
    (found,) = counts("全市已排查出安全隱患280處。")
    assert (found.item, found.unit, found.quote) == ("安全隐患", "处", "排查出安全隱患280處")


def test_every_statement_is_a_record() -> None:
    assert [one.value for one in counts("排查隐患280处。\n再次通报：排查隐患280处。")] == [Decimal(280)] * 2


def test_a_count_names_the_words_that_decided() -> None:
    found = counts("截至5月底，全县共排查隐患280处，其中重大3处，已完成整改256处。")
    assert found[0].why == ("截至5月底", "全县")
    assert "其中" in found[1].why
    assert "隐患" in found[2].why


def test_what_stands_beside_its_noun_is_surer_than_what_takes_it_from_afar() -> None:
    found = counts("全镇共排查隐患280处。\n其余的有12处。")
    assert 0.5 < found[0].confidence <= 1
    assert all(one.confidence < found[0].confidence for one in found[1:])


def test_equal_statements_are_linked_to_the_first() -> None:
    found = counts("排查隐患280处，整改256处。\n附表：排查隐患280处，罚款3万元。")
    assert [(one.item, one.same_as) for one in found] == [("隐患", None), ("隐患", None), ("隐患", 0), ("罚款", None)]


PIECES = [
    "排查隐患", "280处", "其中", "重大", "3处", "，", "、", "。", "；", "\r\n", "\u3000", "分别", "同比下降",
    "13.24%", "、19%",
    "死亡", "8死6伤", "近百", "家企业", "“", "”", "（", "）", "《", "已整改", "**", "截至5月底", "\U00020bb7",
    "e\u0301", "處", "1.", "汛期全国", "共出现", "31次强降水", "我镇",
]  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map(lambda pieces: "检" + "".join(pieces)))
def test_every_quote_stands_at_its_span(text: str) -> None:
    for one in counts(text):
        assert 0 <= one.start < one.end
        assert text[one.start : one.end] == one.quote


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(["排查隐患280处，已完成整改256处。", "今年1至5月，检查企业1.2万家次，罚款35万元。"]), st.data())
def test_a_space_or_line_break_between_chinese_characters_changes_no_value(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(text) - 1))
    if not (text[at - 1].isascii() or text[at].isascii()):
        spaced = text[:at] + data.draw(st.sampled_from([" ", "\u3000"])) + text[at:]
        assert [one.value for one in counts(spaced)] == [one.value for one in counts(text)]


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        ("共发生事故58起，死亡11人，同比分别下降3%、5%。其中，道路交通事故39起，死亡5人；火灾12起，死亡2人。",
         [None, None, None, None, 0, 1, 0, 1]),
        ("发生事故58起，死亡11人。其中工矿商贸事故21起，死亡9人，其中煤矿3起、死亡5人，非煤矿山6起、死亡4人。",
         [None, None, 0, 1, 2, 3, 2, 3]),
        ("上报隐患路段6处（石桥镇2处、梅林镇4处），整改3处。", [None, 0, 0, None]),
        ("排查隐患65处，其中重大隐患6处，整改47处。", [None, 0, None]),
    ],
)  # fmt: skip
def test_parts_of_sums(text: str, wholes: list[int | None]) -> None:
    assert [one.part_of for one in extract.extract(extract.read_text(text)).counts] == wholes


@pytest.mark.parametrize(
    ("text", "item"),
    [("对全县41辆罐车逐车过筛。", "罐车"), ("对67座水库逐库会诊。", "水库"), ("对238艘渔船逐船登记。", "渔船")],
)
def test_one_by_one_is_no_part_of_the_noun(text: str, item: str) -> None:
    assert [count.item for count in counts(text)] == [item]
