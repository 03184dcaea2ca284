from pathlib import Path

import pytest

from generate import KINDS
from generate.lint import check_kind, variables
from generate.settings import load_settings


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_templates_are_sound(kind: str) -> None:
    assert check_kind(kind) == ()


@pytest.mark.parametrize(
    ("wording", "line", "message"),
    [
        ("# 通报\n\n{{ facts.mising|names }}", 3, "没有“mising”，是不是“missing”"),
        ("{% for d in facts.dangers[:most] %}\n{{ d.plase }}{% endfor %}", 2, "没有“plase”，是不是“place”"),
        ("{% for d in facts.dangers if d.nope %}甲{% endfor %}", 1, "没有“nope”"),
        ("{% set rows = facts.low|list %}\n{{ rows[0].figur }}", 2, "没有“figur”，是不是“figure”"),
        ("{{ n.检查企业 }}", 1, "没有“检查企业”，可用："),
        ("{{ facts.pair.lef }}", 1, "没有“lef”，是不是“left”"),
        ("{% if tables.没有 %}甲{% endif %}", 1, "没有“没有”"),
        ("甲\n{{ nothing }}", 2, "没有“nothing”这个变量"),
        ("甲\n\n共检查3家。", 3, "没有出处的数字：“共检查3家。”"),
        ("甲\n| 没有的表：题", 2, "没有“没有的表”这张表"),
        ("甲\n{% if %}", 2, "写法有误"),
        ("{{ 甲|没有这个过滤器 }}", 1, "没有“甲”这个变量"),
        ('{% include "parts/无.md.j2" %}', 0, "没有这个文件"),
    ],
)
def test_a_fault_is_told_with_its_line(wording: str, line: int, message: str, tmp_path: Path) -> None:
    (tmp_path / "通报").mkdir()
    (tmp_path / "通报" / "body.md.j2").write_text(wording, encoding="utf-8")
    faults = check_kind("通报", tmp_path)
    assert [(fault.line, message in fault.message) for fault in faults] == [(line, True)]


def test_a_faulty_setting_is_told(tmp_path: Path) -> None:
    (tmp_path / "通报").mkdir()
    (tmp_path / "通报" / "draft.toml").write_text('required = []\nto = "all"', encoding="utf-8")
    (fault,) = check_kind("通报", tmp_path)
    assert (fault.file, "缺少字段" in fault.message) == ("通报/draft.toml", True)


def test_the_variables_are_those_that_a_template_may_use() -> None:
    known = dict(variables("通报"))
    assert known["n"] == load_settings("通报").indicators
    assert {"unit", "place", "due"} <= set(known["facts.open_majors"])
    assert "考评得分" in dict(variables("考评通报"))["tables"]
