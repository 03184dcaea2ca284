"""A Word file as PDF, through LibreOffice where it is installed."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from generate.fonts import stand_in_fonts
from records import Failure

_PROGRAMS = ("soffice", "libreoffice")


def to_pdf(source: Path, target: Path, timeout_s: float = 120) -> Mapping[str, str]:
    """Writes source as PDF; gives what fonts were shown, by the face that this machine has not.

    Raises Failure: LibreOffice is not installed, took too long, or could not.

    LibreOffice runs with a profile of its own, so that one that is open on the desk does not stand in the way.
    """
    program = next((path for name in _PROGRAMS if (path := shutil.which(name))), None)
    if program is None:
        raise Failure(
            "没有找到 LibreOffice，不能生成 PDF。请安装 libreoffice-writer（如 apt install libreoffice-writer）后重试"
        )
    with tempfile.TemporaryDirectory(prefix="anwen-pdf-") as folder:
        variables, shown = stand_in_fonts(Path(folder))
        _convert(program, source, Path(folder), timeout_s, variables)
        made = Path(folder) / f"{source.stem}.pdf"
        if not made.is_file():
            raise Failure(f"LibreOffice 没能把 {source.name} 转成 PDF，请用 Word 或 WPS 打开后另存为 PDF")
        shutil.move(made, target)
    return shown


def _convert(program: str, source: Path, folder: Path, timeout_s: float, variables: Mapping[str, str]) -> None:
    profile = (folder / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "pdf"]
    try:
        running = subprocess.Popen(
            [*command, "--outdir", str(folder), str(source)], start_new_session=True, env={**os.environ, **variables},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError as error:
        raise Failure(f"LibreOffice 无法启动：{error.strerror}。请检查安装") from error
    try:
        running.wait(timeout_s)
    except subprocess.TimeoutExpired as error:
        raise Failure(f"把 {source.name} 转成 PDF 超过 {timeout_s:g} 秒，已停止。请稍后重试或另存为 PDF") from error
    finally:
        _end(running)


def _end(running: "subprocess.Popen[bytes]") -> None:
    """Ends the program and those that it started: soffice is a script, the work is done by a child of its child."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
