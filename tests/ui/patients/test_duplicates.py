"""Who is here already beside the registration, merging two records, and the way back."""

from datetime import date

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.record.actions import AddMedicine, add_medicine
from tests.builders.clinic import COORDINATOR, NURSE
from tests.builders.duplicates import merge
from tests.builders.gestures import do
from tests.builders.patients import a_booked_case, a_patient
from tests.builders.times import at
from tests.screens.checks import name, tab_cycle, too_small, unnamed
from tests.screens.duplicates import DuplicatesScreen
from tests.screens.keys import press, settle, show
from tests.screens.patients import RegisterScreen
from tests.screens.seat import SignIn, not_answered_yet
from ui.kit.buttons import Kind
from ui.kit.labels import Label
from ui.patients.duplicates_area import DuplicatesArea
from ui.patients.duplicates_page import DuplicatesPage
from ui.patients.merged_strip import MergedStrip
from ui.patients.register_panel import RegisterPanel

BORN = date(1951, 3, 14)


def test_who_is_meant_stands_out_where_the_birth_date_is_the_same(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    rosa = a_patient(desk, birth_date=BORN)
    panel = RegisterPanel(sign_in(COORDINATOR))
    show(qtbot, panel, 340, 540)
    panel.begin()
    screen = RegisterScreen(qtbot, panel)
    screen.fill(family="Martines", given="Rosa", born="3/15/1951")
    screen.wait_for_matches()
    assert (panel.matches.rows[0].use.kind, panel.save.kind) == (Kind.SECONDARY, Kind.PRIMARY)

    screen.fill(family="Martines", given="Rosa", born="3/14/1951")
    qtbot.waitUntil(lambda: panel.matches.has_default)
    use = panel.matches.rows[0].use
    assert (use.kind, panel.save.kind) == (Kind.PRIMARY, Kind.SECONDARY)
    qtbot.waitUntil(lambda: use.visibleRegion().boundingRect().height() == use.height())
    assert "same birth date" in screen.matches[0]
    assert screen.use() == rosa
    assert (panel.family.value(), panel.isVisible()) == ("Martines", True)

    screen.fill(family="Okafor", given="Ben", born="3/14/1951")
    qtbot.waitUntil(lambda: panel.matches.rows == [])
    assert panel.matches.isHidden()
    assert panel.save.kind is Kind.PRIMARY


def test_records_are_compared_only_while_somebody_looks(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    for day in (14, 15):
        a_patient(desk, birth_date=BORN.replace(day=day))
    page = DuplicatesPage(sign_in(COORDINATOR))
    with not_answered_yet(page._session):
        show(qtbot, page)
        page.hide()
    assert page.table.rows == ()

    page.show()
    assert len(page.table.rows) == 1


def test_two_open_cases_are_told_before_anything_is_chosen(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    for day, born in (("2026-12-08 10:00", BORN), ("2026-12-09 10:00", date(1951, 3, 15))):
        a_booked_case(desk, at(day), birth_date=born)
    session = sign_in(COORDINATOR)
    area = DuplicatesArea(session)
    show(qtbot, area)
    screen = DuplicatesScreen(qtbot, area)
    qtbot.waitUntil(lambda: screen.pairs == [("MARTINEZ, Rosa", "MARTINEZ, Rosa")])

    screen.compare()
    settle(qtbot, session.background)

    seen = area.merging._preview
    assert screen.problem.startswith(
        "Both records have a case under way: "
        f"MRN {seen.kept.mrn} (scheduled) and MRN {seen.merged.mrn} (scheduled)."
    )
    assert not any("can be undone" in one.text() for one in area.merging.findChildren(Label))
    assert not area.merging.merge.isEnabled()
    born = screen.field("birth_date")
    qtbot.waitUntil(born.kept.isVisible)
    assert unnamed(area) == too_small(area) == []
    assert name(born.merged) == "Take over Birth date: Mar 15, 1951"
    cycle = tab_cycle(area.window())
    stops = [area.merging.swap, born.kept, area.merging.year.control]
    assert [one for one in cycle if one in stops] in _turns(stops)


def test_an_undo_that_would_lose_somebodys_work_says_whose(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    kept, merged = a_patient(desk), a_patient(desk)
    merge(desk, kept, merged)
    do(desk, NURSE, add_medicine, AddMedicine(patient_id=kept, name="Metformin 500 mg"))
    strip = MergedStrip(sign_in(COORDINATOR), kept)
    show(qtbot, strip, height=80)
    strip.reload()
    assert len(strip.lines) == 1

    press(strip.undo)

    assert strip.problem.text().startswith("Noor Haddad changed this patient on Mon, Nov 23, 2026")
    assert strip.problem.isVisible()


def _turns(stops: list[QWidget]) -> list[list[QWidget]]:
    """The same round, wherever it begins."""
    return [stops[place:] + stops[:place] for place in range(len(stops))]
