"""What an office may change of the rules, and the one line it is told when it has written something wrong."""

from pathlib import Path
from typing import Any

import pytest

from check import SHIPPED, Rulebook, check, load_rulebook
from extract import extract, read_text
from records import BadRequest, Extraction

OWN = """
[[rule]]
id = "text.own-old-name"
pattern = '安监局'
message = "“{found}”已更名（第{para}段）"
fix = "应急管理局"
finds = ["由⟦安监局⟧牵头。"]
leaves = ["由应急管理局牵头。"]
"""


@pytest.fixture(name="book")
def _book(tmp_path: Path) -> Any:
    def book(text: str) -> Rulebook:
        path = tmp_path / "check.toml"
        path.write_text(text, encoding="utf-8")
        return load_rulebook(path)

    return book


def taken(text: str, name: str = "县教育局.txt") -> Extraction:
    return extract(read_text(text, name))


def test_without_a_file_the_shipped_rules_hold(tmp_path: Path) -> None:
    assert load_rulebook(tmp_path / "check.toml") is SHIPPED


def test_a_rule_that_is_off_is_silent(book: Any) -> None:
    text = taken("请于2月30日前报送。")
    assert [one.rule for one in check(text).findings] == ["date.real"]
    assert check(text, rulebook=book('off = ["date.real"]')).findings == ()


def test_an_own_severity_takes_the_place_of_the_rule_s(book: Any) -> None:
    (found,) = check(taken("请于2月30日前报送。"), rulebook=book('[severity]\n"date.real" = "info"')).findings
    assert found.severity == "info"


def test_a_softened_finding_is_not_made_graver(book: Any) -> None:
    rulebook = book('[severity]\n"figure.parts-over" = "error"')
    (found,) = check(taken("排查隐患30处，其中消防隐患20处、燃气隐患15处。"), rulebook=rulebook).findings
    assert found.severity == "warning"


WRONG_RATE = "全县共排查隐患280处，已完成整改256处，整改率94.1%。"


@pytest.mark.parametrize(
    ("unit", "indicator", "rule", "left"),
    [("教育局", "整改率", "", []), ("民政局", "整改率", "", ["figure.rate"]), ("教育局", "参训率", "", ["figure.rate"]),
     ("教育局", "整改率", "figure.rate", []), ("教育局", "整改率", "figure.rest", ["figure.rate"])],
)  # fmt: skip
def test_what_was_accepted_of_a_unit_is_told_no_more(
    unit: str, indicator: str, rule: str, left: list[str], book: Any
) -> None:
    told = f'[[accepted]]\nunit = "{unit}"\nindicator = "{indicator}"\nreason = "口径如此"\n'
    rulebook = book(told + (f'rule = "{rule}"\n' if rule else ""))
    assert [one.rule for one in check(taken(WRONG_RATE), rulebook=rulebook).findings] == left


def test_an_own_word_rule_finds_its_words_at_their_place(book: Any) -> None:
    rulebook = book(OWN)
    text = taken("由县应急管理局牵头。\n安 监局配合。")
    (found,) = check(text, rulebook=rulebook).findings
    assert (found.rule, found.severity, found.quote, found.fix) == (
        "text.own-old-name", "warning", "安 监局", "应急管理局",
    )  # fmt: skip
    assert "第2段" in found.message
    assert rulebook.rules[-1].id == "text.own-old-name"


WRONG = [
    ("off = [", "不是正确的 TOML"),
    ('of = ["date.real"]', "没有“of”，可用：off、severity、accepted、rule"),
    ('off = "date.real"', "“off”应写成数组"),
    ('off = ["date.rael"]', "“date.rael”不是规则编号"),
    ('[severity]\n"date.real" = "严重"', "“date.real”的程度“严重”不对"),
    ('accepted = ["整改率"]', "第1个 [[accepted]]写法不对"),
    ('[[accepted]]\nunit = "甲"', "第1个 [[accepted]]缺少“indicator”"),
    ('[[accepted]]\nunit = "甲"\nindicator = "乙"\nrule = "x"', "第1个 [[accepted]]中“x”不是规则编号"),
    (OWN.replace("安监局'", "安监局('"), "（text.own-old-name）的 pattern 不是正确的正则表达式"),
    (OWN.replace("安监局'", "监安局'"), "的 finds 例句“由⟦安监局⟧牵头。”应恰好找到⟦⟧中的文字，实际：没有匹配"),
    (OWN.replace('leaves = ["由应急', 'leaves = ["由安监局、应急'), "不应有发现，却匹配到“安监局”"),
    (OWN.replace("{found}", "{what}"), "message 只能用 {found} 和 {para}"),
    (OWN.replace("text.own-old-name", "date.real"), "（date.real）的编号不对"),
    (OWN.replace('message = "“{found}”已更名（第{para}段）"\n', ""), "第1个 [[rule]]缺少“message”"),
    (OWN.replace('["由⟦安监局⟧牵头。"]', "[1]"), "应是一句一句的文字"),
    (OWN.replace("'安监局'", f"'{'安' * 501}'"), "超过500个字符"),
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_is_wrong_is_told_in_one_line_with_file_and_entry(text: str, told: str, book: Any) -> None:
    with pytest.raises(BadRequest) as error:
        book(text)
    line = str(error.value)
    assert told in line
    assert "check.toml" in line
    assert "\n" not in line
