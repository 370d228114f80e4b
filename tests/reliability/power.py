"""A disk that loses power: an SQLite file system that knows what was on it at any moment.

What was synced stays; of what was written after that, a random part is there, some of it torn.
Making and removing a file counts as durable at once, and a sync is believed.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import apsw

_SECTOR = 512


@dataclass(frozen=True)
class _Write:
    """Bytes at an offset; None cuts the file off there."""

    offset: int
    data: bytes | None

    def onto(self, content: bytearray) -> None:
        if self.data is None:
            del content[self.offset :]
            return
        content.extend(bytes(max(0, self.offset - len(content))))
        content[self.offset : self.offset + len(self.data)] = self.data

    def torn(self, choice: random.Random) -> "_Write":
        """Only some of its sectors reached the disk."""
        if self.data is None:
            return self
        sectors = choice.randrange(len(self.data) // _SECTOR + 1)
        return _Write(self.offset, self.data[: sectors * _SECTOR])


@dataclass
class _Content:
    """What is certainly on the disk of one file, and what is only on its way there."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[_Write] = field(default_factory=list)

    def sync(self) -> None:
        for write in self.pending:
            write.onto(self.durable)
        self.pending.clear()

    def after_cut(self, choice: random.Random) -> bytes:
        left, share = bytearray(self.durable), choice.random()
        for write in self.pending:
            if choice.random() < share:
                (write.torn(choice) if choice.random() < 0.2 else write).onto(left)
        return bytes(left)


class Disk(apsw.VFS):
    """The file system; `happened` is called after everything that is done to a file."""

    def __init__(self, name: str, happened: Callable[[], None]) -> None:
        super().__init__(name, base="")
        self.happened = happened
        self._contents: dict[str, _Content] = {}

    def xOpen(self, name: "apsw.URIFilename | str | None", flags: list[int]) -> "_File":
        file = Path(name.filename() if isinstance(name, apsw.URIFilename) else str(name))
        content = self._contents.setdefault(file.name, _Content())
        return _File(name, flags, content, self.happened)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        super().xDelete(filename, syncdir)
        self._contents.pop(Path(filename).name, None)

    def cut(self, choice: random.Random) -> dict[str, bytes]:
        """The files by name, as they lie there when the power comes back."""
        return {name: content.after_cut(choice) for name, content in self._contents.items()}


class _File(apsw.VFSFile):
    def __init__(
        self,
        name: "apsw.URIFilename | str | None",
        flags: list[int],
        content: _Content,
        happened: Callable[[], None],
    ) -> None:
        super().__init__("", name, flags)
        self._content, self._happened = content, happened

    def xWrite(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        self._content.pending.append(_Write(offset, bytes(data)))
        self._happened()

    def xTruncate(self, newsize: int) -> None:
        super().xTruncate(newsize)
        self._content.pending.append(_Write(newsize, None))
        self._happened()

    def xSync(self, flags: int) -> None:
        self._content.sync()
        self._happened()
