"""A tick with its words, the box painted from the tokens."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from ui.kit import icons, tokens
from ui.kit.alt_keys import unmarked
from ui.kit.operable import Operable
from ui.kit.painting import LEVEL_WITH_KEY, canvas, plate, write
from ui.kit.theme import scaled
from ui.kit.typed import Typed

_BOX = 18
_GAP = tokens.SPACE_S
_LOOKS = {  # (enabled, checked): fill, outline, tick
    (True, True): ("accent", "accent", "on_accent"),
    (True, False): ("surface", "border_strong", ""),
    (False, True): ("sunken", "border", "text3"),
    (False, False): ("sunken", "border", ""),
}


class CheckField(Operable, QCheckBox):
    """Yes or no; `edited` is emitted for what a person ticks, never for `set_value`."""

    edited = Signal()

    def __init__(self, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.name = unmarked(text)
        self.setAccessibleName(self.name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.listen()
        self.clicked.connect(lambda _: self.edited.emit())

    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, on: bool) -> None:
        self.setChecked(on)

    def typed(self) -> Typed:
        return self.isChecked()

    def put_back(self, typed: Typed) -> None:
        self.setChecked(typed)
        self.edited.emit()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width()
        return QSize(scaled(_BOX) + _GAP + words + 4, scaled(tokens.CHECK_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            self._paint_box(painter)
            words = self.rect().adjusted(scaled(_BOX) + _GAP, 0, 0, 0)
            ink = "text" if self.isEnabled() else "text3"
            write(painter, words, self.text(), ink, LEVEL_WITH_KEY)

    def _paint_box(self, painter: QPainter) -> None:
        fill, outline, tick = _LOOKS[self.isEnabled(), self.isChecked()]
        if self.isEnabled() and self.underMouse() and not self.isChecked():
            outline = "text2"
        side, tick_side = scaled(_BOX), scaled(tokens.ICON_SMALL)
        box = QRectF(0, (self.height() - side) / 2, side, side)
        plate(painter, box, fill, outline, radius=tokens.RADIUS_CHIP, width=1.5)
        if tick:
            left, middle = (side - tick_side) / 2, self.height() / 2
            icons.paint(painter, "check", left, middle, tick, tick_side)
