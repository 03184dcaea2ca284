"""What the pages show is run, what they list is held against the program, and where they point there is something."""

import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
import typer.main

from check import RULES
from generate import Header, Leader, Office, Stage
from ledger.roster import Roster
from records import (
    Accident,
    Change,
    CheckReport,
    Count,
    Deadline,
    DocumentInfo,
    Extraction,
    Filed,
    Finding,
    Hazard,
    Period,
    ReportingUnit,
    Section,
)
from records.facts import Statement
from service.cli import app
from service.settings import load_office

ROOT = Path(__file__).parent.parent.parent
PAGES = (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")))
MANUAL, GUIDE = ROOT / "docs" / "manual.md", ROOT / "docs" / "annotation.md"
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]

_FENCE = re.compile(r"^```(?P<language>\w+)(?: (?P<file>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


# --- reading a page ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. file is the name that its info string gives it («toml 名单.toml»), else None."""

    language: str
    file: str | None
    body: str


def blocks(page: Path, *languages: str) -> list[Block]:
    found = [Block(m["language"], m["file"], m["body"]) for m in _FENCE.finditer(page.read_text(encoding="utf-8"))]
    return [block for block in found if not languages or block.language in languages]


def under(page: Path, heading: str) -> str:
    """What stands under the heading of these words, up to the next of its level or above; fenced blocks left out."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))  # «# …» in a block is a comment, no heading
    opening = re.search(rf"^(#+) {re.escape(heading)}\n", text, re.MULTILINE)
    assert opening, f"{page.name} has no heading «{heading}»"
    rest = text[opening.end() :]
    closing = re.search(rf"^#{{1,{len(opening[1])}}} ", rest, re.MULTILINE)
    return rest[: closing.start()] if closing else rest


def listed(text: str) -> set[str]:
    """The names in backticks in the first cells of a text's tables."""
    cells = re.findall(r"^\| ([^|]*) \|", text, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


# --- running what it shows ---------------------------------------------------------------------------------------


def commands(body: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block with the output that the page gives it."""
    for piece in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, shown = piece.partition("\n")
        yield command, shown


def agrees(shown: str, printed: str) -> bool:
    """Whether the output is as shown: «…» alone or at a line's end stands for anything, width and blanks are free."""
    pieces = re.split(r"(?:^|(?<= ))…$", shown, flags=re.MULTILINE)
    pattern = ".*".join(re.escape(re.sub(r"\s", "", piece)) for piece in pieces)
    return re.fullmatch(pattern, re.sub(r"\s", "", printed), re.DOTALL) is not None


def run(command: str, folder: Path) -> str:
    """What a terminal of a hundred columns shows, in a folder that has the environment beside it."""
    environment = Path(sys.prefix)
    settings = {"PATH": f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}", "ANWEN_HOME": str(folder)}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ANWEN_")}
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=folder, env=kept | settings | {"COLUMNS": "100"}, timeout=120, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    )  # fmt: skip
    return done.stdout


@pytest.mark.parametrize("page", [*READMES, MANUAL], ids=lambda page: page.name)
def test_what_is_shown_on_a_terminal_comes_out_so(page: Path, tmp_path: Path) -> None:
    (tmp_path / ".venv").symlink_to(sys.prefix)
    tried = []
    for block in blocks(page):
        if block.file:
            (tmp_path / block.file).write_text(block.body, encoding="utf-8")
        for command, shown in commands(block.body) if block.language == "console" else ():
            printed = run(command, tmp_path)
            assert agrees(shown, printed), f"$ {command}\n{printed}"
            tried.append(command)
    assert len(tried) >= 3
    assert all("anwen" in command or "python" in command for command in tried)


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("一\n…\n三\n", "一\n二\n三\n", True),
        ("一 …\n三\n", "一 二\n三\n", True),
        ("一　二\n", "一\n二\n", True),
        ("一\n三\n", "一\n二\n三\n", False),
        ("…… 至\n", "某日 至\n", False),
    ],
)
def test_an_ellipsis_stands_for_what_is_left_out(shown: str, printed: str, same: bool) -> None:
    assert agrees(shown, printed) is same


def test_both_readmes_show_the_same_report_and_the_same_set_up() -> None:
    english, chinese = ([(one.file, one.body) for one in blocks(page, "sh", "text")] for page in READMES)
    assert english == chinese
    assert [body.count("&&") for file, body in english if file is None] == [2, 2]


def test_the_set_up_that_is_checked_is_the_one_that_is_shown() -> None:
    install = [one.body.split("&&")[1].strip() for one in blocks(READMES[0], "sh")][1]
    assert install.replace("install", "install -q") in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


# --- holding it against the program ------------------------------------------------------------------------------


def own(record: type) -> set[str]:
    """Fields of a record that are not every record's."""
    return {field.name for field in fields(record)} - {field.name for field in fields(Statement)}  # type: ignore[arg-type]


def names(record: type, *, but: str = "") -> set[str]:
    return {field.name for field in fields(record)} - {but}  # type: ignore[arg-type]


DESCRIBED: list[tuple[Path, str, set[str]]] = [
    (GUIDE, "Every record", names(Statement)),
    (GUIDE, "count: how much of something", own(Count) | {f"change.{name}" for name in names(Change)}
        | {f"period.{name}" for name in names(Period)}),
    (GUIDE, "deadline: by when something must be done", own(Deadline)),
    (GUIDE, "hazard: a danger or a violation that is mentioned", own(Hazard)),
    (GUIDE, "accident: something that happened", own(Accident)),
    (MANUAL, "JSON 的内容", names(Extraction, but="blocks") | names(DocumentInfo) | names(Section)),
    (MANUAL, "核查的 JSON", names(CheckReport) | names(Finding)),
    (MANUAL, "单位设置", names(Office) | names(Stage) | names(Header) | names(Leader)),
    (MANUAL, "报送单位名单：anwen units", names(Roster) | names(ReportingUnit) | {"--set", "--json"}),
    (MANUAL, "查台账：anwen records", names(Filed) | {"--month", "--unit", "--json", "--xlsx"}),
]  # fmt: skip


@pytest.mark.parametrize(("page", "heading", "expected"), DESCRIBED, ids=[heading for _, heading, _ in DESCRIBED])
def test_a_table_lists_all_fields_and_no_others(page: Path, heading: str, expected: set[str]) -> None:
    assert listed(under(page, heading)) == expected


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_section_that_lists_its_options(command: str) -> None:
    headings = re.findall(rf"^## (.*anwen {command})$", MANUAL.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(headings) == 1
    options = {name for option in COMMANDS[command].params for name in option.opts if name.startswith("-")}
    assert {name for name in listed(under(MANUAL, headings[0])) if name.startswith("-")} == options - {"--help"}


def test_every_rule_is_listed() -> None:
    assert set(re.findall(r"`([a-z-]+\.[a-z-]+)` \|$", under(MANUAL, "全部规则"), re.MULTILINE)) == {
        rule.id for rule in RULES
    }


def test_tables_filled_from_the_programs_data_are_up_to_date() -> None:
    filled: Callable[[str], str] = runpy.run_path(str(ROOT / "docs" / "tables.py"))["filled"]
    text = MANUAL.read_text(encoding="utf-8")
    assert len(re.findall("<!-- table: ", text)) == 3
    assert filled(text) == text, "run: .venv/bin/python docs/tables.py"


def test_every_environment_variable_is_listed() -> None:
    program = [path for room in ("service", "ledger", "generate", "extract") for path in (ROOT / room).rglob("*.py")]
    read = {name for path in program for name in re.findall(r"\"(ANWEN_\w+)\"", path.read_text(encoding="utf-8"))}
    assert read == {"ANWEN_HOME", "ANWEN_DATABASE_URL"}
    assert listed(under(MANUAL, "数据存放")) >= read


def test_the_settings_shown_are_settings_that_are_read(tmp_path: Path) -> None:
    (shown,) = (one.body for one in blocks(MANUAL, "toml") if one.file == "office.toml")
    (tmp_path / "office.toml").write_text(shown, encoding="utf-8")
    office = load_office(tmp_path / "office.toml")
    assert office.region == "云桓县"
    assert [stage.name for stage in office.stages] == ["动员部署阶段"]


# --- where it points ---------------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings make."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_names_a_machine_or_a_host(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"https?://|/(?:work|root|home|tmp|opt)/", text) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_are_named_are_there(page: Path) -> None:
    """Paths in backticks that begin with one of our folders, «NAME» and the like left out."""
    rooms = "extract|language|records|ledger|check|generate|templates|corpora|models|service|docs|tests"
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    for path in re.findall(rf"`((?:{rooms})/[^`\s]*)`", text):
        assert re.search("[A-Z*<]{2,}|文种", path) or (ROOT / path).exists(), path
