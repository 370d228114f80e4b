"""Puts right who a patient is said to be; beside the chart."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from clinicdesk.conflicts import differences
from clinicdesk.errors import Reason
from clinicdesk.patients.actions import CorrectPatient, correct_patient
from clinicdesk.patients.identity import Identity, is_renamed
from clinicdesk.patients.queries import patient_identity
from clinicdesk.patients.rules import name_objections
from ui.form_draft import FormDraft
from ui.kit.buttons import bind, primary
from ui.kit.conflict_card import CONFLICT, ConflictCard, met
from ui.kit.forms import (
    BirthDateField,
    ChoiceField,
    ErrorSummary,
    LabelledField,
    check,
    mark,
)
from ui.kit.name_fields import NameFields
from ui.kit.not_recorded import NOT_RECORDED
from ui.kit.panel import DetailPanel
from ui.kit.person_fields import SEXES, GenderField, SexField
from ui.kit.typed import Typed
from ui.session import Session

_WHY = ((True, "The name changed"), (False, "It was mistyped"))
_MISSING = "patients.birth_date_missing"
_NAME_WHY = "patients.name_why"


class CorrectPanel(DetailPanel):
    """`saved` is emitted once nothing that was typed is left unsaved."""

    saved = Signal()

    def __init__(self, session: Session, patient_id: int, parent: QWidget | None = None) -> None:
        super().__init__("Name and birth date", parent=parent)
        self._session, self._patient_id = session, patient_id
        self._began: Identity | None = None
        self.errors = ErrorSummary()
        self.name = NameFields()
        self.why: ChoiceField[bool] = ChoiceField("Why is the name different?", _WHY)
        self.born = BirthDateField("&Birth date", today=session.today)
        self.sex = SexField()
        self.gender = GenderField()
        self._parts: dict[str, LabelledField] = {
            **{part: getattr(self.name, part) for part in _NAME_PARTS},
            "birth_date": self.born,
            "sex": self.sex,
            "gender": self.gender,
        }
        self.conflict = ConflictCard(lambda part: self._parts[part].name, _worded, self._put)
        fields = (*self._parts.values(), self.why)
        self._draft = FormDraft(session.drafts, "patients.correct_patient", fields, patient_id)
        self._arrange()
        self._connect(fields)
        self._let_type(False)  # over what is not known yet

    def begin(self) -> None:
        """Ask for what is recorded and show it; what somebody is typing stays."""
        read = self._session.background.read
        read(self, patient_identity, self._patient_id, then=self._show)
        self.name.family.setFocus()

    def _show(self, identity: Identity) -> None:
        if self._draft.is_edited:
            self._draft.remind()
            return
        is_first = self._began is None
        self._preset(identity)
        self._draft.begin()
        self._follow_name()
        if is_first:
            self._let_type(True)
            self.name.family.setFocus()

    def _let_type(self, on: bool) -> None:
        for field in (*self._parts.values(), self.why):
            field.setEnabled(on)

    def _preset(self, identity: Identity) -> None:
        self._began = identity
        self.name.set_value(identity.name)
        self.born.set_value(identity.birth_date)
        self.sex.set_value(identity.sex)
        self.gender.set_value(identity.gender)
        self.why.set_value(None)
        self._follow_name()

    def _typed(self) -> Identity | None:
        """What the fields say; None without a birth date."""
        day = self.born.value()
        if day is None:
            return None
        return Identity(
            name=self.name.value(),
            birth_date=day,
            sex=self.sex.value(),
            gender=self.gender.text(),
        )

    def _is_renamed(self) -> bool:
        return self._began is not None and is_renamed(self._began.name, self.name.value())

    def _follow_name(self) -> None:
        self.why.setVisible(self._is_renamed())

    def _save(self) -> None:
        problems = self._problems()
        self.errors.show_sentences(problems)
        typed, began = self._typed(), self._began
        if problems or typed is None or began is None:
            return
        request = CorrectPatient(
            patient_id=self._patient_id,
            identity=typed,
            began=began,
            name_changed=self.why.value() if self._is_renamed() else None,
        )
        saved = partial(self._recorded, typed, self._draft.held())
        self._session.background.change(
            self, correct_patient, request, then=saved, refused=self._refused
        )

    def _problems(self) -> list[str]:
        fields = (*self._parts.values(), self.why)
        unread = check(*fields)
        reasons = name_objections(self.name.value())
        if not self.born.input.text().strip():
            reasons.append(Reason(_MISSING))
        if self._is_renamed() and self.why.value() is None:
            reasons.append(Reason(_NAME_WHY))
        return self._marked(reasons) + unread

    def _marked(self, reasons: list[Reason]) -> list[str]:
        owners: dict[str, LabelledField] = {
            "patients.family_missing": self.name.family,
            _MISSING: self.born,
            _NAME_WHY: self.why,
        }
        return mark(reasons, tuple(self._parts.values()), owners, self._session.zone)

    def _recorded(self, typed: Identity, sent: Mapping[str, Typed], _: None) -> None:
        self._began = typed
        self.conflict.clear()
        if self._draft.done(sent):
            self._preset(typed)
            self.saved.emit()

    def _refused(self, reasons: tuple[Reason, ...]) -> None:
        if reasons[0].code == CONFLICT:
            meet = partial(self._meet, reasons[0])
            self._session.background.read(self, patient_identity, self._patient_id, then=meet)
            return
        self.errors.show_sentences(self._marked(list(reasons)))

    def _meet(self, conflict: Reason, saved: Identity) -> None:
        """Somebody else put something right: ask which value counts, and go on from theirs."""
        typed, began = self._typed(), self._began
        if typed is None or began is None:
            return
        found = differences(began.fields, saved.fields, typed.fields)
        self._began = saved
        self.conflict.show_conflict(met(conflict, self._session.zone), found)
        self._follow_name()

    def _put(self, part: str, value: Any) -> None:
        field: Any = self._parts[part]
        field.set_value("" if value is None and part in _NAME_PARTS else value)
        self._follow_name()
        self._draft.note()

    def _forget_edits(self) -> None:
        self.errors.clear()
        self._follow_name()

    def _begin_over(self) -> None:
        """The edit began with what the fields show now, which may be older than what is saved."""
        typed = self._typed()
        if typed is not None:
            self._began = typed

    def _connect(self, fields: tuple[LabelledField, ...]) -> None:
        self._draft.begun.connect(self._begin_over)
        self._draft.discarded.connect(self._forget_edits)
        self.errors.follow(fields)
        for field in fields:
            field.edited.connect(self._follow_name)

    def _arrange(self) -> None:
        top = (self._draft.strip, self.errors, self.conflict)
        names = (self.name.family, self.name.given, self.why, self.name.preferred)
        rest = (self.name.middle, self.name.suffix, self.born, self.sex, self.gender)
        for part in (*top, *names, *rest):
            self.body.addWidget(part)
        save = primary("Save", "check")
        save.clicked.connect(lambda _: self._save())
        bind(save, "Ctrl+Return", self)
        self.footer.addWidget(save)
        self.footer.addStretch(1)


_NAME_PARTS = ("family", "given", "middle", "suffix", "preferred")


def _worded(part: str, value: Any) -> str:
    if part == "birth_date":
        return messages.short_day(value)
    return dict(SEXES).get(value, value) or NOT_RECORDED
