"""How large everything that holds text is now, and who has to be told when that changes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import shiboken6
from PySide6.QtWidgets import QWidget

TEXT_SIZES = (90, 100, 115, 130)
"""The text sizes to choose from, in percent."""

Widget = TypeVar("Widget", bound=QWidget)
Dress = Callable[[Any], object]


@dataclass
class _Size:
    percent: int = 100


_now = _Size()
_dresses: WeakKeyDictionary[QWidget, dict[str, Dress]] = WeakKeyDictionary()


def percent() -> int:
    """The text size on screen."""
    return _now.percent


def scaled(px: float) -> int:
    """A measure at 100 % as it is at the present text size, px."""
    return round(px * _now.percent / 100)


def follow(widget: Widget, dress: Callable[[Widget], object], what: str = "") -> None:
    """Call `dress(widget)` now, and again after every change of theme or text size.

    A widget has one `dress` for each `what`. Do not let `dress` hold the widget: it would never
    go away. For what is set once; whatever is asked while painting or in a size hint needs none.
    """
    _dresses.setdefault(widget, {})[what] = dress
    dress(widget)


def fix(widget: QWidget, *, width: int = 0, height: int = 0) -> None:
    """A fixed width or height, px at 100 %, that grows with the text; 0 leaves it free."""
    if width:
        follow(widget, lambda it: it.setFixedWidth(scaled(width)), "width")
    if height:
        follow(widget, lambda it: it.setFixedHeight(scaled(height)), "height")


def take(text: int) -> None:
    """Measure by another text size, in percent, from now on."""
    _now.percent = text


def tell() -> None:
    """Let everybody who follows dress anew."""
    for widget, dresses in list(_dresses.items()):
        if shiboken6.isValid(widget):
            for dress in list(dresses.values()):
                dress(widget)
