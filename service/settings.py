"""Where an office's data lies, and what it says about itself: ANWEN_HOME, ANWEN_DATABASE_URL and office.toml."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from records import BadRequest

if TYPE_CHECKING:  # every command asks where the data lies, few draft papers
    from generate.office import Leader, Office, Stage


def home() -> Path:
    """The office's folder, made when it is not there: ANWEN_HOME, else the platform's place for such data."""
    folder = Path(os.environ.get("ANWEN_HOME") or typer.get_app_dir("anwen"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadRequest(f"数据文件夹 {folder} 无法建立，请检查 ANWEN_HOME") from error
    return folder


def own_templates() -> Path | None:
    """The office's own templates, home()/templates; None where there are none."""
    folder = home() / "templates"
    return folder if folder.is_dir() else None


def database_url() -> str:
    """Where records are kept: ANWEN_DATABASE_URL, else a SQLite file in home()."""
    return os.environ.get("ANWEN_DATABASE_URL") or f"sqlite:///{home() / 'anwen.db'}"


def load_office(path: Path | None = None) -> "Office":
    """What home()/office.toml says of the office; all unknown where there is no such file.

    Raises BadRequest: not TOML, or a field that there is not.
    """
    from generate.office import Office

    source = path or home() / "office.toml"
    if not source.exists():
        return Office()
    try:
        return make_office(tomllib.loads(source.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRequest(f"单位设置文件 {source} 不是正确的 TOML：{error}") from error


def make_office(told: Mapping[str, Any]) -> "Office":
    """Office from the fields of a TOML table. Raises BadRequest for a field that there is not."""
    from pydantic import TypeAdapter, ValidationError

    from generate.office import Leader, Office, Stage

    _refuse_unknown(told, Office)
    for stage in told.get("stages", ()):
        _refuse_unknown(stage, Stage)
    for leader in told.get("leaders", ()):
        _refuse_unknown(leader, Leader)
    try:
        return TypeAdapter(Office).validate_python(dict(told))
    except ValidationError as error:
        wrong = "、".join(".".join(map(str, one["loc"])) for one in error.errors())
        raise BadRequest(f"单位设置中“{wrong}”的值不对：日期写作 2023-07-04，其余为文字") from error


def _refuse_unknown(told: Mapping[str, Any], of: "type[Office] | type[Stage] | type[Leader]") -> None:
    known = {field.name for field in fields(of)}
    if strange := sorted(told.keys() - known):
        raise BadRequest(f"单位设置中没有“{'、'.join(strange)}”，可用：{'、'.join(sorted(known))}")
