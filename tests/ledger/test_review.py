"""What humans say of records, on both databases: kept beside what the machine found, and counted instead of it."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest

from ledger import review
from ledger.listing import Wanted, list_documents, list_records
from ledger.review import Reviewed
from ledger.search import search
from ledger.store import Store
from records import BadRequest, Count, Extraction, NotFound, Period

Report = Callable[..., Extraction]
JUNE, DAY = "2023-06", date(2023, 6, 27)
BY = "张三"
PERIOD = Period(date(2023, 6, 1), DAY)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store.open(database_url) as opened:
        yield opened


@pytest.fixture
def kept(store: Store, report: Report) -> int:
    """A report with three counts, the second and third being parts of the first."""
    built = report(
        "全镇⟦排查隐患26处|排查/隐患⟧，其中⟦消防9处|排查/消防隐患;part=0⟧、⟦燃气17处|排查/燃气隐患;part=0⟧。",
        period="2023-06-01..2023-06-30",
    )
    return store.add(built, built.text.encode(), unit="槐浦镇", month=JUNE, received=DAY).submission.id


def all_of(store: Store, document: int) -> list[Reviewed]:
    with store.reading() as connection:
        return list(review.reviewed(connection, document))


def total(store: Store) -> Decimal | None:
    figure = next(iter(store.summary(JUNE).indicators.values())).total
    return figure.value if figure else None


def test_what_nobody_looked_at_is_the_machines_and_unchecked(store: Store, kept: int) -> None:
    assert [(one.state, one.origin, one.machine, one.can_undo) for one in all_of(store, kept)] == [
        ("unchecked", "machine", None, False)
    ] * 3
    assert store.extraction(kept).counts == tuple(one.record for one in all_of(store, kept))


def test_a_corrected_value_counts_in_sums_and_the_machines_is_kept(store: Store, kept: int) -> None:
    before, whole = total(store), all_of(store, kept)[0]
    assert before == 26
    with store.writing() as connection:
        review.correct(connection, whole.id, {"value": Decimal("27"), "period": PERIOD}, BY)
        found = review.correct(connection, whole.id, {"value": Decimal("28")}, BY)
    assert isinstance(found.record, Count)
    assert isinstance(found.machine, Count)
    assert (found.record.value, found.record.period, found.state) == (28, PERIOD, "confirmed")
    assert found.machine == whole.record
    assert total(store) == 28
    with store.writing() as connection:
        review.undo(connection, whole.id, BY)
        back = review.undo(connection, whole.id, BY)
    assert back is not None
    assert (back.record, back.machine, back.state, back.can_undo) == (whole.record, None, "unchecked", False)
    assert total(store) == 26


def test_parts_follow_their_whole_when_another_is_rejected(store: Store, kept: int) -> None:
    whole, first, second = all_of(store, kept)
    with store.writing() as connection:
        review.reject(connection, first.id, BY)
    assert [(one.quote, one.part_of) for one in store.extraction(kept).counts] == [
        ("排查隐患26处", None),
        ("燃气17处", 0),
    ]
    with store.writing() as connection:
        review.reject(connection, whole.id, BY)
    assert [(one.quote, one.part_of) for one in store.extraction(kept).counts] == [("燃气17处", None)]
    assert [one.record.part_of for one in store.counts()] == [None]
    assert second.record == all_of(store, kept)[2].record


def test_confirming_twice_is_one_thing_to_take_back(store: Store, kept: int) -> None:
    record = all_of(store, kept)[0].id
    with store.writing() as connection:
        review.confirm(connection, record, BY)
        assert review.confirm(connection, record, BY).state == "confirmed"
        assert review.reject(connection, record, BY).state == "rejected"
        undone = [review.undo(connection, record, BY), review.undo(connection, record, BY)]
        assert [one and one.state for one in undone] == ["confirmed", "unchecked"]
        with pytest.raises(BadRequest, match="没有可以撤销"):
            review.undo(connection, record, BY)


def test_an_added_record_stands_at_its_place_and_leaves_without_a_trace(store: Store, kept: int) -> None:
    new = Count(quote="", start=0, end=2, value=Decimal(1), unit="个", item="镇", rule="人工添加")
    with store.writing() as connection:
        added = review.add(connection, kept, new, "counts", BY)
    assert (added.record.quote, added.origin, added.state, added.can_undo) == ("全镇", "human", "confirmed", True)
    assert [one.quote for one in store.extraction(kept).counts][-1] == "全镇"
    with store.writing() as connection:
        changed = review.correct(connection, added.id, {"value": Decimal(2)}, BY)
        assert changed.machine is None  # no machine ever found it
        review.undo(connection, added.id, BY)
        assert review.undo(connection, added.id, BY) is None
    assert len(all_of(store, kept)) == 3


def test_a_masked_count_is_uncovered_by_a_value(store: Store, report: Report) -> None:
    built = report("⟦排查隐患**处|排查/隐患⟧")
    store.add(built, built.text.encode(), unit="槐浦镇", month=JUNE, received=DAY)
    record = store.counts()[0]
    with store.writing() as connection:
        found = review.correct(connection, record.id, {"value": Decimal(12)}, BY).record
        assert isinstance(found, Count)
        assert (found.value, found.masked) == (12, False)
        back = review.correct(connection, record.id, {"value": None}, BY).record
    assert isinstance(back, Count)
    assert (back.value, back.masked) == (None, True)


@pytest.mark.parametrize(
    "changes", [{"quote": "x"}, {"start": 1}, {"part_of": 0}, {"nosuch": 1}, {"value": Decimal(-1)}]
)
def test_what_cannot_be_changed_is_refused(store: Store, kept: int, changes: dict[str, object]) -> None:
    record = all_of(store, kept)[0]
    with pytest.raises(BadRequest), store.writing() as connection:
        review.correct(connection, record.id, changes, BY)
    assert all_of(store, kept)[0] == record


def test_records_and_places_that_there_are_not(store: Store, kept: int) -> None:
    new = Count(quote="", start=0, end=2, value=Decimal(1), unit="个", item="镇")
    with pytest.raises(NotFound), store.writing() as connection:
        review.confirm(connection, 999, BY)
    with pytest.raises(NotFound), store.writing() as connection:
        review.add(connection, 999, new, "counts", BY)
    beyond = Count(quote="", start=0, end=999, value=Decimal(1), unit="个", item="镇")
    with pytest.raises(BadRequest, match="不在原文范围内"), store.writing() as connection:
        review.add(connection, kept, beyond, "counts", BY)


def test_the_revision_changes_with_every_review(store: Store, kept: int) -> None:
    record, seen = all_of(store, kept)[0].id, []
    for act in (review.confirm, review.reject, review.undo, review.undo):
        with store.writing() as connection:
            seen.append(review.revision(connection, kept))
            act(connection, record, BY)
    with store.reading() as connection:
        seen.append(review.revision(connection, kept))
    assert len(set(seen)) == len(seen)


# --- lists and search --------------------------------------------------------------------------------------------


def test_lists_are_filtered_sorted_and_cut_into_pages(store: Store, report: Report) -> None:
    for at, unit in enumerate(["丙镇", "甲镇", "乙镇"]):
        built = report(f"{unit}⟦排查隐患{at + 1}处|排查/隐患⟧，⟦检查企业{at}家|检查/企业⟧。", f"{unit}.txt")
        store.add(built, built.text.encode(), unit=unit, month=f"2023-0{at + 5}", received=DAY)
    with store.reading() as connection:
        found, number = list_documents(connection, Wanted(), "newest", 2, 1)
        assert ([one.submission.unit for one in found], number) == (["甲镇", "丙镇"], 3)
        assert (found[0].records["counts"], found[0].unchecked) == (2, 2)
        found, number = list_documents(connection, Wanted(month="2023-05"))
        assert ([one.submission.unit for one in found], number) == (["丙镇"], 1)
        assert list_documents(connection, Wanted(unit="乙镇", words=["乙"]))[1] == 1
        assert list_documents(connection, Wanted(words=["%"]))[1] == 0
        records, number = list_records(connection, "counts", Wanted(words=["企业"]), 2)
        assert ([one.unit for one in records], number) == (["乙镇", "甲镇"], 3)
        assert list_records(connection, "counts", Wanted(month="2023-06"))[1] == 2
        assert list_records(connection, "hazards", Wanted()) == ((), 0)


def test_a_list_of_records_leaves_out_the_rejected_unless_they_are_asked_for(store: Store, kept: int) -> None:
    record = all_of(store, kept)[0].id
    with store.writing() as connection:
        review.reject(connection, record, BY)
        assert list_records(connection, "counts", Wanted())[1] == 2
        assert [one.id for one in list_records(connection, "counts", Wanted(state="rejected"))[0]] == [record]
        assert list_documents(connection, Wanted())[0][0].unchecked == 2


@pytest.mark.parametrize("query", ["排", "隐患", "排查隐患", "排查隐患 燃气", "排查隱患", "報告", "26处"])
def test_search_finds(store: Store, kept: int, query: str) -> None:
    with store.reading() as connection:
        assert [hit.submission.id for hit in search(connection, query)] == [kept]


@pytest.mark.parametrize("query", ["", " ", "排查隐患燃气", "%", "_患", "/", '"', "*", "NEAR", "排查 没有", "\0"])
def test_search_leaves(store: Store, kept: int, query: str) -> None:
    with store.reading() as connection:
        assert search(connection, query) == ()


def test_a_hit_shows_the_documents_own_characters(store: Store, report: Report) -> None:
    built = report("全縣排查隱患，⟦整改30處|整改/隐患⟧。")
    store.add(built, built.text.encode(), unit="槐浦镇", month=JUNE, received=DAY)
    with store.reading() as connection:
        (hit,) = search(connection, "隐患")
    assert (hit.before, hit.quote, hit.after) == ("全縣排查", "隱患", "，整改30處。")
    assert built.text[hit.start : hit.end] == "隱患"


def test_what_is_withdrawn_is_found_no_more(store: Store, kept: int) -> None:
    store.withdraw(kept)
    with store.reading() as connection:
        assert search(connection, "排查隐患") == ()
        assert list_records(connection, "counts", Wanted())[1] == 0


def test_a_file_of_another_unit_after_all_supersedes_and_releases(store: Store, report: Report) -> None:
    from ledger.receive import refile

    first, second = (report(f"⟦排查隐患{number}处|排查/隐患⟧", f"{number}.txt") for number in (3, 4))
    one = store.add(first, first.text.encode(), unit="甲镇", month=JUNE, received=DAY).submission.id
    two = store.add(second, second.text.encode(), unit="甲镇", month=JUNE, received=DAY).submission.id
    assert [each.superseded_by for each in store.submissions()] == [two, None]
    with store.writing() as connection:
        refile(connection, two, "乙镇", JUNE)
    assert [(each.unit, each.superseded_by) for each in store.submissions()] == [("甲镇", None), ("乙镇", None)]
    with store.writing() as connection:
        assert [each.id for each in refile(connection, one, "乙镇", JUNE).superseded] == [two]
