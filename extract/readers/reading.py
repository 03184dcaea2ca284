"""What every reader gives back, and how its pieces become one text with blocks."""

from collections.abc import Iterable
from dataclasses import dataclass

from records import Block, Cell
from records.document import BlockKind

Box = tuple[float, float, float, float]


@dataclass(slots=True)  # not frozen, which takes three times as long to make: there is one for every cell
class Piece:
    """A paragraph, cell or note before it has a place in the text. Fields as those of Block. Nothing changes it."""

    text: str
    kind: BlockKind = "paragraph"
    level: int | None = None
    page: int | None = None
    box: Box | None = None
    cell: Cell | None = None
    ocr: float | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A Document that does not know its file yet. Fields as those of Document."""

    text: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    warnings: tuple[str, ...] = ()


def compose(pieces: Iterable[Piece], pages: int | None = None, warnings: Iterable[str] = ()) -> Reading:
    """One text out of pieces in reading order: a tab between cells of one row, a newline between all others.

    Pieces without a visible character are left out; an empty table cell stays, as a block of length 0,
    because the columns of its row count on it.
    """
    text: list[str] = []
    blocks: list[Block] = []
    at, before = 0, None
    for piece in pieces:
        if piece.cell is None and not piece.text.strip():
            continue
        mark = separator(before, piece)
        at += len(mark)
        end = at + len(piece.text)
        place = (piece.page, piece.box, piece.cell)
        blocks.append(Block(at, end, piece.kind, piece.level, *place, piece.ocr, piece.address))
        text += [mark, piece.text]
        at = end
        before = piece
    return Reading("".join(text), tuple(blocks), pages, tuple(warnings))


def separator(before: Piece | None, piece: Piece) -> str:
    """What stands between two pieces; before is None at the start of the text."""
    if before is None:
        return ""
    return "\t" if same_row(before.cell, piece.cell) else "\n"


def same_row(one: Cell | None, other: Cell | None) -> bool:
    """Whether both are cells of one row."""
    return one is not None and other is not None and (one.table, one.row) == (other.table, other.row)
