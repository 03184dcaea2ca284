"""Files that hold several documents: .zip, mails (.eml) with what is attached to them; and saved web pages (.mht).

A member's name is shown, never used as a path; nothing is written to disk. An archive inside an archive is opened, one
inside that is not.
"""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from stat import S_IFMT, S_ISLNK

from extract.readers import guard
from extract.readers.guard import Limits
from extract.readers.names import legible, shown
from records import Document, MarkedSecret, UnreadableFile

Reader = Callable[[bytes, str], Document]

TOO_DEEP = "压缩包或邮件嵌套超过两层，未读取；请解压后重试"
TOO_MANY = "压缩包内文件过多（上限 {} 个），未读取；请拆分后重试"
TOO_LARGE = "压缩包解压后过大（上限 {:.0f} MB），未读取；请拆分后重试"
EMPTY = "压缩包里没有文件"
LOCKED = "压缩包内的该文件设有密码，未读取；请去掉密码后重新压缩"
LINK = "压缩包内的该文件是指向别处的链接，未读取；请把文件本身放入压缩包"
BROKEN = "压缩包内的该文件已损坏，或压缩方式不受支持，未读取；请重新压缩为普通 .zip"
# what systems put into archives by themselves
JUNK_FOLDERS = frozenset({"__MACOSX"})
JUNK_NAMES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
JUNK_STARTS = ("._", "~$")
DEEPEST = 1  # archives inside an archive
UTF8_NAME = 0x800


@dataclass(frozen=True, slots=True)
class Opened:
    """One document of a file, or why it could not be read.

    name  «附件.zip/槐镇/报告.docx» for a member
    data  the document's own bytes; empty for one with a 密级 mark, of which nothing is kept
    """

    name: str
    data: bytes
    result: Document | UnreadableFile


@dataclass(slots=True)
class Room:
    """How many members and bytes may still come out of one archive and those inside it."""

    limits: Limits
    members: int
    size: int

    def take(self, members: int, size: int) -> None:
        """Uses up some of it. Raises UnreadableFile where not enough is left."""
        self.members -= members
        self.size -= size
        if self.members < 0:
            raise UnreadableFile(TOO_MANY.format(self.limits.members))
        if self.size < 0:
            raise UnreadableFile(TOO_LARGE.format(self.limits.unpacked_bytes / guard.MB))


def opened(data: bytes, name: str, limits: Limits, reader: Reader) -> Iterator[Opened]:
    """Every document of a file in turn. One that cannot be read stops no other."""
    return Opener(limits, reader).file(data, name, 0)


class Opener:
    """Opens one file with all that lies in it."""

    def __init__(self, limits: Limits, reader: Reader) -> None:
        self.limits = limits
        self.reader = reader
        self.room = Room(limits, limits.members, limits.unpacked_bytes)

    def file(self, data: bytes, name: str, depth: int) -> Iterator[Opened]:
        """A file: itself, or its members."""
        try:
            media_type = guard.media_type_of(data, self.limits)
            if media_type not in (guard.ZIP, guard.MAIL):
                yield self.document(data, name)
                return
            if depth > DEEPEST:
                raise UnreadableFile(TOO_DEEP)
            members = self.zipped if media_type == guard.ZIP else self.mailed
            yield from members(data, name, depth)
        except UnreadableFile as failure:
            yield Opened(name, data, failure)

    def document(self, data: bytes, name: str) -> Opened:
        """One document."""
        try:
            return Opened(name, data, self.reader(data, name))
        except MarkedSecret as failure:
            return Opened(name, b"", failure)
        except UnreadableFile as failure:
            return Opened(name, data, failure)

    def zipped(self, data: bytes, name: str, depth: int) -> Iterator[Opened]:
        """The members of a .zip, in its order. Raises UnreadableFile before the first: too many, too large, empty."""
        package = guard.unpacked(data, self.limits)
        parts = [(part, shown_name(part)) for part in package.infolist() if not part.filename.endswith("/")]
        parts = [(part, inside) for part, inside in parts if not is_junk(inside)]
        self.room.take(len(parts), sum(part.file_size for part, _ in parts))
        if not parts:
            raise UnreadableFile(EMPTY)
        for part, inside in parts:
            try:
                content = content_of(package, part, self.limits)
            except UnreadableFile as failure:
                yield Opened(f"{name}/{inside}", b"", failure)
            else:
                yield from self.file(content, f"{name}/{inside}", depth + 1)

    def mailed(self, data: bytes, name: str, depth: int) -> Iterator[Opened]:
        """A mail's text, if it has one, and what is attached to it."""
        from extract.readers.mail import Mail

        mail = Mail(data)
        self.room.take(len(mail.attachments), sum(len(content) for _, content in mail.attachments))
        if mail.texts or not mail.attachments:
            yield self.document(data, name)
        for inside, content in mail.attachments:
            yield from self.file(content, f"{name}/{inside}", depth + 1)


def content_of(package: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> bytes:
    """A member's bytes. Raises UnreadableFile: too large, locked, a link, broken."""
    if part.flag_bits & 1:
        raise UnreadableFile(LOCKED)
    if S_ISLNK(S_IFMT(part.external_attr >> 16)):
        raise UnreadableFile(LINK)
    guard.refuse_size(part.file_size, limits)
    try:
        with package.open(part) as stream:
            return stream.read()
    except (*guard.ZIP_FAULTS, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(BROKEN) from error


def shown_name(part: zipfile.ZipInfo) -> str:
    """A member's name with its folders, as a person reads it."""
    name = part.filename
    if not part.flag_bits & UTF8_NAME:
        try:
            name = legible(name.encode("cp437"))  # zipfile takes what is not marked as UTF-8 for the old PC's signs
        except UnicodeEncodeError:
            name = part.filename
    return shown(name)


def is_junk(name: str) -> bool:
    """Whether a member is none of the sender's files."""
    path = PurePosixPath(name)
    return bool(JUNK_FOLDERS & set(path.parts)) or path.name in JUNK_NAMES or path.name.startswith(JUNK_STARTS)
