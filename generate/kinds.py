"""Which papers can be drafted: every folder of templates that holds a wording, the office's own included."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from generate.settings import load_settings
from records import KINDS, BadRequest

_BODY = "body.md.j2"


@cache
def drafted_kinds(folder: Path | None = None) -> tuple[str, ...]:
    """The names of all papers that can be drafted: in the order of records.KINDS, then varieties, lists and own kinds.

    folder holds the office's own templates.
    """
    found = {entry.name for entry in files("templates").iterdir() if entry.joinpath(_BODY).is_file()}
    if folder is not None:
        found |= {path.parent.name for path in folder.glob(f"*/{_BODY}")}
    return tuple(sorted(found, key=lambda name: (KINDS.index(name) if name in KINDS else len(KINDS), name)))


def known_kind(name: str, folder: Path | None = None) -> str:
    """The folder of the paper of that name, which may be another name for it (交办单). Raises BadRequest."""
    kinds = drafted_kinds(folder)
    if name in kinds:
        return name
    if "/" not in name:
        for kind in kinds:
            if name in load_settings(kind, folder).also:
                return kind
    raise BadRequest(f"不能起草“{name}”，可用：{'、'.join(kinds)}")
