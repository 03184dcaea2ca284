"""Sentences that look faulty and are sound, and beside them the fault itself, through the real extraction."""

import pytest

from check import check
from extract import extract, read_text

SOUND = {
    "rates of other units": [
        "全市排查隐患：东山镇排查10处、整改9处，西河镇整改率95%。",
        "A镇排查10处、整改9处，B镇整改率95%。",
        "东山镇排查隐患40处，已整改36处，整改率90%；西河镇整改率95%；南坪镇整改率100%。",
        "参与排查的工矿企业430家，整改率为96.6%，其中煤矿整改率98.5%，非煤矿山整改率90.1%。",
        "全镇出租屋240户，登记率100%，其中120户已安装报警器，安装率50%。",
    ],
    "rates of something narrower": [
        "全县检查企业120家，发现隐患300处，已整改270处，按期整改率100%。",
        "全县发现隐患300处，其中当场整改200处，当场整改率98%。",
        "全县排查隐患300处，已整改270处，整改率90%，其中重大隐患整改率100%。",
        "共检查加油站25座，抽查率100%，发现问题12项，已整改10项。",
    ],
    "rates told another way round": [
        "县农业农村局排查隐患300处、整改270处，整改率应为90%，填报为93.2%。",
        "一是未整改的有31条，其中超过整改时限7条；二是东山镇（94.2%）整改率低于全县总体水平（94.7%）。",
        "应急广播覆盖全县80个行政村中的69个，覆盖率86.3%。",
        "发现一般隐患200处、重大隐患10处，分别整改180处、5处，整改率分别为90%、50%。",
        "电线老化引发82起（含充电故障11起），占38.9%；用火不慎61起，占28.9%；全市合计211起。",
        "发现隐患280处，已整改256处，整改率91%。",
        "计划培训1000人，实际培训1120人，完成率112%。",
    ],
    "averages": ["发现问题469项，平均每家13.8项，其中重大隐患7项、较大问题58项、一般问题404项。"],
    "figures of last year": [
        "去年同期，该景区查出隐患350处，今年减少140处，降幅达40%。",
        "本季度接警240起（含误报12起），较去年同期的320起，减少80起，下降25%。",
        "上半年发生事故37起，去年全年90起，同比下降17.8%。",
        "事故由去年的0起上升为2起，上升200%。",
    ],
    "rises of one thing, falls of another": [
        "接报火灾211起，亡3人，与去年同期相比，起数上升14.1%，亡人数减少1人，伤人数增加1人。",
        "全县发生事故3起，同比减少2起，死亡4人，同比下降20%。",
        "道路交通事故28起，同比减少13起，占事故总起数的58.3%。",
    ],
    "other acts and other shares": [
        "召开会议12次，其中县级会议3次，开展检查45次。",
        "出动检查人员120人次，其中党员80人次，专家60人次。",
        "参加培训120人，其中党员30人，合格118人，合格率98.3%。",
        "街道有工贸企业6家，其中服装加工5家，纺织加工1家、餐饮场所298家、托管机构19家。",
        "排查隐患30处，其中消防隐患20处、电气隐患15处（部分隐患同属两类）。",
        "道路交通事故30起，火灾事故20起，全市共计发生各类事故80起。",
    ],
    "left over from before": [
        "本月发现隐患50处，整改45处，累计尚有12处正在整改。",
        "上月遗留隐患8处，本月发现50处，整改52处，正在整改6处。",
    ],
    "days that are none": [
        "执行AQ 3013—2008和GB 50016—2014（2018年版），编号2023-15-08。",
        "救援历时26时30分，于6月30日24时结束。",
        "农历二月三十日前完成。",
        "2024年2月29日召开会议，部署“2·29”专题教育。",
    ],
    "masks that are none": [
        "通道宽3×4米，配备5×8的巡查表，实行7×24小时值班。",
        "**一、总体要求**坚持安全第一。",
        "司机张××驾驶豫A×××××号货车与行人李**相撞。",
        "死者王某某，身份证号41************12，电话138****1234。",
        "□ 已整改 □ 未整改 □ 正在整改",
        "检查结果：合格□ 不合格□",
        "星级评定：★★★；评分A*级；购买XX-200型灭火器。",
    ],
    "numbers in their own right": [
        "首先抓宣传，二是抓检查，三是抓整改。",
        "一是传达《通知》“一要排查，二要整改，三要销号”的要求，二是部署任务。",
        "1.总体要求\n1、坚持安全第一。\n2、坚持预防为主。\n2.主要任务\n1、排查。\n2、整改。",
        "依据条例第三十条规定：“（三）未建立台账的；（五）未培训的”，责令改正。",
        "一、总体要求\n二、消防方面\n1.排查\n2.整改\n三、燃气方面\n1.排查\n2.整改",
    ],
}

FAULTY = [
    ("figure.rate", "error", "东山镇排查隐患40处，已整改30处，⟦整改率90%⟧；西河镇整改率95%。"),
    ("figure.rate", "error", "全县有行政村74个，已覆盖69个，⟦覆盖率95.2%⟧。"),
    ("figure.rate-range", "error", "全县⟦隐患整改率112%⟧。"),
    ("figure.change", "error", "去年同期查出隐患350处，今年减少140处，⟦降幅达45%⟧。"),
    ("figure.rest", "error", "需整改问题515个，已整改完成479个，⟦未整改到位46个⟧。"),
    ("figure.parts-over", "error", "⟦检查企业100家⟧，其中东山镇60家、西河镇50家。"),
    ("figure.parts-over", "warning", "⟦排查隐患30处⟧，其中消防隐患20处、燃气隐患15处。"),
    ("figure.part-over", "error", "发现问题469项，平均每家13.8项，⟦其中重大隐患570项⟧。"),
    ("figure.lost", "warning", "全市发生各类⟦事故起⟧，死亡人，同比分别下降.%和.%。"),
    ("number.gap", "warning", "营造良好氛围一是张贴标语。⟦三是举办讲座1场⟧。"),
    ("text.mask", "warning", "⟦**市、**县和**集团作了⟧发言。"),
    ("text.pair", "warning", "开展⟦“百日行动\"⟧，严查隐患。"),
    ("date.real", "error", "截至⟦2023-02-30⟧，已完成整改。"),
]  # fmt: skip


def findings(text: str) -> list[tuple[str, str, str | None]]:
    found = check(extract(read_text(text, "例.txt"), kind="其他")).findings
    return [(one.rule, one.severity, one.quote) for one in found]


@pytest.mark.parametrize("text", [text for texts in SOUND.values() for text in texts])
def test_what_only_looks_faulty_is_left(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize(("rule", "severity", "marked"), FAULTY)
def test_the_fault_itself_is_found(rule: str, severity: str, marked: str) -> None:
    before, _, rest = marked.partition("⟦")
    quote, _, after = rest.partition("⟧")
    ((found, grave, shown),) = findings(before + quote + after)
    assert (found, grave) == (rule, severity)
    assert shown is not None
    assert shown in quote
