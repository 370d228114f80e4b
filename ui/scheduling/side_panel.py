"""What stands beside the day: who waits for a date, or one panel in their place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.scheduling.booking_details import BookingDetails
from ui.scheduling.booking_panel import About, BookingPanel
from ui.scheduling.cancel_panel import CancelPanel
from ui.scheduling.waiting_panel import WaitingPanel

Panel = BookingPanel | BookingDetails | CancelPanel


class SidePanel(QWidget):
    """A booking panel that is put away keeps what was typed in it for its patient.

    `filled` says whether something else than who waits stands here now.
    """

    filled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.waiting = WaitingPanel()
        self.panel: Panel | None = None
        self._shows_waiting = True
        self._kept: dict[About, BookingPanel] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.waiting)
        self.setAccessibleName(self.waiting.accessibleName())

    def kept(self, about: About) -> BookingPanel | None:
        """The panel in which this was typed before."""
        return self._kept.get(about)

    def typed_for(self, about: About) -> BookingPanel | None:
        """The panel in which something is typed about this, on screen or put away."""
        panel = self.panel
        is_open = isinstance(panel, BookingPanel) and panel.about == about
        return panel if is_open else self.kept(about)

    def open_for(self, case_id: int | None) -> BookingPanel | None:
        """The panel on screen, when it books this case or, without one, any."""
        panel = self.panel
        if not isinstance(panel, BookingPanel) or panel.moves:
            return None
        return panel if case_id is None or panel.about in (None, (case_id, 0, 0)) else None

    def put(self, panel: Panel | None) -> None:
        """Show a panel in the place of the one before; without one, who waits for a date."""
        old, self.panel = self.panel, panel
        if old is not None and old is not panel:
            old.hide()
            self._put_away(old)
        if panel is not None:
            self._row.addWidget(panel)
            # A layout shows what it is given only later, and what is not shown takes no focus.
            panel.show()
        self._show_waiting()
        self.setAccessibleName((panel or self.waiting).accessibleName())
        self.filled.emit(panel is not None)

    def show_waiting(self, *, shown: bool) -> None:
        """Whether who waits stands here while no panel is open."""
        self._shows_waiting = shown
        self._show_waiting()

    def _show_waiting(self) -> None:
        self.waiting.setVisible(self._shows_waiting and self.panel is None)
        self.setVisible(self._shows_waiting or self.panel is not None)

    def enter_openings(self, line: str = "") -> None:
        """Put the focus where one key decides when and where; a line decides more."""
        if not isinstance(self.panel, BookingPanel):
            return
        if line:
            self.panel.line.type(line)
        else:
            self.panel.openings.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def drop(self, panel: BookingPanel) -> None:
        """What was typed in this panel is done."""
        self._kept = {about: one for about, one in self._kept.items() if one is not panel}
        panel.deleteLater()

    def _put_away(self, panel: Panel) -> None:
        about = panel.about if isinstance(panel, BookingPanel) else None
        if isinstance(panel, BookingPanel) and about and about not in self._kept:
            self._kept[about] = panel
        elif panel not in self._kept.values():
            panel.deleteLater()
