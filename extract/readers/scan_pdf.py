"""The scanned pages of a PDF: drawn one at a time, recognised, and put where they belong."""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from extract.readers import pulse
from extract.readers.guard import Limits
from extract.readers.pdf import ONE_AT_A_TIME, Page, listed, opened
from extract.readers.scan_extra import MISSING, is_installed
from records import UnreadableFile

if TYPE_CHECKING:
    from extract.readers.scan_image import Picture

# Fonts and pictures of less are read worse, of more no better: 300 dots per inch.
FINEST = 300 / 72


def recognised(data: bytes, pages: Sequence[Page], limits: Limits) -> tuple[list[Page], list[str]]:
    """The pages of a PDF, those that are scans recognised, and what must be said of them. Raises UnreadableFile."""
    return with_scans(pages, limits, lambda number: drawn(data, number, limits))


def with_scans(
    pages: Sequence[Page], limits: Limits, draw: "Callable[[int], Picture | None]"
) -> tuple[list[Page], list[str]]:
    """The pages, those that are scans recognised, and what must be said of them.

    draw gives a page by its number; None for one of too many pixels, or that cannot be opened. Where scans cannot be
    read here, or some not in the time that is given, they stay without text and are named.
    Raises UnreadableFile: nothing but scans and no way to read them, more scans than the limit.
    """
    scans = [page.number for page in pages if page.fault == "scanned"]
    if len(scans) > limits.scan_pages:
        raise UnreadableFile(f"文件中有 {len(scans)} 页扫描页，超过上限 {limits.scan_pages} 页；请拆分后重试")
    if is_installed():
        return read_scans(pages, scans, limits, draw)
    if all(page.fault for page in pages):
        raise UnreadableFile(MISSING)
    return list(pages), [f"第 {listed(scans)} 页为扫描页，未读取；{MISSING}"]


def read_scans(
    pages: Sequence[Page], scans: Sequence[int], limits: Limits, draw: "Callable[[int], Picture | None]"
) -> tuple[list[Page], list[str]]:
    """The pages, those of these numbers recognised, and what must be said of them."""
    from extract.readers.scan import NO_TEXT, Sheet, sheet_of, warnings_of

    pulse.expect(len(scans))
    until = time.monotonic() + limits.scan_seconds
    sheets: dict[int, Sheet] = {}
    late, huge = [], []
    for number in scans:
        if time.monotonic() > until:
            late.append(number)
        elif (picture := draw(number)) is None:
            huge.append(number)
        else:
            sheets[number] = sheet_of(picture)
    notes = (
        [f"第 {listed(huge)} 页的图片像素过多或无法打开，未读取；请降低分辨率或换一种图片格式后重试"] if huge else []
    )
    whole = [sheets[page.number].page if page.number in sheets else page for page in pages]
    if not any(page.rows or page.grids for page in whole):
        raise UnreadableFile(notes[0] if notes else NO_TEXT)
    return whole, [*warnings_of(sheets.values(), late), *notes]


def drawn(data: bytes, number: int, limits: Limits) -> "Picture | None":
    """A page of a PDF as its viewer shows it; None where a picture on it has more pixels than the limit."""
    from extract.readers.scan_image import LONGEST_SIDE, Picture

    with ONE_AT_A_TIME, opened(data) as document:
        page = document[number - 1]
        try:
            if any(pixels_of(item) > limits.pixels for item in pictures_on(page)):
                return None
            fine = min(FINEST, LONGEST_SIDE / max(page.get_size()))
            pixels = page.render(scale=fine, rev_byteorder=True).to_numpy()
            return Picture(np.array(pixels[:, :, :3], dtype=np.uint8), page.get_width() / pixels.shape[1], number)
        finally:
            page.close()


def pictures_on(page: pypdfium2.PdfPage) -> list[pypdfium2.PdfImage]:
    """The pictures on a page."""
    return list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4))


def pixels_of(picture: pypdfium2.PdfImage) -> int:
    """How many pixels a picture has, before they are unpacked."""
    width, height = picture.get_px_size()
    return int(width * height)
