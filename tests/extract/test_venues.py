"""Where an accident happened: what it is chosen from, and what is chosen."""

import datetime as dt

from extract.accidents import find_accidents
from extract.learned import Model
from extract.phrases import NOTHING
from extract.venues import relocated
from extract.words import Words
from language.dates import find_times
from records import Accident

DAY = dt.date(2021, 9, 1)
STORY = "6月9日8时许，柳河县金山锰矿，装载机司机倒车时翻入沉淀池，造成1人死亡。"


def told(text: str, judge: Model) -> tuple[list[Accident], list[dict[str, tuple[str, ...]]]]:
    seen: list[dict[str, tuple[str, ...]]] = []
    times = find_times(text, DAY)
    found = find_accidents(text, times, DAY)
    return relocated(Words(text), times, found, judge, lambda _, options: seen.append(dict(options))), seen


def test_the_names_around_its_time_may_be_where_it_happened() -> None:
    _, (options,) = told(STORY, Model.of({"own": 9.0}))
    assert next(iter(options)) == NOTHING
    assert {"柳河县金山锰矿", "柳河县", "沉淀池"} <= set(options)
    assert {"on-time=False", "ends,next=矿,x", "name-ends=矿"} <= set(options["柳河县金山锰矿"])


def test_the_heaviest_is_taken_and_told_among_the_words_that_decided() -> None:
    (accident,), _ = told(STORY, Model.of({"name-ends=池": 9.0, "length=1": 3.0}))
    assert accident.place == "沉淀池"
    assert "沉淀池" in accident.why
    assert "柳河县金山锰矿" not in accident.why


def test_the_rules_own_holds_where_none_outweighs_it() -> None:
    ruled = find_accidents(STORY, find_times(STORY, DAY), DAY)
    assert told(STORY, Model.of({"name-ends=池": 0.9}))[0] == ruled


def test_what_a_form_says_is_not_asked_about() -> None:
    form = "事故时间：2021年6月9日8时\n事故地点：柳河县金山锰矿\n事故类型：车辆伤害\n伤亡情况：死亡1人\n"
    (accident,), seen = told(form, Model.of({"name-ends=害": 9.0}))
    assert accident.place == "柳河县金山锰矿"
    assert seen == []


def test_where_another_one_happened_is_no_place_of_it() -> None:
    two = "发生事故2起：一起是2月11日柳河县渔船沉没，3人失踪；另一起是5月6日东山区民房火灾，4人遇难。"
    found, (first, second) = told(two, Model.of({"own": 9.0}))
    assert [one.place for one in found] == ["柳河县", "东山区民房"]
    assert "东山区民房" not in first
    assert "柳河县" not in second
