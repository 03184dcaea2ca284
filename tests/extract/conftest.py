"""What tests of extraction need: figures as the rules read them, and as models choose over the rules."""

from collections.abc import Iterator

import pytest

from extract.choosing import FIELDS
from extract.learned import using

# parts of the names of tests on sentences of which the models choose other words than the rules do
KNOWN_GAPS = (
    "test_a_toll_is_of_the_trade_that_the_accidents_are_told_of",
    "连续48个月未发生较大事故", "三县专职消防员缺编112人",
    "柏树镇敬老院。3名护理员", "全区有三个镇列入试点", "县交警大队三中队", "301名群众被洪水围困",
    "参演4900余人次", "其中消防类50个、食品类30个", "瓦斯治理投入1.12亿元",
    "抽查电梯36部，5部无记录",
    "电梯困人9起，救出14人", "没收超量存放的鞭炮17件", "损失下降22.6%",
    "火灾61起，直接财产损失97万元", "立案16宗，其中执行到位13宗", "接报火灾211起，电气引发82起",
    "排查隐患90处，其中灯光不全50处", "发现隐患9项，其中道路运输5项", "接警情620起，其中老旧小区201起",
    # kinds with their noun, rises as they stand, as the guide is read since; the rules take the whole's noun
    "伤亡事故九起，其中搬运作业四起", "事故15起，死亡6人。按路段分", "发生较大事故7起。按行业分",
    "接报火灾211起，与去年同期相比", "同比起数减少7起、死亡人数减少1人",
    "test_each_sentence_of_a_line_has_the_label_that_it_begins_with",
)  # fmt: skip

# tests of other records whose sentence a model reads otherwise
OTHER_GAPS = (
    "test_days_hold_where_the_name_stands_that_the_text_gave_them",
    "部分企业未整改，要求7月15日前改正",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of OTHER_GAPS; one that passes again fails, and leaves the list."""
    for item in items:
        if any(gap in item.name for gap in OTHER_GAPS):
            item.add_marker(pytest.mark.xfail(strict=True, reason="a model reads it otherwise than the rules"))


@pytest.fixture(params=["rules", "models"])
def choosers(request: pytest.FixtureRequest) -> Iterator[None]:
    """Figures by the rules alone, and with the models that choose their noun, verb, owner and whole."""
    if request.param == "models":
        if any(gap in request.node.name for gap in KNOWN_GAPS):
            request.node.add_marker(pytest.mark.xfail(strict=True, reason="a model chooses other words than the rules"))
        yield
        return
    with using(**dict.fromkeys(FIELDS)):
        yield
