"""The models: their files are those that were measured, they load at once, training them again gives the same."""

import hashlib
import tomllib
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora import load_dev, load_heldout
from extract.learned import FOLDER, NAMES, Model, Race, model, rules_alone, using
from models.lessons import Lesson, lesson
from models.train import TAUGHT, calibrated, fit, folds_of, reliability

MANIFEST = tomllib.loads((FOLDER / "manifest.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def taught() -> list[Lesson]:
    hazards = [one for one in load_dev() if "hazards" in one[1].entries][:2]
    deadlines = [one for one in load_heldout() if "deadlines" in one[1].entries][2:4]
    return [lesson("dev", path, gold) for path, gold in (*hazards, *deadlines)]


@pytest.mark.parametrize("name", NAMES)
def test_each_model_is_the_one_that_was_measured(name: str) -> None:
    file = FOLDER / MANIFEST[name]["file"]
    assert hashlib.sha256(file.read_bytes()).hexdigest() == MANIFEST[name]["sha256"]
    assert "test" not in MANIFEST[name]["documents"]
    assert (FOLDER / f"{name}.md").read_text(encoding="utf-8").startswith(f"# {name}\n")


def test_all_models_together_are_small_for_each_start_reads_them() -> None:
    assert sum((FOLDER / f"{name}.json").stat().st_size for name in NAMES) < 6_000_000


@pytest.mark.parametrize("name", TAUGHT)
def test_training_twice_gives_the_same_weights(name: str, taught: list[Lesson]) -> None:
    assert fit(taught, name) == fit(taught, name)


def test_every_document_is_in_one_fold_and_folds_are_even(taught: list[Lesson]) -> None:
    folds = folds_of(taught, 2)
    assert sorted(folds) == [0, 0, 1, 1]
    assert folds == folds_of(taught, 2)


def test_models_are_switched_off_and_on_again() -> None:
    mine = Model.of({"a": 1.0})
    with rules_alone():
        assert [model(name) for name in NAMES] == [None] * len(NAMES)
        with using(hazards=mine):
            assert model("hazards") is mine
            assert model("statuses") is None
    assert model("hazards") is not None


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcxyz"), min_size=2, max_size=4), min_size=1, max_size=8))
def test_who_leaves_a_race_could_not_have_won(options: list[list[str]]) -> None:
    made = Model.of({f"{kind}={value}": at * 0.7 - 2 for at, (kind, value) in enumerate(product("kl", "abcxy"))})
    first, last = made.weights_of("k="), made.weights_of("l=")
    race = Race(made)
    for at, (one, other, *_) in enumerate(options):
        told = first((one,))
        if not race.is_lost([told], ("l=",)):
            race.enter(str(at), [told, last((other,))])
    weights = [first((one,)) + last((other,)) for one, other, *_ in options]
    assert race.winner() == str(weights.index(max(weights)))
    assert made.most(("k=", "l=", "other")) == pytest.approx(0.8 + 4.3)


def test_confidence_follows_what_was_measured() -> None:
    made = Model.of({"a": 2.0}, -1.0, 0.5, ((0.4, 0.3), (0.8, 0.9)))
    assert [round(made.confidence(p), 2) for p in (0.1, 0.4, 0.6, 0.8, 0.99)] == [0.3, 0.3, 0.6, 0.9, 0.9]
    assert round(made.probability(["a"]) + Model.of({"a": 2.0}, -1.0).probability([]), 3) == 1.0


def test_what_is_measured_rises_and_is_told_by_its_floor() -> None:
    sure = [(0.4, False, 1.0), (0.5, True, 1.0), (0.6, False, 1.0), (0.9, True, 1.0), (0.95, True, 1.0)]
    shares = [share for _, share in calibrated(sure)]
    assert shares == sorted(shares)
    assert reliability(sure)[:2] == [(0.95, 1, 1.0), (0.9, 2, 1.0)]


def test_a_lesson_says_yes_where_the_gold_does(taught: list[Lesson]) -> None:
    for one in taught:
        yes = sum(row.yes for row in one.rows["hazards"])
        assert 0.8 * len(one.gold.entries["hazards"]) <= yes <= len(one.gold.entries["hazards"])
    assert isinstance(taught[0].path, Path)
