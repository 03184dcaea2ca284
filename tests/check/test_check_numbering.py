import pytest

from check.numbering import read_series
from check.paper import Paper


def series(draft, text: str) -> list[tuple[str, int]]:
    found, _ = read_series(Paper(draft(text).extraction()))
    return [(one.style.name, one.last) for one in found]


def test_nested_series_are_followed_apart(draft) -> None:
    text = "一、任务\n（一）排查\n1.企业自查。\n2.部门检查。\n（二）整改\n1.建账。\n二、要求\n一是抓宣传；二是抓问责。"
    assert series(draft, text) == [("一、", 2), ("（一）", 2), ("1.", 2), ("1.", 1), ("一是", 2)]
    assert draft(text).found("number") == []


@pytest.mark.parametrize(
    ("text", "rule", "said"),
    [
        ("一是抓宣传，二是抓检查，四是抓整改。", "number.gap", "序号跳过“三是”，请补写或改号（第1段）"),
        ("一、甲\n二、乙\n五、戊", "number.gap", "序号跳过“三、”、“四、”，请补写或改号（第3段）"),
        ("（一）甲\n（二）乙\n（四）丁", "number.gap", "序号跳过“（三）”，请补写或改号（第3段）"),
        ("1.甲\n2.乙\n4.丁", "number.gap", "序号跳过“3.”，请补写或改号（第3段）"),
        ("（1）甲\n（2）乙\n（4）丁", "number.gap", "序号跳过“（3）”，请补写或改号（第3段）"),
        ("要求：⑴甲；⑵乙；⑷丁。", "number.gap", "序号跳过“⑶”，请补写或改号（第1段）"),
        ("要求：①甲；②乙；④丁。", "number.gap", "序号跳过“③”，请补写或改号（第1段）"),
        ("第一，甲。第二，乙。第四，丁。", "number.gap", "序号跳过“第三”，请补写或改号（第1段）"),
        ("一要甲，二要乙，四要丁。", "number.gap", "序号跳过“三要”，请补写或改号（第1段）"),
        ("十、甲\n十一、乙", "", ""),
        ("一是甲。\n（1）子。\n（2）丑。\n三是丙。", "number.gap", "序号跳过“二是”，请补写或改号（第4段）"),
        ("一、甲\n一是子，二是丑。\n二、乙\n一是寅，三是辰。", "number.gap", "序号跳过“二是”，请补写或改号（第4段）"),
        ("第一条甲。\n第二条乙。\n第四条丁。", "number.gap", "序号跳过“第三条”，请补写或改号（第3段）"),
        ("一是甲，二是乙，二是丙。", "number.repeat", "序号“二是”重复，请改号（第1段）"),
        ("一是甲，二是乙，三是丙，二是丁。", "number.order", "序号“二是”排在更大的序号之后，请检查次序（第1段）"),
        ("形势平稳。二是甲，三是乙。", "number.start", "序号从“二是”开始，未见“一是”，请补写或改号（第1段）"),
    ],
)
def test_what_is_said_of_a_fault(draft, text: str, rule: str, said: str) -> None:
    assert [(one.rule, one.message) for one in draft(text).findings() if one.rule.startswith("number")] == (
        [(rule, said)] if rule else []
    )


@pytest.mark.parametrize(
    "text",
    [
        "一、甲\n1.子。\n2.丑。\n二、乙\n3.寅。\n4.卯。",
        "一是甲。二是乙。\n一是丙。二是丁。",
        "一是甲二是乙，三是丙。",
        "一是甲，二要乙，三是丙。",
        "附件：1.甲表\n2.乙表\n3.丙表",
        "2023年上半年形势平稳。\n5、6月份开展检查。\n1.5万人次参加。",
        "启动一、二级响应，三、四级响应另行通知。",
        "三、四季度要抓紧。\n3.15前后开展检查。\n1.1总则\n1.2适用范围",
        "第一阶段（5月）动员。第二阶段（6月）自查。第三阶段（7月）总结。第一阶段（5月）要快。",
        "得分第一的是东镇，第三是西镇。",
        "按照第三条、第（四）项办理。",
        "这是统一是规范是提升。",
    ],
)
def test_sound_numbering_is_left_alone(draft, text: str) -> None:
    assert draft(text).found("number") == []


def test_table_cells_are_not_numbered_series(table) -> None:
    assert table([["序号", "内容"], ["1.", "甲"], ["3.", "乙"]]).found("number") == []


def test_numbers_in_traditional_script(draft) -> None:
    found = draft("一是抓宣傳，二是抓檢查，四是抓整改，開展專項整治，嚴格執法，確保安全。").found("number")
    assert found == [("number.gap", "四是抓整改")]
