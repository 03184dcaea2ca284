"""How a paragraph comes out in Word: every layer that may give it its look, and which of them wins."""

import io
import zipfile

import pytest

from check.wordfile import W_SPACE, W, WordFile
from check.wordlook import Looks, ParagraphLook, RunLook
from records import UnreadableFile

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
THEME = (
    f'<a:theme xmlns:a="{DRAWING}"><a:themeElements><a:fontScheme><a:majorFont><a:latin typeface="Cambria"/>'
    '<a:ea typeface=""/><a:font script="Hans" typeface="黑体"/></a:majorFont><a:minorFont>'
    '<a:latin typeface="Calibri"/><a:ea typeface="仿宋"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>'
)


def word(body: str, styles: str = "", numbering: str = "") -> WordFile:
    """A package with that body, styles and lists, and a theme."""
    parts = {"styles": styles, "numbering": numbering}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        target.writestr("[Content_Types].xml", TYPES)
        target.writestr("_rels/.rels", relations(officeDocument="word/document.xml"))
        target.writestr("word/document.xml", w(f"<w:document><w:body>{body}</w:body></w:document>"))
        target.writestr("word/theme.xml", THEME)
        for name, inner in parts.items():
            target.writestr(f"word/{name}.xml", w(f"<w:{name}>{inner}</w:{name}>"))
        names = {name: f"{name}.xml" for name in (*parts, "theme")}
        target.writestr("word/_rels/document.xml.rels", relations(**names))
    return WordFile(made.getvalue())


def w(xml: str) -> str:
    return xml.replace(">", f' xmlns:w="{W_SPACE}">', 1)


def relations(**targets: str) -> str:
    rows = (f'<Relationship Id="r{k}" Type="{RELATIONS}/{k}" Target="{t}"/>' for k, t in targets.items())
    return f'<Relationships xmlns="{PACKAGE}">{"".join(rows)}</Relationships>'


def looks(body: str, styles: str = "", numbering: str = "") -> tuple[ParagraphLook, RunLook]:
    """The look of the last paragraph, and of its first run."""
    made = word(body, styles, numbering)
    paragraph = list(made.body.iter(f"{W}p"))[-1]
    run = next(paragraph.iter(f"{W}r"))
    return Looks(made).paragraph(paragraph), Looks(made).run(run, paragraph)


def style(key: str, inner: str, based: str = "", kind: str = "paragraph", more: str = "") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{kind}" w:styleId="{key}"{more}><w:name w:val="{key}"/>{base}{inner}</w:style>'


def fonts(**slots: str) -> str:
    said = " ".join(f'w:{slot}="{face}"' for slot, face in slots.items())
    return f"<w:rPr><w:rFonts {said}/></w:rPr>"


TEXT = "<w:r>{0}<w:t>字</w:t></w:r>"
PLAIN = "<w:p>" + TEXT.format("") + "</w:p>"
DEFAULTS = "<w:docDefaults><w:rPrDefault>{0}</w:rPrDefault></w:docDefaults>"


@pytest.mark.parametrize(
    ("body", "styles", "face"),
    [
        (PLAIN, DEFAULTS.format(fonts(eastAsia="宋体")), "宋体"),
        (PLAIN, DEFAULTS.format(fonts(eastAsiaTheme="minorEastAsia")), "仿宋"),
        (PLAIN, DEFAULTS.format(fonts(eastAsiaTheme="majorEastAsia")), "黑体"),  # by script where the theme names none
        (PLAIN, DEFAULTS.format(fonts(eastAsia="宋体", eastAsiaTheme="minorEastAsia")), "仿宋"),
        (
            "<w:p>" + TEXT.format(fonts(eastAsia="楷体")) + "</w:p>",
            DEFAULTS.format(fonts(eastAsiaTheme="minorEastAsia")), "楷体",
        ),
        (PLAIN, style("Normal", fonts(eastAsia="黑体"), more=' w:default="1"'), "黑体"),
        (
            f'<w:p><w:pPr><w:pStyle w:val="b"/></w:pPr>{TEXT.format("")}</w:p>',
            style("a", fonts(eastAsia="楷体")) + style("b", "", based="a"), "楷体",
        ),
        (
            f'<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr>{TEXT.format("")}</w:p>',
            style("a", fonts(eastAsia="楷体"), based="b") + style("b", "", based="a"), "楷体",  # a ring
        ),
        (
            "<w:p>" + TEXT.format('<w:rPr><w:rStyle w:val="c"/></w:rPr>') + "</w:p>",
            style("c", fonts(eastAsia="隶书"), kind="character"), "隶书",
        ),
        (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="t"/></w:tblPr><w:tr><w:tc>{PLAIN}</w:tc></w:tr></w:tbl>',
            style("t", fonts(eastAsia="幼圆"), kind="table"), "幼圆",
        ),
        (PLAIN, "", ""),
    ],
)  # fmt: skip
def test_the_face_that_a_run_comes_out_in(body: str, styles: str, face: str) -> None:
    assert looks(body, styles)[1].chinese == face


def indented(own: str, inherited: str = "") -> ParagraphLook:
    body = f'<w:p><w:pPr><w:pStyle w:val="a"/>{own}</w:pPr>{TEXT.format("")}</w:p>'
    return looks(body, style("a", f"<w:pPr>{inherited}</w:pPr>"))[0]


@pytest.mark.parametrize(
    ("own", "inherited", "first", "characters"),
    [
        ('<w:ind w:firstLine="640"/>', "", 640, None),
        ('<w:ind w:firstLineChars="200" w:firstLine="420"/>', "", 420, 2.0),
        ("", '<w:ind w:firstLineChars="200"/>', 0, 2.0),
        ('<w:ind w:firstLineChars="0" w:firstLine="0"/>', '<w:ind w:firstLineChars="200"/>', 0, None),
        ('<w:ind w:hanging="0"/>', '<w:ind w:firstLine="640"/>', 0, None),
        ('<w:ind w:hanging="300"/>', '<w:ind w:firstLineChars="200"/>', -300, None),
        ('<w:ind w:firstLine="640.5"/>', "", 640, None),
        ('<w:ind w:firstLine="x"/>', "", 0, None),
    ],
)
def test_first_line_indents(own: str, inherited: str, first: int, characters: float | None) -> None:
    look = indented(own, inherited)
    assert (look.first, look.first_characters) == (first, characters)


def test_a_list_gives_its_indent_and_the_paragraph_s_own_wins() -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:pPr><w:ind w:left="420" w:hanging="420"/></w:pPr>'
        '</w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
    )
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'
    body = f"<w:p><w:pPr>{numbered}{{0}}</w:pPr>{TEXT.format('')}</w:p>"
    assert looks(body.format(""), numbering=lists)[0].first == -420
    own = looks(body.format('<w:ind w:left="0" w:firstLine="640"/>'), numbering=lists)[0]
    assert (own.left, own.first) == (0, 640)


def test_spacing_by_lines_stands_before_spacing_by_points() -> None:
    assert indented('<w:spacing w:before="0" w:beforeLines="50"/>').before == 156
    assert indented('<w:spacing w:before="120" w:beforeLines="0"/>').before == 120


def test_a_line_pitch_without_a_rule_is_in_lines() -> None:
    look = indented('<w:spacing w:line="360"/>', '<w:spacing w:line="560" w:lineRule="exact"/>')
    assert (look.line, look.line_rule) == (360, "auto")


def test_what_is_no_word_file_is_refused_in_one_line() -> None:
    for data in (b"no zip", b""):
        with pytest.raises(UnreadableFile, match="已损坏"):
            _ = WordFile(data).body


def test_a_dtd_and_endless_depth_are_refused() -> None:
    for xml, told in (
        ('<!DOCTYPE w:document [<!ENTITY a "b">]><w:document/>', "DTD"),
        (f"<w:document>{'<w:sdt>' * 230}{'</w:sdt>' * 230}</w:document>", "嵌套过深"),
    ):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as target:
            target.writestr("word/document.xml", w(xml) if "DOCTYPE" not in xml else xml.replace("w:", ""))
        with pytest.raises(UnreadableFile, match=told):
            _ = WordFile(made.getvalue()).document
