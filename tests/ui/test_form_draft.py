"""What is typed in a form: kept, brought back, discarded, undone, and forgotten once saved."""

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.drafts import Draft, Drafts, Place, Whose
from clinicdesk.errors import Reason, Refused
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.intake.queries import intake
from tests.builders.clinic import COORDINATOR, NURSE
from tests.builders.gestures import ask, do
from tests.builders.patients import a_patient, answers, as_loaded
from tests.conftest import Clock
from tests.screens.seat import SignIn, desk, sign_in, store
from ui.form_draft import FormDraft
from ui.intake.intake_panel import IntakePanel
from ui.kit.forms import TextField
from ui.kit.stops import beginning
from ui.patients.register_panel import RegisterPanel
from ui.session import Session

__all__ = ["desk", "sign_in", "store"]

TYPED = "What you typed on Mon, Nov 23, 2026, 8:00 AM is back."
CHANGED = "The record was changed since: saving shows what differs."
Open = Callable[..., RegisterPanel]


@pytest.fixture
def open_panel(qtbot: QtBot, sign_in: SignIn, store: Drafts) -> Open:
    """Opens the registration as after a start of the program, or in a session that goes on."""

    def open_it(session: Session | None = None) -> RegisterPanel:
        session = session or started(sign_in, store)
        panel = RegisterPanel(session)
        qtbot.addWidget(panel)
        panel.show()
        return panel

    return open_it


def started(sign_in: SignIn, store: Drafts, login: str = COORDINATOR) -> Session:
    session = sign_in(login, store=store)
    session.drafts.load(lambda: None)
    return session


def half_typed(qtbot: QtBot, panel: RegisterPanel) -> RegisterPanel:
    qtbot.keyClicks(panel.family.input, "Martin")
    qtbot.keyClicks(panel.born.input, "3/14/5")
    return panel


def on_disk(store: Drafts, session: Session) -> list[str]:
    """The family names that are kept and count."""
    drafts = store.of(Whose("the test clinic", session.actor.id))
    return [one.typed["Family name"] for one in drafts if one.discarded_at is None]


def test_half_a_registration_comes_back(qtbot: QtBot, open_panel: Open, clock: Clock) -> None:
    half_typed(qtbot, open_panel())._session.drafts.flush()
    clock.advance(hours=3)
    panel = open_panel()

    assert (panel.family.value(), panel.born.input.text()) == ("Martin", "3/14/5")
    assert panel._draft.strip.words == TYPED
    assert panel._draft.strip.isVisible()


def test_work_begins_in_the_fields_and_not_at_throwing_them_away(
    qtbot: QtBot, desk: Desk, sign_in: SignIn, store: Drafts
) -> None:
    patient_id = a_patient(desk)
    first = reading(qtbot, IntakePanel(started(sign_in, store, NURSE), patient_id))
    qtbot.keyClicks(first.form.fields["reason_for_visit"].area.input, "Numb")
    first._session.drafts.flush()
    panel = reading(qtbot, IntakePanel(started(sign_in, store, NURSE), patient_id))

    assert panel._draft.strip.isVisible()
    assert panel.form.isAncestorOf(beginning(panel))


@pytest.mark.parametrize("again", ["Okafor", ""])
def test_once_all_is_typed_over_nothing_is_said_to_be_back(
    qtbot: QtBot, open_panel: Open, again: str
) -> None:
    half_typed(qtbot, open_panel())._session.drafts.flush()
    panel = open_panel()
    panel.family.control.selectAll()
    qtbot.keyClicks(panel.family.input, again or "\b")
    assert panel._draft.strip.words == TYPED, "the birth date still came back"
    panel.born.control.selectAll()
    qtbot.keyClicks(panel.born.input, "1" if again else "\b")

    assert panel._draft.strip.words == ""


def test_nothing_typed_is_nothing_kept(qtbot: QtBot, open_panel: Open, store: Drafts) -> None:
    panel = half_typed(qtbot, open_panel())
    panel._session.drafts.flush()
    for field in (panel.family, panel.born):
        field.control.selectAll()
        qtbot.keyClick(field.control, "\b")
    panel._session.drafts.flush()

    assert on_disk(store, panel._session) == []
    assert open_panel()._draft.strip.words == ""


def test_what_leaves_the_window_is_written_at_once(
    qtbot: QtBot, open_panel: Open, store: Drafts
) -> None:
    panel = half_typed(qtbot, open_panel())
    assert on_disk(store, panel._session) == []
    QGuiApplication.instance().focusWindowChanged.emit(None)

    assert on_disk(store, panel._session) == ["Martin"]


def test_a_panel_that_is_taken_away_loses_nothing(
    qtbot: QtBot, open_panel: Open, store: Drafts
) -> None:
    panel = half_typed(qtbot, open_panel())
    session = panel._session
    with qtbot.waitSignal(panel.destroyed):
        panel.deleteLater()
    del panel

    assert open_panel(session).family.value() == "Martin"
    assert on_disk(store, session) == ["Martin"]


def test_what_is_saved_is_forgotten_once_it_is_answered(
    qtbot: QtBot, open_panel: Open, store: Drafts
) -> None:
    panel = half_typed(qtbot, open_panel())
    panel._session.drafts.flush()
    panel._save()
    assert panel.summary.sentences
    assert on_disk(store, panel._session) == ["Martin"]

    qtbot.keyClicks(panel.born.input, "1")
    panel._session.drafts.flush()
    with qtbot.waitSignal(panel.registered):
        panel._save()
    assert on_disk(store, panel._session) == []
    assert panel._draft.strip.words == ""


def test_what_is_not_saved_is_counted_from_the_first_key(
    qtbot: QtBot, sign_in: SignIn, open_panel: Open, store: Drafts
) -> None:
    session, counts = started(sign_in, store), []
    session.drafts.counted.connect(counts.append)
    panel = open_panel(session)
    panel.begin()
    qtbot.keyClicks(panel.family.input, "M")
    assert counts[-1] == 1
    qtbot.keyClick(panel.family.input, Qt.Key.Key_Backspace)
    assert counts[-1] == 0

    half_typed(qtbot, panel)
    session.drafts.flush()
    assert counts[-1] == 1
    panel._draft.discard()
    assert counts[-1] == 0
    panel._draft.strip.button.click()
    assert counts[-1] == 1
    qtbot.keyClicks(panel.born.input, "1")
    with qtbot.waitSignal(panel.registered):
        panel._save()
    assert counts[-1] == 0


def test_what_no_form_has_shown_yet_is_not_counted(
    qtbot: QtBot, sign_in: SignIn, open_panel: Open, store: Drafts, clock: Clock
) -> None:
    gone = Draft(Place("scheduling.move_booking", 999), 1, {}, {"Length": "45"}, clock())
    store.keep(Whose("the test clinic", started(sign_in, store).actor.id), gone)
    half_typed(qtbot, open_panel())._session.drafts.flush()
    session, counts = started(sign_in, store), []
    session.drafts.counted.connect(counts.append)
    session.drafts.flush()
    assert len(session.drafts.unfinished) == 2

    panel = open_panel(session)
    assert counts[-1] == 1
    panel._draft.discard()
    assert counts[-1] == 0


def test_discarding_can_be_undone_at_once(qtbot: QtBot, open_panel: Open, store: Drafts) -> None:
    half_typed(qtbot, open_panel())._session.drafts.flush()
    panel = open_panel()
    with qtbot.waitSignal(panel._session.drafts.discarded) as discarded:
        panel._draft.strip.button.click()
    assert (panel.family.value(), panel.born.input.text()) == ("", "")
    assert on_disk(store, panel._session) == []

    [undo] = discarded.args
    undo()
    assert (panel.family.value(), panel.born.input.text()) == ("Martin", "3/14/5")
    assert on_disk(store, panel._session) == ["Martin"]


@pytest.mark.parametrize(("hours", "offered"), [(15, True), (17, False)])
def test_discarding_can_be_undone_the_same_day(
    qtbot: QtBot, open_panel: Open, clock: Clock, hours: int, offered: bool
) -> None:
    half_typed(qtbot, open_panel())._session.drafts.flush()
    open_panel()._draft.strip.button.click()
    clock.advance(hours=hours)
    strip = open_panel()._draft.strip
    words = "You discarded what you typed on Mon, Nov 23, 2026, 8:00 AM."

    assert (strip.words == words, strip.isVisible()) == (offered, offered)


def test_bringing_it_back_keeps_what_was_typed_since(
    qtbot: QtBot, open_panel: Open, store: Drafts, clock: Clock
) -> None:
    half_typed(qtbot, open_panel())._session.drafts.flush()
    panel = open_panel()
    with qtbot.waitSignal(panel._session.drafts.discarded) as discarded:
        panel._draft.strip.button.click()
    clock.advance(minutes=1)
    qtbot.keyClicks(panel.family.input, "Okafor")
    assert not panel._draft.strip.isVisible()

    [undo] = discarded.args
    undo()
    assert panel.family.value() == "Martin"
    clock.advance(minutes=1)
    panel._draft.strip.button.click()
    panel._draft.strip.button.click()
    assert panel.family.value() == "Martin"
    assert on_disk(store, panel._session) == ["Martin"]


def test_another_persons_change_is_told_and_saving_is_refused(
    qtbot: QtBot, desk: Desk, sign_in: SignIn, store: Drafts
) -> None:
    patient_id = a_patient(desk)
    panel = reading(qtbot, IntakePanel(started(sign_in, store, NURSE), patient_id))
    qtbot.keyClicks(panel.form.fields["reason_for_visit"].area.input, "Numb")
    panel._session.drafts.flush()
    theirs = as_loaded(desk, SaveIntake(patient_id=patient_id, answers=answers()))
    do(desk, COORDINATOR, save_intake, theirs)

    panel = reading(qtbot, IntakePanel(started(sign_in, store, NURSE), patient_id))
    assert panel._draft.strip.words == f"{TYPED} {CHANGED}"
    reason = panel.form.fields["reason_for_visit"].area
    assert reason.value() == "Numb"
    before = ask(desk, NURSE, intake, patient_id)
    panel.save.click()
    assert ask(desk, NURSE, intake, patient_id) == before
    assert reason.value() == "Numb"
    panel._draft.strip.button.click()
    assert reason.value().startswith("Legs go numb")
    assert "You discarded" in panel._draft.strip.words


def test_what_is_typed_after_sending_is_still_a_draft(
    qtbot: QtBot, desk: Desk, sign_in: SignIn, store: Drafts
) -> None:
    patient_id = a_patient(desk)
    panel = reading(qtbot, IntakePanel(started(sign_in, store, NURSE), patient_id))
    area = panel.form.fields["reason_for_visit"].area
    qtbot.keyClicks(area.input, "Numb")
    edits = panel._edits
    qtbot.keyClicks(area.input, " legs")
    panel._began_with = 1
    panel._saved(edits)
    panel._session.drafts.flush()

    [draft] = store.of(Whose("the test clinic", panel._session.actor.id))
    assert (draft.lock_version, draft.typed["reason_for_visit"]) == (1, "Numb legs")
    assert ask(desk, NURSE, intake, patient_id) is None


def reading(qtbot: QtBot, panel: IntakePanel) -> IntakePanel:
    qtbot.addWidget(panel)
    panel.show()
    return panel


class FullDisk:
    """A store whose disk takes nothing until there is room."""

    def __init__(self, store: Drafts) -> None:
        self._store = store
        self.full = True

    def keep(self, whose: Whose, draft: Draft) -> None:
        if self.full:
            raise Refused(Reason("drafts.not_kept"))
        self._store.keep(whose, draft)


@pytest.fixture
def disk(store: Drafts) -> Iterator[FullDisk]:
    return FullDisk(store)


def test_a_full_disk_is_told_once_and_tried_again(
    qtbot: QtBot, sign_in: SignIn, store: Drafts, disk: FullDisk
) -> None:
    session = sign_in(COORDINATOR, store=disk)
    told: list[tuple[Reason, ...]] = []
    session.drafts.not_kept.connect(told.append)
    panel = RegisterPanel(session)
    qtbot.addWidget(panel)
    half_typed(qtbot, panel)
    session.drafts.flush()
    session.drafts.flush()
    assert [reason.code for reasons in told for reason in reasons] == ["drafts.not_kept"]

    disk.full = False
    session.drafts.flush()
    assert on_disk(store, session) == ["Martin"]
    assert session.drafts.live(Place("patients.register", 0))


@pytest.fixture
def entry(qtbot: QtBot, sign_in: SignIn) -> tuple[FormDraft, TextField]:
    """A form about one entry after the other, such as striking one out."""
    reason = TextField("Reason")
    draft = FormDraft(sign_in(COORDINATOR).drafts, "record.strike_medicine", [reason])
    qtbot.addWidget(draft.strip)
    draft.begin(record=1)
    return draft, reason


def test_undo_brings_back_what_was_discarded_and_nothing_else(
    qtbot: QtBot, entry: tuple[FormDraft, TextField]
) -> None:
    draft, reason = entry
    qtbot.keyClicks(reason.input, "Twice")
    with qtbot.waitSignal(draft._drafting.discarded) as discarded:
        draft.discard()
    draft.begin(record=2)
    [undo] = discarded.args
    undo()
    assert reason.value() == ""

    draft.begin(record=1)
    assert reason.value() == "Twice"


def test_a_field_that_left_makes_room_for_another_of_its_name(
    qtbot: QtBot, entry: tuple[FormDraft, TextField]
) -> None:
    draft, reason = entry
    again = TextField("Reason")
    qtbot.addWidget(again)
    with pytest.raises(ValueError, match="two fields"):
        draft.watch(again)
    shiboken6.delete(reason)
    draft.watch(again)
    qtbot.keyClicks(again.input, "Twice")

    assert [one.typed for one in draft._drafting.unfinished] == [{"Reason": "Twice"}]


def test_a_secret_is_never_taken(qtbot: QtBot, sign_in: SignIn) -> None:

    password = TextField("Password", secret=True)
    qtbot.addWidget(password)
    with pytest.raises(ValueError, match="secret"):
        FormDraft(sign_in(COORDINATOR).drafts, "staff.sign_in", [password])
