"""The evaluation tab of a chart: the note being written, the signed note, or why there is none."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk import messages, topics
from clinicdesk.cases.queries import CaseFacts, current_case
from clinicdesk.cases.rules import ALLOWED_MOVES, CaseStatus
from clinicdesk.errors import Fact, Reason
from clinicdesk.evaluations.actions import SignEvaluation, sign_evaluation
from clinicdesk.evaluations.queries import SignedNote, signed_note
from clinicdesk.evaluations.rules import Note
from clinicdesk.patients.queries import PatientFacts, patient
from clinicdesk.scheduling.name_alerts import Namesake
from clinicdesk.scheduling.queries import name_alerts
from clinicdesk.staff.passwords import Proof
from ui.evaluations.note_form import NoteForm
from ui.evaluations.sign_bar import SignBar
from ui.evaluations.signed_note_view import SignedNoteView
from ui.evaluations.words import FORM
from ui.form_draft import FormDraft
from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.chips import Chip
from ui.kit.empty import Empty
from ui.kit.labels import Label, Look
from ui.kit.name_alert import similar_names
from ui.kit.page import Page
from ui.kit.scrolling import scrolled
from ui.kit.tokens import Status
from ui.kit.verify_strip import whose
from ui.session import Session


class EvaluationPanel(Page):
    """What was typed stays until it is signed, whatever is refused or reloaded."""

    doing = "Reading the evaluation"

    def __init__(self, session: Session, patient_id: int) -> None:
        super().__init__(session.background, {topics.patient(patient_id), topics.SCHEDULE})
        self._session = session
        self._patient_id = patient_id
        self._case: CaseFacts | None = None
        self._again = False
        self.form = NoteForm(session.today)
        self._draft = FormDraft(session.drafts, FORM, self.form.fields)
        self._writing = QWidget()
        self.bar = SignBar(self._writing)
        self.signed = SignedNoteView()
        self.nothing = Empty("", "stethoscope")
        self._views = QStackedWidget()
        self._reading = QWidget()
        self._arrange()
        self.form.edited.connect(self._count)
        self.bar.pressed.connect(self._sign)
        session.background.failed.connect(self.bar.ready_again)
        self.signed.again.clicked.connect(lambda _: self._write_again())

    def reload(self) -> None:
        self.read(patient, self._patient_id, then=self._show_patient)
        self.read(current_case, self._patient_id, then=self._show_case)

    def _show_patient(self, facts: PatientFacts) -> None:
        def show(namesakes: tuple[Namesake, ...]) -> None:
            shown = whose(facts, self._session.today(), f"MRN {facts.mrn}", "MILD evaluation")
            self.bar.verify.show_whose(shown, similar_names(namesakes, self._session.zone))

        self.read(name_alerts, facts.id, then=show)

    def _show_case(self, case: CaseFacts | None) -> None:
        self._case = case
        if not self._session.may(signed_note):
            self._say("for_clinicians")
        elif case is None or case.status is CaseStatus.REFERRED:
            self._say("intake_first")
        else:
            self.read(signed_note, case.id, then=partial(self._show_note, case))

    def _show_note(self, case: CaseFacts, signed: SignedNote | None) -> None:
        may_write = (case.status, CaseStatus.EVALUATED) in ALLOWED_MOVES
        may_write = may_write and self._session.may(sign_evaluation)
        if may_write and (signed is None or self._again):
            if self._draft.place.record_id != case.id:
                self._draft.begin(record=case.id)
            self._count()
            self._views.setCurrentWidget(self._writing)
        elif signed:
            at = messages.moment(signed.signed_at, self._session.zone)
            signature = f"{signed.signed_by} · {at}"
            self.signed.show_note(signed.note, signature, may_evaluate_again=may_write)
            self._views.setCurrentWidget(self._reading)
        elif (case.status, CaseStatus.EVALUATED) in ALLOWED_MOVES:
            self._say("physician_signs")
        else:
            self._say("not_open", status=case.status.shown)

    def _say(self, code: str, **facts: Fact) -> None:
        self.nothing.set_sentence(messages.sentence(Reason(f"evaluations.{code}", facts)))
        self._views.setCurrentWidget(self.nothing)

    def _write_again(self) -> None:
        self._again = True
        self.reload()

    def _count(self) -> None:
        self.bar.show_open(self.form.problems())

    def _sign(self) -> None:
        self.form.mark()
        problems = self.form.problems()
        self.bar.summary.show_sentences(problems)
        if problems or self._case is None:
            return
        if not self.bar.asks:
            self.bar.ask()
            return
        if self.bar.verify.is_missing():
            return
        commit = partial(self._commit, self._case.id, self.form.note())
        password = self.bar.password.value()
        self.bar.wait()
        self._session.prove(self, password, then=commit, refused=self.bar.refuse)

    def _commit(self, case_id: int, note: Note, proof: Proof) -> None:
        self._session.background.change(
            self,
            sign_evaluation,
            SignEvaluation(
                case_id=case_id,
                verified=self.bar.verify.verification,
                note=note,
                proof=proof,
            ),
            then=self._done,
            refused=self._refused,
        )

    def _done(self, _: int) -> None:
        """The change reloads the panel, which then shows the signed note."""
        self._again = False
        self._draft.done()
        self.bar.reset()
        announce(self, "Evaluation signed")

    def _refused(self, reasons: tuple[Reason, ...]) -> None:
        self.bar.ready_again()
        if self.bar.verify.refused(reasons):
            return
        sentences = [messages.sentence(reason, self._session.zone) for reason in reasons]
        self.bar.summary.show_sentences(sentences)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_M)
        head.addWidget(Label("MILD candidacy evaluation", Look.TITLE))
        head.addWidget(Chip(Status.WAIT, "Not signed", "clock"), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        day = messages.day(self._session.today())
        head.addWidget(Label(f"{self._session.actor.name} · {day}", Look.QUIET))
        return head

    def _arrange(self) -> None:
        form = _padded()
        form.addLayout(self._head())
        form.addWidget(self._draft.strip)
        form.addWidget(self.form)
        writing = _bare(self._writing)
        writing.addWidget(scrolled(form), 1)
        writing.addWidget(self.bar)
        signed = _padded()
        signed.addWidget(self.signed)
        _bare(self._reading).addWidget(scrolled(signed))
        for view in (self.nothing, self._writing, self._reading):
            self._views.addWidget(view)
        _bare(self).addWidget(self._views)


def _bare(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _padded() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(tokens.SPACE_XL, 20, tokens.SPACE_XL, tokens.SPACE_L)
    column.setSpacing(tokens.SPACE_L)
    return column
