"""What a screen reader finds on a painted list: one item for each thing that is on it.

Qt keeps only the address of a list and its items, and asks the list while its widget is being
destroyed, after Python has let go of it. So they are kept here until that is over; an item speaks
for a position rather than for a thing.
"""

from dataclasses import dataclass
from functools import cache

import shiboken6
from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget, QWidget


@dataclass(frozen=True)
class SpokenItem:
    """One item: its name, its area on the widget, and whether it is current or selected."""

    name: str
    area: QRect
    current: bool
    selected: bool


class SpokenList(QWidget):
    """A painted widget that can say what is on it; `spoken` lists its items from the first."""

    def spoken(self) -> list[SpokenItem]:
        """What is on the widget."""
        raise NotImplementedError

    def is_worked(self) -> bool:
        """Whether the keys go to the list: it has the focus, or a line that works it has."""
        return self.hasFocus()

    def tell_focus(self, place: int) -> None:
        """Say that the focus went to the item in this place."""
        event = QAccessibleEvent(self, QAccessible.Event.Focus)
        event.setChild(place)
        QAccessible.updateAccessibility(event)


class _Item(QAccessibleInterface):
    def __init__(self, owner: SpokenList, place: int) -> None:
        super().__init__()
        self._owner, self._place = owner, place

    def _spoken(self) -> SpokenItem | None:
        items = self._owner.spoken() if shiboken6.isValid(self._owner) else []
        return items[self._place] if self._place < len(items) else None

    def isValid(self) -> bool:
        return self._spoken() is not None

    def object(self) -> QObject | None:
        return None

    def window(self) -> QWindow | None:
        return self._owner.window().windowHandle() if self.isValid() else None

    def parent(self) -> QAccessibleInterface | None:
        there = shiboken6.isValid(self._owner)
        return QAccessible.queryAccessibleInterface(self._owner) if there else None

    def child(self, index: int) -> QAccessibleInterface | None:
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        item = self._spoken()
        return item.name if item and kind == QAccessible.Text.Name else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nothing is renamed from here."""

    def rect(self) -> QRect:
        item = self._spoken()
        if item is None:
            return QRect()
        return QRect(self._owner.mapToGlobal(item.area.topLeft()), item.area.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        state, item = QAccessible.State(), self._spoken()
        state.focusable = state.selectable = True
        state.focused = bool(item and item.current and self._owner.is_worked())
        state.selected = bool(item and item.selected)
        return state


class _List(QAccessibleWidget):
    def __init__(self, owner: SpokenList) -> None:
        super().__init__(owner, QAccessible.Role.List)
        self._owner = owner
        self._items: list[_Item] = []

    @property
    def is_over(self) -> bool:
        """Whether its widget is gone."""
        return not shiboken6.isValid(self._owner)

    def forget_items(self) -> None:
        """Qt, which would go on asking them, forgets them too."""
        for item in self._items:
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(item))

    def childCount(self) -> int:
        return len(self._owner.spoken())

    def child(self, index: int) -> QAccessibleInterface | None:
        if not 0 <= index < self.childCount():
            return None
        while len(self._items) <= index:
            item = _Item(self._owner, len(self._items))
            QAccessible.registerAccessibleInterface(item)
            self._items.append(item)
        return self._items[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return self._items.index(child) if child in self._items else -1

    def focusChild(self) -> QAccessibleInterface | None:
        spoken = self._owner.spoken()
        place = next((at for at, item in enumerate(spoken) if item.current), -1)
        return self.child(place) if self._owner.is_worked() else None


_lists: list[_List] = []


def _interface(_: str, widget: QObject) -> QAccessibleInterface | None:
    if not isinstance(widget, SpokenList):
        return None
    _drop_old()
    _lists.append(_List(widget))
    return _lists[-1]


def _drop_old() -> None:
    for one in [one for one in _lists if one.is_over]:
        one.forget_items()
        _lists.remove(one)


@cache
def install() -> None:
    """Let Qt ask here for the items of painted lists; once per program."""
    QAccessible.installFactory(_interface)
