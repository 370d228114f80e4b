"""Signing the physician's note, on both databases."""

from dataclasses import replace
from datetime import date

from clinicdesk.cases.queries import current_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.desk import Desk
from clinicdesk.evaluations.actions import sign_evaluation
from clinicdesk.evaluations.queries import signed_note
from clinicdesk.evaluations.rules import Decision, Level, Side
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.intake.rules import Answer, AnswerState
from tests.builders.clinic import COORDINATOR, NURSE, PHYSICIAN, actor, proof
from tests.builders.gestures import ask, do, refused, told
from tests.builders.patients import (
    a_note,
    a_patient,
    a_signature,
    an_evaluable_case,
    answers,
    sign_note,
)
from tests.builders.times import at


def test_a_signed_note_comes_back_word_for_word(desk: Desk):
    made = an_evaluable_case(desk)
    levels = ((Level.L3_L4, Side.LEFT), (Level.L4_L5, Side.BOTH))
    note = a_note(levels=levels, impression="Sténose.\nZweite Zeile.", exception_reason="—")
    signature = a_signature(desk, made.case_id, note)
    assert ask(desk, PHYSICIAN, signed_note, made.case_id) is None

    do(desk, PHYSICIAN, sign_evaluation, signature)

    signed = ask(desk, NURSE, signed_note, made.case_id)
    assert signed is not None
    assert (signed.note, signed.signed_by) == (note, "Dr. N. Okafor")
    assert signed.signed_at == at("2026-11-23 08:00")
    again = refused(desk, PHYSICIAN, sign_evaluation, signature)
    assert again == ["cases.move_not_allowed"]


def test_the_decision_moves_the_case(desk: Desk):
    expected = {
        Decision.CANDIDATE: CaseStatus.APPROVED,
        Decision.MORE_WORK_UP: CaseStatus.MORE_WORK_UP,
        Decision.NOT_A_CANDIDATE: CaseStatus.NOT_A_CANDIDATE,
    }
    found = {}

    for decision in expected:
        made = an_evaluable_case(desk)
        sign_note(desk, made.case_id, a_note(decision=decision))
        found[decision] = ask(desk, COORDINATOR, current_case, made.patient_id).status

    assert found == expected


def test_after_more_work_up_the_next_note_counts(desk: Desk):
    made = an_evaluable_case(desk)
    for decision in (Decision.MORE_WORK_UP, Decision.CANDIDATE):
        sign_note(desk, made.case_id, a_note(decision=decision))

    assert ask(desk, NURSE, signed_note, made.case_id).note.decision is Decision.CANDIDATE


def test_notes_that_are_not_signed(desk: Desk):
    made = an_evaluable_case(desk)
    request = a_signature(desk, made.case_id, a_note())
    both = (Level.L4_L5, Side.BOTH)
    notes = {
        "evaluations.impression_missing": a_note(impression=" "),
        "evaluations.level_missing": a_note(levels=()),
        "evaluations.level_twice": a_note(levels=(both, (Level.L4_L5, Side.LEFT))),
        "evaluations.imaging_missing": a_note(imaging_date=None),
        "evaluations.imaging_in_future": a_note(imaging_date=date(2026, 11, 24)),
        "evaluations.flavum_missing": a_note(flavum_mm=None),
        "evaluations.claudication_not_documented": a_note(claudication=None),
    }

    found = {
        code: refused(desk, PHYSICIAN, sign_evaluation, replace(request, note=note))
        for code, note in notes.items()
    }

    assert found == {code: [code] for code in notes}
    forged = replace(request, proof=proof(actor(desk, NURSE)))
    assert refused(desk, PHYSICIAN, sign_evaluation, forged) == ["staff.wrong_password"]
    assert told(desk, NURSE, sign_evaluation, request).endswith("Ask a physician to do it.")
    assert ask(desk, NURSE, signed_note, made.case_id) is None


def test_nobody_becomes_a_candidate_over_an_open_intake(desk: Desk):
    """RULE-01: an open red flag never ends in a booking."""
    patient_id = a_patient(desk)
    flag = Answer("bladder_change", AnswerState.ANSWERED, value=True)
    flagged = (flag, *(one for one in answers() if one.key != flag.key))
    request = SaveIntake(patient_id=patient_id, answers=flagged)
    do(desk, COORDINATOR, save_intake, request)
    case_id = ask(desk, COORDINATOR, current_case, patient_id).id
    candidate = a_signature(desk, case_id, a_note())

    assert refused(desk, PHYSICIAN, sign_evaluation, candidate) == ["evaluations.intake_open"]

    assert ask(desk, COORDINATOR, current_case, patient_id).status is CaseStatus.INTAKE
    sign_note(desk, case_id, a_note(decision=Decision.MORE_WORK_UP))


def test_the_written_reason_takes_the_place_of_a_criterion(desk: Desk):
    made = an_evaluable_case(desk)
    note = a_note(flavum_mm=None, claudication=None, exception_reason="Outside films, see letter.")

    sign_note(desk, made.case_id, note)

    assert ask(desk, COORDINATOR, current_case, made.patient_id).status is CaseStatus.APPROVED
