"""The name of what a figure counts: what a noun found beside a figure is, and how its words become an item.

preceding finds the noun before a figure, following the one behind it, deeds the act that is counted itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.compounds import joined
from extract.lexicon import verb_sets
from extract.phrases import CALLED
from extract.rulebook import load
from extract.words import Word

_CLOCK = frozenset({"时", "日", "月"})  # 6时至12·时: what is left of a time
EVENT_UNITS = frozenset({
    "次", "场", "场次", "期", "轮", "轮次", "堂", "课时", "学时", "班次", "趟", "批次", "站次", "遍", "矿次",
    "队次", "航次", "井次", "企次", "厂次", "店次", "点次", "村次", "校次", "警次", "频次", "人天", "网次",
    "波次", "点", "班",
})  # fmt: skip
PERSON_UNITS = frozenset({"人", "人次"})
_SUBJECT_START = re.compile(
    r"^(?:全国|全[省市县区镇乡街州旗系]+(?:范围内?)?|我[省市县区镇局乡街]+|本[市县区镇省地]|辖区内?|各[级地镇乡街部门单位县区市、（）]+)(?=.)"
)
_VAGUE_START = re.compile(
    r"^(?:日均|月均|年均|人均|每[\u4e00-\u9fff]{1,2}|(?:由|从|自|比|较)?(?:去年|上年|今年|前年|上月|本月|当月|上季度|同期|年初)(?:同期)?的?"
    r"|但是?|可是|不过|所幸|而且|且|并且|其中|包括|此外|另外|目前|（(?![^（）]*）)|（[^（）]{1,8}）|现有(?!技)|现存|共有(?!产)|各类|各种|各级各类|多种|有关|相关|所有|一般性|大量|部分|其他|以上|累计)+(?=.)"
)
SELF_COUNTED = frozenset({"起", "件", "宗", "例", "元"})
FIRM_UNITS = frozenset({"家", "家次", "户", "户次"})
RATES = frozenset({"%", "‰", "个百分点", "百分点", "倍"})
LONG_LIST = 16  # characters; of a longer list only the last noun is kept
_LIST_HEAD = re.compile(r"^.*、.*等(?:各类|各种|多种|\d+[类种个项])?(?=[\u4e00-\u9fff“]{2})")


# a clause before the noun that measures it or says what is due: 使用15年以上的·电梯, 应配救生衣的·渔船
_RELATIVE = re.compile(
    "^(?:应|投用|投运|超过|达到|高于|低于|\\d+(?:毫米|厘米|米|公里|吨|千瓦|分|人以上))[^，。；]*的(?=[\u4e00-\u9fff]{2,}$)"
)


_DONE_BEFORE = re.compile("^(?:完成|全部|进行)(?=..)")
_NUMBERED = re.compile("^（?[一二三四五六七八九十\\d]{1,2}）|^\\d{1,2}[.．、](?=[\u4e00-\u9fff])")
_AREA = re.compile("[全我本][国省市县区州镇乡]")
_AMONG = re.compile("(?<=[工员人者生师])中$")
_LETTER = re.compile("[\u4e00-\u9fffA-Za-z]")
_SHORT = 6  # characters; a longer item may hold a list or a clause


@dataclass(frozen=True, slots=True)
class Noun:
    """What was found on one side of a figure; start and end are of the words that say it, in the text.

    direct  whether the item stands next to the figure, and not in front of a verb
    phrase  all that stands between the list mark before and the figure, where no verb of ours opens it; else ""
    cause   what brought the figure's events about, where the verb is one of causing: 电气引发82起
    """

    item: str | None
    action: str | None
    start: int
    end: int
    direct: bool = True
    phrase: str = ""
    cause: str | None = None


NOTHING = Noun(None, None, -1, -1)


def act_of(chain: str) -> str | None:
    """The verbs as an action, without 完成; None for those of being and having (现有企业21家)."""
    return None if chain in load("actions")["stative"] else _DONE_BEFORE.sub("", chain)


def clean(words: Sequence[Word]) -> str | None:
    """The words as an item, without whose it is (全市…) and without words that say nothing; None when none is left.

    Single characters go only where they are words: 从 of 从业人员 stays.
    """
    empty = load("actions")["empty"]
    kept = list(words)
    while kept and kept[0].text in empty:
        kept.pop(0)
    while len(kept) > 1 and _AREA.fullmatch(kept[-1].text):  # 持证的救生员·全市·413名
        kept.pop()
    while kept and (kept[-1].text in empty or kept[-1].text in verb_sets()[2]):
        kept.pop()
    return clean_text(joined(kept))


def is_area(name: str) -> bool:
    """Whether a name is only of the whole area: 全镇, 我县."""
    return _AREA.fullmatch(name) is not None


@lru_cache(maxsize=1 << 14)
def clean_text(item: str) -> str | None:
    """The item without phrases of time and owner at its start, and only the head of a long list."""
    before = None
    item = CALLED.sub("", item)
    while item and item != before:
        before = item
        item = _AMONG.sub("", _NUMBERED.sub("", item).rstrip("，、：（“”。").lstrip("、，）”"))
        item = _VAGUE_START.sub("", _SUBJECT_START.sub("", item))
    if len(item) > _SHORT:
        item = _LIST_HEAD.sub("", _RELATIVE.sub("", item))
    item = item.rpartition("、")[2] if len(item) > LONG_LIST and "》" not in item else item
    item += "）" * (item.count("（") > item.count("）"))  # 生产经营单位（场所）1286家次
    return item if _LETTER.search(item) and item not in _CLOCK else None
