"""A list as another program wrote it, from bytes to rows: letters, delimiter, header.

Nothing is guessed that changes what a cell says; how the file was read is told.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NoReturn

from clinicdesk.errors import Fact, Reason, Refused
from clinicdesk.exchange.csv_columns import ListField, field_called

LARGEST_LIST = 20 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 50_000, 200
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
_LOOKED_AT = 20
_HEADER_WITHIN = 10
_SAYS_DELIMITER = re.compile(r'"?sep=([,;\t|])"?\r?\n', re.IGNORECASE)
# What a program for tables would run; our own export puts an apostrophe before it.
_PUT_ASIDE = re.compile(r"'+\s*[=+\-@\t\r\0＝＋－＠]")


@dataclass(frozen=True)
class Row:
    """One row of a list; `line` is where it begins in the file, from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class PatientList:
    """What a file holds. `header` names every column, `Column 3` where the file does not."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    letters: str
    delimiter: str
    has_header: bool

    @property
    def read_as(self) -> Reason:
        """How the file was read, to be told."""
        facts: dict[str, Fact] = {
            "letters": self.letters,
            "delimiter": DELIMITERS[self.delimiter],
            "rows": len(self.rows),
        }
        return Reason("exchange.list_read_as", facts)


def read_list(content: bytes) -> PatientList:
    """The rows of a list. Raises Refused for what is no text, no table, or too large."""
    if len(content) > LARGEST_LIST:
        raise Refused(Reason("files.too_large", {"limit": LARGEST_LIST // 1024**2}))
    text, letters = _decoded(content)
    told = _SAYS_DELIMITER.match(text)
    delimiter = told[1] if told else _delimiter(text)
    found = _rows(text[told.end() :] if told else text, delimiter, lines_before=int(bool(told)))
    rows = list(islice(found, MOST_ROWS + _HEADER_WITHIN + 1))
    place = _header_at(rows)
    header: tuple[str, ...] = () if place is None else rows[place].cells
    rows = rows if place is None else rows[place + 1 :]
    if len(rows) > MOST_ROWS:
        raise Refused(Reason("exchange.list_too_long", {"limit": MOST_ROWS}))
    if not rows:
        raise Refused(Reason("exchange.list_empty"))
    width = max(len(header), *(len(row.cells) for row in rows))
    names = tuple(_named(header, column) for column in range(width))
    return PatientList(names, tuple(rows), letters, delimiter, place is not None)


def cell_text(cell: str) -> str:
    """What a cell says: without the apostrophe that our own export puts before formulas."""
    return cell[1:] if _PUT_ASIDE.match(cell) else cell


def _decoded(content: bytes) -> tuple[str, str]:
    """The text and what its letters are called; Windows-1252 only where it cannot be UTF-8."""
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            return _as(content[len(mark) :], codec, name)
    if b"\0" in content:
        raise Refused(Reason("exchange.list_no_text"))
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _as(content, "cp1252", "Windows-1252")


def _as(content: bytes, codec: str, name: str) -> tuple[str, str]:
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        raise Refused(Reason("exchange.list_no_text")) from None
    if "\0" in text:
        raise Refused(Reason("exchange.list_no_text"))
    return text, name


def _delimiter(text: str) -> str:
    """The one that parts most rows of the beginning into equally many cells, at least two."""
    return max(DELIMITERS, key=lambda one: _parted(text, one))


def _parted(text: str, delimiter: str) -> tuple[int, int]:
    try:
        widths = [len(row.cells) for row in islice(_rows(text, delimiter), _LOOKED_AT)]
    except Refused:
        return 0, 0
    wide = Counter(width for width in widths if width > 1)
    return max(((rows, width) for width, rows in wide.items()), default=(0, 0))


def _rows(text: str, delimiter: str, lines_before: int = 0) -> Iterator[Row]:
    """The rows that say anything, quoted line breaks in their cells."""
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise Refused(Reason("exchange.list_too_wide", {"limit": MOST_COLUMNS}))
            if any(cell.strip() for cell in cells):
                yield Row(lines_before + before + 1, tuple(map(cell_text, cells)))
            before = reader.line_num
    except csv.Error:
        _refuse_quotes(lines_before + before + 1)


def _refuse_quotes(line: int) -> NoReturn:
    raise Refused(Reason("exchange.list_quotes", {"line": line})) from None


class _Lines:
    """The lines of a text with their ends, whichever they are, one at a time."""

    def __init__(self, text: str) -> None:
        self._found = re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|$)", text)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._found)[0]
        if not line:
            raise StopIteration
        return line


def _header_at(rows: Sequence[Row]) -> int | None:
    """The first row in which two cells or more are known names of columns, near the beginning."""
    for place, row in enumerate(rows[:_HEADER_WITHIN]):
        known: list[ListField] = [one for one in map(field_called, row.cells) if one]
        if len(known) >= 2:
            return place
    return None


def _named(header: Sequence[str], column: int) -> str:
    name = " ".join(header[column].split()) if column < len(header) else ""
    return name or f"Column {column + 1}"
