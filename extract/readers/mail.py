"""Mails (.eml) and saved web pages (.mht): their text as a reading, and the files attached to them."""

import binascii
import email
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from itertools import islice

from extract.readers.guard import Limits
from extract.readers.names import legible, shown
from extract.readers.reading import Piece, Reading, compose
from records import Block, UnreadableFile

BROKEN = "邮件或网页归档已损坏，无法读取；请在邮件程序或浏览器中另存后重试"
NO_TEXT = "邮件没有正文，也没有附件"
ATTACHED = "邮件的附件（{}）是单独的文件，不在正文内"
NAMED = 5  # attachments named in a warning
TOO_MANY = "邮件的组成部分过多（上限 {} 个），未读取"
MOST_LINES = 2_000_000
MOST_PARTS = 2_000
MOST_BOUNDARIES = 10 * MOST_PARTS  # lines that begin as boundaries do
# A mail that says gb2312 uses characters of its successors too.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
FAULTS = (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError, binascii.Error)


def read(data: bytes, limits: Limits) -> Reading:
    """Subject and text of a mail, or the page of an .mht; what is attached is not read. Raises UnreadableFile."""
    mail = Mail(data)
    texts = [read_text(content, kind, limits) for kind, content in mail.texts]
    if not texts:
        raise UnreadableFile(NO_TEXT)
    names = [name for name, _ in mail.attachments]
    warnings = [ATTACHED.format("、".join(names[:NAMED]) + ("等" if len(names) > NAMED else ""))] if names else []
    return joined([compose([Piece(mail.subject)]), *texts], warnings)


def read_text(content: bytes, kind: str, limits: Limits) -> Reading:
    """One text of a mail."""
    from extract.readers import html, text

    return html.read(content, limits) if kind == "text/html" else text.read(content, limits)


def joined(readings: Sequence[Reading], warnings: Sequence[str]) -> Reading:
    """One reading of several, a line end between them; their tables are numbered through."""
    text, blocks = "", list[Block]()
    tables = 0
    for reading in readings:
        text += "\n" if text and reading.text else ""
        for block in reading.blocks:
            cell = block.cell and replace(block.cell, table=block.cell.table + tables)
            blocks.append(replace(block, start=block.start + len(text), end=block.end + len(text), cell=cell))
        text += reading.text
        tables += max((block.cell.table + 1 for block in reading.blocks if block.cell), default=0)
    return Reading(text, tuple(blocks), warnings=(*warnings, *(line for one in readings for line in one.warnings)))


class Mail:
    """A parsed mail. Raises UnreadableFile: broken, endless.

    subject      empty for a saved web page, whose title is in the page
    texts        media type and bytes of what is shown as the mail itself, none of them blank
    attachments  names and bytes of the files
    """

    def __init__(self, data: bytes) -> None:
        if data.count(b"\n") > MOST_LINES or data.count(b"\n--") > MOST_BOUNDARIES:
            raise UnreadableFile(TOO_MANY.format(MOST_PARTS))
        try:
            message = email.message_from_bytes(data)
            mend_headers(message)
            self.subject = "" if is_page(message) else " ".join(decoded(str(message.get("Subject", ""))).split())
            parts = list(islice(leaves(message), MOST_PARTS + 1))
            if len(parts) > MOST_PARTS:
                raise UnreadableFile(TOO_MANY.format(MOST_PARTS))
            self.texts = [text for part in parts if not is_attached(part) and (text := text_of(part))]
            files = [part for part in parts if is_attached(part)]
            self.attachments = [(name_of(part, at), content_of(part)) for at, part in enumerate(files, 1)]
        except FAULTS as error:
            raise UnreadableFile(BROKEN) from error


def mend_headers(message: Message) -> None:
    """Makes headers in raw GBK, which are against the rules and common, the text that they mean."""
    for part in message.walk():
        for name, value in part.raw_items():
            if isinstance(value, str) and any("\udc80" <= sign <= "\udcff" for sign in value):
                part.replace_header(name, legible(value.encode("ascii", "surrogateescape")))


def is_page(message: Message) -> bool:
    """Whether it was never sent: a browser's web page in one file."""
    sent = any(message.get(name) for name in ("To", "Received", "Message-ID"))
    return message.get_content_type() in ("multipart/related", "text/html") and not sent


def leaves(part: Message) -> Iterator[Message]:
    """The parts that hold something; of a text in several forms one, of a page without its pictures the page."""
    kind = part.get_content_type()
    inside = part.get_payload()
    if kind == "message/rfc822" or not isinstance(inside, list):
        yield part
        return
    messages = [one for one in inside if isinstance(one, Message)]
    if kind == "multipart/alternative":
        messages = best(messages)
    elif kind == "multipart/related":
        messages = messages[:1] + [one for one in messages[1:] if one.get_content_disposition() == "attachment"]
    for one in messages:
        yield from leaves(one)


def best(forms: Sequence[Message]) -> list[Message]:
    """The form of a text with most in it: the web page, which has tables; else the last one, as the standard says."""
    pages = [form for form in forms if any(part.get_content_type() == "text/html" for part in form.walk())]
    return (pages or list(forms))[-1:]


def is_attached(part: Message) -> bool:
    """Whether a part is a file of its own."""
    named = part.get_content_disposition() == "attachment" or part.get_param("name") or part.get_filename()
    return bool(named) or part.get_content_type() == "message/rfc822"


def text_of(part: Message) -> tuple[str, bytes] | None:
    """Media type and bytes of a text; None for anything else and for a blank one."""
    kind = part.get_content_type()
    content = content_of(part) if kind in ("text/plain", "text/html") else b""
    return (kind, content) if content.strip() else None


def content_of(part: Message) -> bytes:
    """A part's bytes; those of a mail inside a mail are that mail."""
    inside = part.get_payload()
    if isinstance(inside, list):
        return b"".join(one.as_bytes() for one in inside if isinstance(one, Message))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def name_of(part: Message, at: int) -> str:
    """An attachment's name, to be shown; its number among the attachments where it has none."""
    given = part.get_param("filename", header="content-disposition") or part.get_param("name") or ""
    # RFC 2231 gives a character set, a language, and bytes as Latin-1
    name = in_codec(given[2].encode("latin-1", "replace"), given[0]) if isinstance(given, tuple) else decoded(given)
    if not name.strip() and part.get_content_type() == "message/rfc822":
        name = f"附件{at}.eml"
    return shown(name) if name.strip() else f"附件{at}"


def decoded(header: str) -> str:
    """A header's text: «=?gb2312?B?…?=» in Chinese."""
    pieces = decode_header(header)
    return "".join(piece if isinstance(piece, str) else in_codec(piece, codec) for piece, codec in pieces)


def in_codec(content: bytes, codec: str | None) -> str:
    """The bytes in the character set that they claim, else in the one that makes most sense."""
    name = (codec or "utf-8").lower()
    try:
        return content.decode(WIDER.get(name, name))
    except (LookupError, UnicodeDecodeError):
        return legible(content)
