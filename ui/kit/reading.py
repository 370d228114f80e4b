"""What a page says of its own reading: bars while it waits, a name for what takes long, an error.

It lies over the page below its header, so nothing moves when it comes and goes. What is on the page
already stays to be seen; only an error of the first reading covers it.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.errors import Refused
from ui.kit.not_read import NOT_ALLOWED
from ui.kit.page_cover import Cover
from ui.kit.page_strip import Strip

SKELETON_AFTER_MS = 300
NAMED_AFTER_MS = 1_000


class Reading(QObject):
    """Belongs to one page. `doing` names what it reads, as in "Reading the schedule".

    `cancelled` is emitted when a person does not want to wait any more, `retry_wanted` when what
    failed is to be read again, `finished` when all was read. Without `can_cancel` there is nothing
    to go back to.
    """

    cancelled = Signal()
    retry_wanted = Signal()
    finished = Signal()

    def __init__(self, page: QWidget, doing: str, *, can_cancel: bool) -> None:
        super().__init__(page)
        self.doing = doing
        self._under_way = 0
        self._has_shown = False
        self._failed: set[object] = set()
        self._can_cancel = can_cancel
        self.cover: Cover | None = None
        self.strip: Strip | None = None
        self.soon = self._timer(SKELETON_AFTER_MS, self._show_skeleton)
        self.later = self._timer(NAMED_AFTER_MS, self._name)

    @property
    def is_loading(self) -> bool:
        """Whether bars stand in the place of the contents."""
        return self.cover is not None and self.cover.is_skeleton

    @property
    def problem(self) -> str:
        """What is said of the last reading; "" when it went well."""
        if self.cover and self.cover.is_problem:
            return self.cover.not_read.words
        return self.strip.words if self._failed and self.strip else ""

    def begin(self) -> None:
        """One more thing is being read."""
        if self._under_way == 0:
            self.soon.start()
            self.later.start()
        self._under_way += 1

    def end(self, query: object, error: Exception | None = None) -> None:
        """One of them is answered, or failed; a query failed until it is answered again."""
        self._under_way = max(self._under_way - 1, 0)
        if error is None:
            self._failed.discard(query)
        else:
            self._failed.add(query)
            self._tell(error)
        if self._under_way == 0:
            self._settle()

    def drop(self) -> None:
        """Nobody waits for what is under way."""
        self._under_way = 0
        self._stop()
        if self.strip is not None and not self._failed:
            self.strip.leave()

    def _stop(self) -> None:
        self.soon.stop()
        self.later.stop()

    def _settle(self) -> None:
        self._stop()
        if not self._failed:
            self._has_shown = True
            for part in (self.cover, self.strip):
                if part is not None:
                    part.leave()
            self.finished.emit()

    def _show_skeleton(self) -> None:
        if self._under_way and not self._has_shown and not (self.cover and self.cover.is_problem):
            self._covered().show_skeleton()

    def _name(self) -> None:
        if self._under_way and not self._failed:
            self._over().show_progress(f"{self.doing}…", can_cancel=self._can_cancel)

    def _tell(self, error: Exception) -> None:
        refused = isinstance(error, Refused) and error.reasons[0].code in NOT_ALLOWED
        if self._has_shown and not refused:
            self._over().show_problem(f"{self.doing} did not finish. This is as it was before.")
            self._covered().not_read.show_error(self.doing, error)
        else:
            self._covered().show_problem(self.doing, error)

    def _covered(self) -> Cover:
        if self.cover is None:
            self.cover = Cover(self.parent())
            self.cover.not_read.retry_wanted.connect(self.retry_wanted)
        return self.cover

    def _over(self) -> Strip:
        if self.strip is None:
            self.strip = Strip(self.parent())
            self.strip.cancel.clicked.connect(lambda _: self.cancelled.emit())
            self.strip.retry.clicked.connect(lambda _: self.retry_wanted.emit())
            self.strip.copy.clicked.connect(lambda _: self._covered().not_read.copy.click())
        return self.strip

    def _timer(self, after: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=after)
        timer.timeout.connect(act)
        return timer
