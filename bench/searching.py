"""A patient is looked for: the core's answer against the same ranges asked of the bare driver."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter, process_time
from typing import Any

from bench.clinics import NOW, Clinics, opened
from bench.measuring import title, usual, verdict
from clinicdesk.database import open_engine
from clinicdesk.patients.queries import find_patients
from clinicdesk.patients.terms import Term, terms

MOST = 8
TYPED = (
    "m", "ma", "mal", "malbank", "o'b", "delacruz", "mal rosa", "rosa mal", "de la cruz",
    "0138", "7075", "(707) 555-0138", "1944", "mal 1944", "11/3/1944", "302-8", "zzz", "malbnak",
)  # fmt: skip
MOST_RATIO, MOST_GROWTH = 10, 2


def run(clinics: Clinics) -> None:
    """Print, for each text, bare query and answer at each size, their ratio and their growth."""
    taken = {size: _measured(clinics.embedded(size)) for size in clinics.sizes}
    for size, found in taken.items():
        title(f"Searching {size:,} patients, embedded (ms of CPU; at most {MOST_RATIO} x bare)")
        _print(found)
    first, second = clinics.sizes[0], clinics.sizes[min(1, len(clinics.sizes) - 1)]
    title(f"Growth from {first:,} to {second:,} patients (target: at most {MOST_GROWTH} x)")
    growth = {text: taken[second][text][1] / taken[first][text][1] for text in TYPED}
    for text, times in growth.items():
        print(f"{text:16} {times:6.2f} x  {verdict(times, MOST_GROWTH)}")
    _print_all([*growth.values()], "all texts")
    if url := clinics.server():
        title("Searching 100,000 patients, PostgreSQL (ms)")
        _print(_measured(url))


def _measured(url: str) -> dict[str, tuple[float, float]]:
    """For each text, the bare query and the core's answer."""
    desk, dana = opened(url)
    # An embedded database works in this process: its own time, whatever else runs meanwhile.
    clock = process_time if url.startswith("sqlite") else perf_counter
    with _driver(url) as ask:
        found = {
            text: (
                usual(lambda text=text: _bare(ask, text), clock),
                usual(lambda text=text: desk.read(dana, find_patients, text, MOST), clock),
            )
            for text in TYPED
        }
    desk.close()
    return found


def _print(found: dict[str, tuple[float, float]]) -> None:
    print(f"{'typed':16} {'bare':>8} {'answer':>8} {'ratio':>8}")
    for text, (bare, answer) in found.items():
        ratio = answer / bare
        print(f"{text:16} {bare:8.3f} {answer:8.3f} {ratio:7.1f}x  {verdict(ratio, MOST_RATIO)}")
    bare, answer = (sum(column) / len(found) for column in zip(*found.values(), strict=True))
    ratio = answer / bare
    print(f"{'mean':16} {bare:8.3f} {answer:8.3f} {ratio:7.1f}x  {verdict(ratio, MOST_RATIO)}")


def _print_all(ratios: list[float], words: str) -> None:
    mean = sum(ratios) / len(ratios)
    print(f"{words:16} {mean:6.2f} x  {verdict(mean, MOST_GROWTH)}")


@contextmanager
def _driver(url: str) -> Iterator[Callable[[str, list[Any]], list[Any]]]:
    """A cursor of the database's own driver; `?` stands for a value on both."""
    engine = open_engine(url)
    connection = engine.raw_connection()
    cursor = connection.cursor()
    mark = "?" if engine.dialect.name == "sqlite" else "%s"

    def ask(statement: str, values: list[Any]) -> list[Any]:
        cursor.execute(statement.replace("?", mark), values)
        rows: list[Any] = cursor.fetchall()
        return rows

    yield ask
    connection.close()
    engine.dispose()


_SHOWN = """SELECT p.id, p.mrn, p.family, p.given, p.birth_date, p.sex, p.deceased_on,
 (SELECT as_typed FROM patient_phone WHERE patient_id = p.id AND ended_at IS NULL
  ORDER BY preferred DESC, id LIMIT 1)
 FROM patient p JOIN ({found}) AS found ON found.patient_id = p.id"""
_RANGE = "SELECT patient_id FROM patient_word WHERE word BETWEEN ? AND ?"
_ARM = f"SELECT * FROM ({_RANGE} ORDER BY word LIMIT {MOST}) AS arm"  # noqa: S608 - our own words
_ALSO = f"{_RANGE} AND patient_id IN ({{led}})"


def _bare(ask: Callable[[str, list[Any]], list[Any]], text: str) -> list[Any]:
    """The same people by the leanest statement: no ranking, no reasons, no typing errors."""
    rows: list[Any] = []
    for way in terms(text, NOW.date()):
        *others, lead = way if len(way) == 1 else sorted(way, key=_length)
        found, values = _led(lead, alone=not others)
        for other in others:
            found = " UNION ALL ".join(_ALSO.format(led=found) for _ in other.ranges)
            values = [value for ends in other.ranges for value in (*ends, *values)]
        rows += ask(f"{_SHOWN.format(found=found)} LIMIT {MOST}", values)
    return rows


def _led(term: Term, *, alone: bool) -> tuple[str, list[Any]]:
    arm = _ARM if alone else _RANGE
    found = " UNION ALL ".join(arm for _ in term.ranges)
    return found, [end for ends in term.ranges for end in ends]


def _length(term: Term) -> int:
    return max(len(first) for first, _ in term.ranges)
