"""The coordinator on the phone asks what the chart does not know yet, by keyboard alone."""

from datetime import date
from uuid import uuid4

from PySide6.QtWidgets import QApplication

from clinicdesk.contacts.queries import contacts
from clinicdesk.demo import PASSWORD
from clinicdesk.desk import Desk
from clinicdesk.patients.actions import RegisterPatient, register_patient
from clinicdesk.patients.rules import PayerKind
from tests.builders.clinic import actor
from tests.journeys.playing import Play
from tests.screens import keys
from ui.patients.summary_panel import SummaryPanel


def test_whom_to_call_and_who_pays(desk: Desk, play: Play) -> None:
    """RULE-07, RULE-14."""
    who = actor(desk, "dana")
    lucia = RegisterPatient(
        family="Fernandez", given="Lucia", birth_date=date(1949, 4, 26), language="es"
    )
    patient_id = desk.change(who, register_patient, lucia, uuid4()).answer
    play.sign_in("dana", PASSWORD)
    play.open_chart("fernandez")

    emergency_contact(play)
    interpreter_and_payer(play)
    number(play)

    known = desk.read(who, contacts, patient_id)
    assert known.reach.needs_interpreter is True
    assert known.payer is not None
    assert (known.payer.kind, known.payer.trial_number) == (PayerKind.MEDICARE, "NCT03610737")
    assert [one.contact.name for one in known.people] == ["Diego Fernandez"]


def emergency_contact(play: Play) -> None:
    panel = summary(play)
    assert [*panel.todo.links] == [
        "Complete the intake",
        "Interpreter not asked",
        "Emergency contact missing",
        "Payer not recorded",
    ]
    play.step("The chart says what nobody asked yet")

    keys.press(panel.todo.links["Emergency contact missing"])
    play.settle()
    assert QApplication.focusWidget().accessibleName() == "Contact's name"
    details = play.details()
    people = details.panel.people
    details.name_person(people.adding, "Diego Fernandez", "son", "7075550144", "is_emergency")
    assert people.text == "Diego Fernandez, son, (707) 555-0144"
    play.step("Whom to call in an emergency")


def interpreter_and_payer(play: Play) -> None:
    details = play.details()
    details.reach(interpreter=True)
    details.save(details.panel.reach)
    details.pay(kind=PayerKind.MEDICARE, member="1EG4-TE5-MK73")
    details.save(details.panel.payer)
    assert details.problem(details.panel.payer) == ""
    play.step("An interpreter and Medicare: the form says what is missing")

    panel = summary(play)
    assert panel.payer.notice.isVisible()
    assert "Medicare study not recorded" in panel.todo.links
    play.step("The summary warns whoever opens the chart")


def number(play: Play) -> None:
    details = play.details()
    details.pay(trial="nct 0361 0737", enrolled="11/20/2026")
    details.save(details.panel.payer)

    panel = summary(play)
    assert not panel.payer.notice.isVisible()
    assert [*panel.todo.links] == ["Complete the intake"]
    assert "Study NCT03610737, enrolled Nov 20, 2026" in panel.payer.text
    play.step("With the NCT number the warning is gone")
    play.history().wait_for("Recorded coverage")


def summary(play: Play) -> SummaryPanel:
    panel = play.chart.go("Summary")
    play.settle()
    assert isinstance(panel, SummaryPanel)
    return panel
