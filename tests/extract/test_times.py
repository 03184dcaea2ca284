import datetime as dt

from extract.pipeline import make_nlp


def test_the_times_are_left_on_the_doc_against_its_day() -> None:
    nlp = make_nlp(("times",))
    doc = nlp.tokenizer("各镇要在7月底前完成排查。")
    doc._.anchor = dt.date(2023, 6, 15)
    (time,) = nlp.get_pipe("times")(doc)._.times
    assert doc.text[time.start : time.end] == time.text == "7月底前"
    assert time.last == dt.date(2023, 7, 31)


def test_a_doc_without_a_time_has_none() -> None:
    nlp = make_nlp(("times",))
    assert nlp.get_pipe("times")(nlp.tokenizer("要立即整改。"))._.times == []
