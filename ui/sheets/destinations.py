"""Where a sheet may go: the computer's printer, or a file that a person chooses."""

from pathlib import Path

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QFileDialog


def default_printer() -> QPrinter | None:
    """The computer's own printer; None when it has none."""
    known = QPrinterInfo.defaultPrinter()
    return None if known.isNull() else QPrinter(known, QPrinter.PrinterMode.HighResolution)


def ask_for_file(suggested: str) -> Path | None:
    """The file a person chooses; None when they do not."""
    window, kind = QApplication.activeWindow(), Path(suggested).suffix
    named = kind[1:].upper()
    about = (f"Save {named}", suggested, f"{named} (*{kind})")
    chosen, _ = QFileDialog.getSaveFileName(window, *about)
    return Path(chosen) if chosen else None
