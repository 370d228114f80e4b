"""Taking the intake on its tab of the chart."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinicdesk.cases.actions import open_case
from clinicdesk.cases.queries import current_case
from clinicdesk.desk import Desk
from clinicdesk.evaluations.rules import Decision
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.intake.queries import IntakeFacts, form, intake
from clinicdesk.intake.rules import RED_FLAGS, Answer, AnswerState
from clinicdesk.record.actions import (
    AddMedicine,
    StrikeMedicine,
    add_medicine,
    strike_medicine,
)
from clinicdesk.record.queries import Chart, chart
from clinicdesk.record.rules import AllergyState, ThinnerAnswer
from tests.builders.clinic import COORDINATOR, NURSE, PHYSICIAN, actor
from tests.builders.gestures import ask, do
from tests.builders.patients import (
    a_note,
    a_patient,
    an_evaluable_case,
    answers,
    as_loaded,
    sign_note,
)
from tests.screens import checks
from tests.screens.intake import IntakeScreen
from tests.screens.keys import Keys
from tests.screens.seat import SignIn
from ui.intake.intake_panel import IntakePanel
from ui.kit import tokens
from ui.kit.labels import Label

Key = Qt.Key
Open = Callable[..., IntakeScreen]


@pytest.fixture
def opened(qtbot: QtBot, sign_in: SignIn) -> Open:
    def open_panel(patient_id: int, login: str = COORDINATOR, **how: bool) -> IntakeScreen:
        panel = IntakePanel(sign_in(login, **how), patient_id)
        qtbot.addWidget(panel)
        panel.resize(1196, 541)
        panel.show()
        panel.activateWindow()
        qtbot.waitUntil(panel.isActiveWindow)
        return IntakeScreen(qtbot, panel)

    return open_panel


def stored(desk: Desk, patient_id: int) -> IntakeFacts | None:
    return desk.read(actor(desk, NURSE), intake, patient_id)


def given(desk: Desk, patient_id: int) -> dict[str, Answer]:
    """The stored answers by question."""
    facts = stored(desk, patient_id)
    return {answer.key: answer for answer in facts.answers} if facts else {}


def record(desk: Desk, patient_id: int) -> Chart:
    return desk.read(actor(desk, NURSE), chart, patient_id)


def fill(screen: IntakeScreen, *, yes: tuple[str, ...] = ()) -> None:
    """A whole intake, typed in the order of the form."""
    screen.write("reason_for_visit", "Legs go numb after five minutes of walking")
    screen.tick("symptoms", "numbness_tingling", "better_sitting")
    screen.answer_red_flags(yes)
    screen.list("allergies", ["latex: rash"])
    screen.list("medicines", ["Eliquis 5 mg", "lisinopril 10 mg"])
    screen.answer("blood_thinner", value=True)


def test_an_intake_is_completed_by_keyboard(opened: Open, desk: Desk) -> None:
    patient_id = a_patient(desk)
    screen = opened(patient_id)
    fill(screen)
    screen.complete()

    assert screen.problem == ""
    assert screen.is_complete
    answers, facts = given(desk, patient_id), record(desk, patient_id)
    assert answers["reason_for_visit"].value == "Legs go numb after five minutes of walking"
    assert answers["symptoms"].value == ("numbness_tingling", "better_sitting")
    assert {answers[key].value for key in RED_FLAGS} == {False}
    assert facts.allergy_state is AllergyState.KNOWN
    assert [item.substance for item in facts.allergies] == ["latex: rash"]
    assert [item.name for item in facts.medicines] == ["Eliquis 5 mg", "lisinopril 10 mg"]
    assert facts.takes_thinner is ThinnerAnswer.YES


def test_what_nobody_asked_stays_not_asked(opened: Open, desk: Desk) -> None:
    patient_id = a_patient(desk)
    screen = opened(patient_id)
    screen.write("reason_for_visit", "Back pain")
    screen.save()
    answers = given(desk, patient_id)

    assert screen.panel.saved.text() == "Saved 8:00 AM"
    assert answers.pop("reason_for_visit").value == "Back pain"
    assert {answer.state for answer in answers.values()} == {AnswerState.NOT_ASKED}
    assert record(desk, patient_id).allergy_state is AllergyState.NOT_RECORDED
    assert record(desk, patient_id).takes_thinner is ThinnerAnswer.NOT_ASKED


def test_completing_lists_what_was_not_asked_and_keeps_what_was_typed(
    opened: Open, desk: Desk
) -> None:
    patient_id = a_patient(desk)
    screen = opened(patient_id)
    screen.write("reason_for_visit", "Back pain")
    screen.answer("bladder_change", value=False)
    screen.complete()

    assert screen.problem == (
        "Ask about a change in bowel control, numbness between the legs, new or worsening leg"
        " weakness, weakness in both legs, a loss of sexual function, allergies, blood thinners,"
        " or record that the patient declined or does not know."
    )
    assert Keys().focus is screen.panel.summary
    assert screen.panel.form.fields["reason_for_visit"].answer().value == "Back pain"
    assert stored(desk, patient_id) is None

    screen.answer("bowel_change", value=False)
    assert "a loss of sexual function, allergies" in screen.problem
    assert "bowel" not in screen.problem
    for key in RED_FLAGS:
        screen.answer(key, value=False)
    screen.list("allergies", [])
    screen.answer("blood_thinner", value=False)
    assert not screen.panel.summary.isVisible()


@pytest.mark.parametrize(
    ("key", "state", "value"),
    [
        (Key.Key_Y, AnswerState.ANSWERED, True),
        (Key.Key_N, AnswerState.ANSWERED, False),
        (Key.Key_U, AnswerState.UNKNOWN, None),
        (Key.Key_D, AnswerState.DECLINED, None),
        (Key.Key_Delete, AnswerState.NOT_ASKED, None),
        (Key.Key_Left, AnswerState.DECLINED, None),
        (Key.Key_Right, AnswerState.ANSWERED, True),
    ],
)
def test_keys_answer_a_red_flag(
    opened: Open, desk: Desk, key: Qt.Key, state: AnswerState, value: bool | None
) -> None:
    screen, keys = opened(a_patient(desk)), Keys()
    field = screen.panel.form.fields["saddle_numbness"]
    keys.tab_to(field.choice)
    keys.press(key)

    assert field.answer() == Answer("saddle_numbness", state, value)
    assert field.isAncestorOf(keys.focus)


def test_a_red_flag_row_is_one_tab_stop(opened: Open, desk: Desk) -> None:
    screen, keys = opened(a_patient(desk)), Keys()
    fields = screen.panel.form.fields
    keys.tab_to(fields["bladder_change"].choice)
    keys.press(Key.Key_Y)
    keys.press(Key.Key_Tab)

    assert fields["bowel_change"].isAncestorOf(keys.focus)


def test_letters_in_a_text_are_letters(opened: Open, desk: Desk) -> None:
    screen = opened(a_patient(desk))
    screen.write("reason_for_visit", "yes and no, undecided")

    assert screen.panel.form.fields["reason_for_visit"].answer().value == "yes and no, undecided"


def test_a_red_flag_stops_the_front_desk(opened: Open, desk: Desk) -> None:
    patient_id = a_patient(desk)
    screen = opened(patient_id)
    assert screen.alarm == ""
    fill(screen, yes=("bladder_change",))

    assert screen.alarm == (
        "Arrange a same-day emergency evaluation.\n"
        "The patient reports a change in bladder control.\n"
        "Ask a nurse or physician to open this intake and acknowledge it."
        " Until then it cannot be completed."
    )
    assert not screen.panel.box.seen.isVisible()
    screen.complete()
    assert "same-day emergency evaluation" in screen.problem
    assert not screen.is_complete
    screen.answer("bladder_change", value=False)
    assert screen.alarm == ""


@pytest.mark.parametrize(("login", "name"), [(NURSE, "Noor Haddad"), (PHYSICIAN, "Dr. N. Okafor")])
def test_a_clinician_acknowledges_and_completes(
    opened: Open, desk: Desk, login: str, name: str
) -> None:
    patient_id = a_patient(desk)
    screen = opened(patient_id, login)
    fill(screen, yes=("leg_weakness_new", "saddle_numbness"))
    screen.complete()
    assert not screen.is_complete
    screen.acknowledge()
    assert screen.alarm.endswith(f"\nSeen by {name}, Mon, Nov 23, 2026, 8:00 AM.")
    screen.complete()

    assert screen.is_complete
    assert "numbness between the legs, new or worsening leg weakness" in screen.alarm


def test_a_flag_raised_later_is_open_again(opened: Open, desk: Desk) -> None:
    screen = opened(a_patient(desk), NURSE)
    fill(screen, yes=("leg_weakness_new",))
    screen.acknowledge()
    screen.answer("bowel_change", value=True)

    assert "Seen by" not in screen.alarm
    screen.complete()
    assert not screen.is_complete


def test_an_unknown_red_flag_waits_for_a_clinician_too(opened: Open, desk: Desk) -> None:
    screen = opened(a_patient(desk), NURSE)
    fill(screen)
    screen.answer("saddle_numbness", value=None)
    assert screen.alarm == (
        "A clinician looks at these answers before the intake is completed.\n"
        "It is not known whether the patient has numbness between the legs."
    )
    screen.acknowledge()
    screen.complete()

    assert screen.is_complete


@pytest.mark.parametrize(
    ("lines", "echo"),
    [
        (["lisinopril 10 mg"], ""),
        (["coumadin"], "Blood thinner: warfarin (Coumadin)"),
        (
            ["Plavix", "Clopidogrel 75 MG Oral Tablet", "apixaban"],
            "Blood thinner: clopidogrel (Plavix), apixaban (Eliquis)",
        ),
    ],
)
def test_blood_thinners_are_recognised_while_typing(
    opened: Open, desk: Desk, lines: list[str], echo: str
) -> None:
    screen = opened(a_patient(desk))
    screen.list("medicines", lines)

    assert screen.panel.form.fields["medicines"].area.note == echo


def test_a_contradiction_is_refused_and_nothing_is_lost(opened: Open, desk: Desk) -> None:
    patient_id = a_patient(desk)
    screen = opened(patient_id)
    fill(screen)
    screen.answer("blood_thinner", value=False)
    screen.complete()

    assert screen.problem == (
        "Eliquis 5 mg is on the medicine list. Answer Yes, take it off the list,"
        " or have a nurse or physician strike it out on the Summary tab."
    )
    assert screen.panel.form.fields["medicines"].lines() == ("Eliquis 5 mg", "lisinopril 10 mg")
    assert stored(desk, patient_id) is None


def test_what_the_chart_lists_stands_above_the_question(opened: Open, desk: Desk) -> None:
    patient_id = a_patient(desk)
    do(desk, NURSE, add_medicine, AddMedicine(patient_id=patient_id, name="Warfarin 5 MG"))
    screen, keys = opened(patient_id), Keys()
    field = screen.panel.form.fields["medicines"]
    assert field.charted.isVisible()
    assert field.charted.text() == "On the chart: Warfarin 5 MG"
    assert not screen.panel.form.fields["allergies"].charted.isVisible()

    screen.list("medicines", [])
    screen.save()
    assert screen.problem.startswith("The chart lists Warfarin 5 MG. Choose Listed, or have")
    keys.tab_to(field.choice)
    keys.press(Key.Key_Y)
    assert screen.problem == ""
    screen.save()

    assert screen.problem == ""
    assert given(desk, patient_id)["medicines"].value == ("Warfarin 5 MG",)
    assert [item.name for item in record(desk, patient_id).medicines] == ["Warfarin 5 MG"]


def test_what_was_struck_out_is_not_said_again_unasked(opened: Open, desk: Desk) -> None:
    patient_id = a_patient(desk)
    said = answers(medicines=["Plavix", "Zocor"], thinner=None)
    taken = SaveIntake(patient_id=patient_id, answers=said)
    do(desk, COORDINATOR, save_intake, taken)
    plavix = record(desk, patient_id).medicines[0]
    strike = StrikeMedicine(medication_id=plavix.id, reason="the husband's")
    do(desk, NURSE, strike_medicine, strike)

    screen = opened(patient_id)
    assert screen.panel.form.fields["medicines"].lines() == ("Zocor",)
    screen.save()

    assert [item.name for item in record(desk, patient_id).medicines] == ["Zocor"]


def test_known_without_a_line_is_half_an_answer(opened: Open, desk: Desk) -> None:
    patient_id = a_patient(desk)
    screen, keys = opened(patient_id), Keys()
    keys.tab_to(screen.panel.form.fields["allergies"].choice)
    keys.press(Key.Key_Y)
    screen.save()

    assert screen.problem == "Allergies: write at least one line, or choose another answer."
    assert screen.panel.form.fields["allergies"].area.error == screen.problem
    assert stored(desk, patient_id) is None
    keys.tab_to(screen.panel.form.fields["allergies"].choice)
    keys.press(Key.Key_U)
    assert screen.problem == screen.panel.form.fields["allergies"].area.error == ""


def test_no_known_allergies_hides_the_list(opened: Open, desk: Desk) -> None:
    patient_id = a_patient(desk)
    screen = opened(patient_id)
    screen.list("allergies", [])
    screen.save()

    assert not screen.panel.form.fields["allergies"].area.isVisible()
    assert record(desk, patient_id).allergy_state is AllergyState.NONE_KNOWN


def test_typing_goes_on_while_others_save(opened: Open, desk: Desk) -> None:
    patient_id = a_patient(desk)
    nurse, coordinator = opened(patient_id, NURSE), opened(patient_id)
    coordinator.write("reason_for_visit", "Leg pain")
    coordinator.save()
    nurse.panel.form.fields["reason_for_visit"].area.input.setPlainText("Numb legs")
    nurse.panel.reload()

    assert nurse.panel.form.fields["reason_for_visit"].answer().value == "Numb legs"


def test_another_persons_answers_are_not_overwritten(opened: Open, desk: Desk) -> None:
    patient_id = a_patient(desk)
    coordinator = opened(patient_id)
    coordinator.save()
    coordinator.write("reason_for_visit", "Leg pain")
    flag = Answer("bladder_change", AnswerState.ANSWERED, value=True)
    other = as_loaded(desk, SaveIntake(patient_id=patient_id, answers=(flag,)))
    do(desk, NURSE, save_intake, other)
    coordinator.panel.reload()
    coordinator.save()

    assert coordinator.panel.conflict.sentence == (
        "Noor Haddad saved this too (Mon, Nov 23, 2026, 8:00 AM). "
        "Choose what counts, then save again."
    )
    # What nobody touched here becomes theirs, and the alarm with it; what was typed here stays.
    assert [*coordinator.panel.conflict.rows] == ["bladder_change"]
    asked = coordinator.panel.form.fields["bladder_change"].question.ask
    assert asked in {label.text() for label in coordinator.panel.conflict.findChildren(Label)}
    assert "bladder control" in coordinator.alarm
    assert coordinator.panel.form.fields["reason_for_visit"].answer().value == "Leg pain"
    coordinator.save()
    assert coordinator.panel.conflict.sentence == ""
    answers = given(desk, patient_id)
    assert coordinator.problem == ""
    assert (answers["bladder_change"].value, answers["reason_for_visit"].value) == (
        True,
        "Leg pain",
    )


def test_a_flag_that_came_meanwhile_is_not_acknowledged_unseen(opened: Open, desk: Desk) -> None:
    patient_id = a_patient(desk)
    nurse = opened(patient_id, NURSE)
    nurse.answer("bladder_change", value=True)
    nurse.save()
    flags = tuple(Answer(key, AnswerState.ANSWERED, value=True) for key in RED_FLAGS)
    other = SaveIntake(patient_id=patient_id, answers=flags)
    do(desk, COORDINATOR, save_intake, as_loaded(desk, other))
    nurse.panel.box.seen.click()

    assert nurse.panel.conflict.sentence.startswith("Dana Mills saved this too")
    assert stored(desk, patient_id).acknowledged_by == ""


def test_a_new_case_begins_with_an_empty_form(opened: Open, desk: Desk) -> None:
    patient_id = a_patient(desk)
    screen = opened(patient_id)
    fill(screen)
    screen.complete()
    case_id = ask(desk, COORDINATOR, current_case, patient_id).id
    sign_note(desk, case_id, a_note(decision=Decision.NOT_A_CANDIDATE))
    do(desk, COORDINATOR, open_case, patient_id)
    screen.panel.reload()

    assert not screen.is_complete
    states = {answer.state for answer in screen.panel.form.answers()}
    assert states == {AnswerState.NOT_ASKED}
    screen.answer_red_flags()
    screen.save()
    assert screen.problem == ""


@pytest.mark.parametrize("width", [1196, 900])
def test_questions_side_by_side_begin_at_the_top(opened: Open, desk: Desk, width: int) -> None:
    screen = opened(a_patient(desk))
    screen.panel.resize(width, 541)
    screen.list("medicines", ["Eliquis 5 mg"])
    screen.list("allergies", [])
    field = screen.panel.form.fields["allergies"]
    field.setFixedHeight(300)
    screen.panel.grab()
    asked = field.findChild(Label)

    assert field.choice.y() == asked.geometry().bottom() + 1 + tokens.SPACE_S
    assert asked.y() == 0
    assert asked.height() == asked.heightForWidth(asked.width())


def test_a_saved_intake_is_there_again(opened: Open, desk: Desk) -> None:
    patient_id = a_patient(desk)
    first = opened(patient_id)
    fill(first, yes=("bladder_change",))
    first.save()
    second = opened(patient_id, NURSE)

    assert second.panel.form.answers() == first.panel.form.answers()
    assert "bladder control" in second.alarm


def test_a_completed_intake_is_read_only(opened: Open, desk: Desk) -> None:
    patient_id = an_evaluable_case(desk, ["<b>Eliquis</b>", "lisinopril"]).patient_id
    screen = opened(patient_id)
    lines = {key: label.text() for key, label in screen.panel.closed.lines.items()}

    assert screen.is_complete
    assert screen.panel.closed.completed == "Completed Mon, Nov 23, 2026, 8:00 AM"
    assert lines.keys() == {question.key for question in form().questions}
    assert lines["symptoms"] == "Not asked"
    assert lines["saddle_numbness"] == "No"
    assert lines["allergies"] == "None known"
    assert lines["medicines"] == "<b>Eliquis</b>\nlisinopril"
    assert lines["blood_thinner"] == "Yes"
    assert checks.tab_stops(screen.panel) == []
    assert checks.rich_labels(screen.panel) == []


def test_the_form_can_be_worked_without_a_mouse(opened: Open, desk: Desk) -> None:
    screen = opened(a_patient(desk), NURSE)
    screen.answer("bladder_change", value=True)
    screen.complete()
    panel = screen.panel
    stops = checks.tab_cycle(panel)
    order = [
        stops.index(next(s for s in stops if field.isAncestorOf(s))) for field in fields(panel)
    ]

    assert checks.unnamed(panel) == []
    assert checks.too_small(panel) == []
    assert checks.rich_labels(panel) == []
    assert set(stops) == set(checks.tab_stops(panel))
    start = order.index(min(order))
    assert order[start:] + order[:start] == sorted(order)


def fields(panel: IntakePanel) -> list:
    return list(panel.form.fields.values())


def test_an_intake_is_saved_from_the_other_thread(qtbot: QtBot, opened: Open, desk: Desk) -> None:
    patient_id = a_patient(desk)
    screen = opened(patient_id, NURSE, threads=True)
    fill(screen, yes=("bladder_change",))
    screen.acknowledge()
    screen.complete()
    screen.wait_until_complete()

    assert given(desk, patient_id)["bladder_change"].value is True
