"""Reads roles.toml and each kind's kind.toml; an office's own folder wins over the shipped file of the same name."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from records import KINDS, BadRequest, Failure

Need = Literal["M", "U", "O"]

_TITLE_WEIGHT = 5  # a title's word outweighs what the body happens to mention


class BadTemplate(Failure):
    """A template file of an office's own folder that cannot be used. The message names the file and the fault."""

    exit = 2
    http = 422


@dataclass(frozen=True, slots=True)
class Role:
    """A function that a section can have, the same in all kinds of documents.

    headings  wordings of a heading that mean it, simplified, without number, spaces or closing mark
    cues      regular expressions for the body of such a section, for normalised text
    One heading can belong to several roles («工作要求»): kind and place of the section decide.
    """

    code: str
    name: str
    headings: tuple[str, ...]
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One part that a kind of document holds: a section of any of these roles, or one of the words.

    need   M mandatory, U usual, O optional
    label  what to call it to the user
    words  regular expressions that show it is there though no section is («会议时间：»); for parts that are no sections
           (addressee, seal) roles is empty and only these count
    """

    roles: tuple[str, ...]
    need: Need
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubKind:
    """A variety of a kind that holds other parts than the rest of it; cues are regular expressions for its text.

    longest  characters of text above which it cannot be this; None when length tells nothing
    """

    name: str
    title_words: tuple[str, ...]
    cues: tuple[str, ...]
    sections: tuple[Requirement, ...]
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: what its title says (regular expressions), and what it holds in the usual order."""

    name: str
    title_words: tuple[str, ...]
    sections: tuple[Requirement, ...]
    subkinds: tuple[SubKind, ...] = field(default=())


def find_file(*parts: str, folder: Path | None = None) -> Traversable:
    """The office's own file of that name in folder, else the shipped one, which may not exist.

    parts are path pieces below the folder: find_file("通报", "body.md.j2").
    """
    if folder is not None and (own := folder.joinpath(*parts)).is_file():
        return own
    return files("templates").joinpath(*parts)


@cache
def load_roles(folder: Path | None = None) -> Mapping[str, Role]:
    """All roles by code, in the order of roles.toml. Raises BadTemplate."""
    source = find_file("roles.toml", folder=folder)
    with _naming(source):
        rows = tomllib.loads(source.read_text(encoding="utf-8"))["role"]
        roles = [Role(row["code"], row["name"], tuple(row["headings"]), _patterns(row["cues"])) for row in rows]
    return MappingProxyType({role.code: role for role in roles})


@cache
def load_kind(name: str, folder: Path | None = None) -> Kind:
    """The kind of that name. Raises BadRequest: there is none; BadTemplate: its file cannot be used."""
    source = find_file(name, "kind.toml", folder=folder)
    if "/" in name or not source.is_file():
        raise BadRequest(f"没有“{name}”这种文种，可用：{'、'.join(_names(folder))}")
    with _naming(source):
        data = tomllib.loads(source.read_text(encoding="utf-8"))
        kind = Kind(name, _patterns(data["title_words"]), _requirements(data), _subkinds(data.get("subkind", ())))
        _check_roles(kind, load_roles(folder))
    return kind


@cache
def load_kinds(folder: Path | None = None) -> Mapping[str, Kind]:
    """Every kind by name: those shipped in the order of records.KINDS, then the office's own."""
    return MappingProxyType({name: load_kind(name, folder) for name in _names(folder)})


def looked_for(requirement: Requirement, roles: Mapping[str, Role]) -> tuple[str, ...]:
    """Headings by which the part is known, to tell the user what was searched for; most usual first."""
    return tuple(dict.fromkeys(word for code in requirement.roles for word in roles[code].headings))


def tell_subkind(kind: Kind, title: str | None, text: str) -> SubKind | None:
    """The sub-kind that title and normalised text speak for, the first listed among equals; None when nothing does."""
    scores = {sub.name: _score(sub, title or "", text) for sub in kind.subkinds}
    best = max(kind.subkinds, key=lambda sub: scores[sub.name], default=None)
    return best if best is not None and scores[best.name] > 0 else None


def _score(sub: SubKind, title: str, text: str) -> int:
    if sub.longest is not None and len(text) > sub.longest:
        return 0
    in_title = any(re.search(word, title) for word in sub.title_words)
    return _TITLE_WEIGHT * in_title + sum(bool(re.search(cue, text)) for cue in sub.cues)


def _names(folder: Path | None) -> list[str]:
    shipped = {entry.name for entry in files("templates").iterdir() if entry.joinpath("kind.toml").is_file()}
    own = {path.parent.name for path in folder.glob("*/kind.toml")} if folder is not None else set()
    return sorted(shipped | own, key=lambda name: (KINDS.index(name) if name in KINDS else len(KINDS), name))


def _requirements(data: Mapping[str, Any]) -> tuple[Requirement, ...]:
    return tuple(
        Requirement(tuple(row["roles"]), _need(row["need"]), row["label"], _patterns(row.get("words", ())))
        for row in data.get("section", ())
    )


def _subkinds(rows: Iterable[Mapping[str, Any]]) -> tuple[SubKind, ...]:
    return tuple(
        SubKind(
            row["name"], _patterns(row["title_words"]), _patterns(row["cues"]), _requirements(row), row.get("longest")
        )
        for row in rows
    )


def _need(value: str) -> Need:
    needs: dict[str, Need] = {"M": "M", "U": "U", "O": "O"}
    if value not in needs:
        raise ValueError(f"need 只能是 M、U、O，不能是“{value}”")
    return needs[value]


def _patterns(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts, each of which is a regular expression. Raises re.error."""
    return tuple(re.compile(text).pattern for text in texts)


def _check_roles(kind: Kind, roles: Mapping[str, Role]) -> None:
    parts = [*kind.sections, *(part for sub in kind.subkinds for part in sub.sections)]
    unknown = [code for part in parts for code in part.roles if code not in roles]
    if unknown:
        raise ValueError(f"roles.toml 中没有 {'、'.join(unknown)}")


@contextmanager
def _naming(source: Traversable) -> Iterator[None]:
    """Turns whatever is wrong in a template file into one line that names the file."""
    try:
        yield
    except KeyError as error:
        raise BadTemplate(f"模板文件 {source} 缺少字段 {error}，请补上") from error
    except (OSError, ValueError, TypeError, re.error) as error:
        raise BadTemplate(f"模板文件 {source} 无法使用：{error}") from error
