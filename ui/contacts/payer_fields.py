"""Who pays, and the study that Medicare asks for."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.conflicts import Fields
from clinicdesk.contacts.coverage import coverage_policy
from clinicdesk.contacts.rules import (
    Payer,
    coverage_warning,
    payer_fields,
    read_trial_number,
    trial_number_objections,
)
from clinicdesk.errors import Reason
from clinicdesk.patients.rules import PayerKind
from ui.kit import tokens
from ui.kit.forms import CheckedField, ComboField, DateField, TextField, check
from ui.kit.not_recorded import NOT_RECORDED
from ui.kit.notice import Notice
from ui.kit.payers import PAYERS


class PayerFields(QWidget):
    """All of it as one `Payer`; None while the kind of payer is not recorded."""

    labels: Mapping[str, str] = {
        "kind": "Kind of payer",
        "name": "Payer's name",
        "member_number": "Member number",
        "study": "Study",
        "trial_number": "NCT number",
        "enrolled_on": "Enrolled on",
    }

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.kind: ComboField[PayerKind] = ComboField("Kind of paye&r", PAYERS, optional=True)
        self.payer = TextField("Payer's &name")
        self.member = TextField("Me&mber number")
        self.study = TextField("Study")
        self.trial = CheckedField("NCT number", trial_number_objections, hint="NCT and 8 digits")
        self.enrolled = DateField("Enrolled on", today=today)
        self.notice = Notice()
        self.fields = (
            *(self.kind, self.payer, self.member),
            *(self.study, self.trial, self.enrolled),
        )
        self._arrange()
        self.trial.input.editingFinished.connect(self._tidy)
        for field in (self.kind, self.trial):
            field.edited.connect(self._follow)

    def enter(self) -> None:
        self.kind.setFocus()

    def value(self) -> Payer | None:
        kind = self.kind.value()
        if kind is None:
            return None
        return Payer(
            kind=kind,
            name=self.payer.value(),
            member_number=self.member.value(),
            study=self.study.value(),
            trial_number=read_trial_number(self.trial.value()),
            enrolled_on=self.enrolled.value(),
        )

    def set_value(self, value: Payer | None) -> None:
        self.kind.set_value(value.kind if value else None)
        self.payer.set_value(value.name if value else "")
        self.member.set_value(value.member_number if value else "")
        self.study.set_value(value.study if value else "")
        self.trial.set_value(value.trial_number if value else "")
        self.enrolled.set_value(value.enrolled_on if value else None)
        self._follow()

    def problems(self) -> list[str]:
        self._tidy()
        missing = messages.sentence(Reason("contacts.payer_missing"))
        sentence = "" if self.kind.value() else missing
        self.kind.set_error(sentence)
        return [*filter(None, [sentence]), *check(self.trial, self.enrolled)]

    def compared(self, value: Payer | None) -> Fields:
        return payer_fields(value)

    def put(self, field: str, value: Any) -> None:
        if field == "kind":
            self.kind.set_value(value)
        elif field == "enrolled_on":
            self.enrolled.set_value(value)
        else:
            texts = {"name": self.payer, "member_number": self.member, "study": self.study}
            texts.get(field, self.trial).set_value(value or "")
        self._follow()

    def worded(self, field: str, value: Any) -> str:
        if value in (None, ""):
            return NOT_RECORDED
        if field == "kind":
            return dict(PAYERS)[value]
        return messages.day(value) if field == "enrolled_on" else str(value)

    def _tidy(self) -> None:
        if not self.trial.objection():
            self.trial.set_value(read_trial_number(self.trial.value()))

    def _follow(self) -> None:
        """RULE-14: told while it is typed, gone with the study's number."""
        number = "" if self.trial.objection() else read_trial_number(self.trial.value())
        kind = self.kind.value()
        payer = Payer(kind=kind, trial_number=number) if kind else None
        self.notice.show_warning(coverage_warning(payer, coverage_policy()))

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_M)
        rows = ((self.kind, self.payer), (self.member, self.study), (self.trial, self.enrolled))
        for fields in rows:
            row = QHBoxLayout()
            row.setSpacing(tokens.SPACE_M)
            for field in fields:
                row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        column.addWidget(self.notice)
