"""Registers a patient: the six fields a first phone call can answer, and more where it is known."""

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.duplicates.queries.finding import Sought
from clinicdesk.errors import Reason
from clinicdesk.patients.actions import RegisterPatient, register_patient
from ui.form_draft import FormDraft
from ui.kit.buttons import Kind, bind, primary, secondary
from ui.kit.forms import ErrorSummary, PhoneField
from ui.kit.panel import DetailPanel
from ui.kit.scrolling import reveal_all
from ui.patients.person_form import PersonForm
from ui.patients.possible_matches import PossibleMatches
from ui.session import Session

_NAMESAKE = "patients.namesake"
_PAUSE_MS = 200


class RegisterPanel(DetailPanel):
    """`registered` carries the new patient's id; what was typed stays until then.

    After a pause in typing, whoever may be here already is sought.
    """

    registered = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("New patient", parent=parent)
        self._session = session
        self.summary = ErrorSummary()
        self.another = secondary("It is &another person")
        self.form = PersonForm(session.today)
        self.matches = PossibleMatches(session)
        self.family, self.given, self.preferred = self.form.name.first
        self.born, self.sex = self.form.born, self.form.sex
        self._pause = QTimer(self)
        self._draft = FormDraft(session.drafts, "patients.register", self.form.fields)
        self._arrange()
        self._connect()
        self._clear()
        self._draft.begin()
        self.form.show_what_is_filled()

    def begin(self) -> None:
        """Put the cursor where typing starts, for the next patient or the one half typed."""
        self._draft.remind()
        self.family.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._pause.start()  # what came back, or was typed just before the window locked

    @property
    def phone(self) -> PhoneField:
        """The first number."""
        return self.form.phones.first

    def _save(self, *, is_another: bool = False) -> None:
        self.form.tidy()
        problems = self.form.problems(self._session.zone)
        self.another.hide()
        self.summary.show_sentences(problems)
        if problems:
            return
        request = RegisterPatient(**self.form.value(), namesake_is_another=is_another)
        self._session.background.change(
            self,
            register_patient,
            request,
            then=lambda patient_id: self._saved(self._draft_of(request), patient_id),
            refused=self._refused,
        )

    def _saved(self, sent: dict[str, Any], patient_id: int) -> None:
        """Ready for the next one, unless that is being typed already: the answer may be late."""
        if self.form.value() == sent:
            self._clear()
            self._draft.done()
        self.registered.emit(patient_id)

    def _draft_of(self, request: RegisterPatient) -> dict[str, Any]:
        return {name: getattr(request, name) for name in self.form.value()}

    def _refused(self, reasons: tuple[Reason, ...]) -> None:
        self.another.setVisible(any(reason.code == _NAMESAKE for reason in reasons))
        self.summary.show_sentences(self.form.mark(reasons, self._session.zone))
        self.form.show_what_is_filled()

    def _clear(self) -> None:
        self.form.clear()
        self.summary.clear()
        self.another.hide()
        self._seek()

    def _seek(self) -> None:
        sought = Sought(
            family=self.family.value(),
            given=self.given.value(),
            preferred=self.preferred.value(),
            born=self.born.value(),
            phone=self.phone.value(),
        )
        self.matches.seek(sought, after=self.form.phones.add)

    def _weigh(self) -> None:
        """One button stands out: to use who is here already, where the birth date says so."""
        self.save.kind = Kind.SECONDARY if self.matches.has_default else Kind.PRIMARY
        self.save.update()
        if self.matches.has_default:
            QTimer.singleShot(0, self, self._reveal_matches)  # once there is room for them

    def _reveal_matches(self) -> None:
        """Bring who may be here already into view, beside what is being typed."""
        inside = QApplication.focusWidget()
        if self.matches.rows and inside and self.form.isAncestorOf(inside):
            reveal_all(self.matches.rows[0])
            reveal_all(inside)

    def _connect(self) -> None:
        self.matches.shown.connect(self._weigh)
        self.matches.used.connect(lambda _: self._draft.remind())
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(lambda: self._seek() if self.isVisible() else None)
        self.another.clicked.connect(lambda _: self._save(is_another=True))
        self._draft.discarded.connect(self._clear)
        for field in self.form.fields:
            field.edited.connect(self._pause.start)
        for field in (self.family, self.given, self.born):
            field.edited.connect(self.another.hide)

    def _arrange(self) -> None:
        for part in (self._draft.strip, self.summary, self.another, self.form):
            self.body.addWidget(part)
        self.form.beside.addWidget(self.matches)
        self.save = primary("&Register patient", "user-plus")
        self.save.clicked.connect(lambda _: self._save())
        bind(self.save, "Ctrl+Return", self)
        self.footer.addWidget(self.save)
        self.footer.addStretch(1)
