"""R-10: however many workstations write at once, the history stays one chain."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from clinicdesk import desk as desk_module
from clinicdesk.desk import Desk
from clinicdesk.history import Break, Fault, Verified, stored, verify
from clinicdesk.patients.actions import open_chart
from tests.builders.clinic import COORDINATOR
from tests.builders.gestures import do
from tests.builders.patients import a_patient
from tests.builders.rows import history, plain_sql
from tests.processes import forking
from tests.promises import promise
from tests.reliability import writing_at_once


@promise(
    "R-10",
    "Many workstations write one chain without a broken link",
    every={"processes": 4, "changes": 25},
    stress={"processes": 16, "changes": 200},
    mutant="a head of the chain that was read before the others wrote",
)
def test_many_write_one_chain(
    desk: Desk,
    url: str,
    tmp_path: Path,
    sizes: dict[str, int],
    shown: Callable[[str], None],
):
    """The mutant is a test of its own: `pytest -k stale_head`."""
    processes, changes = sizes["processes"], sizes["changes"]
    patient_id, before = a_patient(desk), len(history(url))
    context = forking()
    line = context.Barrier(processes)
    with context.Pool(processes, writing_at_once.line_up, (line,)) as pool:
        work = [(url, tmp_path / f"anchors {n}", patient_id, changes) for n in range(processes)]
        fitted = pool.starmap(writing_at_once.write, work, 1)

    seen = whole_chain(url)
    assert (seen.broken, seen.rows) == (None, before + processes * changes)
    assert fitted == [True] * processes
    shown(f"{processes} workstations x {changes} changes: 0 broken links, every anchor fits")


def test_a_stale_head_breaks_the_chain(desk: Desk, url: str, monkeypatch: pytest.MonkeyPatch):
    """The mutant: a writer that looked for the newest change before the other one wrote."""
    patient_id = a_patient(desk)
    now = desk_module._history

    def stale(session: Session, request_id: UUID) -> tuple[object, object]:
        earlier, newest = now(session, request_id)
        return earlier, SimpleNamespace(id=newest.id, hash=newest.prev)

    monkeypatch.setattr(desk_module, "_history", stale)
    do(desk, COORDINATOR, open_chart, patient_id)

    broken = whole_chain(url).broken
    assert broken == Break(history(url)[-1].id, Fault.PARTED)


def whole_chain(url: str) -> Verified:
    with plain_sql(url) as connection, Session(connection) as session:
        return verify(stored(session))
