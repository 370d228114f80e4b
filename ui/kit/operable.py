"""Checkable buttons that can be worked through a screen reader, by voice or with a switch."""


class Operable:
    """Stands before a checkable QAbstractButton among the bases; `listen` follows its constructor.

    Those who work it from outside toggle it, and of that Qt says no `clicked`: it is said here.
    """

    _is_known = False

    def listen(self) -> None:
        """Say `clicked` too when it is toggled by neither a click nor the program."""
        self.toggled.connect(self._notice)

    def setChecked(self, on: bool) -> None:
        self._is_known = True
        super().setChecked(on)
        self._is_known = False

    def nextCheckState(self) -> None:
        self._is_known = True
        super().nextCheckState()
        self._is_known = False

    def _notice(self, on: bool) -> None:
        if not self._is_known:
            self.clicked[bool].emit(on)
