"""Where the windows of this workstation stood the last time, and whether names were initials."""

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QWidget

from clinicdesk import settings
from ui.kit import privacy

_OPENING_SIZE = (1280, 720)
# No sign-in name is written like this in the file.
_GROUP = "@workstation"


def take_up(window: QWidget) -> None:
    """Put the window where the last one stood, as large, or at a size that fits everywhere."""
    kept = _kept()
    window.resize(*_OPENING_SIZE)
    geometry = kept.value("geometry")
    if isinstance(geometry, QByteArray):
        window.restoreGeometry(geometry)
    privacy.turn(kept.value("privacy") == "on")


def keep(window: QWidget) -> None:
    """Remember where the window stands."""
    kept = _kept()
    kept.setValue("geometry", window.saveGeometry())
    kept.setValue("privacy", "on" if privacy.is_on() else "off")


def _kept() -> QSettings:
    kept = QSettings(str(settings.preferences_file()), QSettings.Format.IniFormat)
    kept.beginGroup(_GROUP)
    return kept
