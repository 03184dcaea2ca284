"""What became of a draft's figures after a hand went over the file."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.run import Run

import generate
from generate import Office
from generate.proof import Addition, numbers_of, prove
from records import MonthSummary, UnreadableFile

Edit = Callable[[WordDocument], None]
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture(scope="module")
def drafted(rich: MonthSummary, office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("proof") / "通报.docx"
    generate.write_docx(generate.draft("通报", rich, office), target)
    return target


def edited(source: Path, folder: Path, edit: Edit) -> Path:
    word = docx.Document(str(source))
    edit(word)
    word.save(str(folder / "改.docx"))
    return folder / "改.docx"


def run_with(word: WordDocument, text: str) -> Run:
    return next(run for one in word.paragraphs for run in one.runs if run.text == text)


def test_an_untouched_draft_is_intact_and_every_figure_has_its_source(drafted: Path) -> None:
    proof = prove(drafted)
    assert proof.intact
    by_text = {trace.entry.text: trace for trace in proof.traces}
    assert (by_text["280处"].state, by_text["280处"].now) == ("kept", "280处")
    assert by_text["280处"].entry.sources[0].quote == "排查隐患280处"


def test_a_figure_that_was_changed_is_named_with_what_stands_there_now(drafted: Path, tmp_path: Path) -> None:
    def change(word: WordDocument) -> None:
        run_with(word, "280处").text = "380处"

    changed = [trace for trace in prove(edited(drafted, tmp_path, change)).traces if trace.state != "kept"]
    assert [(trace.entry.text, trace.state, trace.now) for trace in changed] == [("280处", "changed", "380处")]


def test_a_tracked_change_counts_as_accepted(drafted: Path, tmp_path: Path) -> None:
    def change(word: WordDocument) -> None:
        run = run_with(word, "280处")._r
        space = nsdecls("w")
        deleted = f'<w:del {space} w:id="9001"><w:r><w:delText>280处</w:delText></w:r></w:del>'
        inserted = f'<w:ins {space} w:id="9002"><w:r><w:t>281处</w:t></w:r></w:ins>'
        for made in (deleted, inserted):
            run.addprevious(parse_xml(made))
        run.getparent().remove(run)

    (trace,) = (one for one in prove(edited(drafted, tmp_path, change)).traces if one.state != "kept")
    assert (trace.state, trace.now) == ("changed", "281处")


def test_a_paragraph_taken_out_loses_its_figures(drafted: Path, tmp_path: Path) -> None:
    def change(word: WordDocument) -> None:
        paragraph = run_with(word, "280处")._r.getparent()
        paragraph.getparent().remove(paragraph)

    lost = [trace.entry.text for trace in prove(edited(drafted, tmp_path, change)).traces if trace.state == "lost"]
    assert "280处" in lost


def test_a_number_typed_in_is_told_with_its_paragraph(drafted: Path, tmp_path: Path) -> None:
    def change(word: WordDocument) -> None:
        word.add_paragraph("（1）另查出隐患77处，三家企业停产。")

    proof = prove(edited(drafted, tmp_path, change))
    words = "（1）另查出隐患77处，三家企业停产。"
    assert proof.added == (Addition("77", words), Addition("三家", words))
    assert not proof.intact


def test_a_sentence_moved_elsewhere_is_no_change(drafted: Path, tmp_path: Path) -> None:
    def change(word: WordDocument) -> None:
        paragraph = run_with(word, "280处")._r.getparent()
        word.element.body.insert(0, paragraph)

    assert prove(edited(drafted, tmp_path, change)).intact


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_saving_in_another_program_changes_no_figure(drafted: Path, tmp_path: Path) -> None:
    assert OFFICE
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(drafted)], check=True, capture_output=True, timeout=120)
    proof = prove(tmp_path / drafted.name)
    assert [trace for trace in proof.traces if trace.state != "kept"] == []
    assert proof.added == ()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1.排查隐患280处，整改率91.4%。", ["280", "91.4%"]),
        ("（12）投入1,300万元", ["1,300万"]),
        ("2023年6月30日", ["2023", "6", "30"]),
        ("三家企业、一家商场", ["三家"]),
        ("1.5万人", ["1.5万"]),
    ],
)
def test_the_number_that_numbers_a_paragraph_is_none_of_its_figures(text: str, numbers: list[str]) -> None:
    assert numbers_of(text) == numbers


def test_other_files_are_refused_in_one_line(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "别的.docx"))
    with pytest.raises(UnreadableFile, match=r"别的\.docx 中没有出处信息"):
        prove(tmp_path / "别的.docx")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    with pytest.raises(UnreadableFile, match=re.escape("坏.docx 不是可读的 Word 文件")):
        prove(tmp_path / "坏.docx")
