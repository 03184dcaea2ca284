"""Word documents built from their XML: each element that a reader sees is there, and nothing else."""

from collections.abc import Callable

import pytest

from extract.readers import read_bytes
from records import Cell, Document, UnreadableFile

Docx = Callable[..., bytes]
RUN = "<w:r><w:t>{}</w:t></w:r>"


def p(*content: str, style: str = "", properties: str = "") -> str:
    inner = "".join(part if part.startswith("<") else RUN.format(part) for part in content)
    name = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{name}{properties}</w:pPr>{inner}</w:p>"


def tc(*content: str, span: int = 1, merge: str | None = None) -> str:
    inner = "".join(part if part.startswith("<") else p(part) for part in content) or "<w:p/>"
    merged = "" if merge is None else f"<w:vMerge{f' w:val={chr(34)}{merge}{chr(34)}' if merge else ''}/>"
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>{inner}</w:tc>'


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def opened(docx_of: Docx, *body: str, **parts: str) -> Document:
    return read_bytes(docx_of("".join(body), **parts), "a.docx")


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def cells(document: Document) -> list[tuple[str, Cell]]:
    return [(document.text[block.start : block.end], block.cell) for block in document.blocks if block.cell]


# --- what stands in a paragraph ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>", "甲\n乙"),
        ('<w:r><w:br w:type="page"/><w:t>甲</w:t></w:r>', "甲"),
        ('<w:r><w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t></w:r>', "甲\n乙"),
        ('<w:r><w:t xml:space="preserve"> 甲 </w:t></w:r>', " 甲 "),
        ("<w:r><w:t>\n  甲\n</w:t></w:r>", "甲"),
        ("<w:r><w:t>\u3000\u3000甲</w:t></w:r>", "\u3000\u3000甲"),
        ("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t><w:softHyphen/></w:r>", "A-1"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>已改</w:t></w:r>', "☑已改"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F001"/></w:r><w:r><w:t>甲</w:t></w:r>', "•甲"),
        ('<w:hyperlink r:id="x"><w:r><w:t>链接</w:t></w:r></w:hyperlink>', "链接"),
        ("<w:smartTag><w:r><w:t>2023年</w:t></w:r></w:smartTag>", "2023年"),
        ("<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>", "控件"),
        ('<w:fldSimple w:instr="PAGE"><w:r><w:t>3</w:t></w:r></w:fldSimple>', "3"),
        (
            "<w:ruby><w:rt><w:r><w:t>an</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>安</w:t></w:r></w:rubyBase></w:ruby>",
            "安",
        ),
    ],
)
def test_inline_elements(docx_of: Docx, content: str, text: str) -> None:
    assert opened(docx_of, p(content)).text == text


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_a_field_shows_its_result_only(docx_of: Docx) -> None:
    code = "<w:r><w:instrText>IF </w:instrText></w:r>"
    inner = field("begin") + code + field("separate") + RUN.format("藏") + field("end")
    outer = field("begin") + code + inner + field("separate") + RUN.format("12") + field("end")
    assert opened(docx_of, p("共", outer, "处")).text == "共12处"


def test_a_field_without_an_end_hides_nothing_after_its_paragraph(docx_of: Docx) -> None:
    assert opened(docx_of, p("甲", field("begin")), p("乙")).text == "甲\n乙"


def test_tracked_changes_are_read_as_accepted_and_warned_of(docx_of: Docx) -> None:
    changed = "<w:del><w:r><w:delText>11</w:delText></w:r></w:del><w:ins><w:r><w:t>12</w:t></w:r></w:ins>"
    moved = "<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo>"
    document = opened(docx_of, p("整改", changed, "处", moved))
    assert document.text == "整改12处新"
    assert document.warnings == ("文档含修订记录，已按接受全部修订后的内容读取",)


def test_a_paragraph_whose_end_is_deleted_runs_on(docx_of: Docx) -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    assert opened(docx_of, p("整改", properties=deleted), p("12处")).text == "整改12处"
    row = tr(tc(p("甲", properties=deleted)), tc("乙"))
    assert opened(docx_of, tbl(row)).text == "甲\t乙"


def test_hidden_text_is_left_out_and_warned_of(docx_of: Docx) -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
    shown = '<w:r><w:rPr><w:rStyle w:val="H"/><w:vanish w:val="0"/></w:rPr><w:t>见</w:t></w:r>'
    by_style = '<w:r><w:rPr><w:rStyle w:val="H"/></w:rPr><w:t>藏</w:t></w:r>'
    styles = '<w:style w:type="character" w:styleId="H"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'
    document = opened(docx_of, p("甲", hidden, by_style, shown), styles=styles)
    assert document.text == "甲见"
    assert document.warnings == ("文档含隐藏文字，未读取",)


def test_a_clean_document_has_no_warning(docx_of: Docx) -> None:
    assert opened(docx_of, p("甲")).warnings == ()


def test_comments_are_warned_of(docx_of: Docx) -> None:
    document = opened(docx_of, p("甲"), comments=f"<w:comment>{p('请核对')}</w:comment>")
    assert document.text == "甲"
    assert document.warnings == ("文档含批注，批注内容未读取",)


# --- text boxes --------------------------------------------------------------------------------------------------


def test_a_text_box_in_both_branches_is_read_once(docx_of: Docx) -> None:
    box = f"<w:txbxContent>{p('联系人：张三')}</w:txbxContent>"
    new = f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
    old = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    both = f"<w:r><mc:AlternateContent>{new}{old}</mc:AlternateContent></w:r>"
    assert opened(docx_of, p("甲", both, "乙"), p("丙")).text == "甲乙\n联系人：张三\n丙"


def test_a_text_box_of_old_programs(docx_of: Docx) -> None:
    pict = f"<w:r><w:pict><v:textbox><w:txbxContent>{p('框内')}</w:txbxContent></v:textbox></w:pict></w:r>"
    assert opened(docx_of, p("甲", pict)).text == "甲\n框内"


# --- headings, notes, headers ------------------------------------------------------------------------------------

STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="own"/><w:basedOn w:val="A"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="loop"/><w:basedOn w:val="C"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
)


def test_heading_levels(docx_of: Docx) -> None:
    direct, body = '<w:outlineLvl w:val="2"/>', '<w:outlineLvl w:val="9"/>'
    paragraphs = [p("名", style="A"), p("承", style="B"), p("环", style="C"), p("直", properties=direct)]
    paragraphs += [p("文", style="A", properties=body), p("无"), p("录", style="T")]
    document = opened(docx_of, *paragraphs, styles=STYLES)
    levels = [(block.kind, block.level) for block in document.blocks]
    assert levels == [
        ("heading", 2),
        ("heading", 2),
        ("heading", 1),
        ("heading", 3),
        ("paragraph", None),
        ("paragraph", None),
        ("debris", None),
    ]


def test_headers_notes_and_footers_stand_apart(docx_of: Docx) -> None:
    separator = f'<w:footnote w:type="separator">{p("线")}</w:footnote>'
    document = opened(
        docx_of,
        p("正文", '<w:r><w:footnoteReference w:id="1"/></w:r>', "续"),
        header=p("简报第3期"),
        footer=p("— 1 —"),
        footnotes=f"{separator}<w:footnote>{p('口径说明')}</w:footnote>",
    )
    assert blocks(document) == [
        ("header", "简报第3期"),
        ("paragraph", "正文续"),
        ("note", "口径说明"),
        ("footer", "— 1 —"),
    ]


def test_a_header_that_nothing_refers_to_is_not_shown(docx_of: Docx) -> None:
    extra = {"word/header9.xml": "<w:hdr/>"}
    assert opened(docx_of, p("正文"), extra=extra).text == "正文"


# --- tables ------------------------------------------------------------------------------------------------------


def test_cells_of_a_row_are_parted_by_tabs_and_empty_ones_stay(docx_of: Docx) -> None:
    document = opened(docx_of, p("表前"), tbl(tr(tc("单位"), tc("隐患")), tr(tc("甲镇"), tc())), p("表后"))
    assert document.text == "表前\n单位\t隐患\n甲镇\t\n表后"
    assert cells(document) == [
        ("单位", Cell(0, 0, 0, head=True)),
        ("隐患", Cell(0, 0, 1, head=True)),
        ("甲镇", Cell(0, 1, 0)),
        ("", Cell(0, 1, 1)),
    ]


def test_merged_cells_keep_their_place(docx_of: Docx) -> None:
    rows = [
        tr(tc("单位", merge="restart"), tc("隐患", span=2)),
        tr(tc(merge=""), tc("发现"), tc("整改")),
        tr(tc("甲镇"), tc("12"), tc("11")),
    ]
    assert cells(opened(docx_of, tbl(*rows))) == [
        ("单位", Cell(0, 0, 0, 2, 1, True)),
        ("隐患", Cell(0, 0, 1, 1, 2, True)),
        ("发现", Cell(0, 1, 1, 1, 1, True)),
        ("整改", Cell(0, 1, 2, 1, 1, True)),
        ("甲镇", Cell(0, 2, 0)),
        ("12", Cell(0, 2, 1)),
        ("11", Cell(0, 2, 2)),
    ]


def test_rows_marked_as_head_and_rows_that_begin_later(docx_of: Docx) -> None:
    rows = [
        tr(tc("标题", span=2), properties="<w:tblHeader/>"),
        tr(tc("甲"), tc("乙"), properties="<w:tblHeader/>"),
        tr(tc("丙"), properties='<w:gridBefore w:val="1"/>'),
    ]
    found = cells(opened(docx_of, tbl(*rows)))
    assert [cell.head for _, cell in found] == [True, True, True, False]
    assert found[-1][1].column == 1


def test_a_table_in_a_cell_follows_the_cell(docx_of: Docx) -> None:
    inner = tbl(tr(tc("内一"), tc("内二")))
    document = opened(docx_of, tbl(tr(tc("外一", inner), tc("外二"))))
    assert document.text == "外一\n内一\t内二\n外二"
    assert [cell.table for _, cell in cells(document)] == [0, 1, 1, 0]


def test_deleted_rows_are_left_out_and_paragraphs_of_a_cell_kept_apart(docx_of: Docx) -> None:
    rows = [tr(tc("甲", "乙")), tr(tc("删"), properties="<w:del/>")]
    assert opened(docx_of, tbl(*rows)).text == "甲\n乙"


def test_a_merge_that_begins_nowhere_is_a_cell(docx_of: Docx) -> None:
    assert [text for text, _ in cells(opened(docx_of, tbl(tr(tc("甲", merge="")))))] == ["甲"]


# --- packages ----------------------------------------------------------------------------------------------------


def test_strict_open_xml_is_the_same(docx_of: Docx) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:body></w:document>'
    assert opened(docx_of, extra={"word/document.xml": body}).text == "甲"


def test_spans_that_are_no_figures_count_as_one_and_absurd_ones_as_what_a_table_may_have(docx_of: Docx) -> None:
    cells = "".join(
        f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:r><w:t>{span}</w:t></w:r></w:p></w:tc>'
        for span in ("x", "-3", "999999999999", "2")
    )
    blocks = opened(docx_of, tbl(f"<w:tr>{cells}</w:tr>")).blocks
    assert [(block.cell.column, block.cell.column_span) for block in blocks if block.cell] == [
        (0, 1),
        (1, 1),
        (2, 1000),
        (1002, 2),
    ]


def test_lists_whose_figures_are_none_are_one_line(docx_of: Docx) -> None:
    with pytest.raises(UnreadableFile, match="已损坏"):
        opened(docx_of, "<w:p/>", numbering='<w:num w:numId="1"><w:lvlOverride w:ilvl="x"/></w:num>')


def test_tables_nested_deeply_are_read_or_refused(docx_of: Docx) -> None:
    table = p("里")
    for _ in range(60):
        table = tbl(tr(tc(table)))
    assert opened(docx_of, table).text.strip() == "里"
    for _ in range(60):
        table = tbl(tr(tc(table)))
    with pytest.raises(UnreadableFile):
        opened(docx_of, table)


WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'


@pytest.mark.parametrize(("wide", "high", "inner", "told"), [
    (5_000_000, 6_000_000, "", True), (1_500_000, 1_500_000, "", False), ("x", "9" * 5000, "", False),
    (5_000_000, 6_000_000, f"<wps:txbx><w:txbxContent>{p('框中文字')}</w:txbxContent></wps:txbx>", False),
])  # fmt: skip
def test_a_large_picture_is_told_of(docx_of: Docx, wide: object, high: object, inner: str, told: bool) -> None:
    picture = f'<w:drawing><wp:inline {WP}><wp:extent cx="{wide}" cy="{high}"/>{inner}</wp:inline></w:drawing>'
    document = opened(docx_of, p("正文", f"<w:r>{picture}</w:r>"))
    assert ("文档含较大的图片或图表，其中的文字未读取" in document.warnings) == told
    assert ("框中文字" in document.text) == bool(inner)


def test_a_fraction_is_no_whole_number(docx_of: Docx) -> None:
    space = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    part = "<m:{0}><m:r><m:t>{1}</m:t></m:r></m:{0}>"
    half = f"<m:oMath {space}><m:f>{part.format('num', 1)}{part.format('den', 2)}</m:f></m:oMath>"
    power = f"<m:oMath {space}><m:sSup>{part.format('e', 10)}{part.format('sup', 3)}</m:sSup></m:oMath>"
    assert opened(docx_of, p("占", half), p(power)).text == "占1/2\n10^3"
