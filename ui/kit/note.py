"""The line under a field: a hint, an echo, a warning, or what to do about an error."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.kit import theme, tokens
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look

_WIDEST = 300


class Note(QWidget):
    """Shows one text at a time; empty, it takes no room unless `reserved`."""

    def __init__(self, *, reserved: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Icon("alert-triangle", "block_fg", tokens.ICON_SMALL)
        self._hint = Label("", Look.HINT, wrap=True, widest=_WIDEST)
        self._warning = Label("", Look.WARNING, wrap=True, widest=_WIDEST)
        self._error = Label("", Look.ERROR, wrap=True, widest=_WIDEST)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._hint, 1)
        row.addWidget(self._warning, 1)
        row.addWidget(self._error, 1)
        keep = self.sizePolicy()
        keep.setRetainSizeWhenHidden(reserved)
        keep.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self.setSizePolicy(keep)
        if reserved:
            theme.follow(self, Note._dress)
        self._show()

    @property
    def text(self) -> str:
        """The text on screen, whichever kind it is."""
        return self._error.text() or self._warning.text() or self._hint.text()

    @property
    def is_error(self) -> bool:
        return bool(self._error.text())

    def show_hint(self, text: str) -> None:
        """Show a quiet line; replaces an error."""
        self._show(hint=text)

    def show_warning(self, text: str) -> None:
        """Point something out, which stops nobody; replaces an error."""
        self._show(warning=text)

    def show_error(self, text: str) -> None:
        """Show what to do, with an icon."""
        self._show(error=text)

    def _dress(self) -> None:
        self.setMinimumHeight(self._hint.fontMetrics().height())

    def _show(self, *, hint: str = "", warning: str = "", error: str = "") -> None:
        for label, text in ((self._hint, hint), (self._warning, warning), (self._error, error)):
            label.setText(text)
            label.setVisible(bool(text))
        self._icon.setVisible(bool(error))
        self.setVisible(bool(hint or warning or error))
