"""Which unit and month a report is of, and which marks make a human look first."""

import datetime as dt
from decimal import Decimal

import pytest

from ledger.roster import Roster
from records import Count, DocumentInfo, Extraction, Period, ReportingUnit
from service.guess import Guess, guess, month_of
from service.internal import internal_mark

UNITS = (ReportingUnit("槐浦镇"), ReportingUnit("县住建局", ("云桓县住房和城乡建设局",)))
ROSTER = Roster(UNITS)
DAY = dt.date(2023, 7, 3)


def report(
    issuer: str | None = None, name: str = "a.txt", kind: str = "工作汇报", ends: tuple[dt.date, ...] = ()
) -> Extraction:
    counts = tuple(
        Count(quote="", start=0, end=0, value=Decimal(1), unit="处", item="隐患", period=Period(None, end))
        for end in ends
    )
    return Extraction(DocumentInfo(name, "x", "text/plain", kind, issuer=issuer, date=DAY), "", counts=counts)


@pytest.mark.parametrize(
    ("found", "unit"),
    [
        (report("云桓县槐浦镇人民政府"), "槐浦镇"),
        (report("云桓县住房和城乡建设局"), "县住建局"),
        (report(None, "附件2 槐浦镇6月汇报.docx"), "槐浦镇"),
        (report("某某公司", "县住建局.docx"), "县住建局"),
        (report(None, "槐浦镇和县住建局.docx"), None),
        (report("某某公司"), "某某公司"),
        (report(None), None),
    ],
)
def test_the_unit_is_the_signatures_else_the_one_that_the_file_is_named_after(
    found: Extraction, unit: str | None
) -> None:
    assert guess(found, UNITS, ROSTER).unit == unit


def test_only_a_signature_on_the_roster_is_sure() -> None:
    assert guess(report("槐浦镇"), UNITS, ROSTER) == Guess("槐浦镇", "2023-07", True)
    assert not guess(report("某某公司"), UNITS, ROSTER).sure
    assert not guess(report(None, "槐浦镇.docx"), UNITS, ROSTER).sure


def test_without_a_roster_a_signed_report_is_sure_and_another_paper_is_not() -> None:
    assert guess(report("某某公司"), (), Roster()).sure
    assert not guess(report("某某公司", kind="通报"), (), Roster()).sure


def test_the_month_is_that_of_most_figures_else_of_the_paper() -> None:
    may, june = dt.date(2023, 5, 31), dt.date(2023, 6, 30)
    assert month_of([report(ends=(june, june, may))]) == "2023-06"
    assert month_of([report()]) == "2023-07"
    assert month_of([]) is None


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("内部资料\n关于某事的报告", "内部资料"),
        ("  【内部文件】\n报告", "内部文件"),
        ("内部资料 注意保存\n报告", "内部资料注意保存"),
        ("报告\n（工作秘密）\n", "工作秘密"),
        ("内 部 资 料\n报告", "内部资料"),
        ("要加强内部资料管理，防止工作秘密泄露。", None),
        ("关于做好内部使用设备检查的通知", None),
        ("报告\n" + "字" * 2000 + "\n内部资料", None),
    ],
)
def test_a_mark_of_internal_matter_stands_alone_on_the_first_page(text: str, mark: str | None) -> None:
    assert internal_mark(text) == mark
