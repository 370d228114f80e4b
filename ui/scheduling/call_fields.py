"""What is asked on the same call as the date: who drives home, and the packet's language."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.contacts.rules import language_notes
from clinicdesk.errors import Reason
from clinicdesk.patients.languages import language_name
from clinicdesk.patients.queries import PatientFacts
from clinicdesk.readiness.actions import OtherLanguage
from clinicdesk.readiness.rules import Escort, EscortKind
from clinicdesk.text import text_objections
from ui.kit import tokens
from ui.kit.forms import LabelledField, PhoneField, TextField, check
from ui.kit.labels import Label, Look
from ui.kit.person_fields import LanguageField

_MAY_STAY_OPEN = "May stay open: readiness asks for it, and for age and consent."
_LONGEST = 100


class CallFields(QWidget):
    """Everything here may stay open. The language is the patient's own, here and in the chart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.driver = TextField("Dri&ver", hint=_MAY_STAY_OPEN)
        self.relationship = TextField("Relat&ionship")
        self.phone = PhoneField("P&hone")
        self.language = LanguageField("Packet lan&guage")
        self.fields: tuple[LabelledField, ...] = (
            self.driver,
            self.relationship,
            self.phone,
            self.language,
        )
        self._began = ""
        self._note = Label("", Look.HINT, wrap=True)
        self.language.edited.connect(self._follow_language)
        for field in self.fields[:3]:
            field.edited.connect(self._forget_errors)
        self._arrange()
        self._follow_language()

    def begin(self, patient: PatientFacts) -> None:
        """Start from the language in the patient's chart."""
        self._began = patient.language
        self.language.set_value(patient.language)
        self._follow_language()

    def meet(self, conflict: Reason) -> Reason:
        """Somebody else recorded a language: in words, and from now on meant to be replaced."""
        saved, typed = (str(conflict.facts[one] or "") for one in ("saved", "typed"))
        self._began = saved
        words = {"saved": language_name(saved) or None, "typed": language_name(typed) or None}
        return Reason(conflict.code, {**conflict.facts, **words})

    def escort(self) -> Escort | None:
        """The driver named so far; None while nobody is. Age and consent are asked later."""
        if not self._typed():
            return None
        return Escort(
            kind=EscortKind.RESPONSIBLE_ADULT,
            name=self.driver.value(),
            relationship=self.relationship.value(),
            phone=self.phone.value(),
        )

    def other_language(self) -> OtherLanguage | None:
        """The language, where it is another than in the chart."""
        language = self.language.text()
        return OtherLanguage(language, self._began) if language != self._began else None

    def objections(self) -> list[str]:
        """What to do before this can be recorded."""
        sentences = check(self.phone)
        if self._typed() and not self.driver.value():
            sentence = messages.sentence(Reason("readiness.driver_name"))
            self.driver.set_error(sentence)
            sentences.append(sentence)
        for field in (self.driver, self.relationship, self.phone):
            reasons = text_objections(field.name, field.value(), _LONGEST)
            sentences += map(messages.sentence, reasons)
        return sentences

    def _typed(self) -> bool:
        return any(one.value() for one in (self.driver, self.relationship, self.phone))

    def _forget_errors(self) -> None:
        """Whether a name is missing depends on all three."""
        if not self._typed():
            self.driver.set_error("")

    def _follow_language(self) -> None:
        """Another language brings its notice (RULE-07)."""
        code = self.language.text()
        notes = language_notes(code, language_name(code), None)[1:]
        self._note.setText(" ".join(map(messages.sentence, notes)))
        self._note.setVisible(bool(notes))

    def _arrange(self) -> None:
        reach = QHBoxLayout()
        reach.setSpacing(tokens.SPACE_M)
        reach.addWidget(self.relationship, 1, Qt.AlignmentFlag.AlignTop)
        reach.addWidget(self.phone, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_S)
        column.addWidget(self.driver)
        column.addLayout(reach)
        column.addWidget(self.language)
        column.addWidget(self._note)
