import datetime as dt
from pathlib import Path

import pytest

from extract.anchor import anchor_day, date_conflict
from extract.classify import describe
from extract.pipeline import read_normalised
from extract.readers import read, read_text
from language.normalize import Reading
from records import DocumentInfo

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def read_info(text: str, kind: str = "工作汇报", date: dt.date | None = None) -> tuple[DocumentInfo, Reading]:
    document = read_text(text, "x.txt")
    reading = read_normalised(document)
    return describe(document, reading, kind=kind, date=date), reading


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (0, dt.date(2023, 7, 4)),
        (1, dt.date(2023, 5, 31)),
        (2, dt.date(2023, 5, 31)),
        (3, dt.date(2022, 8, 31)),
        (4, dt.date(2023, 6, 15)),
    ],
)
def test_the_seeds_anchor(number: int, day: dt.date) -> None:
    files = sorted(SEEDS.glob(f"{number:03}_*.txt"))
    if not files:
        pytest.skip(f"没有样本目录 {SEEDS.name}，跳过对真实文件的检验")
    document = read(files[0])
    reading = read_normalised(document)
    info = describe(document, reading)
    assert anchor_day(info, reading) == day
    assert (date_conflict(info, reading) is None) == (number != 3)


@pytest.mark.parametrize(
    ("text", "kind", "date", "day"),
    [
        ("今年以来共检查30家。", "工作汇报", dt.date(2023, 6, 15), dt.date(2023, 6, 15)),
        ("2022年是关键之年。今年1至8月，共检查30家。", "新闻报道", dt.date(2024, 8, 17), dt.date(2022, 8, 31)),
        ("2022年是关键之年。今年共检查30家。", "新闻报道", dt.date(2022, 8, 17), dt.date(2022, 8, 17)),
        ("与2022年同期相比下降。今年共检查30家。", "工作汇报", dt.date(2023, 6, 15), dt.date(2023, 6, 15)),
        ("截至2023年2月，共检查30家。", "工作汇报", None, dt.date(2023, 2, 28)),
        ("2023年共检查30家。", "总结", None, dt.date(2023, 12, 31)),
        ("2022年11月20日至2023年3月10日，共检查30家。", "总结", None, dt.date(2023, 3, 31)),
        ("二○○六年末，全县有渔船三十艘。", "总结", None, dt.date(2006, 12, 31)),
        ("2023年12月底前全部完成。", "总体方案", None, dt.date(2023, 1, 1)),
        ("共检查30家。", "工作汇报", None, None),
        ("问题交办清单\n（2021年9月，园区管委会交办）\n10月8日前核查。", "其他", None, dt.date(2021, 9, 30)),
        ("安全督查通报\n填报时间：2023-05\n\n6月16日前整改。", "通报", None, dt.date(2023, 5, 31)),
        ("2025年度监督检查计划\n四季度检查5家。", "总体方案", dt.date(2024, 12, 27), dt.date(2025, 1, 1)),
        ("2015年工作总结及2016年打算\n今年检查5家。", "总结", dt.date(2015, 12, 18), dt.date(2015, 12, 18)),
        ("2015年工作总结及2016年打算\n今年检查5家。", "总结", None, dt.date(2015, 12, 31)),
        ("依据某安办〔2023〕5号文件。", "工作汇报", None, None),
    ],
)
def test_anchors(text: str, kind: str, date: dt.date | None, day: dt.date | None) -> None:
    assert anchor_day(*read_info(text, kind, date)) == day


def test_a_later_publication_is_told() -> None:
    info, reading = read_info("2022年是关键之年。今年共检查30家。", "新闻报道", dt.date(2024, 8, 17))
    assert date_conflict(info, reading) == "发布日期（2024-08-17）与内容年份（2022）不一致，已按内容年份（2022）处理"
