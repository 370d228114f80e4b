"""The levels to treat, and the side at each chosen one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.evaluations.rules import Level, Side
from ui.kit import tokens
from ui.kit.flow import Flow
from ui.kit.forms import ChoiceField, ChoicesField

_SIDES = ((Side.LEFT, "Left"), (Side.RIGHT, "Right"), (Side.BOTH, "Both"))


class LevelsField(QWidget):
    """`edited` is emitted for what a person changes. A level counts once its side is chosen."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.levels: ChoicesField[Level] = ChoicesField(
            "&Levels to treat", [(level, level.shown) for level in Level]
        )
        self.sides: dict[Level, ChoiceField[Side]] = {
            level: ChoiceField(f"{level.shown} side", _SIDES) for level in Level
        }
        self.setFocusProxy(self.levels)
        flow = Flow(20, tokens.SPACE_M, self)
        flow.addWidget(self.levels)
        self.levels.edited.connect(self._chosen)
        for side in self.sides.values():
            side.hide()
            side.edited.connect(self.edited)
            flow.addWidget(side)

    def value(self) -> tuple[tuple[Level, Side], ...]:
        """The chosen levels whose side is known, from the top of the spine."""
        chosen = ((level, self.sides[level].value()) for level in self.levels.value())
        return tuple((level, side) for level, side in chosen if side)

    def without_side(self) -> tuple[Level, ...]:
        """The chosen levels whose side is still to be said."""
        return tuple(level for level in self.levels.value() if not self.sides[level].value())

    def _chosen(self) -> None:
        for level, side in self.sides.items():
            side.setVisible(level in self.levels.value())
        self.layout().activate()
        self.updateGeometry()
        self.edited.emit()
