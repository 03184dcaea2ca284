"""What a Word file may hold beside plain paragraphs: a small file for each, and how to tell whether a reader has it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.files import builders

RUN = "<w:r><w:t>{}</w:t></w:r>"
PARAGRAPH = f"<w:p>{RUN}</w:p>"
NUMBERING = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/><w:suff w:val="nothing"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/><w:suff w:val="nothing"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
)
STYLE = (
    '<w:style w:type="paragraph" w:styleId="s1"><w:name w:val="标题甲"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)
MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml"
KINDS = ("styles", "numbering", "footnotes", "comments", "header", "footer")
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MEDIA}.document.main+xml"/>'
    + "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{MEDIA}.{kind}+xml"/>' for kind in KINDS)
    + "</Types>"
)


@dataclass(frozen=True, slots=True)
class Element:
    """One kind of element.

    once   words that must be found, exactly once
    never  words that must not be found in the text
    """

    name: str
    build: Callable[[], bytes]
    once: tuple[str, ...]
    never: tuple[str, ...] = field(default=())

    def is_found(self, text: str) -> bool:
        """Whether a reader's text has the element as a person sees it on the page."""
        return all(text.count(words) == 1 for words in self.once) and not any(words in text for words in self.never)


def docx(body: str, **parts: str) -> bytes:
    return bytes(builders().build_docx(body, extra={"[Content_Types].xml": TYPES}, **parts))


def item(level: int, text: str) -> str:
    mark = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return f"<w:p>{mark}{RUN.format(text)}</w:p>"


def cell(text: str, more: str = "", inner: str = "") -> str:
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{inner}{PARAGRAPH.format(text)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def merged() -> bytes:
    start, rest = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    across = cell("合并两列", '<w:gridSpan w:val="2"/>')
    return docx(table(cell("合并两行", start) + across, cell("", rest) + cell("甲镇") + cell("乙镇")))


def nested() -> bytes:
    return docx(table(cell("外层", inner=table(cell("内层甲") + cell("内层乙")))))


def text_box() -> bytes:
    content = f"<w:txbxContent>{PARAGRAPH.format('框中文字')}</w:txbxContent>"
    box = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    return docx(f"<w:p>{RUN.format('正文')}<w:r>{box}</w:r></w:p>")


def alternate_box() -> bytes:
    content = f"<w:txbxContent>{PARAGRAPH.format('框中文字')}</w:txbxContent>"
    new = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>'
    old = f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
    both = f"<mc:AlternateContent>{new}{old}</mc:AlternateContent>"
    return docx(f"<w:p>{RUN.format('正文')}<w:r>{both}</w:r></w:p>")


def footnote() -> bytes:
    note = f'<w:footnote w:id="2">{PARAGRAPH.format("脚注文字")}</w:footnote>'
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    return docx(f"<w:p>{RUN.format('正文')}{reference}</w:p>", footnotes=note)


def styled_number() -> bytes:
    styled = f'<w:p><w:pPr><w:pStyle w:val="s1"/></w:pPr>{RUN.format("强化执法")}</w:p>'
    return docx(item(0, "总体情况") + styled, styles=STYLE, numbering=NUMBERING)


def tracked() -> bytes:
    deleted = '<w:del w:id="1"><w:r><w:delText>删去的话</w:delText></w:r></w:del>'
    return docx(
        f'<w:p>{RUN.format("检查")}<w:ins w:id="2">{RUN.format("新增的话")}</w:ins>{deleted}{RUN.format("完毕")}</w:p>'
    )


def comment() -> bytes:
    said = f'<w:comment w:id="1">{PARAGRAPH.format("批注的话")}</w:comment>'
    start, end = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>'
    mark = '<w:r><w:commentReference w:id="1"/></w:r>'
    return docx(f"<w:p>{start}{RUN.format('正文')}{end}{mark}{RUN.format('后文')}</w:p>", comments=said)


def hidden() -> bytes:
    return docx(f"<w:p>{RUN.format('正文')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏的话</w:t></w:r></w:p>")


def control() -> bytes:
    whole = f"<w:sdt><w:sdtContent>{PARAGRAPH.format('整段控件')}</w:sdtContent></w:sdt>"
    figure = f"<w:sdt><w:sdtContent>{RUN.format('12')}</w:sdtContent></w:sdt>"
    return docx(f"{whole}<w:p>{RUN.format('检查')}{figure}{RUN.format('家')}</w:p>")


def field_result() -> bytes:
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    code = "<w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r>"
    return docx(f"<w:p>{RUN.format('共')}{begin}{code}{middle}{RUN.format('12')}{end}{RUN.format('页')}</w:p>")


def margins() -> bytes:
    return docx(PARAGRAPH.format("正文"), header=PARAGRAPH.format("页眉字"), footer=PARAGRAPH.format("页脚字"))


def numbers() -> bytes:
    return docx(item(0, "总体情况") + item(1, "强化执法"), numbering=NUMBERING)


def soft_break() -> bytes:
    return docx("<w:p><w:r><w:t>第一行</w:t><w:br/><w:t>第二行</w:t></w:r></w:p>")


ELEMENTS = (
    Element("正文段落", lambda: docx(PARAGRAPH.format("检查企业12家")), ("检查企业12家",)),
    Element("表格", lambda: docx(table(cell("甲镇") + cell("12处"))), ("甲镇", "12处")),
    Element("合并单元格", merged, ("合并两行", "合并两列", "甲镇", "乙镇")),
    Element("嵌套表格", nested, ("外层", "内层甲", "内层乙")),
    Element("文本框", text_box, ("正文", "框中文字")),
    Element("文本框（AlternateContent）", alternate_box, ("正文", "框中文字")),
    Element("页眉页脚", margins, ("正文", "页眉字", "页脚字")),
    Element("脚注", footnote, ("正文", "脚注文字")),
    Element("自动编号", numbers, ("一、总体情况", "（一）强化执法")),
    Element("自动编号（来自样式）", styled_number, ("一、总体情况", "（一）强化执法")),
    Element("修订（按接受后）", tracked, ("检查新增的话完毕",), ("删去的话",)),
    Element("批注（不混入正文）", comment, ("正文后文",), ("批注的话",)),
    Element("隐藏文字（不读）", hidden, ("正文",), ("隐藏的话",)),
    Element("内容控件", control, ("整段控件", "检查12家")),
    Element("域结果", field_result, ("共12页",), ("PAGEREF",)),
    Element("软换行", soft_break, ("第一行\n第二行",)),
)  # fmt: skip
