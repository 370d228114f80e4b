"""A network between the program and a PostgreSQL server that can be slow, silent or cut.

with network(postgresql_url) as between:
    desk = open_desk(between.url)
    between.mode = Mode.CUT_COMMIT
"""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path

from sqlalchemy import make_url

_COMMITTED = b"C\x00\x00\x00\x0bCOMMIT\x00"
_RESET = struct.pack("ii", 1, 0)


class Mode(Enum):
    """What becomes of the bytes, both ways."""

    PASS = "pass"
    DELAY = "delay"
    RESET = "reset"
    """Connections break at their next byte, and no new one comes about."""
    BLACKHOLE = "blackhole"
    """Every byte vanishes; nobody is told."""
    CUT_COMMIT = "cut before the reply to COMMIT"
    """The server commits, its reply is lost and the connection breaks; then `after_cut` holds."""


class Network:
    """Set `mode` at any time. `delay` is in seconds each way; `cuts` counts lost replies."""

    def __init__(self, url: str) -> None:
        behind = make_url(url)
        self._server = str(Path(str(behind.query["host"])) / f".s.PGSQL.{behind.query['port']}")
        self._door = socket.create_server(("127.0.0.1", 0))
        here = behind.set(host="127.0.0.1", port=self._door.getsockname()[1], query={})
        self.url = here.render_as_string(hide_password=False)
        self.mode = Mode.PASS
        self.after_cut = Mode.PASS
        self.delay = 0.1
        self.cuts = 0
        self._over = threading.Event()
        self._lines: list[tuple[socket.socket, socket.socket]] = []
        self._threads = [_started(self._welcome)]

    def cut(self) -> None:
        """Break every connection now; the mode stays."""
        for near, far in list(self._lines):
            _break(near)
            _break(far)

    def close(self) -> None:
        self._over.set()
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self.cut()
        for thread in self._threads:
            thread.join()

    def _welcome(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                self._connect(near)

    def _connect(self, near: socket.socket) -> None:
        far = socket.socket(socket.AF_UNIX)
        try:
            if self.mode is Mode.RESET:
                raise ConnectionRefusedError
            far.connect(self._server)
        except OSError:
            _break(near)
            far.close()
            return
        self._lines.append((near, far))
        self._threads += [
            _started(self._carry, near, far, False),
            _started(self._carry, far, near, True),
        ]

    def _carry(self, source: socket.socket, target: socket.socket, answers: bool) -> None:
        with suppress(OSError):
            while (data := source.recv(65_536)) and self._let_pass(data, target, answers):
                pass
        _break(source)
        _break(target)

    def _let_pass(self, data: bytes, target: socket.socket, answers: bool) -> bool:
        """Deal with some bytes; answers whether the connection lives on."""
        match self.mode:
            case Mode.RESET:
                return False
            case Mode.BLACKHOLE:
                return True
            case Mode.DELAY:
                self._over.wait(self.delay)
            case Mode.CUT_COMMIT if answers and _COMMITTED in data:
                self.mode, self.cuts = self.after_cut, self.cuts + 1
                return False
        target.sendall(data)
        return True


@contextmanager
def network(url: str) -> Iterator[Network]:
    """A network in front of the server at `url` (one of the tests' own, on its socket)."""
    made = Network(url)
    try:
        yield made
    finally:
        made.close()


def _started(work: Callable[..., None], *args: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=args, daemon=True)
    thread.start()
    return thread


def _break(end: socket.socket) -> None:
    """Close at once, with a reset where there is one; wakes the thread that reads from it."""
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
