"""Groups of people and what befell them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.casualties import toll

TOLLS = [
    # survivors of a whole, all the others, brackets, one person's body
    ("坑内二人被埋，一人生还。", (1, None, None)),
    ("机上5人，除1人轻伤外其余均遇难。", (4, 1, None)),
    ("死亡1人（独居老人），伤1人（店主手部烫伤）。", (1, 1, None)),
    ("机上2人，机长遇难，副驾驶重度烧伤。", (1, 1, None)),
    ("右手食指被切断。", (None, 1, None)),
    ("5人被救出后4人抢救无效死亡，1人脱离危险。", (4, 1, None)),
    ("造成2死3伤1失踪。", (2, 3, 1)),
    ("找到2名遇难矿工遗体。", (2, None, None)),
    ("当场死亡2人，9人送医，后又有1人于5月10日、1人于5月15日不治。", (4, 7, None)),
    ("造成3人受伤，后又有2人送医。", (None, 5, None)),
    # nobody
    ("船上2人由过路渔船接走，人员平安。", (0, 0, None)),
    ("2名住户受困25分钟，无伤。", (0, 0, None)),
    ("3名伤者均无大碍。", (None, 3, None)),
    ("均送院治疗，无重症和死亡病例。", (0, None, None)),
    ("氯气外泄，23人中毒住院，好在没有人牺牲。", (0, 23, None)),
    ("3人受伤，无人员罹难。", (0, 3, None)),
    ("7人被困，经全力搜救，至13日5时，7人全部找到，均已遇难", (7, None, None)),
    ("2人窒息，1人盲目施救，3人均未救活", (3, None, None)),
    ("两名工人下井清理格栅，先后倒下，一名前去施救的班长也未能上来，3人全部遇难", (3, None, None)),
    ("甲车3人受伤，乙车3人均死亡", (3, 3, None)),
    ("3人中毒，经抢救3人均脱离危险", (None, 3, None)),
    ("造成3人死亡、5人受伤，8人均为外来务工人员", (3, 5, None)),
    ("一辆货车将骑电动车的母女二人卷入车底，母亲当场身亡，女儿腿部骨折", (1, 1, None)),
    ("父子两人下池救人，父亲死亡，儿子获救", (1, None, None)),
    ("致王某某及2名乘车人当场死亡，另2人送医", (3, 2, None)),
    ("李某某、张某某死亡，赵某某受伤", (2, 1, None)),
    ("5名工人被困井下，一个也没救上来", (5, None, None)),
    ("以某污水厂3人中毒死亡事故为例", (3, None, None)),
    ("找到遇难者遗体十二具，另有七人下落不明", (12, None, 7)),
    ("8名工人随平台坠落，其中2人当场死亡，1人次日在县医院死亡，另外5人不同程度受伤", (3, 5, None)),
    ("电工钱某、邹某2人触电，经抢救无效死亡", (2, None, None)),
    ("钱某、邹某当场死亡", (2, None, None)),
    ("车上4人中1人死亡、3人轻伤", (1, 3, None)),
    ("一名焊工昏迷送院，延至次日不治", (1, None, None)),
    ("一死三伤", (1, 3, None)),
    ("死5伤2", (5, 2, None)),
    ("亡4人伤7人", (4, 7, None)),
    ("带走了6名渔民的生命", (6, None, None)),
    ("几十条生命没有了", (None, None, None)),
    ("副驾驶员和两名乘客死亡，九人受伤", (3, 9, None)),
    ("1名工人中毒，2名工友施救时相继昏倒，其中1人经抢救无效死亡，另2人脱离危险", (1, 2, None)),
    ("一名工人晕倒，两名工友下井救人亦感不适。三人由消防员救起，其中一人证实死亡，其余两人情况稳定", (1, 2, None)),
    ("2名工人清池中毒，1名班长施救也晕倒，3人送医后2人死亡、1人仍在抢救", (2, 1, None)),
    ("5名矿工被困，经搜救全部找到，均已遇难", (5, None, None)),
    ("船上7人落水，救起4人，1人死亡，2人失踪", (1, None, 2)),
    ("造成12人失联或死亡", (None, None, 12)),
    ("死亡人数由3人升至5人", (5, None, None)),
    ("造成6人受伤（其中2人重伤）", (None, 6, None)),
    ("砸伤地面工人3名", (None, 3, None)),
    ("一对老年夫妇死于家中", (2, None, None)),
    ("老两口双双呛伤", (None, 2, None)),
    ("先后有15人出现头晕，经治疗全部好转，无死亡", (0, 15, None)),
    ("车上9名学生未受伤", (None, 0, None)),
    ("火势很快被扑灭，未造成人员伤亡", (0, 0, None)),
    ("屋顶压下来，屋主父子2人身亡", (2, None, None)),
    ("两名瓦工坠落，一人身亡，一人重伤", (1, 1, None)),
    ("班长和厨师遇难", (2, None, None)),
    ("姐姐滑落，妹妹去拉，双双溺亡", (2, None, None)),
    ("当场死了俩，送医后又没了一个", (3, None, None)),
    ("民工二人被埋，经抢救，一人生还", (1, None, None)),
    ("造成2人死亡、6人受伤，其中1名伤者三天后不治，死亡人数增至3人", (3, 5, None)),
    ("平台上4人全部烫伤，其中班长住院三天后死亡", (1, 3, None)),
    ("5人落水，均获救", (0, 0, None)),
    ("船员9人全部安全", (0, 0, None)),
    ("消防员救下三人，男主人经抢救无效死亡", (1, None, None)),
    ("造成3人以上死亡的", (None, None, None)),
    ("救了5条命", (None, None, None)),
]


@pytest.mark.parametrize(("text", "expected"), TOLLS)
def test_who_died_who_was_hurt_and_who_is_missing(text: str, expected: tuple[int | None, ...]) -> None:
    found = toll(text, 0, len(text))
    assert (found.deaths, found.injured, found.missing) == expected


def test_a_later_toll_updates_an_older_one() -> None:
    older, newer = toll("2人死亡、1人失踪", 0, 10), toll("共造成3人死亡", 0, 7)
    assert (newer.updating(older).deaths, newer.updating(older).missing) == (3, None)


PIECES = [
    "3人",
    "两名工人",
    "司机王某",
    "死亡",
    "受伤",
    "失踪",
    "其中",
    "另有",
    "均",
    "，",
    "。",
    "（",
    "）",
    "8死6伤",
    "和",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_a_toll_is_never_negative_and_stands_in_its_text(text: str) -> None:
    found = toll(text, 0, len(text))
    assert all(number is None or number >= 0 for number in (found.deaths, found.injured, found.missing))
    assert 0 <= found.start <= found.end <= len(text)
