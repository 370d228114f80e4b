"""Where the keyboard can be: the Tab stops of a part of the window, and where work in it begins."""

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
    inside = [one for one in focus_chain(part) if part.isAncestorOf(one)]
    return [one for one in (part, *inside) if reachable(one)]


def focus_chain(part: QWidget) -> list[QWidget]:
    """Every other widget of the window in the order of Tab, from the one after the part.

    Qt's binding takes what is asked for here for a child of the widget that was asked: with that
    one's end it would forget the other, and all that is in it. So the window itself is never
    asked for, and all the rest is looked up from the window again, whose children they are.
    """
    window = part.window()
    if not window.findChildren(QWidget):
        return []
    last, place = window.previousInFocusChain(), window.nextInFocusChain()
    order = [place]
    while place is not last:
        place = place.nextInFocusChain()
        order.append(place)
    window.findChildren(QWidget)
    after = order.index(part) + 1 if part is not window else 0
    return order[after:] + order[: max(after - 1, 0)]


def reachable(widget: QWidget) -> bool:
    """Whether Tab stops at the widget itself."""
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    own = tab and widget.focusProxy() is None
    return own and widget.isVisible() and widget.isEnabled()


def _is_above(stop: QWidget, part: QWidget) -> bool:
    place: QWidget | None = stop
    while place is not None and place is not part:
        if is_above(place):
            return True
        place = place.parentWidget()
    return False
