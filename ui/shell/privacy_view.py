"""F9: the privacy view on and off, from every page, and the mark in the top bar that it is on."""

from PySide6.QtCore import QObject

from ui.kit import privacy
from ui.kit.announce import announce
from ui.kit.command import Command
from ui.shell.main_window import MainWindow

ON, OFF = "Privacy view on. Names are initials.", "Privacy view off."


class PrivacyView(QObject):
    """Belongs to the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        command = Command(
            "view.privacy", "Privacy view", self.toggle, "F9", "View", everywhere=True
        )
        window.offer_commands([command])
        window.top_bar.privacy.clicked.connect(lambda _: self.toggle())
        privacy.follow(self._show)
        self._show()

    def toggle(self) -> None:
        """Turn it on or off; what was told before goes, as it may name somebody."""
        self._window.toast.dismiss()
        privacy.turn(not privacy.is_on())
        announce(self._window, ON if privacy.is_on() else OFF)

    def _show(self) -> None:
        self._window.top_bar.privacy.setVisible(privacy.is_on())
