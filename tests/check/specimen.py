"""A paper in full form, laid out by GB/T 9704—2012, as a .docx: by direct marks or by styles alone, with any faults."""

import io
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

Part = dict[str, Any]

BODY: Part = {"face": "仿宋_GB2312", "size": 32, "align": "both", "first": 200, "line": 579, "rule": "exact"}
FLUSH = BODY | {"first": 0}
PARTS: dict[str, Part] = {
    "copy": FLUSH | {"text": ""},
    "mark": FLUSH | {"text": "石桥县安全生产委员会办公室文件", "face": "方正小标宋简体", "size": 72, "align": "center",
                     "colour": "FF0000", "line": 1000},
    "number": FLUSH | {"text": "石桥安委办〔2023〕5号", "align": "center", "rule_below": 1},
    "title": FLUSH | {"text": "石桥县安全生产委员会办公室关于开展重大事故隐患排查整治的通知",
                      "face": "方正小标宋简体", "size": 44, "align": "center", "line": 700},
    "recipient": FLUSH | {"text": "各乡镇人民政府、街道办事处，县安委会各成员单位："},
    "body": BODY | {"text": "为深入开展“安全生产月”活动，有效防范化解重大安全风险，现就有关事项通知如下。"},
    "heading1": BODY | {"text": "一、工作任务", "face": "黑体"},
    "heading2": BODY | {"text": "（一）全面自查。", "face": "楷体_GB2312"},
    "heading3": BODY | {"text": "1.建立清单。逐条明确责任人、整改措施和完成时限，实行闭环管理。"},
    "attachments": FLUSH | {"text": "附件：1.任务分工表", "left": 640},
    "attachments2": FLUSH | {"text": "2.情况报送表", "left": 1600},
    "signer": FLUSH | {"text": "石桥县安全生产委员会办公室", "align": "right", "right": 75},
    "date": FLUSH | {"text": "2023年5月4日", "align": "right", "right": 400},
    "attachment": FLUSH | {"text": "附件1", "face": "黑体", "align": "left", "page": 1},
    "attachment_title": FLUSH | {"text": "任务分工表", "face": "方正小标宋简体", "size": 44, "align": "center"},
    "copies": FLUSH | {"text": "抄送：市安委会办公室，县委办、县政府办。", "size": 28, "left": 280},
    "printed": FLUSH | {"text": "石桥县安全生产委员会办公室　　　　2023年5月4日印发", "size": 28, "left": 280},
}  # fmt: skip
PAGE = {"w": 11906, "h": 16838, "top": 2098, "bottom": 1984, "left": 1588, "right": 1474, "grid": 0}
FOOTER = {"kind": "sides", "size": 28, "dash": "—"}
TABLE = {"width": 8844, "rows": 3, "head": 0, "line": 0}
_TRACKED = (
    f'<w:p {nsdecls("w")}><w:pPr><w:spacing w:line="579" w:lineRule="exact"/></w:pPr>'
    '<w:ins w:id="9" w:author="甲"><w:r><w:t>附注</w:t></w:r></w:ins></w:p>'
)
LINES_OF_BODY = (
    "各单位要组织全面排查，逐条建立隐患清单，明确责任人、整改措施和完成时限，做到边查边改、立查立改。",
    "县安委会办公室将适时开展督查，对工作不力的单位予以通报，对造成后果的依法依规追究责任。",
)


def specimen(layout: Mapping[str, Mapping[str, Any]] | None = None, *, by: str = "direct") -> bytes:
    """The paper; layout overrides features of its parts («body», «every», «page», «footer», «table», «file»)."""
    told = {key: dict(value) for key, value in (layout or {}).items()}
    told.pop("pages", None)  # of the PDF, which is not made here
    every = told.pop("every", {})
    pages, footer, table = PAGE | told.pop("page", {}), FOOTER | told.pop("footer", {}), TABLE | told.pop("table", {})
    file, imprint = told.pop("file", {}), told.pop("imprint", {})
    for name in ("copies", "printed"):
        told[name] = imprint | told.get(name, {})
    parts = {}
    for name, part in PARTS.items():
        heading = name.startswith(("body", "heading"))
        parts[name] = part | (every if heading else {}) | told.get(name, {})
    word = _empty(parts, by)
    body = word.element.body
    for xml in _paragraphs(parts, table, by):
        body.insert_element_before(parse_xml(xml), "w:sectPr")
    if file.get("tracked"):
        recipient = body[9 if parts["copy"]["text"] else 8]
        recipient.addnext(parse_xml(_TRACKED))
    _set_page(word, pages, footer)
    made = io.BytesIO()
    word.save(made)
    return made.getvalue()


def _paragraphs(parts: Mapping[str, Part], table: Part, by: str) -> list[str]:
    p = lambda name, text=None: _paragraph(name, parts[name] | ({} if text is None else {"text": text}), by)  # noqa: E731
    blank = f"<w:p {nsdecls('w')}/>"
    made = [p("copy")] if parts["copy"]["text"] else []
    made += [p("mark"), blank, blank, p("number"), blank, blank, p("title"), blank, p("recipient"), p("body")]
    made += [blank] * parts["body"].get("gap", 0)
    made += [p("heading1"), p("body", LINES_OF_BODY[0]), _heading2(parts, by)]
    made += [p("heading2", "（二）督查整改"), p("heading3"), p("heading1", "二、工作要求"), p("body", LINES_OF_BODY[1])]
    made += [blank, p("attachments"), p("attachments2"), blank, *[blank] * parts["signer"].get("gap", 0)]
    made += [p("signer"), p("date")]
    if parts["attachment"].get("broken"):
        made.append(f'<w:p {nsdecls("w")}><w:r><w:br w:type="page"/></w:r></w:p>')
    made += [p("attachment"), blank, p("attachment_title"), _table(table), blank, _imprint(parts, by)]
    return made


def _heading2(parts: Mapping[str, Part], by: str) -> str:
    part = parts["heading2"]
    rest = BODY if by == "direct" and "run_in" not in part else parts["body"]
    runs = _run(part, part["text"], by) + _run(rest, "各单位要对照标准，逐项开展自查。", "direct")
    return f"<w:p {nsdecls('w')}>{_layout('heading2', part, by)}{runs}</w:p>"


def _paragraph(name: str, part: Part, by: str) -> str:
    text = "\u3000" * part.get("blanks", 0) + part["text"]
    runs = ""
    if "lead" in part:
        runs, text = _run(part | {"face": part["lead"]}, text[:6], "direct"), text[6:]
    return f"<w:p {nsdecls('w')}>{_layout(name, part, by)}{runs}{_run(part, text, by)}</w:p>"


def _layout(name: str, part: Part, by: str) -> str:
    if by != "direct":
        return f'<w:pPr><w:pStyle w:val="s{name}"/></w:pPr>'
    return f"<w:pPr>{_layout_marks(part)}</w:pPr>"


def _layout_marks(part: Part) -> str:
    page = "<w:pageBreakBefore/>" if part.get("page") else ""
    rule = part.get("rule_below", 0) and part.get("rule") != 0
    border = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="4" w:color="FF0000"/></w:pBdr>' if rule else ""
    first = part.get("first_twips") or part["first"] * part["size"] // 10
    characters = "" if part.get("first_twips") else f' w:firstLineChars="{part["first"]}"'
    right = part.get("right", 0)
    right_marks = f' w:rightChars="{right}" w:right="{right * part["size"] // 10}"' if right else ""
    line_rule = part["rule"] if part["rule"] else "exact"
    return (
        f'{page}{border}<w:spacing w:before="{part.get("before", 0)}" w:after="{part.get("after", 0)}"'
        f' w:line="{part["line"]}" w:lineRule="{line_rule}"/>'
        f'<w:ind w:left="{part.get("left", 0)}"{right_marks}{characters} w:firstLine="{first}"/>'
        f'<w:jc w:val="{part["align"]}"/>'
    )


def _run(part: Part, text: str, by: str) -> str:
    hint = "" if part.get("hint") == "" else ' w:hint="eastAsia"'
    marks = f"<w:rFonts{hint}/>" if by != "direct" else _type_marks(part, hint)
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _type_marks(part: Part, hint: str = "") -> str:
    colour = f'<w:color w:val="{part["colour"]}"/>' if "colour" in part else ""
    return (
        f'<w:rFonts{hint} w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{part["face"]}"/>'
        f'{colour}<w:sz w:val="{part["size"]}"/><w:szCs w:val="{part["size"]}"/>'
    )


def _table(table: Part) -> str:
    head = "<w:trPr><w:tblHeader/></w:trPr>" if table["head"] else ""
    spacing = f'<w:pPr><w:spacing w:line="{table["line"]}" w:lineRule="exact"/></w:pPr>' if table["line"] else ""
    cell = f"<w:tc><w:tcPr/><w:p>{spacing}<w:r><w:t>任务内容</w:t></w:r></w:p></w:tc>"
    rows = "".join(f"<w:tr>{'' if at else head}{cell * 2}</w:tr>" for at in range(table["rows"]))
    column = f'<w:gridCol w:w="{table["width"] // 2}"/>' * 2
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{table["width"]}" w:type="dxa"/></w:tblPr>'
        f"<w:tblGrid>{column}</w:tblGrid>{rows}</w:tbl>"
    )


def _imprint(parts: Mapping[str, Part], by: str) -> str:
    rows = "".join(f"<w:tr><w:tc><w:tcPr/>{_paragraph(name, parts[name], by)}</w:tc></w:tr>"
                   for name in ("copies", "printed"))  # fmt: skip
    sides = "".join(f'<w:{side} w:val="single" w:sz="8" w:space="0" w:color="auto"/>' for side in ("top", "bottom"))
    borders = f"<w:tblBorders>{sides}</w:tblBorders>" if parts["copies"].get("ruled", 1) else ""
    grid = '<w:tblGrid><w:gridCol w:w="8844"/></w:tblGrid>'
    return f"<w:tbl {nsdecls('w')}><w:tblPr>{borders}</w:tblPr>{grid}{rows}</w:tbl>"


def _empty(parts: Mapping[str, Part], by: str) -> Any:
    """The library's template, theme fonts and all; with the parts' styles where the look is to come from them."""
    word = docx.Document()
    for child in list(word.element.body):
        if not child.tag.endswith("sectPr"):
            word.element.body.remove(child)
    if by == "styles":
        base = BODY | parts["body"]
        word.styles.element.append(parse_xml(_style("sbase", "公文", base, None)))
        for name, part in parts.items():
            word.styles.element.append(parse_xml(_style(f"s{name}", f"公文{name}", part, "sbase")))
    return word


def _style(key: str, name: str, part: Part, base: str | None) -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{key}">'
        f'<w:name w:val="{name}"/>{based}'
        f"<w:pPr>{_layout_marks(part)}</w:pPr><w:rPr>{_type_marks(part)}</w:rPr></w:style>"
    )


def _set_page(word: Any, page: Mapping[str, int], footer: Part) -> None:
    section = word.sections[0]
    root = section._sectPr
    for child in list(root):
        root.remove(child)
    root.append(parse_xml(f'<w:pgSz {nsdecls("w")} w:w="{page["w"]}" w:h="{page["h"]}"/>'))
    sides = " ".join(f'w:{side}="{page[side]}"' for side in ("top", "right", "bottom", "left"))
    root.append(parse_xml(f'<w:pgMar {nsdecls("w")} {sides} w:header="851" w:footer="1417" w:gutter="0"/>'))
    if page["grid"]:
        root.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{page["grid"]}"/>'))
    if footer["kind"] == "none":
        return
    word.settings.odd_and_even_pages_header_footer = footer["kind"] == "sides"
    _footer(section.footer, footer, "right" if footer["kind"] == "sides" else "center")
    if footer["kind"] == "sides":
        _footer(section.even_page_footer, footer, "left")


def _footer(part: Any, footer: Part, align: str) -> None:
    element = part._element
    for child in list(element):
        element.remove(child)
    size = f'<w:rPr><w:sz w:val="{footer["size"]}"/></w:rPr>'
    text = lambda words: f'<w:r>{size}<w:t xml:space="preserve">{words}</w:t></w:r>'  # noqa: E731
    field = "".join(f'<w:r>{size}<w:fldChar w:fldCharType="{kind}"/></w:r>{more}' for kind, more in (
        ("begin", f'<w:r>{size}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'),
        ("separate", text("1")), ("end", "")))  # fmt: skip
    runs = text(footer["dash"] + " ") + field + text(" " + footer["dash"])
    inner = f'<w:p {nsdecls("w")}><w:pPr><w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'
    if footer["kind"] == "box":
        inner = (
            f'<w:p {nsdecls("w")}><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
            f"<w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
        )
    element.append(parse_xml(inner))
