"""Pages of PDF files and pictures as PNG, for people to look at. To be called in a process of its own."""

from dataclasses import dataclass
from io import BytesIO
from itertools import islice

from extract.readers.guard import BMP, JPEG, LIMITS, PDF, PNG, TIFF

_FINE = 150 / 72  # pixels a point: clear on a screen, quick to send
_LONGEST_SIDE = 2400
DRAWN = frozenset({PDF, PNG, JPEG, TIFF, BMP})


@dataclass(frozen=True, slots=True)
class Page:
    """A page's number, from 1, and its size in points: blocks' boxes are measured on it."""

    page: int
    width: float
    height: float


def sizes(data: bytes, media_type: str) -> tuple[Page, ...]:
    """The pages of a file; none where it has none to be drawn. Raises UnreadableFile."""
    if media_type == PDF:
        import pypdfium2

        document = pypdfium2.PdfDocument(data)
        return tuple(Page(at + 1, *document.get_page_size(at)) for at in range(len(document)))
    if media_type not in DRAWN:
        return ()
    from extract.readers.scan_image import Picture, pictures_of

    pictures = (one for one in pictures_of(data, LIMITS) if isinstance(one, Picture))
    return tuple(Page(one.number, one.width, one.height) for one in pictures)


def drawn(data: bytes, media_type: str, number: int) -> bytes | None:
    """A page as PNG; None where there is none of that number. Raises UnreadableFile."""
    if media_type == PDF:
        return _of_pdf(data, number)
    return _of_picture(data, number) if media_type in DRAWN else None


def _of_pdf(data: bytes, number: int) -> bytes | None:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    if number > len(document):
        return None
    page = document[number - 1]
    fine = min(_FINE, _LONGEST_SIDE / max(page.get_size()))
    out = BytesIO()
    page.render(scale=fine).to_pil().save(out, "PNG")
    return out.getvalue()


def _of_picture(data: bytes, number: int) -> bytes | None:
    from PIL import Image

    from extract.readers.scan_image import Picture, pictures_of

    found = next(islice(pictures_of(data, LIMITS), number - 1, number), None)
    if not isinstance(found, Picture):
        return None
    image, out = Image.fromarray(found.pixels), BytesIO()
    image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    image.save(out, "PNG")
    return out.getvalue()
