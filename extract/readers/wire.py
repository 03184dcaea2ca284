"""How a reading process and the one that asked it talk: a line of JSON that says what follows, then so many bytes."""

import json
from dataclasses import asdict
from functools import cache
from typing import IO, TYPE_CHECKING, Any

from extract.readers.guard import Limits
from records import Document, MarkedSecret, UnreadableFile

if TYPE_CHECKING:
    from pydantic import TypeAdapter

LONGEST_HEAD = 100_000
LONGEST_BODY = 1 << 30


class Rubbish(Exception):
    """What came is no message: the other side is broken, or was taken over by what it read."""


def send(stream: IO[bytes], head: dict[str, Any], body: bytes = b"") -> None:
    """Writes one message."""
    stream.write(json.dumps(head | {"size": len(body)}).encode() + b"\n")
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """The next message; None where the other side has ended. Raises Rubbish."""
    line = stream.readline(LONGEST_HEAD)
    if not line:
        return None
    try:
        head = json.loads(line)
        size = head["size"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Rubbish from error
    if not isinstance(size, int) or not 0 <= size <= LONGEST_BODY:
        raise Rubbish
    body = stream.read(size)
    if len(body) < size:
        raise Rubbish
    return head, body


def request(name: str, limits: Limits) -> dict[str, Any]:
    """The head of a message that asks for a file to be read; the body is the file."""
    return {"name": name, "limits": asdict(limits)}


def pack(document: Document) -> bytes:
    """A document as JSON."""
    return documents().dump_json(document)


def unpack(data: bytes) -> Document:
    """A document out of JSON, checked. Raises Rubbish."""
    try:
        document = documents().validate_json(data)
    except ValueError as error:
        raise Rubbish from error
    at = 0
    for block in document.blocks:
        if not at <= block.start <= block.end <= len(document.text):
            raise Rubbish
        at = block.start
    return document


@cache
def documents() -> "TypeAdapter[Document]":
    """Turns documents into JSON and back."""
    from pydantic import TypeAdapter

    return TypeAdapter(Document)


def refusal(failure: UnreadableFile) -> dict[str, Any]:
    """The head of a message that says why a file was not read."""
    return {"kind": "refused", "line": str(failure), "mark": getattr(failure, "mark", None)}


def failure_of(head: dict[str, Any]) -> UnreadableFile:
    """The failure that a message tells of."""
    mark = head.get("mark")
    return MarkedSecret(mark) if isinstance(mark, str) else UnreadableFile(str(head.get("line")))
