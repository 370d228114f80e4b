"""A list for another program: what a table program would run is text to it. Pure.

RFC 4180 with every cell in quotation marks; UTF-8 with the mark by which Excel knows it. A program
that is told another delimiter than the comma parts the cells anew, and no file can prevent that.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# At the beginning of a cell these make a formula of it, the wide forms of some keyboards too.
_RUNS = re.compile(r"'*\s*[=+\-@\t\r\0＝＋－＠]")
_MARK = "\ufeff"


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The whole file. `csv_reading.read_list` gives every text back as it was."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([put_aside(name) for name in header])
    writer.writerows([put_aside(cell) for cell in row] for row in rows)
    return (_MARK + written.getvalue()).encode("utf-8")


def put_aside(cell: str) -> str:
    """The text with an apostrophe before what would run; one that looks so already gets another."""
    return f"'{cell}" if _RUNS.match(cell) else cell
