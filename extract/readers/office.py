"""Files of older and other office programs (.doc .wps .rtf .odt, .xls .et .ods), made new by LibreOffice, then read.

LibreOffice runs in a process group of its own, with limits on time and memory, in an empty home that is thrown away,
with a profile that runs no macro, follows no link and knows no way to the network.
"""

import contextlib
import os
import shutil
import signal
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from extract.readers import guard
from extract.readers.guard import Limits
from extract.readers.ole import BrokenOle, Ole
from extract.readers.reading import Reading
from records import UnreadableFile

PROGRAMS = ("soffice", "libreoffice")
# the shell sets the limits, so that no code of ours runs between fork and exec
LIMITED = ("/bin/sh", "-c", 'ulimit -v "$0" 2>/dev/null; ulimit -c 0; exec "$@"')
CONVERTED = "旧格式文件（{}），经 LibreOffice 转换后读取，转换中可能略有出入，请核对"


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that LibreOffice reads for us.

    suffix    what such files are called, also for the user
    filter    LibreOffice's reader; named, as it would else read a damaged file as plain text
    target    suffix of what it is made into
    library   what the reader is in, and the package that brings it
    """

    suffix: str
    filter: str
    target: str
    library: str
    package: str


WRITER = ("docx", "libswlo.so", "libreoffice-writer")
CALC = ("xlsx", "libsclo.so", "libreoffice-calc")
FORMATS = {
    guard.DOC: Format("doc", "MS Word 97", *WRITER),
    guard.RTF: Format("rtf", "Rich Text Format", *WRITER),
    guard.ODT: Format("odt", "writer8", *WRITER),
    guard.XLS: Format("xls", "MS Excel 97", *CALC),
    guard.ODS: Format("ods", "calc8", *CALC),
    guard.WORD_XML: Format("xml", "MS Word 2003 XML", *WRITER),
    guard.EXCEL_XML: Format("xml", "MS Excel 2003 XML", *CALC),
}


def read(data: bytes, limits: Limits) -> Reading:
    """What the file holds, read as the .docx or .xlsx that LibreOffice makes of it. Raises UnreadableFile."""
    source = FORMATS[guard.media_type_of(data, limits)]
    reading = read_new(converted(data, source, limits), source.target, limits)
    return replace(reading, warnings=(CONVERTED.format(f".{source.suffix}"), *reading.warnings))


def read_new(data: bytes, suffix: str, limits: Limits) -> Reading:
    """What LibreOffice made, read by the reader of its kind."""
    if suffix == "docx":
        from extract.readers import docx

        return docx.read(data, limits)
    from extract.readers import sheet

    return sheet.read(data, limits)


def converted(data: bytes, source: Format, limits: Limits) -> bytes:
    """The file as a .docx or .xlsx. Raises UnreadableFile: no LibreOffice, too slow, encrypted, damaged, too large."""
    program = program_for(source)
    with tempfile.TemporaryDirectory(prefix="anwen-office-") as name:
        folder = Path(name)
        write_profile(folder)
        given = folder / f"in.{source.suffix}"
        given.write_bytes(data)
        run(command(program, source, folder), folder, source, limits)
        made = folder / f"in.{source.target}"
        if not made.is_file():
            raise UnreadableFile(guard.ENCRYPTED if is_encrypted(data) else damaged(source))
        guard.refuse_size(made.stat().st_size, limits)
        return made.read_bytes()


def damaged(source: Format) -> str:
    """What to say of a file that LibreOffice could not open."""
    return f"LibreOffice 无法打开该 .{source.suffix} 文件，可能已损坏、过大或设有密码；{save_as(source)}"


def save_as(source: Format) -> str:
    """What a user can always do instead."""
    return f"请用 Word 或 WPS 打开，另存为 .{source.target} 后重试"


def program_for(source: Format) -> str:
    """Path of a LibreOffice that has the reader. Raises UnreadableFile that names the package to install."""
    program = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if program is None or lacks(Path(program).resolve().parent, source.library):
        raise UnreadableFile(
            f"读取 .{source.suffix} 文件需要 LibreOffice：请安装 {source.package}"
            f"（如 apt install {source.package}）后重试，或{save_as(source).removeprefix('请')}"
        )
    return program


def lacks(folder: Path, library: str) -> bool:
    """Whether LibreOffice's own folder lacks a library; a folder without any of them is a wrapper and tells nothing."""
    return not (folder / library).exists() and any(folder.glob("lib*lo.so"))


def command(program: str, source: Format, folder: Path) -> list[str]:
    """How LibreOffice is called."""
    return [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nologo",
        "--nolockcheck", f"--infilter={source.filter}", "--convert-to", source.target, "--outdir", str(folder),
        str(folder / f"in.{source.suffix}"),
    ]  # fmt: skip


def run(words: list[str], folder: Path, source: Format, limits: Limits) -> None:
    """Runs LibreOffice to its end. Raises UnreadableFile: it cannot be started, or the time is up."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    surroundings = kept | {"HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8"}
    try:
        running = subprocess.Popen(
            [*LIMITED[:3], str(limits.convert_bytes // 1024), *words], start_new_session=True, cwd=folder,
            env=surroundings, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError as error:
        raise UnreadableFile(f"LibreOffice 无法启动，请检查安装；或{save_as(source).removeprefix('请')}") from error
    try:
        running.wait(limits.convert_s)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(
            f"LibreOffice 转换该 .{source.suffix} 文件超过 {limits.convert_s:g} 秒，已停止；{save_as(source)}"
        ) from error
    finally:
        end(running)


def end(running: "subprocess.Popen[bytes]") -> None:
    """Ends the program and those that it started: soffice is a script, the work is done by a child of its child."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()


# --- LibreOffice's settings --------------------------------------------------------------------------------------

# An .odt may name a picture on a server or a section in another file: by default both are fetched as it is opened.
SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),  # 2: never
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"),  # by hand: a proxy that is not there
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def write_profile(folder: Path) -> None:
    """The user profile that LibreOffice begins with."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text("".join(settings()), encoding="utf-8")


def settings() -> Iterator[str]:
    """The lines of the profile's registry."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    for path, name, value in SETTINGS:
        item = f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
        yield f'<item oor:path="/org.openoffice.{path}">{item}</item>\n'
    yield "</oor:items>\n"


# --- why it failed -----------------------------------------------------------------------------------------------

WORD_FLAGS, WORD_ENCRYPTED = 10, 0x0100  # [MS-DOC] FibBase
FILE_PASS = 0x2F  # [MS-XLS]; it stands among the first records
FIRST_RECORDS = 6


def is_encrypted(data: bytes) -> bool:
    """Whether a .doc or .xls says itself that it is encrypted."""
    try:
        ole = Ole(data)
        heads = {name: ole.head(entry) for name, entry in ole.top().items()}
    except BrokenOle:
        return False
    word, sheets = heads.get("WordDocument", b""), heads.get("Workbook", b"")
    flagged = len(word) > WORD_FLAGS + 2 and struct.unpack_from("<H", word, WORD_FLAGS)[0] & WORD_ENCRYPTED
    return bool(flagged) or FILE_PASS in first_records(sheets)


def first_records(stream: bytes) -> Iterator[int]:
    """Kinds of the first records of an .xls."""
    at = 0
    for _ in range(FIRST_RECORDS):
        if at + 4 > len(stream):
            return
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind
        at += 4 + length
