import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree

import generate
from generate import Draft, Office, layout
from generate.evidence import Entry, entries, read_evidence
from generate.model import Gap, Heading, Number, Paragraph, Quoted, Signature, Table, Words, lines
from records import Failure, MonthSummary, UnreadableFile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs overflowPunct "
    "autoSpaceDE autoSpaceDN snapToGrid spacing ind jc textAlignment outlineLvl rPr",
    "rPr": "rStyle rFonts b i color spacing w kern position sz szCs highlight u vertAlign lang",
    "tblPr": "tblStyle tblpPr tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "trPr": "cantSplit trHeight tblHeader",
    "sectPr": "headerReference footerReference pgSz pgMar cols docGrid",
    "style": "name aliases basedOn next link uiPriority semiHidden qFormat pPr rPr tblPr",
    "settings": "mirrorMargins evenAndOddHeaders characterSpacingControl compat themeFontLang",
    "tbl": "tblPr tblGrid tr",
    "p": "pPr bookmarkStart r bookmarkEnd",
}
FREE = {"p"}  # after pPr anything may follow in any order


@pytest.fixture(scope="module", params=("总体方案", "工作汇报", "通报"))
def paper(request: pytest.FixtureRequest, rich: MonthSummary, office: Office) -> Draft:
    return generate.draft(request.param, rich, office)


@pytest.fixture(scope="module")
def path(paper: Draft, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("docx") / "稿.docx"
    generate.write_docx(paper, target)
    return target


@pytest.fixture(scope="module")
def word(path: Path) -> WordDocument:
    return docx.Document(str(path))


def xml_parts(path: Path) -> Iterator[etree._Element]:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                yield etree.fromstring(package.read(name))


def test_nothing_of_the_text_is_lost(paper: Draft, word: WordDocument) -> None:
    body = [line for block in paper.blocks if not isinstance(block, Table) for line in lines(block)]
    told = [line for block in paper.blocks if isinstance(block, Table) for line in lines(block)]
    rows = ["\t".join(cell.text for cell in row.cells) for table in word.tables for row in table.rows]
    written = [paragraph.text.replace("\n", "") for paragraph in word.paragraphs]
    assert [line for line in written if line in body] == body
    assert set(told) <= {*rows, *written}
    assert set(written) <= {*body, *told}


def test_page_and_page_numbers(word: WordDocument) -> None:
    section = word.sections[0]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.02)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [margin.mm for margin in margins] == pytest.approx([37, 35, 28, 26], abs=0.02)
    assert section.footer_distance.mm == pytest.approx(25, abs=0.02)
    assert section._sectPr.find(qn("w:docGrid")) is None
    settings = word.settings.element
    assert settings.find(qn("w:mirrorMargins")) is not None
    assert word.settings.odd_and_even_pages_header_footer
    for footer, side, align in ((section.footer, "right", "right"), (section.even_page_footer, "left", "left")):
        (line,) = footer.paragraphs
        assert line.text == "— 1 —"
        assert [node.text for node in line._p.iter(qn("w:instrText"))] == [" PAGE "]
        indent = line._p.pPr.find(qn("w:ind"))
        assert (indent.get(qn(f"w:{side}")), indent.get(qn(f"w:{side}Chars"))) == ("280", "100")
        assert line._p.pPr.find(qn("w:jc")).get(qn("w:val")) == align


def test_every_paragraph_has_a_style_of_ours_that_says_all(word: WordDocument) -> None:
    used = {paragraph.style.name for paragraph in every_paragraph(word)}
    assert used <= {
        "公文标题", "主送机关", "公文正文", "一级标题", "二级标题", "三级标题", "四级标题", "附件说明",
        "发文机关署名", "成文日期", "附件序号", "附件标题", "表题", "表头", "表格文字", "表格数字", "表注",
    }  # fmt: skip
    body = word.styles["公文正文"].element
    spacing, indent = body.pPr.find(qn("w:spacing")), body.pPr.find(qn("w:ind"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "640")
    assert body.rPr.find(qn("w:spacing")).get(qn("w:val")) == "-5"
    assert body.pPr.find(qn("w:widowControl")) is not None


def test_faces_are_named_and_no_theme_overrides_them(path: Path, word: WordDocument) -> None:
    for name, face, size in (
        ("公文标题", "方正小标宋简体", "44"), ("公文正文", "仿宋_GB2312", "32"), ("一级标题", "黑体", "32"),
        ("二级标题", "楷体_GB2312", "32"), ("页码", "宋体", "28"),
    ):  # fmt: skip
        run = word.styles[name].element.rPr
        assert run.find(qn("w:rFonts")).get(qn("w:eastAsia")) == face
        assert run.find(qn("w:sz")).get(qn("w:val")) == size
    for part in xml_parts(path):
        for fonts in part.iter(f"{W}rFonts"):
            assert not [key for key in fonts.attrib if "heme" in str(key)]
    with zipfile.ZipFile(path) as package:
        assert not [name for name in package.namelist() if "theme" in name or "thumbnail" in name]
        assert '<w:altName w:val="仿宋"/>' in package.read("word/fontTable.xml").decode()


def test_runs_keep_chinese_marks_in_the_chinese_face(word: WordDocument) -> None:
    runs = [run for paragraph in every_paragraph(word) for run in paragraph.runs if run.text.strip()]
    assert runs
    assert all(run._r.rPr.find(qn("w:rFonts")).get(qn("w:hint")) == "eastAsia" for run in runs)


def test_headings_are_real_and_stay_with_what_follows(paper: Draft, word: WordDocument) -> None:
    wanted = [(block.level, lines(block)[0]) for block in paper.blocks if isinstance(block, Heading)]
    names = {"一级标题": 1, "二级标题": 2, "三级标题": 3, "四级标题": 4}
    found = [(names[one.style.name], one.text) for one in word.paragraphs if one.style.name in names]
    assert found == wanted
    for name, level in names.items():
        properties = word.styles[name].element.pPr
        assert properties.find(qn("w:outlineLvl")).get(qn("w:val")) == str(level - 1)
        assert properties.find(qn("w:keepNext")) is not None


def test_elements_stand_in_the_schemas_order(path: Path) -> None:
    for part in xml_parts(path):
        for node in part.iter():
            name = etree.QName(node).localname
            if name not in ORDER or etree.QName(node).namespace != W[1:-1]:
                continue
            known = ORDER[name].split()
            places = [known.index(etree.QName(child).localname) for child in node]
            assert places == sorted(places) if name not in FREE else places[0] == 0, etree.tostring(node)


def test_the_signature_stands_by_the_formula(paper: Draft, word: WordDocument) -> None:
    (signature,) = [block for block in paper.blocks if isinstance(block, Signature)]
    indents = [
        (
            one.text,
            one._p.pPr.find(qn("w:ind")).get(qn("w:rightChars")),
            one._p.pPr.find(qn("w:ind")).get(qn("w:right")),
        )
        for one in word.paragraphs
        if one.style.name in ("发文机关署名", "成文日期")
    ]
    # 13 characters over 6: 4 + (6 − 13) / 2
    assert indents == [("临江县安全生产委员会办公室", "50", "160"), ("2023年7月4日", "400", "1280")]
    assert lines(signature) == [text for text, *_ in indents]
    place = next(at for at, one in enumerate(word.paragraphs) if one.style.name == "附件说明")
    assert word.paragraphs[place - 1]._p.pPr.find(qn("w:keepNext")) is not None


def test_attachments_begin_pages_and_are_listed_under_each_other(word: WordDocument) -> None:
    listed = [one for one in word.paragraphs if one.style.name == "附件说明"]
    assert listed[0].text.startswith("附件：1.")
    lefts = [one._p.pPr.find(qn("w:ind")).get(qn("w:leftChars")) for one in listed]
    hanging = [one._p.pPr.find(qn("w:ind")).get(qn("w:hangingChars")) for one in listed]
    assert set(lefts) == {"600"}
    assert hanging == ["400"] + ["100"] * (len(listed) - 1)
    marks = [one.text for one in word.paragraphs if one.style.name == "附件序号"]
    assert marks == [f"附件{number}" for number in range(1, len(listed) + 1)]
    assert word.styles["附件序号"].element.pPr.find(qn("w:pageBreakBefore")) is not None


def test_tables_fit_repeat_their_head_and_keep_rows_whole(word: WordDocument) -> None:
    assert word.tables
    for table in word.tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert sum(widths) == 8845
        head, *rows = table._tbl.tr_lst
        assert head.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in (head, *rows))
        assert all(row.trPr.find(qn("w:tblHeader")) is None for row in rows)
    for name in ("表头", "表格文字", "表格数字"):
        spacing = word.styles[name].element.pPr.find(qn("w:spacing"))
        assert spacing.get(qn("w:lineRule")) == "auto"  # exact pitch would cut the rows


def test_gaps_are_highlighted(paper: Draft, word: WordDocument) -> None:
    gaps = [piece.text for piece in paper.pieces() if isinstance(piece, Gap)]
    lit = [
        run.text for one in every_paragraph(word) for run in one.runs if run._r.find(f"{W}rPr/{W}highlight") is not None
    ]
    assert lit == gaps
    assert gaps


def test_every_figure_is_bookmarked_and_its_records_are_inside(paper: Draft, path: Path, word: WordDocument) -> None:
    tied = [piece for piece in paper.pieces() if isinstance(piece, Number | Quoted)]
    kept = read_evidence(path)
    assert [entry.text for entry in kept] == [piece.text for piece in tied]
    assert kept == entries(paper)
    assert marked(word) == {entry.bookmark: entry.text for entry in kept}
    numbers = [(entry, piece) for entry, piece in zip(kept, tied, strict=True) if isinstance(piece, Number)]
    for entry, piece in numbers:
        assert (entry.value, entry.measure) == (f"{piece.figure.value:f}", piece.figure.unit)
        assert {source.id for source in entry.sources} == set(piece.figure.sources)
    assert all(source.quote and source.document and source.unit for entry in kept for source in entry.sources)


def test_evidence_names_unit_file_page_and_words(rich: MonthSummary, office: Office, tmp_path: Path) -> None:
    generate.write_docx(generate.draft("通报", rich, office), tmp_path / "a.docx")
    by_text = {entry.text: entry for entry in read_evidence(tmp_path / "a.docx")}
    entry = by_text["8处"]
    assert (entry.value, entry.measure, entry.formula) == ("8", "处", "重大隐患21－重大隐患整改13")
    source = by_text["280处"].sources[0]
    assert (source.kind, source.unit, source.document, source.page) == ("count", "东渡镇", "东渡镇.docx", 2)
    assert (source.quote, source.end - source.start) == ("排查隐患280处", 8)
    assert "未整改" not in str(by_text["6条"])
    assert by_text["6条"].sources[0].kind == "hazard"


def test_quotes_that_xml_cannot_hold_do_not_break_the_file(rich: MonthSummary, office: Office, tmp_path: Path) -> None:
    filed = rich.hazards[0]
    record = replace(
        filed.record, description="锁闭\x00\ufffe的 <出口> & “门”", quote="锁闭\x00\r\n𠮷", place="甲\x0b厂"
    )
    strange = replace(rich, hazards=(replace(filed, record=record), *rich.hazards[1:]))
    generate.write_docx(generate.draft("总体方案", strange, office), tmp_path / "a.docx")
    text = "\n".join(one.text for one in docx.Document(str(tmp_path / "a.docx")).paragraphs)
    assert "甲厂，锁闭  的<出口> &“门”（南湖街道报送）" in text
    quotes = [source.quote for entry in read_evidence(tmp_path / "a.docx") for source in entry.sources]
    assert "锁闭\n𠮷" in [quote.replace("\r\n", "\n") for quote in quotes]


def test_the_same_draft_gives_the_same_bytes(paper: Draft, path: Path, tmp_path: Path) -> None:
    generate.write_docx(paper, tmp_path / "again.docx")
    assert (tmp_path / "again.docx").read_bytes() == path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
        assert package.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}


def test_properties_hold_the_title_and_nobodys_name(paper: Draft, word: WordDocument) -> None:
    properties = word.core_properties
    assert (properties.title, properties.author, properties.last_modified_by) == (paper.title, "", "")
    assert properties.created is not None
    assert properties.created.date() == dt.date(2023, 7, 4)


def test_a_file_that_cannot_be_written_is_one_line(paper: Draft, tmp_path: Path) -> None:
    with pytest.raises(Failure, match="不能写入"):
        generate.write_docx(paper, tmp_path)


def test_evidence_of_other_files(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "other.docx"))
    assert read_evidence(tmp_path / "other.docx") == ()
    (tmp_path / "no.docx").write_bytes(b"no zip")
    with pytest.raises(UnreadableFile, match=r"no\.docx"):
        read_evidence(tmp_path / "no.docx")


def test_a_plain_draft_needs_no_attachments_or_records(tmp_path: Path) -> None:
    paper = Draft("通报", "2023-06", None, (Paragraph((Words("正文。"),)),), (), (), {})
    generate.write_docx(paper, tmp_path / "a.docx")
    assert [one.text for one in docx.Document(str(tmp_path / "a.docx")).paragraphs] == ["正文。"]
    assert read_evidence(tmp_path / "a.docx") == tuple[Entry, ...]()


def every_paragraph(word: WordDocument) -> list[WordParagraph]:
    return [WordParagraph(node, word) for node in word.element.body.iter(f"{W}p")]  # type: ignore[arg-type]


def marked(word: WordDocument) -> dict[str, str]:
    """By bookmark, the text between its start and its end."""
    found = {}
    for start in word.element.body.iter(f"{W}bookmarkStart"):
        name, run = start.get(f"{W}name"), start.getnext()
        end = run.getnext()
        assert end.get(f"{W}id") == start.get(f"{W}id")
        assert re.fullmatch(r"anwen_\d{4}", name)
        found[name] = "".join(node.text for node in run.iter(f"{W}t"))
    return found


def test_small_tables_and_the_last_rows_of_others_stay_together_by_every_cell(word: WordDocument) -> None:
    for table in word.tables:
        kept = table.rows[1:-1] if len(table.rows) <= layout.SMALL_TABLE + 1 else table.rows[-2:-1]
        cells = [cell.paragraphs[0]._p.pPr for row in kept for cell in row.cells]
        assert all(properties.find(qn("w:keepNext")) is not None for properties in cells)
