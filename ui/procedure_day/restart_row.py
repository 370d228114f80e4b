"""The physician's decision on one held drug."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.procedure_day.queries import HeldDrug
from clinicdesk.procedure_day.rules import Restart, RestartDecision
from clinicdesk.scheduling.rules import local_instant
from ui.kit import tokens
from ui.kit.buttons import link
from ui.kit.forms import ChoiceField, DateField, LabelledField, TimeField
from ui.kit.labels import Label, Look
from ui.kit.typed import Typed, put_back_in, typed_in
from ui.session import Session

_DECISIONS = (
    (Restart.RESTART_AT, "Restart at"),
    (Restart.WHEN_TOLD, "When told"),
    (Restart.STAY_OFF, "Stay off"),
)


class RestartRow(QWidget):
    """The table's restart is offered as a button, never filled in by itself (RULE-31)."""

    edited = Signal()

    def __init__(self, session: Session, drug: HeldDrug, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self.drug = session, drug
        self.name = drug.drug_key
        self._offer: datetime | None = None
        self.decision = ChoiceField(_named(drug), _DECISIONS)
        self.day = DateField("Restart on", today=session.today)
        self.time = TimeField("At")
        self.suggestion = link("")
        self._no_offer = Label("", Look.HINT, wrap=True, widest=320)
        self._when = QWidget()
        self._arrange()
        for field in (self.decision, self.day, self.time):
            field.edited.connect(self.edited)
        self.decision.edited.connect(self._follow)
        self.suggestion.clicked.connect(self._take_offer)
        self.offer(None, bleeding_stopped=None)

    def offer(self, end: datetime | None, *, bleeding_stopped: bool | None) -> None:
        """Offer what the table suggests after this end, once the bleeding has stopped."""
        known = end is not None
        self._offer = self.drug.suggestion(end, hemostasis=bleeding_stopped) if known else None
        if self._offer:
            words = messages.moment(self._offer, self._session.zone)
            self.suggestion.setText(f"Use the table’s {words}")
            self.suggestion.setAccessibleName(f"{self.drug.name}: {self.suggestion.text()}")
        else:
            self._no_offer.setText(_why_no_offer(self.drug, known, bleeding_stopped))
        self._follow()

    def checked(self) -> tuple[LabelledField, ...]:
        """The fields whose text may be unreadable, while they are on screen."""
        return () if self._when.isHidden() else (self.day, self.time)

    def stops(self) -> tuple[QWidget, ...]:
        """What Tab visits, in reading order."""
        return (self.decision, self.day, self.time, self.suggestion)

    def typed(self) -> Typed:
        return typed_in((self.decision, self.day, self.time))

    def put_back(self, typed: Typed) -> None:
        put_back_in((self.decision, self.day, self.time), typed)

    def value(self) -> RestartDecision | None:
        """The decision; None before there is one. Raises Refused as `local_instant` does."""
        restart = self.decision.value()
        if restart is None:
            return None
        at = self._at() if restart is Restart.RESTART_AT else None
        return RestartDecision(self.drug.drug_key, restart, at)

    def _at(self) -> datetime | None:
        day, time = self.day.value(), self.time.value()
        return local_instant(day, time, self._session.zone) if day and time else None

    def _take_offer(self) -> None:
        if self._offer is None:
            return
        local = self._session.local(self._offer)
        self.day.set_value(local.date())
        self.time.set_value(local.time())
        self.edited.emit()

    def _follow(self) -> None:
        at_a_time = self.decision.value() is Restart.RESTART_AT
        self._when.setVisible(at_a_time)
        self.suggestion.setVisible(at_a_time and self._offer is not None)
        self._no_offer.setVisible(at_a_time and self._offer is None)

    def _arrange(self) -> None:
        when = QHBoxLayout(self._when)
        when.setContentsMargins(0, 0, 0, 0)
        when.setSpacing(tokens.SPACE_M)
        when.addWidget(self.day, 0, Qt.AlignmentFlag.AlignTop)
        when.addWidget(self.time, 0, Qt.AlignmentFlag.AlignTop)
        offers = QVBoxLayout()
        offers.setContentsMargins(0, 20, 0, 0)
        offers.addWidget(self.suggestion, 0, Qt.AlignmentFlag.AlignLeft)
        offers.addWidget(self._no_offer)
        offers.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        row.addWidget(self.decision, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._when, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(offers)
        row.addStretch(1)


def _named(drug: HeldDrug) -> str:
    """`apixaban (Eliquis)`."""
    brands = drug.row.brands
    return f"{drug.name} ({brands[0]})" if brands else drug.name


def _why_no_offer(drug: HeldDrug, known_end: bool, bleeding_stopped: bool | None) -> str:
    if drug.row.restart is None:
        return "The hold table suggests no restart for this drug."
    if not known_end or bleeding_stopped is None:
        return "The table’s suggestion shows once the end and the bleeding are answered."
    return "No suggestion while the bleeding has not stopped."
