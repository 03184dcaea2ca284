"""Files and folders in, extractions out; a file that fails is told of and stops no other."""

import datetime as dt
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import extract
from records import BadRequest, Document, Extraction, Failure


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: what it yielded, or why it could not be read.

    name  the file's without its folder; «附件.zip/槐镇/报告.docx» for what lies in an archive or hangs on a mail
    data  the document itself; empty where it could not be had, or must not be kept
    """

    path: Path
    name: str
    data: bytes
    result: Extraction | Failure

    @property
    def place(self) -> str:
        """The name with the folder, as a message gives it."""
        return str(self.path.parent / self.name)


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files, and those of the folders, in order; a folder's hidden files and those of other kinds are left out.

    What was left out of a folder is named on standard error. Raises BadRequest for a folder without any file to read.
    """
    found: list[Path] = []
    for path in paths:
        found += _files_in(path) if path.is_dir() else [path]
    return found


def _files_in(folder: Path) -> list[Path]:
    from extract.readers import SUFFIXES

    inside = sorted(path for path in folder.rglob("*") if path.is_file() and not _hidden(path, folder))
    taken = [path for path in inside if path.suffix.lower() in SUFFIXES]
    if not taken:
        raise BadRequest(f"文件夹 {folder} 中没有可读取的文件（支持 {' '.join(sorted(SUFFIXES))}）")
    if others := [path.name for path in inside if path.suffix.lower() not in SUFFIXES]:
        shown = "、".join(others[:5]) + ("等" if len(others) > 5 else "")
        print(f"{folder}：{len(others)} 个其他类型的文件未读取：{shown}", file=sys.stderr)
    return taken


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)


def outcomes(paths: Sequence[Path], *, date: dt.date | None = None, kind: str | None = None) -> Iterator[Outcome]:
    """What each file yields, in order, an archive's members one by one; «-» is standard input.

    Files are read in a process of their own: one that hangs or eats memory is told of like any other that fails.
    """
    from extract.readers import read_all
    from extract.readers.sandbox import pool

    read = pool().warm().read
    extract.load()  # while the reading process starts
    for path in paths:
        standard = str(path) == "-"
        source, name = (sys.stdin.buffer.read(), "标准输入") if standard else (path, None)
        for one in read_all(source, name, reader=read):
            result = one.result
            if isinstance(result, Document):
                yield Outcome(path, one.name, one.data, extract.extract(result, date=date, kind=kind))
            else:
                yield Outcome(path, one.name, one.data, result)
