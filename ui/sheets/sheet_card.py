"""One kind of sheet: where it stands, and the way to its preview."""

from PySide6.QtCore import Qt, Signal

from clinicdesk.readiness.rules import PacketState
from clinicdesk.sheets.queries import SheetStatus
from clinicdesk.sheets.rules import SheetKind
from ui.kit.buttons import secondary
from ui.kit.card import Card
from ui.kit.chips import Chip
from ui.kit.labels import Label, Look
from ui.kit.tokens import Status
from ui.session import Session
from ui.sheets import sheet_words


class SheetCard(Card):
    """`preview_wanted` carries the kind."""

    preview_wanted = Signal(object)

    def __init__(self, session: Session, kind: SheetKind) -> None:
        super().__init__(sheet_words.TITLES[kind])
        self._session = session
        self._chip = Chip(Status.WAIT, "")
        self._lines = Label("", Look.SMALL, wrap=True)
        self.preview = secondary(f"Preview {kind.replace('_', '-')}", "eye")
        self.heading.addWidget(self._chip)
        self.body.addWidget(self._lines)
        self.body.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignLeft)
        self.preview.clicked.connect(lambda: self.preview_wanted.emit(kind))

    @property
    def state(self) -> str:
        return self._chip.text

    @property
    def lines(self) -> str:
        return self._lines.text()

    def show_status(self, sheet: SheetStatus) -> None:
        """Show where the sheet stands."""
        self._chip.show_chip(sheet_words.STATUSES[sheet.state], sheet_words.STATES[sheet.state])
        lines = sheet_words.lines(sheet, self._session)
        self._lines.setText("\n".join(lines))
        self._lines.setVisible(bool(lines))
        stale = sheet.state is PacketState.OUT_OF_DATE
        self._lines.setProperty("tone", "attn_fg" if stale else "text2")
        self._lines.style().polish(self._lines)
