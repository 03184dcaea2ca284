"""Files into Documents: read(path), read_bytes(data, name), read_text(text, name); read_all opens archives too.

A new format is one module with `read(data, limits) -> Reading` and one line in READERS.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from extract.readers import debris, guard
from extract.readers.guard import LIMITS, Limits
from extract.readers.names import file_name
from extract.readers.reading import Reading
from records import Document, MarkedSecret, UnreadableFile

if TYPE_CHECKING:
    from extract.readers.archive import Opened, Reader

__all__ = ["LIMITS", "SUFFIXES", "Limits", "MarkedSecret", "read", "read_all", "read_bytes", "read_text"]

IMAGES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"})
# What a folder walk picks up. Some of it is refused on opening: the user is told rather than left with a gap.
WORDS = frozenset({".docx", ".docm", ".doc", ".wps", ".rtf", ".odt", ".pdf", ".ofd", ".txt", ".html", ".htm", ".md"})
SHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv"})
ARCHIVES = frozenset({".zip", ".eml", ".mht", ".mhtml"})
SUFFIXES = WORDS | SHEETS | IMAGES | ARCHIVES


def read_docx(data: bytes, limits: Limits) -> Reading:
    from extract.readers import docx

    return docx.read(data, limits)


def read_pdf(data: bytes, limits: Limits) -> Reading:
    from extract.readers import pdf

    return pdf.read(data, limits)


def read_html(data: bytes, limits: Limits) -> Reading:
    from extract.readers import html

    return html.read(data, limits)


def read_plain(data: bytes, limits: Limits) -> Reading:
    from extract.readers import text

    return text.read(data, limits)


def read_office(data: bytes, limits: Limits) -> Reading:
    from extract.readers import office

    return office.read(data, limits)


def read_sheet(data: bytes, limits: Limits) -> Reading:
    from extract.readers import sheet

    return sheet.read(data, limits)


def read_csv(data: bytes, limits: Limits) -> Reading:
    from extract.readers import sheet

    return sheet.read_csv(data, limits)


def read_mail(data: bytes, limits: Limits) -> Reading:
    from extract.readers import mail

    return mail.read(data, limits)


def read_markdown(data: bytes, limits: Limits) -> Reading:
    from extract.readers import markdown

    return markdown.read(data, limits)


def read_scan(data: bytes, limits: Limits) -> Reading:
    from extract.readers.scan_extra import refuse_missing

    refuse_missing()
    from extract.readers import scan

    return scan.read(data, limits)


def read_ofd(data: bytes, limits: Limits) -> Reading:
    from extract.readers import ofd

    return ofd.read(data, limits)


# Each reader imports its library only when a file of its kind comes, so that a text costs no PDF engine.
READERS: dict[str, Callable[[bytes, Limits], Reading]] = {
    guard.DOCX: read_docx,
    guard.PDF: read_pdf,
    guard.HTML: read_html,
    guard.TEXT: read_plain,
    guard.DOC: read_office,
    guard.RTF: read_office,
    guard.ODT: read_office,
    guard.XLS: read_office,
    guard.ODS: read_office,
    guard.WORD_XML: read_office,
    guard.EXCEL_XML: read_office,
    guard.XLSX: read_sheet,
    guard.CSV: read_csv,
    guard.MAIL: read_mail,
    guard.MARKDOWN: read_markdown,
    guard.OFD: read_ofd,
    guard.PNG: read_scan,
    guard.JPEG: read_scan,
    guard.TIFF: read_scan,
    guard.BMP: read_scan,
}


def read(path: Path, limits: Limits = LIMITS) -> Document:
    """The document in a file, which keeps the file's name only. Raises UnreadableFile; its message names no file."""
    return read_bytes(data_of(path, limits), file_name(path.name), limits)


def data_of(path: Path, limits: Limits = LIMITS) -> bytes:
    """The bytes of a file. Raises UnreadableFile: there is none, no right to read it, too large."""
    try:
        if not path.is_file():
            raise UnreadableFile("找不到文件" if not path.exists() else "不是普通文件，无法读取")
        guard.refuse_size(path.stat().st_size, limits)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise UnreadableFile("无法打开文件，请检查文件名和读取权限") from error


def read_bytes(data: bytes, name: str, limits: Limits = LIMITS) -> Document:
    """The document in a file's bytes, whatever its name says. Raises UnreadableFile."""
    media_type = guard.kind_by_name(guard.media_type_of(data, limits), name)
    if media_type not in READERS:
        raise UnreadableFile(guard.ARCHIVE)
    reading = READERS[media_type](data, limits)
    guard.refuse_cells(sum(block.cell is not None for block in reading.blocks), limits)
    return finish(reading, data, name, media_type)


def read_all(
    source: Path | bytes, name: str | None = None, limits: Limits = LIMITS, reader: "Reader | None" = None
) -> Iterator["Opened"]:
    """Every document in a file, or in its bytes: one of a plain file, one each of what an archive or a mail holds.

    A file that cannot be read yields its failure in its place, and stops no other. name as read_bytes has it;
    reader reads one document, the sandbox's for one.
    """
    from extract.readers.archive import Opened, opened

    title = name or (file_name(source.name) if isinstance(source, Path) else "文件")
    try:
        data = data_of(source, limits) if isinstance(source, Path) else source
    except UnreadableFile as failure:
        yield Opened(title, b"", failure)
        return
    yield from opened(data, title, limits, reader or (lambda data, name: read_bytes(data, name, limits)))


def read_text(text: str, name: str) -> Document:
    """The document of a text as it stands, one block a line. Raises UnreadableFile: nothing to see, 密级 mark."""
    from extract.readers.text import lines_of

    return finish(Reading(text, lines_of(text)), text.encode(errors="surrogatepass"), name, guard.TEXT)


def finish(reading: Reading, data: bytes, name: str, media_type: str) -> Document:
    """The Document of a reading, with web debris told apart. Raises UnreadableFile: blank, 密级 mark."""
    guard.refuse_blank(reading)
    guard.refuse_secret(reading)
    digest = hashlib.sha256(data).hexdigest()
    # «审核人：李四» under a sheet's table is no page's foot: no web page is pasted there
    blocks = reading.blocks if media_type in guard.SHEETS else debris.mark(reading.text, reading.blocks)
    return Document(name, digest, media_type, reading.text, blocks, reading.pages, reading.warnings)
