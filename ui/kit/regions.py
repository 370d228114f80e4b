"""The parts of a window that F6 steps through: rail, top bar, content, panel."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

_PROPERTY = "region"


def mark_region(widget: QWidget) -> None:
    """Make the widget one stop of F6."""
    widget.setProperty(_PROPERTY, True)


def step_region(window: QWidget, step: int) -> None:
    """Move the focus to the next region on screen (`step` 1) or the one before (-1)."""
    regions = [part for part in window.findChildren(QWidget) if _is_stop(part)]
    if not regions:
        return
    focus = QApplication.focusWidget()
    here = next((at for at, part in _innermost(regions) if focus and _holds(part, focus)), -1)
    start = here if here >= 0 or step > 0 else 0
    _enter(regions[(start + step) % len(regions)])


def _is_stop(part: QWidget) -> bool:
    return bool(part.property(_PROPERTY)) and _first_stop(part) is not None


def _innermost(regions: list[QWidget]) -> list[tuple[int, QWidget]]:
    """Regions inside others come first: a panel is met before the content around it."""
    return sorted(enumerate(regions), key=lambda pair: -_depth(pair[1]))


def _depth(part: QWidget) -> int:
    parent = part.parentWidget()
    return 0 if parent is None else 1 + _depth(parent)


def _holds(part: QWidget, focus: QWidget) -> bool:
    return part is focus or part.isAncestorOf(focus)


def _enter(region: QWidget) -> None:
    stop = _first_stop(region)
    if stop:
        stop.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _first_stop(region: QWidget) -> QWidget | None:
    """The first widget in Tab order that Tab could reach inside the region."""
    if _reachable(region):
        return region
    place = region.nextInFocusChain()
    while place is not None and place is not region:
        if region.isAncestorOf(place) and _reachable(place):
            return place
        place = place.nextInFocusChain()
    return None


def _reachable(widget: QWidget) -> bool:
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    own = tab and widget.focusProxy() is None
    return own and widget.isVisible() and widget.isEnabled()
