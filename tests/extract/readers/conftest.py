"""Files built in the test: a .docx from its XML, a .pdf from text at places. Nothing is read from disk."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import pytest

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'{W} {R} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
PART_OF = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "header": "hdr",
    "footer": "ftr",
}


MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MEDIA}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{MEDIA}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{MEDIA}.numbering+xml"/></Types>'
)


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """A .rels part out of id → (kind, target)."""
    rows = "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{to}"/>' for i, (kind, to) in targets.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def build_docx(body: str, extra: Mapping[str, str] | None = None, **parts: str) -> bytes:
    """A .docx with that body; parts: inner XML of styles, numbering, footnotes, comments, header, footer.

    A header or footer is referred to by the body's last section. extra: whole further files of the package.
    """
    margins = [name for name in ("header", "footer") if name in parts]
    references = "".join(f'<w:{name}Reference w:type="default" r:id="{name}"/>' for name in margins)
    section = f"<w:sectPr>{references}</w:sectPr>"
    files = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations({"main": ("officeDocument", "word/document.xml")}),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations({name: (name, f"{name}.xml") for name in parts}),
    }
    files |= {
        f"word/{name}.xml": f"<w:{PART_OF[name]} {NAMESPACES}>{xml}</w:{PART_OF[name]}>" for name, xml in parts.items()
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (files | dict(extra or {})).items():
            package.writestr(name, text)
    return target.getvalue()


SECTOR, END, FREE = 512, 0xFFFFFFFE, 0xFFFFFFFF


def build_ole(streams: Mapping[str, bytes], inside: Iterable[str] = ()) -> bytes:
    """An OLE file with these streams, each begun on a sector of its own, and a storage that holds streams so named."""
    names = ["Root Entry", *streams, *(["Storage"] if inside else []), *inside]
    sizes = [max(1, -(-len(content) // SECTOR)) for content in streams.values()]
    directory = -(-len(names) // 4)
    starts = [1 + directory + sum(sizes[:at]) for at in range(len(sizes))]
    chains = [FREE - 2, *(at + 2 for at in range(directory - 1)), END]
    for start, size in zip(starts, sizes, strict=True):
        chains += [*range(start + 1, start + size), END]
    top = len(names) - len(list(inside))
    rows = []
    for at, name in enumerate(names):
        following = at + 1 if at and at + 1 not in (top, len(names)) else FREE
        child = 1 if at == 0 else top if name == "Storage" else FREE
        start, content = (starts[at - 1], streams[name]) if name in streams else (END, b"")
        coded = (name + "\0").encode("utf-16-le")
        kind = 5 if at == 0 else 1 if name == "Storage" else 2
        rows.append(
            struct.pack("<64sHBBIII36xIQ", coded, len(coded), kind, 1, FREE, following, child, start, len(content))
        )
    head = (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + bytes(16)
        + struct.pack("<HHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 0, END, 0, END, 0)
    )
    table = struct.pack(f"<{len(chains)}I", *chains)
    body = b"".join(
        content + bytes(-len(content) % SECTOR or (0 if content else SECTOR)) for content in streams.values()
    )
    return (
        head + struct.pack("<109I", 0, *[FREE] * 108) + table + b"\xff" * (SECTOR - len(table))
        + b"".join(rows) + bytes(-len(rows) * 128 % SECTOR) + body
    )  # fmt: skip


class Text(NamedTuple):
    """Text whose first character stands at x, and whose baseline is y points below the page's top."""

    x: float
    y: float
    text: str
    size: float = 16


class Rule(NamedTuple):
    """A drawn line."""

    x0: float
    y0: float
    x1: float
    y1: float


WIDTH, HEIGHT = 595, 842
FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0"
    "/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>/DW 1000/W[1 95 500]"
    "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
    "/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
)


UPRIGHT = "1 0 0 1 {right} {up}"


def page_source(items: Iterable[Text | Rule], matrix: str) -> bytes:
    """The content stream of a page; the matrix sets text by its distance from the edges of the page's view."""
    lines = []
    for item in items:
        if isinstance(item, Rule):
            lines.append(f"{item.x0} {HEIGHT - item.y0} m {item.x1} {HEIGHT - item.y1} l S")
        else:
            code = item.text.encode("utf-16-be").hex()
            x, y = item.x, item.y
            place = matrix.format(
                right=x, down=y, up=HEIGHT - y, far_right=WIDTH - x, far_left=HEIGHT - x, far_down=WIDTH - y
            )
            lines.append(f"BT /F {item.size} Tf {place} Tm <{code}> Tj ET")
    return "\n".join(lines).encode()


def build_pdf(
    pages: Iterable[Iterable[Text | Rule]], trailer: str = "", page_entry: str = "", matrix: str = UPRIGHT,
    extra: Iterable[bytes] = (),
) -> bytes:  # fmt: skip
    """An A4 .pdf; its type is Adobe's Chinese one, which needs no font file.

    trailer, page_entry: further entries; extra: further objects, from number 6 on where there is one page.
    """
    sources = [page_source(page, matrix) for page in pages]
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(sources)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(sources)}/Kids[{kids}]>>".encode(),
        FONT.encode(),
    ]
    for at, source in enumerate(sources):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {5 + 2 * at} 0 R{page_entry}>>".encode()
        )
        objects.append(f"<</Length {len(source)}>>stream\n".encode() + source + b"\nendstream")
    objects += extra
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
    return out + f"{head}trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(out)}\n%%EOF".encode()


def build_table(
    x: float, y: float, widths: list[float], heights: list[float], texts: list[list[str]]
) -> list[Text | Rule]:
    """A ruled table with its upper left corner at x, y; texts by rows."""
    xs = [x + sum(widths[:at]) for at in range(len(widths) + 1)]
    ys = [y + sum(heights[:at]) for at in range(len(heights) + 1)]
    rules = [Rule(xs[0], at, xs[-1], at) for at in ys] + [Rule(at, ys[0], at, ys[-1]) for at in xs]
    cells = [Text(xs[c] + 5, ys[r] + 16, text, 12) for r, row in enumerate(texts) for c, text in enumerate(row)]
    return [*rules, *cells]


MM = 25.4 / 72
OFD_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd_object(item: Text | Rule, number: int) -> str:
    """A text or a line as OFD has it: places in millimetres from the upper left corner of the object's boundary."""
    if isinstance(item, Rule):
        x0, y0, x1, y1 = (edge * MM for edge in item)
        return (
            f'<ofd:PathObject ID="{number}" Boundary="{x0} {y0} {x1 - x0} {y1 - y0}" LineWidth="0.3">'
            f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
        )
    size = item.size * MM
    steps = " ".join(str(size if letter > "\u2000" else size / 2) for letter in item.text[:-1])
    corner = f"{item.x * MM} {item.y * MM - size}"
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{corner} 200 {2 * size}" Font="1" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{item.text}</ofd:TextCode></ofd:TextObject>'
    )


def ofd_page(content: str, inner: str = "") -> str:
    """A page, or a template page, with one layer."""
    layer = f'<ofd:Content><ofd:Layer ID="9000" Type="Body">{content}</ofd:Layer></ofd:Content>'
    return f"<ofd:Page {OFD_SPACE}>{inner}{layer}</ofd:Page>"


def build_ofd(
    pages: Iterable[Iterable[Text | Rule] | str], extra: Mapping[str, str | bytes] | None = None, common: str = "",
    info: str = "", bodies: str = "", tail: str = "",
) -> bytes:  # fmt: skip
    """An A4 .ofd. A page is a list of items, or its whole XML; extra: further parts, or others in place of these.

    common, tail: XML in the document's common data and after its pages; info: in DocInfo; bodies: further documents.
    """
    area = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH * MM} {HEIGHT * MM}</ofd:PhysicalBox></ofd:PageArea>"
    sheets = [
        page if isinstance(page, str) else ofd_page("".join(ofd_object(item, at) for at, item in enumerate(page)))
        for page in pages
    ]
    listed = "".join(f'<ofd:Page ID="{at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(sheets)))
    files: dict[str, str | bytes] = {
        "OFD.xml": f'<ofd:OFD {OFD_SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>{info}</ofd:DocInfo>'
        f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>{bodies}</ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {OFD_SPACE}><ofd:CommonData>{area}{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages>{tail}</ofd:Document>",
    }
    files |= {f"Doc_0/Pages/Page_{at}/Content.xml": sheet for at, sheet in enumerate(sheets)}
    return build_zip(files | dict(extra or {}))


def build_zip(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of those files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return target.getvalue()


def fitting(text: str, room: float) -> int:
    """How many characters of a text stand in a line of that many Chinese characters; a Latin one takes half."""
    for at, letter in enumerate(text):
        room -= 1 if letter > "\u2000" else 0.5
        if room < 0:
            return at
    return len(text)


def build_lines(
    text: str, y: float = 120, x: float = 80, columns: int = 27, size: float = 16, pitch: float = 29
) -> list[Text]:
    """Paragraphs (by newline) set as official papers are: two characters indent, lines of so many characters."""
    lines: list[Text] = []
    for paragraph in text.split("\n"):
        rest, indent = paragraph, 2
        while rest:
            end = fitting(rest, columns - indent)
            piece, rest = rest[:end], rest[end:]
            lines.append(Text(x + indent * size, y + pitch * len(lines), piece, size))
            indent = 0
    return lines


@pytest.fixture(scope="session")
def docx_of() -> Callable[..., bytes]:
    return build_docx


@pytest.fixture(scope="session")
def ole_of() -> Callable[..., bytes]:
    return build_ole


@pytest.fixture(scope="session")
def pdf_of() -> Callable[..., bytes]:
    return build_pdf


@pytest.fixture(scope="session")
def table_at() -> Callable[..., list[Text | Rule]]:
    return build_table


@pytest.fixture(scope="session")
def lines_at() -> Callable[..., list[Text]]:
    return build_lines


@pytest.fixture(scope="session")
def text_at() -> type[Text]:
    return Text


@pytest.fixture(scope="session")
def ofd_of() -> Callable[..., bytes]:
    return build_ofd


@pytest.fixture(scope="session")
def zip_of() -> Callable[..., bytes]:
    return build_zip
