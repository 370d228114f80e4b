"""The menu bar: hidden until Alt is tapped or F10 pressed, filled from what can be done now.

It floats over the top of the window, so nothing moves when it comes and goes.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar, QWidget

from ui.kit.alt_keys import literal
from ui.kit.command import MENUS, Command

_NOTHING = {"Print": "Nothing to print on this page"}
_NOTHING_ELSE = "Nothing to do here on this page"
_OTHER_WORK = {
    QEvent.Type.KeyPress,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.FocusOut,
    QEvent.Type.WindowDeactivate,
}


class MenuBar(QMenuBar):
    """Esc, a choice, and going elsewhere hide it again, with the focus where it was."""

    def __init__(self, window: QWidget, now: Callable[[], Sequence[Command]]) -> None:
        super().__init__(window)
        self.setNativeMenuBar(False)
        self.setAccessibleName("Menu")
        self.hide()
        self._now = now
        self._menus = {name: self._made(name) for name in MENUS}
        self._tap = AltTap(self)
        self._tap.tapped.connect(self.begin, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Show it with its first menu marked; the arrows, letters and Enter work it."""
        if self.isVisible():
            return
        self._fill()
        window = self.window()
        self.setGeometry(0, 0, window.width(), self.sizeHint().height())
        self.show()
        self.raise_()
        # A menu bar on screen knows by itself what a tap on Alt is, and where the focus was.
        down, up = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
        for kind, held in (
            (QEvent.Type.ShortcutOverride, down),
            (QEvent.Type.KeyPress, down),
            (QEvent.Type.KeyRelease, up),
        ):
            QCoreApplication.sendEvent(window, QKeyEvent(kind, Qt.Key.Key_Alt, held))

    def end(self) -> None:
        """Somebody pressed the mouse elsewhere."""
        if self.isVisible():
            no_keys = Qt.KeyboardModifier.NoModifier
            escape = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, no_keys)
            QCoreApplication.sendEvent(self, escape)

    def notice(self, event: QKeyEvent) -> None:
        """A key that nobody in the window took: Alt may be a tap."""
        if not self.isVisible():
            self._tap.press(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.hide()

    def _made(self, name: str) -> QMenu:
        menu = self.addMenu(f"&{name}")
        menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self, self._follow))
        return menu

    def _follow(self) -> None:
        """A menu was closed: the bar stays only while the keys are still its own."""
        if QApplication.activePopupWidget() is None and not self.hasFocus():
            self.hide()

    def _fill(self) -> None:
        offered = self._now()
        for name, menu in self._menus.items():
            menu.clear()
            commands = [command for command in offered if command.menu == name]
            for command, words in zip(
                commands, with_letters([one.words for one in commands]), strict=True
            ):
                action = menu.addAction(f"{words}\t{command.keys}" if command.keys else words)
                action.triggered.connect(lambda _=False, act=command.act: act())
            if not commands:
                menu.addAction(_NOTHING.get(name, _NOTHING_ELSE)).setEnabled(False)


class AltTap(QObject):
    """`tapped` says that Alt was pressed and let go with nothing in between."""

    tapped = Signal()

    def press(self, event: QKeyEvent) -> None:
        """It may be the beginning of a tap."""
        if event.key() == Qt.Key.Key_Alt and not event.isAutoRepeat():
            QCoreApplication.instance().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_alt = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Alt
        if is_alt and event.type() == QEvent.Type.KeyRelease:
            self._end()
            self.tapped.emit()
        elif event.type() in _OTHER_WORK and not is_alt:
            self._end()
        return False

    def _end(self) -> None:
        QCoreApplication.instance().removeEventFilter(self)


def with_letters(words: Sequence[str]) -> list[str]:
    """The words of one menu, each with `&` before a letter of its own where one is left."""
    taken: set[str] = set()
    return [_with_letter(one, taken) for one in words]


def _with_letter(words: str, taken: set[str]) -> str:
    starts = [place for place in range(len(words)) if place == 0 or words[place - 1] == " "]
    for place in (*starts, *range(len(words))):
        letter = words[place].casefold()
        if letter.isalpha() and letter not in taken:
            taken.add(letter)
            return f"{literal(words[:place])}&{literal(words[place:])}"
    return literal(words)
