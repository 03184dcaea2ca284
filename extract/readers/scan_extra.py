"""The optional extra that scans need. This module needs nothing of it, so that it can say what is missing."""

import importlib.util

from records import UnreadableFile

PACKAGES = ("rapidocr", "onnxruntime", "cv2", "PIL")
MISSING = (
    "识别图片和扫描件中的文字需要可选组件，本机尚未安装；"
    "请在 anwen 目录运行 .venv/bin/pip install -c constraints.txt -e '.[ocr]' 后重试"
)


def is_installed() -> bool:
    """Whether scans can be read here."""
    return all(importlib.util.find_spec(name) is not None for name in PACKAGES)


def refuse_missing() -> None:
    """Raises UnreadableFile where scans cannot be read here."""
    if not is_installed():
        raise UnreadableFile(MISSING)
