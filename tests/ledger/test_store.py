import hashlib
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import queries
from ledger.filing import KINDS
from ledger.store import Store
from records import (
    INDUSTRIES,
    Accident,
    BadRecord,
    BadRequest,
    Change,
    Count,
    Deadline,
    DocumentInfo,
    Extraction,
    Figure,
    Filed,
    Hazard,
    Period,
    ReportingUnit,
)

Report = Callable[..., Extraction]

JUNE = "2023-06"
DAY = date(2023, 6, 27)


@pytest.fixture
def url(database_url: str) -> str:
    return database_url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'office' / 'anwen.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url) as opened:
        yield opened


def bytes_of(extraction: Extraction) -> bytes:
    """The file that the report fixture takes an extraction to come from."""
    return extraction.text.encode()


def full_extraction() -> Extraction:
    """An extraction with every field of every record set."""
    text = "全镇排查隐患1.13万处，其中重大3至5处，整改率97.29%；7月底前完成整改；封闭安全出口；南昌交通事故19死20伤"

    def at(quote: str) -> dict[str, object]:
        start = text.index(quote)
        return {"quote": quote, "start": start, "end": start + len(quote), "page": 2, "confidence": 0.98, "rule": "r1"}

    sha256 = hashlib.sha256(text.encode()).hexdigest()
    info = DocumentInfo(
        "月报.docx", sha256, "application/msword", "工作汇报", "标题", "东河镇", date(2023, 6, 26), "安县", "hant", 8
    )
    counts = (
        Count(
            **at("排查隐患1.13万处"), value=Decimal(11300), unit="处", item="隐患", action="排查", subject="全镇",
        ),  # type: ignore[arg-type]
        Count(
            **at("重大3至5处"), value=Decimal(3), upper=Decimal(5), unit="处", item="重大隐患", approx="about",
            part_of=0, period=Period(None, date(2023, 5, 31)),
        ),  # type: ignore[arg-type]
        Count(
            **at("整改率97.29%"), value=Decimal("97.29"), unit="%", item="整改率", change=Change("同比", "up"),
            period=Period(None, None),
        ),  # type: ignore[arg-type]
    )  # fmt: skip
    deadline = Deadline(
        **at("7月底前完成整改"), task="完成整改", due=date(2023, 7, 31), start_date=date(2023, 7, 1),
        recurrence="monthly", responsible="镇应急办",
    )  # type: ignore[arg-type]  # fmt: skip
    hazard = Hazard(
        **at("封闭安全出口"), description="封闭安全出口", level="重大", industry="消防", place="某厂", status="found",
        measures="拆除", responsible="厂长", due=date(2023, 7, 31), funds=Decimal("12.50"),
    )  # type: ignore[arg-type]  # fmt: skip
    accident = Accident(
        **at("南昌交通事故19死20伤"), date="2023-01", place="南昌", type="交通事故", deaths=19, injured=20, missing=0
    )  # type: ignore[arg-type]
    return Extraction(info, text, (), counts, (deadline,), (hazard,), (accident,), ("第2页有修订",))


def test_what_goes_in_comes_out(store: Store) -> None:
    extraction = full_extraction()
    added = store.add(extraction, bytes_of(extraction), unit="东河镇", month=JUNE, received=DAY)
    assert (added.duplicate, added.superseded, added.new_unit) == (False, (), True)
    assert tuple(filed.record for filed in store.counts()) == extraction.counts
    assert tuple(filed.record for filed in store.deadlines()) == extraction.deadlines
    assert tuple(filed.record for filed in store.hazards()) == extraction.hazards
    assert tuple(filed.record for filed in store.accidents()) == extraction.accidents
    kept = store.document(added.submission.id)
    assert (kept.info, kept.text, kept.warnings) == (extraction.document, extraction.text, extraction.warnings)
    assert store.original(added.submission.id) == bytes_of(extraction)


def test_decimals_are_kept_to_the_digit(store: Store) -> None:
    extraction = full_extraction()
    store.add(extraction, bytes_of(extraction), unit="东河镇", month=JUNE, received=DAY)
    assert [str(filed.record.value) for filed in store.counts()] == ["11300", "3", "97.29"]
    assert str(store.hazards()[0].record.funds) == "12.50"


def test_decimals_are_text_in_sqlite(sqlite_url: str) -> None:
    extraction = full_extraction()
    with Store.open(sqlite_url) as store:
        store.add(extraction, bytes_of(extraction), unit="东河镇", month=JUNE, received=DAY)
    connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    assert connection.execute("SELECT value, typeof(value) FROM counts").fetchall()[2] == ("97.29", "text")
    connection.close()


def test_ids_run_over_all_kinds_and_are_never_given_again(store: Store, report: Report) -> None:
    extraction = full_extraction()
    added = store.add(extraction, bytes_of(extraction), unit="东河镇", month=JUNE, received=DAY)
    ids = [filed.id for kind in KINDS for filed in store.records(kind)]
    assert ids == [1, 2, 3, 4, 5, 6]
    store.withdraw(added.submission.id)
    store.add(extraction, bytes_of(extraction), unit="东河镇", month=JUNE, received=DAY)
    assert min(filed.id for filed in store.counts()) == 7


def test_a_filed_record_names_its_unit_file_and_month(store: Store, report: Report) -> None:
    built = report("⟦立案2起|立案/案件⟧", name="六月.docx")
    store.add(built, bytes_of(built), unit="东河镇", month=JUNE, received=DAY)
    assert store.counts() == (Filed(1, "东河镇", "六月.docx", JUNE, built.counts[0], built.document.sha256),)


def test_records_are_filtered_by_month_and_unit(store: Store, report: Report) -> None:
    for unit, month, text in [("东河镇", "2023-05", "a"), ("东河镇", JUNE, "b"), ("西岭乡", JUNE, "c")]:
        built = report(f"{text}⟦立案2起|立案/案件⟧")
        store.add(built, bytes_of(built), unit=unit, month=month, received=DAY)
    assert [(filed.unit, filed.month) for filed in store.counts(month=JUNE)] == [("东河镇", JUNE), ("西岭乡", JUNE)]
    assert [(filed.unit, filed.month) for filed in store.counts(unit="东河镇")] == [
        ("东河镇", "2023-05"),
        ("东河镇", JUNE),
    ]
    assert len(store.records("counts", JUNE, "西岭乡")) == 1
    assert store.months() == ("2023-05", JUNE)


def test_asking_for_what_there_is_not_says_what_there_is(store: Store, report: Report) -> None:
    built = report("⟦立案2起|立案/案件⟧")
    store.add(built, bytes_of(built), unit="东河镇", month=JUNE, received=DAY)
    with pytest.raises(BadRequest, match="没有“西岭乡”这个单位，已有：东河镇"):
        store.counts(unit="西岭乡")
    with pytest.raises(BadRequest, match="可用：counts、deadlines、hazards、accidents"):
        store.records("figures")
    with pytest.raises(BadRequest, match="应写作 2023-05"):
        store.counts(month="2023.6")
    with pytest.raises(BadRequest, match="没有编号为 9 的文件"):
        store.document(9)


def test_the_same_file_twice_is_noticed_and_stored_once(store: Store, report: Report) -> None:
    built = report("⟦立案2起|立案/案件⟧", name="a.docx")
    first = store.add(built, bytes_of(built), unit="东河镇", month=JUNE, received=DAY)
    again = store.add(built, bytes_of(built), unit="西岭乡", month="2023-07", received=DAY)
    assert again.duplicate
    assert again.submission == first.submission
    assert (len(store.counts()), [unit.name for unit in store.units()]) == (1, ["东河镇"])


def test_a_corrected_report_counts_instead_of_the_first(store: Store, report: Report) -> None:
    wrong, right = (report(f"共⟦排查隐患{n}处|排查/隐患⟧") for n in (521, 512))
    first = store.add(wrong, bytes_of(wrong), unit="东河镇", month=JUNE, received=date(2023, 6, 25))
    second = store.add(right, bytes_of(right), unit="东河镇", month=JUNE, received=date(2023, 6, 28))
    assert [old.id for old in second.superseded] == [first.submission.id]
    assert [filed.record.value for filed in store.counts()] == [512]
    assert [each.superseded_by for each in store.submissions(JUNE)] == [second.submission.id, None]
    total = store.summary(JUNE).indicators["hazards_found"].total
    assert total == Figure(Decimal(512), "处", (2,))


def test_a_first_version_filed_late_does_not_count(store: Store, report: Report) -> None:
    wrong, right = (report(f"共⟦排查隐患{n}处|排查/隐患⟧") for n in (521, 512))
    newer = store.add(right, bytes_of(right), unit="东河镇", month=JUNE, received=date(2023, 6, 28))
    older = store.add(wrong, bytes_of(wrong), unit="东河镇", month=JUNE, received=date(2023, 6, 25))
    assert older.submission.superseded_by == newer.submission.id
    assert [filed.record.value for filed in store.counts()] == [512]


def test_another_paper_of_the_month_stands_beside_the_report(store: Store, report: Report) -> None:
    for text, kind in [("a⟦立案2起|立案/案件⟧", "工作汇报"), ("b⟦查封1家|查封/企业⟧", "清单")]:
        built = report(text, kind=kind)
        store.add(built, bytes_of(built), unit="东河镇", month=JUNE, received=DAY)
    assert len(store.counts()) == 2


@pytest.mark.parametrize(("replaces", "left"), [("version", 1), ("all", 1), ("none", 2)])
def test_the_clerk_may_say_what_a_file_replaces(store: Store, report: Report, replaces: str, left: int) -> None:
    for text in ("a⟦立案2起|立案/案件⟧", "b⟦立案3起|立案/案件⟧"):
        built = report(text)
        store.add(built, bytes_of(built), unit="东河镇", month=JUNE, received=DAY, replaces=replaces)  # type: ignore[arg-type]
    assert len(store.counts()) == left


def test_withdrawing_a_correction_brings_the_first_version_back(store: Store, report: Report) -> None:
    first, second = (report(f"共⟦排查隐患{n}处|排查/隐患⟧") for n in (521, 512))
    store.add(first, bytes_of(first), unit="东河镇", month=JUNE, received=DAY)
    added = store.add(second, bytes_of(second), unit="东河镇", month=JUNE, received=DAY)
    store.withdraw(added.submission.id)
    assert [filed.record.value for filed in store.counts()] == [521]
    assert [each.superseded_by for each in store.submissions()] == [None]


def test_units_go_by_their_aliases(store: Store, report: Report) -> None:
    store.set_roster([ReportingUnit("县住建局", ("云桓县住房和城乡建设局",)), ReportingUnit("槐浦镇")])
    built = report("⟦立案2起|立案/案件⟧")
    added = store.add(built, bytes_of(built), unit="云桓县住房和城乡建设局", month=JUNE, received=DAY)
    assert (added.submission.unit, added.new_unit) == ("县住建局", False)
    assert store.resolve_unit("云桓县槐浦镇人民政府") == "槐浦镇"
    assert store.resolve_unit("大槐浦镇") is None
    assert len(store.counts(unit="云桓县住房和城乡建设局")) == 1


def test_a_new_roster_takes_over_what_was_filed_under_an_alias(store: Store, report: Report) -> None:
    built = report("⟦立案2起|立案/案件⟧")
    store.add(built, bytes_of(built), unit="云桓县住房和城乡建设局", month=JUNE, received=DAY)
    units = [ReportingUnit("槐浦镇"), ReportingUnit("县住建局", ("云桓县住房和城乡建设局",))]
    store.set_roster(units, due_day=5, due_next_month=True)
    assert [each.unit for each in store.submissions()] == ["县住建局"]
    assert store.units() == tuple(units)
    assert (store.roster().due(JUNE), store.roster().units) == (date(2023, 7, 5), tuple(units))
    store.set_roster(units[:1])
    assert (store.roster().units, store.roster().due(JUNE)) == (tuple(units[:1]), None)
    assert [unit.name for unit in store.units()] == ["槐浦镇", "县住建局"]


def test_a_faulty_roster_changes_nothing(store: Store) -> None:
    store.set_roster([ReportingUnit("槐浦镇")])
    with pytest.raises(BadRequest, match="同时指"):
        store.set_roster([ReportingUnit("东河镇", ("镇",)), ReportingUnit("西河镇", ("镇",))])
    with pytest.raises(BadRequest, match="应为 1 至 31"):
        store.set_roster([ReportingUnit("东河镇")], due_day=32)
    assert store.roster().units == (ReportingUnit("槐浦镇"),)


def test_the_summary_knows_who_is_missing_and_late(store: Store, report: Report) -> None:
    store.set_roster([ReportingUnit("槐浦镇"), ReportingUnit("东河镇"), ReportingUnit("西岭乡")], due_day=27)
    for unit, day in [("西岭乡", 28), ("槐浦镇", 27)]:
        built = report(f"{unit}⟦立案2起|立案/案件⟧")
        store.add(built, bytes_of(built), unit=unit, month=JUNE, received=date(2023, 6, day))
    summary = store.summary(JUNE)
    assert (summary.units, summary.missing, summary.late) == (("槐浦镇", "西岭乡"), ("东河镇",), ("西岭乡",))
    assert summary.indicators["cases"].total == Figure(
        Decimal(4), "起", (2, 1), formula="2个单位之和，其中2个未注明时段"
    )


@pytest.mark.parametrize(
    ("unit", "month", "original", "message"),
    [
        ("东河镇", "2023-13", None, "应写作 2023-05"),
        ("  ", JUNE, None, "没有写明报送单位"),
        ("东河镇", JUNE, b"other", "不是同一份"),
    ],
    ids=["month", "unit", "bytes"],
)
def test_what_does_not_fit_is_refused(
    store: Store, report: Report, unit: str, month: str, original: bytes | None, message: str
) -> None:
    built = report("⟦立案2起|立案/案件⟧")
    with pytest.raises((BadRequest, BadRecord), match=message):
        store.add(built, original or bytes_of(built), unit=unit, month=month, received=DAY)
    assert (store.submissions(), store.units()) == ((), ())


def test_a_part_of_nothing_is_refused(store: Store, report: Report) -> None:
    built = report("⟦立案2起|立案/案件;part=7⟧")
    with pytest.raises(BadRecord, match="所属的总数不存在"):
        store.add(built, bytes_of(built), unit="东河镇", month=JUNE, received=DAY)


def test_a_failure_in_the_middle_leaves_nothing(store: Store, report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = report("a⟦立案2起|立案/案件⟧"), full_extraction()
    store.add(first, bytes_of(first), unit="东河镇", month=JUNE, received=DAY)
    monkeypatch.setattr(queries, "own_values", _fail_on_hazards(queries.own_values))
    with pytest.raises(RuntimeError, match="in the middle"):
        store.add(second, bytes_of(second), unit="新来乡", month=JUNE, received=DAY)
    assert [len(store.records(kind)) for kind in KINDS] == [1, 0, 0, 0]
    assert ([unit.name for unit in store.units()], len(store.submissions())) == (["东河镇"], 1)
    monkeypatch.undo()
    assert store.add(second, bytes_of(second), unit="新来乡", month=JUNE, received=DAY).duplicate is False


def _fail_on_hazards(real: Callable[..., object]) -> Callable[..., object]:
    def own_values(record: object, kind: str, *rest: object) -> object:
        if kind == "hazards":
            raise RuntimeError("in the middle")
        return real(record, kind, *rest)

    return own_values


KILLED = """
    import os, sys, hashlib
    from datetime import date
    from decimal import Decimal
    from ledger import queries
    from ledger.store import Store
    from records import Count, DocumentInfo, Extraction

    text = "立案2起"
    count = Count(quote=text, start=0, end=4, value=Decimal(2), unit="起", item="案件")
    info = DocumentInfo("a.txt", hashlib.sha256(text.encode()).hexdigest(), "text/plain", "工作汇报")
    real = queries.own_values
    queries.own_values = lambda *args: os._exit(9) if sys.argv[2] == "die" else real(*args)
    store = Store.open(sys.argv[1])
    filing = {"unit": "东河镇", "month": "2023-06", "received": date(2023, 6, 27)}
    store.add(Extraction(info, text, counts=(count,)), text.encode(), **filing)
    store.close()
"""


def test_a_process_killed_in_the_middle_leaves_nothing(url: str) -> None:
    def run(how: str) -> int:
        return subprocess.run([sys.executable, "-c", textwrap.dedent(KILLED), url, how], check=False).returncode

    assert run("die") == 9
    with Store.open(url) as store:
        assert (store.submissions(), store.units()) == ((), ())
    assert run("live") == 0
    with Store.open(url) as store:
        assert len(store.counts()) == 1


def test_several_stores_write_at_once(url: str, report: Report) -> None:
    reports = [report(f"{n}⟦立案2起|立案/案件⟧", kind="清单", name=f"{n}.txt") for n in range(24)]

    def write(part: int) -> list[bool]:
        with Store.open(url) as store:
            mine = reports[part::3] + reports[:4]  # the first four are filed by everybody
            return [
                store.add(each, bytes_of(each), unit=f"第{part}镇", month=JUNE, received=DAY).duplicate for each in mine
            ]

    with ThreadPoolExecutor(3) as pool:
        outcomes = [duplicate for part in pool.map(write, range(3)) for duplicate in part]
    with Store.open(url) as store:
        assert len(store.counts()) == len(store.submissions()) == 24
        assert sorted(filed.id for filed in store.counts()) == list(range(1, 25))
    assert outcomes.count(False) == 24


def test_a_reader_is_not_blocked_by_a_writer(sqlite_url: str, report: Report) -> None:
    built = report("⟦立案2起|立案/案件⟧")
    with Store.open(sqlite_url) as store:
        store.add(built, bytes_of(built), unit="东河镇", month=JUNE, received=DAY)
        writer = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        try:
            assert len(store.counts()) == 1
        finally:
            writer.close()


def test_the_folder_is_made_and_only_the_database_is_in_it(sqlite_url: str) -> None:
    with Store.open(sqlite_url):
        folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
        assert {path.name.split("-")[0] for path in folder.iterdir()} == {"anwen.db"}


def test_characters_that_postgresql_cannot_hold_leave_all_else_in_its_place(postgresql_url: str) -> None:
    text = "整改\0隐患3处\0，立案"
    count = Count(quote="隐患3处\0", start=3, end=8, value=Decimal(3), unit="处", item="隐患")
    info = DocumentInfo("a.txt", hashlib.sha256(b"a").hexdigest(), "text/plain", "其他")
    with Store.open(postgresql_url) as store:
        kept = store.add(Extraction(info, text, counts=(count,)), b"a", unit="东河镇", month=JUNE, received=DAY)
        (found,) = store.counts()
        whole = store.document(kept.submission.id).text
    assert whole == "整改\ufffd隐患3处\ufffd，立案"
    assert whole[found.record.start : found.record.end] == found.record.quote == "隐患3处\ufffd"


PRINTED = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
TEXTS = st.text(PRINTED, max_size=12) | st.sampled_from(
    ["", "隐患", "=1+1", "a\r\nb", "\u3000", "\U00020bb7", "e\u0301"]
)
MAYBE = st.none() | TEXTS
DAYS = st.none() | st.dates()
NUMBERS = st.decimals(min_value=0, max_value=10**15, allow_nan=False, allow_infinity=False)
WHOLE = st.none() | st.integers(0, 2**31 - 1)
PLACES = st.fixed_dictionaries(
    {
        "page": st.none() | st.integers(1, 9999),
        "confidence": st.floats(0, 1),
        "rule": TEXTS,
    }
)


@st.composite
def periods(draw: st.DrawFn) -> Period | None:
    start, end = draw(DAYS), draw(DAYS)
    if start and end and start > end:
        start, end = end, start
    return draw(st.sampled_from([None, Period(start, end)]))


@st.composite
def counts(draw: st.DrawFn, quote: dict[str, object], number: int) -> Count:
    value = draw(st.none() | NUMBERS)
    upper = draw(st.none() | NUMBERS) if value is not None else None
    change = draw(st.none() | st.builds(Change, TEXTS, st.sampled_from(["up", "down", "flat"])))
    return Count(
        **quote, value=value, masked=value is None, unit=draw(TEXTS), item=draw(TEXTS), action=draw(MAYBE),
        upper=None if upper is None or value is None else max(value, upper), change=change, period=draw(periods()),
        approx=draw(st.sampled_from(["exact", "about", "over", "under", "at_least", "at_most"])), subject=draw(MAYBE),
        part_of=draw(st.none() | st.integers(0, number - 1)),
    )  # type: ignore[arg-type]  # fmt: skip


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """Any extraction whose records stand where they say."""
    text = draw(st.text(PRINTED, max_size=40))

    def place() -> dict[str, object]:
        start, end = sorted(draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
        return draw(PLACES) | {"quote": text[start:end], "start": start, "end": end}

    number = draw(st.integers(0, 4))
    deadlines = st.builds(
        Deadline, **{name: st.just(value) for name, value in place().items()}, task=TEXTS, due=DAYS, start_date=DAYS,
        recurrence=st.sampled_from([None, "daily", "half-yearly"]), responsible=MAYBE,
    )  # type: ignore[arg-type]  # fmt: skip
    hazards = st.builds(
        Hazard, **{name: st.just(value) for name, value in place().items()}, description=TEXTS, measures=MAYBE,
        level=st.sampled_from([None, "重大", "一般"]), industry=st.sampled_from([None, *INDUSTRIES]), place=MAYBE,
        status=st.sampled_from([None, "found", "rectifying", "rectified"]), responsible=MAYBE, due=DAYS,
        funds=st.none() | NUMBERS,
    )  # type: ignore[arg-type]  # fmt: skip
    accidents = st.builds(
        Accident, **{name: st.just(value) for name, value in place().items()}, date=MAYBE, place=MAYBE, type=MAYBE,
        deaths=WHOLE, injured=WHOLE, missing=WHOLE,
    )  # type: ignore[arg-type]  # fmt: skip
    info = DocumentInfo(draw(TEXTS), hashlib.sha256(text.encode()).hexdigest(), draw(TEXTS), draw(TEXTS), draw(MAYBE))
    return Extraction(
        info, text, (), tuple(draw(counts(place(), number)) for _ in range(number)),
        tuple(draw(st.lists(deadlines, max_size=3))), tuple(draw(st.lists(hazards, max_size=3))),
        tuple(draw(st.lists(accidents, max_size=3))), tuple(draw(st.lists(TEXTS, max_size=2))),
    )  # fmt: skip


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(extractions())
def test_any_record_in_is_the_record_out(store: Store, extraction: Extraction) -> None:
    added = store.add(extraction, bytes_of(extraction), unit="东河镇", month=JUNE, received=DAY)
    out = [tuple(filed.record for filed in store.records(kind, JUNE)) for kind in KINDS]
    kept = store.document(added.submission.id)
    store.withdraw(added.submission.id)
    assert out == [extraction.counts, extraction.deadlines, extraction.hazards, extraction.accidents]
    assert (kept.info, kept.text, kept.warnings) == (extraction.document, extraction.text, extraction.warnings)
    assert [str(filed.funds) for filed in out[2]] == [str(hazard.funds) for hazard in extraction.hazards]
