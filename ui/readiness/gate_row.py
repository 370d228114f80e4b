"""One gate of the list: a tile, its name, one line why, and the way to act."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.readiness.rules import GateKey
from ui.kit import icons, theme, tokens
from ui.kit.buttons import Button, Kind
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas, plate
from ui.kit.tokens import Status
from ui.readiness.gate_words import ICONS, LINKS, TITLES

_TILE = 32
_BADGE = 14
_BADGES = {
    Status.READY: "check",
    Status.DONE: "minus",
    Status.FLOW: "shield-check",
    Status.WAIT: "clock",
    Status.ATTN: "alert-triangle",
    Status.BLOCK: "ban",
}
_TONES = {Status.ATTN: "attn_fg", Status.BLOCK: "block_fg"}
LOUD = (Status.ATTN, Status.BLOCK)


class GateRow(QWidget):
    """`wanted` is emitted when a person wants to act on the gate."""

    wanted = Signal()

    def __init__(self, key: GateKey, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.status = Status.WAIT
        self.link = Button(LINKS[key], Kind.LINK)
        self.link.clicked.connect(self.wanted)
        self._tile = _Tile(ICONS[key])
        self._line = Label("", Look.SMALL, wrap=True)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(TITLES[key], Look.STRONG))
        words.addWidget(self._line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_M)
        row.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.link, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def line(self) -> str:
        """The line on screen."""
        return self._line.text()

    def show_gate(self, status: Status, line: str, *, link: str, is_open: bool) -> None:
        """Show where the gate stands; `link` "" means that nothing can be done here."""
        self.status = status
        self._tile.show_status(status)
        self._line.setText(line)
        self._line.setProperty("tone", _TONES.get(status, "text2"))
        self._line.style().polish(self._line)
        self.link.kind = Kind.LINK if status in LOUD else Kind.QUIET
        self.link.setText("Close" if is_open else link)
        self.link.setAccessibleName(f"{TITLES[self.key]}: {self.link.text()}")
        self.link.setVisible(bool(link))
        self.link.updateGeometry()


class _Tile(QWidget):
    """The gate's icon with the status as a badge; the line beside it says the same in words."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon, self._status = icon, Status.WAIT
        theme.fix(self, width=_TILE + 3, height=_TILE + 3)

    def show_status(self, status: Status) -> None:
        self._status = status
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        side, badge, picture = map(theme.scaled, (_TILE, _BADGE, tokens.ICON))
        ink, tile = f"{self._status}_fg", QRectF(0, 0, side, side)
        left = (side - picture) / 2
        corner = self.width() - badge
        with canvas(self) as painter:
            plate(painter, tile, f"{self._status}_bg")
            icons.paint(painter, self._icon, left, side / 2, ink, picture)
            halo = QRectF(corner - 1, corner - 1, badge + 2, badge + 2)
            plate(painter, halo, "surface", radius=badge / 2)
            middle = corner + badge / 2
            icons.paint(painter, _BADGES[self._status], corner, middle, ink, badge)
