"""Every reader on files made by chance: a Document whose blocks lie in order, or one line; never anything else.

Well-formed files with absurd content find more than bytes at random, which hardly ever get past the first check: XML
grows by a grammar of what may lie in what (fuzz.toml), which it now and then breaks.
ANWEN_FUZZ=20000 .venv/bin/pytest tests/extract/readers/test_fuzz.py runs so many examples of each kind.
"""

import importlib
import os
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.readers import LIMITS, guard, read_bytes
from extract.readers.archive import opened
from extract.readers.sandbox import DIED, FAULT, TOO_LONG, Pool
from records import Document, MarkedSecret, UnreadableFile

sys.path.append(str(Path(__file__).parents[3]))  # benchmarks are no installed package
hostile = importlib.import_module("benchmarks.hostile")

Maker = Callable[..., Any]
EXAMPLES = int(os.environ.get("ANWEN_FUZZ", "40"))
QUICK = replace(LIMITS, process_s=20.0, pages=50, parts=200)
many = settings(
    deadline=None, max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
GRAMMARS = tomllib.loads(Path(__file__).with_name("fuzz.toml").read_text(encoding="utf-8"))
PIECES = GRAMMARS["pieces"]
TEXTS, ODD = PIECES["texts"], PIECES["odd"]


def check(document: Document) -> None:
    at = 0
    for block in document.blocks:
        assert at <= block.start <= block.end <= len(document.text)
        at = block.end
    assert document.text.strip()


def read_here(data: bytes, name: str) -> None:
    """Reads it in this process, where any failure but the one that may be is seen with all its circumstances."""
    with suppress(UnreadableFile):
        check(read_bytes(data, name, QUICK))


# --- XML ---------------------------------------------------------------------------------------------------------

# What a step of growth does, by its first number: most open an element that may lie here, some close one.
CLOSE, WRITE, STRAY = range(9, 13), range(13, 15), range(15, 16)
Steps = list[tuple[int, int, int, int]]
STEPS = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 63), st.integers(0, 63), st.integers(0, 63)), max_size=80)


@dataclass(frozen=True)
class Grammar:
    """What may lie in what, and what attributes say.

    inside      tags by the tag that they lie in, «root» for the outermost
    attributes  «key=value» by tag
    texts       tags that hold text
    """

    space: str
    inside: dict[str, str]
    attributes: dict[str, list[str]]
    texts: str

    def grown(self, steps: Steps) -> str:
        """XML that the steps lead to; always well-formed."""
        out: list[str] = []
        stack = ["root"]
        for action, choice, said, value in steps:
            if action in CLOSE and len(stack) > 1:
                out.append(f"</{self.space}{stack.pop()}>")
            elif action in WRITE:
                out.append(escape(TEXTS[choice % len(TEXTS)]))
            else:
                here = " ".join(self.inside.values()) if action in STRAY else self.inside.get(stack[-1], "")
                if options := here.split():
                    stack.append(options[choice % len(options)])
                    out.append(f"<{self.space}{stack[-1]}{self.said(stack[-1], said, value)}>")
                    out += [escape(TEXTS[value % len(TEXTS)])] if stack[-1] in self.texts.split() else []
        return "".join([*out, *(f"</{self.space}{tag}>" for tag in reversed(stack[1:]))])

    def said(self, tag: str, choice: int, value: int) -> str:
        """The attributes of an element: one or two of those that it may have, now and then with an odd value."""
        options = self.attributes.get(tag, [])
        chosen = {}
        for at in {choice % len(options), value % len(options)} if options else ():
            key, _, usual = options[at].partition("=")
            chosen[key] = ODD[choice % len(ODD)] if value % 8 == 0 else usual
        return "".join(f' {key}="{escape(text)}"' for key, text in chosen.items())


def grown(kind: str, steps: Steps) -> str:
    return Grammar(**GRAMMARS[kind]).grown(steps)


@many
@given(body=STEPS, styles=STEPS, numbering=STEPS, notes=STEPS)
def test_word(body: Steps, styles: Steps, numbering: Steps, notes: Steps) -> None:
    first = hostile.PARAGRAPH.format("检查12家")
    note = f'<w:footnote w:id="1">{grown("word", notes)}</w:footnote>'
    parts = {
        "styles": grown("styles", styles),
        "numbering": grown("lists", numbering),
        "footnotes": note,
        "header": grown("word", notes),
    }
    data = hostile.docx(first + grown("word", body), **parts)
    with suppress(UnreadableFile):
        document = read_bytes(data, "a.docx", QUICK)
        check(document)
        assert "检查12家" in document.text


PATHS = st.lists(st.sampled_from(PIECES["paths"]), max_size=30).map(" ".join)


@many
@given(page=STEPS, unit=STEPS, paths=st.lists(PATHS, max_size=5))
def test_ofd(page: Steps, unit: Steps, paths: list[str]) -> None:
    drawn = "".join(
        f'<ofd:PathObject Boundary="9 9 99 99"><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>'
        for path in paths
    )
    unit_of = '<ofd:CompositeGraphicUnit ID="1"><ofd:Content>{}</ofd:Content></ofd:CompositeGraphicUnit>'
    units = f"<ofd:CompositeGraphicUnits>{unit_of.format(grown('ofd', unit))}</ofd:CompositeGraphicUnits>"
    res = f"<ofd:Res {hostile.OFD_SPACE}>{units}</ofd:Res>"
    whole = hostile.ofd_page(hostile.ofd_text("检查12家") + drawn + grown("ofd", page))
    data = hostile.ofd(whole, common="<ofd:PublicRes>R.xml</ofd:PublicRes>", extra={"Doc_0/R.xml": res})
    with suppress(MarkedSecret):
        document = read_bytes(data, "a.ofd", QUICK)
        check(document)
        assert set("检查家") <= set(document.text)


@many
@given(rows=STEPS, after=STEPS)
def test_workbooks(rows: Steps, after: Steps) -> None:
    read_here(hostile.xlsx(grown("sheet", rows), grown("after_sheet", after)), "a.xlsx")


SOUP = st.lists(st.sampled_from(PIECES["soup"]), max_size=6)
CODECS = ["utf-8", "gb18030", "utf-16", "big5", "utf-8-sig"]


@many
@given(steps=STEPS, soup=SOUP, codec=st.sampled_from(CODECS))
def test_web_pages(steps: Steps, soup: list[str], codec: str) -> None:
    read_here("".join(["<html>", *soup[:3], grown("page", steps), *soup[3:]]).encode(codec, "replace"), "a.html")


# --- text --------------------------------------------------------------------------------------------------------

NAMES = ["a.txt", "a.csv", "a.tsv", "a.md", "a.xls", "a"]


@many
@given(
    st.lists(st.sampled_from([*TEXTS, *PIECES["signs"]]), max_size=80), st.sampled_from(NAMES), st.sampled_from(CODECS)
)
def test_plain_text_tables_and_markdown(lines: list[str], name: str, codec: str) -> None:
    read_here("".join(lines).encode(codec, "replace"), name)


def all_in(data: bytes, name: str) -> None:
    """Opens a file with all that lies in it."""
    for one in opened(data, name, QUICK, lambda content, inner: read_bytes(content, inner, QUICK)):
        assert isinstance(one.result, Document | UnreadableFile)
        assert ".." not in one.name.split("/")


@many
@given(heads=st.lists(st.sampled_from(PIECES["heads"]), max_size=30), end=st.sampled_from(["\n", "\r\n"]))
def test_mails_and_saved_pages(heads: list[str], end: str) -> None:
    data = f"MIME-Version: 1.0{end}{end.join(heads)}".encode()
    all_in(data, "a.eml")
    read_here(data, "a.mht")


# --- bytes -------------------------------------------------------------------------------------------------------

PUT = st.one_of(st.sampled_from([word.encode() for word in PIECES["pdf"]]), st.binary(max_size=8))
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), PUT), max_size=8)


def edited(data: bytes, edits: Sequence[tuple[float, int, bytes]]) -> bytes:
    """The bytes with some of them, at a share of the length, replaced by others."""
    for share, length, put in edits:
        at = int(share * len(data))
        data = data[:at] + put + data[at + length :]
    return data


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(limits=QUICK) as pool:
        yield pool


@pytest.fixture(scope="module")
def sound(docx_of: Maker, pdf_of: Maker, ofd_of: Maker, table_at: Maker, lines_at: Maker) -> dict[str, bytes]:
    table = table_at(80, 500, [90, 90], [24, 24], [["甲镇", "1"], ["乙镇", "2"]])
    page = [*lines_at("共检查企业1234家次，发现隐患567处。"), *table]
    return {"a.pdf": pdf_of([page, page]), "a.ofd": ofd_of([page]), "a.docx": docx_of(hostile.PARAGRAPH.format("12家"))}


def of_the_sandbox(pool: Pool, data: bytes, name: str) -> str:
    """Nothing, or the line for a reader that died or hung: PDFium is no Python, and dies without an exception."""
    try:
        check(pool.read(data, name))
    except UnreadableFile as failure:
        line = str(failure)
        return line if line in (DIED, FAULT) or line.startswith(TOO_LONG.partition("{")[0]) else ""
    return ""


@many
@given(edits=EDITS, name=st.sampled_from(["a.pdf", "a.pdf", "a.pdf", "a.ofd", "a.docx"]))
def test_damaged_files(pool: Pool, sound: dict[str, bytes], edits: list[Any], name: str) -> None:
    assert of_the_sandbox(pool, edited(sound[name], edits), name) == ""


@many
@given(words=st.lists(PUT, max_size=60), box=st.sampled_from(["0 0 595 842", "0 0 0 0", "9 9 1 1", "0 0 1e9 1e9"]))
def test_odd_pages_of_a_pdf(pool: Pool, words: list[bytes], box: str) -> None:
    text = b"BT /F 12 Tf 1 0 0 1 90 90 Tm (safety) Tj ET"
    assert of_the_sandbox(pool, hostile.packed_page(b" ".join([text, *words]), box), "a.pdf") == ""


SIGNATURES = [
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"PK\x05\x06", b"%PDF-1.4", b"II*\0", b"\x89PNG\r\n\x1a\n",
    b"\xff\xfe", b"{\\rtf1",
]  # fmt: skip


@many
@given(st.sampled_from(SIGNATURES), st.binary(max_size=2000))
def test_any_bytes_after_a_signature(head: bytes, data: bytes) -> None:
    """Which kind it is, as far as that is told without reading it: pictures are not recognised here."""
    with suppress(UnreadableFile):
        assert re.fullmatch(r"[a-z]+/[\w.+-]+", guard.media_type_of(head + data, QUICK))


MEMBERS = ["a.txt", "../a", "甲/乙.txt", "a.zip", "x.docx", "__MACOSX/._a", "a\\b", "/", "c:/a"]
CONTENTS = [b"", "检查12家".encode(), b"PK\x03\x04", b"%PDF-", b"MIME-Version: 1.0\n\nx"]


@many
@given(st.dictionaries(st.sampled_from(MEMBERS), st.sampled_from(CONTENTS), max_size=6), EDITS)
def test_archives(members: dict[str, bytes], edits: list[Any]) -> None:
    whole = hostile.zipped(members)
    for data in (whole, edited(whole, edits), hostile.zipped({"inner.zip": whole})):
        all_in(data, "a.zip")
