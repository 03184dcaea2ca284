"""The models that choose a name: what they are taught, and that they learn it."""

from pathlib import Path

import pytest

import extract
from corpora import load_dev
from corpora.load import load_gold
from extract.learned import Model, using
from extract.phrases import NOTHING
from models.rankers import ALIKE, Choice, choices_of, fit, worth_of


def test_the_weights_are_those_of_the_traits_that_decide() -> None:
    near = [Choice((("near", "x"), ("far", "x")), (1.0, 0.0), 0) for _ in range(9)]
    far = [Choice((("near", "y"), ("far", "y")), (0.0, 1.0), 0)]
    made = fit([*near, *far])
    assert made.weights["near"] > 0 > made.weights["far"]
    assert made.best({"a": ["far"], "b": ["near"]}) == "b"
    assert fit([*near, *far]) == made


def test_of_options_that_weigh_the_same_the_first_is_taken() -> None:
    assert Model.of({"a": 1.0}).best({"first": ["a"], "second": ["a"]}) == "first"


@pytest.mark.parametrize(
    ("name", "expected", "worth"),
    [("隐患", "隐患", 1.0), ("“隐患”", "隐患", 1.0), ("重大隐患", "隐患", ALIKE), ("企业", "隐患", 0.0),
     (NOTHING, NOTHING, 1.0), (NOTHING, "东门市场", 0.0), ("东门市场", NOTHING, 0.0)],
)  # fmt: skip
def test_what_an_option_is_worth(name: str, expected: str, worth: float) -> None:
    assert worth_of(name, expected) == worth


@pytest.fixture(scope="module")
def learned() -> dict[str, tuple[Choice, ...]]:
    path, gold = next((path, gold) for path, gold in load_dev() if "counts" in gold.entries)
    return choices_of(Path(path), gold, 0.5)


def test_each_choice_has_a_right_option_and_the_rules_own(learned: dict[str, tuple[Choice, ...]]) -> None:
    choices = learned["nouns"]
    assert choices
    for choice in choices:
        assert len(choice.options) == len(choice.worth)
        assert 0 <= choice.own < len(choice.options)
        assert max(choice.worth) > 0
        assert choice.weight == 0.5


def test_without_the_models_the_rules_choose() -> None:
    text = "持证的救生员里，全市只有413名在岗。某厂消防通道堵塞。"
    with using(nouns=None, places=None):
        plain = extract.extract(extract.read_text(text))
    assert all(count.rule != "noun-by-model" for count in plain.counts)


def test_the_rules_own_is_known_where_a_not_is_given_back_to_it_afterwards(tmp_path: Path) -> None:
    """«未发现» and «不合格» are put together after models have chosen among 发现 and 合格."""
    path = tmp_path / "周报.txt"
    path.write_text("本周检查钢瓶86只，其中不合格钢瓶12只。未年检车辆31辆。", encoding="utf-8")
    path.with_name("周报.gold.json").write_text(
        '{"document": {"kind": "其他"}, "counts": ['
        ' {"quote": "不合格钢瓶12只", "value": 12, "unit": "只", "item": "钢瓶"},'
        ' {"quote": "未年检车辆31辆", "value": 31, "unit": "辆", "item": "车辆", "action": "年检"}]}',
        encoding="utf-8",
    )
    learned = choices_of(path, load_gold(path.with_name("周报.gold.json")), 1.0)
    assert [len(learned[name]) for name in ("nouns", "actions")] == [2, 2]
