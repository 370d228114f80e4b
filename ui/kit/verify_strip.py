"""Whose patient this is, made sure of with one key before anything is booked, printed or signed.

One key costs half a second and catches wrong patients; typing an identifier catches more, so a name
alert asks for the birth year (RULE-18, RULE-53; Adelman 2013).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.patients.queries import PatientFacts
from clinicdesk.patients.rules import age_on
from clinicdesk.patients.verification import Verification, verification_objections
from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.check_field import CheckField
from ui.kit.command import with_keys
from ui.kit.labels import Label, Look
from ui.kit.line_edit import LineEdit
from ui.kit.name_alert import NameAlertChip
from ui.kit.painting import canvas, plate

_NOT_VERIFIED = "patients.not_verified"
_YEAR_NEEDED = "patients.birth_year_needed"
_YEAR_DIFFERS = "patients.birth_year_differs"
_YEAR = 4
_LONGEST_WHOLE = 34
_YEAR_WIDTH = 72


@dataclass(frozen=True, kw_only=True)
class Whose:
    """A patient and what is about to be done; `namesakes`, worded, ask for the birth year."""

    patient_id: int
    name: str
    born: date
    age: int
    about: tuple[str, ...] = ()
    namesakes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """`MARTINEZ, Rosa · Born Mar 14, 1951 (75 y) · MILD L4–L5 · Tue, Jan 12, 2027, 9:00 AM`."""
        return self._joined(lambda part: part, " · ")

    @property
    def lines(self) -> str:
        """The same, for lines that end between its parts; a part that is long breaks anywhere."""
        return self._joined(
            lambda part: messages.unbroken(part) if len(part) <= _LONGEST_WHOLE else part,
            f"{messages.unbroken(' ')}· ",
        )

    def _joined(self, shown: Callable[[str], str], between: str) -> str:
        born = f"Born {messages.short_day(self.born)} ({self.age} y)"
        parts = (shown(part) for part in (born, *self.about) if part)
        return between.join((self.name, *parts))


def whose(patient: PatientFacts, today: date, *about: str, name: str = "") -> Whose:
    """The patient as the strip shows it; `name` as it is printed, where that is another form."""
    return Whose(
        patient_id=patient.id,
        name=name or patient.name.on_screen,
        born=patient.birth_date,
        age=age_on(patient.birth_date, patient.deceased_on or today),
        about=about,
    )


class VerifyStrip(QWidget):
    """`went_on` is emitted when somebody made sure and an action waited for it.

    Space makes sure; with a name alert the birth year is typed. Another patient, booking or time
    has to be made sure of anew.
    """

    went_on = Signal()

    def __init__(self, *, wide: bool = False, parent: QWidget | None = None) -> None:
        """`wide` puts the control beside the words, for strips over a page."""
        super().__init__(parent)
        self.setAccessibleName("Verify")
        self._whose: Whose | None = None
        self._year_wanted = self._waited_for = False
        self._words = Label("", Look.STRONG, wrap=True)
        self._alert = NameAlertChip()
        self._names = Label("", Look.SMALL, wrap=True)
        self._problem = Label("", Look.ERROR, wrap=True)
        self.read_back = CheckField("&Name and birth date read back")
        self.read_back.setToolTip(with_keys("Name and birth date read back", "Space"))
        self.year = LineEdit(_YEAR_WIDTH)
        self.year.setMaxLength(_YEAR)
        self.year.setAccessibleName("Birth year, as the patient says it")
        self._year_label = Label("Birth &year", Look.FIELD)
        self._year_label.setBuddy(self.year)
        self.read_back.edited.connect(self._made_sure)
        self.year.textEdited.connect(self._made_sure)
        self.year.returnPressed.connect(self._go_on)
        for control in (self.read_back, self.year):
            control.installEventFilter(self)
        self._arrange(wide)
        self.show_whose(None)

    @property
    def words(self) -> str:
        """Whose it is, as it stands there."""
        return self._whose.words if self._whose else ""

    @property
    def names(self) -> tuple[str, ...]:
        """Who has a similar name."""
        return self._alert.names

    @property
    def problem(self) -> str:
        """What the strip says to do, or ""."""
        return self._problem.text()

    @property
    def asks_year(self) -> bool:
        """Whether the birth year has to be typed."""
        return not self.year.isHidden()

    @property
    def verification(self) -> Verification | None:
        """How somebody made sure; None while nobody has."""
        if self._whose is None:
            return None
        if not self.asks_year:
            done = self.read_back.value()
            return Verification(self._whose.patient_id) if done else None
        typed = self.year.text()
        whole = len(typed) == _YEAR and typed.isdecimal()
        return Verification(self._whose.patient_id, int(typed)) if whole else None

    def show_whose(self, shown: Whose | None, namesakes: tuple[str, ...] = ()) -> None:
        """Show a patient and what is done; None hides the strip. The same one stays made sure."""
        shown = replace(shown, namesakes=namesakes) if shown else None
        self.setVisible(shown is not None)
        if shown == self._whose:
            return
        self._whose, self._year_wanted = shown, False
        self._words.setText(shown.lines if shown else "")
        for control in (self.read_back, self.year):
            control.setAccessibleDescription(self.words)
        self.forget()

    def forget(self) -> None:
        """What was made sure of counted once."""
        self._waited_for = False
        names = self._whose.namesakes if self._whose else ()
        by_year = bool(names) or self._year_wanted
        self._alert.show_names(names)
        self._names.setText("\n".join(names))
        self._names.setVisible(bool(names))
        self.read_back.set_value(False)
        self.year.clear()
        self.read_back.setHidden(by_year)
        for part in (self.year, self._year_label):
            part.setVisible(by_year)
        self.setFocusProxy(self.year if by_year else self.read_back)
        self._say("")
        self.update()

    def is_missing(self) -> bool:
        """Whether nobody made sure yet; then the strip takes the focus and says what to do.

        As soon as somebody does, `went_on` carries on with what waits; whoever goes elsewhere first
        has something else in mind, and commits anew.
        """
        reasons = self._objections()
        self._say(messages.sentence(reasons[0]) if reasons else "")
        self._waited_for = bool(reasons)
        if reasons:
            self.setFocus()
            self.year.selectAll()
            announce(self, self.problem, urgent=True)
        return bool(reasons)

    def refused(self, reasons: tuple[Reason, ...]) -> bool:
        """Whether the core says that this was not enough; then the strip asks anew."""
        codes = {reason.code for reason in reasons}
        if self._whose is None or codes.isdisjoint((_NOT_VERIFIED, _YEAR_NEEDED, _YEAR_DIFFERS)):
            return False
        self._year_wanted = self._year_wanted or _YEAR_NEEDED in codes
        self.forget()
        self.is_missing()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and QApplication.activeWindow():
            self._waited_for = False
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere on the strip makes sure, as on the box."""
        if self.asks_year:
            self.setFocus()
        else:
            self.read_back.setFocus()
            self.read_back.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        sure = self._whose is not None and not self._objections()
        with canvas(self) as painter:
            alert = self.asks_year and not sure
            fill, edge = ("attn_bg", "attn_bar") if alert else ("accent_soft", "border_strong")
            plate(painter, self.rect(), "ready_bg" if sure else fill, "ready_bar" if sure else edge)

    def _objections(self) -> list[Reason]:
        if self._whose is None:
            return []
        patient_id, born = self._whose.patient_id, self._whose.born
        done = self.verification
        if done is None and self.asks_year:
            return [Reason(_YEAR_NEEDED)]
        return verification_objections(done, patient_id, born, alert=self.asks_year)

    def _made_sure(self) -> None:
        reasons = self._objections()
        differs = self.verification is not None and reasons
        self._say(messages.sentence(reasons[0]) if differs else "")
        self.update()
        if not reasons and not self.asks_year:
            self._go_on()

    def _go_on(self) -> None:
        """A year is ended with Enter: its fourth digit alone commits nothing."""
        if self._objections():
            self.is_missing()
        elif self._waited_for:
            self._waited_for = False
            self.went_on.emit()
        else:
            self.focusNextChild()

    def _say(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def _arrange(self, wide: bool) -> None:
        said = QVBoxLayout()
        said.setSpacing(tokens.SPACE_XS)
        said.addWidget(self._words)
        said.addWidget(self._names)
        control = QHBoxLayout()
        control.setSpacing(tokens.SPACE_S)
        for part in (self._alert, self.read_back, self._year_label, self.year):
            control.addWidget(part)
        control.addStretch(1)
        parts = QHBoxLayout() if wide else QVBoxLayout()
        parts.setSpacing(tokens.SPACE_L if wide else tokens.SPACE_XS)
        parts.addLayout(said, 1)
        parts.addLayout(control)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_S)
        column.setSpacing(tokens.SPACE_XS)
        column.addLayout(parts)
        column.addWidget(self._problem)
