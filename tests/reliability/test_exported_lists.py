"""R-20: a list that leaves the program runs nothing in another one, and loses no letter."""

import csv
import io
import random
from collections.abc import Callable, Sequence
from itertools import product

from clinicdesk.exchange.csv_reading import read_list
from clinicdesk.exchange.csv_writing import as_csv
from tests.builders.hostile import hostile_texts
from tests.promises import promise

Shown = Callable[[str], None]
Writer = Callable[[Sequence[str], Sequence[Sequence[str]]], bytes]

RUNS = ("=", "+", "-", "@", "\t", "\r", "\0")
_STARTS = ("", "'", "''", " ", "\n", "' ", "\u00a0")
_FORMULAS = ('=cmd|"/c calc"!A1', "+1 707 555 0171", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=1\n=2")
HEADER = ("MRN", "Last name", "First name", "Note")


def texts(seed: int) -> list[str]:
    """What may stand in a cell: all that can be stored, and formulas in every disguise."""
    stored = [text for text in hostile_texts(seed) if _can_leave(text)]
    return [*stored, *("".join(pair) for pair in product(_STARTS, _FORMULAS))]


def rows(seed: int) -> list[tuple[str, ...]]:
    """Each text once in each column but the first."""
    first, second, third = (random.Random(seed + n) for n in range(3))
    columns = [[*texts(seed)] for _ in range(3)]
    for chance, column in zip((first, second, third), columns, strict=True):
        chance.shuffle(column)
    return [(f"102-{n:04}", *cells) for n, cells in enumerate(zip(*columns, strict=True))]


def lost(write: Writer, given: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows that our own reader does not give back as they were."""
    back = read_list(write(HEADER, given))
    assert (back.header, back.letters, back.delimiter) == (HEADER, "UTF-8", ",")
    found = [row.cells for row in back.rows]
    return [row for row in given if row not in set(found)] + [()] * abs(len(found) - len(given))


def running(write: Writer, given: Sequence[tuple[str, ...]]) -> list[str]:
    """The cells that a program for tables would run."""
    text = write(HEADER, given).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline=""), strict=True) for cell in row]
    return [cell for cell in cells if cell.lstrip(" \n\u00a0").startswith(RUNS)]


def raw(header: Sequence[str], given: Sequence[Sequence[str]]) -> bytes:
    """The mutant: the standard library's writer, and nothing else."""
    written = io.StringIO()
    csv.writer(written).writerows([header, *given])
    return written.getvalue().encode("utf-8-sig")


@promise(
    "R-20",
    "no cell of an exported list begins a formula, and reading it back restores every letter",
    every={"seeds": 1},
    stress={"seeds": 100},
    mutant="a raw writer",
)
def test_no_cell_runs_and_every_letter_comes_back(sizes: dict[str, int], seed: int, shown: Shown):
    """Mutant: `pytest tests/reliability/test_exported_lists.py -k raw_writer`."""
    cells = 0
    for one in range(seed, seed + sizes["seeds"]):
        given = rows(one)
        assert running(as_csv, given) == []
        assert lost(as_csv, given) == []
        cells += 3 * len(given)
    shown(f"{cells:,} cells: 0 run, 0 lost")


def test_a_raw_writer_is_noticed():
    assert running(raw, rows(1))


def test_nothing_that_begins_with_a_null_character_runs():
    assert as_csv(["A"], [["\0=1"]]).decode("utf-8-sig") == '"A"\r\n"\'\0=1"\r\n'


def _can_leave(text: str) -> bool:
    """Lone surrogates are no letters, and nothing stored holds a null character."""
    return "\0" not in text and not any("\ud800" <= one <= "\udfff" for one in text)
