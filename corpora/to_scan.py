"""Known text as page images, the way a scanner gives them: set, printed, turned, speckled, stamped."""

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from records import Failure

FONTS = Path("/usr/share/fonts")
SERIF = "opentype/noto/NotoSerifCJK-Regular.ttc"
SANS = "opentype/noto/NotoSansCJK-Regular.ttc"
KAI = "truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"
A4 = (595, 842)  # points
GREY_PAPER = (236, 232, 222)
PAPER, INK, RED = (255, 255, 255), (20, 20, 20), (200, 20, 30)
# What must not begin a line hangs over the margin instead, as it does in Word.
OPENS = "（《“‘"
HANGS = "，。、；：！？）》”’％%"
Sheet = Image.Image


@dataclass(frozen=True, slots=True)
class Setting:
    """How a page is set; the defaults are those of an official paper (GB/T 9704), lengths in points.

    font     path below FONTS; index is that of the face in a .ttc (0 Japanese, 2 simplified, 3 traditional in Noto)
    columns  text columns side by side, with gutter points between them
    """

    font: str = SERIF
    index: int = 2
    size: float = 16
    pitch: float = 29
    left: float = 79
    top: float = 105
    width: float = 442
    height: float = 638
    columns: int = 1
    gutter: float = 30
    dpi: int = 200


def pages_of(text: str, setting: Setting | None = None) -> list[Sheet]:
    """The pages of a text: a paragraph a line, two characters indent. Raises Failure where the font is missing."""
    setting = setting or Setting()
    room = (setting.width - setting.gutter * (setting.columns - 1)) / setting.columns
    rows = [row for paragraph in text.split("\n") if paragraph for row in rows_of(paragraph, room, setting)]
    depth = int(setting.height // setting.pitch)
    columns = [rows[at : at + depth] for at in range(0, len(rows), depth)]
    return [
        page_of(columns[at : at + setting.columns], room, setting) for at in range(0, len(columns), setting.columns)
    ]


def page_of(columns: Iterable[Sequence[str]], room: float, setting: Setting) -> Sheet:
    """One page of columns of rows; a row that ends with a newline is stretched to the column's width."""
    page = blank(setting.dpi)
    for number, rows in enumerate(columns):
        for at, row in enumerate(rows):
            x, y = setting.left + number * (room + setting.gutter), setting.top + at * setting.pitch
            print_row(page, row.strip("\n"), x, y, setting, room if row.endswith("\n") else None)
    return page


def blank(dpi: int) -> Sheet:
    """An empty A4 sheet."""
    page = Image.new("RGB", (round(A4[0] * dpi / 72), round(A4[1] * dpi / 72)), PAPER)
    page.info["dpi"] = (dpi, dpi)
    return page


def print_row(page: Sheet, row: str, x: float, y: float, setting: Setting, room: float | None = None) -> None:
    """Puts a row of text on the page, stretched or pressed into the room where one is given."""
    scale = setting.dpi / 72
    face = font_of(setting.font, round(setting.size * scale), setting.index)
    inner = row[:-1] if row[-1] in HANGS else row
    spare = 0.0 if room is None else room - sum(width_of(letter, setting) for letter in inner)
    step = min(spare / max(len(inner) - 1, 1), 0.3 * setting.size) if row.strip() else 0.0
    pen = ImageDraw.Draw(page)
    for letter in row:
        pen.text((x * scale, y * scale), letter, font=face, fill=INK)
        x += width_of(letter, setting) + (step if letter != "\u3000" else 0.0)


def width_of(letter: str, setting: Setting) -> float:
    """How wide a character prints, in points."""
    if letter > "\u2000":
        return setting.size
    scale = setting.dpi / 72
    return font_of(setting.font, round(setting.size * scale), setting.index).getlength(letter) / scale


def rows_of(paragraph: str, room: float, setting: Setting) -> Iterator[str]:
    """The rows of a paragraph in a column of that many points, all but the last with a newline; figures stay whole."""
    row, used = "\u3000\u3000", 2.0 * setting.size
    for unit in units_of(paragraph):
        wide = sum(width_of(letter, setting) for letter in unit)
        if used + wide > room + 0.01 and unit not in HANGS:
            yield row + "\n"
            row, used = "", 0.0
        row += unit
        used += wide
    yield row


def units_of(paragraph: str) -> Iterator[str]:
    """Letters, each with the brackets that open before it; figures and Latin words in one."""
    unit = ""
    for letter in paragraph:
        goes_on = unit and (unit[-1] in OPENS or (letter < "\u2000" and unit[-1] < "\u2000"))
        if unit and not goes_on:
            yield unit
            unit = ""
        unit += letter
    yield unit


@cache
def font_of(name: str, size: int, index: int) -> ImageFont.FreeTypeFont:
    """A face in pixels. Raises Failure where the font is not installed."""
    path = FONTS / name
    if not path.exists():
        raise Failure(f"未找到字体 {path.name}，无法生成页面图片；请安装 fonts-noto-cjk 和 fonts-lxgw-wenkai")
    return ImageFont.truetype(str(path), size, index=index if path.suffix == ".ttc" else 0)


# --- what a scanner and an office do to a page -------------------------------------------------------------------


def turned(page: Sheet, degrees: float) -> Sheet:
    """The page as it lay on the glass, turned counter-clockwise; a whole page where it lay quite wrong."""
    upright = degrees % 90 != 0
    made = page.rotate(degrees, Image.Resampling.BICUBIC, expand=not upright, fillcolor=PAPER)
    made.info.update(page.info)
    return made


def noisy(page: Sheet, seed: int = 1) -> Sheet:
    """The page on grey paper, out of focus, with grain, specks and the marks of a strong JPEG."""
    chance = np.random.default_rng(seed)
    soft = np.asarray(page.filter(ImageFilter.GaussianBlur(page.info["dpi"][0] / 250)), dtype=np.float64)
    grain = chance.normal(0, 5, soft.shape[:2])[:, :, None]
    made = (0.88 * soft + 15 + grain) * np.array(GREY_PAPER) / 255
    specks = chance.integers((0, 0), (page.height - 1, page.width - 1), (page.width * page.height // 4000, 2))
    for number, (y, x) in enumerate(specks):
        made[y : y + 2, x : x + 2] = 60 if number % 2 else 255
    packed = io.BytesIO()
    Image.fromarray(made.clip(0, 255).astype(np.uint8)).save(packed, "JPEG", quality=45)
    speckled = Image.open(packed).convert("RGB")
    speckled.info.update(page.info)
    return speckled


def sealed(page: Sheet, x: float, y: float, words: str = "云桓县安全生产委员会办公室") -> Sheet:
    """The page with a round red seal of 42 mm whose middle lies at x, y points; print shows through."""
    dpi = page.info["dpi"][0]
    scale, radius = dpi / 72, 60.0
    side = round(2 * radius * scale)
    seal = Image.new("RGB", (side, side), PAPER)
    pen = ImageDraw.Draw(seal)
    pen.ellipse((2, 2, side - 3, side - 3), outline=RED, width=round(3.4 * scale))
    points = [star_point(side / 2, 0.36 * side / 2 * (1 if at % 2 == 0 else 0.4), at) for at in range(10)]
    pen.polygon(points, fill=RED)
    for at, letter in enumerate(words):
        angle = math.radians(-120 + 240 * at / max(len(words) - 1, 1))
        place(seal, letter, angle, side, scale)
    stamp = Image.new("RGB", page.size, PAPER)
    stamp.paste(seal, (round((x - radius) * scale), round((y - radius) * scale)))
    made = ImageChops.multiply(page, stamp)
    made.info.update(page.info)
    return made


def star_point(middle: float, radius: float, at: int) -> tuple[float, float]:
    """One of the ten points of a star."""
    angle = math.pi * at / 5
    return middle + radius * math.sin(angle), middle - radius * math.cos(angle)


def place(seal: Sheet, letter: str, angle: float, side: int, scale: float) -> None:
    """Puts a letter on the seal's ring, its foot to the middle; the angle is from the top."""
    size = round(13 * scale)
    tile = Image.new("L", (size * 2, size * 2), 0)
    ImageDraw.Draw(tile).text((size // 2, size // 2), letter, font=font_of(SERIF, size, 2), fill=255)
    tile = tile.rotate(-math.degrees(angle), Image.Resampling.BICUBIC)
    radius = 0.78 * side / 2
    x, y = side / 2 + radius * math.sin(angle), side / 2 - radius * math.cos(angle)
    seal.paste(RED, (round(x - size), round(y - size)), tile)


def table_page(rows: Sequence[Sequence[str]], widths: Sequence[float], setting: Setting, height: float = 26) -> Sheet:
    """A page with one ruled table, its upper left corner where the text begins."""
    page = blank(setting.dpi)
    scale = setting.dpi / 72
    pen = ImageDraw.Draw(page)
    xs = [setting.left + sum(widths[:at]) for at in range(len(widths) + 1)]
    ys = [setting.top + height * at for at in range(len(rows) + 1)]
    for y in ys:
        pen.line((xs[0] * scale, y * scale, xs[-1] * scale, y * scale), fill=INK, width=round(0.8 * scale))
    for x in xs:
        pen.line((x * scale, ys[0] * scale, x * scale, ys[-1] * scale), fill=INK, width=round(0.8 * scale))
    for row, y in zip(rows, ys, strict=False):
        for text, x in zip(row, xs, strict=False):
            print_row(page, text, x + 4, y + 4, setting)
    return page


# --- as files ----------------------------------------------------------------------------------------------------


def as_file(pages: Sequence[Sheet], kind: str = "PNG") -> bytes:
    """The pages as one file: PNG, JPEG and BMP hold the first, TIFF and PDF all."""
    target = io.BytesIO()
    dpi = pages[0].info["dpi"]
    more = {"save_all": True, "append_images": list(pages[1:])} if kind in ("TIFF", "PDF") else {}
    if kind == "PDF":
        more["resolution"] = dpi[0]
    else:
        more["dpi"] = dpi
    pages[0].save(target, kind, **more)
    return target.getvalue()
