"""Wordings grouped by what they mean on Thursday 2023-06-15."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.dates import Period, find_times, resolve

THURSDAY = dt.date(2023, 6, 15)

MEANS = {
    ("2023-07-31", "2023-07-31"): [
        "2023年7月31日", "2023-07-31", "2023.7.31", "2023/7/31", "二〇二三年七月三十一日", "7月31日", "七月卅一日",
        "今年7月31日", "7月底", "七月末", "下月底", "7月31号",
        "2023年7月底", "下个月31日", "本年7月末",
    ],
    ("", "2023-07-31"): ["7月底前", "7月31日前", "7月31日之前", "截至7月31日", "下月底前", "至7月底",
        "2023年7月底以前", "截止到7月31日24时"],
    ("2023-07-01", "2023-07-31"): ["7月", "7月份", "下月", "下个月", "七月", "2023年7月", "2023-07", "今年7月份",
        "7月1日至31日", "7月1日—7月31日"],
    ("2023-06-01", "2023-06-30"): ["本月", "当月", "6月", "这个月", "六月份"],
    ("2023-05-01", "2023-05-31"): ["上月", "上个月", "5月", "上月份"],
    ("2023-01-01", "2023-05-31"): ["1至5月", "1-5月", "1月至5月", "1—5月份", "一至五月", "1月—5月", "今年1至5月",
        "前5个月", "2023年1-5月", "1月到5月", "2023年1月至5月"],
    ("2023-01-01", "2023-06-30"): ["上半年", "今年上半年", "2023年上半年", "1至6月", "一、二季度", "一至二季度"],
    ("2023-07-01", "2023-12-31"): ["下半年", "7月至12月", "三至四季度"],
    ("2023-07-01", "2023-09-30"): ["三季度", "第三季度", "下季度", "3季度", "7月至9月", "7—9月", "2023年三季度"],
    ("2023-01-01", "2023-09-30"): ["前三季度", "1至9月", "一至三季度"],
    ("2023-01-01", "2023-12-31"): ["今年", "2023年", "本年度", "2023年度", "二〇二三年", "二○二三年"],
    ("2022-01-01", "2022-12-31"): ["去年", "上年", "2022年", "上一年", "上年度"],
    ("2023-12-31", "2023-12-31"): ["年底", "今年年底", "2023年底", "年末", "今年底", "12月底", "2023年12月末", "岁末"],
    ("", "2023-12-31"): ["年底前", "到年底", "今年年底前", "2023年底前", "到2023年底"],
    ("2023-06-15", "2023-12-31"): ["年内", "即日起至12月底", "自即日起至年底", "从即日起到12月31日",
        "自2023年6月15日起至12月31日止", "今年内"],
    ("2023-06-15", "2023-06-18"): ["3日内", "三天内", "3天之内"],
    ("2023-06-15", "2023-06-22"): ["一周内", "7日内", "1个星期内"],
    ("2023-06-15", "2023-07-15"): ["一个月内", "30日内", "1个月之内"],
    ("2023-06-15", "2023-06-20"): ["3个工作日内", "三个工作日内"],  # Friday, Monday, Tuesday
    ("2023-06-15", "2023-06-26"): ["6个工作日内"],  # 22–24 June are free, Sunday the 25th is worked
    ("2023-06-19", "2023-06-25"): ["下周", "下星期", "下一周"],
    ("2023-06-23", "2023-06-23"): ["下周五", "下星期五"],
    ("", "2023-06-23"): ["下周五前", "下周五之前"],
    ("2023-06-30", "2023-06-30"): ["月底", "本月底", "6月底", "月末", "季度末", "6月末", "本季度末"],
    ("2023-04-11", "2023-04-20"): ["4月中旬", "今年4月中旬", "2023年4月中旬"],
    ("2023-05-20", "2023-07-10"): ["5月20日至7月10日", "5月20日—7月10日", "自5月20日起至7月10日",
        "2023年5月20日至7月10日", "5月20日到7月10日"],
    ("2023-06-26", "2023-06-28"): ["6月26日14时至28日10时", "6月26日至28日", "6月26—28日",
        "6月26日14:00至6月28日10:00"],
    ("2023-01-01", "2023-06-15"): ["今年以来", "1月以来", "今年1月以来", "2023年以来"],
    ("", "2023-06-15"): ["目前", "截至目前", "截止目前", "截至6月15日", "迄今为止"],
    ("2022-12-01", "2022-12-31"): ["去年12月", "2022年12月", "去年十二月"],
    ("2020-01-01", "2022-12-31"): ["2020—2022年", "2020年至2022年", "2020-2022年", "2020年—2022年"],
    ("2023-11-01", "2024-03-31"): ["11月至次年3月", "11月至明年3月", "2023年11月至2024年3月", "11月至3月"],
    ("2023-09-29", "2023-10-06"): ["国庆假期", "国庆节期间", "“国庆”假期"],
    ("2023-04-29", "2023-05-03"): ["“五一”期间", "五一假期", "劳动节假期"],
    ("", "2023-01-21"): ["春节前"],
    ("", "2023-06-30"): ["“七一”前", "6月底前", "6月30日下班前", "不迟于6月30日", "延期至6月30日"],
    ("2021-01-01", "2025-12-31"): ["“十四五”期间", "十四五时期"],
    ("", ""): ["每月", "每周五", "每季度末", "每月25日前", "每半年", "每两个月", "自领取许可证之日起30日内"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "first", "last"), [(text, *days) for days, texts in MEANS.items() for text in texts])
def test_days_of_an_expression(text: str, first: str, last: str) -> None:
    assert resolve(text, THURSDAY) == Period(*(dt.date.fromisoformat(day) if day else None for day in (first, last)))


@pytest.mark.parametrize("text", [text for texts in MEANS.values() for text in texts])
def test_an_expression_is_found_whole(text: str) -> None:
    assert [time.text for time in find_times(f"我市{text}。", THURSDAY)] == [text]


NO_TIME = [
    "2023行动", "三年行动", "百日行动", "百日攻坚", "24小时值班", "第一时间", "处5年以上有期徒刑", "2月30日",
    "13月5日", "25时", "3个月", "连续48个月", "第22个安全生产月",
    "1号楼", "3号线", "安委办〔2023〕5号", "15日游", "4月龄", "9.5米", "23年", "每次", "每起", "每名", "每处",
    "一年一度", "日常", "周边", "周密", "月饼",
    "《三年行动方案（2023—2025年）》", "按年龄", "按日常要求", "当时", "年轻", "年龄", "两年", "10日以下拘留",
    "2022年版", "国庆路", "党的二十大", "7日均值", "1.5倍",
    "上半场", "一一对应", "一天一夜",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_TIME)
def test_what_is_no_time(text: str) -> None:
    assert find_times(text, THURSDAY) == []
    assert resolve(text, THURSDAY) is None


RHYTHMS = {
    "daily": ["每日", "每天", "每班", "每个工作日", "逐日", "每日17时前"],
    "weekly": ["每周", "每周五", "每两周", "每星期一", "逐周", "每周五下午"],
    "monthly": ["每月", "每个月", "每月25日前", "每月底", "每两个月", "每半月", "按月", "每月上旬", "每月5日、20日",
        "逐月"],
    "quarterly": ["每季度", "每季度末", "按季度", "每个季度", "每季度首月10日前"],
    "half-yearly": ["每半年", "按半年度"],
    "yearly": ["每年", "每年6月", "每年年底前", "每三年", "每年12月底前"],
}  # fmt: skip


@pytest.mark.parametrize(("rhythm", "text"), [(rhythm, text) for rhythm, texts in RHYTHMS.items() for text in texts])
def test_rhythms(rhythm: str, text: str) -> None:
    assert [(time.recurrence, time.text) for time in find_times(text, THURSDAY)] == [(rhythm, text)]


RELATIONS = {
    "by": ["7月底前", "到2025年", "下周五前", "6月30日之前"],
    "until": ["截至5月底", "截止6月30日", "目前", "截至目前"],
    "since": ["今年以来", "5月份以来", "近三年来", "2020年至今"],
    "from": ["自6月份开始", "7月1日起", "下周开始", "即日起"],
    "within": ["3日内", "年内", "本周内", "15个工作日内"],
    "span": ["5月至8月", "即日起至12月底", "2020—2022年"],
    "at": ["6月8日", "去年", "上半年", "6月26日14时许"],
}


@pytest.mark.parametrize(("relation", "text"), [(name, text) for name, texts in RELATIONS.items() for text in texts])
def test_relations(relation: str, text: str) -> None:
    assert [time.relation for time in find_times(text, THURSDAY)] == [relation]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2023年1月", "2023-01"), ("1月", "2023-01"), ("4月18日", "2023-04-18"), ("去年", "2022"), ("6月5日2时许",
        "2023-06-05"), ("4月中旬", "2023-04"),
        ("1至8月", None), ("每月", None), ("昨日", "2023-06-14"),
    ],
)  # fmt: skip
def test_iso_to_the_precision_given(text: str, iso: str | None) -> None:
    assert [time.iso for time in find_times(text, THURSDAY)] == [iso]


PIECES = [
    "2023年", "7月", "31日", "底", "前", "至", "-", "每", "月", "周", "五", "第", "三", "季度", "下", "本", "自",
    "起", "即日", "内", "3", "个", "工作日", "9999年", "0001年", "1900-1-1",
    "截至", "目前", "以来", "近", "年", "春节", "假期", "上旬", "24时", "之日起", "收到", "《", "》", "（", "）",
    "\n", "。", "，", "524日", "十四五", "期间", "2月30日", "两", "半",
    "99999999999", "十十十", "廿", "〇〇〇〇年", "\U00020bb7", "e\u0301", "\u3000",
]  # fmt: skip
ANCHORS = st.one_of(st.none(), st.dates())


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join), ANCHORS)
def test_any_text_gives_times_in_order_that_end_after_they_begin(text: str, anchor: dt.date | None) -> None:
    at = 0
    for time in find_times(text, anchor):
        assert at <= time.start < time.end <= len(text)
        assert time.text == text[time.start : time.end]
        assert time.first is None or time.last is None or time.first <= time.last
        at = time.end
    resolve(text, anchor)


@settings(deadline=None)
@given(st.text(), ANCHORS)
def test_never_raises(text: str, anchor: dt.date | None) -> None:
    resolve(text, anchor)


@pytest.mark.parametrize("text", ["７月底前", "7 月 底 前", "7月\n底前", "　7月底　前", "2023年７月 底前"])
def test_width_and_spaces_change_no_day(text: str) -> None:
    assert resolve(text, THURSDAY) == Period(None, dt.date(2023, 7, 31))


def test_traditional_script_means_the_same() -> None:
    assert resolve("三個工作日內", THURSDAY) == Period(THURSDAY, dt.date(2023, 6, 20))


def test_a_list_is_read_as_one_stretch() -> None:
    assert resolve("7月、8月和9月", THURSDAY) == Period(dt.date(2023, 7, 1), dt.date(2023, 9, 30))


SPACED = [text for texts in MEANS.values() for text in texts]


@settings(deadline=None)
@given(st.sampled_from(SPACED), st.data())
def test_a_break_between_two_chinese_characters_changes_nothing(text: str, data: st.DataObject) -> None:
    places = [at for at in range(1, len(text)) if ord(text[at - 1]) > 127 and ord(text[at]) > 127]
    if places:
        at = data.draw(st.sampled_from(places))
        assert resolve(text[:at] + data.draw(st.sampled_from(" \n\u3000")) + text[at:], THURSDAY) == resolve(
            text, THURSDAY
        )
