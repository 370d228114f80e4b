"""What somebody relies on who sees little, hears the screen or has no mouse: asked of real widgets.

Each function answers what is wrong, empty when nothing is.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFontInfo, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QWidget,
)

from tests.screens import checks
from tests.screens.checks import name
from ui.kit import tokens
from ui.kit.buttons import Button, Kind
from ui.kit.field import LabelledField
from ui.kit.focus_ring import _OWN_FOCUS, FocusRing
from ui.kit.key_cap import KeyCap
from ui.kit.spoken_list import SpokenList
from ui.shell.rail_button import RailButton

Typed = QLineEdit | QPlainTextEdit
_LEAST_TEXT, _LEAST_HINT = 12, 11  # px at 100 %
_MAY_BE_SMALL = (KeyCap, RailButton)
_LEAST_GAP = 4  # px; links in a line of text stand as close as their words
_MOST_STOPS = 200


def unnamed_buttons(window: QWidget) -> list[str]:
    """Buttons that say nothing to a screen reader, or nothing but their tooltip."""
    return [
        f"{type(one).__name__} {one.toolTip()!r}"
        for one in shown(window, QAbstractButton)
        if not (one.accessibleName() or one.text())
    ]


def wordless(window: QWidget) -> list[str]:
    """Pictures to press whose meaning no tooltip tells to who sees them."""
    found = shown(window, Button)
    return [name(one) for one in found if not one.text() and not one.toolTip()]


def unlabelled(window: QWidget) -> list[str]:
    """Fields whose label does not lead to them."""
    fields = shown(window, LabelledField)
    return [one.name for one in fields if not _leads_into(one)]


def _leads_into(field: LabelledField) -> bool:
    buddy = field._label.buddy()
    return buddy is not None and (field is buddy or field.isAncestorOf(buddy))


def lost_to_tab(window: QWidget, inside: QWidget, *, back: bool = True) -> list[str]:
    """What is wrong on a round of Tab, and one of Shift+Tab, through this part of the window.

    Each stop is visited once and the round comes back; none is scrolled away, lies under something
    else, or shows no focus. A panel that folds away when the focus goes behind it is out of reach.
    """
    wrong: list[str] = []
    for key, held in _ROUNDS if back else _ROUNDS[:1]:
        stops = _round(window, key, held, wrong)
        there = {one for one in checks.tab_stops(inside) if one.isEnabled()}
        wrong += [f"{_called(one)} is left out by {key.name}" for one in there - stops]
    return wrong


_ROUNDS = (
    (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier),
)


def _round(
    window: QWidget, key: Qt.Key, held: Qt.KeyboardModifier, wrong: list[str]
) -> set[QWidget]:
    seen: set[QWidget] = set()
    for _ in range(_MOST_STOPS):
        QTest.keyClick(window.windowHandle(), key, held)
        focus = QApplication.focusWidget()
        if focus is None or focus in seen:
            return seen
        seen.add(focus)
        if not _is_seen(focus, window):
            wrong.append(f"{_called(focus)} is hidden")
        if not _is_marked(focus, window):
            wrong.append(f"{_called(focus)} has no ring")
    raise AssertionError("Tab never comes back")


def _is_seen(focus: QWidget, window: QWidget) -> bool:
    """Whether the middle of what its surroundings leave of it is its own, and no sliver."""
    part, around = QRect(focus.mapTo(window, QPoint()), focus.size()), focus.parentWidget()
    least = min(part.height(), tokens.LEAST_TARGET)
    while around is not None and around is not window:
        part &= QRect(around.mapTo(window, QPoint()), around.size())
        around = around.parentWidget()
    part &= window.rect()
    on_top = window.childAt(part.center())
    own = on_top is not None and (on_top is focus or focus.isAncestorOf(on_top))
    return part.height() >= least and own


def _is_marked(focus: QWidget, window: QWidget) -> bool:
    if isinstance(focus, QAbstractItemView) or focus.property(_OWN_FOCUS):
        return True
    return any(ring.isVisible() for ring in window.findChildren(FocusRing))


def silent_cells(window: QWidget) -> list[str]:
    """Words of a table that a screen reader does not get, and columns without a name."""
    found = []
    for view in shown(window, QTableView):
        said, words = _read_aloud(view), _on_screen(view)
        found += [
            f"{_called(view)}: {one!r}" for one in words if not any(one in all_ for all_ in said)
        ]
    return found


def _read_aloud(view: QTableView) -> list[str]:
    read = QAccessible.queryAccessibleInterface(view)
    cells = (read.child(at) for at in range(read.childCount()))
    return [cell.text(QAccessible.Text.Name) for cell in cells if cell is not None]


def _on_screen(view: QTableView) -> Iterator[str]:
    """The titles of the columns, and what stands in the first rows."""
    model, sideways = view.model(), Qt.Orientation.Horizontal
    for column in range(model.columnCount()):
        if not view.isColumnHidden(column):
            yield str(model.headerData(column, sideways) or "a title")
            for row in range(min(model.rowCount(), 3)):
                yield str(model.index(row, column).data() or "")


def silent_items(window: QWidget) -> list[str]:
    """Painted lists whose items cannot be read one by one."""
    found = []
    for one in shown(window, SpokenList):
        read = QAccessible.queryAccessibleInterface(one)
        names = [read.child(at).text(QAccessible.Text.Name) for at in range(read.childCount())]
        if names != [item.name for item in one.spoken()] or not all(names):
            found.append(_called(one))
    return found


def small_text(window: QWidget) -> list[str]:
    """Words that are set smaller than can be read."""
    kinds = (QLabel, QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QTabBar)
    return [
        f"{_called(one)}: {QFontInfo(one.font()).pixelSize()} px"
        for one in shown(window, kinds)
        if QFontInfo(one.font()).pixelSize()
        < (_LEAST_HINT if isinstance(one, _MAY_BE_SMALL) else _LEAST_TEXT)
    ]


def loud(window: QWidget) -> list[str]:
    """Regions with more than one filled button."""
    filled = [one for one in shown(window, Button) if one.kind is Kind.PRIMARY]
    regions = Counter(_region(one, window) for one in filled)
    return [f"{type(region).__name__}: {count}" for region, count in regions.items() if count > 1]


def _region(part: QWidget, window: QWidget) -> QWidget:
    """The card, drawer, panel, header or window that a button stands in."""
    around = part.parentWidget()
    while around is not None and around is not window:
        if around.property("region") or type(around).__name__ in {"Card", "PageHeader", "Drawer"}:
            return around
        around = around.parentWidget()
    return window


def touching(window: QWidget) -> list[str]:
    """Controls of one form or bar that leave too little between them, or overlap."""
    controls = shown(window, (Button, QLineEdit, QPlainTextEdit, QComboBox))
    return [
        f"{_called(one)} and {_called(other)}"
        for one, other in combinations(controls, 2)
        if one.parentWidget() is other.parentWidget() and _touch(one, other)
    ]


def _touch(one: QWidget, other: QWidget) -> bool:
    near = _LEAST_GAP - 1
    return one.geometry().adjusted(-near, -near, near, near).intersects(other.geometry())


def stuck(window: QWidget) -> list[str]:
    """Lists and tables of several rows in which no arrow goes from one to the next."""
    found = []
    for one in shown(window, (QTableView, SpokenList)):
        several = len(one.spoken()) > 1 if isinstance(one, SpokenList) else _rows(one) > 1
        if several and one.focusPolicy() != Qt.FocusPolicy.NoFocus and not _goes_by_arrow(one):
            found.append(_called(one))
    return found


def _rows(view: QTableView) -> int:
    return view.model().rowCount()


def _goes_by_arrow(one: QWidget) -> bool:
    one.setFocus()
    was = _current(one)
    for key in _ARROWS:
        QTest.keyClick(one, key)
        if _current(one) != was:
            return QApplication.focusWidget() is one
    return False


_ARROWS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Left)


def _current(one: QWidget) -> object:
    if isinstance(one, SpokenList):
        return [(item.name, item.area) for item in one.spoken() if item.current]
    return one.currentIndex().row()


def ambiguous(window: QWidget) -> list[str]:
    """Keys that two shortcuts in reach of each other ask for: then neither does anything."""
    bound = [one for one in window.findChildren(QShortcut) if one.isEnabled() and _in_reach(one)]
    return [
        f"{one.key().toString()}: {type(one.parent()).__name__}, {type(other.parent()).__name__}"
        for one, other in combinations(bound, 2)
        if one.key() == other.key() and _meet(one, other)
    ]


def _in_reach(shortcut: QShortcut) -> bool:
    scope = shortcut.parent()
    return isinstance(scope, QWidget) and scope.isVisible() and not shortcut.key().isEmpty()


def _meet(one: QShortcut, other: QShortcut) -> bool:
    """Whether the focus can be where both count."""
    whole = Qt.ShortcutContext.WindowShortcut
    if whole in (one.context(), other.context()):
        return True
    first, second = one.parent(), other.parent()
    return first is second or first.isAncestorOf(second) or second.isAncestorOf(first)


def deaf(window: QWidget, letters: str) -> list[str]:
    """Text fields, one of each kind, in which a letter is lost or does something else."""
    found = []
    for field in {type(one): one for one in text_fields(window)}.values():
        field.setFocus()
        before = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
        QTest.keyClicks(field, letters)
        after = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
        if QApplication.focusWidget() is not field or letters not in after:
            found.append(f"{_called(field)}: {after!r}")
        field.setText(before) if isinstance(field, QLineEdit) else field.setPlainText(before)
    return found


def text_fields(window: QWidget) -> list[Typed]:
    """Where text can be typed now."""
    found = shown(window, (QLineEdit, QPlainTextEdit))
    return [one for one in found if one.isEnabled() and not one.isReadOnly()]


def shown(window: QWidget, kinds: type | tuple[type, ...]) -> list:
    """The widgets of these kinds on screen."""
    return [
        one for one in window.findChildren(QWidget) if isinstance(one, kinds) and one.isVisible()
    ]


def _called(part: QWidget) -> str:
    return f"{type(part).__name__} {name(part) or part.objectName()!r}"
