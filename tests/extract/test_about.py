"""The day that a document is dated with and who issued it: what they are chosen from, and what is chosen."""

import datetime as dt

import pytest

from extract import dating, issuing, read_bytes, read_text
from extract.classify import describe
from extract.frame import Frame, read_frame
from extract.learned import Model, using
from extract.margins import Margins, step
from extract.phrases import NOTHING
from extract.pipeline import read_normalised
from records import DocumentInfo

BODY = (
    "三季度，全站维修水泵14台，更换阀门60个，清淤渠道3.2公里。汛期值守没有断档，9月6日至8日还配合县局查了两座泵房。"
    "下一步，把冬修的料备齐，把夜里巡渠的人排好。"
)


def framed(text: str) -> Frame:
    document = read_text(text)
    return read_frame(document, read_normalised(document))


def described(text: str) -> DocumentInfo:
    document = read_text(text)
    return describe(document, read_normalised(document))


def days(text: str, own: dt.date | None = None) -> dict[str, tuple[str, ...]]:
    return dating.options(framed(text), (), "工作汇报", own)


def test_the_parts_of_a_page() -> None:
    margins = Margins(framed(f"柳河泵站\n三季度工作小结\n{BODY}\n2022年10月9日"))
    assert [margins.zone(at) for at in range(4)] == ["head", "head", "body", "foot"]
    assert margins.zone(None) == "debris"
    assert [margins.is_title(at) for at in (0, 1, 2, None)] == [False, True, False, False]
    assert [margins.below_title(at) for at in range(4)] == [-2, -1, 0, 1]
    assert (margins.below(2), margins.below(3)) == ("2022年10月9日", "")
    assert margins.outer(1, 1) == [0, 3]
    assert [step(count) for count in (0, 1, 5, 100)] == [0, 1, 4, 8]


def test_the_days_of_head_and_foot_may_be_the_documents_or_none() -> None:
    told = days(f"柳河泵站三季度小结\n编制：柳河泵站  2022年10月9日\n{BODY}\n审核：2022-10-10", dt.date(2022, 10, 10))
    assert list(told) == [NOTHING, "2022-10-09", "2022-10-10"]
    assert {"first=True", "last=False", "zone=head", "says=编制", "below-title=0"} <= {*told["2022-10-09"]}
    assert {"own", "last=True", "zone=foot", "from-end=foot,0"} <= {*told["2022-10-10"]}
    assert {"none", "none,days=2", "none,own=False", "none,outside=2"} <= {*told[NOTHING]}


def test_a_day_of_a_row_or_of_a_meeting_is_none_of_them() -> None:
    meeting = f"约谈纪要\n时间：2022年10月9日下午\n地点：二楼会议室\n{BODY}"
    assert list(days(meeting)) == [NOTHING]
    row = "<tr><td>隐患描述</td><td>发现日期</td></tr><tr><td>通道堵塞</td><td>2023/5/4</td></tr>"
    document = read_bytes(f"<h1>重大隐患台账</h1><table>{row}</table>".encode(), "x.html")
    assert list(dating.options(read_frame(document, read_normalised(document)), (), "清单", None)) == [NOTHING]


def test_days_far_inside_a_long_line_are_not_asked_about() -> None:
    line = f"2022年10月9日发布。{BODY * 8}2022年1月1日查过。{BODY * 8}供稿人某某 2022年10月8日"
    assert list(days(line)) == [NOTHING, "2022-10-08", "2022-10-09"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"河口晚报  2016年04月11日  星期一  第03版\n夜查\n{BODY}", dt.date(2016, 4, 11)),
        (f"柳河泵站三季度小结\n编制单位：柳河县水利局    2022年10月9日\n{BODY}", dt.date(2022, 10, 9)),
        (f"柳河县三季度泵站检查情况通报\n（柳河县水利局　2022年10月9日）\n{BODY}", dt.date(2022, 10, 9)),
        (f"泵站冬修方案\n{BODY}\n柳河县水利局　　　2022年10月9日　　　- 3 -", dt.date(2022, 10, 9)),
        (f"泵站冬修方案\n{BODY}", None),
    ],
)
def test_days_that_no_rule_was_written_for(text: str, day: dt.date | None) -> None:
    assert described(text).date == day


def test_without_the_models_the_rules_name_day_and_issuer() -> None:
    text = f"柳河县水利局2022年三季度泵站运行情况\n编制：柳河泵站  2022年10月9日\n{BODY}"
    with using(days=None, issuers=None):
        ruled = described(text)
    assert (ruled.date, ruled.issuer) == (None, "柳河县水利局")
    assert described(text).date == dt.date(2022, 10, 9)


def test_a_day_that_is_given_is_taken() -> None:
    document = read_text(f"三季度小结\n2022年10月9日\n{BODY}")
    with using(days=Model.of({"last=True": 9.0})):
        assert describe(document, read_normalised(document)).date == dt.date(2022, 10, 9)
        assert describe(document, read_normalised(document), date=dt.date(2021, 1, 2)).date == dt.date(2021, 1, 2)


def test_the_bodies_around_the_text_may_have_issued_it() -> None:
    text = f"柳河县水利局开展泵站夜查\n{BODY}\n柳河县防汛办"
    told = issuing.options(framed(text), ("来源：柳河融媒",), text, "新闻报道", None)
    assert next(iter(told)) == NOTHING
    assert {"zone=title", "deed=True,title", "sort=authority", "opens-title=True"} <= {*told["柳河县水利局"]}
    assert {"label=来源", "sort=paper,来源", "zone=debris"} <= {*told["柳河融媒"]}
    assert {"zone=foot", "alone=True,foot", "from-end=foot,0,whole"} <= {*told["柳河县防汛办"]}


def test_that_there_is_none_is_no_option_where_the_rules_name_one() -> None:
    text = f"泵站夜查\n{BODY}"
    told = issuing.options(framed(text), ("来源：柳河融媒",), text, "新闻报道", "柳河融媒")
    assert NOTHING not in told
    assert {"own", "own,融媒"} <= {*told["柳河融媒"]}


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        (f"柳河县水利局关于泵站夜查情况的通报\n各泵站：\n{BODY}\n柳河县水利局\n2022年10月9日", "柳河县水利局"),
        (f"泵站隐患台账\n填报单位：柳河县柳河泵站管理所　填报日期：2022年10月9日\n{BODY}", "柳河县柳河泵站管理所"),
        (f"柳河县水利局2022年三季度泵站运行情况\n{BODY}\n2022年10月9日", "柳河县水利局"),
    ],
)
def test_issuers_as_they_are_chosen(text: str, issuer: str) -> None:
    assert described(text).issuer == issuer


def test_the_days_that_a_title_covers_are_not_its_own_and_the_day_above_an_annex_is() -> None:
    assert list(days(f"2016年5月9日-5月15日安全生产情况\n{BODY}")) == [NOTHING]
    order = f"督办通知\n信息时间：2018-09-15 11:19\n{BODY}\n联系电话：2965039\n2018年9月14日\n附件：问题清单\n{BODY}"
    with using(days=None):
        assert described(order).date == dt.date(2018, 9, 14)
