"""Files made to break a reader: what each is, how it is built, and what must come of it.

Each gives exactly one line that says what is wrong, or the right Document. The tests run all of them in the sandbox
(tests/extract/readers/test_hostile.py); benchmarks/readers.py prints what each got, how long it took, in what memory.
"""

import io
import random
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.files import builders

MB = 1 << 20
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
OFD_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]>'
QUADRATIC = f'<!DOCTYPE d [<!ENTITY q "{"a" * 100_000}">]>'


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file.

    line   a pattern in the line that it must get; empty for one that is to be read
    text   words that must be read in it
    heavy  whether it takes so long that the benchmark alone reads it
    """

    name: str
    file: str
    build: Callable[[], bytes]
    line: str = ""
    text: str = ""
    heavy: bool = False


def docx(body: str, **parts: object) -> bytes:
    return bytes(builders().build_docx(body, **parts))


def ofd(content: str, **options: object) -> bytes:
    return bytes(builders().build_ofd([content], **options))


def zipped(files: dict[str, bytes | str]) -> bytes:
    return bytes(builders().build_zip(files))


def pdf(objects: list[str | bytes], root: int = 1) -> bytes:
    """A .pdf of those objects, numbered from 1, without the niceties."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        body = content if isinstance(content, bytes) else content.encode()
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}trailer<</Size {len(objects) + 1}/Root {root} 0 R>>"
    return out + f"{head}\nstartxref\n{len(out)}\n%%EOF".encode()


def stream(data: bytes, entries: str = "") -> bytes:
    """A packed stream object."""
    packed = zlib.compress(data, 9)
    return f"<</Length {len(packed)}/Filter/FlateDecode{entries}>>stream\n".encode() + packed + b"\nendstream"


# --- zips --------------------------------------------------------------------------------------------------------


def bomb() -> bytes:
    return zipped({"word/document.xml": b" " * (250 * MB)})


def nested_bomb() -> bytes:
    inner = zipped({f"{n}.docx": bytes(19 * MB) for n in range(10)})
    for _ in range(3):
        inner = zipped({f"{n}.zip": inner for n in range(5)})
    return inner


def lying_zip() -> bytes:
    """A part that says that it unpacks to 10 bytes and holds 200 MB."""
    data = bytearray(zipped({"word/document.xml": b"<a>" + b" " * (200 * MB)}))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = data.index(mark) + at
        data[start : start + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def many_parts() -> bytes:
    return zipped({f"word/{n}.xml": "" for n in range(20_000)})


def bad_names() -> bytes:
    names = ("../../etc/cron.d/a", "/etc/passwd", "C:\\Windows\\a.xml", "word/../../b", "word/\x00c", "x" * 60_000)
    return docx(PARAGRAPH.format("检查12家"), extra=dict.fromkeys(names, "x"))


def symlink() -> bytes:
    """A .docx whose main part is a link to a file of the system, as zips can hold them."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(PARAGRAPH.format("检查")))) as whole, zipfile.ZipFile(target, "w") as package:
        for part in whole.infolist():
            entry = zipfile.ZipInfo(part.filename)
            is_main = part.filename == "word/document.xml"
            entry.external_attr = (stat.S_IFLNK | 0o777) << 16 if is_main else 0
            package.writestr(entry, b"/etc/passwd" if is_main else whole.read(part))
    return target.getvalue()


def locked_zip() -> bytes:
    data = bytearray(docx(PARAGRAPH.format("检查")))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    return bytes(data)


# --- XML ---------------------------------------------------------------------------------------------------------


def laughing_docx() -> bytes:
    return zipped({"word/document.xml": f"{LAUGHS}<d>&l9;</d>"})


def quadratic_docx() -> bytes:
    return zipped({"word/document.xml": f"{QUADRATIC}<d>{'&q;' * 50_000}</d>"})


def fetching_docx() -> bytes:
    return zipped({"word/document.xml": '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d>&e;</d>'})


def deep(levels: int) -> bytes:
    return docx("<w:sdt><w:sdtContent>" * levels + PARAGRAPH.format("检查") + "</w:sdtContent></w:sdt>" * levels)


def huge_attribute() -> bytes:
    return docx(f'<w:p w:rsidR="{"a" * (20 * MB)}"><w:r><w:t>检查</w:t></w:r></w:p>')


def many_attributes() -> bytes:
    attributes = " ".join(f'w:a{n}="1"' for n in range(200_000))
    return docx(f"<w:p {attributes}><w:r><w:t>检查</w:t></w:r></w:p>")


def wide_table(rows: int, columns: int) -> bytes:
    row = f"<w:tr>{''.join(f'<w:tc>{PARAGRAPH.format(n)}</w:tc>' for n in range(columns))}</w:tr>"
    return docx(f"<w:tbl>{row * rows}</w:tbl>")


def odd_figures() -> bytes:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="999999999999"/><w:vMerge/></w:tcPr>{PARAGRAPH.format("检查12家")}</w:tc>'
    row = f'<w:tr><w:trPr><w:gridBefore w:val="-5"/></w:trPr>{cell * 3}</w:tr>'
    number = '<w:p><w:pPr><w:numPr><w:ilvl w:val="99"/><w:numId w:val="-1"/></w:numPr></w:pPr></w:p>'
    return docx(f"<w:tbl>{row * 3}</w:tbl>{number}")


def circles() -> bytes:
    """Styles based on each other, lists that are each other's style."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{a}"><w:basedOn w:val="s{b}"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
        for a, b in ((1, 2), (2, 1))
    )
    lists = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="s1"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    paragraph = '<w:p><w:pPr><w:pStyle w:val="s1"/></w:pPr><w:r><w:t>检查12家</w:t></w:r></w:p>'
    return docx(paragraph, styles=styles, numbering=lists)


def macros() -> bytes:
    return docx(PARAGRAPH.format("检查"), extra={"word/vbaProject.bin": "x"})


def boxes_in_boxes() -> bytes:
    start = "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>"
    end = "</w:txbxContent></wps:txbx></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>"
    return docx(start * 20 + PARAGRAPH.format("检查12家") + end * 20)


# --- PDF ---------------------------------------------------------------------------------------------------------

CATALOG = "<</Type/Catalog/Pages 2 0 R>>"


def looping_pages() -> bytes:
    return pdf(
        [CATALOG, "<</Type/Pages/Count 3/Kids[2 0 R 3 0 R 2 0 R]>>", "<</Type/Pages/Parent 2 0 R/Count 1/Kids[2 0 R]>>"]
    )


def lying_count() -> bytes:
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return pdf([CATALOG, "<</Type/Pages/Count 2000000000/Kids[3 0 R]>>", page])


def looping_forms() -> bytes:
    """A form that draws itself twice."""
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</X 4 0 R>>>>/Contents 5 0 R>>"
    form = stream(b"/X Do /X Do", "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 4 0 R>>>>")
    return pdf([CATALOG, "<</Type/Pages/Count 1/Kids[3 0 R]>>", page, form, stream(b"/X Do")])


def packed_page(content: bytes, box: str = "0 0 595 842") -> bytes:
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>"
    return pdf([CATALOG, "<</Type/Pages/Count 1/Kids[3 0 R]>>", page, font, stream(content)])


def pdf_bomb() -> bytes:
    """A page of a gigabyte of blanks, packed twice over: some kilobytes."""
    packer = zlib.compressobj(1)
    once = b"".join([*(packer.compress(b" " * MB) for _ in range(1024)), packer.flush()])
    twice = zlib.compress(once, 9)
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    content = f"<</Length {len(twice)}/Filter[/FlateDecode/FlateDecode]>>stream\n".encode() + twice + b"\nendstream"
    return pdf([CATALOG, "<</Type/Pages/Count 1/Kids[3 0 R]>>", page, content])


def crowded_page() -> bytes:
    """120,000 characters, one by one, all over a page."""
    chance = random.Random(1)
    places = ((chance.random() * 590, chance.random() * 840) for _ in range(120_000))
    return packed_page(b"\n".join(b"BT /F 6 Tf 1 0 0 1 %.1f %.1f Tm (a) Tj ET" % place for place in places))


def hatched_page() -> bytes:
    """100,000 lines and a word."""
    places = (at / 90 for at in range(50_000))
    lines = (b"%.2f 0 m %.2f 842 l S 0 %.2f m 595 %.2f l S" % (at, at, at, at) for at in places)
    return packed_page(b"\n".join([*lines, b"BT /F 12 Tf 1 0 0 1 90 90 Tm (safety) Tj ET"]))


def page_of_cells() -> bytes:
    """One table of 90,000 cells on a page of more than a metre."""
    places = [(column, row) for column in range(300) for row in range(300)]
    level = (b"0 %d m 3000 %d l S" % (10 * at, 10 * at) for at in range(301))
    upright = (b"%d 0 m %d 3000 l S" % (10 * at, 10 * at) for at in range(301))
    texts = (b"BT /F 6 Tf 1 0 0 1 %d %d Tm (%d) Tj ET" % (10 * a + 2, 10 * b + 2, b % 10) for a, b in places)
    return packed_page(b"\n".join([*level, *upright, *texts]), "0 0 3000 3000")


def table_over_pages() -> bytes:
    """100,000 cells on 400 pages."""
    build = builders()
    row = [str(n) for n in range(5)]
    return bytes(build.build_pdf([build.build_table(20, 20, [100.0] * 5, [15.0] * 50, [row] * 50)] * 400))


def long_pdf() -> bytes:
    build = builders()
    return bytes(
        build.build_pdf([build.build_lines("第一段，共检查企业1234家次，发现隐患567处，整改率95.8%。" * 6)] * 2000)
    )


def picture_bomb() -> bytes:
    """A scan of 60,000 by 60,000 pixels."""
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</X 4 0 R>>>>/Contents 5 0 R>>"
    entries = "/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 8"
    drawn = stream(b"595 0 0 842 0 0 cm /X Do")
    return pdf([CATALOG, "<</Type/Pages/Count 1/Kids[3 0 R]>>", page, stream(bytes(MB), entries), drawn])


def locked_pdf() -> bytes:
    locked = f"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44/O({'a' * 32})/U({'b' * 32})>>/ID[<00><00>]"
    return bytes(builders().build_pdf([[]], trailer=locked))


# --- OFD, web pages, text ----------------------------------------------------------------------------------------


def ofd_page(objects: str) -> str:
    return f'<ofd:Page {OFD_SPACE}><ofd:Content><ofd:Layer ID="1">{objects}</ofd:Layer></ofd:Content></ofd:Page>'


def ofd_text(words: str, delta: str = "g 9 5") -> str:
    code = f'<ofd:TextCode X="0" Y="5" DeltaX="{delta}">{words}</ofd:TextCode>'
    return f'<ofd:TextObject Boundary="30 30 150 9" Size="5">{code}</ofd:TextObject>'


def endless_ofd() -> bytes:
    return ofd(ofd_page(ofd_text("检查", "g 999999999999 5 " * 1000)))


def looping_ofd() -> bytes:
    """Each drawing holds the next one twice: 2¹⁶ of them."""
    use = '<ofd:CompositeObject ResourceID="{0}" Boundary="0 0 9 9"/>'
    holds = [f"<ofd:Content>{use.format(n + 1) * 2}</ofd:Content>" for n in range(40)]
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{n}">{content}</ofd:CompositeGraphicUnit>' for n, content in enumerate(holds)
    )
    res = f"<ofd:Res {OFD_SPACE}><ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>"
    page = ofd_page(use.format(0) + ofd_text("检查"))
    return ofd(page, common="<ofd:PublicRes>R.xml</ofd:PublicRes>", extra={"Doc_0/R.xml": res})


def ofd_cells() -> bytes:
    """100,000 cells on 100 pages."""
    build = builders()
    row = [str(n) for n in range(20)]
    return bytes(build.build_ofd([build.build_table(10, 10, [25.0] * 20, [15.0] * 50, [row] * 50)] * 100))


def html_cells() -> bytes:
    row = f"<tr>{''.join(f'<td>{n}</td>' for n in range(20))}</tr>"
    return f"<html><body><table>{row * 5000}</table></body></html>".encode()


def spanning_html() -> bytes:
    cell = '<td rowspan="99999" colspan="99999">检查12家</td>'
    return f"<html><body><table>{f'<tr>{cell * 3}</tr>' * 1000}</table></body></html>".encode()


def deep_html() -> bytes:
    return b"<html>" + b"<div>" * 100_000 + "检查".encode()


def crowded_tag() -> bytes:
    """20,000 attributes; the time that libxml2 takes grows with their square."""
    return b"<p " + b"".join(b"a%d=1 " % n for n in range(20_000)) + "x>检查12家".encode()


def locked_ofd() -> bytes:
    return ofd(ofd_page(ofd_text("检查")), extra={"Encryptions.xml": "<a/>"})


# --- sheets ------------------------------------------------------------------------------------------------------

SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx(rows: str, more: str = "", head: str = "") -> bytes:
    """A workbook of one sheet; rows and what follows them as XML, head before the root of the sheet."""
    sheets = '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
    book = f'<workbook {SHEET} xmlns:r="{SHEET_RELATIONS}">{sheets}</workbook>'
    build = builders()
    return zipped(
        {
            "[Content_Types].xml": build.TYPES,
            "_rels/.rels": build.relations({"main": ("officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": build.relations({"r1": ("worksheet", "worksheets/sheet1.xml")}),
            "xl/worksheets/sheet1.xml": f"{head}<worksheet {SHEET}><sheetData>{rows}</sheetData>{more}</worksheet>",
        }
    )


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def xlsx_cells() -> bytes:
    """100,000 cells."""
    letters = "ABCDEFGHIJKLMNOPQRST"
    rows = (f'<row r="{at}">{"".join(cell(f"{a}{at}", "12") for a in letters)}</row>' for at in range(1, 5001))
    return xlsx("".join(rows))


def far_xlsx() -> bytes:
    """Three cells, one of them in the last corner of the sheet, and all of it merged."""
    first = f'<row r="1">{cell("A1", "检查12家")}{cell("B1", "合计")}</row>'
    last = f'<row r="1048576">{cell("XFD1048576", "末")}</row>'
    return xlsx(first + last, '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')


OLE_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")

FILES = (
    Hostile("压缩炸弹", "a.docx", bomb, line="压缩炸弹"),
    Hostile("多层压缩炸弹", "a.zip", nested_bomb, line="压缩"),
    Hostile("虚报解压大小", "a.docx", lying_zip, line="已损坏"),
    Hostile("两万个部件", "a.docx", many_parts, line="压缩炸弹"),
    Hostile("部件名为 ../ 和绝对路径", "a.docx", bad_names, text="检查12家"),
    Hostile("主部件是符号链接", "a.docx", symlink, line="已损坏"),
    Hostile("加密的 zip", "a.docx", locked_zip, line="已加密"),
    Hostile("残缺的加密 .docx", "a.docx", lambda: OLE_LOCKED, line="加密|已损坏"),
    Hostile("带宏", "a.docm", macros, line="宏"),
    Hostile("十亿笑", "a.docx", laughing_docx, line="DTD|已损坏"),
    Hostile("二次方实体", "a.docx", quadratic_docx, line="DTD|已损坏"),
    Hostile("外部实体", "a.docx", fetching_docx, line="DTD"),
    Hostile("嵌套五千层", "a.docx", lambda: deep(5000), line="嵌套过深|已损坏"),
    Hostile("20 MB 的属性", "a.docx", huge_attribute, line="压缩炸弹|已损坏"),
    Hostile("二十万个属性", "a.docx", many_attributes, text="检查"),
    Hostile("十万单元格", "a.docx", lambda: wide_table(5000, 20), text="19"),
    Hostile("荒谬的跨列和编号", "a.docx", odd_figures, text="检查12家"),
    Hostile("互为基础的样式", "a.docx", circles, text="检查12家"),
    Hostile("二十层文本框", "a.docx", boxes_in_boxes, text="检查12家"),
    Hostile("密级", "a.docx", lambda: docx(PARAGRAPH.format("机密★10年")), line="密级标志"),
    Hostile("页树成环", "a.pdf", looping_pages, line="PDF"),
    Hostile("谎报页数", "a.pdf", lying_count, line="没有文字"),
    Hostile("图形画自身", "a.pdf", looping_forms, line="异常退出|没有"),
    Hostile("流内炸弹", "a.pdf", pdf_bomb, line="内存|异常退出|没有"),
    Hostile("一页十二万字符", "a.pdf", crowded_page, text="a", heavy=True),
    Hostile("十万条线", "a.pdf", hatched_page, text="safety"),
    Hostile("一页九万单元格", "a.pdf", page_of_cells, text="9", heavy=True),
    Hostile("十万单元格，四百页", "a.pdf", table_over_pages, text="4"),
    Hostile("两千页", "a.pdf", long_pdf, text="共检查企业1234家次"),
    Hostile("36 亿像素的扫描页", "a.pdf", picture_bomb, line="像素|可选组件"),
    Hostile("加密的 PDF", "a.pdf", locked_pdf, line="已加密"),
    Hostile("无穷多的字距", "a.ofd", endless_ofd, text="检查"),
    Hostile("逐层加倍的图元", "a.ofd", looping_ofd, text="检查"),
    Hostile("十万单元格", "a.ofd", ofd_cells, text="19", heavy=True),
    Hostile("加密的 OFD", "a.ofd", locked_ofd, line="已加密"),
    Hostile("密级", "a.ofd", lambda: ofd(ofd_page(ofd_text("机密★10年"))), line="密级标志"),
    Hostile("十亿笑", "a.ofd", lambda: ofd(f"{LAUGHS}<d>&l9;</d>"), line="DTD|已损坏"),
    Hostile("十万单元格", "a.xlsx", xlsx_cells, text="12"),
    Hostile("最远的单元格，全表合并", "a.xlsx", far_xlsx, text="检查12家"),
    Hostile("十亿笑", "a.xlsx", lambda: xlsx("<row>&l9;</row>", head=LAUGHS), line="DTD|已损坏"),
    Hostile("十万单元格", "a.html", html_cells, text="19", heavy=True),
    Hostile("荒谬的跨行", "a.html", spanning_html, text="检查12家"),
    Hostile("嵌套十万层", "a.html", deep_html, line="嵌套过深"),
    Hostile("两万个属性", "a.html", crowded_tag, text="检查12家"),
    Hostile("五百条注释", "a.html", lambda: b"<!---->" * 500 + "检查12家".encode(), text="检查12家"),
    Hostile("六百万字一行", "a.txt", lambda: "检查12家，".encode() * 1_000_000, text="检查12家"),
    Hostile("三十万空行", "a.txt", lambda: b"\n" * 300_000 + "检查12家".encode(), text="检查12家"),
    Hostile("随机字节", "a.txt", lambda: random.Random(7).randbytes(200_000), line="不能识别"),
    Hostile("零字节", "a.txt", lambda: b"", line="空的"),
    Hostile("密级", "a.txt", lambda: "秘密★5年\n正文".encode(), line="密级标志"),
)  # fmt: skip


def truncated(data: bytes) -> Iterator[bytes]:
    """The file cut at every tenth of its length."""
    for tenth in range(1, 10):
        yield data[: len(data) * tenth // 10]
