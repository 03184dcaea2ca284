import io
import shutil
import subprocess
import zipfile
from typing import Any

import pypdfium2
import pytest

from corpora.build import MONTH, build, entries
from corpora.marks import parse
from corpora.to_pdf import FONT
from corpora.to_text import to_text, wrapped

ENTRIES = entries()
MOST_BYTES = 150_000


def of(*suffixes: str) -> list[Any]:
    return [pytest.param(entry, id=entry["name"]) for entry in ENTRIES if entry["name"].endswith(suffixes)]


def parts(word: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        return {name: package.read(name) for name in package.namelist()}


def letters(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return "".join(text.split())


@pytest.mark.parametrize("entry", of(".txt", ".html"))
def test_committed_text_is_what_its_source_makes(entry: dict[str, Any]) -> None:
    assert build(entry) == (MONTH / entry["name"]).read_bytes()


@pytest.mark.parametrize("entry", of(".docx"))
def test_committed_word_file_is_what_its_source_makes(entry: dict[str, Any]) -> None:
    built = build(entry)
    assert parts(built) == parts((MONTH / entry["name"]).read_bytes())
    assert build(entry) == built


@pytest.mark.parametrize("entry", of(".pdf")[:1])
def test_committed_pdf_says_what_its_source_says(entry: dict[str, Any]) -> None:
    if shutil.which("soffice") is None or shutil.which("fc-list") is None:
        pytest.skip("LibreOffice 或 fontconfig 未安装")
    fonts = subprocess.run(["fc-list", FONT], capture_output=True, check=True).stdout
    if not fonts:
        pytest.skip(f"字体 {FONT} 未安装")
    assert letters(build(entry)) == letters((MONTH / entry["name"]).read_bytes())


@pytest.mark.parametrize("entry", of("docx", "pdf", "txt", "html"))
def test_files_stay_small(entry: dict[str, Any]) -> None:
    assert (MONTH / entry["name"]).stat().st_size < MOST_BYTES


def test_pasted_lines_keep_numbers_whole_and_begin_with_no_stop() -> None:
    assert wrapped("共检查企业268家，整改", 8) == ["共检查企业268", "家，整改"]
    assert wrapped("共检查企业共12678家", 8) == ["共检查企业共", "12678家"]
    assert wrapped("共检查企业共八家，整改", 8) == ["共检查企业共八家，", "整改"]


def test_signatures_stand_on_the_right() -> None:
    assert to_text(parse("一、检查\n> 槐浦镇"), indent="　　") == "　　一、检查\n" + "槐浦镇".rjust(33) + "\n"
