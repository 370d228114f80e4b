"""What every screen must keep, asked of its real widgets."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollBar, QWidget

from ui.kit import tokens


def tab_stops(window: QWidget) -> list[QWidget]:
    """The widgets that Tab reaches, in no order."""
    return [part for part in _shown(window) if _stops_tab(part)]


def unnamed(window: QWidget) -> list[str]:
    """The classes of widgets that take the focus and that a screen reader cannot name."""
    return [type(part).__name__ for part in _shown(window) if _takes_focus(part) and not name(part)]


def name(widget: QWidget) -> str:
    """What a screen reader calls the widget."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def too_small(window: QWidget) -> list[tuple[str, int, int]]:
    """Targets under 24 x 24 px (WCAG 2.5.8)."""
    least = tokens.LEAST_TARGET
    return [
        (name(part), part.width(), part.height())
        for part in _shown(window)
        if isinstance(part, QAbstractButton) or _takes_focus(part)
        if part.width() < least or part.height() < least
    ]


def tab_cycle(window: QWidget) -> list[QWidget]:
    """Where the focus goes with Tab until it is back where it began; the window must be active."""
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    seen: list[QWidget] = []
    while (focus := QApplication.focusWidget()) not in seen:
        seen.append(focus)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    return seen


def rich_labels(window: QWidget) -> list[str]:
    """Labels that would read markup in data."""
    return [
        label.text()
        for label in window.findChildren(QLabel)
        if label.textFormat() != Qt.TextFormat.PlainText
    ]


def clashing_keys(window: QWidget) -> dict[str, list[str]]:
    """The words on screen that ask for the same Alt key, by that key."""
    asking: dict[str, list[str]] = {}
    for part in _shown(window):
        if isinstance(part, QAbstractButton) or (isinstance(part, QLabel) and part.buddy()):
            asking.setdefault(QKeySequence.mnemonic(part.text()).toString(), []).append(part.text())
    return {key: words for key, words in asking.items() if key and len(words) > 1}


def _shown(window: QWidget) -> Iterator[QWidget]:
    return (part for part in window.findChildren(QWidget) if part.isVisible())


def _takes_focus(part: QWidget) -> bool:
    own = part.focusPolicy() != Qt.FocusPolicy.NoFocus and part.focusProxy() is None
    return own and not isinstance(part, QScrollBar)


def _stops_tab(part: QWidget) -> bool:
    return _takes_focus(part) and bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
