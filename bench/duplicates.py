"""Somebody is registered who may be here already, and the report of all possible duplicates."""

from datetime import date
from statistics import mean, median
from time import perf_counter

from sqlalchemy import func, select

from bench.clinics import Clinics, opened
from bench.measuring import p95, title, verdict
from clinicdesk.database import open_engine
from clinicdesk.desk import Actor, Desk
from clinicdesk.duplicates.queries.finding import Sought, duplicate_pairs, possible_matches
from clinicdesk.patients.tables import Patient, PatientBlock, PatientPhone

PEOPLE = 200
MOST_MS = 100

Registered = tuple[str, str, date, str]


def run(clinics: Clinics) -> None:
    """Print how wide the blocks are, how long an answer beside the form takes, and the report."""
    title(f"Possible matches while registering (ms; target: p95 at most {MOST_MS}), the report")
    for size in clinics.sizes:
        _measure(f"{size:9,} patients, embedded  ", clinics.embedded(size))
    if url := clinics.server():
        _measure("  100,000 patients, PostgreSQL", url)


def _measure(which: str, url: str) -> None:
    print(which, _blocks(url))
    desk, dana = opened(url)
    for typed, ask in _WAYS.items():
        times = [_timed(desk, dana, ask(one)) for one in _people(url)]
        told = f"p50 {median(times):5.1f}  p95 {p95(times):5.1f}  max {max(times):5.1f}"
        print(f"    {typed:28} {told}  {verdict(p95(times), MOST_MS)}")
    print(f"    {_report(desk, dana)}")
    desk.close()


_WAYS = {
    "family and given name": lambda one: Sought(family=one[0], given=one[1]),
    "with a birth date": lambda one: Sought(family=one[0], given=one[1], born=one[2]),
    "a letter wrong, and a phone": lambda one: Sought(
        family=f"{one[0]}x", given=one[1], born=one[2], phone=one[3]
    ),
}


def _timed(desk: Desk, dana: Actor, sought: Sought) -> float:
    begun = perf_counter()
    desk.read(dana, possible_matches, sought)
    return (perf_counter() - begun) * 1000


def _report(desk: Desk, dana: Actor) -> str:
    steps, pairs, after = [], 0, 0
    while after is not None:
        begun = perf_counter()
        step = desk.read(dana, duplicate_pairs, after)
        steps.append(perf_counter() - begun)
        pairs, after = pairs + len(step.pairs), step.after
    slowest = max(steps) * 1000
    return (
        f"report: {sum(steps):.1f} s in {len(steps)} steps of {mean(steps) * 1000:.0f} ms"
        f" (longest {slowest:.0f}), {pairs} pairs"
    )


def _blocks(url: str) -> str:
    engine = open_engine(url)
    with engine.connect() as connection:
        sizes = (
            select(func.count(PatientBlock.block).label("n"))
            .group_by(PatientBlock.block)
            .subquery()
        )
        most, on_average = connection.execute(
            select(func.max(sizes.c.n), func.avg(sizes.c.n))
        ).one()
    engine.dispose()
    return f"largest block {most}, mean {float(on_average):.2f}"


def _people(url: str) -> list[Registered]:
    """Some of the clinic's patients, from all over it."""
    engine = open_engine(url)
    with engine.connect() as connection:
        every = max(1, (connection.scalar(select(func.max(Patient.id))) or 1) // PEOPLE)
        rows = connection.execute(
            select(Patient.family, Patient.given, Patient.birth_date, func.min(PatientPhone.digits))
            .join(PatientPhone, PatientPhone.patient_id == Patient.id)
            .where(Patient.id % every == 0)
            .group_by(Patient.id)
        ).all()
    engine.dispose()
    return [(row[0], row[1] or "", row[2], row[3]) for row in rows]
