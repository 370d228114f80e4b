"""Lists as other programs write them, and the gesture that makes one."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.exchange.actions import ExportPatients, export_patients, import_row
from clinicdesk.exchange.candidates import ImportPatient
from clinicdesk.patients.actions import RegisterPatient
from tests.builders.clinic import NURSE, actor, proof

CONSOLE = "console"
_serial = count(1)
HEADER = ("Last name", "First name", "DOB", "Sex", "Phone")


def a_list(*rows: Sequence[str], header: Sequence[str] = HEADER) -> bytes:
    """Plain cells with commas between them."""
    return "".join(f"{','.join(row)}\r\n" for row in (header, *rows)).encode()


def a_row() -> ImportPatient:
    """Somebody new, as a row of a list says it."""
    number = next(_serial)
    named = f"Listed {chr(64 + number % 26)}{number}"
    born = date(1940, 1, 1) + timedelta(days=97 * number)
    return ImportPatient(registration=RegisterPatient(family=named, birth_date=born))


def an_export(desk: Desk, typed: str = "", login: str = NURSE) -> ExportPatients:
    """Somebody asks for a list, with proof of who it is."""
    return ExportPatients(typed=typed, proof=proof(actor(desk, login)))


LIST_GESTURES: dict[str, Callable[[Desk], tuple[str, Callable[..., Any], object]]] = {
    "exchange.import_row": lambda _: (CONSOLE, import_row, a_row()),
    "exchange.export_patients": lambda desk: (NURSE, export_patients, an_export(desk)),
}
