"""The intake tab of a chart: a form until the intake is complete, then what was answered."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk import messages, topics
from clinicdesk.conflicts import differences
from clinicdesk.errors import Reason
from clinicdesk.intake.actions import (
    AcknowledgeFlags,
    SavedIntake,
    SaveIntake,
    acknowledge_red_flags,
    save_intake,
)
from clinicdesk.intake.queries import IntakeFacts, form, intake
from clinicdesk.intake.rules import Answer, AnswerState, answer_fields, flags_to_see
from clinicdesk.record.queries import chart
from ui.form_draft import FormDraft
from ui.intake.alarms import alarm, merged
from ui.intake.closed_intake import ClosedIntake, worded
from ui.intake.emergency_box import EmergencyBox
from ui.intake.intake_form import IntakeForm
from ui.intake.open_items import OpenItems, still_open
from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.buttons import bind, primary, secondary
from ui.kit.conflict_card import CONFLICT, ConflictCard, met
from ui.kit.labels import Label, Look
from ui.kit.page import Page
from ui.kit.scrolling import scrolled
from ui.session import Session


class IntakePanel(Page):
    """What was typed here stays, whatever is reloaded, until it is saved.

    Where another person saved meanwhile, saving asks question by question which answer counts.
    """

    doing = "Reading the intake"

    def __init__(self, session: Session, patient_id: int) -> None:
        super().__init__(session.background, {topics.patient(patient_id)})
        self._session = session
        self._patient_id = patient_id
        self._facts: IntakeFacts | None = None
        self._refusal: tuple[tuple[Reason, ...], tuple[Answer, ...]] = ((), ())
        self._edits = 0
        self._began_with: int | None = None
        self._began: tuple[Answer, ...] = ()
        may = session.may(acknowledge_red_flags)
        who = messages.sentence(Reason("intake.who_acknowledges"))
        self.box = EmergencyBox(may_acknowledge=may, who=who)
        self.summary = OpenItems()
        self.form = IntakeForm(form())
        questions = {question.key: question for question in form().questions}
        self.conflict = ConflictCard(
            lambda key: questions[key].ask,
            lambda key, answer: worded(questions[key], answer),
            self._put,
        )
        self.closed = ClosedIntake(form())
        self.complete = primary("&Complete intake", "clipboard-check")
        self.save = secondary("&Save")
        self.saved = Label("", Look.QUIET)
        fields = tuple(self.form.fields.values())
        self._draft = FormDraft(session.drafts, "intake.save_intake", fields, patient_id)
        self._draft.begun.connect(self._begin)
        self._views = QStackedWidget()
        self._footer = QWidget()
        self._arrange()
        self._connect()

    def reload(self) -> None:
        self.read(chart, self._patient_id, then=self.form.show_chart)
        self.read(intake, self._patient_id, then=self._show)

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
            self._draft.begin(lock_version=facts.lock_version if facts else 0)
            self._began_with = self._draft.lock_version or None
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
        if objections:
            return
        request = SaveIntake(
            patient_id=self._patient_id,
            answers=self.form.answers(),
            began=self._began,
            lock_version=self._began_with,
            close=close,
        )
        edits = self._edits

        def saved(intake: SavedIntake) -> None:
            self._began, self._began_with = request.answers, intake.lock_version
            self.conflict.clear()
            self._saved(edits)
            then(intake.id)

        self._session.background.change(
            self,
            save_intake,
            request,
            then=saved,
            refused=lambda reasons: self._refused(reasons, request.answers),
        )

    def _saved(self, edits: int) -> None:
        """What was edited after it was sent is not saved yet."""
        if self._edits == edits:
            self._edits = 0
            self._draft.done()
            self.saved.setText(f"Saved {messages.clock(self._session.local(self._session.now()))}")
            announce(self, self.saved.text())
        else:
            self._draft.go_on(self._began_with or 0)
            self._draft.strip.clear()

    def _acknowledge(self) -> None:
        flags = flags_to_see(self.form.answers())
        self._save(close=False, then=lambda intake_id: self._seen(intake_id, flags))

    def _seen(self, intake_id: int, flags: tuple[str, ...]) -> None:
        request = AcknowledgeFlags(intake_id=intake_id, flags=flags)
        self._session.background.change(
            self, acknowledge_red_flags, request, then=lambda _: None, refused=self._refused
        )

    def _refused(self, reasons: tuple[Reason, ...], answers: tuple[Answer, ...] = ()) -> None:
        if reasons[0].code == CONFLICT:
            meet = partial(self._meet, reasons[0])
            self.read(intake, self._patient_id, then=meet)
            return
        self._refusal = (reasons, answers)
        self.summary.show_sentences(self._worded(reasons))

    def _begin(self) -> None:
        self._began = self.form.answers()

    def _meet(self, conflict: Reason, facts: IntakeFacts) -> None:
        """Somebody else saved: ask which answers count, and save again from theirs on."""
        began, self._began, self._began_with = self._began, facts.answers, facts.lock_version
        sides = map(answer_fields, (began, facts.answers, self.form.answers()))
        self.conflict.show_conflict(met(conflict, self._session.zone), differences(*sides))
        self._draft.go_on(facts.lock_version)
        self._show_alarm()

    def _put(self, key: str, answer: Answer | None) -> None:
        self.form.fields[key].set_answer(answer or Answer(key, AnswerState.NOT_ASKED))
        self._draft.note()

    def _worded(self, reasons: Iterable[Reason]) -> list[str]:
        return [messages.sentence(reason, self._session.zone) for reason in merged(reasons)]

    def _load(self) -> None:
        """What is recorded takes the place of what was typed here."""
        self._edits = 0
        self.saved.setText("")
        self.summary.clear()
        self.conflict.clear()
        self.reload()

    def _connect(self) -> None:
        self.form.edited.connect(self._edited)
        self.box.seen.clicked.connect(self._acknowledge)
        self.save.clicked.connect(lambda _: self._save(close=False))
        self._draft.discarded.connect(self._load)
        self.complete.clicked.connect(lambda _: self._save(close=True))
        bind(self.save, "Ctrl+S", self)
        bind(self.complete, "Ctrl+Return", self)

    def _arrange(self) -> None:
        for views in ((self._draft.strip, self.conflict, self.form), (self.closed,)):
            self._views.addWidget(_padded(*views))
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


def _padded(*views: QWidget) -> QScrollArea:
    column = QVBoxLayout()
    column.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_L, tokens.SPACE_XL, tokens.SPACE_L)
    column.setSpacing(tokens.SPACE_L)
    for view in views:
        column.addWidget(view, 0, Qt.AlignmentFlag.AlignTop)
    column.addStretch(1)
    return scrolled(column)
