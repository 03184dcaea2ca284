"""The parts that a scan is read with, on pages of drawn shapes; and files that are meant to do harm."""

import io
import socket
import struct
import zlib
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.readers import Limits, read_bytes, scan_extra
from records import UnreadableFile

pytestmark = pytest.mark.skipif(not scan_extra.is_installed(), reason="extra «ocr» is not installed")

np = pytest.importorskip("numpy")
Image = pytest.importorskip("PIL.Image")
cv2 = pytest.importorskip("cv2")

from extract.readers import scan, scan_clean, scan_engine, scan_image, scan_lines, scan_tables  # noqa: E402

SCALE = 72 / 150


def striped(height: int = 900, width: int = 640) -> "np.ndarray":  # type: ignore[type-arg]
    """A page of short bars in lines, as print looks from afar."""
    page = np.full((height, width), 255, np.uint8)
    for y in range(80, height - 80, 40):
        for x in range(60, width - 60, 30):
            page[y : y + 18, x : x + 22] = 30
    return page


# --- slant and turns ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("degrees", [0.0, 2.0, -1.3, 0.5, 8.0])
def test_the_slant_is_measured_to_a_tenth_of_a_degree(degrees: float) -> None:
    page = scan_clean.upright(striped(), -degrees)
    assert scan_clean.slant_of(scan_clean.ink_of(page, SCALE)) == pytest.approx(degrees, abs=0.1)


def test_an_empty_page_has_no_slant() -> None:
    assert scan_clean.slant_of(np.zeros((500, 400), dtype=bool)) == 0.0


@settings(deadline=None)
@given(st.integers(0, 3), st.floats(-10, 10), st.tuples(*[st.floats(0, 1)] * 4))
def test_a_box_stays_on_the_page_that_is_shown(quarters: int, slant: float, shares: tuple[float, ...]) -> None:
    width, height = (595.0, 842.0) if quarters % 2 == 0 else (842.0, 595.0)
    xs, ys = sorted(share * width for share in shares[:2]), sorted(share * height for share in shares[2:])
    left, top, right, bottom = scan.Placing(quarters, slant, 595.0, 842.0)((xs[0], ys[0], xs[1], ys[1]))
    assert 0 <= left <= 595
    assert 0 <= right <= 595
    assert 0 <= top <= 842
    assert 0 <= bottom <= 842


@pytest.mark.parametrize("quarters", range(4))
@pytest.mark.parametrize("slant", [0.0, 3.0])
def test_a_mark_is_found_again_where_the_file_has_it(quarters: int, slant: float) -> None:
    page = np.full((400, 300), 255, np.uint8)
    page[100:110, 60:90] = 0
    seen = np.rot90(scan_clean.upright(page, slant), quarters)
    ys, xs = np.nonzero(seen < 128)
    box = scan.Placing(quarters, slant, 300.0, 400.0)((xs.min(), ys.min(), xs.max() + 1, ys.max() + 1))
    assert box == pytest.approx((60, 100, 90, 110), abs=2.5)


# --- seals -------------------------------------------------------------------------------------------------------


def test_a_seal_is_taken_off_the_print_under_it() -> None:
    page = np.full((600, 600, 3), 250, np.uint8)
    cv2.circle(page, (300, 300), 120, (205, 30, 40), 8)
    page[296:304, 100:500] = (25, 25, 25)
    grey = scan_clean.without_seals(page, SCALE)
    assert grey[300, 120:480].max() < 60
    ring = grey[(300 - 120)][290:310]
    assert ring.min() > 225


def test_a_red_heading_is_no_seal() -> None:
    page = np.full((400, 800, 3), 250, np.uint8)
    for x in range(100, 700, 75):
        page[100:160, x : x + 60] = (205, 30, 40)
    grey = scan_clean.without_seals(page, SCALE)
    assert grey[130, 130] < 110


# --- tables ------------------------------------------------------------------------------------------------------


def ruled(gap: int = 0) -> "np.ndarray":  # type: ignore[type-arg]
    """Three columns and two rows, the first row's last two cells one; lines of two pixels, broken by gaps."""
    page = np.full((300, 500), 250, np.uint8)
    for y in (50, 110, 170):
        page[y : y + 2, 50:452] = 20
    for x in (50, 180, 450):
        page[50:172, x : x + 2] = 20
    page[110:172, 320:322] = 20
    for y in range(70, 170, 35):
        page[y : y + gap, :] = 250
    return page


@pytest.mark.parametrize("gap", [0, 1])
def test_cells_and_what_is_merged(gap: int) -> None:
    page = ruled(gap)
    (grid,) = scan_tables.tables_of(scan_tables.rules_of(page, SCALE), SCALE)
    assert [(cell.row, cell.column, cell.down, cell.across) for cell in grid.cells] == [
        (0, 0, 1, 1), (0, 1, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)
    ]  # fmt: skip
    assert grid.box == pytest.approx([SCALE * side for side in (51, 51, 451, 171)], abs=1)


def test_strokes_of_letters_part_no_cell() -> None:
    page = ruled()
    for x in range(60, 430, 12):  # they come to within two pixels of the lines
        page[55:107, x : x + 2] = 20
    (grid,) = scan_tables.tables_of(scan_tables.rules_of(page, SCALE), SCALE)
    assert len(grid.cells) == 5


def test_lines_without_columns_are_no_table() -> None:
    page = np.full((300, 500), 250, np.uint8)
    for y in (50, 110, 170):
        page[y : y + 2, 50:450] = 20
    assert scan_tables.tables_of(scan_tables.rules_of(page, SCALE), SCALE) == []


# --- lines -------------------------------------------------------------------------------------------------------


def line(text: str, size: float = 40.0, x: float = 100.0, sure: float = 0.99) -> scan_engine.Found:
    """A recognised line whose characters stand side by side."""
    letters = tuple(scan_engine.Letter(letter, x + (at + 0.5) * size, sure) for at, letter in enumerate(text))
    return scan_engine.Found(text, sure, (x, 100.0, x + len(text) * size, 100 + 1.1 * size), letters)


def test_type_sizes_near_the_usual_one_are_that() -> None:
    lines = [line("安全生产工作情况汇报如下"), line("检查企业", 42), line("重大隐患", 60), line("元。", 48)]
    sizes = scan_lines.sizes_of(lines)
    assert sizes == [40.0, 40.0, 60.0, 40.0]


def test_characters_touch_each_other_but_for_wide_gaps() -> None:
    near, far = line("松崖镇"), line("12处", x=400)
    both = scan_engine.Found("松崖镇12处", 0.99, (100.0, 100.0, 520.0, 144.0), near.letters + far.letters)
    glyphs = scan_lines.glyphs_of(both, 40.0, 0.5)
    assert [glyph.text for glyph in glyphs] == list("松崖镇12处")
    gaps = [round(b.x0 - a.x1) for a, b in pairwise(glyphs)]
    assert [gap > 30 for gap in gaps] == [False, False, True, False, False]


def test_page_numbers_get_their_dashes_back() -> None:
    assert scan_lines.with_dashes(line("一3一")).text == "—3—"
    assert scan_lines.with_dashes(line("一3处")).text == "一3处"


def test_a_line_of_marks_must_be_sure() -> None:
    assert scan_lines.is_text(line("（%）"))
    assert not scan_lines.is_text(line("——", sure=0.7))
    assert scan_lines.is_text(line("检查", sure=0.7))
    assert not scan_lines.is_text(line("检查", sure=0.3))


# --- the engine --------------------------------------------------------------------------------------------------


def test_the_models_are_loaded_without_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    scan_engine.engine.cache_clear()
    assert scan_engine.recognise(np.full((64, 200), 255, np.uint8)) == []


def test_a_wheel_without_models_gives_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_engine, "MODELS", {"Det": "*.none", "Rec": "*.none"})
    scan_engine.engine.cache_clear()
    with pytest.raises(UnreadableFile, match="模型文件不全"):
        scan_engine.engine()


# --- hostile files -----------------------------------------------------------------------------------------------


def png(width: int, height: int, rows: bytes = b"") -> bytes:
    """A .png that says it has so many pixels of grey."""

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


def packed(image: "Image.Image", kind: str = "PNG", **more: object) -> bytes:
    """An image as a file."""
    target = io.BytesIO()
    image.save(target, kind, **more)
    return target.getvalue()


def looped() -> bytes:
    """A .tif of two blank pages of which the second is followed by the first."""
    page = Image.new("1", (30, 30), 1)
    data = bytearray(packed(page, "TIFF", save_all=True, append_images=[page]))
    first = struct.unpack("<I", data[4:8])[0]
    at = first + 2 + 12 * struct.unpack("<H", data[first : first + 2])[0]
    second = struct.unpack("<I", data[at : at + 4])[0]
    end = second + 2 + 12 * struct.unpack("<H", data[second : second + 2])[0]
    data[end : end + 4] = struct.pack("<I", first)
    return bytes(data)


TINY = Image.new("1", (30, 30), 1)
BLANK = "没有认出文字"


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (lambda: packed(Image.new("L", (1, 1))), "图片太小（1×1 像素）"),
        (lambda: png(30_000, 30_000), "疑为解压炸弹"),
        (lambda: png(9_400, 9_400), "图片过大（9400×9400 像素），上限为 8000 万像素"),
        (lambda: packed(Image.new("L", (40_000, 30), 255)), "图片过于狭长"),
        (lambda: png(900, 900, b"\0" * 90), "已损坏或不完整"),
        (lambda: packed(Image.new("L", (300, 200), 255)), BLANK),
        (lambda: packed(Image.new("L", (300, 200), 0)), BLANK),
        (lambda: packed(Image.new("RGBA", (300, 200))), BLANK),
        (lambda: packed(Image.new("CMYK", (300, 200)), "JPEG"), BLANK),
        (lambda: packed(Image.new("I;16", (300, 200), 60_000)), BLANK),
        (looped, BLANK),
        (lambda: packed(TINY, "TIFF", save_all=True, append_images=[TINY] * 4), "超过 3 页"),
        (lambda: packed(Image.new("1", (9_000, 9_000), 1), "PDF"), "第 1 页的图片像素过多"),
        (lambda: packed(Image.new("1", (300, 300), 1), "PDF"), BLANK),
    ],
)  # fmt: skip
def test_each_hostile_picture_gets_its_own_line(make: Callable[[], bytes], line: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(make(), "a", Limits(scan_pages=3))
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP"])
def test_pictures_cut_at_every_tenth_are_refused(kind: str) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (120, 120, 3), dtype=np.uint8)
    data = packed(Image.fromarray(noise), kind)
    for tenth in range(1, 10):
        with pytest.raises(UnreadableFile):
            read_bytes(data[: len(data) * tenth // 10], "a")


SIGNATURES = [
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b"BM0000\0\0\0\0"
]  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(
        [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b"BM0000\0\0\0\0"]
    ),
    st.binary(max_size=300),
)
def test_bytes_under_a_picture_s_name_give_one_line(signature: bytes, rest: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_bytes(signature + rest, "a")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_camera_s_note_of_how_it_was_held_is_heeded(orientation: int) -> None:
    from PIL import ImageOps

    page = np.zeros((60, 40, 3), np.uint8)
    page[:20, :10] = 255
    note = Image.Exif()
    note[0x112] = orientation
    data = packed(Image.fromarray(page), exif=note)
    (picture,) = scan_image.pictures_of(data, Limits())
    assert isinstance(picture, scan_image.Picture)
    expected = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB"))
    assert np.array_equal(picture.pixels, expected)


@pytest.mark.parametrize(
    ("dots", "size", "points"), [(300, (2480, 3508), 842), (72, (3000, 4000), 842), (96, (1080, 1440), 1080)]
)
def test_the_stated_resolution_counts_where_it_makes_a_page(dots: int, size: tuple[int, int], points: float) -> None:
    (picture,) = scan_image.pictures_of(packed(Image.new("L", size, 255), dpi=(dots, dots)), Limits())
    assert isinstance(picture, scan_image.Picture)
    assert picture.height == pytest.approx(points, rel=0.01)
