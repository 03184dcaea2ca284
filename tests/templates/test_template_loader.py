import re
from pathlib import Path

import pytest

from records import KINDS, BadRequest
from templates import (
    BadTemplate,
    Requirement,
    find_file,
    load_kind,
    load_kinds,
    load_roles,
    looked_for,
    tell_subkind,
)  # fmt: skip

ALL_PARTS = [
    part
    for kind in load_kinds().values()
    for part in (*kind.sections, *(part for sub in kind.subkinds for part in sub.sections))
]


def test_every_kind_of_records_is_declared() -> None:
    assert tuple(load_kinds()) == KINDS


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "其他"])
def test_every_kind_says_what_it_must_hold_and_how_its_title_ends(kind: str) -> None:
    declared = load_kind(kind)
    assert declared.sections
    assert declared.title_words


@pytest.mark.parametrize(
    ("kind", "roles"),
    [
        ("总体方案", [("BASIS",), ("GUIDE", "GOAL"), ("SCOPE",), ("TASK",), ("STAGE",), ("ORG", "DUTY"), ("GUAR",)]),
        ("工作汇报", [("DONE",), ("PROB",), ("NEXT",)]),
        ("通报", [("SITU", "DONE", "ACC"), ("PROB", "CASE"), ("NEXT", "DEMAND", "GUAR", "TASK")]),
    ],
)
def test_what_the_three_drafted_kinds_must_hold(kind: str, roles: list[tuple[str, ...]]) -> None:
    assert [part.roles for part in load_kind(kind).sections if part.need == "M"] == roles


@pytest.mark.parametrize("part", ALL_PARTS, ids=lambda part: part.label)
def test_a_part_can_be_found_and_named(part: Requirement) -> None:
    assert part.label
    assert part.roles or part.words


def test_roles_are_the_24_of_the_domain_reference() -> None:
    assert len(load_roles()) == 24
    assert load_roles()["NEXT"].name == "下一步工作"
    assert all(role.code == code for code, role in load_roles().items())


def test_headings_are_written_as_they_are_looked_up() -> None:
    headings = [heading for role in load_roles().values() for heading in role.headings]
    assert [heading for heading in headings if re.search(r"[\s。：]|^[一二三]、", heading)] == []


def test_what_was_looked_for_is_told_in_the_order_of_the_roles() -> None:
    (part,) = (part for part in load_kind("工作汇报").sections if part.roles == ("NEXT",))
    assert looked_for(part, load_roles())[:2] == ("下一步工作", "下步打算")


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        ("关于安全生产督查情况的通报", "督查组采取四不两直方式，抽查企业62家。", "督查通报"),
        ("关于“6·1”坠落事故的通报", "6月1日9时许，工地发生一起坠落事故。", "事故通报"),
        ("关于2023年第一季度安全生产考核情况的通报", "各镇得分排名如下。", "考评通报"),
        ("2023年5月安全生产统计数据通报", "全市发生事故3起，同比下降。", "数据通报"),
        ("关于专项行动进展情况的通报", "现将进展情况通报如下。", "情况通报"),
        (None, "得分最高的是甲镇，排名第一名。", "考评通报"),
    ],
)
def test_the_variety_of_a_bulletin(title: str | None, text: str, name: str) -> None:
    told = tell_subkind(load_kind("通报"), title, text)
    assert told is not None
    assert told.name == name


def test_a_bulletin_that_tells_nothing_has_no_variety() -> None:
    assert tell_subkind(load_kind("通报"), None, "请各单位知悉。") is None


def test_a_long_bulletin_is_not_only_data() -> None:
    told = tell_subkind(load_kind("通报"), "安全生产统计通报", "同比下降。" * 400)
    assert told is None or told.name != "数据通报"


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).mkdir()
    (folder / name / "kind.toml").write_text(text, encoding="utf-8")


def test_an_offices_own_file_wins(tmp_path: Path) -> None:
    write(tmp_path, "通报", "title_words = ['通报$']\n[[section]]\nroles = ['RANK']\nneed = 'M'\nlabel = '排名'\n")
    assert [part.label for part in load_kind("通报", tmp_path).sections] == ["排名"]
    assert load_kind("工作汇报", tmp_path) == load_kind("工作汇报")
    assert find_file("通报", "kind.toml", folder=tmp_path).name == "kind.toml"


def test_an_office_adds_a_kind_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, "值班日报", "title_words = ['值班日报$']\n")
    assert list(load_kinds(tmp_path)) == [*KINDS, "值班日报"]


def test_an_unknown_kind_is_answered_with_those_there_are() -> None:
    with pytest.raises(BadRequest, match="没有“日记”这种文种，可用：总体方案、工作汇报"):
        load_kind("日记")


@pytest.mark.parametrize("name", ["../records", "通报/../通报", ""])
def test_a_kind_is_no_path(name: str) -> None:
    with pytest.raises(BadRequest):
        load_kind(name)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("title_words = [", "无法使用"),
        ("", "缺少字段 'title_words'"),
        ("title_words = ['(']\n", "无法使用"),
        ("title_words = []\n[[section]]\nroles = ['NIX']\nneed = 'M'\nlabel = '甲'\n", "没有 NIX"),
        ("title_words = []\n[[section]]\nroles = ['DONE']\nneed = 'X'\nlabel = '甲'\n", "need 只能是 M、U、O"),
    ],
)
def test_a_faulty_file_is_named_in_one_line(tmp_path: Path, text: str, fault: str) -> None:
    write(tmp_path, "通报", text)
    with pytest.raises(BadTemplate, match=fault) as caught:
        load_kind("通报", tmp_path)
    assert "kind.toml" in str(caught.value)
    assert "\n" not in str(caught.value)
