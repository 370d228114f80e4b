"""What every screen must keep, asked of its real widgets."""

from collections.abc import Iterator, Sequence
from itertools import product

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QScrollBar,
    QTableView,
    QWidget,
)

from ui.kit import tokens
from ui.kit.command import Command
from ui.kit.spoken_list import SpokenList


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
    """The words in one window that ask for the same Alt key, by that key."""
    asking: dict[str, list[str]] = {}
    for part in (one for one in _shown(window) if one.window() is window.window()):
        if isinstance(part, QAbstractButton) or (isinstance(part, QLabel) and part.buddy()):
            asking.setdefault(QKeySequence.mnemonic(part.text()).toString(), []).append(part.text())
    return {key: words for key, words in asking.items() if key and len(words) > 1}


def unclear_commands(commands: Sequence[Command]) -> list[str]:
    """Commands that are not told apart by their words, their keys or their name in the code."""
    found = [f"{one.key} has no words" for one in commands if not one.words.strip()]
    for what in ("key", "words", "keys"):
        said = [getattr(one, what) for one in commands if getattr(one, what)]
        found += sorted({f"{what} {one!r} twice" for one in said if said.count(one) > 1})
    return found


def _shown(window: QWidget) -> Iterator[QWidget]:
    return (part for part in window.findChildren(QWidget) if part.isVisible())


def _takes_focus(part: QWidget) -> bool:
    own = part.focusPolicy() != Qt.FocusPolicy.NoFocus and part.focusProxy() is None
    return own and not isinstance(part, QScrollBar)


def _stops_tab(part: QWidget) -> bool:
    return _takes_focus(part) and bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)


def everything_said(window: QWidget) -> str:
    """All that can be read of a window, by eye, by pointer or by a screen reader."""
    return "\n".join(words for part in (window, *_shown(window)) for words in _said(part) if words)


def _said(part: QWidget) -> Iterator[str]:
    yield from (part.windowTitle(), part.accessibleName(), part.accessibleDescription())
    yield part.toolTip()
    if isinstance(part, QLabel | QAbstractButton):
        yield part.text()
    if isinstance(part, SpokenList):
        yield from (item.name for item in part.spoken())
    if isinstance(part, QAbstractItemView) and part.model():
        yield from _cells(part)


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model, roles = view.model(), Qt.ItemDataRole
    columns = range(model.columnCount()) if isinstance(view, QTableView) else [0]
    shown = [at for at in columns if not (at and view.isColumnHidden(at))]
    for row, column in product(range(model.rowCount()), shown):
        for role in (roles.DisplayRole, roles.AccessibleTextRole, roles.ToolTipRole):
            yield str(model.index(row, column).data(role) or "")
