"""Forgets what was copied from the program: nothing of a patient stays in the clipboard."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard, QGuiApplication

_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


class OwnClipboard(QObject):
    """Remembers what was copied while a window of the program had the keyboard."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._own: dict[QClipboard.Mode, str] = {}
        self._clipboard = QGuiApplication.clipboard()
        self._clipboard.changed.connect(self._note)

    def clear(self) -> None:
        """Empty the clipboard, unless it holds something else by now."""
        for mode, copied in tuple(self._own.items()):  # emptying one is told to `_note`
            if self._clipboard.text(mode) == copied:
                self._clipboard.clear(mode)
        self._own.clear()

    def _note(self, mode: QClipboard.Mode) -> None:
        if mode in _MODES and QGuiApplication.focusWindow() is not None:
            self._own[mode] = self._clipboard.text(mode)
        else:
            self._own.pop(mode, None)
