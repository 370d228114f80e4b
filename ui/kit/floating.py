"""What lies over a page without moving anything on it, below the page's header."""

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtWidgets import QWidget

from ui.kit.stops import is_above


class Floating(QWidget):
    """Keeps its place over the page, below the page's header."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.hide()
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moved = event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest)
        if moved and watched is self.parent() and not self.isHidden():
            self.place(self._room())
        return False

    def place(self, room: QRect) -> None:
        """Take the place in `room`, which is the page without what stands above its contents."""
        raise NotImplementedError

    def come(self) -> None:
        """Show on top."""
        self.place(self._room())
        self.show()
        self.raise_()

    def leave(self) -> None:
        """Hide."""
        self.hide()

    def _room(self) -> QRect:
        inside = self.parentWidget().children()
        parts = [one for one in inside if isinstance(one, QWidget) and not one.isHidden()]
        top = max((one.geometry().bottom() + 1 for one in parts if is_above(one)), default=0)
        return self.parentWidget().rect().adjusted(0, top, 0, 0)
