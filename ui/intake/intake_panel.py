"""The intake tab of a chart: a form until the intake is complete, then what was answered."""

from collections.abc import Callable
from uuid import UUID, uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk import messages, topics
from clinicdesk.errors import Reason
from clinicdesk.intake.actions import SaveIntake, acknowledge_red_flags, save_intake
from clinicdesk.intake.queries import IntakeFacts, form, intake
from clinicdesk.staff.rules import Role
from ui.intake.alarms import alarm, merged
from ui.intake.closed_intake import ClosedIntake
from ui.intake.emergency_box import EmergencyBox
from ui.intake.intake_form import IntakeForm
from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.buttons import bind, primary, secondary
from ui.kit.forms import ErrorSummary
from ui.kit.labels import Label, Look
from ui.kit.page import Page
from ui.kit.panel import scrolled
from ui.session import Session


class IntakePanel(Page):
    """What was typed here stays, whatever is reloaded, until it is saved."""

    def __init__(self, session: Session, patient_id: int) -> None:
        super().__init__(session.background, {topics.patient(patient_id)})
        self._session = session
        self._patient_id = patient_id
        self._facts: IntakeFacts | None = None
        self._asked: dict[SaveIntake, UUID] = {}
        self._edits = 0
        may = session.may(Role.NURSE, Role.PHYSICIAN)
        who = messages.sentence(Reason("intake.who_acknowledges"))
        self.box = EmergencyBox(may_acknowledge=may, who=who)
        self.summary = ErrorSummary()
        self.form = IntakeForm(form())
        self.closed = ClosedIntake(form())
        self.complete = primary("&Complete intake", "clipboard-check")
        self.save = secondary("&Save")
        self.saved = Label("", Look.QUIET)
        self._views = QStackedWidget()
        self._footer = QWidget()
        self._arrange()
        self._connect()

    def reload(self) -> None:
        self._session.background.read(self, intake, self._patient_id, then=self._show)

    def _show(self, facts: IntakeFacts | None) -> None:
        self._facts = facts
        closed_at = facts.closed_at if facts else None
        self._views.setCurrentIndex(1 if closed_at else 0)
        self._footer.setVisible(closed_at is None)
        if facts and closed_at:
            moment = messages.moment(closed_at, self._session.zone)
            self.closed.show_answers(facts.answers, moment)
        elif facts and not self._edits:
            self.form.fill(facts.answers)
        self._show_alarm()

    def _show_alarm(self) -> None:
        closed = self._facts is not None and self._facts.closed_at is not None
        answers = self._facts.answers if self._facts and closed else self.form.answers()
        self.box.show_alarm(alarm(answers, self._facts, self._session.zone))

    def _edited(self) -> None:
        self._edits += 1
        self.saved.setText("Not saved yet")
        self._show_alarm()

    def _save(self, *, close: bool, then: Callable[[int], object] = lambda _: None) -> None:
        objections = self.form.objections()
        self.summary.show_sentences(objections)
        if objections:
            return
        request = SaveIntake(patient_id=self._patient_id, answers=self.form.answers(), close=close)
        edits = self._edits

        def saved(intake_id: int) -> None:
            self._asked.pop(request, None)
            self._saved(edits)
            then(intake_id)

        def refused(reasons: tuple[Reason, ...]) -> None:
            self._asked.pop(request, None)
            self._refused(reasons)

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
        self._save(close=False, then=self._seen)

    def _seen(self, intake_id: int) -> None:
        self._session.background.change(
            self, acknowledge_red_flags, intake_id, then=lambda _: None, refused=self._refused
        )

    def _refused(self, reasons: tuple[Reason, ...]) -> None:
        sentences = [messages.sentence(reason, self._session.zone) for reason in merged(reasons)]
        self.summary.show_sentences(sentences)

    def _connect(self) -> None:
        self.form.edited.connect(self._edited)
        self.box.seen.clicked.connect(self._acknowledge)
        self.save.clicked.connect(lambda _: self._save(close=False))
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
