"""A draft's tables as an Excel workbook: one sheet a table, and at each row's end where its words come from."""

import re
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from generate.draft import sources_of
from generate.layout import em_width
from generate.model import Attachment, Block, Draft, Gap, Given, Inline, Number, Table, plain
from generate.printing import print_place
from records import BadRequest, Failure

_SOURCES = "出处"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not to be written in XML
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_A_NAME = re.compile(r"[\\/?*\[\]:]")
_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
_LONGEST_NAME = 31  # of a sheet, by the file format
_MOST_CHARACTERS = 32767  # of a cell, by the file format
_NARROWEST, _WIDEST, _QUOTES_WIDTH = 6.0, 44.0, 60
_LONGEST_QUOTE = 80
_LINE = Side(style="thin", color="999999")
_THIN = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def write_xlsx(paper: Draft, target: Path) -> None:
    """Writes the tables of a draft. Raises BadRequest: it has none; Failure: it cannot be written there."""
    tables = _titled(paper)
    if not tables:
        raise BadRequest(f"{paper.kind}没有表格，不能存为 Excel 文件，请改用 .docx")
    workbook, beside = Workbook(write_only=True), target.with_name(f"{target.name}.part")
    try:
        for name, table in tables:
            _write(workbook, name, table, paper)
        workbook.save(beside)
        beside.replace(target)
    except OSError as error:
        raise Failure(f"不能写入 {target}：{error.strerror}。请关闭已打开的同名文件或换一个位置") from error
    finally:
        beside.unlink(missing_ok=True)
        for sheet in workbook.worksheets:
            if not sheet.closed:  # after a failure; a sheet left open complains when it is collected
                sheet.close()


def _titled(paper: Draft) -> list[tuple[str, Table]]:
    """The tables with the names of their sheets, each once: the table's own title, else what stands above it."""
    found: list[tuple[str, Table]] = []
    above = paper.title or paper.kind
    for block in paper.blocks:
        above = _title(block) or above
        if isinstance(block, Table):
            found.append((_free(plain(block.caption) or above, [name for name, _ in found]), block))
    return found


def _title(block: Block) -> str | None:
    return plain(block.title) if isinstance(block, Attachment) else None


def _free(wanted: str, taken: list[str]) -> str:
    """A name that a sheet may have and no other has."""
    name = _NOT_IN_A_NAME.sub(" ", wanted).strip("' ")[:_LONGEST_NAME] or "表"
    for number in range(2, len(taken) + 2):
        if name not in taken:
            break
        name = f"{name[: _LONGEST_NAME - 4]}（{number}）"
    return name


def _write(workbook: Workbook, name: str, table: Table, paper: Draft) -> None:
    sheet = workbook.create_sheet(name)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.print_title_rows = "1:1"
    columns = range(len(table.head))
    for at in columns:
        sheet.column_dimensions[get_column_letter(at + 1)].width = _width(table, at)
    sheet.column_dimensions[get_column_letter(len(table.head) + 1)].width = _QUOTES_WIDTH
    sheet.append([_cell(sheet, text, head=True) for text in (*map(plain, table.head), _SOURCES)])
    for row in table.rows:
        cells = [_cell(sheet, _value(row[at])) for at in columns]
        sheet.append([*cells, _cell(sheet, _told_sources(row, paper))])
    if table.note:
        sheet.append([_cell(sheet, plain(table.note), plain_text=True)])


def _width(table: Table, column: int) -> float:
    widest = max((em_width(plain(row[column])) for row in table.rows), default=0.0)
    return min(_WIDEST, max(_NARROWEST, 2 * em_width(plain(table.head[column])) + 2, 2 * widest + 2))


def _value(inline: Inline) -> str | int | float:
    """A bare number as a number, all else as printed; what is to be filled in is left empty for that."""
    if len(inline) == 1 and isinstance(inline[0], Given | Number) and _PLAIN.fullmatch(text := inline[0].text):
        return float(text) if "." in text else int(text)
    return "" if all(isinstance(piece, Gap) for piece in inline) else plain(inline)


def _told_sources(row: tuple[Inline, ...], paper: Draft) -> str:
    """«槐浦镇《槐浦镇.docx》第2页：“…”», a line for each record that the row stands on."""
    ids = dict.fromkeys(source for inline in row for piece in inline for source in sources_of(piece))
    return "\n".join(_told(paper, id_) for id_ in ids)


def _told(paper: Draft, id_: int) -> str:
    filed = paper.records[id_]
    quote = " ".join(filed.record.quote.split())
    short = quote if len(quote) <= _LONGEST_QUOTE else quote[: _LONGEST_QUOTE - 1] + "…"
    return f"{print_place(filed, paper.month)}：“{short}”"


def _cell(sheet: Any, value: str | int | float, head: bool = False, plain_text: bool = False) -> Any:
    """A cell; text is never a formula, whatever it begins with."""
    cell = WriteOnlyCell(
        sheet, value if not isinstance(value, str) else _FORBIDDEN.sub("\ufffd", value)[:_MOST_CHARACTERS]
    )
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_FORMULA)
    if plain_text:
        return cell
    cell.border = _THIN
    cell.alignment = Alignment(vertical="center", wrap_text=True, horizontal="center" if head else None)
    if head:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
    return cell
