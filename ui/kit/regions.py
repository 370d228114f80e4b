"""The parts of a window that F6 steps through: rail, top bar, header, content, panel."""

from PySide6.QtWidgets import QApplication, QWidget

from ui.kit.stops import enter, has_tab_stop, is_above

_PROPERTY = "region"


def mark_region(widget: QWidget, is_one: bool = True) -> None:
    """Make the widget one stop of F6, which goes where `stops.enter` puts the focus."""
    widget.setProperty(_PROPERTY, is_one)


def step_region(window: QWidget, step: int) -> None:
    """Move the focus to the next region on screen (`step` 1) or the one before (-1)."""
    regions = _in_order([part for part in window.findChildren(QWidget) if _is_stop(part)])
    if not regions:
        return
    here = _region_of_focus(regions)
    place = here if here >= 0 or step > 0 else 0
    for _ in regions:  # work in a region may begin in another one inside it, where we are already
        place = (place + step) % len(regions)
        enter(regions[place])
        if _region_of_focus(regions) != here:
            return


def _in_order(regions: list[QWidget]) -> list[QWidget]:
    """A header comes before the contents of the region that it stands in."""
    ordered: list[QWidget] = []
    for part in regions:
        around = [at for at, one in enumerate(ordered) if one.isAncestorOf(part)]
        ordered.insert(around[-1] if around and is_above(part) else len(ordered), part)
    return ordered


def _region_of_focus(regions: list[QWidget]) -> int:
    focus = QApplication.focusWidget()
    return next((at for at, part in _innermost(regions) if focus and _holds(part, focus)), -1)


def _is_stop(part: QWidget) -> bool:
    return bool(part.property(_PROPERTY)) and has_tab_stop(part)


def _innermost(regions: list[QWidget]) -> list[tuple[int, QWidget]]:
    """Regions inside others come first: a panel is met before the content around it."""
    return sorted(enumerate(regions), key=lambda pair: -_depth(pair[1]))


def _depth(part: QWidget) -> int:
    parent = part.parentWidget()
    return 0 if parent is None else 1 + _depth(parent)


def _holds(part: QWidget, focus: QWidget) -> bool:
    return part is focus or part.isAncestorOf(focus)
