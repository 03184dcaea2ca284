from datetime import date
from decimal import Decimal
from pathlib import Path

from corpora import Gold
from models.evaluate import Report, as_json, as_table, reliability, sentence_at
from records import Count, DocumentInfo, Extraction

TEXT = "一是检查。查出隐患59处，罚款3万元。完。"


def extraction(*counts: Count) -> Extraction:
    about = DocumentInfo("a.txt", "0", "text/plain", "工作汇报", title="甲镇工作汇报", date=date(2023, 6, 27))
    return Extraction(about, TEXT, counts=counts)


def report(*counts: Count) -> Report:
    entries = {
        "counts": [{"quote": "隐患59处", "value": 59, "unit": "处", "item": "隐患"}],
        "deadlines": [],
        "hazards": [],
        "accidents": [],
    }
    made = Report("tiny")
    made.add(
        Gold(Path("a.gold.json"), "通报", "甲镇工作汇报", None, date(2023, 6, 27), None, entries), extraction(*counts)
    )
    return made


def found(quote: str, value: int, unit: str, item: str) -> Count:
    start = TEXT.index(quote)
    return Count(quote=quote, start=start, end=start + len(quote), value=Decimal(value), unit=unit, item=item)


def test_sentence_of_a_place() -> None:
    start, end = sentence_at(TEXT, TEXT.index("罚款"))
    assert TEXT[start:end] == "查出隐患59处，罚款3万元。"
    assert TEXT[slice(*sentence_at(TEXT, 0))] == "一是检查。"


def test_report_holds_marks_and_the_sentence_of_each_mistake() -> None:
    told = as_json(report(found("查出隐患59处", 59, "处", "隐患"), found("罚款3万元", 30000, "元", "罚款")))
    assert (told["records"]["counts"]["precision"], told["records"]["counts"]["recall"]) == (0.5, 1.0)
    assert told["documents"] == {"kind": 0.0, "title": 1.0, "date": 1.0}
    (trouble,) = told["errors"]
    assert trouble["sentence"] == "查出隐患59处，罚款3万元。"
    assert trouble["mistakes"] == ["多 计数 30000/元/罚款 «罚款3万元»"]


def test_table_names_what_is_missed_and_what_is_wrong() -> None:
    assert "漏 计数 59/处/隐患 «隐患59处»" in as_table(report(), errors=5)
    assert "错 计数 value: 59 ≠ 58" in as_table(report(found("隐患59处", 58, "处", "隐患")), errors=5)


def test_reliability_tells_the_share_of_right_records_by_confidence() -> None:
    told = reliability(report(found("查出隐患59处", 59, "处", "隐患"), found("罚款3万元", 30000, "元", "罚款")))
    assert "计数  ≥ 0.95      2 条  正确 0.500" in told
