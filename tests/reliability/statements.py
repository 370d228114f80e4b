"""What the program says to an embedded database, overheard, to be said again to another SQLite."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw
from sqlalchemy import Engine, event

from clinicdesk import opening
from clinicdesk.desk import Desk
from clinicdesk.errors import Refused
from clinicdesk.settings import embedded_url
from tests.builders import clinic
from tests.builders.patients import a_booked_case
from tests.builders.times import at


@dataclass
class Transaction:
    """Statements between BEGIN and COMMIT; how many rows of history they write."""

    statements: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def changes(self) -> int:
        return sum(said.startswith("INSERT INTO change ") for said, _ in self.statements)

    @property
    def writes(self) -> bool:
        return any(not said.startswith(("BEGIN", "SELECT")) for said, _ in self.statements)

    def repeat(self, connection: apsw.Connection) -> None:
        """Say it all again, and commit."""
        for said, values in self.statements:
            connection.execute(said, values or None).fetchall()
        connection.execute("COMMIT")


def of_a_clinic(folder: Path, patients: int) -> list[Transaction]:
    """Everything from an empty file to a clinic with that many patients on their way."""
    with _overheard() as said:
        desk = opening.open_desk(embedded_url(folder / "clinic.db"), create=True)
        clinic.open_for_tests(desk)
        for number in range(patients):
            _bring(desk, number)
        desk.close()
    return said


def _bring(desk: Desk, number: int) -> None:
    day, hour = 4 + number % 20, 8 + number // 20
    with suppress(Refused):  # the clinic is closed then
        start = at(f"2027-01-{day:02} {hour:02}:00")
        a_booked_case(desk, start, ["Eliquis"], family=f"Patient {number}")


@contextmanager
def _overheard() -> Iterator[list[Transaction]]:
    """Every transaction that changes something and is committed meanwhile."""
    said: list[Transaction] = []
    current = Transaction()

    def hear(_c: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        nonlocal current
        if statement.startswith("BEGIN"):
            current = Transaction()
        rows = values if isinstance(values, list) else [values]
        current.statements += [(statement, row) for row in rows]

    def keep(_connection: Any) -> None:
        if current.writes:
            said.append(current)

    listeners: dict[str, Callable[..., None]] = {"before_cursor_execute": hear, "commit": keep}
    for happening, listener in listeners.items():
        event.listen(Engine, happening, listener)
    try:
        yield said
    finally:
        for happening, listener in listeners.items():
            event.remove(Engine, happening, listener)
