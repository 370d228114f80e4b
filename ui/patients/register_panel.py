"""Registers a patient: the six fields a first phone call can answer."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.patients.actions import NewPhone, RegisterPatient, register_patient
from clinicdesk.patients.rules import PersonName, Sex, name_objections, read_phone
from ui.form_draft import FormDraft
from ui.kit.buttons import bind, primary, secondary
from ui.kit.forms import BirthDateField, ChoiceField, ErrorSummary, LabelledField, TextField, check
from ui.kit.panel import DetailPanel
from ui.patients.words import NOT_RECORDED, SEXES
from ui.session import Session

_NAMESAKE = "patients.namesake"


class RegisterPanel(DetailPanel):
    """`registered` carries the new patient's id; what was typed stays until then."""

    registered = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("New patient", parent=parent)
        self._session = session
        self.summary = ErrorSummary()
        self.another = secondary("It is &another person")
        self.family = TextField("&Family name")
        self.given = TextField("&Given name")
        self.preferred = TextField("&Preferred name")
        self.born = BirthDateField("&Birth date", today=session.today)
        self.sex: ChoiceField[Sex] = ChoiceField("Se&x", SEXES)
        self.phone = TextField("P&hone")
        self._draft = FormDraft(session.drafts, "patients.register", self._fields)
        self._arrange()
        self._connect()
        self._clear()
        self._draft.begin()

    def begin(self) -> None:
        """Put the cursor where typing starts."""
        self.family.setFocus()

    @property
    def _fields(self) -> tuple[LabelledField, ...]:
        return (self.family, self.given, self.preferred, self.born, self.sex, self.phone)

    def _save(self, *, is_another: bool = False) -> None:
        self._tidy_phone()  # so that saving again, with the focus elsewhere, asks for the same
        problems = self._problems()
        self.another.hide()
        self.summary.show_sentences(problems)
        day = self.born.value()
        if problems or day is None:
            return
        request = self._request(day, is_another)
        self._session.background.change(
            self,
            register_patient,
            request,
            then=lambda patient_id: self._saved(request, patient_id),
            refused=self._refused,
        )

    def _request(self, day: date | None, is_another: bool) -> RegisterPatient:
        return RegisterPatient(
            family=self.family.value(),
            given=self.given.value(),
            preferred=self.preferred.value(),
            birth_date=day,
            sex=self.sex.value(),
            phones=(NewPhone(typed=self.phone.value()),),
            namesake_is_another=is_another,
        )

    def _problems(self) -> list[str]:
        unread = check(*(field for field in self._fields if field.objection()))
        name = PersonName(self.family.value(), self.given.value(), "", "", self.preferred.value())
        reasons = name_objections(name)
        if self.born.value() is None and not self.born.error:
            reasons.append(Reason("patients.birth_date_missing"))
        return self._marked(reasons) + unread

    def _marked(self, reasons: Sequence[Reason]) -> list[str]:
        """The reasons in words, shown at their fields too."""
        owners = {"patients.family_missing": self.family, "patients.birth_date_missing": self.born}
        by_label = {field.name: field for field in self._fields}
        sentences = []
        for reason in reasons:
            sentence = messages.sentence(reason, self._session.zone)
            owner = owners.get(reason.code) or by_label.get(str(reason.facts.get("field")))
            if owner:
                owner.set_error(sentence)
            sentences.append(sentence)
        return sentences

    def _saved(self, request: RegisterPatient, patient_id: int) -> None:
        """Ready for the next one, unless that is being typed already: the answer may be late."""
        if self._request(self.born.value(), request.namesake_is_another) == request:
            self._clear()
            self._draft.done()
        self.registered.emit(patient_id)

    def _refused(self, reasons: tuple[Reason, ...]) -> None:
        self.another.setVisible(any(reason.code == _NAMESAKE for reason in reasons))
        self.summary.show_sentences(self._marked(reasons))

    def _clear(self) -> None:
        for field in (self.family, self.given, self.preferred, self.phone):
            field.set_value("")
        self.born.set_value(None)
        self.sex.set_value(None)
        self._tell_sex()
        self.summary.clear()
        self.another.hide()

    def _tell_sex(self) -> None:
        self.sex.set_hint("" if self.sex.value() else NOT_RECORDED)

    def _tidy_phone(self) -> None:
        phone = read_phone(self.phone.value())
        if phone:
            self.phone.set_value(phone.shown)

    def _connect(self) -> None:
        self.another.clicked.connect(lambda _: self._save(is_another=True))
        self._draft.discarded.connect(self._clear)
        self.sex.edited.connect(self._tell_sex)
        self.phone.input.editingFinished.connect(self._tidy_phone)
        for field in (self.family, self.given, self.born):
            field.edited.connect(self.another.hide)

    def _arrange(self) -> None:
        for part in (self._draft.strip, self.summary, self.another, *self._fields):
            self.body.addWidget(part)
        save = primary("&Register patient", "user-plus")
        save.clicked.connect(lambda _: self._save())
        bind(save, "Ctrl+Return", self)
        self.footer.addWidget(save)
        self.footer.addStretch(1)
