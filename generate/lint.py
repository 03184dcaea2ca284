"""Reads a kind's templates before anything is drafted: unknown names, wrong tags, typed numbers, each with its line."""

import re
import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from jinja2 import Environment, TemplateSyntaxError, nodes

from generate.marks import Mark, UnsourcedFigure, check_wording
from generate.settings import DraftSettings, load_settings
from generate.tables import table_names
from generate.views import Facts, OfficeView
from generate.wording import FILTERS, GLOBALS, read_wording
from records import Failure

_BODY = "body.md.j2"
_TABLE = re.compile(r"^\| +(?P<name>[^：\n]*)", re.MULTILINE)
_SAME_TYPE = frozenset({"list", "selectattr", "rejectattr", "sort", "reverse", "unique"})
_ROOTS = frozenset({"office", "n", "own"})  # names of their own, beside facts
_OF_A_MARK = frozenset({"some", "zero"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in which file of the templates («通报/body.md.j2»), on which line; 0 when it is the file's."""

    file: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class _Names:
    """A mapping by name: what its values are, and which names it has."""

    of: Any
    known: frozenset[str]


def check_kind(kind: str, folder: Path | None = None) -> tuple[Fault, ...]:
    """Everything that can be known to be wrong with a kind's templates; empty when they are sound."""
    try:
        settings = load_settings(kind, folder)
    except Failure as error:
        return (Fault(f"{kind}/draft.toml", 0, str(error)),)
    return tuple(dict.fromkeys(_Checker(settings, folder).file(f"{kind}/{_BODY}", _roots(settings))))


def variables(kind: str, folder: Path | None = None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every name that the kind's templates may use, with the names below it."""
    settings = load_settings(kind, folder)
    below = ((name, _below(type_)) for name, type_ in _hints(Facts).items())
    return (
        ("office", tuple(field.name for field in fields(OfficeView))),
        ("n", settings.indicators),
        ("own", settings.indicators),
        ("tables", table_names(settings)),
        ("most", ()),
        *((f"facts.{name}", found) for name, found in below if name not in _ROOTS),
        *((f"{name}(…)", ()) for name in sorted(GLOBALS)),
    )


def _below(type_: Any) -> tuple[str, ...]:
    one = _element(type_) or _plain(type_)
    return tuple(_hints(one)) if is_dataclass(one) else ()


def _roots(settings: DraftSettings) -> dict[str, Any]:
    figures = _Names(Mark, frozenset(settings.indicators))
    return {
        "facts": Facts, "office": OfficeView, "n": figures, "own": figures, "most": int,
        "tables": _Names(bool, frozenset(table_names(settings))), **dict.fromkeys(GLOBALS),
    }  # fmt: skip


class _Checker:
    def __init__(self, settings: DraftSettings, folder: Path | None) -> None:
        self.settings, self.folder = settings, folder
        self.environment = Environment(autoescape=False)  # it parses, and renders nothing
        self.environment.filters |= FILTERS

    def file(self, name: str, scope: dict[str, Any]) -> Iterator[Fault]:
        """The faults of a file and of what it includes."""
        try:
            wording = read_wording(name, self.folder)
            if wording is None:
                yield Fault(name, 0, "没有这个文件")
                return
            tree = self.environment.parse(wording)
        except TemplateSyntaxError as error:
            yield Fault(name, error.lineno, f"写法有误：{error.message}")
        except Failure as error:
            yield Fault(name, 0, str(error))
        else:
            yield from self._tables(name, wording)
            yield from _Reader(self, name).statements(tree.body, scope)

    def _tables(self, name: str, wording: str) -> Iterator[Fault]:
        known = table_names(self.settings)
        for found in _TABLE.finditer(wording):
            if (table := found["name"].strip()) not in known:
                line = wording.count("\n", 0, found.start()) + 1
                yield Fault(name, line, f"没有“{table}”这张表，可用：{'、'.join(known)}")


class _Reader:
    """Goes through one file, knowing what each name stands for."""

    def __init__(self, checker: _Checker, file: str) -> None:
        self.checker, self.name, self.settings = checker, file, checker.settings
        self.faults: list[Fault] = []

    def statements(self, body: list[nodes.Node], scope: dict[str, Any]) -> Iterator[Fault]:
        """The faults of these statements, which may add names to the scope."""
        for node in body:
            yield from self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: dict[str, Any]) -> Iterator[Fault]:
        match node:
            case nodes.Output():
                for one in node.nodes:
                    yield from self._words(one) if isinstance(one, nodes.TemplateData) else self._expression(one, scope)
            case nodes.For():
                inner = scope | {"loop": None}
                yield from self._expression(node.iter, scope)
                self._bind(node.target, _element(self._type(node.iter, scope)), inner)
                yield from self._expression(node.test, inner) if node.test else ()
                yield from self.statements([*node.body, *node.else_], inner)
            case nodes.If():
                yield from self._expression(node.test, scope)
                yield from self.statements([*node.body, *node.elif_, *node.else_], scope)
            case nodes.Assign():
                yield from self._expression(node.node, scope)
                self._bind(node.target, self._type(node.node, scope), scope)
            case nodes.Include(template=nodes.Const(value=str(value))):
                yield from self.checker.file(value, dict(scope))
            case nodes.Macro():
                scope[node.name] = None
                yield from self.statements(node.body, scope | {argument.name: None for argument in node.args})
            case _:
                return  # with, call, block …: what they bind cannot be told here, so nothing is said of them

    def _words(self, node: nodes.TemplateData) -> Iterator[Fault]:
        for at, line in enumerate(node.data.split("\n")):
            if line.startswith("| "):
                continue  # a table's name is no wording
            try:
                check_wording(line, self.settings.allowed)
            except UnsourcedFigure as error:
                yield Fault(self.name, node.lineno + at, str(error))

    def _bind(self, target: nodes.Node, type_: Any, scope: dict[str, Any]) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = type_

    def _expression(self, node: nodes.Node, scope: dict[str, Any]) -> Iterator[Fault]:
        """The faults of an expression: names that there are not."""
        self.faults = []
        self._type(node, scope)
        for inner in node.find_all((nodes.Getattr, nodes.Name, nodes.Getitem)):
            self._type(inner, scope)
        yield from dict.fromkeys(self.faults)

    def _type(self, node: nodes.Node, scope: dict[str, Any]) -> Any:
        """What the expression stands for; None when that is not known, so that nothing is said of what is below."""
        match node:
            case nodes.Name():
                return self._named(node, scope)
            case nodes.Getattr():
                return self._attribute(node, self._type(node.node, scope))
            case nodes.Getitem(arg=nodes.Slice()):
                return self._type(node.node, scope)
            case nodes.Getitem():
                return _element(self._type(node.node, scope))
            case nodes.Filter(name=name) if node.node is not None:
                return self._type(node.node, scope) if name in _SAME_TYPE else None
            case nodes.CondExpr():
                other = node.expr2 and self._type(node.expr2, scope)
                return self._type(node.expr1, scope) or other
            case _:
                return None

    def _named(self, node: nodes.Name, scope: dict[str, Any]) -> Any:
        if node.name not in scope and node.ctx == "load":
            self._fault(node, f"没有“{node.name}”这个变量{_nearest(node.name, scope)}")
        return scope.get(node.name)

    def _attribute(self, node: nodes.Getattr, of: Any) -> Any:
        if isinstance(of, _Names):
            known: Mapping[str, Any] = dict.fromkeys(of.known, of.of)
        elif of is Mark:
            known = dict.fromkeys(_OF_A_MARK, bool)
        elif is_dataclass(of):
            known = _hints(of)
        elif get_origin(of) in (dict, Mapping) or getattr(get_origin(of), "__name__", "") == "Mapping":
            known = dict.fromkeys(self.settings.indicators, get_args(of)[1])
        else:
            return None
        if node.attr not in known:
            self._fault(node, f"没有“{node.attr}”{_nearest(node.attr, known)}")
        return _plain(known.get(node.attr))

    def _fault(self, node: nodes.Node, message: str) -> None:
        self.faults.append(Fault(self.name, node.lineno, message))


def _nearest(name: str, known: Iterable[str]) -> str:
    """«，是不是“missing”» where a name is near, else all that there are."""
    names = sorted(known)
    if near := get_close_matches(name, names, n=1):
        return f"，是不是“{near[0]}”"
    return f"，可用：{'、'.join(names)}"


def _hints(of: Any) -> dict[str, Any]:
    """The fields and properties of a view, with their types."""
    found = get_type_hints(of)
    for name, one in vars(of).items():
        if isinstance(one, property) and one.fget:
            found[name] = get_type_hints(one.fget)["return"]
    return found


def _plain(type_: Any) -> Any:
    """The type without «or None»."""
    if get_origin(type_) in (Union, types.UnionType):
        return next((one for one in get_args(type_) if one is not type(None)), None)
    return type_


def _element(type_: Any) -> Any:
    """What a tuple of any length holds; None for all else."""
    return get_args(type_)[0] if get_origin(type_) is tuple else None
