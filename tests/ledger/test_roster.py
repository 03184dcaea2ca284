from datetime import date

import pytest

from ledger.roster import Roster, check_units
from records import BadRequest, ReportingUnit

ROSTER = Roster(
    (
        ReportingUnit("槐浦镇"),
        ReportingUnit("云桓经济开发区", ("开发区",)),
        ReportingUnit("县住建局", ("县住房和城乡建设局",)),
        ReportingUnit("东城区"),
    )
)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("槐浦镇", "槐浦镇"),
        (" 槐 浦镇 ", "槐浦镇"),
        ("槐浦镇人民政府", "槐浦镇"),
        ("云桓县槐浦镇人民政府", "槐浦镇"),
        ("云桓县槐浦镇安委办", "槐浦镇"),
        ("开发区", "云桓经济开发区"),
        ("云桓经济开发区管理委员会", "云桓经济开发区"),
        ("县住房和城乡建设局", "县住建局"),
        ("云桓县住房和城乡建设局", "县住建局"),
        ("大槐浦镇", None),
        ("槐浦镇中心小学", None),
        ("住建局", None),
        ("高新技术开发区", None),
        ("", None),
    ],
)
def test_a_unit_is_known_by_its_names(name: str, unit: str | None) -> None:
    assert ROSTER.resolve(name) == unit


def test_a_name_that_could_be_two_is_neither() -> None:
    roster = Roster((ReportingUnit("甲镇", ("河镇",)), ReportingUnit("乙镇", ("县河镇",))))
    assert roster.resolve("云县河镇") is None


@pytest.mark.parametrize(
    ("day", "next_month", "month", "due"),
    [
        (25, False, "2023-06", date(2023, 6, 25)),
        (31, False, "2023-06", date(2023, 6, 30)),
        (5, True, "2023-12", date(2024, 1, 5)),
        (30, True, "2024-01", date(2024, 2, 29)),
        (None, False, "2023-06", None),
    ],
)
def test_the_day_due(day: int | None, next_month: bool, month: str, due: date | None) -> None:
    assert Roster((), day, next_month).due(month) == due


@pytest.mark.parametrize(
    ("units", "message"),
    [
        ([ReportingUnit("")], "空白"),
        ([ReportingUnit("甲", ("　",))], "空白"),
        ([ReportingUnit("甲"), ReportingUnit("乙", ("甲",))], "“甲”同时指“甲”和“乙”"),
        ([ReportingUnit("甲"), ReportingUnit("甲")], "重复"),
    ],
    ids=["name", "alias", "shared", "twice"],
)
def test_a_faulty_list_is_refused(units: list[ReportingUnit], message: str) -> None:
    with pytest.raises(BadRequest, match=message):
        check_units(units)


def test_a_unit_may_repeat_its_own_name_as_alias() -> None:
    check_units([ReportingUnit("甲", ("甲",))])
