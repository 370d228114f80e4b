"""The intake tab of a chart: a form until the intake is complete, then what was answered."""

from collections.abc import Callable, Iterable
from uuid import UUID, uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk import messages, topics
from clinicdesk.errors import Reason
from clinicdesk.intake.actions import (
    AcknowledgeFlags,
    SavedIntake,
    SaveIntake,
    acknowledge_red_flags,
    save_intake,
)
from clinicdesk.intake.queries import IntakeFacts, form, intake
from clinicdesk.intake.rules import Answer, flags_to_see
from clinicdesk.record.queries import chart
from clinicdesk.staff.rules import Role
from ui.intake.alarms import alarm, merged
from ui.intake.closed_intake import ClosedIntake
from ui.intake.emergency_box import EmergencyBox
from ui.intake.intake_form import IntakeForm
from ui.intake.open_items import OpenItems, still_open
from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.buttons import bind, primary, secondary
from ui.kit.labels import Label, Look
from ui.kit.page import Page
from ui.kit.panel import scrolled
from ui.session import Session


class IntakePanel(Page):
    """What was typed here stays, whatever is reloaded, until it is saved.

    Where another person saved meanwhile, saving is refused, and `load` shows the other answers.
    """

    def __init__(self, session: Session, patient_id: int) -> None:
        super().__init__(session.background, {topics.patient(patient_id)})
        self._session = session
        self._patient_id = patient_id
        self._facts: IntakeFacts | None = None
        self._asked: dict[SaveIntake, UUID] = {}
        self._refusal: tuple[tuple[Reason, ...], tuple[Answer, ...]] = ((), ())
        self._edits = 0
        self._began_with: int | None = None
        may = session.may(Role.NURSE, Role.PHYSICIAN)
        who = messages.sentence(Reason("intake.who_acknowledges"))
        self.box = EmergencyBox(may_acknowledge=may, who=who)
        self.summary = OpenItems()
        self.form = IntakeForm(form())
        self.closed = ClosedIntake(form())
        self.complete = primary("&Complete intake", "clipboard-check")
        self.save = secondary("&Save")
        self.load = secondary("&Load the other answers")
        self.saved = Label("", Look.QUIET)
        self._views = QStackedWidget()
        self._footer = QWidget()
        self._arrange()
        self._connect()

    def reload(self) -> None:
        read = self._session.background.read
        read(self, chart, self._patient_id, then=self.form.show_chart)
        read(self, intake, self._patient_id, then=self._show)

    def _show(self, facts: IntakeFacts | None) -> None:
        self._facts = facts
        closed_at = facts.closed_at if facts else None
        self._views.setCurrentIndex(1 if closed_at else 0)
        self._footer.setVisible(closed_at is None)
        if facts and closed_at:
            moment = messages.moment(closed_at, self._session.zone)
            self.closed.show_answers(facts.answers, moment)
        elif not self._edits:
            self.form.fill(facts.answers if facts else ())
            self._began_with = facts.lock_version if facts else None
        self._show_alarm()

    def _show_alarm(self) -> None:
        closed = self._facts is not None and self._facts.closed_at is not None
        answers = self._facts.answers if self._facts and closed else self.form.answers()
        self.box.show_alarm(alarm(answers, self._facts, self._session.zone))

    def _edited(self) -> None:
        self._edits += 1
        self.saved.setText("Not saved yet")
        self._show_alarm()
        if self.summary.sentences:
            self.summary.restate(self._still_open())

    def _still_open(self) -> list[str]:
        """Of what the summary says, what is not settled yet."""
        reasons = still_open(*self._refusal, self.form.answers())
        half = [said for said in self.form.objections() if said in self.summary.sentences]
        return half + self._worded(reasons)

    def _save(self, *, close: bool, then: Callable[[int], object] = lambda _: None) -> None:
        objections = self.form.objections()
        self._refusal = ((), ())
        self.summary.show_sentences(objections)
        self.load.hide()
        if objections:
            return
        request = SaveIntake(
            patient_id=self._patient_id,
            answers=self.form.answers(),
            lock_version=self._began_with,
            close=close,
        )
        edits = self._edits

        def saved(intake: SavedIntake) -> None:
            self._asked.pop(request, None)
            self._began_with = intake.lock_version
            self._saved(edits)
            then(intake.id)

        def refused(reasons: tuple[Reason, ...]) -> None:
            self._asked.pop(request, None)
            self._refused(reasons, request.answers)

        self._session.background.change(
            self,
            save_intake,
            request,
            then=saved,
            refused=refused,
            request_id=self._asked.setdefault(request, uuid4()),
        )

    def _saved(self, edits: int) -> None:
        """What was edited after it was sent is not saved yet."""
        if self._edits == edits:
            self._edits = 0
            self.saved.setText(f"Saved {messages.clock(self._session.local(self._session.now()))}")
            announce(self, self.saved.text())

    def _acknowledge(self) -> None:
        flags = flags_to_see(self.form.answers())
        self._save(close=False, then=lambda intake_id: self._seen(intake_id, flags))

    def _seen(self, intake_id: int, flags: tuple[str, ...]) -> None:
        request = AcknowledgeFlags(intake_id=intake_id, flags=flags)
        self._session.background.change(
            self, acknowledge_red_flags, request, then=lambda _: None, refused=self._refused
        )

    def _refused(self, reasons: tuple[Reason, ...], answers: tuple[Answer, ...] = ()) -> None:
        self._refusal = (reasons, answers)
        self.summary.show_sentences(self._worded(reasons))
        self.load.setVisible(any(reason.code == "desk.changed_meanwhile" for reason in reasons))

    def _worded(self, reasons: Iterable[Reason]) -> list[str]:
        return [messages.sentence(reason, self._session.zone) for reason in merged(reasons)]

    def _load(self) -> None:
        """The other person's answers take the place of what was typed here."""
        self._edits = 0
        self.saved.setText("")
        self.summary.clear()
        self.load.hide()
        self.reload()

    def _connect(self) -> None:
        self.form.edited.connect(self._edited)
        self.box.seen.clicked.connect(self._acknowledge)
        self.save.clicked.connect(lambda _: self._save(close=False))
        self.load.clicked.connect(lambda _: self._load())
        self.complete.clicked.connect(lambda _: self._save(close=True))
        bind(self.save, "Ctrl+S", self)
        bind(self.complete, "Ctrl+Return", self)

    def _arrange(self) -> None:
        for view in (self.form, self.closed):
            self._views.addWidget(_padded(view))
        actions = QHBoxLayout()
        actions.setSpacing(tokens.SPACE_S)
        for part in (self.complete, self.save, self.saved):
            actions.addWidget(part)
        actions.addStretch(1)
        footer = QVBoxLayout(self._footer)
        footer.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_M, tokens.SPACE_XL, tokens.SPACE_L)
        footer.setSpacing(tokens.SPACE_M)
        footer.addWidget(self.summary)
        footer.addWidget(self.load, 0, Qt.AlignmentFlag.AlignLeft)
        self.load.hide()
        footer.addLayout(actions)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.box)
        column.addWidget(self._views, 1)
        column.addWidget(self._footer)


def _padded(view: QWidget) -> QScrollArea:
    column = QVBoxLayout()
    column.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_L, tokens.SPACE_XL, tokens.SPACE_L)
    column.addWidget(view, 0, Qt.AlignmentFlag.AlignTop)
    return scrolled(column)
