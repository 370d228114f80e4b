"""Whoever loses their access loses the window too, also while nobody touches it."""

from PySide6.QtCore import QObject, QTimer

from clinicdesk.staff.queries import own_account
from ui.background import Background

_INTERVAL = 30_000


class Presence(QObject):
    """Asks twice a minute in the name of whoever is signed in, until the window or all ends.

    The refusal is `Background.turned_out`; a database that does not answer is told elsewhere.
    """

    def __init__(self, background: Background, window: QObject) -> None:
        super().__init__(window)
        self._background = background
        self.clock = QTimer(self, interval=_INTERVAL)
        self.clock.timeout.connect(self._ask)
        background.closed.connect(self.clock.stop)
        self.clock.start()

    def _ask(self) -> None:
        self._background.read(self, own_account, then=lambda _: None, refused=lambda _: None)
