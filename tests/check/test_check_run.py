import time

from hypothesis import given, settings
from hypothesis import strategies as st

from check import check
from extract import extract, read_text
from records import CheckReport, DocumentInfo, Extraction

PIECES = [
    "一是抓检查，", "三是抓整改。", "**家企业", "2月30日", "“安全月", "）", "524日，", "整改率102%", "\r\n", "\u3000",
    "\U00020bb7", "e\u0301", "安全 生产", "專項", "我讲三点意见：\n第一，", "、", "等5份清单", "\t", "（", "1.", "①",
    "XX市",
]  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_every_quote_stands_at_its_place(text: str) -> None:
    info = DocumentInfo("例.txt", "0" * 64, "text/plain", "其他")
    report = check(Extraction(info, text))
    for one in report.findings:
        assert one.start is None or text[one.start : one.end] == one.quote
        assert all(text[place.start : place.end] == place.quote for place in one.related)


FIGURES = [
    "全县", "排查隐患280处", "其中", "重大隐患30处", "已整改256处", "整改率91.4%", "整改率102%", "剩余6处",
    "发生事故37起", "死亡0人", "同比减少8起", "下降17.8%", "去年同期0起", "分别为", "合计", "共", "占",
    "近*万处", "1.13万", "没有发现重大隐患", "，", "。", "；", "、", "\n",
]  # fmt: skip


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(FIGURES), min_size=1, max_size=25).map("".join).filter(str.strip))
def test_any_row_of_figures_can_be_checked(text: str) -> None:
    found = extract(read_text(text, "例.txt"))
    for one in check(found).findings:
        assert one.start is None or text[one.start : one.end] == one.quote


def test_an_empty_text_has_no_findings(draft) -> None:
    assert check(draft("").extraction()) == CheckReport(check(draft("").extraction()).document, ())


def test_one_finding_a_rule_and_quote_in_the_order_of_the_text(draft) -> None:
    text = "请于2月30日前报送。\n请于4月31日前办结。\n请于2月30日前报送。"
    assert [one.quote for one in draft(text).findings()] == ["2月30日", "4月31日"]


def test_findings_on_the_whole_document_come_first(draft) -> None:
    found = draft("请于2月30日前报送。", kind="工作汇报").findings()
    assert [one.start for one in found if one.start is not None] == [2]
    assert len(found) > 1
    assert found[-1].start == 2


def test_five_hundred_paragraphs_under_a_second(draft) -> None:
    line = "一是排查隐患{0}处，已整改{0}处，其中重大隐患1处，同比下降12.5%；（联系人：王五）请于6月30日前报送。"
    text = "\n".join(line.format(number) for number in range(1000, 1500))
    made = draft(text)
    for number in range(1000, 1500):
        made = made.count(f"排查隐患{number}处", str(number), "处", "隐患")
        made = made.count(f"整改{number}处", str(number), "处", "隐患", action="整改")
    ready = made.extraction()
    start = time.process_time()
    check(ready)
    assert time.process_time() - start < 1
