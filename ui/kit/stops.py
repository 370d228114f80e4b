"""Where the keyboard can be: the Tab stops of a part of the window, and where work in it begins."""

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

_ABOVE = "stands above the contents"


def mark_above(widget: QWidget) -> None:
    """Say that a header or banner is not where work in a page begins."""
    widget.setProperty(_ABOVE, True)


def is_above(widget: QWidget) -> bool:
    """Whether the widget itself was marked so."""
    return bool(widget.property(_ABOVE))


def enter(part: QWidget) -> None:
    """Put the focus where work in this part begins.

    A part that knows the place has a method `enter` or a focus proxy; otherwise it is the first
    Tab stop below headers and banners.
    """
    if hasattr(part, "enter"):
        part.enter()
        return
    proxy = part.focusProxy()
    stop = proxy if proxy and proxy.isVisible() else beginning(part)
    if stop:
        stop.setFocus(Qt.FocusReason.ShortcutFocusReason)


def beginning(part: QWidget) -> QWidget | None:
    """The first Tab stop of the contents, or else the first of all; None when there is none."""
    stops = tab_stops(part)
    return next((stop for stop in stops if not _is_above(stop, part)), next(iter(stops), None))


def tab_stops(part: QWidget) -> list[QWidget]:
    """The widgets inside the part, or the part itself, that Tab reaches, in Tab order."""
    stops = {one for one in part.findChildren(QWidget) if reachable(one) and part.isAncestorOf(one)}
    inside = [one for one in focus_chain(part, stops) if one in stops] if len(stops) > 1 else stops
    return [*([part] if reachable(part) else []), *inside]


def has_tab_stop(part: QWidget) -> bool:
    """Whether Tab reaches the part or anything in it."""
    inside = part.findChildren(QWidget)
    return reachable(part) or any(reachable(one) and part.isAncestorOf(one) for one in inside)


def focus_chain(part: QWidget, wanted: Collection[QWidget] = ()) -> list[QWidget]:
    """Every other widget of the window in the order of Tab, from the one after the part.

    With `wanted` only as far as the last of them. Qt's binding takes what is asked for here for a
    child of the widget that was asked: with that one's end it would forget the other, and all that
    is in it. So the window itself is never asked for, and all the rest is looked up again from the
    widgets whose children they are.
    """
    window = part.window()
    if part is window and not window.findChildren(QWidget):
        return []
    last, place, missing = window.previousInFocusChain(), part, len(wanted) or -1
    order: list[QWidget] = []
    while missing and not (part is window and place is last):
        place = (window if place is last else place).nextInFocusChain()
        if place is part:
            break
        order.append(place)
        missing -= place in wanted
    for around in {one.parentWidget() for one in order}:
        around.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return order


def reachable(widget: QWidget) -> bool:
    """Whether Tab stops at the widget itself."""
    if not (widget.isVisible() and widget.isEnabled()):
        return False
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tab and widget.focusProxy() is None


def _is_above(stop: QWidget, part: QWidget) -> bool:
    place: QWidget | None = stop
    while place is not None and place is not part:
        if is_above(place):
            return True
        place = place.parentWidget()
    return False
