"""Nothing is booked or moved before somebody made sure whose booking it is."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinicdesk.desk import Desk
from clinicdesk.scheduling.queries import current_booking
from tests.builders.clinic import COORDINATOR
from tests.builders.gestures import ask
from tests.builders.patients import a_booked_case, an_approved_case
from tests.builders.times import at
from tests.screens import keys
from tests.ui.scheduling.panels import DAY, Open, OpenPage, fill
from ui.scheduling.patient_to_book import PatientToBook

BORN = date(1951, 3, 14)
NEXT_DAY = "2026-12-02"


def is_booked(desk: Desk, case_id: int) -> bool:
    return ask(desk, COORDINATOR, current_booking, case_id) is not None


def test_a_commit_waits_for_one_key(desk: Desk, open_panel: Open):
    made = an_approved_case(desk, birth_date=BORN)
    screen = open_panel(made.case_id)
    fill(screen, "1p")
    verify = screen.panel.verify
    assert verify.words == (
        "MARTINEZ, Rosa · Born Mar 14, 1951 (75 y) · MILD L4–L5 both sides"
        " · Tue, Dec 1, 2026, 1:00 PM"
    )
    screen.press_commit()
    assert not is_booked(desk, made.case_id)
    assert (verify.read_back.hasFocus(), bool(verify.problem)) == (True, True)
    assert screen.panel.book.isEnabled()
    QTest.keyClick(verify.read_back, Qt.Key.Key_Space)
    screen.settle()

    assert is_booked(desk, made.case_id)


def test_another_time_is_made_sure_of_anew(desk: Desk, open_panel: Open):
    screen = open_panel(an_approved_case(desk).case_id)
    fill(screen, "1p")
    keys.verify(screen.panel.verify)
    screen.choose_room("Procedure Room 2")
    assert screen.panel.verify.verification
    screen.set_time("2p")

    assert screen.panel.verify.verification is None


def test_the_day_decides_whether_the_year_is_asked_for(desk: Desk, open_panel: Open):
    """Rose comes on December 2: she is about on the 1st, and not on the 8th."""
    a_booked_case(desk, at(f"{NEXT_DAY} 10:00"), family="Martin", given="Rose")
    made = an_approved_case(desk, birth_date=BORN)
    screen = open_panel(made.case_id)
    fill(screen, "1p")
    verify = screen.panel.verify
    by_the_name = screen.panel.findChild(PatientToBook).alert
    assert [words.split(",")[0] for words in verify.names] == ["Similar name: MARTIN"]
    assert (by_the_name.names, by_the_name.isHidden()) == (verify.names, False)
    screen.set_date("12/8/2026")
    assert (verify.names, verify.asks_year, by_the_name.isHidden()) == ((), False, True)
    screen.set_date("12/1/2026")
    screen.press_commit()
    assert verify.year.hasFocus()
    QTest.keyClicks(verify.year, "1950")
    screen.press_commit()
    assert verify.problem.startswith("This is not the birth year of this patient.")
    assert not is_booked(desk, made.case_id)
    verify.year.selectAll()
    QTest.keyClicks(verify.year, "1951")
    screen.press_commit()

    assert is_booked(desk, made.case_id)


def test_a_namesake_who_came_meanwhile_is_asked_about(desk: Desk, open_panel: Open):
    made = an_approved_case(desk, birth_date=BORN)
    screen = open_panel(made.case_id)
    fill(screen, "1p")
    keys.verify(screen.panel.verify)
    a_booked_case(desk, at(f"{DAY} 09:00"), family="Martin", given="Rose")
    screen.press_commit()
    assert screen.panel.verify.year.hasFocus()
    assert not is_booked(desk, made.case_id)
    keys.verify(screen.panel.verify)
    screen.settle()

    assert is_booked(desk, made.case_id)


def test_a_move_is_made_sure_of_too(desk: Desk, open_panel: Open):
    made = a_booked_case(desk, at(f"{DAY} 09:00"))
    screen = open_panel(moving=made.booking_id)
    screen.set_time("2p")
    screen.press_commit()
    assert screen.panel.verify.problem.startswith("Ask for name and birth date")
    keys.verify(screen.panel.verify)
    screen.settle()

    assert ask(desk, COORDINATOR, current_booking, made.case_id).starts_at == at(f"{DAY} 14:00")


def test_who_waits_and_who_comes_show_their_alerts(desk: Desk, open_page: OpenPage):
    a_booked_case(desk, at("2026-11-23 10:00"))
    a_booked_case(desk, at("2026-11-24 10:00"), family="Martin", given="Rose")
    an_approved_case(desk, family="Smith", given="John")
    an_approved_case(desk, family="Smyth", given="Jane")
    screen = open_page()
    rows = screen.page.to_schedule.list
    said = [rows.item(at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(rows.count())]
    assert [words.split(",")[2].strip() for words in said] == ["Name alert", "Name alert"]
    assert "SMYTH, Jane" in rows.item(0).toolTip()
    [card] = screen.spoken
    assert "MARTINEZ, Rosa, Name alert" in card
    screen.open("MARTINEZ, Rosa")

    chip = screen.page.panel.whose.alert
    assert (chip.isVisible(), "MARTIN, Rose" in chip.toolTip()) == (True, True)
