"""What an inspection found itself is told from what units report."""

import pytest

from language.normalize import normalize
from ledger.filing import Holdings, Submission
from ledger.inspected import inspected
from records import Filed, Hazard

MONTH = "2023-06"


def found(text: str, words: str, title: str = "某镇工作汇报", kind: str = "工作汇报") -> bool:
    """Whether a hazard that these words of the text state is an inspection's."""
    start = text.index(words)
    record = Hazard(description=words, quote=words, start=start, end=start + len(words))
    holdings = Holdings(hazards=(Filed(1, "某镇", "a.txt", MONTH, record, "a"),), texts={"a": normalize(text)})
    return bool(inspected(holdings, (Submission(1, "某镇", MONTH, None, "a.txt", "a", kind, title),)))


@pytest.mark.parametrize(
    ("kind", "title", "is_one"),
    [
        ("通报", "关于第一轮督查情况的通报", True),
        ("通报", "关于暗访发现问题的通报", True),
        ("整改通知书", "安全隐患整改通知书", True),
        ("通报", "关于六月份工作进展情况的通报", False),
        ("工作汇报", "某局督查检查工作情况汇报", False),  # a unit's own report, whatever it is called
        ("总体方案", "专项督查工作方案", False),
    ],
)
def test_a_paper_of_an_inspection_is_told_by_kind_and_title(kind: str, title: str, is_one: bool) -> None:
    assert found("某厂消防通道堵塞。", "消防通道堵塞", title, kind) == is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("县督查组现场检查发现，某厂消防通道堵塞。", True),
        ("暗访中发现：某厂消防通道堵塞。", True),
        ("暗 訪 發 現 某厂消防通道堵塞。", True),
        ("经企业自查，某厂消防通道堵塞。", False),
        ("督查组到我镇检查。\n某厂消防通道堵塞。", False),
        ("消防通道堵塞，此前督查发现过。", False),  # said after it, of something else
    ],
)
def test_a_passage_says_who_found_it(text: str, is_one: bool) -> None:
    assert found(text, "消防通道堵塞") == is_one


def test_the_heading_of_the_section_says_it_for_all_of_it() -> None:
    text = "二、暗访发现的问题\n1.某店无证经营。\n2.某厂消防通道堵塞。\n三、企业自查情况\n某库房电线老化。"
    assert found(text, "无证经营")
    assert found(text, "消防通道堵塞")
    assert not found(text, "电线老化")
