"""Takes out of a layout what was shown before."""

from PySide6.QtWidgets import QLayout


def empty(layout: QLayout) -> None:
    """Nothing is left in it; widgets go from the screen at once, not when they are deleted."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
