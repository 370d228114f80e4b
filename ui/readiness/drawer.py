"""What opens under a gate: what to do in sentences, and the editor to do it in."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit import theme, tokens
from ui.kit.buttons import link
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas

_BAR = 2


class Editor(Protocol):
    """A widget that settles a gate; `enter` puts the focus where the work begins."""

    def enter(self) -> None: ...

    def setVisible(self, on: bool) -> None: ...

    def isHidden(self) -> bool: ...


class Drawer(QWidget):
    """Stands under its gate's row; hidden while it has nothing to say and no open editor."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor: Editor | None = None
        self.chart = link("Open chart")
        self._why = Label("", Look.SMALL, wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(tokens.SPACE_M, 0, 0, 0)
        self._column.setSpacing(tokens.SPACE_S)
        self._column.addWidget(self._why)
        self._column.addWidget(self.chart, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    @property
    def why(self) -> str:
        """The sentences on screen, one to a line."""
        return self._why.text()

    @property
    def is_open(self) -> bool:
        return self.editor is not None and not self.editor.isHidden()

    def take(self, editor: Editor) -> None:
        """Hold the editor, closed."""
        self.editor = editor
        editor.hide()
        self._column.addWidget(editor)

    def open(self, on: bool) -> None:
        if self.editor:
            self.editor.setVisible(on)
        self._settle()

    def say(self, sentences: Sequence[str], *, in_chart: bool = False) -> None:
        """Replace the sentences above the editor; `in_chart` offers the chart to settle them."""
        self._why.setText("\n".join(sentences))
        self.chart.setVisible(in_chart)
        self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            ink = "accent" if self.is_open else "border"
            painter.fillRect(0, 0, _BAR, self.height(), theme.color(ink))

    def _settle(self) -> None:
        self._why.setVisible(bool(self.why))
        self.setVisible(self.is_open or bool(self.why))
