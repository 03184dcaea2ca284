"""Image files into pages of pixels: .png .jpg .tif .bmp, within limits, upright as their file says."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from extract.readers.guard import Limits
from records import UnreadableFile

FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
BROKEN = "图片已损坏或不完整，无法读取；请重新扫描或导出后重试"
SMALLEST_SIDE = 24
# A4 at 300 dots per inch; finer pages cost time and are read no better.
LONGEST_SIDE = 3508
A4_SIDE = 842.0
ORIENTATION = 0x0112  # tag of Exif
# Page sides that a stated resolution may lead to, in points; a camera's «72 dpi» makes a page of two metres.
SIDES = (200.0, 1800.0)

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as pixels: rows of red, green, blue. scale is in points a pixel; number counts from 1."""

    pixels: Pixels
    scale: float
    number: int

    @property
    def width(self) -> float:
        """In points."""
        return float(self.pixels.shape[1] * self.scale)

    @property
    def height(self) -> float:
        """In points."""
        return float(self.pixels.shape[0] * self.scale)


def pictures_of(data: bytes, limits: Limits) -> Iterator[Picture | int]:
    """The pages of an image file, one at a time; the number of a page that is damaged, where others are not.

    Raises UnreadableFile: no image, damaged, too many pages, too many or too few pixels.
    """
    image = opened(data)
    count = count_of(image, limits.scan_pages)
    for index in range(count):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                image.seek(index)
                refuse_pixels(image.width, image.height, limits)
                yield picture_of(image, index + 1)
        except UnreadableFile:
            raise
        except Exception as error:  # Pillow's decoders fail in many ways on files that are cut or made up
            if count == 1:
                raise UnreadableFile(BROKEN) from error
            yield index + 1


def opened(data: bytes) -> Image.Image:
    """The image, its pixels not yet unpacked. Raises UnreadableFile."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Image.open(BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise UnreadableFile("图片像素过多，疑为解压炸弹，已拒绝读取") from error
    except Exception as error:
        raise UnreadableFile(BROKEN) from error


def count_of(image: Image.Image, most: int) -> int:
    """How many pages there are. Raises UnreadableFile for more than the most, found without walking them all.

    Only a .tif has pages; the second picture in a phone's .jpg is a preview.
    """
    if image.format != "TIFF":
        return 1
    for index in range(most + 1):
        try:
            image.seek(index)
        except Exception:  # the end, or a broken chain: what stands before it can be read
            return max(index, 1)
    raise UnreadableFile(f"图片超过 {most} 页的上限；请拆分后重试")


def refuse_pixels(width: int, height: int, limits: Limits) -> None:
    """Raises UnreadableFile for an image of more pixels than the limit, or too small to hold a line of text."""
    if width * height > limits.pixels:
        most = limits.pixels // 10_000
        raise UnreadableFile(f"图片过大（{width}×{height} 像素），上限为 {most} 万像素；请降低分辨率后重试")
    if min(width, height) < SMALLEST_SIDE:
        raise UnreadableFile(f"图片太小（{width}×{height} 像素），其中不会有文字")


def picture_of(image: Image.Image, number: int) -> Picture:
    """The page of an opened image at its present frame, made smaller where it is finer than reading needs.

    Raises UnreadableFile for a strip that is too narrow once it is short enough.
    """
    scale = scale_of(image)
    side = max(image.size)
    if side > LONGEST_SIDE and image.format == "JPEG":
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    plain = image if image.mode in ("L", "RGB") else image.convert("L") if image.mode == "1" else on_white(image)
    fits = min(LONGEST_SIDE / max(plain.size), 1.0)
    if min(plain.size) * fits < SMALLEST_SIDE:
        raise UnreadableFile(f"图片过于狭长（{image.width}×{image.height} 像素），无法读取；请截取有文字的部分后重试")
    if fits < 1:
        size = (round(plain.width * fits), round(plain.height * fits))
        plain = plain.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    made = np.asarray(on_white(plain), dtype=np.uint8)
    return Picture(upright(made, image.getexif().get(ORIENTATION, 1)), scale * side / max(made.shape), number)


def upright(pixels: Pixels, orientation: int) -> Pixels:
    """The picture as a viewer shows it, by the orientation (1 to 8) that a camera noted."""
    if orientation in (2, 4, 5, 7):
        pixels = pixels[:, ::-1]
    quarters = {3: 2, 4: 2, 5: 1, 6: 3, 7: 3, 8: 1}.get(orientation, 0)
    return np.ascontiguousarray(np.rot90(pixels, quarters))


def scale_of(image: Image.Image) -> float:
    """Points a pixel: as the file states it, where that makes a page of paper; else the page is taken for A4."""
    stated = image.info.get("dpi", (0, 0))
    dots = float(stated[0]) if isinstance(stated, tuple) else 0.0
    sides = [72 * side / dots for side in image.size] if dots > 0 else []
    if sides and min(sides) >= SIDES[0] and max(sides) <= SIDES[1]:
        return 72 / dots
    return A4_SIDE / max(image.size)


def on_white(image: Image.Image) -> Image.Image:
    """The image in red, green and blue; what is transparent shows white paper."""
    if image.mode.startswith("I") or image.mode == "F":  # 16 bits of grey and more
        values = np.asarray(image, dtype=np.float64)
        most = values.max()
        return Image.fromarray((values * (255 / most if most > 255 else 1)).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, layer).convert("RGB")
    return image.convert("RGB")
