"""Whose a figure is and by what act it came about, in sentences of many offices."""

import pytest

from extract import extract, read_text
from records import Count

pytestmark = pytest.mark.usefixtures("choosers")


def counts(text: str) -> list[Count]:
    return list(extract(read_text(text)).counts)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        # offices with an act in their name, or with a name that the dictionary takes for a verb
        ("县市场监督管理局立案12起。", "县市场监督管理局"),
        ("区应急办每周抽查企业5家。", "区应急办"),
        ("各监察分局组织监察56次。", "各监察分局"),
        ("局安全股会同消防大队检查学校32所。", "局安全股会同消防大队"),
        ("市场监管所端掉窝点4个。", "市场监管所"),
        ("联合检查组发现问题20项。", "联合检查组"),
        ("搜救人员转移群众12人。", "搜救人员"),
        ("县应急局、县消防大队联合检查企业16家。", "县应急局、县消防大队"),
        ("县直部门和乡镇总共查了730家次。", "县直部门和乡镇"),
        ("民政、卫健部门走访养老院12家。", "民政、卫健部门"),
        ("市级已紧急下拨救灾资金200万元。", "市级"),
        # offices by their place, whatever was told of before, each of many
        ("区里拿出210万元。", "区里"),
        ("该路段共发生交通事故27起。", "该路段"),
        ("该站6名司炉工证书过期。", "该站"),
        ("该校有学生800人。", "该校"),
        ("该水库总库容320万立方米。", "该水库"),
        ("县交警大队三中队查处酒驾5起。", "县交警大队三中队"),
        ("第三方机构核查企业30家。", "第三方机构"),
        ("某化工园区消防站配备消防车6台。", "某化工园区消防站"),
        ("每个社区配备2名安全员。", "每个社区"),
        # between name and act: an hour, how long, by law
        ("各燃气企业24小时值守，抢险车辆不少于35台。", "各燃气企业"),
        ("市应急管理局依法处罚企业4家。", "市应急管理局"),
        # one's own, and no letter more
        ("我司入驻商户412户。", "我司"),
        ("我镇镇域面积12平方公里。", "我镇"),
        # headings that a full stop closes
        ("（二）柏树镇敬老院。3名护理员无证上岗。", "柏树镇敬老院"),
        ("——青岩县。损坏房屋32间。", "青岩县"),
        # an act with a body for its object, and with whom one acts, are nobody
        ("检查加油站发现隐患12处。", None),
        ("成立工作组检查企业32家。", None),
        ("年度检查企业不少于300家次。", None),
        ("会同公安、消防部门检查网吧12家。", None),
        ("慰问消防队员32人。", None),
        ("（三）强化安全监管。检查企业32家。", None),
        ("全部实行旁站；更换开关19只。", None),
    ],
)
def test_whose(text: str, subject: str | None) -> None:
    assert counts(text)[0].subject == subject


def test_the_dead_of_a_single_accident_are_nobodys() -> None:
    found = counts("开发区立达化工厂清理沉淀池，3人中毒，2人死亡。")
    assert {one.subject for one in found} == {None}


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("今年发生火灾24起，江口镇、黄泥乡各4起。", [None, "江口镇", "黄泥乡"]),
        ("烟花爆竹企业11家，其中枫浦、高坪两乡各2家。", [None, "枫浦乡", "高坪乡"]),
    ],
)
def test_a_figure_told_of_each_place_is_each_ones(text: str, owners: list[str | None]) -> None:
    assert [one.subject for one in counts(text)] == owners


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        # a list goes on with its act; a word that only modifies the next noun is none
        ("拖拉机46台、联合收割机73台。", [None, None]),
        ("配备专职人员2名、兼职安全员8名。", ["配备", "配备"]),
        ("增修错车道26个、避险车道1处。", ["增修", "增修"]),
        ("联合收割机30台。", [None]),
        # what became of the last of a list became of all of it
        ("涉尘企业5家、涉氨企业1家全部建档立卡。", ["建档立卡", "建档立卡"]),
        ("消防车4辆、指战员23人集结待命。", ["集结待命", "集结待命"]),
        # with whom a paper was signed
        ("镇政府与19个村、7个部门签订责任书62份。", ["签订责任书", "签订责任书", "签订"]),
        # the verb of a clause before the figure
        ("对检查发现的16处隐患下发通知书。", ["检查发现"]),
        # what people did, or what befell them, behind its circumstances
        ("142人因考核不合格调离岗位。", ["调离岗位"]),
        ("三名队员在搜寻中吸入毒气。", ["吸入毒气"]),
        ("301名群众被洪水围困。", ["被洪水围困"]),
        # «in all» makes a verb of what else names a trade
        ("共服务企业76家。", ["服务"]),
        ("储备帐篷480顶。", ["储备"]),
    ],
)
def test_by_what_act(text: str, acts: list[str | None]) -> None:
    assert [one.action for one in counts(text)] == acts


def test_each_sentence_of_a_line_has_the_label_that_it_begins_with() -> None:
    line = "市住建局：检查工地45个，停工整改3个。市交通局：检查企业28家次。约谈5家。"
    assert [one.subject for one in counts(line)] == ["市住建局", "市住建局", "市交通局", "市交通局"]
