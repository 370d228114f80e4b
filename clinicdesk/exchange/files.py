"""Files and folders as they are named or dropped: which are read, and which are read together."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec

from clinicdesk import incoming
from clinicdesk.errors import Reason, Refused
from clinicdesk.exchange import resources
from clinicdesk.text import on_one_line

LARGEST_FILE = 8 * 1024 * 1024
"""Bytes of a bundle or a line: twice the largest published bundle. It bounds the memory."""

_ENDINGS = (".json", ".ndjson", ".jsonl")
_OF_LINES = (".ndjson", ".jsonl")
_ENOUGH = 1000


@dataclass(frozen=True)
class Source:
    """Files that are read as one: a bundle, or the line files of one folder."""

    files: tuple[Path, ...]
    of_lines: bool = False

    @property
    def name(self) -> str:
        """The file, or of several line files their folder."""
        return shown_name(self.files[0] if len(self.files) == 1 else self.files[0].parent)


def sources_in(paths: Iterable[Path]) -> list[Source]:
    """What is read, folders with all that is in them by name. Raises Refused without any file."""
    files = list(dict.fromkeys(file for path in paths for file in _files_in(path)))
    if not files:
        raise Refused(Reason("exchange.no_files"))
    lines = {file for file in files if _is_of_lines(file)}
    together: dict[Path, list[Path]] = {}
    for file in files:
        together.setdefault(file.parent if file in lines else file, []).append(file)
    return [Source(tuple(group), group[0] in lines) for group in together.values()]


def content_of(file: Path) -> bytes:
    """The bytes of a file. Raises Refused for what is no file, too large, or being written."""
    return incoming.content_of(file, LARGEST_FILE)


def too_large() -> Refused:
    """The refusal of content over the limit."""
    return Refused(incoming.too_large(LARGEST_FILE))


def lines_of(file: Path) -> Iterator[bytes]:
    """The lines of a file of any length, one after the other. Raises Refused like `content_of`."""
    with incoming.opened(file) as stream:
        while line := stream.readline(LARGEST_FILE + 1):
            if len(line) > LARGEST_FILE:
                raise too_large()
            yield line


def shown_name(file: Path) -> str:
    """The file's name on one line, with whatever cannot be shown replaced."""
    return on_one_line(file.name)


def _files_in(path: Path) -> Iterator[Path]:
    """The file itself, or what is in a folder and its folders; links to folders are not followed.

    What cannot be listed is named as a file: reading it says why.
    """
    if not _is_folder(path):
        yield path
        return
    unlisted: list[OSError] = []
    for folder, inner, names in os.walk(path, onerror=unlisted.append):
        inner.sort()
        for name in sorted(names):
            if name.lower().endswith(_ENDINGS):
                yield Path(folder, name)
    yield from (Path(error.filename) for error in unlisted)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False  # reading it says why


def _is_of_lines(file: Path) -> bool:
    """Told by content: the first line is a resource by itself, and is no bundle.

    A file with a single line is one of lines only by its name.
    """
    is_named_so = file.name.lower().endswith(_OF_LINES)
    try:
        if not is_named_so and b'"Bundle"' in _beginning(file):
            return False
        first, *more = islice((line for line in lines_of(file) if line.strip()), 2)
        kind = resources.decoded(first.strip(), resources.Typed).resource_type
    except (ValueError, msgspec.MsgspecError, Refused, RecursionError):
        return is_named_so
    return kind not in ("", "Bundle") and (bool(more) or is_named_so)


def _beginning(file: Path) -> bytes:
    with incoming.opened(file) as stream:
        return stream.read(_ENOUGH)
