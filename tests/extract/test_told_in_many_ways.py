"""Sentences as inspectors, clerks and speakers of many trades write them: what they tell, what they only mention."""

import datetime as dt

import pytest

from extract.hazards import find_hazards
from extract.learned import model
from extract.pipeline import make_nlp
from language.dates import find_times

DAY = dt.date(2023, 6, 15)

# ⟦ ⟧ marks each danger; a sentence without marks holds none
DANGERS = [
    # findings at units, by trade
    "检查发现，滨海市宏顺食品有限公司⟦液氨制冷机房未安装氨气检测报警装置⟧，⟦快速冻结装置未单独分隔⟧。",
    "江口镇红旗采石场⟦未按设计分台阶开采⟧，⟦边坡过陡⟧，⟦排土场未设截水沟⟧。",
    "经查，永安煤矿⟦瓦斯传感器悬挂位置不当⟧、⟦局部通风机随意停开⟧、⟦皮带机头未装防护栏⟧。",
    "该加油站⟦卸油口未设静电接地报警仪⟧，⟦油罐区堆放杂物⟧。",
    "暗访组在锦绣小区看到，⟦消防车通道被占用⟧，⟦室内消火栓无水⟧。",
    "福寿养老院⟦安全出口上锁⟧，⟦夜间值班人员脱岗⟧，责令限期改正。",
    "督查发现，东河水库⟦溢洪道被渔网阻塞⟧，⟦启闭机钢丝绳锈蚀⟧。",
    "执法人员查实，某服装厂⟦未如实记录安全生产教育培训情况⟧。",
    "检查组发现该车间⟦除尘器未设泄爆口⟧、⟦积尘⟧严重、⟦砂轮机缺少防护罩⟧等问题6条。",
    "检查发现⟦渔船职务船员配备不齐⟧、⟦救生筏超期未检⟧。",
    "检查阳光光伏电站时发现，⟦汇流箱无防雷接地⟧，⟦运维人员未持证上岗⟧。",
    "抽查的12家网吧中，3家⟦疏散指示标志损坏⟧。",
    "幸福幼儿园⟦使用未取得校车标牌⟧的车辆接送幼儿。",
    "检查发现⟦电动叉车违规充电⟧、⟦易燃包装物与油漆混放⟧。",
    "一是⟦塔吊力矩限制器失灵⟧；二是⟦临边防护缺失⟧；三是⟦特种作业人员无证上岗⟧。",
    # counted violations
    "共查处⟦超员⟧5起、⟦疲劳驾驶⟧3起、⟦货车违法载人⟧12起。",
    "取缔⟦无证经营烟花爆竹⟧摊点2处。",
    "没收⟦超量存放的鞭炮⟧17件。",
    # what a campaign is aimed at
    "重点整治⟦违规动火作业⟧、⟦堵塞疏散通道⟧、⟦电动自行车进楼入户⟧等突出问题。",
    "严厉打击⟦非法储存危险化学品⟧和⟦无证运输⟧行为。",
    "对⟦超层越界⟧、⟦以掘代采⟧等行为实行零容忍。",
    "凡⟦未经检验⟧的，一律停用。",
    "是否存在⟦超温超压运行⟧、⟦带病作业⟧。",
    # causes
    "事故直接原因是⟦作业人员未系安全带⟧。",
    "火灾系⟦违规电焊⟧引发。",
    # measured against a rule
    "⟦甲类仓库与明火点间距仅8米，低于规范要求⟧。",
    "检查发现⟦配电箱箱门敞开⟧、⟦电缆拖地⟧、⟦一闸多机⟧。",
    # a danger in a bracket, goes on, or is summed up
    "剩余1条（宏远石材厂⟦作业平台未设护栏⟧）已下达整改指令。",
    "检查发现⟦制动器磨损超限仍在使用⟧。",
    # no dangers
    "严禁酒后上岗，严禁违章指挥。",
    "请广大市民不要在楼道内停放电动自行车。",
    "认真贯彻落实省市安全生产工作会议精神。",
    "进一步强化安全意识，压实主体责任。",
    "组织开展消防安全知识培训和疏散演练。",
    "全年未发生较大以上生产安全事故。",
    "制定重大事故隐患专项排查整治2023行动方案。",
    "个别乡镇重视程度不够，督导检查不深入。",
    "检查中未发现违法违规行为。",
    "该公司消防设施齐全有效，疏散通道畅通。",
    "印发《关于开展违法建设专项整治的通知》。",
    "部分街道未按时报送工作总结。",
    "对隐患整改不力的单位予以通报。",
    "累计更换老旧电缆3公里，新增路灯120盏。",
    "违反本条例规定的，处一万元以上五万元以下的罚款。",
    "如发现燃气泄漏，应立即关闭阀门并开窗通风。",
    "坚决遏制重特大事故发生。",
    "举办危险化学品安全管理培训班3期。",
    "各企业要认真开展自查自纠，及时消除隐患。",
    "确保不发生人员伤亡。",
    "提升应急处置能力，补齐监管短板。",
    "安排专项资金用于隐患治理。",
]

# text, due or rhythm, task (a part of it), who
DUTIES = [
    ("各县区要在7月10日前完成摸底。", "2023-07-10", "完成摸底", "各县区"),
    ("请你单位于6月30日前将整改报告报我局。", "2023-06-30", "将整改报告报我局", "你单位"),
    ("由县住建局牵头，8月底前完成老旧管网改造。", "2023-08-31", "完成老旧管网改造", "县住建局"),
    ("小微企业由各乡镇于7月底前核查完毕。", "2023-07-31", "小微企业核查完毕", "各乡镇"),
    ("17条协调事项请县安委办于6月20日前研究答复。", "2023-06-20", "17条协调事项研究答复", "县安委办"),
    ("责成承包人7月5日前整改到位。", "2023-07-05", "整改到位", "承包人"),
    ("剩余23处隐患7月10日前全部清零。", "2023-07-10", "剩余23处隐患全部清零", None),
    ("余下41项均落实了措施，7月底前清零。", "2023-07-31", "余下41项清零", None),
    ("对剩余7条隐患，由分管矿长挂帅，7月15日前整改销号。", "2023-07-15", "剩余7条隐患整改销号", None),
    ("对未改的12条由包联领导牵头，7月20日前全部清零。", "2023-07-20", "对未改的12条全部清零", "包联领导"),
    ("57条遗留隐患，责任到人，年底前全部销号。", "2023-12-31", "57条遗留隐患全部销号", None),
    ("各单位确定1名联络员，于6月18日前报县安委办。", "2023-06-18", "确定1名联络员", "各单位"),
    ("达不到要求的，9月30日前关停。", "2023-09-30", "关停", None),
    ("应立即清运，最迟不得晚于6月22日。", "2023-06-22", "清运", None),
    ("到2025年底，主要行业实现全覆盖。", "2025-12-31", "实现全覆盖", None),
    ("动员摸排：6月15日至6月30日。", "2023-06-30", "动员摸排", None),
    ("第二步，排查整治（7月1日至8月31日）。", "2023-08-31", "排查整治", None),
    ("第一阶段：动员部署（6月底前）。", "2023-06-30", "动员部署", None),
    ("自查自改（7月1日至7月31日）、集中检查（8月）。", "2023-07-31", "自查自改", None),
    ("寒假前（2024年1月15日前）完成监控改造。", "2024-01-15", "完成监控改造", None),
    ("整改时限：7月15日。", "2023-07-15", "整改", None),
    ("整改期限延至9月30日。", "2023-09-30", "整改", None),
    ("每月25日前报送进展情况。", "monthly", "报送进展情况", None),
    ("企业每季度至少开展一次应急演练。", "quarterly", "开展一次应急演练", "企业"),
    ("实行“周调度、月通报”制度。", "weekly", "调度", None),
    ("网格员每日巡查不少于2次。", "daily", "巡查不少于2次", "网格员"),
    ("自7月1日起，各镇每周五报送一次。", "weekly", "报送一次", "各镇"),
    ("每年汛前组织一次全面检修。", "yearly", "组织一次全面检修", None),
    ("主要负责人每半年带队检查一次。", "half-yearly", "带队检查一次", "主要负责人"),
    ("三季度内完成整治验收。", "2023-09-30", "完成整治验收", None),
    ("年内创建标准化企业20家。", "2023-12-31", "创建标准化企业20家", None),
    ("镇里7月底前拿出方案。", "2023-07-31", "拿出方案", "镇里"),
    ("7月上旬，县安委办将对各镇开展督查。", "2023-07-10", "对各镇开展督查", "县安委办"),
]

# times that ask for nothing
NO_DUTIES = [
    "6月8日，县安委会召开全体会议。",
    "截至5月底，共检查企业120家。",
    "上半年累计排查隐患3500条。",
    "本办法自2023年7月1日起施行。",
    "一周内报警134次。",
    "每日接送学生近1.2万人次。",
    "2023年工作打算",
    "2022年底前建成的房屋共20栋。",
    "8件均在24小时内办结。",
    "有效期至2025年6月30日。",
    "岁末年初安全防范工作扎实推进。",
    "5月底前已全部整改到位。",
    "5月1日至5日，发生交通事故3起。",
    "去年同期减少12起。",
]


def without_marks(marked: str) -> tuple[str, list[str]]:
    pieces = marked.replace("⟧", "⟦").split("⟦")
    return "".join(pieces), pieces[1::2]


@pytest.mark.parametrize("marked", DANGERS)
def test_the_rules_alone_tell_dangers_from_what_is_only_spoken_of(marked: str) -> None:
    text, quotes = without_marks(marked)
    assert [hazard.quote for hazard in find_hazards(text, find_times(text, DAY))] == quotes


def test_with_the_model_nearly_all_are_told_apart() -> None:
    right = 0
    for marked in DANGERS:
        text, quotes = without_marks(marked)
        found = find_hazards(text, find_times(text, DAY), model("hazards"))
        right += [hazard.quote for hazard in found] == quotes
    assert right >= 0.85 * len(DANGERS)


def duties(text: str) -> list[tuple[str, str, str | None]]:
    nlp = make_nlp()
    doc = nlp.make_doc(text)
    doc._.anchor, doc._.kind = DAY, "通知"
    for _, component in nlp.pipeline:
        doc = component(doc)
    return [(one.recurrence or str(one.due), one.task, one.responsible) for one in doc._.deadlines]


@pytest.mark.parametrize(("text", "when", "task", "who"), DUTIES)
def test_what_is_to_be_done_by_when_and_by_whom(text: str, when: str, task: str, who: str | None) -> None:
    found = [duty for duty in duties(text) if duty[0] == when]
    assert len(found) == 1
    assert task in found[0][1]
    assert found[0][2] == who


@pytest.mark.parametrize("text", NO_DUTIES)
def test_a_time_that_asks_for_nothing(text: str) -> None:
    assert duties(text) == []
