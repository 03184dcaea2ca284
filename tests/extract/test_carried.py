import datetime as dt

import pytest
from spacy.tokens import Doc

from extract.pipeline import make_nlp
from records import Deadline

THURSDAY = dt.date(2023, 6, 15)


def read(text: str, kind: str | None = None) -> list[Deadline]:
    nlp = make_nlp(("times", "deadlines"))
    doc: Doc = nlp.tokenizer(text)
    doc._.anchor, doc._.kind = THURSDAY, kind
    for _, component in nlp.pipeline:
        doc = component(doc)
    found: list[Deadline] = doc._.deadlines
    return found


CARRIED = {
    "8月底前，安监部门要对矿山逐矿核查，建设部门要检测在建工地塔吊。": ["对矿山逐矿核查", "检测在建工地塔吊"],
    "8月底前，各镇要完成摸底，县应急局要加强督促。": ["完成摸底"],
    "东线护坡8月底前复绿，西线护坡9月底前。": ["东线护坡复绿", "西线护坡复绿"],
    "甲标段7月底前、乙标段8月底前、丙标段9月底前交付使用。": ["甲标段交付使用", "乙标段交付使用", "丙标段交付使用"],
    "一标段力争7月底前通车，二标段10月底前；三标段另行通知。": ["一标段通车", "二标段通车"],
    "第1、2项限7月15日前改正，第3项限7月30日前，由沙洲街道督促落实。": ["第1、2项改正", "第3项改正"],
    "二、关于东岗中学管道改线。年内开工，明年暑期开学前投入使用。": [
        "东岗中学管道改线开工",
        "东岗中学管道改线投入使用",
    ],
    "消防站7月底前开工，10月底前投用。": ["消防站开工", "消防站投用"],
    "（二）对19栋自建房加装逃生软梯，10月底前完成一半，年底前全部完成。": [
        "对19栋自建房加装逃生软梯，完成一半",
        "对19栋自建房加装逃生软梯，全部完成",
    ],
    "各镇要逐户入户走访，7月底前全部走完。": ["逐户入户走访，全部走完"],
    "各校每月至少开展一次演练，幼儿园每季度至少一次。": ["至少开展一次演练", "开展一次演练至少一次"],
    "以上问题由所在乡镇督促，7月18日前销号。": ["以上问题销号"],
    "柏溪路箱涵加固，由市政公司牵头，7月10日前进场。": ["柏溪路箱涵加固进场"],
    "推进管网改造，资金300万元，由住建局负责，7月底前完成。": ["推进管网改造"],
    "企业7月5日前更换总监，并将备案材料送区建设局。": ["更换总监，并将备案材料送区建设局"],
    "隐患单位7月5日前编制整改方案，报督办单位备案。": ["编制整改方案，报督办单位备案"],
    "我们将对隐患逐一销号，确保12月底前销号率达到100%。": ["对隐患逐一销号，确保销号率达到100%"],
    "治理期限：六月三十日前整体搬迁。": ["整体搬迁"],
    "企业限期7月底前完成改造，逾期的停产。": ["完成改造"],
}


@pytest.mark.parametrize(("text", "tasks"), CARRIED.items())
def test_what_a_sentence_carries_over(text: str, tasks: list[str]) -> None:
    assert [found.task for found in read(text)] == tasks


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("一、瑞丰煤矿。督办单位：市煤炭局。治理期限：九月底前。", "市煤炭局"),
        ("康泰酒店烟道积油，由区城管局负责，7月10日前整改。", "区城管局"),
        ("请你们高度重视，整改情况于9月5日前函复我办。", "你们"),
        ("所在县（市、区）安委会每半月现场核查一次。", "所在县（市、区）安委会"),
        ("响应期间各县区每日报送信息。", "各县区"),
        ("7月1日至9月底，全市开展专项整治。", None),
        ("消防站7月底前开工，10月底前投用。", None),
    ],
)
def test_who_must_do_it_and_who_is_nobody(text: str, who: str | None) -> None:
    assert {found.responsible for found in read(text)} == {who}


@pytest.mark.parametrize(
    "text",
    [
        "6月8日9时，李某驾驶货车经过该路段。",
        "6月22日14时，于某带领工人进场作业。",
        "6月20日至22日，我市将出现强降雨过程。",
        "24天内接连发生5起事故。",
        "三个月内三次肇事，影响恶劣。",
        "吊销证书，5年内不予注册。",
        "进入四季度，安全形势急转直下。",
        "四季度是事故高发期。",
        "下半年，我们将继续深入贯彻国务院通知精神。",
        "澜溪县2023年第三季度隐患整改清单",
        "近三个月每日巡检结果均为正常。",
        "三季度以来降幅逐月回落。",
        "劝导员一天一班不到位。",
        "未按规定每半年组织一次演练。",
        "汛前检查发现隐患12处。",
    ],
)
def test_what_is_told_or_foreseen_sets_no_limit(text: str) -> None:
    assert read(text) == []


def test_a_plan_is_of_days_to_come() -> None:
    planned = "三、2023年工作打算\n（一）落实责任。3月10日前完成责任书签订。"
    assert [found.due for found in read(planned)] == [dt.date(2023, 3, 10)]
    assert read(planned.replace("打算", "回顾")) == []
