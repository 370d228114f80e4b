"""What a screen reader finds on the painted day: a list with one item per booking.

Qt keeps only the address of an item, so every item made must stay alive in Python: they belong to
the list, which belongs to its widget, and speak for a position rather than for a booking.
"""

from dataclasses import dataclass
from functools import cache

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

    accessible_list: "_List | None" = None

    def spoken(self) -> list[SpokenItem]:
        """What is on the widget."""
        raise NotImplementedError

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
        items = self._owner.spoken()
        return items[self._place] if self._place < len(items) else None

    def isValid(self) -> bool:
        return self._spoken() is not None

    def object(self) -> QObject | None:
        return None

    def window(self) -> QWindow | None:
        return self._owner.window().windowHandle()

    def parent(self) -> QAccessibleInterface | None:
        return QAccessible.queryAccessibleInterface(self._owner)

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
        """A booking is not renamed from here."""

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
        state.focused = bool(item and item.current and self._owner.hasFocus())
        state.selected = bool(item and item.selected)
        return state


class _List(QAccessibleWidget):
    def __init__(self, owner: SpokenList) -> None:
        super().__init__(owner, QAccessible.Role.List)
        self._owner = owner
        self._items: list[_Item] = []

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
        return self.child(place) if self._owner.hasFocus() else None


def _interface(_: str, widget: QObject) -> QAccessibleInterface | None:
    if not isinstance(widget, SpokenList):
        return None
    if widget.accessible_list is None:
        widget.accessible_list = _List(widget)
    return widget.accessible_list


@cache
def install() -> None:
    """Let Qt ask here for the items of painted lists; once per program."""
    QAccessible.installFactory(_interface)
