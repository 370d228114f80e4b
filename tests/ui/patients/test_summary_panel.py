"""The summary tab: where a patient is on the way, and what the chart knows."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk import messages
from clinicdesk.cases.queries import current_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.desk import Desk
from clinicdesk.evaluations.rules import Decision
from clinicdesk.patients.rules import PayerKind
from clinicdesk.readiness.rules import GateState
from clinicdesk.record.actions import (
    RecordLab,
    SetDoseTimes,
    StrikeMedicine,
    record_lab,
    set_dose_times,
    strike_medicine,
)
from clinicdesk.record.conditions import NewCondition
from clinicdesk.record.queries import chart
from clinicdesk.record.rules import LabKind, ThinnerAnswer
from tests.builders.clinic import NURSE, actor
from tests.builders.conditions import STENOSIS, a_referral
from tests.builders.contacts import has_payer
from tests.builders.gestures import ask, do
from tests.builders.patients import (
    a_booked_case,
    a_note,
    a_patient,
    an_approved_case,
    an_evaluable_case,
    sign_note,
)
from tests.builders.times import at
from tests.screens import keys
from tests.screens.seat import SignIn
from ui.kit.stops import tab_stops
from ui.patients.pathway import Place, place
from ui.patients.summary_panel import SummaryPanel


def opened(qtbot: QtBot, sign_in: SignIn, patient_id: int) -> SummaryPanel:
    panel = SummaryPanel(sign_in(NURSE), patient_id)
    qtbot.addWidget(panel)
    panel.resize(1196, 541)
    panel.show()
    return panel


@pytest.mark.parametrize(
    ("status", "at", "spoken"),
    [
        (None, -1, "Pathway"),
        (CaseStatus.REFERRED, 0, "Pathway, Referred"),
        (CaseStatus.APPROVED, 3, "Pathway, Approved"),
        (CaseStatus.PRE_OP, 5, "Pathway, Procedure"),
        (CaseStatus.MORE_WORK_UP, 2, "Pathway, Evaluated, More work-up"),
        (CaseStatus.NO_SHOW, 4, "Pathway, Scheduled, No-show"),
        (CaseStatus.CANCELLED, -1, "Pathway, Cancelled"),
        (CaseStatus.CLOSED, 9, "Pathway"),
    ],
)
def test_every_status_has_its_place(status: CaseStatus | None, at: int, spoken: str) -> None:
    assert (place(status).at, place(status).spoken()) == (at, spoken)


@pytest.mark.parametrize("status", [*CaseStatus, "none", "deceased"])
def test_every_status_has_a_next_step(status: str) -> None:
    assert messages.known(f"patients.next_{status}")


def test_a_patient_without_a_case(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    panel = opened(qtbot, sign_in, a_patient(desk, phones=()))

    assert panel.line.place == Place(-1)
    assert panel.next_step.text() == "Next: take the intake. It opens a case."
    assert (panel.medicines.text, panel.labs.text) == ("Not recorded", "Not recorded")
    assert panel.reach.text == "Phone not recorded\nLanguage not recorded"
    assert (panel.people.text, panel.payer.text) == ("Nobody is recorded", "Payer not recorded")
    assert panel.next_date.text() == "No date yet."
    assert panel.allergies.text == "Allergies not recorded"


def test_a_case_that_is_over_is_followed_by_a_new_one(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    made = an_evaluable_case(desk)
    panel = opened(qtbot, sign_in, made.patient_id)
    assert not panel.new_case.isVisible()
    assert panel.next_step.text() == "Next: the physician evaluates."
    sign_note(desk, made.case_id, a_note(decision=Decision.NOT_A_CANDIDATE))
    panel.reload()
    assert panel.new_case.isVisible()

    keys.press(panel.new_case)

    assert not panel.new_case.isVisible()
    assert panel.next_step.text() == "Next: take the intake."
    assert ask(desk, NURSE, current_case, made.patient_id).status is CaseStatus.REFERRED


@pytest.mark.parametrize(
    ("press", "answer"), [("yes", ThinnerAnswer.YES), ("no", ThinnerAnswer.NO)]
)
def test_an_open_thinner_question_is_answered_after_the_intake(
    qtbot: QtBot, sign_in: SignIn, desk: Desk, press: str, answer: ThinnerAnswer
) -> None:
    made = an_evaluable_case(desk, ["Eliquis"])
    panel = opened(qtbot, sign_in, made.patient_id)
    assert not panel.thinner.isVisible()
    [listed] = ask(desk, NURSE, chart, made.patient_id).thinners
    do(desk, NURSE, strike_medicine, StrikeMedicine(medication_id=listed.id, reason="misread"))
    panel.reload()
    assert panel.thinner.isVisible()

    keys.press(getattr(panel.thinner, press))

    assert ask(desk, NURSE, chart, made.patient_id).takes_thinner is answer
    assert not panel.thinner.isVisible()


def test_the_thinner_question_waits_for_the_intake(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    panel = opened(qtbot, sign_in, a_patient(desk))

    assert not panel.thinner.isVisible()


def test_what_the_chart_knows(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    made = an_approved_case(desk, ["Eliquis 5 mg", "lisinopril 10 mg"])
    nurse = actor(desk, NURSE)
    [thinner] = desk.read(nurse, chart, made.patient_id).thinners
    twice = SetDoseTimes(medication_ids=(thinner.id,), dose_times=(time(8), time(20)))
    desk.change(nurse, set_dose_times, twice, uuid4())
    lab = RecordLab(
        patient_id=made.patient_id,
        kind=LabKind.CREATININE_CLEARANCE,
        value=Decimal("71.5"),
        taken_at=datetime(2026, 11, 20, 17, tzinfo=UTC),
    )
    desk.change(nurse, record_lab, lab, uuid4())
    panel = opened(qtbot, sign_in, made.patient_id)

    assert panel.line.accessibleName() == "Pathway, Approved"
    assert panel.next_step.text() == "Next: book the procedure."
    assert panel.medicines.text == (
        "Eliquis 5 mg · 8:00 AM, 8:00 PM · blood thinner: apixaban\nlisinopril 10 mg"
    )
    assert panel.allergies.text == "No known allergies"
    assert panel.labs.text == "Creatinine clearance 71.5 mL/min · Fri, Nov 20, 2026, 9:00 AM"
    assert panel.reach.text == "(707) 555-0171\nLanguage not recorded"


def test_what_is_open_leads_to_its_place(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    made = a_booked_case(desk, at("2026-12-08 10:00"), ["Eliquis 5 mg"], language="es")
    has_payer(desk, made.patient_id, PayerKind.MEDICARE)
    panel = opened(qtbot, sign_in, made.patient_id)
    keys.settle(qtbot, panel._session.background)

    assert panel.next_date.text().startswith("Next date: Tue, Dec 8, 2026, 10:00 AM · Procedure")
    assert panel.next_step.text() == "Next: settle what Readiness lists before the procedure."
    assert [*panel.todo.links] == [
        "Blood thinner: not cleared",
        "Interpreter not asked",
        "Emergency contact missing",
        "Medicare study not recorded",
        "Packet: to print, counts from Tue, Dec 1",
        "Driver home: not asked, counts from Sat, Dec 5",
    ]
    assert tab_stops(panel)[: len(panel.todo.links)] == [*panel.todo.links.values()]
    assert "Source: Medicare coverage rule NCD 150.13" in panel.payer.notice.text
    assert panel.reach.notice.text.startswith("Interpreter needed: not asked (Spanish).")
    for words, where in (
        ("Emergency contact missing", ["Details", "people"]),
        ("Blood thinner: not cleared", ["Readiness", ""]),
    ):
        with qtbot.waitSignal(panel.place_wanted) as wanted:
            keys.press(panel.todo.links[words])
        assert wanted.args == where
    with qtbot.waitSignal(panel.place_wanted) as wanted:
        keys.press(panel.payer.edit)
    assert wanted.args == ["Details", "payer"]


def test_what_is_due_is_ready_and_what_comes_next_is_named(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    made = a_booked_case(desk, at("2026-12-08 10:00"))
    panel = opened(qtbot, sign_in, made.patient_id)
    keys.settle(qtbot, panel._session.background)

    assert panel.next_step.text() == (
        "All that Readiness lists by now is ready. Next comes the packet, from Tue, Dec 1, 2026."
    )
    passed = tuple(replace(gate, state=GateState.READY) for gate in panel._ready.gates)
    panel._show_readiness(replace(panel._ready, gates=passed))
    assert panel.next_step.text() == "All that Readiness lists is ready. Next: the procedure."


def test_conditions_are_listed_and_struck_out(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    over = NewCondition(
        name="Stroke", began_on=date(2019, 3, 1), resolved_on=date(2019, 9, 1), source="c2"
    )
    panel = opened(qtbot, sign_in, a_referral(desk, over, STENOSIS))
    keys.settle(qtbot, panel._session.background)
    card = panel.conditions
    assert card.text == (
        "Lumbar spinal stenosis\nStroke · since Mar 1, 2019 · resolved Sep 1, 2019"
    )

    keys.press(card.links[max(card.links)])
    keys.type_into(card.strike.reason, "a namesake's")
    keys.commit(card.strike.reason)

    assert card.struck == "Lumbar spinal stenosis: a namesake's"
    assert card.text.startswith("Stroke")
