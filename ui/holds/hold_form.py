"""What the small forms of a drug share: fields, one button, and refusals in the form."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason, Refused
from clinicdesk.holds.actions import OfDrug
from clinicdesk.holds.queries import HoldFacts
from ui.holds.moment_field import MomentField
from ui.kit import tokens
from ui.kit.buttons import bind, primary
from ui.kit.forms import ErrorSummary, LabelledField, check
from ui.session import Session


class HoldForm(QWidget):
    """One kind of evidence: how to record it, and how to say what is recorded.

    `asked_by` are the codes of the reasons that this form settles, `permission` the action's key.
    `saved` is emitted when the evidence is recorded; what is typed stays until then.
    """

    title = ""
    permission = ""
    asked_by: tuple[str, ...] = ()
    saved = Signal()

    def __init__(self, session: Session, drug: OfDrug) -> None:
        super().__init__()
        self.session, self.drug = session, drug
        self.errors = ErrorSummary()
        self.save = primary(f"Save {self.title.lower()}")
        self._checked: list[LabelledField] = []
        self._stops: list[LabelledField] = []
        self._request_id: UUID | None = None
        self._edited = False
        self._fields = QVBoxLayout()
        self._fields.setSpacing(tokens.SPACE_S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, tokens.SPACE_XS, 0, tokens.SPACE_S)
        column.setSpacing(tokens.SPACE_M)
        column.addWidget(self.errors)
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
            field.edited.connect(self._note_edit)
        self._fields.addLayout(row)
        self._checked += checked

    def add_moment(self, day: str, time: str) -> MomentField:
        """A day and a time of the past, below the other fields."""
        field = MomentField(day, time, today=self.session.today, zone=self.session.zone)
        self.add(field, checked=(field.day, field.time))
        self._stops[-1:] = [field.day, field.time]
        return field

    def enter(self) -> None:
        """Put the focus on the first field."""
        self._stops[0].setFocus()

    def stops(self) -> list[QWidget]:
        """What Tab visits, in reading order."""
        return [self.errors, *self._stops, self.save]

    def show_hold(self, hold: HoldFacts) -> None:
        """Show what is recorded; what somebody is just typing stays."""
        if not self._edited:
            self.fill(hold)

    def told(self, instant: datetime | None) -> str:
        """An instant in words; "" when it is not known."""
        return messages.moment(instant, self.session.zone) if instant else ""

    def summary(self, hold: HoldFacts) -> str:
        """What is recorded, in one line; "" when nothing is."""
        raise NotImplementedError

    def fill(self, hold: HoldFacts) -> None:
        """Preset the fields from the evidence."""
        raise NotImplementedError

    def request(self) -> tuple[Any, Any]:
        """The action and its request. Raises Refused for what is missing here already."""
        raise NotImplementedError

    def _note_edit(self) -> None:
        self._edited, self._request_id = True, None

    def _commit(self) -> None:
        unread = check(*self._checked)
        self.errors.show_sentences(unread)
        if unread:
            return
        try:
            action, request = self.request()
        except Refused as refusal:
            self._refused(refusal.reasons)
            return
        self._request_id = self._request_id or uuid4()
        self.session.background.change(
            self,
            action,
            request,
            then=self._recorded,
            refused=self._refused,
            request_id=self._request_id,
        )

    def _recorded(self, _: object) -> None:
        self._edited, self._request_id = False, None
        self.saved.emit()

    def _refused(self, reasons: tuple[Reason, ...]) -> None:
        self._request_id = None
        zone = self.session.zone
        self.errors.show_sentences([messages.sentence(reason, zone) for reason in reasons])


def given(instant: datetime | None, otherwise: str) -> datetime:
    """The instant. Raises Refused with this code of [holds] when it is missing."""
    if instant is None:
        raise Refused(Reason(f"holds.{otherwise}"))
    return instant
