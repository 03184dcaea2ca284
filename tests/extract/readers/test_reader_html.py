"""Web pages: what the article is, what stands round it."""

import pytest

from extract.readers import read_bytes
from records import Cell, Document, UnreadableFile

TITLE = "关于做好汛期安全生产工作的通知"
SENTENCE = "6月30日前，各镇（街）要组织排查隐患280处，整改256处，并报送总结。"
PAGE = f"""<html><head><meta charset="utf-8"><title>{TITLE}-某市应急管理局</title><style>p{{}}</style></head><body>
<div class="top"><a href="/">某市网</a><a>要闻</a></div>
<nav><ul><li><a>机构</a></li></ul></nav>
<div id="leftMenu">栏目</div>
<div class="wrap"><h2>{TITLE}</h2><div>发布时间：2023-06-05</div>
<div class="content"><p>　　{SENTENCE}</p><p>　　二、工作要求<br>　　{SENTENCE}</p><p>市应急管理局</p></div>
<p>2023年6月5日</p><p>附件：<a>统计表.xlsx</a></p>
<div><a>某地开展检查</a><br><a>某地开展培训</a><br><a>某地开展宣传</a></div></div>
<footer>版权所有 某市</footer><script>var a = "安全";</script></body></html>"""


def opened(source: str | bytes) -> Document:
    return read_bytes(source if isinstance(source, bytes) else source.encode(), "a.html")


def lines(document: Document, kind: str) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind == kind]


def test_article_and_surroundings() -> None:
    document = opened(PAGE)
    assert document.media_type == "text/html"
    assert lines(document, "heading") == [TITLE]
    assert lines(document, "paragraph") == [
        f"　　{SENTENCE}",
        "　　二、工作要求",
        f"　　{SENTENCE}",
        "市应急管理局",
        "2023年6月5日",
        "附件：统计表.xlsx",
    ]
    assert lines(document, "debris") == [
        "某市网要闻",
        "机构",
        "栏目",
        "发布时间：2023-06-05",
        "某地开展检查",
        "某地开展培训",
        "某地开展宣传",
        "版权所有 某市",
    ]
    assert "var a" not in document.text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>全市排查\n  隐患280处</p>", "全市排查隐患280处"),
        ("<p>work\n safety</p>", "work safety"),
        ("<p>甲<b>乙</b><span>丙</span></p>丁", "甲乙丙\n丁"),
        ("<div>甲<div>乙</div>丙</div>", "甲\n乙\n丙"),
        ("<p>　　甲&nbsp;乙</p>", "　　甲\xa0乙"),
        ("<pre>甲\n乙</pre>", "甲\n乙"),
        ("<p>甲</p><p style='display: none'>乙</p><p hidden>丙</p>", "甲"),
        ("<p>甲<!-- 乙 --></p>", "甲"),
        ("<ul><li>甲</li><li>乙</li></ul>", "甲\n乙"),
        ("<p>&lt;甲&gt; &#20108;</p>", "<甲> 二"),
    ],
)
def test_text_is_what_a_browser_shows(source: str, text: str) -> None:
    assert opened(source).text == text


def test_a_table_of_data_keeps_its_grid() -> None:
    rows = "<tr><td rowspan=2>单位</td><td colspan=2>隐患</td></tr><tr><td>发现</td><td>整改</td></tr>"
    document = opened(f"<table>{rows}<tr><td>甲镇</td><td>12</td><td>11<br>处</td></tr></table>")
    assert document.text == "单位\t隐患\n发现\t整改\n甲镇\t12\t11\n处"
    assert [block.cell for block in document.blocks] == [
        Cell(0, 0, 0, 2, 1, True),
        Cell(0, 0, 1, 1, 2, True),
        Cell(0, 1, 1, head=True),
        Cell(0, 1, 2, head=True),
        Cell(0, 2, 0),
        Cell(0, 2, 1),
        Cell(0, 2, 2),
    ]


def test_a_table_that_lays_out_a_page_gives_lines() -> None:
    document = opened(f"<table><tr><td>左栏</td><td>{SENTENCE * 12}</td></tr><tr><td>甲</td><td>乙</td></tr></table>")
    assert lines(document, "cell") == []
    assert lines(document, "paragraph") == [SENTENCE * 12]


def test_absurd_spans_are_bounded() -> None:
    document = opened("<table><tr><td rowspan=65000 colspan=99999>甲</td></tr><tr><td>乙</td><td>丙</td></tr></table>")
    assert document.blocks[0].cell == Cell(0, 0, 0, 2, 100, True)


@pytest.mark.parametrize("codec", ["gb2312", "gbk", "gb18030"])
def test_a_chinese_charset_by_the_pages_word(codec: str) -> None:
    page = f'<html><meta http-equiv="Content-Type" content="text/html; charset={codec}"><p>{SENTENCE}</p></html>'
    assert opened(page.encode(codec)).text == SENTENCE


def test_a_charset_that_is_wrong_or_missing_does_not_matter() -> None:
    assert opened(f'<meta charset="iso-8859-1x"><p>{SENTENCE}</p>'.encode("gb18030")).text == SENTENCE
    assert opened(f'<meta charset="gb2312"><p>{SENTENCE}</p>'.encode()).text == SENTENCE
    assert (
        opened("<html><p>請各鎮於6月底前報送安全生產總結。</p></html>".encode("big5")).text
        == "請各鎮於6月底前報送安全生產總結。"
    )
    assert opened(f'<?xml version="1.0" encoding="utf-8"?><html><p>{SENTENCE}</p></html>').text == SENTENCE


def test_elements_within_elements_lose_nothing_or_are_refused() -> None:
    def page(depth: int) -> bytes:
        return ("<html><body>" + "<font>检查" * depth + "末尾").encode()

    text = read_bytes(page(300), "a.html").text
    assert (text.count("检查"), text[-2:]) == (300, "末尾")
    with pytest.raises(UnreadableFile, match="嵌套过深"):
        read_bytes(page(5000), "a.html")


def test_comments_before_anything_else_take_no_time() -> None:
    assert read_bytes(b"<!---->" * 500 + b"<p>ab</p>", "a").media_type == "text/html"
    assert read_bytes(b"<!---->" * 500 + b"ab", "a").media_type == "text/plain"
