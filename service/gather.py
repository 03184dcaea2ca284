"""Files and folders in, extractions out; a file that fails is told of and stops no other."""

import datetime as dt
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import extract
from records import BadRequest, Extraction, Failure, UnreadableFile


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: what it yielded, or why it could not be read. data is the file itself."""

    path: Path
    data: bytes
    result: Extraction | Failure

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.name


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
    """What each file yields, in order; «-» is standard input."""
    for path in paths:
        data = b""
        try:
            data = _bytes_of(path)
            document = extract.read_bytes(data, "标准输入" if str(path) == "-" else path.name)
            yield Outcome(path, data, extract.extract(document, date=date, kind=kind))
        except UnreadableFile as failure:
            yield Outcome(path, data, failure)


def _bytes_of(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile("找不到文件，请检查路径") from error
    except OSError as error:
        raise UnreadableFile(f"打不开文件（{error.strerror}），请检查权限或是否为文件夹") from error
