"""Where patients come from: files or a folder that a person chooses or drags here."""

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication, QFileDialog

_KINDS = "Patients (*.json *.ndjson *.jsonl *.csv *.tsv *.txt);;All files (*)"
_LISTS = (".csv", ".tsv", ".txt")


def ask_for_files() -> list[Path]:
    """The files a person chooses; none when they do not."""
    window = QApplication.activeWindow()
    chosen, _ = QFileDialog.getOpenFileNames(window, "Choose files to import", "", _KINDS)
    return [Path(one) for one in chosen]


def ask_for_folder() -> list[Path]:
    """The folder a person chooses; none when they do not."""
    window = QApplication.activeWindow()
    chosen = QFileDialog.getExistingDirectory(window, "Choose a folder to import")
    return [Path(chosen)] if chosen else []


def dropped(what: QMimeData) -> list[Path]:
    """The files and folders of this computer that are dragged here."""
    return [Path(url.toLocalFile()) for url in what.urls() if url.isLocalFile()]


def is_list(paths: list[Path]) -> bool:
    """Whether this is one list, whose columns are asked for first."""
    return len(paths) == 1 and paths[0].name.lower().endswith(_LISTS)
