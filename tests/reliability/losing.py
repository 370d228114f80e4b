"""Desks whose answers get lost: over a network on PostgreSQL, in the driver on SQLite."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

from clinicdesk.desk import Desk
from clinicdesk.opening import open_desk
from tests.reliability.proxy import Mode, Network, network

_SQLITE_IOERR_FSYNC = 1034


class Line(Protocol):
    """What is between a desk and its database."""

    def lose(self) -> None:
        """The next commit counts, its answer gets lost, and all is well again."""

    def cut(self) -> None:
        """The next commit counts, its answer gets lost, and nothing answers any more."""

    def mend(self) -> None:
        """All is well again."""


@contextmanager
def losing(url: str, clock: Callable[[], datetime]) -> Iterator[tuple[Desk, Line]]:
    """A desk on this database, and its line to be broken."""
    if url.startswith("sqlite"):
        desk = open_desk(url, clock=clock)
        yield desk, _Disk(desk)
        desk.close()
        return
    with network(url) as between:
        desk = open_desk(between.url, clock=clock)
        yield desk, _Wire(between)
        desk.close()


class _Wire:
    def __init__(self, between: Network) -> None:
        self._between = between

    def lose(self) -> None:
        self._between.after_cut, self._between.mode = Mode.PASS, Mode.CUT_COMMIT

    def cut(self) -> None:
        self._between.after_cut, self._between.mode = Mode.RESET, Mode.CUT_COMMIT

    def mend(self) -> None:
        self._between.mode = Mode.PASS


class _Disk:
    """Commits and says that the disk failed, as after an fsync that did not return in time."""

    def __init__(self, desk: Desk) -> None:
        self._dialect = desk._engine.dialect

    def lose(self) -> None:
        self._fail_after_commit(self.mend)

    def cut(self) -> None:
        self._fail_after_commit(lambda: setattr(self._dialect, "do_execute", self._fail))

    def mend(self) -> None:
        for patched in ("do_commit", "do_execute"):
            self._dialect.__dict__.pop(patched, None)

    def _fail_after_commit(self, then: Callable[[], None]) -> None:
        plain = self._dialect.do_commit

        def committed_and_failed(connection: Any) -> None:
            plain(connection)
            then()
            self._fail()

        self._dialect.do_commit = committed_and_failed

    def _fail(self, *_: object, **__: object) -> None:
        failure = self._dialect.loaded_dbapi.OperationalError("disk I/O error")
        failure.sqlite_errorcode = _SQLITE_IOERR_FSYNC
        raise failure
