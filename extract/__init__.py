"""Text in, records out. Heavy parts load at the first call, so that importing this package costs nothing."""

import datetime as dt
from pathlib import Path

from records import Document, Extraction


def read(path: Path) -> Document:
    """Document of a file, typed by its content. Raises UnreadableFile."""
    from extract import readers

    return readers.read(path)


def read_bytes(data: bytes, name: str) -> Document:
    """Document of a file's bytes. Raises UnreadableFile."""
    from extract import readers

    return readers.read_bytes(data, name)


def read_text(text: str, name: str = "text") -> Document:
    """Document of a plain text. Raises UnreadableFile when it holds nothing."""
    from extract import readers

    return readers.read_text(text, name)


def load() -> None:
    """Loads what extract() would load at its first call, for who waits for something else meanwhile."""
    from extract import pipeline

    pipeline.make_nlp()


def extract(document: Document, *, date: dt.date | None = None, kind: str | None = None) -> Extraction:
    """All records of a document; date and kind win over what it says itself. Raises BadRequest for an unknown kind."""
    from extract import pipeline

    return pipeline.extract(document, date=date, kind=kind)
