"""The sheets of an .xlsx: every cell's text as shown, what is merged, and what is hidden; a walk over the XML.

openpyxl's reading mode for large files knows neither merged cells nor hidden rows, nor which formula has no result,
and its other mode gives up on a file whose styles are not as it expects; so the XML is read here.
"""

import re
import zipfile
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import product
from typing import IO

from lxml import etree

from extract.readers.guard import Limits
from extract.readers.numberformat import builtin, shown
from extract.readers.wordpackage import Package
from records import UnreadableFile

NOT_XLSX = "文件已损坏或不完整，无法读取；请用 Excel 或 WPS 打开并另存为 .xlsx 后重试"
TOO_LARGE = "工作表过大（上限 {} 个单元格），无法读取；请删去空行空列，或拆分后重试"
DTD = "文件内含 DTD 声明，为安全起见不读取；请用 Excel 或 WPS 另存为 .xlsx 后重试"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of a sheet, by the format
TRUE = ("1", "true")
SHOWN_ERROR = re.compile(r"#(?:N/A|DIV/0!|REF!|NAME\?|NULL!|NUM!|VALUE!|GETTING_DATA|SPILL!|CALC!)")
EMPTY_FOR_ONE = 20  # cells of a style and no text are passed over, but not without end
FAULTS = (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, OSError, EOFError, ValueError)
UNSUPPORTED = (NotImplementedError, RuntimeError)  # a packing method or a password that zipfile lacks


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A filled cell; row and column count from 0 in the sheet; bottom and right are those of the last one merged in."""

    row: int
    column: int
    text: str
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """What a sheet shows, in the order of its rows.

    hidden_rows  all of them, ascending; they count as not there
    withheld     how many filled cells lie in hidden rows or columns
    uncounted    addresses of formulas without a stored result
    errors       addresses of cells that show an error
    notes        texts of its drawn boxes
    """

    name: str
    cells: list[SheetCell] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    withheld: int = 0
    uncounted: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def address_of(row: int, column: int) -> str:
    """«C7» for row 6, column 2."""
    return f"{letters_of(column)}{row + 1}"


@cache
def letters_of(column: int) -> str:
    """«C» for column 2, «AA» for 26."""
    before, last = divmod(column, 26)
    return (letters_of(before - 1) if before else "") + chr(65 + last)


def place_of(reference: str) -> tuple[int, int]:
    """Row and column from 0 of «C7». Raises ValueError."""
    found = REFERENCE.fullmatch(reference)
    if not found:
        raise ValueError(reference)
    row, column = int(found[2]), column_of(found[1])
    if column >= MOST_COLUMNS or not 0 < row <= MOST_ROWS:
        raise ValueError(reference)
    return row - 1, column


@cache
def column_of(letters: str) -> int:
    """2 for «C», 26 for «AA»."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1


class Workbook:
    """An opened .xlsx. Raises UnreadableFile from every method: broken, a DTD, too large."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        self.left = limits.cells
        self.package = Package(data, limits, NOT_XLSX)
        self.package.refuse_secret_properties()
        self.root = self.package.document()
        properties = self.root.find(f"{S}workbookPr")
        self.from_1904 = properties is not None and properties.get("date1904") in TRUE

    def sheets(self) -> Iterator[tuple[str, bool, str]]:
        """Name, whether hidden, and part of each sheet of cells, in order; charts are passed over."""
        parts = self.package.related(self.package.main, "worksheet")
        for sheet in self.root.iterfind(f"{S}sheets/{S}sheet"):
            part = parts.get(sheet.get(RELATION_ID, ""))
            if part in self.package.names:
                yield sheet.get("name", ""), sheet.get("state") in ("hidden", "veryHidden"), str(part)

    def related_part(self, kind: str) -> str | None:
        """The one part of that kind that the workbook has."""
        return next((part for part in self.package.related(self.package.main, kind).values()), None)

    @cached_property
    def strings(self) -> list[str]:
        """The texts that cells refer to by number."""
        part = self.related_part("sharedStrings")
        texts: list[str] = []
        characters = 0
        for item in self.elements(part, "si") if part else ():
            texts.append(text_of(item))
            characters += len(texts[-1])
            if characters > self.limits.file_bytes:
                raise UnreadableFile(TOO_LARGE.format(self.limits.cells))
        return texts

    @cached_property
    def formats(self) -> list[str]:
        """Number format of each cell style."""
        part = self.related_part("styles")
        root = self.package.part(part) if part else None
        if root is None:
            return []
        own = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iter(f"{S}numFmt")}
        used = [style.get("numFmtId", "0") for style in root.iterfind(f"{S}cellXfs/{S}xf")]
        return [own.get(number) or builtin().get(int(number), "General") for number in used]

    def elements(self, part: str, *names: str) -> Iterator[etree._Element]:
        """The elements of those names in a part, one after the other; each is emptied when the next is asked for."""
        if part not in self.package.names:
            return
        try:
            with self.package.zip.open(part) as stream:
                yield from self.walked(stream, names)
        except FAULTS as error:
            raise UnreadableFile(NOT_XLSX) from error
        except UNSUPPORTED as error:
            raise UnreadableFile(NOT_XLSX) from error

    def walked(self, stream: IO[bytes], names: tuple[str, ...]) -> Iterator[etree._Element]:
        """As elements; nothing of what was passed is kept in memory. Strict names are left as they are: {*}."""
        found = etree.iterparse(
            stream, tag=[f"{{*}}{name}" for name in names], resolve_entities=False, no_network=True,
            load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        for at, (_, element) in enumerate(found):
            if at == 0 and element.getroottree().docinfo.internalDTD is not None:
                raise UnreadableFile(DTD)
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and parent[0] is not element:
                del parent[0]

    def sheet(self, name: str, part: str) -> Sheet:
        """What one sheet shows."""
        reader = SheetReader(self, Sheet(name))
        for element in self.elements(part, "col", "c", "row", "mergeCell"):
            reader.element(element)
        return reader.finished(list(self.drawn(part)))

    def drawn(self, part: str) -> Iterator[str]:
        """Texts of the boxes drawn on a sheet."""
        for drawing in self.package.related(part, "drawing").values():
            root = self.package.part(drawing)
            for box in () if root is None else root.iter("{*}txBody"):
                lines = ("".join(run.text or "" for run in line.iter("{*}t")) for line in box.iter("{*}p"))
                yield "\n".join(line for line in lines if line.strip())

    def value(self, cell: etree._Element) -> str:
        """A cell's text as shown; empty for an empty one."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inside = cell.find("{*}is")
            return "" if inside is None else text_of(inside)
        stored = cell.findtext("{*}v") or ""
        if kind == "s":
            return self.strings[int(stored)] if stored else ""
        if kind == "d":
            return stored.removesuffix("T00:00:00").removesuffix("T00:00:00.000").replace("T", " ")
        if kind == "b":
            return "TRUE" if stored == "1" else "FALSE" if stored else ""
        if kind != "n" or not stored:
            return stored
        style = int(cell.get("s", "0"))
        return shown(stored, self.formats[style] if style < len(self.formats) else "General", self.from_1904)


def text_of(element: etree._Element) -> str:
    """The text of a shared string, without the small print over its characters (rPh)."""
    parts = []
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.append(child.findtext("{*}t") or "")
    return unescaped("".join(parts)).replace("\r\n", "\n").replace("\r", "\n")


def unescaped(text: str) -> str:
    """«_x000D_» and the like, as characters that XML forbids are written; a control character shows nothing."""
    if "_x" not in text:
        return text
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: sign(int(found[1], 16)), text)


def sign(code: int) -> str:
    """A character by its code; empty for a control character and for half a character."""
    return chr(code) if code in (9, 10) or (code >= 32 and not 0xD800 <= code < 0xE000) else ""


class SheetReader:
    """Collects one sheet as its elements go by: columns first, then cells and rows, then what is merged."""

    def __init__(self, book: Workbook, sheet: Sheet) -> None:
        self.book = book
        self.sheet = sheet
        self.filled: dict[tuple[int, int], str] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns = bytearray(MOST_COLUMNS + 1)
        self.merged: list[tuple[int, int, int, int]] = []
        self.row, self.column = 0, 0
        self.passed = 0
        self.characters = 0

    def element(self, element: etree._Element) -> None:
        """Takes one element. Raises ValueError for numbers that are none, UnreadableFile for too many."""
        name = element.tag.rpartition("}")[2]
        if name == "c":
            self.cell(element)
        elif name == "row":
            self.end_row(element)
        elif name == "col" and (element.get("hidden") in TRUE or element.get("width") == "0"):
            first, last = int(element.get("min", "1")) - 1, min(int(element.get("max", "1")), MOST_COLUMNS)
            self.hidden_columns[first:last] = b"\1" * (last - first)
        elif name == "mergeCell":
            corner, _, end = element.get("ref", "").partition(":")
            self.merged.append((*place_of(corner), *place_of(end or corner)))
            self.refuse_excess()

    def cell(self, element: etree._Element) -> None:
        """Takes one cell; where the file does not say its place, it follows the one before."""
        if reference := element.get("r"):
            self.row, self.column = place_of(reference)
        text = self.book.value(element)
        place = (self.row, self.column)
        self.column += 1
        if not text and element.get("t", "n") == "n" and element.find("{*}f") is not None:
            self.sheet.uncounted.append(address_of(*place))
        if SHOWN_ERROR.fullmatch(text):
            self.sheet.errors.append(address_of(*place))
        self.passed += 1
        if text.strip():
            self.filled[place] = text
            self.characters += len(text)
        self.refuse_excess()

    def refuse_excess(self) -> None:
        """Raises UnreadableFile for more cells, characters or merged areas than a sheet may have."""
        most = self.book.limits.cells
        too_long = self.characters > self.book.limits.file_bytes
        if max(len(self.filled), len(self.merged)) > self.book.left or self.passed > EMPTY_FOR_ONE * most or too_long:
            raise UnreadableFile(TOO_LARGE.format(most))

    def end_row(self, element: etree._Element) -> None:
        """Notes a hidden row, filtered ones among them."""
        row = int(element.get("r", self.row + 1)) - 1
        if element.get("hidden") in TRUE or (element.get("ht") == "0" and element.get("customHeight") in TRUE):
            self.hidden_rows.add(row)
        self.row, self.column = row + 1, 0

    def finished(self, notes: list[str]) -> Sheet:
        """The sheet with its visible cells."""
        self.book.left -= len(self.filled)
        self.sheet.hidden_rows = sorted(self.hidden_rows)
        self.sheet.notes = [note for note in notes if note]
        corners, covered = self.merges()
        for place, text in self.filled.items():
            seen = None if place in covered else self.seen(*place, *corners.get(place, place))
            if seen is None:
                self.sheet.withheld += 1
            else:
                row, column, bottom, right = seen
                self.sheet.cells.append(SheetCell(row, column, text, bottom, right))
        self.sheet.cells.sort(key=lambda cell: (cell.row, cell.column))
        return self.sheet

    def merges(self) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
        """The last place of each merged cell by its first one, and the filled cells that lie unseen below others."""
        corners: dict[tuple[int, int], tuple[int, int]] = {}
        covered: set[tuple[int, int]] = set()
        work = 0
        for top, left, bottom, right in self.merged:
            if (top, left) in covered or (top, left) in corners:
                continue  # merged areas of a sound file do not overlap
            corners[top, left] = (bottom, right)
            area = (bottom - top + 1) * (right - left + 1)
            work += min(area, len(self.filled))
            if work > EMPTY_FOR_ONE * self.book.limits.cells:
                raise UnreadableFile(TOO_LARGE.format(self.book.limits.cells))
            covered |= set(self.inside(top, left, bottom, right, area)) - {(top, left)}
        return corners, covered

    def inside(self, top: int, left: int, bottom: int, right: int, area: int) -> Iterator[tuple[int, int]]:
        """The filled cells of an area."""
        if area > len(self.filled):
            yield from ((at, to) for at, to in self.filled if top <= at <= bottom and left <= to <= right)
        else:
            places = product(range(top, bottom + 1), range(left, right + 1))
            yield from (place for place in places if place in self.filled)

    def seen(self, row: int, column: int, bottom: int, right: int) -> tuple[int, int, int, int] | None:
        """The area that is seen of a cell, which may begin in a hidden row; None where nothing is."""
        while row in self.hidden_rows and row <= bottom:
            row += 1
        while self.hidden_columns[column] and column <= right:
            column += 1
        return (row, column, bottom, right) if row <= bottom and column <= right else None


def blank_between(sheet: Sheet, above: int, below: int) -> bool:
    """Whether a row that is not hidden lies between two rows."""
    inside = bisect_left(sheet.hidden_rows, below) - bisect_left(sheet.hidden_rows, above + 1)
    return below - above - 1 > inside
