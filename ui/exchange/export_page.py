"""Saving the list of patients for another program, by whoever proves who they are."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.errors import Reason
from clinicdesk.exchange.actions import ExportedList, ExportPatients, export_patients
from clinicdesk.messages import sentence
from clinicdesk.outgoing import put_file
from clinicdesk.staff.passwords import Proof
from ui.exchange import words
from ui.kit import theme, tokens
from ui.kit.buttons import bind, hold_off, primary
from ui.kit.card import Card
from ui.kit.error_summary import ErrorSummary
from ui.kit.labels import Label, Look
from ui.kit.text_field import TextField
from ui.session import Session

_SAYS = (
    "A CSV file with names, birth dates, record numbers and phones, for a table program. Outside"
    " ClinicDesk nothing protects it: keep it where only those who care for the patients can read"
    " it, and delete it after. The history keeps who saved a list, when, and of how many patients."
)
_WIDTH = 560


class ExportPage(QWidget):
    """`done` carries a sentence about what was saved; `choose_file` asks where."""

    done = Signal(str)

    def __init__(self, session: Session, choose_file: Callable[[str], Path | None]) -> None:
        super().__init__()
        self._session, self._choose_file = session, choose_file
        self.errors = ErrorSummary()
        self.search = TextField("Only &patients found by", hint="Left empty: all patients.")
        self.password = TextField("Your PIN or pass&word", secret=True, width=280)
        self.save = primary("&Save the list", "download")
        card = Card("Save a list of patients")
        theme.fix(card, width=_WIDTH)
        for part in (Label(_SAYS, Look.QUIET, wrap=True), self.errors, self.search, self.password):
            card.body.addWidget(part)
        card.body.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        column.addWidget(card)
        column.addStretch(1)
        self.save.clicked.connect(lambda _: self._ask())
        bind(self.save, "Ctrl+Return", self)
        session.background.failed.connect(self._ready_again)

    def _ask(self) -> None:
        self.errors.clear()
        typed = self.password.value()
        if not typed:
            self._ask_again(sentence(Reason("exchange.password_missing")))
            return
        hold_off(self.save, self.password)
        self._session.prove(self, typed, then=self._choose, refused=self._ask_again)

    def _choose(self, proof: Proof) -> None:
        self._ready_again()
        path = self._choose_file("patients.csv")
        if path is None:
            return
        self._session.background.change(
            self,
            export_patients,
            ExportPatients(typed=self.search.value(), proof=proof),
            then=lambda found: self._put(found, path),
            refused=self._refuse,
        )

    def _put(self, found: ExportedList, path: Path) -> None:
        self._session.background.press(
            *(self, put_file, found.content, path),
            then=lambda _: self.done.emit(f"Saved {words.patients(found.count)} in {path.name}."),
            refused=self._refuse,
        )

    def _refuse(self, reasons: tuple[Reason, ...]) -> None:
        self._ready_again()
        self.errors.show_reasons(reasons, self._session.zone)

    def _ready_again(self, *_: object) -> None:
        self.save.setEnabled(True)
        self.password.set_value("")

    def _ask_again(self, said: str) -> None:
        self._ready_again()
        self.password.set_error(said)
        self.password.setFocus()
