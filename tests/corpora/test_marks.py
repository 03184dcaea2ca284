import pytest

from corpora.marks import Marked, parse, parse_line, tables


@pytest.mark.parametrize(
    ("line", "kind", "text", "level"),
    [
        ("# 报告", "title", "报告", 0),
        ("## 一、总体情况", "heading", "一、总体情况", 1),
        ("### （一）部署", "heading", "（一）部署", 2),
        ("3# 存在不足", "numbered", "存在不足", 3),
        ("^ （第6期）", "subtitle", "（第6期）", 0),
        ("> 槐浦镇人民政府", "signature", "槐浦镇人民政府", 0),
        ("1.云桓县瑞丰冷链", "paragraph", "1.云桓县瑞丰冷链", 0),
    ],
)
def test_each_mark_is_read_and_taken_off(line: str, kind: str, text: str, level: int) -> None:
    assert parse_line(line) == Marked(kind, text, level)  # type: ignore[arg-type]


def test_rows_in_a_run_make_one_table() -> None:
    groups = tables(parse("附表\n| a | << |\n| b | ^^ |\n\n完"))
    assert [[line.cells for line in group] for group in groups] == [[()], [("a", "<<"), ("b", "^^")], [()]]
