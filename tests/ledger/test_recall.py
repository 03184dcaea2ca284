"""A summary made before is given again only while nothing that it was made from has changed."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest

from ledger import review
from ledger.store import Store
from records import Extraction, MonthSummary, ReportingUnit

Report = Callable[..., Extraction]
MAY, JUNE, DAY = "2023-05", "2023-06", date(2023, 6, 27)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store.open(database_url) as opened:
        yield opened


@pytest.fixture
def file(store: Store, report: Report) -> Callable[..., int]:
    """Files a report of so many hazards; gives its number."""

    def filed(unit: str, number: int, month: str = JUNE) -> int:
        built = report(f"{unit}共⟦排查隐患{number}处|排查/隐患⟧。", period=f"{month}-01..{month}-28")
        return store.add(built, built.text.encode(), unit=unit, month=month, received=DAY).submission.id

    return filed


def total(summary: MonthSummary) -> Decimal | None:
    found = next((one.total for one in summary.indicators.values()), None)
    return found.value if found else None


def test_the_same_is_given_again(store: Store, file: Callable[..., int]) -> None:
    file("槐浦镇", 26)
    file("鹤汀镇", 4, MAY)
    june = store.summary(JUNE)
    assert store.summary(JUNE) is june
    file("鹤汀镇", 5, MAY)
    assert store.summary(JUNE) is june
    assert store.summary(MAY) is not june


def test_what_came_in_or_went_counts(store: Store, file: Callable[..., int]) -> None:
    file("槐浦镇", 26)
    assert total(store.summary(JUNE)) == 26
    second = file("鹤汀镇", 4)
    assert total(store.summary(JUNE)) == 30
    store.withdraw(second)
    assert total(store.summary(JUNE)) == 26
    file("槐浦镇", 27)
    assert total(store.summary(JUNE)) == 27


def test_what_humans_said_counts(store: Store, file: Callable[..., int]) -> None:
    document = file("槐浦镇", 26)
    assert total(store.summary(JUNE)) == 26
    with store.writing() as connection:
        (record,) = review.reviewed(connection, document)
        review.correct(connection, record.id, {"value": Decimal(28)}, "张三")
    assert total(store.summary(JUNE)) == 28
    with store.writing() as connection:
        review.undo(connection, record.id, "张三")
    assert total(store.summary(JUNE)) == 26
    with store.writing() as connection:
        review.reject(connection, record.id, "张三")
    assert total(store.summary(JUNE)) is None


def test_the_roster_counts(store: Store, file: Callable[..., int]) -> None:
    file("槐浦镇", 26)
    assert store.summary(JUNE).missing == ()
    store.set_roster([ReportingUnit("槐浦镇"), ReportingUnit("鹤汀镇")])
    assert store.summary(JUNE).missing == ("鹤汀镇",)


def test_parts_are_not_taken_for_the_whole(store: Store, file: Callable[..., int]) -> None:
    file("槐浦镇", 26)
    file("鹤汀镇", 4)
    assert total(store.summary(JUNE)) == 30
    assert total(store.summary(JUNE, ["鹤汀镇"])) == 4
    assert total(store.summary(JUNE)) == 30


def test_only_so_many_are_held(store: Store, file: Callable[..., int]) -> None:
    file("槐浦镇", 26)
    june = store.summary(JUNE)
    for number in range(1, 13):
        store.summary(f"2022-{number:02d}")
    assert store.summary(JUNE) is june
    for number in range(1, 17):
        store.summary(f"{2000 + number}-01")
    assert store.summary(JUNE) is not june
    assert store.summary(JUNE) == june
