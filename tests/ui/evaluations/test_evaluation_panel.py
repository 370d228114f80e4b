"""Writing, signing and reading the evaluation on its tab of the chart."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from clinicdesk.cases.queries import current_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.desk import Desk
from clinicdesk.evaluations.queries import SignedNote, signed_note
from clinicdesk.evaluations.rules import Decision, Level, Modality, Note, Side
from clinicdesk.history import Change
from tests.builders.clinic import COORDINATOR, NURSE, PASSWORD, PHYSICIAN, actor
from tests.builders.patients import Made, a_patient, an_approved_case, an_evaluable_case
from tests.screens import checks
from tests.screens.evaluation import EvaluationScreen
from tests.screens.keys import Keys
from tests.screens.seat import SignIn
from ui.evaluations.evaluation_panel import EvaluationPanel

Key = Qt.Key
Open = Callable[..., EvaluationScreen]


@pytest.fixture
def opened(qtbot: QtBot, sign_in: SignIn) -> Open:
    def open_panel(patient_id: int, login: str = PHYSICIAN, **how: bool) -> EvaluationScreen:
        panel = EvaluationPanel(sign_in(login, **how), patient_id)
        qtbot.addWidget(panel)
        panel.resize(1196, 541)
        panel.show()
        panel.activateWindow()
        qtbot.waitUntil(panel.isActiveWindow)
        return EvaluationScreen(qtbot, panel)

    return open_panel


def signed(desk: Desk, made: Made) -> SignedNote | None:
    return desk.read(actor(desk, NURSE), signed_note, made.case_id)


def status(desk: Desk, made: Made) -> CaseStatus:
    case = desk.read(actor(desk, NURSE), current_case, made.patient_id)
    assert case is not None
    return case.status


def signatures(desk: Desk) -> int:
    """How often a note was signed."""
    with desk._engine.connect() as connection:
        chosen = select(func.count()).where(Change.action == "evaluations.sign_evaluation")
        return connection.scalar(chosen)


def test_a_candidate_is_written_and_signed_by_keyboard(opened: Open, desk: Desk) -> None:
    made = an_evaluable_case(desk)
    screen = opened(made.patient_id)
    screen.write_candidate()
    screen.press_sign()
    assert Keys().focus is screen.panel.bar.verify.read_back
    Keys().press(Key.Key_Space)
    assert Keys().focus is screen.panel.bar.password.input
    screen.sign(PASSWORD)

    note = signed(desk, made)
    assert note
    assert note.note == Note(
        levels=((Level.L4_L5, Side.BOTH),),
        modality=Modality.MRI,
        imaging_date=date(2026, 11, 2),
        flavum_mm=Decimal("4.6"),
        claudication=True,
        impression="Lumbar stenosis with neurogenic claudication.",
        decision=Decision.CANDIDATE,
    )
    assert note.signed_by == "Dr. N. Okafor"
    assert status(desk, made) is CaseStatus.APPROVED
    assert screen.is_signed


def test_the_list_fills_while_the_physician_writes(opened: Open, desk: Desk) -> None:
    screen = opened(an_evaluable_case(desk).patient_id)
    assert set(screen.criteria) == {
        "Neurogenic claudication: Not recorded",
        "Ligamentum flavum of 2.5 mm or more: Not recorded",
        "Imaging of the last 12 months: Not recorded",
        "Level to treat: Not recorded",
    }
    assert screen.panel.bar.open_items == "6 items open before you can sign"
    screen.claudication("no")
    screen.imaging(Modality.CT, "11/5/2026")
    screen.flavum("2.1")
    screen.level(Level.L3_L4, Side.LEFT)

    assert screen.criteria == (
        "Neurogenic claudication: Not met",
        "Ligamentum flavum of 2.5 mm or more: Not met · 2.1 mm",
        "Imaging of the last 12 months: Met · CT Nov 5, 2026",
        "Level to treat: Met · L3–L4 left",
    )
    form = screen.panel.form
    Keys().press(Key.Key_Tab)
    assert form.taken.note == "Thu, Nov 5, 2026 · 18 days ago"
    assert form.flavum.note == "Below the clinic's cut-off, 2.5 mm"


def test_signing_says_what_is_open_and_loses_nothing(opened: Open, desk: Desk) -> None:
    made = an_evaluable_case(desk)
    screen = opened(made.patient_id)
    screen.impression("Stenosis at two levels")
    screen.imaging(Modality.MRI, "soon")
    screen.level(Level.L3_L4, None)
    screen.press_sign()

    assert screen.panel.bar.summary.sentences == (
        "Study date needs a date like Jan 12, 2027 or 1/12/2027.",
        "L3–L4: choose left, right or both.",
        "Record the imaging, MRI or CT, and its date.",
        "Measure the ligamentum flavum, at least 2.5 mm, or write the reason for the exception.",
        "Document neurogenic claudication, or write the reason for the exception.",
        "Decide: candidate, more work-up, or not a candidate.",
    )
    assert Keys().focus is screen.panel.bar.summary
    assert screen.panel.form.taken.error == screen.panel.bar.summary.sentences[0]
    assert screen.panel.form.taken.input.text() == "soon"
    assert screen.panel.form.impression.value() == "Stenosis at two levels"
    assert not screen.panel.bar.asks
    assert signed(desk, made) is None


def test_an_item_goes_as_soon_as_it_is_settled(opened: Open, desk: Desk) -> None:
    screen = opened(an_evaluable_case(desk).patient_id)
    screen.impression("Stenosis")
    screen.press_sign()
    summary = screen.panel.bar.summary
    assert len(summary.sentences) == 5
    screen.claudication("yes")

    assert screen.panel.bar.open_items == "4 items open before you can sign"
    assert len(summary.sentences) == 4
    shown = [label.text() for label in summary.findChildren(QLabel) if label.isVisible()]
    assert [text for text in shown if text] == list(summary.sentences)
    screen.decide(Decision.NOT_A_CANDIDATE)
    assert not summary.isVisible()


def test_an_exception_needs_its_reason(opened: Open, desk: Desk) -> None:
    made = an_evaluable_case(desk)
    screen = opened(made.patient_id)
    assert not screen.panel.form.exception.isVisible()
    screen.write_candidate()
    screen.flavum("2.1")
    assert screen.panel.form.exception.isVisible()
    screen.press_sign()
    assert screen.problem == (
        "The ligamentum flavum is 2.1 mm thick, below 2.5 mm. Write the reason for the exception."
    )
    screen.exception("Measured oblique; thick to the eye")
    screen.sign(PASSWORD)

    note = signed(desk, made)
    assert note
    assert note.note.exception_reason == "Measured oblique; thick to the eye"
    assert "Reason for the exception: Measured oblique" in screen.panel.signed.text


def test_a_reason_that_is_not_needed_is_not_signed(opened: Open, desk: Desk) -> None:
    made = an_evaluable_case(desk)
    screen = opened(made.patient_id)
    screen.write_candidate()
    screen.flavum("2.1")
    screen.exception("Thick to the eye")
    screen.flavum("3")
    screen.sign(PASSWORD)

    note = signed(desk, made)
    assert note
    assert note.note.exception_reason == ""


@pytest.mark.parametrize(
    ("decision", "outcome"),
    [
        (Decision.MORE_WORK_UP, CaseStatus.MORE_WORK_UP),
        (Decision.NOT_A_CANDIDATE, CaseStatus.NOT_A_CANDIDATE),
    ],
)
def test_who_is_no_candidate_needs_only_an_impression(
    opened: Open, desk: Desk, decision: Decision, outcome: CaseStatus
) -> None:
    made = an_evaluable_case(desk)
    screen = opened(made.patient_id)
    screen.impression("Pain of the hip")
    screen.decide(decision)
    assert screen.panel.bar.open_items == ""
    screen.sign(PASSWORD)

    assert status(desk, made) is outcome


def test_a_wrong_password_keeps_everything(opened: Open, desk: Desk) -> None:
    made = an_evaluable_case(desk)
    screen = opened(made.patient_id)
    screen.write_candidate()
    written = screen.panel.form.note()
    screen.sign("wrong horse battery")

    assert screen.problem == "That is not your password or PIN. Type it again; all else is kept."
    assert Keys().focus is screen.panel.bar.password.input
    assert screen.panel.form.note() == written
    assert signed(desk, made) is None
    screen.sign(PASSWORD)
    assert screen.is_signed


def test_the_signature_says_for_whom(opened: Open, desk: Desk) -> None:
    made = an_evaluable_case(desk, birth_date=date(1951, 3, 14))
    screen = opened(made.patient_id)
    screen.write_candidate()
    screen.press_sign()

    assert screen.panel.bar.verify.words == (
        "MARTINEZ, Rosa · Born Mar 14, 1951 (75 y) · MRN 102-9818 · MILD evaluation"
    )


def test_a_password_alone_does_not_sign(opened: Open, desk: Desk) -> None:
    made = an_evaluable_case(desk)
    screen = opened(made.patient_id)
    screen.write_candidate()
    screen.press_sign()
    Keys().tab_to(screen.panel.bar.password)
    Keys().retype(PASSWORD)
    screen.press_sign()
    assert screen.panel.bar.verify.problem.startswith("Ask for name and birth date")
    assert signed(desk, made) is None
    Keys().press(Key.Key_Space)

    assert screen.is_signed


def test_signing_twice_signs_once(qtbot: QtBot, opened: Open, desk: Desk) -> None:
    made = an_evaluable_case(desk)
    screen = opened(made.patient_id, threads=True)
    qtbot.waitUntil(lambda: screen.may_write)
    screen.impression("Pain of the hip")
    screen.decide(Decision.MORE_WORK_UP)
    screen.sign(PASSWORD)
    screen.press_sign()
    screen.wait_until_signed()
    qtbot.waitUntil(lambda: screen.panel._session.background.pending == 0)

    assert signatures(desk) == 1


def test_a_signed_note_is_read_only(opened: Open, desk: Desk) -> None:
    screen = opened(an_approved_case(desk).patient_id)

    assert screen.panel.signed.signature == "Dr. N. Okafor · Mon, Nov 23, 2026, 8:00 AM"
    assert screen.panel.signed.text == (
        "Decision: Candidate\n"
        "Levels: L4–L5 both sides\n"
        "Neurogenic claudication: Yes\n"
        "Imaging: MRI Nov 2, 2026\n"
        "Ligamentum flavum: 4.6 mm\n"
        "Impression: Lumbar stenosis with neurogenic claudication."
    )
    assert not screen.may_write
    assert checks.tab_stops(screen.panel) == []
    assert checks.rich_labels(screen.panel) == []


def test_after_more_work_up_the_physician_evaluates_again(opened: Open, desk: Desk) -> None:
    made = an_evaluable_case(desk)
    screen = opened(made.patient_id)
    screen.impression("Flexion and extension films first")
    screen.decide(Decision.MORE_WORK_UP)
    screen.sign(PASSWORD)
    assert screen.is_signed

    again = opened(made.patient_id)
    assert "films first" in again.panel.signed.text
    Keys().tab_to(again.panel.signed.again)
    Keys().press(Key.Key_Space)
    again.write_candidate()
    again.sign(PASSWORD)
    assert status(desk, made) is CaseStatus.APPROVED
    assert again.is_signed


@pytest.mark.parametrize(
    ("login", "sentence"),
    [
        (NURSE, "Not signed yet. A physician writes and signs the evaluation here."),
        (COORDINATOR, "Nurses and physicians read the evaluation here. Ask one of them about it."),
    ],
)
def test_who_may_not_sign_is_told_who_can(
    opened: Open, desk: Desk, login: str, sentence: str
) -> None:
    screen = opened(an_evaluable_case(desk).patient_id, login)

    assert screen.sentence == sentence
    assert not screen.may_write


def test_a_nurse_reads_and_the_front_desk_does_not(opened: Open, desk: Desk) -> None:
    patient_id = an_approved_case(desk).patient_id

    assert opened(patient_id, NURSE).is_signed
    front_desk = opened(patient_id, COORDINATOR)
    assert not front_desk.is_signed
    assert front_desk.panel.signed.text == ""


def test_the_intake_comes_first(opened: Open, desk: Desk) -> None:
    assert opened(a_patient(desk)).sentence == (
        "Take the intake first; then a physician writes the evaluation."
    )


def test_what_is_typed_stays_when_the_chart_changes(opened: Open, desk: Desk) -> None:
    made = an_evaluable_case(desk)
    screen = opened(made.patient_id)
    screen.impression("<b>x</b> Nguyen")
    screen.panel.reload()

    assert screen.may_write
    assert screen.panel.form.impression.value() == "<b>x</b> Nguyen"


def test_the_form_can_be_worked_without_a_mouse(opened: Open, desk: Desk) -> None:
    screen = opened(an_evaluable_case(desk).patient_id)
    screen.write_candidate()
    screen.flavum("2.1")
    screen.exception("Thick to the eye")
    screen.press_sign()
    panel, form = screen.panel, screen.panel.form
    stops = checks.tab_cycle(panel)
    expected = (
        form.claudication,
        form.study,
        form.taken,
        form.flavum,
        form.levels.levels,
        form.levels.sides[Level.L4_L5],
        form.impression,
        form.decision,
        form.exception,
        panel.bar.password,
        panel.bar.sign,
    )
    order = [
        next(at for at, stop in enumerate(stops) if part is stop or part.isAncestorOf(stop))
        for part in expected
    ]
    start = order.index(min(order))

    assert checks.unnamed(panel) == []
    assert checks.too_small(panel) == []
    assert checks.rich_labels(panel) == []
    assert set(stops) == set(checks.tab_stops(panel))
    assert order[start:] + order[:start] == sorted(order)


def test_an_evaluation_is_signed_off_the_gui_thread(qtbot: QtBot, opened: Open, desk: Desk) -> None:
    made = an_evaluable_case(desk)
    screen = opened(made.patient_id, threads=True)
    qtbot.waitUntil(lambda: screen.may_write)
    screen.write_candidate()
    screen.sign(PASSWORD)
    screen.wait_until_signed()
    qtbot.waitUntil(lambda: screen.panel._session.background.pending == 0)

    assert status(desk, made) is CaseStatus.APPROVED
