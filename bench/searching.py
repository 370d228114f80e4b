"""A patient is looked for: the core's answer against the bare query, asked of the driver itself.

The bare query is what the database needs to do for the list that is shown, and nothing more: the
first words of the same ranges of the index, for a name the first family names too (they stand
first), each once, and of one more patient than is shown all columns that the list shows, with the
word and part that say why. Of several terms it knows beforehand which leads. Where nobody is found
it reads the names that `Did you mean` chooses from. It opens no transaction, asks for no rights,
ranks nobody, looks for no whole words, no similar names and no former ones, and makes no answer.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter, process_time
from typing import Any

from bench.clinics import NOW, Clinics, opened
from bench.measuring import title, usual, verdict
from clinicdesk.database import open_engine
from clinicdesk.patients.queries import find_patients
from clinicdesk.patients.terms import Term, beginning, terms
from clinicdesk.patients.words import SOUNDS, sound

MOST = 8
TYPED = (
    "m", "ma", "mal", "malbank", "o'b", "delacruz", "mal rosa", "rosa mal", "de la cruz",
    "0138", "7075", "(707) 555-0138", "1944", "mal 1944", "11/3/1944", "302-8", "zzz", "malbnak",
)  # fmt: skip
MOST_RATIO, MOST_GROWTH = 10, 2

Ask = Callable[[str, list[Any]], list[Any]]
Part = tuple[str, list[Any]]
"""A statement with the values of its `?`."""


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
        ways = {text: _ways(ask, text) for text in TYPED}
        found = {
            text: (
                usual(lambda text=text: _bare(ask, ways[text]), clock),
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
def _driver(url: str) -> Iterator[Ask]:
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


_SHOWN = f"""SELECT p.id, p.mrn, p.family, p.given, p.middle, p.suffix, p.preferred, p.birth_date,
 p.sex, p.deceased_on, p.has_died,
 (SELECT as_typed FROM patient_phone WHERE patient_id = p.id AND ended_at IS NULL
  ORDER BY preferred DESC, id LIMIT 1), found.*
 FROM (SELECT * FROM ({{found}}) AS every LIMIT {MOST + 1}) AS found
 JOIN patient p ON p.id = found.patient_id"""  # noqa: S608 - our own words
_RANGE = "SELECT patient_id, word, part FROM patient_word WHERE word BETWEEN ? AND ?"
_ARM = f"""SELECT * FROM ({_RANGE} {{more}}
 ORDER BY word, part, patient_id LIMIT {MOST + 1}) AS arm"""  # noqa: S608
_ALSO = """SELECT led.*, also.word AS word_{place}, also.part AS part_{place} FROM ({led}) AS led
 JOIN patient_word AS also ON also.patient_id = led.patient_id AND also.word BETWEEN ? AND ?"""
_NAMES = """WITH RECURSIVE name(word) AS (
 SELECT min(word) FROM patient_word WHERE word BETWEEN ? AND ? UNION ALL
 SELECT (SELECT min(word) FROM patient_word WHERE word > name.word AND word <= ?)
 FROM name WHERE name.word IS NOT NULL) SELECT word FROM name"""
_SOUNDS = """SELECT DISTINCT other.word
 FROM (SELECT * FROM patient_word WHERE word = ? LIMIT 200) AS heard
 JOIN patient_word AS other ON other.patient_id = heard.patient_id AND other.part = heard.part"""


def _bare(ask: Ask, ways: Sequence[Sequence[Term]]) -> list[Any]:
    """The rows for the same list; where there are none, the names that may have been meant."""
    found = [(_SHOWN.format(found=found), values) for found, values in map(_found, ways)]
    rows = [row for part in found for row in ask(*part)]
    if rows:
        return rows
    names = [term.name for term in ways[0] if term.is_name]
    return [row for name in names for part in _near(name) for row in ask(*part)]


def _found(way: Sequence[Term]) -> Part:
    """Whom the first term leads to and each other term finds too, range by range."""
    [lead, *others] = way
    found, values = _joined(_RANGE, lead) if others else _alone(lead)
    for place, other in enumerate(others):
        arms = [_ALSO.format(place=place, led=found) for _ in other.ranges]
        found, values = (
            " UNION ALL ".join(arms),
            [value for ends in other.ranges for value in (*values, *ends)],
        )
    return found, values


def _joined(arm: str, term: Term) -> Part:
    return " UNION ALL ".join(arm for _ in term.ranges), [
        end for ends in term.ranges for end in ends
    ]


def _alone(term: Term) -> Part:
    """The first words of each range; of a name the first family names too, who stand first."""
    arms = [_ARM.format(more="") for _ in term.ranges]
    ranges = [*term.ranges]
    if term.is_name:
        arms.append(_ARM.format(more="AND part = 'family'"))
        ranges *= 2
    return " UNION ".join(arms), [end for ends in ranges for end in ends]


def _near(name: str) -> Iterator[Part]:
    for begun in {name[:2], name[1::-1]}:
        first, last = beginning(begun)
        yield _NAMES, [first, last, last]
    yield _SOUNDS, [f"{SOUNDS}{sound(name)}"]


def _ways(ask: Ask, text: str) -> list[Sequence[Term]]:
    """What the text can mean, the term that fewest words have first."""
    return [sorted(way, key=lambda term: _words(ask, term)) for way in terms(text, NOW.date())]


def _words(ask: Ask, term: Term) -> int:
    return len(ask(*_joined(_RANGE, term)))
