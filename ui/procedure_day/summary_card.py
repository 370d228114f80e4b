"""The procedure as recorded, to be read only."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from clinicdesk import messages
from clinicdesk.procedure_day.queries import ProcedureDone
from clinicdesk.procedure_day.rules import Restart, RestartDecision
from ui.kit import tokens
from ui.kit.card import Card
from ui.kit.chips import Chip
from ui.kit.emptying import empty
from ui.kit.labels import Label, Look
from ui.kit.tokens import Status
from ui.session import Session

_RESTARTS = {Restart.WHEN_TOLD: "When told", Restart.STAY_OFF: "Stay off"}


class SummaryCard(Card):
    """Nothing here can be changed: a correction is a matter for the physician's note."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Procedure done", parent)
        self._session = session
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(tokens.SPACE_XL)
        self._lines.setVerticalSpacing(tokens.SPACE_S)
        self._lines.setColumnStretch(1, 1)
        self.heading.addWidget(Chip(Status.DONE, "Discharge ordered"))
        self.body.addLayout(self._lines)

    @property
    def lines(self) -> dict[str, str]:
        """What is on screen, by label."""
        words = [self._lines.itemAt(at).widget().text() for at in range(self._lines.count())]
        return dict(zip(words[::2], words[1::2], strict=True))

    def show_done(self, done: ProcedureDone) -> None:
        empty(self._lines)
        for at, (label, value) in enumerate(self._worded(done)):
            self._lines.addWidget(Label(label, Look.QUIET), at, 0, Qt.AlignmentFlag.AlignTop)
            self._lines.addWidget(Label(value, Look.STRONG, wrap=True), at, 1)

    def _worded(self, done: ProcedureDone) -> list[tuple[str, str]]:
        zone, start, end = self._session.zone, *map(self._session.local, (done.start, done.end))
        levels = ", ".join(f"{level.shown} ({side})" for level, side in done.levels)
        restarts = [
            (f"Restart {done.drugs[restart.drug_key].name}", self._restart(restart))
            for restart in done.restarts
        ]
        day, minutes = messages.day(start), (done.end - done.start).seconds // 60
        return [
            ("Time", f"{day}, {messages.clock(start)} – {messages.clock(end)} · {minutes} minutes"),
            ("Levels done", levels),
            ("Sedation given", done.sedation.capitalize()),
            ("Skin closed with", done.closure.capitalize()),
            ("Bleeding stopped", "Yes" if done.hemostasis else "No"),
            *restarts,
            ("Ordered by", f"{done.ordered_by} · {messages.moment(done.recorded_at, zone)}"),
        ]

    def _restart(self, decision: RestartDecision) -> str:
        if decision.at:
            return messages.moment(decision.at, self._session.zone)
        return _RESTARTS[decision.restart]
