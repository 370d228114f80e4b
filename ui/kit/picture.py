"""A picture from a file of the program's own: never larger than it is or wider than its place."""

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import tokens
from ui.kit.painting import canvas, plate

_NARROWEST = 120


class Picture(QWidget):
    """`words` say what is to be seen; a file that cannot be read leaves no room."""

    def __init__(self, file: Path, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pixmap = QPixmap(str(file))
        self.setAccessibleName(words)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return self.pixmap.size()

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, 0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        whole = self.pixmap.size()
        return whole.height() * min(width, whole.width()) // max(whole.width(), 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        width = min(self.width(), self.pixmap.width())
        area = QRectF(0, 0, width, self.heightForWidth(width))
        with canvas(self) as painter:
            scale = painter.device().devicePixelRatioF()
            smooth = Qt.TransformationMode.SmoothTransformation
            drawn = self.pixmap.scaledToWidth(max(round(width * scale), 1), smooth)
            painter.drawPixmap(area, drawn, QRectF(drawn.rect()))
            plate(painter, area, "", "border", radius=tokens.RADIUS_CHIP)
