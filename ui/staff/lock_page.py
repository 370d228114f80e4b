"""After how many unused minutes every workstation of the clinic locks."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from clinicdesk import topics
from clinicdesk.staff.actions import set_lock_minutes
from clinicdesk.staff.queries import ClinicFacts, clinic
from clinicdesk.staff.rules import LOCK_MINUTES
from ui.form_draft import FormDraft
from ui.kit import theme, tokens
from ui.kit.buttons import bind, primary
from ui.kit.card import Card
from ui.kit.forms import ErrorSummary, NumberField, check
from ui.kit.labels import Label, Look
from ui.kit.page import Page
from ui.session import Session

_SAYS = (
    "A window that nobody touches hides everything until its person types their PIN or password; "
    "what was typed stays. It cannot be switched off. After half an hour the person is signed out, "
    "and what they typed waits as a draft."
)
_WIDTH = 560


class LockPage(Page):
    """`done` carries a sentence about what was saved."""

    doing = "Reading the lock times"

    done = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session.background, {topics.STAFF})
        self._background = session.background
        least, most = LOCK_MINUTES[0], LOCK_MINUTES[-1]
        self.errors = ErrorSummary()
        self.minutes = NumberField("&Lock after", least=least, most=most, suffix="minutes unused")
        self._draft = FormDraft(session.drafts, "staff.set_lock_minutes", [self.minutes])
        self.save = primary("&Save", "check")
        card = Card("Lock")
        theme.fix(card, width=_WIDTH)
        says = Label(_SAYS, Look.QUIET, wrap=True)
        for part in (says, self._draft.strip, self.errors, self.minutes):
            card.body.addWidget(part)
        card.body.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout()
        column.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        column.addWidget(card)
        column.addStretch(1)
        self.fill(session, column)
        self.save.clicked.connect(self._save)
        bind(self.save, "Ctrl+Return", self)

    def reload(self) -> None:
        self.read(clinic, then=self._show)

    def _show(self, found: ClinicFacts) -> None:
        self.minutes.set_value(found.lock_minutes)
        self._draft.begin()

    def _save(self) -> None:
        self.errors.clear()
        minutes = self.minutes.value()
        if minutes is None:
            sentences = check(self.minutes) or [f"{self.minutes.name}: fill this in."]
            self.errors.show_sentences(sentences)
            return
        self._background.change(
            self,
            set_lock_minutes,
            int(minutes),
            then=lambda _: self._saved(),
            refused=self.errors.show_reasons,
        )

    def _saved(self) -> None:
        self._draft.done()
        self.done.emit("Saved. It counts at every workstation.")
