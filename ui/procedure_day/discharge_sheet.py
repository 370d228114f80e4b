"""The discharge sheet over the board: seen, made sure of, printed, and back."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.sheets.rules import SheetKind
from ui.kit import tokens
from ui.kit.buttons import link
from ui.kit.stops import enter
from ui.session import Session

Sheets = Callable[[Session, int], QWidget]


class DischargeSheet(QWidget):
    """`sheets` makes what shows and prints the sheets of a booking; it has a method `preview`.

    `closed` is emitted when somebody goes back to the board.
    """

    closed = Signal()

    def __init__(self, session: Session, sheets: Sheets, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._sheets = session, sheets
        self.panel: QWidget | None = None
        self.back = link("Today's board", "arrow-left")
        self.back.clicked.connect(self.closed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(tokens.SPACE_L, tokens.SPACE_S, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        for keys in (Qt.Key.Key_Escape, "Alt+Left"):
            leave = QShortcut(QKeySequence(keys), self)
            leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            leave.activated.connect(self.closed)

    def show_for(self, booking_id: int) -> None:
        """Preview the sheet of a booking; the keys go to whose it is, then to Print."""
        if self.panel is not None:
            self.panel.hide()
            self.panel.deleteLater()
        self.panel = self._sheets(self._session, booking_id)
        self._column.addWidget(self.panel, 1)
        self.panel.show()
        self.panel.preview(SheetKind.DISCHARGE)

    def enter(self) -> None:
        """Put the focus where work on the sheet begins."""
        if self.panel:
            enter(self.panel)
