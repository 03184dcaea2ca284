"""Automatic numbers of Word, as LibreOffice and Word show them."""

from collections.abc import Callable

import pytest

from extract.readers import read_bytes
from extract.readers.numbering import FORMATS, chinese

STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
    '<w:numId w:val="2"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/><w:pPr><w:numPr>'
    '<w:ilvl w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
)


def level(at: int, form: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(key: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def number(key: int, base: int, extra: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{base}"/>{extra}</w:num>'


OFFICIAL = abstract(
    1,
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "（%4）"),
    level(4, "decimalEnclosedCircle", "%5"),
)
HEADINGS = abstract(
    2, level(0, "decimal", "%1", '<w:pStyle w:val="H1"/>'), level(1, "decimal", "%1.%2", '<w:pStyle w:val="H2"/>')
)
RULES = abstract(
    3,
    level(0, "chineseCounting", "第%1章", '<w:suff w:val="space"/>'),
    level(1, "chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/><w:suff w:val="space"/>'),
)
RESTART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
BULLETS = abstract(4, level(0, "bullet", "\uf0d8"), level(1, "bullet", "●", '<w:suff w:val="nothing"/>'))
NUMBERING = (
    OFFICIAL
    + HEADINGS
    + RULES
    + BULLETS
    + number(1, 1)
    + number(2, 2)
    + number(3, 3)
    + number(4, 1, RESTART)
    + number(5, 4)
)


def item(text: str, key: int | None = None, at: int = 0, style: str = "") -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if key is not None:
        properties += f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{key}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def shown(docx_of: Callable[..., bytes], *items: str) -> list[str]:
    return read_bytes(docx_of("".join(items), styles=STYLES, numbering=NUMBERING), "a.docx").text.split("\n")


def test_the_five_levels_of_official_papers(docx_of: Callable[..., bytes]) -> None:
    items = [
        item("总", 1),
        item("目", 1, 1),
        item("甲", 1, 2),
        item("乙", 1, 2),
        item("子", 1, 3),
        item("圈", 1, 4),
        item("圈", 1, 4),
    ]
    items += [item("范", 1, 1), item("丙", 1, 2), item("任", 1)]
    assert shown(docx_of, *items) == [
        "一、总",
        "（一）目",
        "1. 甲",
        "2. 乙",
        "（1）子",
        "① 圈",
        "② 圈",
        "（二）范",
        "1. 丙",
        "二、任",
    ]


def test_a_number_that_starts_anew_and_one_that_is_none(docx_of: Callable[..., bytes]) -> None:
    items = [item("甲", 1), item("乙", 4), item("丙", 4), item("丁", 1), item("戊", 0), item("己", 99)]
    assert shown(docx_of, *items) == ["一、甲", "一、乙", "二、丙", "三、丁", "戊", "己"]


def test_numbers_inherited_from_styles(docx_of: Callable[..., bytes]) -> None:
    items = [
        item("甲", style="H1"),
        item("乙", style="H2"),
        item("丙", style="H2"),
        item("丁", style="H1"),
        item("戊", style="H2"),
    ]
    assert shown(docx_of, *items) == ["1 甲", "1.1 乙", "1.2 丙", "2 丁", "2.1 戊"]
    assert shown(docx_of, item("甲", 0, style="H1")) == ["甲"]


def test_articles_run_on_through_the_chapters(docx_of: Callable[..., bytes]) -> None:
    items = [item("总则", 3), item("甲", 3, 1), item("乙", 3, 1), item("职责", 3), item("丙", 3, 1)]
    assert shown(docx_of, *items) == ["第一章 总则", "第一条 甲", "第二条 乙", "第二章 职责", "第三条 丙"]


def test_bullets(docx_of: Callable[..., bytes]) -> None:
    assert shown(docx_of, item("甲", 5), item("乙", 5, 1)) == ["• 甲", "●乙"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (12345, "12345"),
    ],
)
def test_chinese_numbers(value: int, written: str) -> None:
    assert chinese(value) == written


@pytest.mark.parametrize(
    ("form", "value", "written"),
    [
        ("decimalZero", 3, "03"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographDigital", 2023, "二〇二三"),
        ("ideographTraditional", 2, "乙"),
        ("ideographZodiac", 13, "子"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("ideographEnclosedCircle", 2, "㊁"),
        ("decimalFullWidth", 12, "１２"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 3, "C"),
        ("lowerRoman", 49, "xlix"),
        ("upperRoman", 2023, "MMXXIII"),
        ("none", 4, ""),
    ],
)
def test_number_formats(form: str, value: int, written: str) -> None:
    assert FORMATS[form](value) == written
