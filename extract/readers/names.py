"""Names of files as a person reads them, whatever system wrote their bytes. None of them is used as a path."""

import os

from extract.readers.text import plausibility

CODECS = ("gb18030", "big5hkscs")
NAMELESS = "无名文件"


def legible(name: bytes) -> str:
    """A name in UTF-8, GBK or Big5, whichever makes most sense; signs that do not decode are shown as \ufffd."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return max((name.decode(codec, "replace") for codec in CODECS), key=plausibility)


def file_name(name: str) -> str:
    """A file's name from disk; one that a Windows system left in GBK cannot be printed as Python gives it."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return legible(os.fsencode(name))
    return name


def shown(name: str) -> str:
    """A member's name with its folders, to be shown: no drive, no root, no «..», no control characters."""
    steps = ["".join(sign for sign in step if sign.isprintable()) for step in name.replace("\\", "/").split("/")]
    return "/".join(step for step in steps if step.strip(". ") and not step.endswith(":")) or NAMELESS
