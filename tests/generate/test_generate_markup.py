import pytest

from generate.marks import Marks
from generate.markup import chinese, in_points, read_blocks
from generate.model import (
    Attachment,
    AttachmentList,
    Block,
    Heading,
    Paragraph,
    Recipient,
    Signature,
    Table,
    Title,
    Words,
    lines,
)  # fmt: skip
from templates import BadTemplate

TABLE = Table((), ((Words("单位"),),), (((Words("甲镇"),),),), (False,))


def read(text: str) -> tuple[Block, ...]:
    return read_blocks(text, Marks(()), {"各单位": TABLE, "空表": None})


def text_of(blocks: tuple[Block, ...]) -> list[str]:
    return [line for block in blocks for line in lines(block)]


def test_each_sign_makes_its_block() -> None:
    made = read(
        "# 关于甲|情况的通报\n@ 各单位：\n## 总体\n正文。\n| 各单位：数据表\n> 县安委办 | 某日\n= 清单\n| 各单位"
    )
    assert made == (
        Title(((Words("关于甲"),), (Words("情况的通报"),))),
        Recipient((Words("各单位"),)),
        Heading(1, "一、", (Words("总体"),)),
        Paragraph((Words("正文。"),)),
        Table((Words("数据表"),), TABLE.head, TABLE.rows, TABLE.numeric),
        AttachmentList(((Words("清单"),),)),
        Signature((Words("县安委办"),), (Words("某日"),)),
        Attachment(None, (Words("清单"),)),
        TABLE,
    )


def test_headings_are_numbered_and_start_anew_under_each_parent() -> None:
    text = "## 甲\n### 子\n文\n### 丑\n#### 寅\n文\n#### 卯\n##### 辰\n文\n##### 巳\n文\n## 乙\n### 子\n文\n### 丑\n文"
    assert [line for line in text_of(read(text)) if line != "文"] == [
        "一、甲", "（一）子", "（二）丑", "1.寅", "2.卯", "（1）辰", "（2）巳", "二、乙", "（一）子", "（二）丑",
    ]  # fmt: skip


def test_a_heading_with_nothing_under_it_goes_and_the_numbers_close_up() -> None:
    assert text_of(read("## 甲\n### 空\n| 空表\n## 乙\n文\n## 丙\n文")) == ["一、乙", "文", "二、丙", "文"]


def test_a_heading_alone_under_its_parent_goes_and_its_text_stays() -> None:
    assert text_of(read("## 甲\n导语。\n### 只有一个\n文")) == ["一、甲", "导语。", "文"]


def test_an_attachment_without_content_is_neither_listed_nor_made() -> None:
    made = text_of(read("文\n> 名 | 日\n= 空的\n| 空表\n= 有的\n| 各单位\n= 也有\n| 各单位"))
    assert made[:6] == ["文", "附件：1.有的", "2.也有", "名", "日", "附件1"]


def test_lines_run_on_until_a_blank_one() -> None:
    assert text_of(read("甲，\n乙。\n\n丙。")) == ["甲，乙。", "丙。"]


def test_points_go_on_from_the_paragraph_above_and_one_is_no_list() -> None:
    assert text_of(read("如下：\n- 甲；\n- 乙\n续。\n\n文\n\n- 丙")) == [
        "如下：一是甲；二是乙续。", "文", "丙。",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("points", "made"),
    [
        ([], ""),
        (["甲。"], "甲。"),
        (["甲", " ", "乙；"], "一是甲；二是乙。"),
        (["甲。又", "乙"], "一是甲。又。二是乙。"),  # 。 inside one: all end in 。
    ],
)
def test_points(points: list[str], made: str) -> None:
    assert in_points(points) == made


def test_what_dropped_out_leaves_no_mark_behind() -> None:
    assert text_of(read("检查甲，，乙，。如下：。")) == ["检查甲，乙。如下。"]


def test_unknown_tables_and_too_many_title_parts_are_named() -> None:
    with pytest.raises(BadTemplate, match="没有的表"):
        read("| 没有的表")
    with pytest.raises(BadTemplate, match="最多8段"):
        read("# " + "|".join("甲" * 9))


def test_chinese_numbers() -> None:
    assert [chinese(number) for number in (1, 9, 10, 11, 20, 21, 99)] == [
        "一", "九", "十", "十一", "二十", "二十一", "九十九",
    ]  # fmt: skip
