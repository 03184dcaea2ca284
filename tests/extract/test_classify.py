import datetime as dt
from pathlib import Path

import docx
import pytest

from extract.classify import describe, kind_of, weigh
from extract.pipeline import read_normalised
from extract.readers import read, read_bytes, read_text
from records import KINDS, Document, DocumentInfo
from templates import load_kinds

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"

BODY = "各镇各部门要认真抓好安全生产工作，压实责任，细化措施，持续用力，久久为功，确保各项任务落到实处、见到成效。" * 2
NAVIGATION = "首页 > 某市应急管理局 > 工作动态\n"

OPENINGS = [
    ("云桓县安全生产专项整治总体方案\n为贯彻落实上级部署，结合我县实际，制定本方案。\n一、总体要求\n", "总体方案"),
    ("为加强电气焊作业管理，特制定如下实施方案。\n一、工作目标\n二、实施步骤\n三、保障措施\n", "总体方案"),
    ("关于燃气安全整治情况的汇报\n县安委办：\n现将有关情况汇报如下：\n", "工作汇报"),
    ("今年以来，我镇扎实推进各项工作。现将有关情况报告如下。\n一、主要做法\n", "工作汇报"),
    ("关于2023年第一季度督查情况的通报\n各镇人民政府：\n现将督查情况通报如下：\n", "通报"),
    ("各镇人民政府：\n6月以来发生两起火灾，现予以通报。\n", "通报"),
    ("在全县安全生产大会上的讲话\n同志们：\n今天我们召开大会，下面我讲三点意见。\n", "讲话"),
    ("各位领导、同志们：\n今天，我们在这里召开动员会。我再强调几点。\n", "讲话"),
    ("某县召开安全生产调度会\n6月8日，某县召开安全生产调度会。会议指出，形势严峻。会议要求，压实责任。\n", "会议报道"),
    (NAVIGATION + "我市开展燃气检查\n发布日期：2023-06-01 来源：本网\n连日来，我市开展检查。\n", "新闻报道"),
    ("本报讯（记者 甲）6月8日，记者从市消防支队获悉，我市排查隐患一批。\n", "新闻报道"),
    ("关于做好汛期安全工作的通知\n各镇：\n现将有关事项通知如下：\n", "通知"),
    ("关于印发《某县安全生产专项整治方案》的通知\n现将方案印发给你们，请认真贯彻执行。\n", "通知"),
    ("某镇2022年安全生产工作总结\n一年来，我镇扎实推进各项工作。\n", "总结"),
    ("某县安委会全体会议纪要\n时间：6月1日\n地点：三楼会议室\n主持：甲\n会议议定以下事项：\n", "会议纪要"),
    ("某省督查组关于对某市安全生产督查情况的反馈意见\n6月，督查组检查企业30家，反馈如下：\n", "通报"),
    ("某县消防执法典型案例（第二批）\n某酒店未保持消防设施完好，罚款两万元。\n", "通报"),
    ("某站三夏农机安全整治小结\n三夏期间，我站检查农机300台。\n", "总结"),
    ("某局6月份安全生产小结\n本月，我局检查企业30家。\n", "月度小结"),
    ("安全生产工作简报\n第12期\n本月，全镇检查企业30家。\n", "月度小结"),
    ("工作提醒函\n某镇人民政府：\n现将有关事项提醒如下：\n", "提醒函"),
    ("督办通知\n某局：\n你局逾期未报，现予以督办。\n", "督办函"),
    ("安全生产警示函\n某公司：\n近期多地发生粉尘爆炸，特此警示。\n", "警示函"),
    ("安全生产约谈通知书\n某公司：\n经研究，决定对你公司主要负责人进行约谈。\n", "约谈通知"),
    ("安全生产约谈纪要\n约谈人要求，被约谈人表示整改到位。\n", "约谈纪要"),
    ("责令限期整改指令书\n某厂：\n经检查，你单位存在下列问题：\n", "整改通知书"),
    ("重大事故隐患挂牌督办通知书\n某公司：\n决定对你公司实施挂牌督办。\n", "挂牌督办通知书"),
    ("2023年安全生产任务清单\n序号 任务 责任单位 时限\n", "清单"),
    ("今天天气很好。\n", "其他"),
    ("8月9日，区安委办一行赴某镇督导安全生产工作。\n检查组要求，要深入排查隐患。\n", "新闻报道"),
    ("某镇紧盯重点领域，多措并举筑牢安全防线。\n安全工作早部署。召开会议5次。\n", "新闻报道"),
    ("市安委会全体会议8月30日上午召开，会议要求各乡镇抓好当前工作。\n", "会议报道"),
    ("3月2日下午，我镇召开安全生产工作会，会议传达了上级精神。会上，镇长作了讲话。\n", "会议报道"),
    ("今年以来，我局开展检查320家次。\n二、存在的问题\n力量不足。\n三、下一步工作打算\n", "工作汇报"),
]


def describe_text(text: str, name: str = "x.txt") -> DocumentInfo:
    document = read_text(text, name)
    return describe(document, read_normalised(document))


def seed(number: int) -> Document:
    files = sorted(SEEDS.glob(f"{number:03}_*.txt"))
    if not files:
        pytest.skip(f"没有样本目录 {SEEDS.name}，跳过对真实文件的检验")
    return read(files[0])


@pytest.mark.parametrize(
    ("number", "kind", "date", "issuer", "region", "script"),
    [
        (0, "新闻报道", dt.date(2023, 7, 4), "开平市应急管理局", "开平市", "hans"),
        (1, "讲话", None, None, None, "hans"),
        (2, "工作汇报", None, None, None, "hans"),
        (3, "新闻报道", dt.date(2024, 8, 17), "荆州日报", "荆州市", "hant"),
        (4, "会议报道", dt.date(2023, 6, 15), "泉州台商投资区综合执法与应急管理局", "泉州台商投资区", "hans"),
    ],
)
def test_what_the_seeds_are(
    number: int, kind: str, date: dt.date | None, issuer: str | None, region: str | None, script: str
) -> None:
    document = seed(number)
    info = describe(document, read_normalised(document))
    assert (info.kind, info.date, info.issuer, info.region, info.script) == (kind, date, issuer, region, script)


def test_a_speech_without_a_title_has_none() -> None:
    document = seed(1)
    assert describe(document, read_normalised(document)).title is None


@pytest.mark.parametrize(("opening", "kind"), OPENINGS, ids=[f"{kind}{at}" for at, (_, kind) in enumerate(OPENINGS)])
def test_the_kind_that_an_opening_shows(opening: str, kind: str) -> None:
    assert describe_text(opening + (BODY if kind != "清单" else "")).kind == kind


def test_every_kind_stands_in_the_table_of_openings() -> None:
    assert {kind for _, kind in OPENINGS} == set(KINDS) == set(load_kinds())


def test_a_verdict_can_be_explained() -> None:
    document = read_text("关于某事的通报\n现将情况通报如下：\n" + BODY, "x.txt")
    evidence = weigh(document, read_normalised(document))
    assert kind_of(evidence) == "通报"
    assert {(one.where, one.quote) for one in evidence if one.kind == "通报"} >= {("title", "通报")}


def test_what_the_caller_says_wins() -> None:
    document = read_text("关于某事的通报\n" + BODY, "x.txt")
    info = describe(document, read_normalised(document), kind="讲话", date=dt.date(2020, 2, 29))
    assert (info.kind, info.date) == ("讲话", dt.date(2020, 2, 29))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("某县应急管理局\n关于专项行动情况的汇报\n县安委办：\n" + BODY, "某县应急管理局关于专项行动情况的汇报"),
        (
            "安委办文件\n某安办〔2023〕5号\n关于做好汛期\n安全生产工作的通知\n各镇：\n" + BODY,
            "关于做好汛期安全生产工作的通知",
        ),
        ("守好一方土 绷紧安全弦\n——某镇安全生产工作汇报\n" + BODY, "守好一方土 绷紧安全弦——某镇安全生产工作汇报"),
        ("提 醒 函\n某镇人民政府：\n" + BODY, "提 醒 函"),
        ("某镇工作汇报.docx\n" + BODY, "某镇工作汇报"),
        ("《某镇工作方案.docx》由会员分享，可在线阅读。\n" + BODY, "某镇工作方案"),
        (NAVIGATION + "我市开展检查工作见实效\n来源：本网\n打印 收藏 分享\n" + BODY, "我市开展检查工作见实效"),
        (BODY, None),
        ("同志们：\n" + BODY, None),
        ("一、总体要求\n" + BODY, None),
    ],
)
def test_titles(text: str, title: str | None) -> None:
    assert describe_text(text).title == title


def test_a_heading_of_the_page_is_the_title() -> None:
    page = f"<html><body><p>栏目导航内容一览</p><h1>我市开展检查</h1><p>{BODY}</p></body></html>"
    document = read_bytes(page.encode(), "x.html")
    assert describe(document, read_normalised(document)).title == "我市开展检查"


SIGNED = "关于某事的报告\n县安委办：\n" + BODY + "\n"


@pytest.mark.parametrize(
    "text",
    [
        SIGNED + "某镇人民政府\n2023年6月15日",
        SIGNED + "某镇人民政府\n二〇二三年六月十五日",
        SIGNED + "某镇人民政府　2023年6月15日",
        SIGNED + "某镇人民政府\n２０２３年６月１５日\n附件：1.台账",
        "发布日期：2023-06-20\n" + SIGNED + "某镇人民政府\n2023年6月15日",
        "某局工作汇报\n（2023年6月15日）\n" + BODY,
        "我市开展检查工作\n发布日期：2023-06-15 09:36\n" + BODY,
        "我市开展检查工作\n时间：2023年6月15日 来源：本网\n" + BODY,
        "我市开展检查工作\n2023/6/15 11:01:03 来源：本网\n" + BODY,
        "我市开展检查工作\n发布时间：2023-06-15\n更新时间：2024-01-01\n" + BODY,
        "我市开展检查工作\n文章来源：县安监局　发布时间：2023年06月15日　点击数：3\n" + BODY,
        "我市开展检查工作\n【 2023-6-15 】 【字体：大 中 小】\n" + BODY,
        "我市开展检查工作\n撰稿：甲 2023年6月15日\n" + BODY,
        "我市开展检查工作\n" + BODY + "\n成文日期：\n2023-06-15",
        "某县安全生产简报\n15.06.2023  17:52\n" + BODY,
        "我市召开例会\n" + BODY + "\n（原载二○二三年六月十五日《某市日报》第二版）",
        SIGNED + "2023年6月15日\n某镇人民政府",
        "某处 更新时间：2023-06-15 13:13:21\n我市开展检查工作\n" + BODY,
    ],
)
def test_fifteenth_of_june(text: str) -> None:
    assert describe_text(text).date == dt.date(2023, 6, 15)


@pytest.mark.parametrize(
    "text",
    [
        "关于某事的报告\n截至2023年6月15日，共排查隐患280处。" + BODY,
        "某镇6月工作汇报\n" + BODY + "\n某镇人民政府\n2023年6月",
        "某镇工作汇报\n2023年6月15日，镇党委召开会议，研究部署安全生产工作。" + BODY,
        "会议纪要\n时间：2023年6月15日下午\n地点：会议室\n" + BODY,
        "会议纪要\n时间：2023年6月15日\n地点：会议室\n" + BODY,
        "关于某事的报告\n" + BODY + "\n某镇人民政府\n2023年2月30日",
    ],
)
def test_no_day_is_taken_from_the_text(text: str) -> None:
    assert describe_text(text).date is None


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        (SIGNED + "某镇人民政府\n2023年6月15日", "某镇人民政府"),
        ("某县安全生产委员会办公室关于某事的通报\n" + BODY, "某县安全生产委员会办公室"),
        ("某县安全生产委员会文件\n某安〔2023〕5号\n关于某事的通知\n" + BODY, "某县安全生产委员会"),
        ("我市开展检查工作\n来源：某市融媒体中心 作者：甲\n" + BODY, "某市融媒体中心"),
        ("我市开展检查工作\n来源：本网 作者：甲\n" + BODY, None),
        (SIGNED + "某镇人民政府（盖章）\n2023年6月15日", "某镇人民政府"),
        (SIGNED + "某镇人民政府\n二〇二三年元月六日\n抄送：县安委办\n某镇党政办公室 2023年1月7日印", "某镇人民政府"),
        (SIGNED + "2023年6月15日\n某镇人民政府", "某镇人民政府"),
        ("某县教育局\n某教函〔2023〕12号\n关于报送自查情况的函\n" + BODY, "某县教育局"),
        ("安全生产信息\n第12期\n主办：某县安全生产委员会办公室　2023年6月15日\n" + BODY, "某县安全生产委员会办公室"),
        ("某县公安局交通警察大队\n春运工作简报\n15.06.2023  17:52\n" + BODY, "某县公安局交通警察大队"),
        ("某江海事处船舶现场监督检查周报（第7期）\n" + BODY, "某江海事处"),
        ("某县公安局交警大队道路隐患排查情况小结\n" + BODY, "某县公安局交警大队"),
        ("火灾登记表\n填表单位：某镇消防工作站　填表日期：2023.6.2\n" + BODY, "某镇消防工作站"),
        ("关于某公司触电事故的调查报告\n" + BODY, None),
        (NAVIGATION + "我市开展检查工作\n" + BODY, "某市应急管理局"),
        ("荆州市应急管理局关于某事的通报\n" + BODY + "\n荊州市應急管理局\n2023年6月15日", "荆州市应急管理局"),
    ],
)
def test_issuers(text: str, issuer: str | None) -> None:
    assert describe_text(text).issuer == issuer


def test_a_form_is_named_dated_and_signed_by_its_own_lines() -> None:
    lines = ["附件2", "2023年6月隐患排查治理情况统计表", "填报单位：东河县应急管理局（盖章）", "填报日期：2023年7月3日"]
    document = read_bytes("\n".join(lines).encode(), "a.csv")
    info = describe(document, read_normalised(document))
    assert (info.title, info.issuer) == ("2023年6月隐患排查治理情况统计表", "东河县应急管理局")
    assert info.date == dt.date(2023, 7, 3)


def test_the_day_of_a_row_is_not_the_documents() -> None:
    row = "<tr><td>隐患描述</td><td>发现日期</td></tr><tr><td>通道堵塞</td><td>2023/5/4</td></tr>"
    document = read_bytes(f"<h1>重大隐患台账</h1><table>{row}</table>".encode(), "x.html")
    assert describe(document, read_normalised(document)).date is None


def test_a_title_broken_by_sense_inside_its_paragraph_is_read_whole(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("2023年6月\n重大事故隐患专项排查整治行动\n调度会议纪要")
    word.add_paragraph("会议时间：2023年6月20日。会议地点：二楼会议室。")
    word.add_heading("一、进展情况", 1)
    word.add_paragraph("会议听取了各单位推进情况汇报，要求继续抓好隐患排查整治。")
    word.save(str(tmp_path / "纪要.docx"))
    document = read(tmp_path / "纪要.docx")
    info = describe(document, read_normalised(document))
    assert (info.title, info.kind) == ("2023年6月重大事故隐患专项排查整治行动调度会议纪要", "会议纪要")
