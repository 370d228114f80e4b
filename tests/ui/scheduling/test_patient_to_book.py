"""What whoever books sees of the patient first: alerts, the interpreter, the payer."""

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.patients.queries import patient
from clinicdesk.patients.rules import PayerKind
from tests.builders.clinic import COORDINATOR
from tests.builders.contacts import has_alert, has_payer
from tests.builders.gestures import ask
from tests.builders.patients import a_patient
from tests.screens import keys
from tests.screens.seat import SignIn
from ui.kit.labels import Label
from ui.scheduling.patient_to_book import PatientToBook


@pytest.mark.parametrize(
    ("language", "payer", "language_said", "coverage_said", "payer_said"),
    [
        ("", None, "", "", True),
        ("en", PayerKind.COMMERCIAL, "", "", False),
        (
            "es",
            PayerKind.MEDICARE,
            "Interpreter needed: not asked (Spanish).",
            "Medicare covers this procedure only within an approved clinical study.",
            False,
        ),
    ],
)
def test_what_is_seen_before_booking(
    qtbot: QtBot,
    sign_in: SignIn,
    desk: Desk,
    language: str,
    payer: PayerKind | None,
    language_said: str,
    coverage_said: str,
    payer_said: bool,
) -> None:
    """RULE-07, RULE-14; an alert that is for the chart alone stays there."""
    patient_id = a_patient(desk, language=language)
    has_alert(desk, patient_id, "Hard of hearing", at_booking=True)
    has_alert(desk, patient_id, "Latex-free room")
    if payer:
        has_payer(desk, patient_id, payer)
    session = sign_in(COORDINATOR)
    shown = PatientToBook(session, ask(desk, COORDINATOR, patient, patient_id))
    keys.show(qtbot, shown, 350, 400)
    keys.settle(qtbot, session.background)

    assert shown.alerts.text == "Hard of hearing"
    assert shown.language.text == language_said
    assert shown.coverage.text.startswith(coverage_said)
    assert shown.coverage.isVisible() is bool(coverage_said)
    said = [label.text() for label in shown.findChildren(Label) if label.isVisible()]
    assert ("Payer not recorded" in said) is payer_said
