"""Who is at work, as a button: it opens what a person can do about being signed in."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from ui.kit import fonts, icons, tokens
from ui.kit.painting import CENTERED, LEVEL, canvas, fitted, plate, write
from ui.kit.theme import scaled
from ui.shell.avatar import initials
from ui.shell.look_menu import LookMenu

_SIDE = 32
_HEIGHT = 44
_GAP = 10
_WIDEST_NAME = 320
_OPENING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)


@dataclass(frozen=True)
class Person:
    """Who is signed in: name as in the staff list, and the role in words."""

    name: str
    role: str


class PersonButton(QAbstractButton):
    """The actions `lock`, `switch`, `change_pin`, `change_password` and `sign_out` are its menu."""

    def __init__(self, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._person = person
        self.setText(person.name)
        self.setAccessibleName(f"{person.name}, {person.role}")
        self.setAccessibleDescription("Lock, switch user, PIN, password, look, sign out")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.menu = QMenu(self)
        self.lock = self.menu.addAction("&Lock\tCtrl+L")
        self.switch = self.menu.addAction("S&witch user")
        self.menu.addSeparator()
        self.change_pin = self.menu.addAction("Choose a &PIN")
        self.change_password = self.menu.addAction("&Change password")
        self.menu.addSeparator()
        self.look = LookMenu(self.menu)
        self.menu.addMenu(self.look)
        self.menu.addSeparator()
        self.sign_out = self.menu.addAction("Sign &out")
        self.clicked.connect(self.open_menu)

    def open_menu(self) -> None:
        """Show the menu under the button, its right edge at the button's."""
        left = self.width() - self.menu.sizeHint().width()
        self.menu.popup(self.mapToGlobal(QPoint(left, self.height())))
        self.menu.setActiveAction(self.lock)

    def sizeHint(self) -> QSize:
        around = scaled(_SIDE) + 2 * _GAP + _GAP + scaled(tokens.ICON) + _GAP
        return QSize(around + self._words(), scaled(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENING_KEYS:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            plate(painter, self.rect(), "sunken" if self.underMouse() else "")
            self._paint_mark(painter)
            self._paint_words(painter)
            size = scaled(tokens.ICON)
            right = self.width() - _GAP - size
            icons.paint(painter, "chevron-down", right, self.height() / 2, "text2", size)

    def _paint_mark(self, painter: QPainter) -> None:
        side = scaled(_SIDE)
        disc = QRectF(_GAP, (self.height() - side) / 2, side, side)
        plate(painter, disc, "accent_soft", radius=side / 2)
        painter.setFont(fonts.font(tokens.SIZE_SMALL, QFont.Weight.Bold))
        write(painter, disc, initials(self._person.name), "accent_text", CENTERED)

    def _paint_words(self, painter: QPainter) -> None:
        left, width, half = scaled(_SIDE) + 2 * _GAP, self._words(), self.height() / 2
        painter.setFont(_name_font())
        name = fitted(painter, self._person.name, width)
        write(painter, QRectF(left, 4, width, half - 4), name, "text", LEVEL)
        painter.setFont(_role_font())
        write(painter, QRectF(left, half, width, half - 4), self._person.role, "text2", LEVEL)

    def _words(self) -> int:
        """The width of the longer line in px."""
        widths = (
            _width(_name_font(), self._person.name),
            _width(_role_font(), self._person.role),
        )
        return min(max(widths), scaled(_WIDEST_NAME))


def _name_font() -> QFont:
    return fonts.font(tokens.SIZE_SMALL, QFont.Weight.DemiBold)


def _role_font() -> QFont:
    return fonts.font(tokens.SIZE_SMALL)


def _width(font: QFont, words: str) -> int:
    return QFontMetrics(font).horizontalAdvance(words) + 1
