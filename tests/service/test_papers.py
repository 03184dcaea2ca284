"""Papers that go out together: each has a number of its own, none goes to the office itself."""

import re
from pathlib import Path

import docx
import openpyxl
import pytest

import generate
from generate import Before, Concern, Draft
from ledger.summary import summarise_files
from records import Count, DocumentInfo, Extraction, Failure, MonthSummary
from service import papers
from service.papers import Wish

MONTH = "2023-06"
OFFICE = """
issuer = "某县安委办"
date = 2023-07-04
campaign = "专项行动"

[header]
mark = "某县安委办文件"
number = "某安委办〔2023〕12号"

[[leaders]]
name = "王某某"
units = ["甲镇"]

[[leaders]]
name = "李某某"
units = ["乙镇"]
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANWEN_HOME", str(tmp_path))
    (tmp_path / "office.toml").write_text(OFFICE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def month() -> MonthSummary:
    """Three units whose figures are covered up, the office itself among them."""
    files = []
    for at, unit in enumerate(("甲镇", "乙镇", "某县安委办")):
        text = f"{unit}排查隐患**处。"
        start = text.index("排查")
        count = Count(
            value=None, unit="处", item="隐患", action="排查", masked=True, quote=text[start:-1], start=start,
            end=len(text) - 1,
        )  # fmt: skip
        about = DocumentInfo(f"{unit}.txt", f"{at:064x}", "text/plain", "工作汇报")
        files.append((unit, Extraction(document=about, text=text, counts=(count,))))
    return summarise_files(files, MONTH)


Made = list[tuple[Concern | None, Draft | Failure, Path]]


def numbers(made: Made) -> list[str]:
    """The 发文字号 of the Word files, as printed."""
    places = [place for _, _, place in made if place.suffix == ".docx"]
    texts = ["\n".join(one.text for one in docx.Document(str(place)).paragraphs) for place in places]
    return [found[0] for text in texts if (found := re.search(r"〔\d+〕\d+号", text))]


def test_letters_that_go_out_together_are_numbered_on(month: MonthSummary, home: Path) -> None:
    made: Made = list(papers.write_each(Wish("提醒函", allow_gaps=True), month, Before(), home / "函"))
    assert [concern.name for concern, *_ in made if concern] == ["乙镇", "甲镇"]
    assert numbers(made) == ["〔2023〕12号", "〔2023〕13号"]


def test_of_a_set_only_what_bears_a_header_takes_a_number(month: MonthSummary, home: Path) -> None:
    kinds = generate.known_sets()["小礼包"]
    made: Made = list(papers.write_set(Wish("小礼包", allow_gaps=True), kinds, month, Before(), home / "包"))
    assert numbers(made) == ["〔2023〕12号", "〔2023〕13号"]
    assert {place.parent.name for *_, place in made} == {"王某某", "李某某"}
    assert sorted(path.name for path in (home / "包" / "王某某").iterdir()) == [
        "宣讲通稿.docx", "领导提醒函.docx", "领导职责清单.xlsx",
    ]  # fmt: skip


def test_five_sheets_even_of_a_month_with_nothing(home: Path) -> None:
    empty = MonthSummary(MONTH, None, (), {}, (), (), (), ())
    papers.write(Wish("一台账一表三清单"), empty, Before(), home / "表.xlsx")
    sheets = openpyxl.load_workbook(home / "表.xlsx").worksheets
    assert [sheet.title for sheet in sheets] == [
        "推进台账",
        "情况汇总表",
        "重大隐患清单",
        "突出问题清单",
        "制度措施清单",
    ]
    assert all(sheet.max_row > 1 for sheet in sheets)
