"""Buttons: one filled primary per region, outlined secondaries, and links."""

from enum import Enum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QEnterEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.kit import fonts, icons, tokens
from ui.kit.alt_keys import unmarked
from ui.kit.command import with_keys
from ui.kit.painting import LEVEL_WITH_KEY, canvas, plate, write
from ui.kit.theme import scaled

_GAP = tokens.SPACE_S


class Kind(Enum):
    """How loud a button is: (fill, fill under the pointer, outline, ink), as tokens; "" is none."""

    PRIMARY = ("accent", "accent_hover", "", "on_accent")
    SECONDARY = ("surface", "bg", "border_strong", "text")
    LINK = ("", "accent_soft", "", "accent_text")
    QUIET = ("", "sunken", "", "text2")
    ON_TOAST = ("", "", "", "toast_action")


class Button(QPushButton):
    """A push button, pressed with Space or Enter; `&` in the words marks its Alt key."""

    def __init__(
        self,
        words: str,
        kind: Kind = Kind.SECONDARY,
        icon: str = "",
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.kind = kind
        self._icon = icon
        self._is_small = False
        fonts.wear(self, tokens.SIZE_BODY, QFont.Weight.DemiBold)
        self.setAccessibleName(unmarked(words))
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_icon(self, icon: str) -> None:
        """Replace the picture before the words."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def is_shown(self) -> bool:
        return not self.isHidden()

    def spare(self) -> int:
        """What is saved where a picture can stand alone, px."""
        return self._wide(small=False) - self._wide(small=True)

    def give_way(self, on: bool) -> None:
        """Show the picture without the words, which the tooltip says; without one, nothing goes."""
        if on != self._is_small:
            self._is_small = on
            if not self.toolTip():
                self.setToolTip(self.accessibleName())
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._wide(small=self._is_small), scaled(tokens.CONTROL_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or _with_others(event):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():  # Enter held down in the field before is not meant for it
            self.click()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            self._paint_plate(painter)
            self._paint_content(painter)

    def _paint_plate(self, painter: QPainter) -> None:
        fill, hover, outline, _ = self.kind.value
        if not self.isEnabled():
            fill, hover, outline = ("sunken" if fill else ""), "", ("border" if fill else "")
        lit = hover and (self.isDown() or self.underMouse())
        plate(painter, self.rect(), hover if lit else fill, outline)
        if self.isDown():
            plate(painter, self.rect().adjusted(2, 2, -2, -2), "", self.kind.value[3])

    def _paint_content(self, painter: QPainter) -> None:
        ink = self.kind.value[3] if self.isEnabled() else "text3"
        is_small = self._is_small
        left = (self.width() - self._content(small=is_small)) / 2
        if self._icon:
            icons.paint(painter, self._icon, left, self.height() / 2, ink, scaled(tokens.ICON))
        if self._says_words(small=is_small):
            left += self._picture() + (_GAP if self._icon else 0)
            room = QRectF(left, 0, self._words() + _GAP, self.height())
            write(painter, room, self.text(), ink, LEVEL_WITH_KEY)

    def _wide(self, *, small: bool) -> int:
        edge = tokens.SPACE_S if self.kind in (Kind.LINK, Kind.QUIET) else tokens.SPACE_M + 2
        return max(self._content(small=small) + 2 * edge, scaled(tokens.CONTROL_HEIGHT))

    def _content(self, *, small: bool) -> int:
        """The width of picture and words in px."""
        words = self._words() if self._says_words(small=small) else 0
        return self._picture() + words + (_GAP if self._icon and words else 0)

    def _says_words(self, *, small: bool) -> bool:
        return bool(self.text()) and not (small and self._icon)

    def _words(self) -> int:
        """The width of the text in px."""
        return self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width()

    def _picture(self) -> int:
        return scaled(tokens.ICON) if self._icon else 0


def _with_others(event: QKeyEvent) -> bool:
    """Whether Ctrl, Alt or Shift is held: those make shortcuts."""
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)


def primary(words: str, icon: str = "") -> Button:
    """The one filled button of a region."""
    return Button(words, Kind.PRIMARY, icon)


def secondary(words: str, icon: str = "") -> Button:
    """An outlined button."""
    return Button(words, Kind.SECONDARY, icon)


def link(words: str, icon: str = "") -> Button:
    """A button that looks like a link, for actions inside text and rows."""
    return Button(words, Kind.LINK, icon)


def icon_only(icon: str, name: str) -> Button:
    """A square button; `name` is read aloud and shown as its tooltip."""
    button = Button("", Kind.QUIET, icon)
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button


def hold_off(button: Button, instead: QWidget) -> None:
    """Disable it until the answer comes; a second press reaches neither it nor what is next."""
    if button.hasFocus():
        instead.setFocus()
    button.setEnabled(False)


def bind(button: Button, keys: str, scope: QWidget) -> None:
    """Let `keys` ("Ctrl+Return") press the button while the focus is inside `scope`.

    A button that is hidden is not offered: its keys do nothing either.
    """
    shortcut = QShortcut(QKeySequence(keys), scope)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(lambda: None if button.isHidden() else button.click())
    tell_keys(button, keys)


def tell_keys(button: Button, keys: str) -> None:
    """Say in the tooltip which keys do the same, wherever they are bound."""
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    button.setToolTip(with_keys(button.accessibleName(), shown))
