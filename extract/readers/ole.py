"""The directory of an OLE file: what Word, Excel and WPS up to 2003 wrote, and what an encrypted .docx is wrapped in.

Source: [MS-CFB]. Only names and the first bytes of a stream are read; LibreOffice reads the rest.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTRY = 128
MOST_ENTRIES = 20_000
NOTHING = 0xFFFFFFFA  # this and all above stand for «no sector», «no entry»
IN_HEADER = 109  # sectors of the allocation table that the header itself lists
SECTOR_SIZES = (512, 4096)


class BrokenOle(ValueError):
    """A directory that cannot be followed: cut off, or in a circle."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A stream or storage: its name, its neighbours and first child by number, its first sector and size in bytes."""

    name: str
    left: int
    right: int
    child: int
    start: int
    size: int


class Ole:
    """An OLE file's directory. Raises BrokenOle."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        try:
            self.size = 1 << min(int(struct.unpack_from("<H", data, 30)[0]), 16)
            if self.size not in SECTOR_SIZES:
                raise BrokenOle
            self.entries = [entry for sector in self.chain(self.number(48)) for entry in self.entries_of(sector)]
        except struct.error as error:
            raise BrokenOle from error
        if not self.entries:
            raise BrokenOle

    def names(self) -> frozenset[str]:
        """Names of all streams and storages, at whatever depth."""
        return frozenset(entry.name for entry in self.entries)

    def top(self) -> dict[str, Entry]:
        """The streams and storages that lie in no storage: an embedded sheet's own stream is not among them."""
        return {self.entries[at].name: self.entries[at] for at in self.siblings(self.entries[0].child)}

    def head(self, entry: Entry) -> bytes:
        """The first sector of a stream; empty for a short one, which is kept elsewhere."""
        at = (entry.start + 1) * self.size
        return self.data[at : at + self.size] if entry.size >= self.number(56) else b""

    def siblings(self, first: int) -> Iterator[int]:
        """Numbers of all entries of one storage, which hang in a tree of left and right neighbours."""
        seen: set[int] = set()
        waiting = [first]
        while waiting:
            at = waiting.pop()
            if at < len(self.entries) and at not in seen:
                seen.add(at)
                waiting += (self.entries[at].left, self.entries[at].right)
                yield at

    def number(self, at: int) -> int:
        """The four bytes at a place of the file as a number."""
        return int(struct.unpack_from("<I", self.data, at)[0])

    def chain(self, sector: int) -> Iterator[int]:
        """The sectors that follow one another from one on, itself first."""
        for _ in range(MOST_ENTRIES):
            if sector >= NOTHING:
                return
            yield sector
            sector = self.after(sector)
        raise BrokenOle

    def after(self, sector: int) -> int:
        """The sector that follows, by the allocation table."""
        table, at = divmod(sector, self.size // 4)
        if table >= IN_HEADER:  # a directory that begins beyond 7 MB
            table -= IN_HEADER
            listed = self.number(68)
            for _ in range(table // (self.size // 4 - 1)):
                listed = self.number((listed + 2) * self.size - 4)
            place = (listed + 1) * self.size + 4 * (table % (self.size // 4 - 1))
        else:
            place = 76 + 4 * table
        return self.number((self.number(place) + 1) * self.size + 4 * at)

    def entries_of(self, sector: int) -> Iterator[Entry]:
        """The entries of one sector of the directory."""
        first = (sector + 1) * self.size
        for at in range(first, first + self.size, ENTRY):
            name, length, left, right, child, start, size = struct.unpack_from("<64sHxxIII36xII", self.data, at)
            text = name[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            yield Entry(text, left, right, child, start, size)
