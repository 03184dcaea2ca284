import pytest

from extract.region import find_region


@pytest.mark.parametrize(
    ("named", "region"),
    [
        ("开平市应急管理局", "开平市"),
        ("泉州台商投资区综合执法与应急管理局", "泉州台商投资区"),
        ("江门市新会区住房和城乡建设局", "江门市新会区"),
        ("菏泽市定陶区人民政府", "菏泽市定陶区"),
        ("广西壮族自治区应急管理厅", "广西壮族自治区"),
        ("黔东南州应急局", "黔东南州"),
        ("新乡市应急局", "新乡市"),
        ("通州区安委办", "通州区"),
        ("关于重庆市江北区石马河街道安全检查的通报", "重庆市江北区"),
        ("锚定目标抓落实——开平市纵深推进专项行动", "开平市"),
        ("成都市召开全市安全生产会议", "成都市"),
        # in no dictionary: what follows shows that it is a name
        ("澜浦市安全生产委员会办公室", "澜浦市"),
        ("榆岭旗应急管理局关于印发方案的通知", "榆岭旗"),
        ("芦川市市长某某", "芦川市"),
        ("国网平畴县供电公司", "平畴县"),
        ("二道梁子镇人民政府", "二道梁子镇"),
        ("在沙沥镇工业企业安全生产大会上的讲话", "沙沥镇"),
        ("关于印发《清槐镇消防通道整治方案》的通知", "清槐镇"),
    ],
)
def test_names_that_open_a_text(named: str, region: str) -> None:
    assert find_region([named], "") == region


@pytest.mark.parametrize(
    "named",
    [
        "我市召开会议",
        "全区安全生产工作",
        "市应急局召开会议",
        "各镇人民政府",
        "荆州日报",
        "园区管委会",
        "工业园区管委会",
        "加强社区消防",
        "国务院安委会办公室",
        "强化城市安全生产管理",
        "推进县区应急管理工作",
        "",
    ],
)
def test_what_names_no_place(named: str) -> None:
    assert find_region([named], "") is None


def test_the_body_is_asked_last_and_must_repeat_the_name() -> None:
    body = "荆州市扎实推进。荆州市委高度重视，荆州市应急局牵头。1月，沧州市发生火灾。"
    assert find_region(["荆州日报"], body) == "荆州市"
    assert find_region([], "1月，沧州市发生火灾；4月，武义县一厂房起火；5月，靖西市发生交通事故。") is None
    assert find_region(["开平市应急管理局"], body) == "开平市"


def test_a_local_paper_tells_where_a_town_lies() -> None:
    assert (
        find_region(["槐浦镇人民政府"], "根据《云桓县重大事故隐患专项排查整治总体方案》要求，我镇排查隐患。")
        == "云桓县"
    )
    assert find_region(["槐浦镇人民政府"], "根据上级要求，我镇排查隐患。") == "槐浦镇"


@pytest.mark.parametrize(
    ("body", "region"),
    [
        ("受晋坪市应急管理局委托，专家组开展检查。", "晋坪市"),
        ("针对市应急管理局指出的问题，我库承诺如下。", None),
        ("以上三项已由区消防救援大队督促整改。", None),
    ],
)
def test_the_body_may_name_the_place_before_its_office(body: str, region: str | None) -> None:
    assert find_region([], body) == region
