"""A field in which a person picks from a longer list."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyledItemDelegate, QWidget

from ui.kit import icons, theme, tokens
from ui.kit.field import LabelledField
from ui.kit.not_recorded import or_not_recorded
from ui.kit.painting import canvas
from ui.kit.typed import Typed

Value = TypeVar("Value")
_CHEVRON_ROOM = 26


class Combo(QComboBox):
    """A drop-down list. The wheel scrolls the page and never changes an answer in passing."""

    def __init__(self, width: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setItemDelegate(QStyledItemDelegate(self))
        theme.fix(self, width=width)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        left, middle = self.width() - theme.scaled(_CHEVRON_ROOM), self.height() / 2
        with canvas(self) as painter:
            size = theme.scaled(tokens.ICON_SMALL)
            icons.paint(painter, "chevron-down", left, middle, "text2", size)


class ComboField(LabelledField, Generic[Value]):
    """One of many values; nothing is chosen until a person chooses.

    `optional` lists "Not recorded" first: it stands for None, and is chosen to begin with.
    """

    def __init__(
        self,
        label: str,
        options: Sequence[tuple[Value, str]],
        *,
        hint: str = "",
        placeholder: str = "Choose",
        optional: bool = False,
        width: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        self.input = Combo(width)
        self.input.setPlaceholderText(placeholder)
        self._optional = optional
        super().__init__(label, self.input, hint=hint, parent=parent)
        self.set_options(options)
        self.input.activated.connect(lambda _: self.edited.emit())

    def set_options(self, options: Sequence[tuple[Value, str]]) -> None:
        """Replace the list; the value stays when the new list has it."""
        kept = self.value() if self.input.count() else None
        offered = or_not_recorded(options) if self._optional else list(options)
        self._values = [value for value, _ in offered]
        self.input.clear()
        self.input.addItems([text for _, text in offered])
        self.set_value(kept if kept in self._values else None)

    def value(self) -> Value | None:
        place = self.input.currentIndex()
        return self._values[place] if place >= 0 else None

    def set_value(self, value: Value | None) -> None:
        """Raises ValueError for a value that is not among the options."""
        absent = value is None and not self._optional
        self.input.setCurrentIndex(-1 if absent else self._values.index(value))

    def typed(self) -> Typed:
        """The words chosen, or ""."""
        return self.input.currentText()

    def put_back(self, typed: Typed) -> None:
        place = self.input.findText(typed)
        self.input.setCurrentIndex(0 if place < 0 and self._optional else place)
        self.edited.emit()
