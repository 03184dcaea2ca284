"""Which times with a task are deadlines: what a model may know of them, and what becomes of its answer."""

import datetime as dt

from extract.deadlines import CHOSEN, Judges, find_deadlines
from extract.duty_traits import Case
from extract.learned import Model
from extract.words import Words
from language.dates import find_times
from records import Deadline

DAY = dt.date(2023, 6, 15)
YES, NO = Model.of({}, 5.0), Model.of({}, -5.0)
Seen = list[tuple[Case, tuple[str, ...]]]


def found(text: str, judge: Model | None = None, seen: Seen | None = None) -> list[Deadline]:
    """The deadlines of a text of that day; what is judged goes into seen."""
    watch = None if seen is None else lambda case, traits: seen.append((case, traits))
    return find_deadlines(Words(text), find_times(text, DAY), DAY, "通知", Judges(judge, watch=watch))


def test_traits_tell_of_the_time_its_sentence_and_its_task() -> None:
    seen: Seen = []
    found("三、有关要求\n各泵站要在7月底前完成清淤。", YES, seen)
    ((case, traits),) = seen
    assert (case.allowed, case.record.task) == (True, "完成清淤")
    assert {"rules=yes", "rules=yes,by", "relation=by", "when=later,by", "paper=通知"} <= {*traits}
    assert {"time=0月底前", "left=要在", "right=完成", "first=完成", "bound=True,False", "done=False"} <= {*traits}
    assert {"section=要求", "starts=完成", "ends=清淤", "who=True", "due=True"} <= {*traits}


def test_when_a_time_lies_from_the_documents_day() -> None:
    text = "6月20日前清淤，8月底前验收，年底前销号，2021年底前建成的泵站要复查。"
    seen: Seen = []
    found(text, YES, seen)
    told = [next(one for one in traits if one.startswith("when=")) for _, traits in seen]
    assert told[:3] == ["when=soon,by", "when=far,by", "when=far,by"]


def test_the_model_decides_over_the_rules() -> None:
    text = "各泵站7月底前完成清淤。"
    assert [one.task for one in found(text)] == ["完成清淤"]
    assert found(text, NO) == []
    assert [one.confidence for one in found(text, YES)] == [0.993]


def test_what_the_rules_leave_may_be_a_deadline_to_the_model_but_nothing_that_is_over() -> None:
    text = "泵房的插座天天打火。今年2月老鼠咬过电缆。"
    assert found(text) == []
    assert [(one.quote, one.rule) for one in found(text, YES)] == [("泵房的插座天天打火", CHOSEN)]


def test_a_plain_shape_is_not_judged() -> None:
    text = "巡查由每天1次加密到每天3次"
    assert [one.rule for one in found(text, NO)] == [one.rule for one in found(text)] == ["more-often"]


def test_a_refused_time_leaves_nothing_to_the_next() -> None:
    text = "东干渠7月底前完工，西干渠9月底前。"
    assert [one.task for one in found(text)] == ["东干渠完工", "西干渠完工"]
    assert found(text, NO) == []
