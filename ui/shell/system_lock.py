"""Hears when the computer's own screen is locked, the person switched or the computer put to sleep.

On Linux from logind and the screen saver over D-Bus. Where there is no bus nothing is heard, and
the time without a touch locks alone.
"""

import sys

from PySide6.QtCore import QObject, Signal, Slot

_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver")


class SystemLock(QObject):
    """`locked` is emitted when the screen was locked, or is about to be."""

    locked = Signal()

    def listen(self) -> None:
        """Begin to hear; without a bus, quietly do nothing."""
        if not sys.platform.startswith("linux"):
            return
        from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415 - only Linux ships a bus

        system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        if system.isConnected():
            login = "org.freedesktop.login1"
            system.connect(login, "", f"{login}.Session", "Lock", self, _slot("lock_now()"))
            system.connect(
                login, "", f"{login}.Manager", "PrepareForSleep", self, _slot("lock_if(bool)")
            )
        if session.isConnected():
            for saver in _SAVERS:
                session.connect("", "", saver, "ActiveChanged", self, _slot("lock_if(bool)"))

    @Slot()
    def lock_now(self) -> None:
        self.locked.emit()

    @Slot(bool)
    def lock_if(self, on: bool) -> None:
        if on:
            self.locked.emit()


def _slot(signature: str) -> str:
    """What Qt's SLOT macro makes of a signature."""
    return f"1{signature}"
