"""Renders a kind's body.md.j2: Jinja2 in a sandbox, where only words and marks can be printed."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError, Undefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from generate.marks import CLOSE, OPEN, Mark, Marks, UnsourcedFigure
from generate.model import Table
from generate.settings import DraftSettings
from generate.views import AccidentView, DangerView, DutyView, Facts, ScoreView
from records import Failure, Figure
from templates import BadTemplate, find_file

_TAG = r"\{%(?:(?!%\}).)*%\}"
_TAGS = re.compile(rf"(?P<alone>^[ \t]*(?:{_TAG}[ \t]*)+$)|{_TAG}(?=[ \t]*$)", re.MULTILINE | re.DOTALL)


def render(
    kind: str, facts: Facts, settings: DraftSettings, tables: dict[str, Table | None], marks: Marks,
    folder: Path | None = None,
) -> str:  # fmt: skip
    """The paper in the light markup of templates/README.md, values as marks. Raises BadTemplate, UnsourcedFigure."""
    source = f"{kind}/body.md.j2"
    try:
        template = _environment(folder).get_template(source)
        known = {name: table is not None for name, table in tables.items()}
        return template.render(context_of(facts, settings), **functions(marks), tables=known)
    except TemplateSyntaxError as error:
        raise BadTemplate(f"模板文件 {error.name} 第{error.lineno}行写法有误：{error.message}") from error
    except TemplateNotFound as error:
        raise BadTemplate(f"模板文件 {source} 引用的“{error.name}”不存在，请检查文件名") from error
    except Failure:
        raise
    except Exception as error:  # a template is a program of somebody else's: whatever it raises is its own fault
        raise BadTemplate(_told(kind, folder, error)) from error


def _told(kind: str, folder: Path | None, error: Exception) -> str:
    """What is wrong with the template, with its line where reading it tells that."""
    from generate.lint import check_kind  # which is made of this module

    fault = next((one for one in check_kind(kind, folder) if one.line), None)
    if fault:
        return f"模板文件 {fault.file} 第{fault.line}行：{fault.message}"
    return f"模板文件 {kind}/body.md.j2 无法使用：{error}"


def keep_line_ends(wording: str) -> str:
    """The template with every line end kept but those of lines that hold only tags.

    Jinja's trim_blocks takes the line end after any tag, so «…{% endif %}» would run into the next paragraph.
    """
    return _TAGS.sub(lambda match: match[0] if match["alone"] else match[0] + '{{ "" }}', wording)


def read_wording(name: str, folder: Path | None = None) -> str | None:
    """The template of that name («通报/body.md.j2», «parts/联系.md.j2»); None where there is none. Raises BadTemplate.

    Only files below the template folders can be named.
    """
    parts = name.split("/")
    source = find_file(*parts, folder=folder)
    if ".." in parts or not name.endswith(".md.j2") or not source.is_file():
        return None
    wording = source.read_text(encoding="utf-8")
    if OPEN in wording or CLOSE in wording:
        raise BadTemplate(f"模板文件 {source} 含有保留字符，请删去")
    return keep_line_ends(wording)


class Sandbox(SandboxedEnvironment):
    """Jinja for templates that others write: nothing of Python's inside, and no way to make text without end."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuses: a text times a number fills the memory."""
        raise SecurityError(f"不能用“{operator}”")

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """What the sandbox allows, without the methods of text that pad it to any length."""
        return attr not in _PADDING and super().is_safe_attribute(obj, attr, value)


_PADDING = frozenset({"center", "ljust", "rjust", "zfill", "expandtabs", "format", "format_map"})


@cache
def _environment(folder: Path | None) -> SandboxedEnvironment:
    """One for all papers, so that a template is compiled once; again when its file has changed."""
    environment = Sandbox(
        loader=FunctionLoader(partial(_load, folder)),
        undefined=StrictUndefined,
        finalize=_printable,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    furnish(environment)
    return environment


def _load(folder: Path | None, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    wording = read_wording(name, folder)
    return None if wording is None else (wording, name, lambda: read_wording(name, folder) == wording)


def functions(marks: Marks) -> dict[str, Callable[..., object]]:
    """What a template may call."""
    return {"clauses": clauses, "gap": marks.gap, "tally": _tallier(marks)}


def furnish(environment: SandboxedEnvironment) -> None:
    """Gives the environment our filters, and takes Jinja's own functions and those filters that pad text."""
    environment.globals = {}
    environment.filters |= FILTERS
    for name in _ENDLESS:
        environment.filters.pop(name, None)


_ENDLESS = ("center", "format", "indent", "wordwrap")  # filters that pad text


def context_of(facts: Facts, settings: DraftSettings) -> dict[str, Any]:
    """The variables of a template, but for the tables."""
    return {
        "facts": facts, "office": facts.office, "n": facts.n, "own": facts.own, "most": settings.most_named,
    }  # fmt: skip


def _printable(value: object) -> object:
    """The value, if it is words, a mark or undefined; a bare number never leaves a template."""
    if isinstance(value, str | Mark | Undefined):
        return value
    raise UnsourcedFigure(f"模板要印出的“{value}”没有出处。数字只能来自记录，请改模板")


def clauses(*items: tuple[str, Mark | str] | tuple[str, Mark | str, str]) -> str:
    """«检查单位40家，排查隐患280处»: each item's words and figure, joined; one whose figure is missing drops out.

    A third text in an item is what to say when its figure is 0; without it nothing is said. A figure with words
    after it («280处（环比持平）») is a text, which stands as it is.
    """
    return "，".join(clause for clause in map(_clause, items) if clause)


def _clause(item: tuple[str, Mark | str] | tuple[str, Mark | str, str]) -> str:
    words, mark = item[0], item[1]
    if isinstance(mark, str):
        return f"{words}{mark}" if mark else ""
    if mark.some:
        return f"{words}{mark}"
    return item[2] if mark.zero and len(item) == 3 else ""


def names(values: Iterable[object]) -> str:
    """«甲、乙、丙»."""
    return "、".join(str(value) for value in values)


GLOBALS = frozenset({"clauses", "gap", "tally"})
FILTERS: dict[str, Callable[..., Any]] = {"names": names}


def _tallier(marks: Marks) -> Callable[[tuple[AccidentView | DangerView | DutyView | ScoreView, ...], str], Mark]:
    def tally(views: tuple[AccidentView | DangerView | DutyView | ScoreView, ...], unit: str) -> Mark:
        """How many there are, as a figure that stands on the records counted; a gap when there are none."""
        if not views:
            return marks.gap("数量")
        sources = tuple(source for view in views for source in view.sources)
        figure = Figure(Decimal(len(views)), unit, sources, formula=f"逐条计数{len(views)}{unit}")
        return marks.number(figure, "记录条数")

    return tally
