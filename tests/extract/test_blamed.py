"""Dangers that an accident is blamed on stand at its place."""

from pathlib import Path

import pytest

from extract import extract, read
from extract.blamed import with_scenes
from records import Accident, Hazard


def _told(text: str, status: str | None = None) -> str | None:
    quote, danger = "发生火灾", "线路老化"
    start, at = text.index(quote), text.index(danger)
    accident = Accident(quote=quote, start=start, end=start + len(quote), place="河西路一棋牌室")
    hazard = Hazard(quote=danger, start=at, end=at + len(danger), description=danger, status=status)  # type: ignore[arg-type]
    return with_scenes(text, [hazard], [accident])[0].place


def test_a_cause_is_where_the_accident_was() -> None:
    assert _told("3月2日，河西路一棋牌室发生火灾。经调查，线路老化是起火原因。") == "河西路一棋牌室"


@pytest.mark.parametrize(
    "text",
    [
        "3月2日，河西路一棋牌室发生火灾。\n各店要检查线路老化。",
        "3月2日，河西路一棋牌室发生火灾。各级要举一反三，整治线路老化。",
        "3月2日，河西路一棋牌室发生火灾。两起事故暴露出线路老化。",
        "检查发现线路老化。3月2日，河西路一棋牌室发生火灾。",
    ],
)
def test_what_is_said_at_large_is_not(text: str) -> None:
    assert _told(text) is None


def test_what_was_found_keeps_no_place_of_an_accident() -> None:
    assert _told("3月2日，河西路一棋牌室发生火灾。经查线路老化。", "found") is None


def test_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "火灾.txt"
    path.write_text(
        "9月18日22时40分，江边区滨河路一棋牌室起火，1名老人死亡。经调查，电气线路老化是起火原因。", encoding="utf-8"
    )
    assert [hazard.place for hazard in extract(read(path)).hazards] == ["江边区滨河路一棋牌室"]
