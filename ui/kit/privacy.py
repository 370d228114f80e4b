"""The privacy view: on screens that others can see, who a patient is shrinks to initials.

Every list, board and notice asks `shown_name` while it words what it shows. What a person opened
for one patient, a chart or a panel, says the whole name: whom it is about must be made sure of.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from clinicdesk.patients.rules import PersonName


class _Privacy(QObject):
    changed = Signal()
    is_on = False


_privacy = _Privacy()


def is_on() -> bool:
    """Whether names are initials now."""
    return _privacy.is_on


def turn(on: bool) -> None:
    """Show initials, or names again."""
    if on != _privacy.is_on:
        _privacy.is_on = on
        _privacy.changed.emit()


def follow(act: Callable[[], object]) -> None:
    """Call this method of a QObject, as long as that lives, when the view is turned on or off."""
    _privacy.changed.connect(act)


def shown_name(name: PersonName) -> str:
    """`MARTINEZ, Rosa`; `R. M.` in the privacy view."""
    return initials(name) if _privacy.is_on else name.on_screen


def unless_private(words: str, instead: str = "") -> str:
    """What says more of a patient than the name does: a birth date, a telephone."""
    return instead if _privacy.is_on else words


def initials(name: PersonName) -> str:
    """`R. M.`: the given name's first letter and the family name's."""
    letters = (_first(part) for part in (name.given, name.family))
    return " ".join(f"{letter.upper()}." for letter in letters if letter)


def _first(part: str) -> str:
    return next((letter for letter in part if letter.isalpha()), "")
