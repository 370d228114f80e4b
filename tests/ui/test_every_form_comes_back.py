"""Whatever was typed in whatever form is there again when the program starts again."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.drafts import Drafts
from clinicdesk.record.actions import strike_medicine
from clinicdesk.scheduling.queries import booking, choices, to_schedule
from clinicdesk.staff.queries import staff_list
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, NURSE, PHYSICIAN
from tests.builders.gestures import ask
from tests.builders.patients import a_booked_case, a_patient, an_approved_case, an_evaluable_case
from tests.builders.times import at
from tests.screens.seat import SignIn, desk, sign_in, store
from ui.contacts.alert_form import AlertForm
from ui.contacts.details_panel import DetailsPanel
from ui.documents.attach_form import AttachForm
from ui.evaluations.evaluation_panel import EvaluationPanel
from ui.form_draft import FormDraft
from ui.holds.hold_editor import HoldEditor
from ui.intake.intake_panel import IntakePanel
from ui.kit.forms import LabelledField
from ui.kit.typed import Typeable, put_back_in, typed_in
from ui.patients.add_medicine_form import AddMedicineForm
from ui.patients.correct_panel import CorrectPanel
from ui.patients.register_panel import RegisterPanel
from ui.procedure_day.procedure_panel import ProcedurePanel
from ui.readiness.driver_editor import DriverEditor
from ui.scheduling.booking_panel import BookingPanel
from ui.scheduling.cancel_panel import CancelPanel
from ui.session import Session
from ui.shell.first_start import FirstStart
from ui.staff.lock_page import LockPage
from ui.staff.people_page import PeoplePage
from ui.staff.person_card import PersonCard
from ui.strike_form import StrikeForm
from ui.unfinished import OTHER, form_name

__all__ = ["desk", "sign_in", "store"]

START = at("2026-12-01 09:45")
HALF = "3/1 \u00d1 x"
Make = Callable[[Session], QWidget]


def read(page: QWidget) -> QWidget:
    page.reload()
    return page


def hold_form(desk: Desk, title: str, *medicines: str) -> tuple[str, Make]:
    made = a_booked_case(desk, START, medicines)

    def make(session: Session) -> QWidget:
        editor = read(HoldEditor(session, made.booking_id))
        [block] = editor.blocks.values()
        [form] = [one.form for one in block.sections if one.form.title == title]
        form.editor = editor
        return form

    return PHYSICIAN, make


def striking(session: Session) -> QWidget:
    form = StrikeForm(session, strike_medicine, lambda *asked: asked)
    form.ask(7, "Eliquis 5 MG")
    return form


def driver(session: Session) -> QWidget:
    editor = DriverEditor(session, 7)
    editor.show_escort(None)
    return editor


def intake_form(desk: Desk) -> tuple[str, Make]:
    patient_id = a_patient(desk)
    return NURSE, lambda session: read(IntakePanel(session, patient_id))


def details(name: str) -> Callable[[Desk], tuple[str, Make]]:
    """A form of the Details tab."""

    def of_tab(desk: Desk) -> tuple[str, Make]:
        patient_id = a_patient(desk)

        def make(session: Session) -> QWidget:
            panel = read(DetailsPanel(session, patient_id))
            form = panel.people.adding if name == "person" else getattr(panel, name)
            form.panel = panel
            return form

        return COORDINATOR, make

    return of_tab


def evaluation(desk: Desk) -> tuple[str, Make]:
    made = an_evaluable_case(desk)
    return PHYSICIAN, lambda session: read(EvaluationPanel(session, made.patient_id))


def booking_form(desk: Desk) -> tuple[str, Make]:
    made = an_approved_case(desk)

    def make(session: Session) -> QWidget:
        waiting = ask(desk, COORDINATOR, to_schedule)
        panel = BookingPanel(session, ask(desk, COORDINATOR, choices), waiting=waiting)
        panel.choose_case(made.case_id)
        return panel

    return COORDINATOR, make


def moving_form(desk: Desk) -> tuple[str, Make]:
    made = a_booked_case(desk, START)
    old = ask(desk, COORDINATOR, booking, made.booking_id)
    offered = ask(desk, COORDINATOR, choices)
    return COORDINATOR, lambda session: BookingPanel(session, offered, moving=old)


def cancelling_form(desk: Desk) -> tuple[str, Make]:
    made = a_booked_case(desk, START)
    shown = ask(desk, COORDINATOR, booking, made.booking_id)
    return COORDINATOR, lambda session: CancelPanel(session, shown)


def correction(desk: Desk) -> tuple[str, Make]:
    patient_id = a_patient(desk)

    def make(session: Session) -> QWidget:
        panel = CorrectPanel(session, patient_id)
        panel.begin()
        return panel

    return COORDINATOR, make


def staff_member(desk: Desk, session: Session) -> QWidget:
    [found] = [one for one in ask(desk, ADMINISTRATOR, staff_list) if one.login == NURSE]
    card = PersonCard(session)
    card.show_person(found)
    return card


def procedure(desk: Desk) -> tuple[str, Make]:
    made = a_booked_case(desk, START, ["Eliquis 5 MG"])
    return PHYSICIAN, lambda session: read(ProcedurePanel(session, made.booking_id))


def same(login: str, make: Make) -> Callable[[Desk], tuple[str, Make]]:
    """A form that needs nothing in the database."""
    return lambda _: (login, make)


def hold(title: str, medicine: str) -> Callable[[Desk], tuple[str, Make]]:
    return lambda desk: hold_form(desk, title, medicine)


FORMS: dict[str, Callable[[Desk], tuple[str, Make]]] = {
    "register": same(COORDINATOR, RegisterPanel),
    "correct": correction,
    "medicine": same(COORDINATOR, lambda session: AddMedicineForm(session, 7)),
    "alert": same(COORDINATOR, lambda session: AlertForm(session, 7)),
    "reach": details("reach"),
    "payer": details("payer"),
    "contact": details("person"),
    "strike": same(NURSE, striking),
    "document": same(COORDINATOR, lambda session: AttachForm(session, 7, lambda: None)),
    "intake": intake_form,
    "evaluation": evaluation,
    "booking": booking_form,
    "move": moving_form,
    "cancel": cancelling_form,
    "driver": same(COORDINATOR, driver),
    "terms": hold("Terms", "Aspirin 81 MG"),
    "dose times": hold("Dose times", "Eliquis 5 MG"),
    "clearance": hold("Clearance", "Eliquis 5 MG"),
    "last dose": hold("Last dose", "Eliquis 5 MG"),
    "creatinine": hold("Creatinine clearance", "Eliquis 5 MG"),
    "INR": hold("INR", "Warfarin 5 MG"),
    "procedure": procedure,
    "people": same(ADMINISTRATOR, PeoplePage),
    "person": lambda desk: (ADMINISTRATOR, partial(staff_member, desk)),
    "lock": same(ADMINISTRATOR, lambda session: read(LockPage(session))),
    "first start": same(
        ADMINISTRATOR, lambda session: FirstStart(session.background, session.drafts)
    ),
}


def form_draft(form: QWidget) -> FormDraft:
    [found] = [value for value in vars(form).values() if isinstance(value, FormDraft)]
    return found


def answered(field: Typeable) -> Any:
    """Something that a person could have left there, and that was not there before."""
    match field.typed():
        case bool() as ticked:
            return not ticked
        case [[_, _, _, _]] as phones:
            return [[HALF, "Work", True, False], *phones]
        case list():
            return [next(iter(getattr(field, "ticks", None) or field._words))]
        case {"decision": _} | {"Restart on": _}:
            return {"Restart on": HALF, "At": "9:6"}
        case dict() as known:
            return {**known, **({"answer": "yes", "lines": HALF} if "lines" in known else {})}
        case None:
            return field._words[-1]
        case str() as word:
            return _another(field, word)
    raise AssertionError(field)


def _another(field: Typeable, word: str) -> str:
    if hasattr(field, "choice"):
        return "declined"
    words = getattr(field, "_words", None) or _items(field)
    return next((one for one in words if one != word), word) if words else HALF


def _items(field: Typeable) -> list[str]:
    control = field.control if isinstance(field, LabelledField) else None
    if not hasattr(control, "itemText"):
        return []
    return [control.itemText(place) for place in range(control.count())]


@pytest.mark.parametrize("name", FORMS)
def test_it_comes_back(qtbot: QtBot, desk: Desk, sign_in: SignIn, store: Drafts, name: str) -> None:
    login, make = FORMS[name](desk)
    session = sign_in(login, store=store)
    before = make(session)
    qtbot.addWidget(before)
    draft = form_draft(before)
    for field in draft._fields:
        put_back_in([field], {field.name: answered(field)})
    typed = typed_in(draft._fields)
    session.drafts.flush()

    session = sign_in(login, store=store)
    loaded: list[bool] = []
    session.drafts.load(lambda: loaded.append(True))
    after = make(session)
    qtbot.addWidget(after)
    draft = form_draft(after)
    assert loaded
    assert (form_name(draft.place) == OTHER) == (name == "first start")
    assert typed_in(draft._fields) == typed
    assert draft.strip.words == "What you typed on Mon, Nov 23, 2026, 8:00 AM is back."
    draft.discard()
    assert typed_in(form_draft(after)._fields) != typed
