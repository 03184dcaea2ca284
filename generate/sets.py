"""Sets of papers that go out together: a folder of templates with a set.toml that names them."""

import tomllib
from importlib.resources import files
from pathlib import Path

from templates import BadTemplate, find_file

_FILE = "set.toml"


def known_sets(folder: Path | None = None) -> dict[str, tuple[str, ...]]:
    """By name, and by other names, the kinds of paper of each set. Raises BadTemplate."""
    names = {entry.name for entry in files("templates").iterdir() if entry.joinpath(_FILE).is_file()}
    if folder is not None:
        names |= {path.parent.name for path in folder.glob(f"*/{_FILE}")}
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(names):
        source = find_file(name, _FILE, folder=folder)
        try:
            data = tomllib.loads(source.read_text(encoding="utf-8"))
            papers = tuple(map(str, data["papers"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadTemplate(f"模板文件 {source} 无法使用：{error}") from error
        found |= dict.fromkeys((name, *data.get("also", ())), papers)
    return found
