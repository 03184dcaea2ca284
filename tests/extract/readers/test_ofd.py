"""OFD: the same Document as from a PDF of the same pages; templates, documents, glyphs, what is left out."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pytest

import extract
from corpora.to_scan import FONTS, SERIF, Setting, as_file, pages_of
from extract.readers import Limits, MarkedSecret, read_bytes, scan_extra
from extract.readers.ofdpage import deltas
from records import Cell, Document, UnreadableFile

Maker = Callable[..., Any]
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
FIRST = (
    "今年以来，全县上下认真贯彻落实上级决策部署，扎实开展重大事故隐患专项排查整治，"
    "共检查企业1234家次，发现隐患567处，已完成整改543处，整改率95.8%。"
)
SECOND = "二是强化执法。立案查处12起，罚款30万元，约谈企业负责人8人次。"


def kinds(document: Document, kind: str) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind == kind]


def page(*objects: str, inner: str = "") -> str:
    layer = f'<ofd:Content><ofd:Layer ID="1">{"".join(objects)}</ofd:Layer></ofd:Content>'
    return f"<ofd:Page {SPACE}>{inner}{layer}</ofd:Page>"


def text(words: str, x: float = 30, y: float = 50, delta: str = "g 60 5", size: str = "5", **more: str) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in more.items())
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 150 8" Font="1" Size="{size}"{attributes}>'
        f'<ofd:TextCode X="0" Y="5" DeltaX="{delta}">{words}</ofd:TextCode></ofd:TextObject>'
    )


def resources(content: str) -> str:
    unit = f'<ofd:CompositeGraphicUnit ID="5"><ofd:Content>{content}</ofd:Content></ofd:CompositeGraphicUnit>'
    return f"<ofd:Res {SPACE}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>"


def opened(ofd_of: Maker, pages: Sequence[object], **options: Any) -> Document:
    return read_bytes(ofd_of(pages, **options), "a.ofd")


def line_for(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data, "a.ofd", limits or Limits())
    return str(caught.value)


def test_the_same_text_boxes_and_tables_as_the_pdf_of_the_same_pages(
    ofd_of: Maker, pdf_of: Maker, lines_at: Maker, table_at: Maker, text_at: Maker
) -> None:
    lines, head = lines_at(f"{FIRST}{FIRST}\n{SECOND}"), ["单位", "发现隐患", "整改"]
    table = table_at(80, 600, [100, 150, 150], [24] * 2, [head, ["甲镇", "12", "11"]])
    rest = table_at(80, 80, [100, 150, 150], [24] * 2, [head, ["乙镇", "9", "9"]])
    pages = [[*lines, *table, text_at(270, 790, "— 1 —", 14)], [*rest, *lines_at(SECOND, y=200)]]
    ofd, pdf = opened(ofd_of, pages), read_bytes(pdf_of(pages), "a.pdf")
    assert ofd.text == pdf.text
    assert ofd.media_type == "application/ofd"
    assert (ofd.pages, ofd.warnings) == (2, ())
    assert [(b.kind, b.page, b.cell) for b in ofd.blocks] == [(b.kind, b.page, b.cell) for b in pdf.blocks]
    assert [b.box for b in ofd.blocks] == [pytest.approx(b.box, abs=3) for b in pdf.blocks]


def test_the_same_records_as_from_plain_text(ofd_of: Maker, lines_at: Maker) -> None:
    ofd = extract.extract(opened(ofd_of, [lines_at(f"{FIRST}\n{SECOND}")]))
    plain = extract.extract(extract.read_text(f"{FIRST}\n{SECOND}"))
    assert plain.counts
    assert [(count.value, count.unit, count.quote, count.start) for count in ofd.counts] == [
        (count.value, count.unit, count.quote, count.start) for count in plain.counts
    ]
    assert {count.page for count in ofd.counts} == {1}


def test_characters_that_are_objects_of_their_own_with_a_matrix(ofd_of: Maker) -> None:
    """As programs write them that print to OFD: one character an object, in points, and the axis turned up."""
    places = {30.0 + at: letter for at, letter in zip((0, 5, 10, 15, 20, 22.5, 25), "检查企业12家", strict=True)}
    letters = [
        f'<ofd:TextObject ID="1" CTM="0.3528 0 0 0.3528 -{x} 100" Boundary="{x} 80 5 6" Size="14">'
        f'<ofd:TextCode X="{x / 0.3528}" Y="-270">{letter}</ofd:TextCode></ofd:TextObject>'
        for x, letter in places.items()
    ]
    document = opened(ofd_of, [page(*reversed(letters))])
    assert document.text == "检查企业12家"
    assert document.blocks[0].box == pytest.approx((85, 231, 170, 245), abs=4)


def test_distances_are_given_in_short(ofd_of: Maker) -> None:
    assert list(deltas("5 g 3 2.5 7")) == [5, 2.5, 2.5, 2.5, 7]
    assert opened(ofd_of, [page(text("检查12家", delta="5 5 g 2 2.5"))]).text == "检查12家"
    assert opened(ofd_of, [page(text("检查12家", delta="g 9999999999 5"))]).text == "检查12家"


def test_latin_words_by_their_places_and_by_their_blanks(ofd_of: Maker) -> None:
    words = text("Safety", 30, 50, "2.8 2.5 1.7 2.5 1.7") + text("first", 46, 50, "1.7 1.4 1.7 2.5")
    assert opened(ofd_of, [page(words)]).text == "Safety first"
    assert opened(ofd_of, [page(text("WPS MAX 12", delta="4.5 3 3 1.4 4.2 3.3 3.3 1.4 2.8"))]).text == "WPS MAX 12"
    apart = [text(letter, 30 + x, 50) for x, letter in ((0, "W"), (4.6, "P"), (7.4, "S"), (10.1, "1"), (12.6, "2"))]
    assert opened(ofd_of, [page(*apart)]).text == "WPS12"
    assert opened(ofd_of, [page(text("甲镇12处", delta="5 20 2.5 2.5"))]).text == "甲镇 12处"
    bare = text("检查12家").replace(' DeltaX="g 60 5"', "")
    assert opened(ofd_of, [page(bare)]).text == "检查12家"


def test_second_texts_of_an_object_stand_on_the_line_of_the_first(ofd_of: Maker) -> None:
    two = text("检查").replace(
        "</ofd:TextObject>", '<ofd:TextCode X="10" DeltaX="2.5 2.5">12家</ofd:TextCode></ofd:TextObject>'
    )
    assert opened(ofd_of, [page(two)]).text == "检查12家"


def test_templates_lie_on_their_pages(ofd_of: Maker, lines_at: Maker) -> None:
    common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/T.xml"/>'
    parts = {"Doc_0/Tpls/T.xml": page(text("某县安委会文件", 70, 40))}
    body = text("排查隐患34处。", 30, 120)
    document = opened(
        ofd_of, [page(body, inner='<ofd:Template TemplateID="7"/>'), page(body)], common=common, extra=parts
    )
    assert kinds(document, "paragraph") == ["某县安委会文件", "排查隐患34处。", "排查隐患34处。"]
    assert [block.page for block in document.blocks] == [1, 1, 2]


def test_drawings_used_again_and_blocks_within_blocks(ofd_of: Maker) -> None:
    res = resources(text("乙镇12处", 0, 0))
    use = '<ofd:CompositeObject ID="3" ResourceID="5" Boundary="30 100 100 10"/>'
    block = f"<ofd:PageBlock><ofd:PageBlock>{text('甲镇11处')}</ofd:PageBlock></ofd:PageBlock>"
    document = opened(
        ofd_of, [page(use, block)], common="<ofd:PublicRes>Res.xml</ofd:PublicRes>", extra={"Doc_0/Res.xml": res}
    )
    assert document.text == "甲镇11处\n乙镇12处"


def test_a_drawing_that_holds_itself_ends(ofd_of: Maker) -> None:
    use = '<ofd:CompositeObject ID="3" ResourceID="5" Boundary="0 0 100 10"/>'
    res = resources(text("检查", 0, 9) + use)
    common = "<ofd:PublicRes>Res.xml</ofd:PublicRes>"
    assert opened(ofd_of, [page(use)], common=common, extra={"Doc_0/Res.xml": res}).text == "检查"


def test_several_documents_and_the_current_version_of_one(ofd_of: Maker, table_at: Maker) -> None:
    table = table_at(80, 300, [100, 70], [24], [["甲镇", "12处"]])
    other = table_at(80, 300, [100, 70], [24], [["乙镇", "34处"]])
    one, two = ofd_of([table]), ofd_of([other])
    with zipfile.ZipFile(io.BytesIO(two)) as package:
        parts = {f"Doc_1/{n.removeprefix('Doc_0/')}": package.read(n) for n in package.namelist() if n != "OFD.xml"}
    version = f"<ofd:DocVersion {SPACE}><ofd:DocRoot>/Doc_1/Document.xml</ofd:DocRoot></ofd:DocVersion>"
    versions = (
        "<ofd:DocBody><ofd:DocRoot>Old.xml</ofd:DocRoot><ofd:Versions>"
        '<ofd:Version ID="1" BaseLoc="Old/V.xml"/><ofd:Version ID="2" Current="true" BaseLoc="Doc_1/V.xml"/>'
        "</ofd:Versions></ofd:DocBody>"
    )
    document = opened(ofd_of, [table], bodies=versions, extra={"Doc_1/V.xml": version, **parts})
    assert one != two
    assert document.text == "甲镇\t12处\n乙镇\t34处"
    assert [(block.page, block.cell) for block in document.blocks] == [
        (1, Cell(0, 0, 0)),
        (1, Cell(0, 0, 1)),
        (2, Cell(1, 0, 0)),
        (2, Cell(1, 0, 1)),
    ]


def test_fonts_that_give_glyphs_without_characters_are_told_of(ofd_of: Maker) -> None:
    glyphs = '<ofd:CGTransform CodePosition="0" CodeCount="4"><ofd:Glyphs>1 2 3 4</ofd:Glyphs></ofd:CGTransform>'
    bare = text("").replace("<ofd:TextCode", f"{glyphs}<ofd:TextCode")
    whole = text("检查企业", 30, 80).replace("<ofd:TextCode", f"{glyphs}<ofd:TextCode")
    warning = "第 1 页的字体缺少字符对照，文字可能有误，请核对原文"
    document = opened(ofd_of, [page(bare, whole)])
    assert (document.text, document.warnings) == ("检查企业", (warning,))
    private = opened(ofd_of, [page(text("检查\ue123\ue124家"))])
    assert private.text == "检查 家"
    assert private.warnings == (warning,)
    assert opened(ofd_of, [page(whole)]).warnings == ()
    assert "只有字形" in line_for(ofd_of([page(bare)]))


def test_what_is_left_out(ofd_of: Maker) -> None:
    slanted = text("仅供内部使用", CTM="0.7 0.7 -0.7 0.7 0 0")
    hidden = text("看不见", Visible="false")
    tail = "<ofd:Annotations>Annots.xml</ofd:Annotations><ofd:Attachments>Att.xml</ofd:Attachments>"
    extra = {
        "Doc_0/Annots.xml": f"<ofd:Annotations {SPACE}><ofd:Page PageID='1'/></ofd:Annotations>",
        "Doc_0/Att.xml": f"<ofd:Attachments {SPACE}><ofd:Attachment ID='1'/></ofd:Attachments>",
    }
    document = opened(ofd_of, [page(slanted, hidden, text("检查12家", 30, 90))], tail=tail, extra=extra)
    assert document.text == "检查12家"
    assert document.warnings == (
        "文档含注释（批注、印章或水印），注释内容未读取",
        "文档中附带了其他文件，其内容未读取",
        "文档含隐藏文字，未读取",
    )


def test_text_from_top_to_bottom_follows_its_page(ofd_of: Maker) -> None:
    down = text("装订线").replace('DeltaX="g 60 5"', 'DeltaX="0 0" DeltaY="20 20"')
    document = opened(ofd_of, [page(down, text("检查", 60, 60), text("企业", 60, 80)), page(text("整改"))])
    assert document.text.split("\n")[-2:] == ["装订线", "整改"]
    assert document.warnings == ("文档含竖排文字，放在所在页的末尾",)
    assert [block.page for block in document.blocks][-2:] == [1, 2]


def test_scanned_and_missing_pages_are_named(ofd_of: Maker) -> None:
    picture = page('<ofd:ImageObject ID="1" ResourceID="4" Boundary="0 0 210 297"/>')
    more = '<ofd:Pages><ofd:Page ID="8" BaseLoc="Pages/None.xml"/></ofd:Pages>'
    document = opened(ofd_of, [page(text("检查")), picture], tail=more)
    assert document.text == "检查"
    assert document.warnings[0] == "第 3 页已损坏，未读取"
    assert document.warnings[1].startswith(("第 2 页的图片像素过多或无法打开，未读取", "第 2 页为扫描页，未读取"))
    assert re.search("无法打开|可选组件", line_for(ofd_of([picture])))
    assert "已损坏" in line_for(ofd_of([], tail=more))


SEAL = '<ofd:ImageObject ID="2" ResourceID="5" Boundary="120 90 42 42"/>'


@pytest.mark.skipif(not scan_extra.is_installed(), reason="extra «ocr» is not installed")
@pytest.mark.skipif(not (FONTS / SERIF).exists(), reason="fonts-noto-cjk is not installed")
def test_a_page_that_is_a_picture_is_recognised(ofd_of: Maker) -> None:
    sheet = pages_of(FIRST, Setting(dpi=120, size=16, top=60))[0]
    sheet = sheet.crop((0, 0, sheet.width, round(0.42 * sheet.height)))
    picture = page('<ofd:ImageObject ID="1" ResourceID="4" Boundary="0 0 210 125"/>' + SEAL)
    media = '<ofd:MultiMedias><ofd:MultiMedia ID="4" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia>'
    res = f'<ofd:Res {SPACE} BaseLoc="Res">{media}</ofd:MultiMedias></ofd:Res>'
    document = opened(
        ofd_of,
        [page(text("检查")), picture],
        common="<ofd:DocumentRes>R.xml</ofd:DocumentRes>",
        extra={"Doc_0/R.xml": res, "Doc_0/Res/a.png": as_file([sheet], "PNG")},
    )
    assert kinds(document, "paragraph") == ["检查", FIRST]
    assert [(block.page, block.ocr is None) for block in document.blocks] == [(1, True), (2, False)]
    assert document.warnings == ("第 2 页为扫描页，文字由识别得到，数字请复核",)
    box = document.blocks[1].box
    assert box is not None
    assert box[2] < 595


def test_a_page_of_several_pictures_is_told_of(ofd_of: Maker) -> None:
    halves = "".join(f'<ofd:ImageObject ID="{at}" ResourceID="4" Boundary="0 {at * 100} 210 100"/>' for at in (0, 1))
    document = opened(ofd_of, [page(text("检查")), page(halves)])
    assert "第 2 页由多张图片拼成，只识别了其中最大的一张，请对照原件" in document.warnings


def test_bad_numbers_put_nothing_out_of_order(ofd_of: Maker) -> None:
    odd = text("检查", size="x", CTM="nan inf", Boundary_="1").replace('Boundary="30 50 150 8"', 'Boundary="a 1e999"')
    path = (
        '<ofd:PathObject Boundary="0 0 1 1"><ofd:AbbreviatedData>M 0 L x 1 Z 2 B</ofd:AbbreviatedData></ofd:PathObject>'
    )
    assert opened(ofd_of, [page(odd, path)]).text == "检查"


def test_names_in_another_case_or_with_backslashes(ofd_of: Maker, zip_of: Maker) -> None:
    document = f'<ofd:Document {SPACE}><ofd:Pages><ofd:Page BaseLoc="PAGES\\P0.XML"/></ofd:Pages></ofd:Document>'
    root = f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>/doc/D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    data = zip_of({"ofd.xml": root, "Doc\\d.xml": document, "Doc\\Pages\\p0.xml": page(text("检查"))})
    assert read_bytes(data, "a.ofd").text == "检查"


def test_what_is_refused(ofd_of: Maker) -> None:
    one = page(text("检查"))
    assert "已加密" in line_for(ofd_of([one], extra={"Encryptions.xml": "<a/>"}))
    assert "超过上限 1 页" in line_for(ofd_of([one, one]), Limits(pages=1))
    assert "OFD 文件已损坏" in line_for(ofd_of(["<ofd:Page"]))
    assert "OFD 文件已损坏" in line_for(ofd_of([one], extra={"OFD.xml": "<a/>"}))
    assert "OFD 文件已损坏" in line_for(ofd_of([one], extra={"OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody/></ofd:OFD>"}))
    assert "DTD" in line_for(ofd_of(['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>']))
    with pytest.raises(MarkedSecret):
        opened(ofd_of, [page(text("机密★10年", delta="g 9 5"))])
    with pytest.raises(MarkedSecret):
        opened(
            ofd_of, [one], info='<ofd:CustomDatas><ofd:CustomData Name="密级">秘密</ofd:CustomData></ofd:CustomDatas>'
        )
