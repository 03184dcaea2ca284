"""Numbers as a spreadsheet shows them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.readers.numberformat import builtin, shown

DAY = "45127"  # 2023-07-20
ACCOUNT = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        ("0.30000000000000004", "General", "0.3"),
        ("1E-05", "General", "0.00001"),
        ("1.1300000000000001E+4", "General", "11300"),
        ("12345678901234567", "0", "12345678901234600"),
        ("94.5", "0.0", "94.5"),
        ("0.9346", "0.00%", "93.46%"),
        ("0.9346", "0%", "93%"),
        ("0.005", "0.00", "0.01"),
        ("-0.001", "0.00", "0.00"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("-1234", "#,##0;-#,##0", "-1,234"),
        ("-5", "0.00_);[Red](0.00)", "(5.00)"),
        ("1.5", ACCOUNT, "1.50"),
        ("0", ACCOUNT, "-"),
        ("0", "#,##0.##", "0"),
        ("12.5", "#,##0.##", "12.5"),
        ("123456", '0\\.0,"万"', "12.3万"),
        ("36", '0"家"', "36家"),
        ("3", '"第"0"批"', "第3批"),
        ("2023", "0年", "2023年"),
        ("1234.5", "[$¥-804]#,##0.0", "¥1,234.5"),
        ("138001380", "000-0000-0000", "001-3800-1380"),
        ("12", "[Red]General", "12"),
        ("12", 'General"家"', "12家"),
        ("12", "@", "12"),
        ("5", ";;;", ""),
        ("7", "[>5]0;0.0", "7"),
        ("1.5", "# ?/?", "1.5"),
        ("1.2345", "0.00E+00", "1.2345"),
        ("1e400", "General", "1e400"),
        ("abc", "0", "abc"),
        ("NaN", "0", "NaN"),
    ],
)
def test_numbers(number: str, code: str, text: str) -> None:
    assert shown(number, code) == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("yyyy/m/d", "2023/7/20"),
        ("yyyy\\-mm\\-dd", "2023-07-20"),
        ("yyyy.m.d", "2023.7.20"),
        ('yyyy"年"m"月"d"日";@', "2023年7月20日"),
        ('[DBNum1][$-804]yyyy"年"m"月"d"日";@', "2023年7月20日"),
        ('yyyy"年"m"月"', "2023年7月"),
        ('m"月"d"日"', "2023年7月20日"),
        ("yy/m/d", "2023/7/20"),
        ("d-mmm-yy", "2023年7月20日"),
        ("[$-F800]dddd, mmmm dd, yyyy", "2023年7月20日"),
        ("yyyy/m/d h:mm", "2023/7/20 00:00"),
        ("yyyymmdd", "20230720"),
    ],
)
def test_a_day_always_has_its_year(code: str, text: str) -> None:
    assert shown(DAY, code) == text


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        ("0.604166666666667", "h:mm", "14:30"),
        ("0.604166666666667", "h:mm:ss AM/PM", "14:30:00"),
        ("1.5", "[h]:mm", "36:00"),
        ("45127.604166666667", "yyyy/m/d h:mm", "2023/7/20 14:30"),
        ("-1", "yyyy/m/d", "-1"),
        ("99999999", "yyyy/m/d", "99999999"),
        ("59", "yyyy/m/d", "1900/2/28"),
        ("61", "yyyy/m/d", "1900/3/1"),
    ],
)
def test_times_and_the_ends_of_the_calendar(number: str, code: str, text: str) -> None:
    assert shown(number, code) == text


def test_workbooks_of_a_mac_count_from_1904() -> None:
    assert shown("43665", "yyyy/m/d", from_1904=True) == "2023/7/20"


def test_formats_known_by_number_show_chinese_days() -> None:
    shown_days = {number: shown(DAY, builtin()[number]) for number in (14, 31, 57, 58)}
    assert shown_days == {14: "2023/7/20", 31: "2023年7月20日", 57: "2023年7月", 58: "2023年7月20日"}


@given(st.integers(61, 73050))
def test_every_day_is_the_calendars(serial: int) -> None:
    day = dt.date(1899, 12, 30) + dt.timedelta(days=serial)
    assert shown(str(serial), "yyyy-mm-dd") == day.isoformat()


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3))
def test_a_plain_number_keeps_its_value(number: object) -> None:
    assert float(shown(str(float(str(number))), "General")) == float(str(number))


PIECES = [
    "0",
    "#",
    ",",
    ".",
    "%",
    "y",
    "m",
    "d",
    "h",
    ";",
    '"',
    "[",
    "]",
    "\\",
    "_",
    "*",
    "@",
    "E+",
    "/",
    "?",
    "年",
    "General",
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.sampled_from(["0", "1.5", "-3", DAY, "1e300", "x"])
)
def test_any_format_gives_a_text(code: str, number: str) -> None:
    assert isinstance(shown(number, code), str)
