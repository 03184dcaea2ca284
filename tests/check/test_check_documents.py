"""Whole documents, written for these tests, through the real extraction: sound ones are left alone."""

from pathlib import Path

import pytest

from check import check
from extract import extract, read_text
from records import CheckReport

PLAN = """石桥县重大事故隐患专项排查整治实施方案
为认真贯彻落实上级决策部署，有效防范化解重大安全风险，根据市安委会工作要求，结合我县实际，制定本方案。
一、总体要求
坚持人民至上、生命至上，坚持安全第一、预防为主，全面排查整治重大事故隐患，坚决遏制重特大事故发生。
二、整治范围和重点
聚焦矿山、危险化学品、交通运输、建筑施工、消防、燃气等12个重点行业领域，突出人员密集场所、外包施工等薄弱环节。
三、主要任务
（一）企业自查自改。企业主要负责人要做到“三个必须”，每季度至少带队检查一次。
1.学习判定标准。6月底前组织全员学习。
2.建立隐患清单。逐条明确责任人、措施和时限。
（二）部门帮扶检查。各部门要组织专家帮扶，督促企业落实责任。
1.制定检查计划。
2.开展执法检查。
四、时间安排
第一阶段：动员部署（5月底前）。制定方案，层层动员。
第二阶段：自查自改（6月1日至7月31日）。企业对照标准排查。
第三阶段：精准执法（8月1日至11月30日）。部门开展执法检查。
第四阶段：总结提高（12月）。梳理经验做法，形成长效机制。
五、组织领导
成立县专项行动领导小组，由县长任组长，分管副县长任副组长，办公室设在县应急管理局。
六、工作要求
一要提高认识，加强领导。二要强化督导，严格问责。三要加强宣传，营造氛围。
（联系人：李明，电话：5550123）
附件：1.任务分工表
2.隐患清单
石桥县安全生产委员会
2023年5月18日"""

REPORT = """石桥县关于重大事故隐患专项排查整治工作情况的汇报
市安委会办公室：
现将我县工作开展情况汇报如下。
一、工作开展情况
（一）总体形势。1—6月，全县共发生各类生产安全事故244起、死亡277人、受伤84人，同比分别减少45起、35人、4人，下降15.57%、11.22%、4.55%。
（二）排查整治情况。截至6月底，全县共检查企业1204家次，排查隐患280处，其中一般隐患275处、重大隐患5处，已完成整改256处，整改率91.4%，正在整改24处。
（三）执法情况。市、县两级共立案37起，其中市级4起、县级33起；罚款151.6万元。
二、存在的问题
一是部分企业主体责任落实不到位。二是个别镇排查不深入。三是基层力量薄弱。
三、下一步工作打算
我们将继续抓好以下三项工作：一是紧盯未整改的24处隐患，7月底前全部整改到位。二是每月开展一次通报。三是年底前完成验收。
石桥县安全生产委员会办公室
2023年7月3日"""

SPEECH = """在全县安全生产工作会议上的讲话
同志们：
今天召开全县安全生产工作会议，主要任务是分析形势、部署工作。下面，我讲三点意见。
第一，提高认识，切实增强责任感。年初以来，各地接连发生多起事故，教训十分深刻。我县形势总体平稳，但仍然存在责任不落实、排查不深入等问题。
第二，突出重点，狠抓隐患排查整治。重点要在四个方面下功夫：一要压实企业责任。二要强化部门监管。三要严格执法检查。四要加强宣传教育。
第三，加强领导，确保各项要求落到实处。各级各部门要落实党政领导责任，把“三管三必须”落到实处，对工作不力的要严肃问责。"""

CIRCULAR = """关于5月份重大事故隐患专项排查整治进展情况的通报
各镇人民政府，县直有关部门：
现将5月份进展情况通报如下。
一、总体情况
截至5月31日，全县共派出检查组727个，检查企业4201家，排查整治隐患9542处。其中，东镇排查隐患2543处，整改2474处，整改率97.29%。
二、存在的主要问题
一是进展不平衡。西镇、北镇报送数据不及时。二是排查质量不高，有的单位重大隐患“零报告”。
三、下一步工作要求
（一）加快排查进度。各镇要于6月15日前完成全面排查。
（二）加强督促指导。县安委办每周调度一次。
石桥县安全生产委员会办公室
2023年6月2日"""

STATISTICS = """关于上半年事故统计情况的通报
上半年，全国共查处一般违法行为11.38万起、严重违法行为7.74万起，合计19.12万起。全市道路运输企业共274家，其中客运20家、货运123家、危货131家；检查发现问题企业77家，其中客运22家、货运53家、危货2家。事故起数、死亡人数同比分别下降13.24%、19.18%。"""

CHIZHOU = (
    "1至7月，全市共发生事故37起，死亡33人，同比减少8起、9人，分别下降17.77%和21.42%。"
    "其中，道路运输30起、26人，工矿商贸1起、1人，建筑施工5起、5人，其他1起、1人。"
)

FOLDER = Path(__file__).parent / "documents"


def report(text: str, kind: str | None = None) -> CheckReport:
    return check(extract(read_text(text, "例.txt"), kind=kind))


@pytest.mark.parametrize(
    ("kind", "text"),
    [("总体方案", PLAN), ("工作汇报", REPORT), ("讲话", SPEECH), ("通报", CIRCULAR), ("通报", STATISTICS)],
)
def test_sound_documents_have_no_findings(kind: str, text: str) -> None:
    made = report(text)
    assert made.document.kind == kind
    assert [(one.rule, one.quote, one.message) for one in made.findings] == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_sound_papers_of_the_other_kinds_have_no_findings(path: Path) -> None:
    made = report(path.read_text(encoding="utf-8"))
    assert [(one.rule, one.quote, one.message) for one in made.findings] == []


def test_percentages_cut_off_instead_of_rounded_are_hints_only() -> None:
    assert [(one.rule, one.severity) for one in report(CHIZHOU, "其他").findings] == [
        ("figure.change-truncated", "info"),
        ("figure.change-truncated", "info"),
    ]


@pytest.mark.parametrize(
    ("sound", "right", "wrong", "rules"),
    [
        (REPORT, "整改率91.4%", "整改率94.1%", {"figure.rate": "error"}),
        (REPORT, "一般隐患275处", "一般隐患279处", {"figure.parts-over": "error"}),
        (REPORT, "正在整改24处", "正在整改26处", {"figure.rest": "error"}),
        (REPORT, "下降15.57%、11.22%", "下降15.57%、12.22%", {"figure.change": "error"}),
        (REPORT, "县级33起", "县级32起", {"figure.parts-short": "info"}),
        (REPORT, "三是基层力量薄弱", "四是基层力量薄弱", {"number.gap": "warning"}),
        (REPORT, "以下三项工作", "以下四项工作", {"number.promised": "warning"}),
        (REPORT, "7月底前", "6月31日前", {"date.real": "error"}),
        (REPORT, "检查企业1204家次", "检查企业****家次", {"text.mask": "warning"}),
        (CIRCULAR, "97.29%", "92.79%", {"figure.rate": "error"}),
        (CIRCULAR, "“零报告”", "零报告”", {"text.pair": "warning"}),
        (SPEECH, "三点意见", "四点意见", {"number.promised": "warning"}),
        (SPEECH, "四个方面", "五个方面", {"number.promised": "warning"}),
        (PLAN, "（二）部门帮扶检查", "（三）部门帮扶检查", {"number.gap": "warning"}),
        (PLAN, "第三阶段：精准执法", "第三阶段:精准执法", {}),
        (PLAN, "第二阶段：自查自改（6月1日至7月31日）。企业对照标准排查。\n", "", {"number.gap": "warning"}),
        (STATISTICS, "合计19.12万起", "合计19.32万起", {"figure.parts-total": "error"}),
        (STATISTICS, "货运123家", "货运132家", {"figure.parts-over": "warning"}),
    ],
)  # fmt: skip
def test_one_fault_gives_one_finding(sound: str, right: str, wrong: str, rules: dict[str, str]) -> None:
    assert sound.count(right) == 1
    found = report(sound.replace(right, wrong)).findings
    assert {one.rule: one.severity for one in found} == rules


@pytest.mark.parametrize(
    ("sound", "start", "end", "label"),
    [
        (REPORT, "二、存在的问题", "三、下一步", "存在问题"),
        (REPORT, "三、下一步", "石桥县安全生产委员会办公室", "下一步工作打算"),
        (CIRCULAR, "三、下一步", "石桥县安全生产委员会办公室", "下一步工作要求"),
        (PLAN, "四、时间安排", "五、组织领导", "时间安排"),
        (PLAN, "二、整治范围", "三、主要任务", "范围与重点"),
    ],
)  # fmt: skip
def test_a_part_taken_out_is_missed(sound: str, start: str, end: str, label: str) -> None:
    before, _, rest = sound.partition(start)
    found = report(before + end + rest.partition(end)[2]).findings
    assert f"疑似缺少“{label}”部分" in [one.message.partition("（")[0] for one in found]


def test_traditional_script_is_checked_alike() -> None:
    text = "今年以來，全縣共排查安全隱患280處，已完成整改256處，整改率94.1%。一是抓宣傳，二是抓檢查，四是抓整改。"
    found = {one.rule: one.quote for one in report(text, "其他").findings}
    assert found == {"text.script": "來", "figure.rate": "整改率94.1%", "number.gap": "四是抓整改"}
