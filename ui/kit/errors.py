"""What happens when the program itself fails: a number on screen, a log without patient data.

The log line holds the number, exception types and code positions; never the exception's text, which
may quote what was typed.
"""

import logging
import secrets
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from clinicdesk import messages
from clinicdesk.errors import Refused, Unanswered

_log = logging.getLogger("clinicdesk.failures")
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_QUIET_SECONDS = 10.0
_SENTENCE = (
    "This step did not finish. What was saved before is safe. "
    "Give your administrator report number {number}."
)


class Failures(QObject):
    """`noticed` carries a sentence to show; safe to use from any thread.

    `zone` is the clinic's, once it is known. A failure is always logged, but shown at most once in
    ten seconds: painting code can fail sixty times a second.
    """

    noticed = Signal(str)

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.zone: ZoneInfo | None = None
        self._clock = clock
        self._quiet_until = float("-inf")
        self._lock = threading.Lock()

    def report(self, error: BaseException) -> None:
        """What the core has words for is shown in them; anything else gets a report number."""
        if isinstance(error, Refused | Unanswered):
            words = [messages.sentence(reason, self.zone) for reason in error.reasons]
            self.noticed.emit(" ".join(words))
            return
        number = log(error)
        if self._may_show():
            self.noticed.emit(_SENTENCE.format(number=number))

    def install(self) -> Callable[[], None]:
        """Catch what nobody caught, in every thread; returns the way back."""
        before = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self._uncaught
        threading.excepthook = lambda told: self._raised(told.exc_value)
        sys.unraisablehook = lambda told: self._raised(told.exc_value)

        def restore() -> None:
            sys.excepthook, threading.excepthook, sys.unraisablehook = before

        return restore

    def _uncaught(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.report(error)

    def _raised(self, error: Any) -> None:
        if isinstance(error, BaseException) and not isinstance(error, SystemExit):
            self.report(error)

    def _may_show(self) -> bool:
        with self._lock:
            now = self._clock()
            if now < self._quiet_until:
                return False
            self._quiet_until = now + _QUIET_SECONDS
            return True


def log(error: BaseException) -> str:
    """Write a failure to the log; the number it is reported by."""
    number = _number()
    _log.error("report %s: %s", number, outline(error))
    return number


def outline(error: BaseException) -> str:
    """Exception types and code positions, innermost cause last; no text of any exception."""
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(parts) < 8:
        parts.append(f"{type(seen).__name__} at {_positions(seen.__traceback__)}")
        seen = seen.__cause__ or seen.__context__
    return " from ".join(parts)


def _positions(trace: TracebackType | None) -> str:
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{_short(code.co_filename)}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return " > ".join(places[-12:]) or "nowhere"


def _short(path: str) -> str:
    """The file without the folders above, which may name the person signed in to the computer."""
    return "/".join(path.replace("\\", "/").split("/")[-2:])


def _number() -> str:
    digits = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{digits[:4]}-{digits[4:]}"
