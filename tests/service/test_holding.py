"""A report is held against what the office keeps: the month before of the same unit, the units' sum."""

import datetime as dt
from pathlib import Path

import pytest

import extract
from check import SHIPPED
from ledger.store import Store
from records import Extraction
from service.checking import checked
from service.checks import report_on
from service.desk import Desk
from service.gather import files_of, outcomes
from service.holding import kept_for, month_before

LAST = """槐镇2023年5月安全生产工作汇报
现将有关情况汇报如下。
截至2023年5月31日，累计检查企业120家，排查隐患280处，整改隐患256处。
槐镇人民政府
2023年6月5日
"""
NOW = (
    LAST.replace("5月31日", "6月30日")
    .replace("2023年5月", "2023年6月")
    .replace("280处", "208处")
    .replace("6月5日", "7月5日")
)


def read(text: str) -> Extraction:
    return extract.extract(extract.read_text(text))


def test_a_total_to_date_that_is_less_than_a_month_ago_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANWEN_HOME", str(tmp_path))
    with Store.open(f"sqlite:///{tmp_path / 'anwen.db'}") as store:
        store.add(read(LAST), LAST.encode(), unit="槐镇人民政府", month="2023-05", received=dt.date(2023, 6, 5))
    (tmp_path / "本月.txt").write_text(NOW, encoding="utf-8")
    (done,) = checked(list(outcomes(files_of([tmp_path / "本月.txt"]))), None, SHIPPED)
    assert done.report is not None
    (found,) = (one for one in done.report.findings if one.rule == "figure.kept-less")
    assert found.severity == "info"
    assert "280" in found.message
    assert "208" in found.message


def test_a_unit_that_nobody_knows_and_a_paper_without_a_month_are_held_against_nothing(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'a.db'}") as store:
        assert kept_for(store, read(NOW), "县安委办") is None
        store.add(read(LAST), LAST.encode(), unit="槐镇人民政府", month="2023-05", received=dt.date(2023, 6, 5))
        kept = kept_for(store, read(NOW), "县安委办")
        assert kept is not None
        assert (kept.unit, kept.own.month, kept.units) == ("槐镇人民政府", "2023-06", None)
        assert kept.before is not None
        assert kept.before.month == "2023-05"
        assert kept_for(store, read("槐镇人民政府通知"), "县安委办") is None


def test_the_office_s_own_report_is_held_against_the_sum_of_the_units(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'a.db'}") as store:
        store.add(read(NOW), NOW.encode(), unit="槐镇人民政府", month="2023-06", received=dt.date(2023, 7, 5))
        kept = kept_for(store, read(NOW.replace("槐镇人民政府", "安县安委会办公室")), "安县安委会办公室")
        assert kept is not None
        assert kept.unit is None
        assert kept.units is not None


def test_the_month_before_january_is_december() -> None:
    assert [month_before(month) for month in ("2023-06", "2023-01")] == ["2023-05", "2022-12"]


def test_findings_that_were_kept_do_not_hide_what_other_documents_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANWEN_HOME", str(tmp_path))
    with Desk.open(f"sqlite:///{tmp_path / 'anwen.db'}") as desk:
        store = desk.store
        now = store.add(read(NOW), NOW.encode(), unit="槐镇人民政府", month="2023-06", received=dt.date(2023, 7, 5))
        alone = report_on(store, now.submission.id)
        store.add(read(LAST), LAST.encode(), unit="槐镇人民政府", month="2023-05", received=dt.date(2023, 6, 5))
        beside = report_on(store, now.submission.id)
    assert {one.rule for one in beside.findings} - {one.rule for one in alone.findings} == {"figure.kept-less"}
