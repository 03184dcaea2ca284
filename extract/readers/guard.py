"""What may be opened: kind by content, finite limits, and one clear line for each file that is refused."""

import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from extract.readers import ole
from extract.readers.reading import Reading
from records import MarkedSecret, UnreadableFile

MB = 1024 * 1024

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
HTML = "text/html"
TEXT = "text/plain"
CSV = "text/csv"
MARKDOWN = "text/markdown"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
RTF = "application/rtf"
WORD_XML = "application/x-word-2003+xml"
EXCEL_XML = "application/x-excel-2003+xml"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
PNG = "image/png"
JPEG = "image/jpeg"
TIFF = "image/tiff"
BMP = "image/bmp"
OFD = "application/ofd"
ZIP = "application/zip"
MAIL = "message/rfc822"
SHEETS = frozenset({XLSX, XLS, ODS, EXCEL_XML, CSV})

ENCRYPTED = "文件已加密，无法读取；请用原密码打开，取消密码后另存，再重试"
NOT_DOCX = "文件已损坏或不完整，无法读取；请用 Word 或 WPS 打开并另存为 .docx 后重试"
NOT_PDF = "PDF 文件已损坏或不完整，无法读取；请重新导出 PDF 后重试"


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a file may be or unfold into. A county's yearly report has some 100 pages and 5 MB."""

    file_bytes: int = 50 * MB
    unpacked_bytes: int = 300 * MB
    ratio: int = 200
    parts: int = 5_000
    pages: int = 3_000
    xml_depth: int = 200
    pixels: int = 80_000_000
    scan_pages: int = 300
    scan_seconds: float = 1_800.0
    cells: int = 500_000
    members: int = 1_000
    convert_s: float = 90.0
    convert_bytes: int = 3_000 * MB
    process_s: float = 100.0
    process_bytes: int = 3_000 * MB


LIMITS = Limits()


# --- kind by content ---------------------------------------------------------------------------------------------

PICTURE = "这种图片暂不支持；请另存为 .png、.jpg、.tif 或 .pdf 后重试"
ARCHIVE = "这是压缩包，请解压后把其中的文档逐个读取"
SAVE_AS_DOCX = "请用 Word 或 WPS 打开，另存为 .docx 后重试"

IMAGES = (
    (rb"\x89PNG\r\n", PNG), (rb"\xff\xd8\xff", JPEG), (rb"BM.{4}\0\0\0\0", BMP), (rb"II[*+]\0|MM\0[*+]", TIFF),
)  # fmt: skip
FOREIGN = (
    (rb"GIF8[79]a|RIFF.{4}WEBP|.{4}ftyp(?:hei|mif|avi)", PICTURE),
    (rb"Rar!\x1a|7z\xbc\xaf|\x1f\x8b\x08", "这种压缩包（.rar、.7z、.gz）暂不支持；请解压后读取，或重新压缩为 .zip"),
)  # fmt: skip

# What Office 2003, and systems that export «.xls» to this day, write as plain XML.
OFFICE_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>\s*<\?mso-application\s+progid=[\"'](Word|Excel)\.")

OLE_STREAMS = (("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS))
OLE_FOREIGN = (
    ("EncryptedPackage", ENCRYPTED),
    ("PowerPoint Document", "这是旧版演示文稿（.ppt），暂不支持；请把需要的内容另存为 .docx 或 .pdf"),
)
OLE_BROKEN = f"旧版 Office 文件已损坏或不完整，无法读取；{SAVE_AS_DOCX}"
MACROS = "文件带有宏（VBA），为安全起见不读取；请另存为不带宏的 .docx 或 .xlsx 后重试"

ZIP_PARTS = ((r"word/[^/]*\.xml$", DOCX), (r"xl/workbook\.xml$", XLSX), (r"(?i:OFD\.xml$)", OFD))
ZIP_FOREIGN = (
    (r"xl/workbook\.", "这是 Excel 二进制工作簿（.xlsb），暂不支持；请另存为 .xlsx 后重试"),
    (r"ppt/presentation\.", "这是演示文稿，暂不支持；请把需要的内容另存为 .docx 或 .pdf"),
)
ZIP_MACROS = re.compile(r"(?i:.*vbaproject\.bin$)|(?:Basic|Scripts)/.")

# Lines of a mail or a saved page (.mht) before its body, and those of them that only such files have.
MAIL_HEAD = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
MAIL_LINE = re.compile(rb"^(?:mime-version|message-id|received|content-type):", re.MULTILINE | re.IGNORECASE)

# Kinds that are text and no more: only the name tells them apart. Systems export tables of text as «.xls».
NAMED_TEXTS = {".csv": CSV, ".tsv": CSV, ".xls": CSV, ".et": CSV, ".md": MARKDOWN, ".markdown": MARKDOWN}

# An opening tag of a page at the very start, after what may stand before it: declaration, comments, blanks.
HTML_START = re.compile(
    rb"(?>\s+|<\?xml[^>]*\?>|<!--.{0,2000}?-->)*+"  # nothing is given back: else twenty comments take a minute
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|style|div|p|table|article|section|center|span|h[1-6]|font"
    rb"|ul|ol|li|pre|br|hr|a|b|strong|nav|header|footer|main|form|link|img)"
    rb"(?=[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError)
TEXT_CONTROLS = frozenset(b"\t\n\x0b\x0c\r\x1a\x1b")


def media_type_of(data: bytes, limits: Limits = LIMITS) -> str:
    """The kind of a file, told from its bytes. Raises UnreadableFile: none that is read, with what to do instead."""
    refuse_size(len(data), limits)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return kind_of_zip(data, limits)
    if data.startswith(ole.SIGNATURE):
        return kind_of_ole(data)
    if b"%PDF-" in data[:1024]:  # after the packages: one that holds a PDF as it is has the mark near its start, too
        return PDF
    if data.startswith(b"{\\rtf"):
        return RTF
    if found := OFFICE_XML.match(data[:1024]):
        refuse_declarations(data)
        if b"office/2006/xmlPackage" in data[:4096]:
            raise UnreadableFile(f"这是存成单个 XML 的 Word 文档，暂不支持；{SAVE_AS_DOCX}")
        return WORD_XML if found[1] == b"Word" else EXCEL_XML
    for signature, media_type in IMAGES:
        if re.match(signature, data[:1024], re.DOTALL):
            return media_type
    for signature, message in FOREIGN:
        if re.match(signature, data[:1024], re.DOTALL):
            raise UnreadableFile(message)
    return kind_of_text(data)


def refuse_declarations(data: bytes) -> None:
    """Raises UnreadableFile for XML that declares entities, which another program's parser might fetch or unfold."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnreadableFile(f"文件内含 DTD 声明，为安全起见不读取；{SAVE_AS_DOCX}")


def refuse_size(size: int, limits: Limits) -> None:
    """Raises UnreadableFile for a file of no bytes or of more than the limit."""
    if size == 0:
        raise UnreadableFile("文件是空的（0 字节），请确认是否上传完整")
    if size > limits.file_bytes:
        raise UnreadableFile(f"文件过大（{size / MB:.0f} MB），上限为 {limits.file_bytes / MB:.0f} MB；请拆分后重试")


def refuse_cells(count: int, limits: Limits) -> None:
    """Raises UnreadableFile for tables of more cells than the limit, all of a file together."""
    if count > limits.cells:
        raise UnreadableFile(f"文件中的表格过大（上限 {limits.cells} 个单元格），无法读取；请拆分后重试")


def kind_of_text(data: bytes) -> str:
    """HTML or TEXT. Raises UnreadableFile for bytes that no text holds."""
    if codec := codec_of_wide(data):
        head = data[:4096].decode(codec, "ignore").encode()
    else:
        head = data[:4096].removeprefix(b"\xef\xbb\xbf")
        if any(byte < 32 and byte not in TEXT_CONTROLS for byte in data[:65536]):
            raise UnreadableFile("不能识别的文件类型，无法读取；请提供 .docx、.pdf、.txt 或 .html")
    if (mail := MAIL_HEAD.match(head)) and MAIL_LINE.search(mail[0]):
        return MAIL
    return HTML if HTML_START.match(head) else TEXT


def codec_of_wide(data: bytes) -> str | None:
    """The kind of UTF-16 that a text is in; None for none."""
    from extract.readers.text import wide_codec

    return "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else wide_codec(data)


def kind_by_name(media_type: str, name: str) -> str:
    """The kind of a file whose bytes are of that type; the name decides between kinds of text, and nothing else."""
    suffix = f".{name.rpartition('.')[2].lower()}"
    return NAMED_TEXTS.get(suffix, media_type) if media_type == TEXT else media_type


def kind_of_ole(data: bytes) -> str:
    """DOC or XLS, by the streams of an OLE file that lie in no other file's. Raises UnreadableFile."""
    try:
        directory = ole.Ole(data)
        names, top = directory.names(), directory.top()
    except ole.BrokenOle as error:
        raise UnreadableFile(OLE_BROKEN) from error
    if "_VBA_PROJECT" in names:
        raise UnreadableFile(MACROS)
    for name, media_type in OLE_STREAMS:
        if name in top:
            return media_type
    for name, message in OLE_FOREIGN:
        if name in names:
            raise UnreadableFile(message)
    raise UnreadableFile(f"这是旧版 Office 文件，暂不支持；{SAVE_AS_DOCX}")


def kind_of_zip(data: bytes, limits: Limits) -> str:
    """DOCX, XLSX, ODT, ODS, or ZIP for an archive. Raises UnreadableFile: broken, a bomb, with macros, foreign."""
    package = unpacked(data, limits)
    names = package.namelist()
    for pattern, media_type in ZIP_PARTS:
        if any(re.match(pattern, name) for name in names):
            return without_macros(names, media_type)
    for pattern, message in ZIP_FOREIGN:
        if any(re.match(pattern, name) for name in names):
            raise UnreadableFile(message)
    return kind_of_opendocument(package) if {"mimetype", "content.xml"} <= set(names) else ZIP


def without_macros(names: Iterable[str], media_type: str) -> str:
    """The type of a package, given its parts. Raises UnreadableFile where one of them holds macros."""
    if any(ZIP_MACROS.match(name) for name in names):
        raise UnreadableFile(MACROS)
    return media_type


def kind_of_opendocument(package: zipfile.ZipFile) -> str:
    """ODT or ODS. Raises UnreadableFile: another kind, encrypted, with macros."""
    names = package.namelist()
    try:
        media_type = package.read("mimetype").decode("ascii", "replace").strip()
        manifest = package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    except (*ZIP_FAULTS, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(NOT_DOCX) from error
    if b"encryption-data" in manifest:
        raise UnreadableFile(ENCRYPTED)
    if media_type not in (ODT, ODS):
        raise UnreadableFile(f"这是 OpenDocument 文件，暂不支持；{SAVE_AS_DOCX}")
    return without_macros(names, media_type)


def open_zip(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The package of an office file. Raises UnreadableFile: as unpacked, or encrypted."""
    package = unpacked(data, limits)
    if any(part.flag_bits & 1 for part in package.infolist()):
        raise UnreadableFile(ENCRYPTED)
    return package


def unpacked(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The package, its declared sizes checked; zipfile never unpacks more of a part than it declares.

    Raises UnreadableFile: truncated, too many parts, too large, or too strongly packed.
    """
    try:
        package = zipfile.ZipFile(BytesIO(data))
    except (*ZIP_FAULTS, NotImplementedError) as error:
        raise UnreadableFile(NOT_DOCX) from error
    parts = package.infolist()
    size = sum(part.file_size for part in parts)
    if len(parts) > limits.parts or size > limits.unpacked_bytes or any(is_bomb(part, limits) for part in parts):
        raise UnreadableFile("文件解压后过大或压缩比异常，疑为压缩炸弹，已拒绝读取")
    return package


def is_bomb(part: zipfile.ZipInfo, limits: Limits) -> bool:
    """Whether a part unfolds out of all proportion; small parts of one repeated byte do no harm."""
    return part.file_size > 20 * MB and part.file_size > limits.ratio * max(part.compress_size, 1)


# --- what was read -----------------------------------------------------------------------------------------------

GRADE = r"(?:绝\s*密|机\s*密|秘\s*密|絕\s*密|機\s*密)"
TERM = r"(?:\s*(?:\d+|[一二三四五六七八九十]+)\s*(?:年|个\s*月|個\s*月|月)|\s*(?:长期|長期))"
# The mark stands alone: at a line's start, or after blanks or the copy number. «涉密文件标注“机密★10年”» does not.
# One star only: «★★★» is a rating. A plain asterisk counts only with a term, as offices mask figures with «*».
STARS = re.compile(r"密\s*[★☆✭✩*＊]")
STARRED = re.compile(rf"(?:^[（(【\[]?|(?<=[\s\d])){GRADE}\s*(?:[★☆✭✩](?![★☆✭✩]){TERM}?|[*＊]{TERM})", re.MULTILINE)
NAMED = re.compile(rf"^\s*密\s*级\s*[:：]\s*{GRADE}(?!\s*[级級/、□])", re.MULTILINE)
FIRST_PAGE = 1500
PROPERTY = re.compile(rf"\s*{GRADE}\s*(?:[★☆✭✩*＊].*)?")


def refuse_secret(reading: Reading) -> None:
    """Raises MarkedSecret for a 密级 mark with ★ before any paragraph, or a line «密级：机密» on the first page."""
    starred = STARS.search(reading.text)  # a quick look: nearly no paper has any
    found = (STARRED.search(reading.text) if starred else None) or NAMED.search(reading.text, 0, FIRST_PAGE)
    if found:
        raise MarkedSecret("".join(found.group().split()))


def refuse_secret_label(labels: Iterable[str]) -> None:
    """Raises MarkedSecret where a property of the file (keywords, category, own fields) is a 密级."""
    for label in labels:
        if PROPERTY.fullmatch(label):
            raise MarkedSecret("".join(label.split()))


def refuse_blank(reading: Reading) -> None:
    """Raises UnreadableFile for a text in which there is nothing to see."""
    if not reading.text.strip("\ufeff\u200b\u2060\x00\x1a") or reading.text.isspace():
        raise UnreadableFile("文件中没有文字，无法读取；请确认文件内容")
