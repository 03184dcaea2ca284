import datetime as dt

import pytest
from spacy.tokens import Doc

from extract.addressed import body_of_item, item_start, unit_of_passage
from extract.pipeline import make_nlp

BEARERS = {
    "（一）县水利局：7月底前完成河道清淤；每月10日前报送进度。": ["县水利局", "县水利局"],
    "（二）县教育局、县卫健局：7月底前对校医室开展检查；逾期不改的，8月10日前停用。": ["县教育局、县卫健局"] * 2,
    "1.宏达木业有限公司：除尘器未运行；配电箱无盖。限7月5日前整改到位。": ["宏达木业有限公司"],
    "检查组来到顺发五金厂，喷漆房未做防爆。执法人员责令其停止使用，限7月20日前整改。": ["顺发五金厂"],
    "检查了12家企业，发现永兴纸业有限公司动火未审批。部分企业未整改，要求7月15日前改正。": [None],
    "3.消防通道被堵：责令7月8日前清除。": [None],
    "（三）工作要求：各单位7月底前完成自查。": ["各单位"],
    "永兴纸业有限公司动火未审批，责令物业公司7月5日前更换灭火器。": ["物业公司"],
    "各县区贯彻落实情况，请于7月25日前书面报市安委办。": ["各县区"],
    "望各地、各部门认真研究部署。落实情况请于7月25日前报市安委办。": ["各地、各部门"],
    "由各乡镇初审后7月底前报县安委办。": ["各乡镇"],
    "7月10日前完成车库检查；7月31日前完成天桥检测，由市设施所牵头。": [None, "市设施所"],
    "7月10日前完成车库检查；7月31日前完成天桥检测；以上工作由市设施所负责。": ["市设施所", "市设施所"],
    "一是7月底前清零。（安全部牵头，相关单位落实）二是8月底前审查证照，不合格的清退。（人事部负责）三是9月底前总结。": [
        "安全部牵头，相关单位落实",
        "人事部负责",
        None,
    ],
    "坚持以人民为中心，到年底基本杜绝违规住人。": [None],
    "暗访组每天都要上街。": ["暗访组"],
    "31家生产企业7月底前全部完成评估。": ["31家生产企业"],
}


@pytest.mark.parametrize(("text", "who"), BEARERS.items())
def test_who_must_do_it(text: str, who: list[str | None]) -> None:
    nlp = make_nlp(("times", "deadlines"))
    doc: Doc = nlp.tokenizer(text)
    doc._.anchor, doc._.kind = dt.date(2023, 6, 15), "通知"
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert [one.responsible for one in doc._.deadlines] == who


def test_an_item_is_headed_with_a_body() -> None:
    text = "前言。\n（二）县教育局、县卫健局：开展检查。"
    assert item_start(text, len(text)) == (4, 7)
    assert body_of_item(text, len(text)) == "县教育局、县卫健局"
    assert body_of_item("（一）责任单位：县教育局。", 12) is None
    assert body_of_item("1.各镇人民政府：\n开展检查。", 13) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("[02] 汉水酒店。烟道未清洗，", "汉水酒店"),
        ("四、百旺花园二期项目部高处作业案。防坠器超期，", "百旺花园二期项目部"),
        ("街道检查了金源纸箱厂，通道堵塞，", "金源纸箱厂"),
        ("通道堵塞，", None),
    ],
)
def test_the_unit_that_a_passage_is_about(text: str, unit: str | None) -> None:
    assert unit_of_passage(text, len(text)) == unit
