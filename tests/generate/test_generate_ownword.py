from pathlib import Path

import docx
import pytest

import generate
from generate import Office
from generate.marks import UnsourcedFigure
from records import Failure, MissingFact, MonthSummary
from templates import BadTemplate


def template(folder: Path, *texts: str) -> Path:
    word = docx.Document()
    for text in texts:
        word.add_paragraph(text)
    word.save(str(folder / "模板.docx"))
    return folder / "模板.docx"


@pytest.fixture
def office_file(tmp_path: Path) -> Path:
    word = docx.Document()
    word.add_paragraph("{{ office.issuer }}关于{{ facts.month }}工作的通报")
    body = word.add_paragraph("排查隐患")
    body.add_run("{{ n.排查隐患 }}").bold = True
    body.add_run("，A & B，值班电话0000-12345，负责人{{ gap('负责人') }}")
    for text in ("{%p for danger in facts.open_majors %}", "{{ danger.told }}", "{%p endfor %}"):
        word.add_paragraph(text)
    table = word.add_table(rows=3, cols=2)
    for row, text in zip(table.rows, ("{%tr for r in facts.ranking %}", "{{ r.unit }}", "{%tr endfor %}"), strict=True):
        row.cells[0].text = text
    table.rows[1].cells[1].text = "{{ r.rate }}"
    word.sections[0].header.paragraphs[0].text = "{{ office.region }}"
    word.save(str(tmp_path / "own.docx"))
    return tmp_path / "own.docx"


def test_the_office_s_file_is_filled_and_its_figures_are_tied(
    office_file: Path, rich: MonthSummary, office: Office, tmp_path: Path
) -> None:  # fmt: skip
    target = tmp_path / "稿.docx"
    paper = generate.draft_in(office_file, target, "通报", rich, office)
    assert paper.title == "临江县安全生产委员会办公室关于2023年6月工作的通报"
    assert paper.gaps == ("负责人",)
    word = docx.Document(str(target))
    texts = [one.text for one in word.paragraphs]
    assert texts[1] == "排查隐患5643处，A & B，值班电话0000-12345，负责人【待填：负责人】"
    assert "红岩采石场，采场坡面角大于设计角度" in texts
    assert [run.bold for run in word.paragraphs[1].runs if run.text == "5643处"] == [True]
    assert [run.text for run in word.paragraphs[1].runs if run.font.highlight_color] == ["【待填：负责人】"]
    assert [cell.text for cell in word.tables[0].rows[0].cells] == ["北岭镇", "99.38%"]
    assert word.sections[0].header.paragraphs[0].text == "临江县"
    proof = generate.prove(target)
    assert proof.intact
    assert proof.traces[0].entry.text == "5643处"
    assert proof.traces[0].entry.sources[0].quote == "排查隐患1046处"


def test_a_changed_figure_is_told(office_file: Path, rich: MonthSummary, office: Office, tmp_path: Path) -> None:
    target = tmp_path / "稿.docx"
    generate.draft_in(office_file, target, "通报", rich, office)
    word = docx.Document(str(target))
    next(run for run in word.paragraphs[1].runs if run.text == "5643处").text = "5644处"
    word.save(str(target))
    assert [(trace.state, trace.now) for trace in generate.prove(target).traces[:1]] == [("changed", "5644处")]


@pytest.mark.parametrize(
    ("wording", "fault"),
    [
        ("{{ ''.__class__.__mro__ }}", "不允许的写法"),
        ("{{ 'a' * 1000000000 }}", "不能用“\\*”"),
        ("{{ 'a'.center(99999999) }}", "不允许的写法"),
        ("{{ facts.month._piece }}", "不允许的写法"),
        ("{% for x in range(99999999) %}a{% endfor %}", "不存在的变量"),
        ("{{ nothing }}", "不存在的变量"),
        ("{% include '/etc/passwd' %}", "无法使用"),
        ("{% if %}", "写法有误"),
        ("\ue0000\ue001", "保留字符"),
    ],
)
def test_a_hostile_or_faulty_file_is_one_line(
    wording: str, fault: str, rich: MonthSummary, office: Office, tmp_path: Path
) -> None:  # fmt: skip
    with pytest.raises(BadTemplate, match=fault) as caught:
        generate.draft_in(template(tmp_path, wording), tmp_path / "稿.docx", "通报", rich, office)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "稿.docx").exists()


def test_what_is_no_word_file_is_one_line(rich: MonthSummary, office: Office, tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    with pytest.raises(BadTemplate, match=r"另存为 \.docx"):
        generate.draft_in(tmp_path / "坏.docx", tmp_path / "稿.docx", "通报", rich, office)


def test_a_bare_number_and_a_missing_fact_stop_it(rich: MonthSummary, office: Office, tmp_path: Path) -> None:
    with pytest.raises(UnsourcedFigure):
        generate.draft_in(template(tmp_path, "{{ 1 + 1 }}"), tmp_path / "稿.docx", "通报", rich, office)
    wanting = template(tmp_path, "{{ gap('统计截止日期') }}")
    with pytest.raises(MissingFact, match="统计截止日期"):
        generate.draft_in(wanting, tmp_path / "稿.docx", "通报", rich, office)
    with pytest.raises(Failure, match="不能写入"):
        generate.draft_in(template(tmp_path, "甲"), tmp_path / "无" / "稿.docx", "通报", rich, office)
