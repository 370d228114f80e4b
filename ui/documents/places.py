"""Where a document comes from: a file that a person chooses."""

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication, QFileDialog

_KINDS = "Documents (*.pdf *.jpg *.jpeg *.png);;All files (*)"


def ask_for_paper() -> Path | None:
    """The file a person chooses; None when they do not."""
    window = QApplication.activeWindow()
    chosen, _ = QFileDialog.getOpenFileName(window, "Attach a document", "", _KINDS)
    return Path(chosen) if chosen else None


def dropped(what: QMimeData) -> Path | None:
    """The one file of this computer that is dragged here; None for anything else."""
    urls = what.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
