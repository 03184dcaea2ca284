"""What this machine shows instead of the faces of an official paper that it has not: for rendering only."""

import os
import shutil
import subprocess
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

_SYSTEM = "/etc/fonts/fonts.conf"
_TIMEOUT_S = 20


@dataclass(frozen=True, slots=True)
class StandIn:
    """A face, and what may be shown instead of it, best first; bold where only a heavy cut looks like it."""

    face: str
    instead: tuple[str, ...]
    bold: bool


@cache
def load_stand_ins() -> tuple[StandIn, ...]:
    """The data of fonts.toml."""
    rows = tomllib.loads(files("generate").joinpath("fonts.toml").read_text(encoding="utf-8"))["face"]
    return tuple(StandIn(row["face"], tuple(row["instead"]), row.get("weight") == "bold") for row in rows)


def stand_in_fonts(folder: Path) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Chooses a font for each face that is not installed, in a fontconfig file in the folder.

    Gives the variables by which a program takes that file, and the fonts chosen, by face: none where all faces are
    installed, or where there is no fontconfig, so that nobody can say.
    """
    missing = [one for one in load_stand_ins() if (shown := _shown(one.face, {})) and one.face not in shown]
    if not missing:
        return {}, {}
    config = folder / "fonts.conf"
    config.write_text(_rules(missing), encoding="utf-8")
    variables = {"FONTCONFIG_FILE": str(config)}
    chosen = {one.face: _shown(one.face, variables).split(",")[0] for one in missing}
    return variables, chosen


def _shown(family: str, variables: Mapping[str, str]) -> str:
    """The family names of the font that would be taken, «,» between them; empty when nobody can say."""
    program = shutil.which("fc-match")
    if program is None:
        return ""
    answer = subprocess.run(
        [program, "-f", "%{family}", family], timeout=_TIMEOUT_S, check=False, capture_output=True, text=True,
        encoding="utf-8", env={**os.environ, **variables},
    )  # fmt: skip
    return answer.stdout.strip()


def _rules(missing: Iterable[StandIn]) -> str:
    """The machine's own configuration, and ours on top of it."""
    own = escape(os.environ.get("FONTCONFIG_FILE", _SYSTEM))
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">{own}</include>{"".join(map(_rule, missing))}</fontconfig>'
    )


def _rule(one: StandIn) -> str:
    fonts = "".join(f"<string>{escape(font)}</string>" for font in one.instead)
    weight = '<edit name="weight" mode="assign" binding="strong"><const>bold</const></edit>' if one.bold else ""
    return (
        f'<match target="pattern"><test qual="any" name="family"><string>{escape(one.face)}</string></test>'
        f'<edit name="family" mode="append" binding="strong">{fonts}</edit>{weight}</match>'
    )
