"""What the small forms of a drug share: fields, one button, and refusals in the form."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.conflicts import differences
from clinicdesk.errors import Reason, Refused
from clinicdesk.holds.actions import OfDrug
from clinicdesk.holds.queries import HoldFacts, hold_clocks
from ui.form_draft import FormDraft
from ui.holds.moment_field import MomentField
from ui.kit import tokens
from ui.kit.buttons import bind, primary
from ui.kit.conflict_card import CONFLICT, ConflictCard, met
from ui.kit.forms import ErrorSummary, LabelledField, check
from ui.kit.not_recorded import NOT_RECORDED
from ui.kit.typed import Typed
from ui.session import Session


class HoldForm(QWidget):
    """One kind of evidence: how to record it, and how to say what is recorded.

    `asked_by` are the codes of the reasons that this form settles, `action` what is done.
    `saved` is emitted when the evidence is recorded and nothing was typed since; what is typed
    stays until then. `contested` are the fields of what several people may set, by the names that
    the core compares.
    """

    title = ""
    action: Any = None
    asked_by: tuple[str, ...] = ()
    saved = Signal()

    def __init__(self, session: Session, drug: OfDrug) -> None:
        super().__init__()
        self.session, self.drug = session, drug
        self.errors = ErrorSummary()
        self.save = primary(f"Save {self.title.lower()}")
        self._checked: list[LabelledField] = []
        self._stops: list[LabelledField] = []
        self.contested: dict[str, LabelledField] = {}
        self.began: dict[str, Any] = {}
        self.conflict = ConflictCard(self._label, self.worded, self._put)
        place = f"holds.{self.title}.{drug.drug_key}"
        self._draft = FormDraft(session.drafts, place, (), drug.booking_id)
        self._draft.begun.connect(self._begin)
        self._fields = QVBoxLayout()
        self._fields.setSpacing(tokens.SPACE_S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, tokens.SPACE_XS, 0, tokens.SPACE_S)
        column.setSpacing(tokens.SPACE_M)
        column.addWidget(self._draft.strip)
        column.addWidget(self.errors)
        column.addWidget(self.conflict)
        column.addLayout(self._fields)
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        self.save.clicked.connect(self._commit)
        bind(self.save, "Ctrl+Return", self)

    def add(self, *fields: QWidget, checked: Sequence[LabelledField] = ()) -> None:
        """Put fields side by side below the others; `checked` are read before the request."""
        self._stops += fields
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_M)
        for field in fields:
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
            self._draft.watch(*field.parts if isinstance(field, MomentField) else (field,))
        self._fields.addLayout(row)
        self._checked += checked

    def add_moment(self, day: str, time: str) -> MomentField:
        """A day and a time of the past, below the other fields."""
        field = MomentField(day, time, today=self.session.today, zone=self.session.zone)
        self.add(field, checked=field.parts)
        self._stops[-1:] = field.parts
        return field

    def enter(self) -> None:
        """Put the focus on the first field."""
        self._stops[0].setFocus()

    def stops(self) -> list[QWidget]:
        """What Tab visits, in reading order."""
        return [self._draft.strip.button, self.errors, *self._stops, self.save]

    def show_hold(self, hold: HoldFacts) -> None:
        """Show what is recorded; what somebody is just typing stays."""
        if not self._draft.is_edited:
            self.fill(hold)
            self._draft.begin()

    def told(self, instant: datetime | None) -> str:
        """An instant in words; "" when it is not known."""
        return messages.moment(instant, self.session.zone) if instant else ""

    def summary(self, hold: HoldFacts) -> str:
        """What is recorded, in one line; "" when nothing is."""
        raise NotImplementedError

    def fill(self, hold: HoldFacts) -> None:
        """Preset the fields from the evidence."""
        raise NotImplementedError

    def recorded(self, hold: HoldFacts) -> Mapping[str, Any]:
        """The values of the contested fields as they are saved now."""
        return {}

    def worded(self, name: str, value: Any) -> str:
        """A contested field's value in words."""
        return str(value or NOT_RECORDED)

    def request(self) -> Any:
        """The request of `action`. Raises Refused for what is missing here already."""
        raise NotImplementedError

    def _commit(self) -> None:
        unread = check(*self._checked)
        self.errors.show_sentences(unread)
        if unread:
            return
        try:
            request = self.request()
        except Refused as refusal:
            self._refused(refusal.reasons)
            return
        saved = partial(self._recorded, self._typed(), self._draft.held())
        self.session.background.change(
            self, self.action, request, then=saved, refused=self._refused
        )

    def _begin(self) -> None:
        self.began = self._typed()

    def _typed(self) -> dict[str, Any]:
        return {name: field.value() for name, field in self.contested.items()}

    def _label(self, name: str) -> str:
        return self.contested[name].name

    def _put(self, name: str, value: Any) -> None:
        self.contested[name].set_value(value)
        self._draft.note()

    def _meet(self, conflict: Reason, holds: Sequence[HoldFacts]) -> None:
        """Somebody else set it: ask which value counts, and save again from theirs on."""
        saved = next(self.recorded(one) for one in holds if one.drug_key == self.drug.drug_key)
        found = differences(self.began, saved, self._typed())
        self.began = dict(saved)
        self.conflict.show_conflict(met(conflict, self.session.zone), found)

    def _recorded(self, began: dict[str, Any], sent: Mapping[str, Typed], _: object) -> None:
        self.began = began
        self.conflict.clear()
        if self._draft.done(sent):
            self.saved.emit()

    def _refused(self, reasons: tuple[Reason, ...]) -> None:
        if reasons[0].code == CONFLICT:
            meet = partial(self._meet, reasons[0])
            self.session.background.read(self, hold_clocks, self.drug.booking_id, then=meet)
            return
        self.errors.show_reasons(reasons, self.session.zone)


def given(instant: datetime | None, otherwise: str) -> datetime:
    """The instant. Raises Refused with this code of [holds] when it is missing."""
    if instant is None:
        raise Refused(Reason(f"holds.{otherwise}"))
    return instant
