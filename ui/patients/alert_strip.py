"""What everybody must see who opens the chart, under the banner."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit import theme, tokens
from ui.kit.chips import Chip
from ui.kit.emptying import empty
from ui.kit.flow import Flow
from ui.kit.painting import canvas
from ui.kit.stops import mark_above
from ui.kit.tokens import Status


class AlertStrip(QWidget):
    """Hidden while there is no alert; one Tab stop that reads all of them out, counted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        mark_above(self)
        self._chips = QWidget()
        Flow(tokens.SPACE_S, tokens.SPACE_XS, self._chips)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_XL, 6, tokens.SPACE_XL, 7)
        row.addWidget(self._chips, 1)
        self.show_alerts(())

    def show_alerts(self, alerts: Sequence[str]) -> None:
        """Show these alerts and no others."""
        flow = self._chips.layout()
        empty(flow)
        for words in alerts:
            flow.addWidget(Chip(Status.ATTN, words, "flag"))
        counted = f"{len(alerts)} alert{'s' if len(alerts) != 1 else ''}"
        self.setAccessibleName(f"{counted}: {'; '.join(alerts)}" if alerts else "No alerts")
        self.setVisible(bool(alerts))
        self._chips.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("attn_bg"))
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))
