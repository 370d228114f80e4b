"""Taking and closing the intake, on both databases; its facts reach the chart once."""

from dataclasses import replace
from datetime import date

from clinicdesk.cases.actions import open_case
from clinicdesk.cases.queries import current_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.desk import Desk
from clinicdesk.evaluations.rules import Decision
from clinicdesk.intake.actions import (
    AcknowledgeFlags,
    SaveIntake,
    acknowledge_red_flags,
    save_intake,
)
from clinicdesk.intake.queries import intake
from clinicdesk.intake.rules import Answer, AnswerState
from clinicdesk.record.queries import chart
from clinicdesk.record.rules import AllergyState, ThinnerAnswer
from tests.builders.clinic import COORDINATOR, NURSE
from tests.builders.gestures import ask, do, refused, told
from tests.builders.patients import (
    a_note,
    a_patient,
    an_evaluable_case,
    answers,
    as_loaded,
    sign_note,
)
from tests.builders.rows import contents
from tests.builders.times import at

GIVEN = AnswerState.ANSWERED


def said(key: str, value: bool | None, state: AnswerState = GIVEN) -> tuple[Answer, ...]:
    """A complete intake in which one question was answered otherwise."""
    return (*(one for one in answers() if one.key != key), Answer(key, state, value))


def test_an_intake_opens_a_case_and_closes_once(desk: Desk):
    patient_id = a_patient(desk)
    assert ask(desk, COORDINATOR, current_case, patient_id) is None
    partly = SaveIntake(patient_id=patient_id, answers=answers()[:3])

    first = do(desk, COORDINATOR, save_intake, partly)
    assert ask(desk, COORDINATOR, current_case, patient_id).status is CaseStatus.INTAKE
    whole = SaveIntake(
        patient_id=patient_id, answers=answers(), lock_version=first.lock_version, close=True
    )
    assert do(desk, COORDINATOR, save_intake, whole).id == first.id

    found = ask(desk, COORDINATOR, intake, patient_id)
    assert found.closed_at == at("2026-11-23 08:00")
    assert {one.key: one for one in found.answers} == {one.key: one for one in answers()}
    assert refused(desk, COORDINATOR, save_intake, whole) == ["intake.closed"]


def test_an_intake_does_not_close_over_a_question_nobody_asked(desk: Desk):
    patient_id = a_patient(desk)
    for key in ("allergies", "blood_thinner", "saddle_numbness"):
        silent = tuple(one for one in answers() if one.key != key)
        unasked = (*silent, Answer(key, AnswerState.NOT_ASKED))
        for given in (silent, unasked):
            request = SaveIntake(patient_id=patient_id, answers=given, close=True)
            assert refused(desk, COORDINATOR, save_intake, request) == ["intake.not_asked"]


RAISED = {
    said("saddle_numbness", True): "intake.red_flag",
    said("leg_weakness_new", None, AnswerState.UNKNOWN): "intake.unclear_flag",
    said("bladder_change", None, AnswerState.DECLINED): "intake.unclear_flag",
}


def test_a_red_flag_waits_for_a_clinician(desk: Desk):
    """RULE-01. A flag raised after the acknowledgement is open again."""
    for flag, code in RAISED.items():
        patient_id = a_patient(desk)
        request = SaveIntake(patient_id=patient_id, answers=flag, close=True)
        assert refused(desk, COORDINATOR, save_intake, request) == [code]
        saved = do(desk, COORDINATOR, save_intake, replace(request, close=False))
        assert len(ask(desk, COORDINATOR, intake, patient_id).open_flags) == 1
        found = ask(desk, COORDINATOR, intake, patient_id)
        seen = AcknowledgeFlags(intake_id=saved.id, flags=found.open_flags)
        assert refused(desk, COORDINATOR, acknowledge_red_flags, seen) == ["desk.not_allowed"]

        do(desk, NURSE, acknowledge_red_flags, seen)

        request = as_loaded(desk, request)
        found = ask(desk, COORDINATOR, intake, patient_id)
        assert (found.open_flags, found.acknowledged_by) == ((), "Noor Haddad")
        both = {one.key: one for one in (*flag, Answer("bowel_change", GIVEN, value=True))}
        later = replace(request, answers=tuple(both.values()))
        assert refused(desk, COORDINATOR, save_intake, later) == ["intake.red_flag"]
        do(desk, COORDINATOR, save_intake, request)


def test_an_older_form_does_not_erase_what_another_person_saved(desk: Desk):
    """RULE-01: nothing but answers changed, at one and the same instant."""
    patient_id = a_patient(desk)
    loaded = do(desk, COORDINATOR, save_intake, SaveIntake(patient_id=patient_id, answers=()))
    older = SaveIntake(
        patient_id=patient_id, answers=answers(), lock_version=loaded.lock_version, close=True
    )
    flag = (Answer("bladder_change", GIVEN, value=True),)
    do(desk, NURSE, save_intake, replace(older, answers=flag, close=False))

    assert refused(desk, COORDINATOR, save_intake, older) == ["desk.conflict"]

    assert ask(desk, NURSE, intake, patient_id).open_flags == ("bladder_change",)
    unaware = replace(older, lock_version=None)
    assert refused(desk, COORDINATOR, save_intake, unaware) == ["desk.conflict"]
    again = as_loaded(desk, older)
    do(desk, COORDINATOR, save_intake, again)


def test_a_clinician_acknowledges_what_was_on_screen(desk: Desk):
    """RULE-01: a flag that came meanwhile stays open."""
    patient_id = a_patient(desk)
    raised = tuple(Answer(key, GIVEN, value=True) for key in ("bladder_change", "saddle_numbness"))
    saved = do(desk, COORDINATOR, save_intake, SaveIntake(patient_id=patient_id, answers=raised))
    seen = AcknowledgeFlags(intake_id=saved.id, flags=("bladder_change",))

    do(desk, NURSE, acknowledge_red_flags, seen)
    assert ask(desk, NURSE, intake, patient_id).open_flags == ("saddle_numbness",)

    do(desk, NURSE, acknowledge_red_flags, replace(seen, flags=("saddle_numbness",)))
    assert ask(desk, NURSE, intake, patient_id).open_flags == ()


def test_answers_the_form_did_not_ask_for(desk: Desk):
    patient_id = a_patient(desk)
    tries = {
        "intake.not_on_the_form": Answer("shoe_size", GIVEN, "42"),
        "intake.answer_does_not_fit": Answer("saddle_numbness", GIVEN, "no"),
    }
    for code, answer in tries.items():
        request = SaveIntake(patient_id=patient_id, answers=(answer,))
        assert refused(desk, COORDINATOR, save_intake, request) == [code]


def test_the_reviewed_facts_reach_the_chart_once(desk: Desk, url: str):
    patient_id = a_patient(desk)
    given = answers(medicines=["Eliquis 5 mg", "Vitamin D"], thinner=True, allergies=["Latex"])
    request = SaveIntake(patient_id=patient_id, answers=given)
    do(desk, COORDINATOR, save_intake, request)
    before = contents(url)

    do(desk, COORDINATOR, save_intake, as_loaded(desk, request))

    found = ask(desk, COORDINATOR, chart, patient_id)
    assert [one.name for one in found.medicines] == ["Eliquis 5 mg", "Vitamin D"]
    assert [one.drug_keys for one in found.thinners] == [("apixaban",)]
    assert found.allergy_state is AllergyState.KNOWN
    assert [one.substance for one in found.allergies] == ["Latex"]
    assert found.takes_thinner is ThinnerAnswer.YES
    after = contents(url)
    assert {name for name in after if after[name] != before[name]} == {"change"}


def test_an_answer_that_contradicts_the_chart_is_refused(desk: Desk):
    patient_id = a_patient(desk)
    taking = answers(medicines=["Coumadin"], thinner=True, allergies=["Latex"])
    do(desk, COORDINATOR, save_intake, SaveIntake(patient_id=patient_id, answers=taking))

    now = as_loaded(desk, SaveIntake(patient_id=patient_id, answers=()))
    denied = replace(now, answers=(Answer("blood_thinner", GIVEN, value=False),))
    assert told(desk, COORDINATOR, save_intake, denied).startswith("Coumadin is on the medicine")
    none = replace(now, answers=(Answer("allergies", GIVEN, ()),))
    assert refused(desk, COORDINATOR, save_intake, none) == ["record.allergies_listed"]
    nothing = replace(now, answers=(Answer("medicines", GIVEN, ()),))
    assert refused(desk, COORDINATOR, save_intake, nothing) == ["record.medicines_listed"]
    assert "Coumadin" in told(desk, COORDINATOR, save_intake, nothing)


def test_nothing_is_taken_down_of_a_patient_who_has_died(desk: Desk, url: str):
    patient_id = a_patient(desk, deceased_on=date(2026, 10, 3))
    before = contents(url)
    request = SaveIntake(patient_id=patient_id, answers=answers())

    assert refused(desk, COORDINATOR, save_intake, request) == ["patients.deceased"]
    assert contents(url) == before


def test_blank_lines_store_nothing(desk: Desk):
    patient_id = a_patient(desk)
    given = (Answer("medicines", GIVEN, ("", "Zocor", " ")), Answer("allergies", GIVEN, (" ",)))

    do(desk, COORDINATOR, save_intake, SaveIntake(patient_id=patient_id, answers=given))

    found = ask(desk, COORDINATOR, chart, patient_id)
    assert [one.name for one in found.medicines] == ["Zocor"]
    assert found.allergy_state is AllergyState.NOT_RECORDED
    stored = {one.key: one for one in ask(desk, COORDINATOR, intake, patient_id).answers}
    assert stored["medicines"].value == ("Zocor",)
    assert stored["allergies"].state is AnswerState.NOT_ASKED


def test_text_that_cannot_be_stored_is_refused_in_words(desk: Desk):
    patient_id = a_patient(desk)
    tries = [("reason_for_visit", f"numb{end}") for end in ("\0", "\ud800")]
    tries += [("medicines", ("Zocor\0",)), ("allergies", ("Latex\udfff",))]
    for key, value in tries:
        request = SaveIntake(patient_id=patient_id, answers=(Answer(key, GIVEN, value),))
        assert refused(desk, COORDINATOR, save_intake, request) == ["text.hidden_character"]
        assert "has a hidden character" in told(desk, COORDINATOR, save_intake, request)


def test_what_is_no_longer_known_is_no_longer_a_no(desk: Desk):
    """RULE-02. What is listed on the chart stays known."""
    for state in (AnswerState.UNKNOWN, AnswerState.DECLINED, AnswerState.NOT_ASKED):
        unsaid = tuple(Answer(key, state) for key in ("blood_thinner", "allergies"))
        denying, naming = a_patient(desk), a_patient(desk)
        listed = answers(medicines=["Coumadin"], thinner=True, allergies=["Latex"])
        for patient_id, given in ((denying, answers()), (naming, listed)):
            request = SaveIntake(patient_id=patient_id, answers=given)
            do(desk, COORDINATOR, save_intake, request)
            later = as_loaded(desk, replace(request, answers=unsaid))
            do(desk, COORDINATOR, save_intake, later)

        found = {one: ask(desk, NURSE, chart, one) for one in (denying, naming)}
        assert found[denying].takes_thinner is ThinnerAnswer.NOT_ASKED
        assert found[denying].allergy_state is AllergyState.NOT_RECORDED
        assert found[naming].takes_thinner is ThinnerAnswer.YES
        assert found[naming].allergy_state is AllergyState.KNOWN


def test_after_a_case_is_over_a_new_one_takes_its_own_intake(desk: Desk):
    made = an_evaluable_case(desk)
    assert refused(desk, COORDINATOR, open_case, made.patient_id) == ["cases.open_already"]
    sign_note(desk, made.case_id, a_note(decision=Decision.NOT_A_CANDIDATE))
    request = SaveIntake(patient_id=made.patient_id, answers=answers(), close=True)
    assert refused(desk, COORDINATOR, save_intake, request) == ["intake.case_over"]

    case_id = do(desk, COORDINATOR, open_case, made.patient_id)

    assert ask(desk, COORDINATOR, intake, made.patient_id) is None
    assert ask(desk, COORDINATOR, chart, made.patient_id).takes_thinner is ThinnerAnswer.NO
    do(desk, COORDINATOR, save_intake, request)
    found = ask(desk, COORDINATOR, current_case, made.patient_id)
    assert (found.id, found.status) == (case_id, CaseStatus.INTAKE)


def test_no_allergies_is_said_and_not_assumed(desk: Desk):
    patient_id = a_patient(desk)
    request = SaveIntake(patient_id=patient_id, answers=answers(), close=True)

    do(desk, COORDINATOR, save_intake, request)

    found = ask(desk, COORDINATOR, chart, patient_id)
    assert (found.allergy_state, found.takes_thinner) == (AllergyState.NONE_KNOWN, ThinnerAnswer.NO)
