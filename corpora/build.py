"""Makes the sample month's files from corpora/sample_month/source: python -m corpora.build [NAME …]."""

import sys
import tomllib
from pathlib import Path
from typing import Any

from corpora.marks import parse
from corpora.to_docx import to_docx
from corpora.to_html import to_html
from corpora.to_pdf import FONT, to_pdf
from corpora.to_text import to_text

HERE = Path(__file__).parent
MONTH = HERE / "sample_month"


def build(entry: dict[str, Any]) -> bytes:
    """The bytes of one file of month.toml, made from its source."""
    name = Path(entry["name"])
    lines = parse((MONTH / "source" / f"{name.stem}.txt").read_text(encoding="utf-8"))
    if name.suffix == ".docx":
        return to_docx(lines, entry["headings"])
    if name.suffix == ".pdf":
        return to_pdf(to_docx(lines, entry["headings"], FONT, FONT))
    if name.suffix == ".html":
        return to_html(lines, (HERE / "website.html").read_text(encoding="utf-8")).encode()
    return to_text(lines, entry["indent"], entry.get("wrap")).encode(entry["encoding"])


def entries() -> list[dict[str, Any]]:
    """The files of month.toml, with what says how each is written."""
    listed: list[dict[str, Any]] = tomllib.loads((MONTH / "month.toml").read_text(encoding="utf-8"))["files"]
    return listed


def main(names: list[str]) -> None:
    """Writes the named files of the month, or all of them."""
    for entry in entries():
        if not names or entry["name"] in names:
            (MONTH / entry["name"]).write_bytes(build(entry))
            print(entry["name"])


if __name__ == "__main__":
    main(sys.argv[1:])
