"""A Word file as PDF through LibreOffice, with its clock and serial number taken out."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from records import Failure

# A free font (SIL Open Font License 1.1): a subset of it may travel inside the PDF.
FONT = "LXGW WenKai"
TIMEOUT_S = 120
CLOCK = re.compile(rb"(/CreationDate\(D:)\d{14}[^)]*\)")
SERIAL = re.compile(rb"<[0-9A-F]{32}>")
CHECKSUM = re.compile(rb"/DocChecksum /[0-9A-F]{32}")


def to_pdf(word: bytes) -> bytes:
    """The PDF of a .docx. Raises Failure where LibreOffice is not installed or makes nothing."""
    office = shutil.which("soffice")
    if office is None:
        raise Failure("未找到 LibreOffice（soffice），无法生成 PDF；请安装后重试")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source.docx")
        source.write_bytes(word)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, capture_output=True, timeout=TIMEOUT_S, check=False)
        made = source.with_suffix(".pdf")
        if not made.exists():
            raise Failure("LibreOffice 未能生成 PDF；请确认其可以正常启动")
        return without_clock(made.read_bytes())


def without_clock(pdf: bytes) -> bytes:
    """The same bytes, as long, with zeros for the serial number and a fixed day for the clock."""
    pdf = CLOCK.sub(lambda found: b"/CreationDate(D:20230630000000Z".ljust(len(found[0]) - 1, b"0") + b")", pdf)
    pdf = SERIAL.sub(lambda found: b"<" + b"0" * 32 + b">", pdf)
    return CHECKSUM.sub(b"/DocChecksum /" + b"0" * 32, pdf)
