"""Fills the tables of docs/manual.md that repeat what the program's data say: python docs/tables.py.

A table stands between «<!-- table: NAME -->» and «<!-- end -->»; tests/docs fails while one of them is out of date.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from check import RULES, Example
from generate import KINDS as DRAFTED
from generate.settings import load_settings
from templates import Requirement, load_kinds

MANUAL = Path(__file__).parent / "manual.md"
_SEVERITY = {"error": "错误", "warning": "疑似", "info": "提示"}
_TABLE = re.compile(r"(<!-- table: (?P<name>\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def rules() -> str:
    """Every rule of the checker: its name, how grave it is, what it points at in an example, its id."""
    rows = [
        (rule.name, _SEVERITY[rule.severity], _example(rule.finds[0]) if rule.finds else "—", f"`{rule.id}`")
        for rule in RULES
    ]
    return _table(("发现", "程度", "例（【】内是所指的地方）", "编号"), rows)


def _example(one: Example) -> str:
    """The example on one line; one that marks nothing is about the document as a whole."""
    if one.layout:
        return one.text
    if "⟦" not in one.text:
        return "（针对全文）"
    marked = one.text.replace("⟦", "【").replace("⟧", "】").replace("\n", "／")
    return re.sub(r"([*_|])", r"\\\1", marked)


def kinds() -> str:
    """What is looked for in each kind of document, and in each variety of it."""
    rows = []
    for kind in load_kinds().values():
        rows.append((kind.name, _labels(kind.sections)))
        rows += [(f"{kind.name}（{sub.name}）", _labels(sub.sections)) for sub in kind.subkinds]
    return _table(("文种", "必备部分"), [row for row in rows if row[1]])


def _labels(parts: Iterable[Requirement]) -> str:
    return "、".join(part.label for part in parts if part.need == "M")


def required() -> str:
    """The facts without which a kind is not drafted."""
    rows = [(kind, "、".join(load_settings(kind).required)) for kind in DRAFTED]
    return _table(("文种", "缺了就不起草的事实"), [row for row in rows if row[1]])


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


TABLES: Mapping[str, Callable[[], str]] = {"rules": rules, "kinds": kinds, "required": required}


def filled(text: str) -> str:
    """The page with every table as the program's data have it now. Raises KeyError for a table that there is not."""
    return _TABLE.sub(lambda found: found[1] + TABLES[found["name"]]() + found[3], text)


if __name__ == "__main__":
    MANUAL.write_text(filled(MANUAL.read_text(encoding="utf-8")), encoding="utf-8")
