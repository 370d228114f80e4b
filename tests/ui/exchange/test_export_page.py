"""Saving a list of patients through the real page."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from tests.builders.clinic import PASSWORD
from tests.builders.patients import a_patient
from tests.builders.rows import history
from tests.screens import keys
from tests.screens.seat import SignIn
from ui.exchange.export_page import ExportPage


def test_a_list_is_saved_with_proof_only(
    qtbot: QtBot, sign_in: SignIn, desk: Desk, tmp_path: Path, sqlite_url: str
) -> None:
    a_patient(desk, family="Martinez")
    a_patient(desk, family="Okonkwo", given="Chidi")
    folder = tmp_path / "out"
    folder.mkdir()
    session = sign_in("noor", threads=True)
    page = ExportPage(session, lambda name: folder / name)
    keys.show(qtbot, page)
    told: list[str] = []
    page.done.connect(told.append)
    before = len(history(sqlite_url))

    keys.type_into(page.search, "okon")
    keys.commit(page.search.control)
    keys.type_into(page.password, "not the password")
    keys.commit(page.password.control)
    keys.settle(qtbot, session.background)
    assert page.password.note.startswith("That is not your password")
    assert list(folder.iterdir()) == []

    keys.type_into(page.password, PASSWORD)
    keys.commit(page.password.control)
    keys.settle(qtbot, session.background)

    [saved] = folder.iterdir()
    assert told == ["Saved 1 patient in patients.csv."]
    assert b'"Okonkwo","Chidi"' in saved.read_bytes()
    assert b"Martinez" not in saved.read_bytes()
    exported = [row for row in history(sqlite_url)[before:] if "export" in row.action]
    assert [row.topics for row in exported] == ["exported:patients:1"]
