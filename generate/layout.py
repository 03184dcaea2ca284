"""The facts of GB/T 9704—2012 that a Word file is made by, each with its clause. The only place to change them.

Lengths are in twips (1/20 pt) unless a name says otherwise; indents «in characters» are multiples of the type size.
Practice that the standard does not give is marked «practice».
"""

import unicodedata
from dataclasses import dataclass
from typing import Literal

Align = Literal["both", "left", "center", "right"]

_TWIPS_PER_POINT = 20
_TWIPS_PER_MM = 1440 / 25.4


def mm(length: float) -> int:
    """Millimetres in twips."""
    return round(length * _TWIPS_PER_MM)


def pt(length: float) -> int:
    """Points in twips."""
    return round(length * _TWIPS_PER_POINT)


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins; footer is the distance of the page number's line from the lower edge of the paper."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    footer: int

    @property
    def text_width(self) -> int:
        """The width of the 版心."""
        return self.width - self.left - self.right


# A4 (5.1); 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm (5.2.1), hence 26 mm and 35 mm;
# 25 mm puts the number 7 mm below the 版心 (7.5)
PAGE = Page(mm(210), mm(297), top=mm(37), bottom=mm(35), left=mm(28), right=mm(26), footer=mm(25))

LINES_PER_PAGE = 22  # 5.2.3
CHARACTERS_PER_LINE = 28  # 5.2.3
LINE = pt(28.95)  # the largest exact pitch that gives 22 lines in 225 mm; measured
SQUEEZE = -5  # character spacing by which 28 characters of 16 pt fit into 156 mm; measured


@dataclass(frozen=True, slots=True)
class Face:
    """A Chinese face, the face of its Latin letters and digits, and what may stand in for it in Word."""

    chinese: str
    latin: str
    instead: str | None = None


_LATIN = "Times New Roman"  # practice
TITLE_FACE = Face("方正小标宋简体", "方正小标宋简体", instead="宋体")  # 7.3.1: digits in the title too
BODY_FACE = Face("仿宋_GB2312", _LATIN, instead="仿宋")  # 5.2.2
BLACK_FACE = Face("黑体", _LATIN)  # 7.3.3
KAI_FACE = Face("楷体_GB2312", _LATIN, instead="楷体")  # 7.3.3
SONG_FACE = Face("宋体", "宋体")  # 7.5: half-width 宋体 digits
FACES = (TITLE_FACE, BODY_FACE, BLACK_FACE, KAI_FACE, SONG_FACE)

# type sizes in points
NO_0, NO_2, NO_3, NO_4, SMALL_4, NO_5 = 42.0, 22.0, 16.0, 14.0, 12.0, 10.5


@dataclass(frozen=True, slots=True)
class Style:
    """A named paragraph style of the file.

    line     exact pitch; None for single spacing, as cells and footers need
    squeeze  character spacing
    first    first-line indent in hundredths of a character; the others likewise are in characters where so named
    before, after  space in twips
    outline  outline level from 0, None for body text
    """

    key: str
    name: str
    face: Face
    size_pt: float
    line: int | None = LINE
    squeeze: int = SQUEEZE
    align: Align = "both"
    first: int = 0
    before: int = 0
    after: int = 0
    outline: int | None = None
    keep_next: bool = False
    page_break: bool = False
    colour: str | None = None


RED = "FF0000"
MARK = Style("GwMark", "发文机关标志", TITLE_FACE, NO_0, line=None, squeeze=0, align="center", colour=RED)  # 7.2.4
HEAD_FIELD = Style("GwHeadField", "份号和紧急程度", BLACK_FACE, NO_3, align="left")  # 7.2.1, 7.2.3
NUMBER = Style("GwNumber", "发文字号", BODY_FACE, NO_3, align="center")  # 7.2.5
SIGNED_NUMBER = Style("GwSignedNumber", "发文字号和签发人", BODY_FACE, NO_3, align="left")  # 7.2.6
LETTER_NUMBER = Style("GwLetterNumber", "信函发文字号", BODY_FACE, NO_3, align="right", before=pt(14))  # 10.1
SIGNER_FACE = KAI_FACE  # 7.2.6: the name of the 签发人
# 7.2.7: 4 mm from the number's ink, some 2 of which the number's own line leaves under it; measured
RED_LINE_ABOVE = mm(1.9)
RED_LINE = Style("GwRedLine", "红线", BODY_FACE, NO_3, line=RED_LINE_ABOVE, squeeze=0, align="left", colour=RED)
IMPRINT_LINE = pt(24)  # practice
IMPRINT = Style("GwImprint", "版记", BODY_FACE, NO_4, line=IMPRINT_LINE, squeeze=0, align="left")  # 7.4
TITLE = Style(
    "GwTitle", "公文标题", TITLE_FACE, NO_2, line=pt(35), squeeze=0, align="center", after=LINE
)  # 7.3.1; pitch: practice
RECIPIENT = Style("GwRecipient", "主送机关", BODY_FACE, NO_3)  # 7.3.2
BODY = Style("GwBody", "公文正文", BODY_FACE, NO_3, first=200)  # 7.3.3
HEADINGS = (
    Style("GwHeading1", "一级标题", BLACK_FACE, NO_3, first=200, outline=0, keep_next=True),  # 7.3.3
    Style("GwHeading2", "二级标题", KAI_FACE, NO_3, first=200, outline=1, keep_next=True),
    Style("GwHeading3", "三级标题", BODY_FACE, NO_3, first=200, outline=2, keep_next=True),
    Style("GwHeading4", "四级标题", BODY_FACE, NO_3, first=200, outline=3, keep_next=True),
)
ATTACHMENT_LIST = Style("GwAttachmentList", "附件说明", BODY_FACE, NO_3, align="left", keep_next=True)  # 7.3.4
SIGNER = Style("GwSigner", "发文机关署名", BODY_FACE, NO_3, align="right", keep_next=True)  # 7.3.5
DATE = Style("GwDate", "成文日期", BODY_FACE, NO_3, align="right")  # 7.3.5
ATTACHMENT_MARK = Style(
    "GwAttachmentMark", "附件序号", BLACK_FACE, NO_3, align="left", keep_next=True, page_break=True
)  # 7.3.7
ATTACHMENT_TITLE = Style(
    "GwAttachmentTitle", "附件标题", TITLE_FACE, NO_2, line=pt(35), squeeze=0, align="center", before=LINE, after=LINE,
    keep_next=True,
)  # 7.3.7: centred on the third line; type: practice  # fmt: skip
ATTENDANCE = Style("GwAttendance", "出席人员", BODY_FACE, NO_3)  # 10.3
CAPTION = Style("GwCaption", "表题", BLACK_FACE, NO_3, align="center", keep_next=True)  # practice
# practice: exact body pitch would cut a table's rows
TABLE_HEAD = Style("GwTableHead", "表头", BLACK_FACE, SMALL_4, line=None, squeeze=0, align="center", keep_next=True)
TABLE_TEXT = Style("GwTableText", "表格文字", BODY_FACE, SMALL_4, line=None, squeeze=0, align="left")
TABLE_FIGURE = Style("GwTableFigure", "表格数字", BODY_FACE, SMALL_4, line=None, squeeze=0, align="center")
TABLE_NOTE = Style("GwTableNote", "表注", BODY_FACE, SMALL_4, line=pt(20), squeeze=0)
PICTURE = Style(
    "GwPicture", "图片", BODY_FACE, SMALL_4, line=None, squeeze=0, align="center", before=pt(6), keep_next=True
)  # practice
PICTURE_CAPTION = Style(
    "GwPictureCaption", "图题", BLACK_FACE, SMALL_4, line=pt(24), squeeze=0, align="center"
)  # practice
PAGE_NUMBER = Style("GwPageNumber", "页码", SONG_FACE, NO_4, line=None, squeeze=0, align="right")  # 7.5
STYLES = (
    MARK, HEAD_FIELD, NUMBER, SIGNED_NUMBER, LETTER_NUMBER, RED_LINE, IMPRINT,
    TITLE, RECIPIENT, BODY, *HEADINGS, ATTACHMENT_LIST, SIGNER, DATE, ATTACHMENT_MARK, ATTACHMENT_TITLE, ATTENDANCE,
    CAPTION, TABLE_HEAD, TABLE_TEXT, TABLE_FIGURE, TABLE_NOTE, PICTURE, PICTURE_CAPTION, PAGE_NUMBER,
)  # fmt: skip

MARK_TOP = mm(35)  # 7.2.4: from the top of the 版心 to the mark's upper edge
LETTER_MARK_TOP = mm(30)  # 10.1: from the paper's upper edge
LETTER_GAP = mm(2.3)  # 10.1: 4 mm from the mark's ink, some 1.7 of which the mark's own line leaves under it; measured
LETTER_LINE = mm(170)  # 10.1: length of both double lines
LETTER_FOOT = mm(20.7)  # 10.1: the middle of the lower double line is 20 mm above the paper's lower edge; measured
MARK_GAP = 2 * LINE  # 7.2.5: lines between mark and 发文字号
TITLE_GAP = 2 * LINE  # 7.3.1: lines between the red line and the title
RED_WEIGHT = 12  # eighths of a point; practice: 1 to 1.5 pt
THICK, THIN = 8, 6  # eighths of a point: 0.35 mm and 0.25 mm (7.4.1)
NARROWEST = 66  # per cent to which the mark's letters are narrowed before their size is reduced; practice

TITLE_CHARACTERS = 19  # a line of 二号 type: 156 mm ÷ 22 pt is 20; one is kept free for wider digits
DASH = "—"  # 7.5: 一字线, one on each side of the page number
ATTENDANCE_FACE = BLACK_FACE  # 10.3: «出席：»
ATTENDANCE_INDENT = 2  # 10.3: characters
SEAL_DATE_INDENT = 4.0  # 7.3.5.1
PLAIN_INDENT = 2.0  # 7.3.5.2
SEAL_ROOM = 2 * LINE  # room above the name, so that the seal covers no text; practice
ATTACHMENT_INDENT = 2  # 7.3.4: characters
LANDSCAPE = Page(  # the page turned left: its head at the binding edge, where the portrait's left margin is
    PAGE.height, PAGE.width, top=PAGE.left, bottom=PAGE.right, left=PAGE.bottom, right=PAGE.top, footer=mm(10)
)
# chapter 8: on a page that lies on its side the number stands where it does on the others; its box, measured
TURNED_LEFT, TURNED_WIDTH = mm(24), mm(10)
WIDEST_UPRIGHT = 8  # columns beyond which a table's page lies on its side; practice
WIDE_TABLE = 7  # columns from which cells are set in 五号; practice
SMALL_TABLE = 8  # rows up to which a table is not divided between pages; practice
CELL_PADDING = pt(2)  # left and right
CELL_LEADING = pt(2)  # above and below


def mark_fit(text: str, width: int, size_pt: float = NO_0) -> tuple[float, int]:
    """Size in points and width of letters in per cent with which a 发文机关标志 stays on one line of that width."""
    scale = 100 * width / (em_width(text) * pt(size_pt)) if text else 100.0
    if scale >= NARROWEST:
        return size_pt, min(100, int(scale))
    return int(2 * size_pt * scale / NARROWEST) / 2, NARROWEST


def em_width(text: str) -> float:
    """Width in characters: 1 for Chinese letters and marks, 0.5 for Latin ones and digits."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def signature_indents(name: str, date: str, sealed: bool = True) -> tuple[float, float]:
    """Right indents in characters of 署名 and 成文日期, by 7.3.5.1 (sealed) or 7.3.5.2.

    Sealed: the date stands 4 in and the name is centred over it. Else: the longer of the two stands 2 in, the date
    begins 2 to the right of the name, or the name is moved left by what the date is longer.
    """
    name_width, date_width = em_width(name), em_width(date)
    if sealed:
        return max(0.0, SEAL_DATE_INDENT + (date_width - name_width) / 2), SEAL_DATE_INDENT
    if date_width <= name_width:
        return PLAIN_INDENT, name_width - date_width
    return 2 * PLAIN_INDENT + date_width - name_width, PLAIN_INDENT


def first_page_lines(title: int) -> int:
    """How many lines of 主送机关 and text page 1 holds under a red header and a title of so many lines."""
    above = MARK_TOP + pt(NO_0) + MARK_GAP + LINE + RED_LINE_ABOVE + TITLE_GAP + title * (TITLE.line or 0) + TITLE.after
    return max(0, PAGE.height - PAGE.top - PAGE.bottom - above) // LINE


def title_lines(parts: tuple[str, ...], most: int = TITLE_CHARACTERS) -> tuple[tuple[int, ...], ...]:
    """Which parts stand on which line: as few lines as fit, and of those the most even ones (7.3.1)."""
    widths = [em_width(part) for part in parts]
    options = [_lines_from(cuts, len(parts)) for cuts in range(1 << (len(parts) - 1))]
    return min(options, key=lambda lines: _raggedness(lines, widths, most))


def _lines_from(cuts: int, count: int) -> tuple[tuple[int, ...], ...]:
    """The parts 0 to count-1 in lines; bit n of cuts ends a line after part n."""
    lines: list[list[int]] = [[]]
    for part in range(count):
        lines[-1].append(part)
        if cuts >> part & 1 and part < count - 1:
            lines.append([])
    return tuple(map(tuple, lines))


def _raggedness(
    lines: tuple[tuple[int, ...], ...], widths: list[float], most: int
) -> tuple[float, int, float]:  # fmt: skip
    """How bad a set of lines is: by what runs over, then by how many they are, then by how uneven."""
    lengths = [sum(widths[part] for part in line) for line in lines]
    over = sum(max(0.0, length - most) for length in lengths)
    return over, len(lines), max(lengths) - min(lengths)
