"""A monkey at the program's windows: seeded keys, typing, clicks, drags and changes of the look.

    python -m tests.monkey --events=20000 --seed=7 --role=nurse

works on a clinic of its own and prints what it saw. It never prints on paper, and no dialog of the
system is opened. `tests/reliability/test_monkey.py` proves the promise with it.
"""

import argparse
import faulthandler
import gc
import os
import random
import string
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QToolButton,
    QWidget,
)

from clinicdesk.desk import Desk
from clinicdesk.opening import open_desk
from clinicdesk.settings import embedded_url
from tests.builders import hostile
from tests.builders.clinic import (
    ADMINISTRATOR,
    COORDINATOR,
    NURSE,
    PASSWORD,
    PHYSICIAN,
    open_for_tests,
)
from tests.builders.marked_up import EVERYBODY, live_today
from tests.conftest import Clock
from ui import preferences
from ui.app import App
from ui.kit import privacy, theme
from ui.kit.command import GO
from ui.kit.spoken_list import SpokenList
from ui.kit.theme import TEXT_SIZES, Theme
from ui.patients.open_chart import OpenChart
from ui.patients.patients_area import PatientsArea
from ui.scheduling.booking_panel import BookingPanel
from ui.sheets import destinations
from ui.shell.lock_window import LockWindow
from ui.shell.main_window import MainWindow
from ui.shell.overlay import leave_overlays
from ui.shell.sign_in import SignIn
from ui.staff.settings_page import SettingsPage

Key, Held = Qt.Key, Qt.KeyboardModifier
PEOPLE = {
    "front desk": COORDINATOR,
    "nurse": NURSE,
    "physician": PHYSICIAN,
    "administrator": ADMINISTRATOR,
    "everybody": EVERYBODY,
}
_PLAIN_KEYS = (
    *(Key.Key_Tab,) * 6, *(Key.Key_Backtab,) * 2, *(Key.Key_Return,) * 4, *(Key.Key_Escape,) * 3,
    *(Key.Key_Space,) * 3, *(Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right) * 3,
    Key.Key_Home, Key.Key_End, Key.Key_PageUp, Key.Key_PageDown, Key.Key_Delete, Key.Key_Backspace,
    Key.Key_F1, Key.Key_F4, Key.Key_F5, Key.Key_F6, Key.Key_F9, Key.Key_F10, Key.Key_Alt,
)  # fmt: skip
_ALWAYS = (
    "Ctrl+Return", "Ctrl+F", "Ctrl+K", "Ctrl+N", "Ctrl+P", "Ctrl+S", "Ctrl+Z", "Ctrl+Y", "Ctrl+L",
    "Ctrl+/", "Ctrl+Home", "Ctrl+End", "Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Shift+F6",
    "Ctrl+PgDown", "Ctrl+PgUp", "Alt+Left", "Alt+Down", "Shift+Tab", "Menu",
)  # fmt: skip
_SIZES = ((1280, 700), (1280, 720), (1359, 760), (1440, 900), (1920, 1080), (2560, 1440))
_IDLE_EVERY, _PATIENCE, _A_MOMENT_MS = 40, 60.0, 3
_HANGS_AFTER = 60
MOST_GROWTH = 0.05
_LONGEST = 80
_LETTERS = string.ascii_lowercase + string.digits + "?/"


@dataclass
class Seen:
    """What a run saw; `troubles` are failures in words, `widgets` counted before and after."""

    gestures: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    before: int = 0
    after: int = 0
    windows: int = 0
    slowest: tuple[float, str] = (0.0, "")

    @property
    def grew(self) -> float:
        """By which part of what was there the widgets grew."""
        return self.after / self.before - 1


class Monkey:
    """At the program as one person; `clock` is the clinic's."""

    def __init__(self, desk: Desk, clock: Clock, login: str, seed: int) -> None:
        self._draw = random.Random(seed)
        self._clock, self._login = clock, login
        self._texts = [text for text in hostile.hostile_texts(seed) if _can_be_typed(text)]
        self.seen = Seen()
        self.app = App(desk, clock, choose_file=lambda _: None)
        for told in (self.app.background.failed, self.app.background.shown):
            told.connect(lambda error: self.seen.troubles.append(f"{type(error).__name__} {error}"))
        self.app.start()
        self._wait(lambda: self.app.window is not None)

    def close(self) -> None:
        self.app.close()

    def play(self, events: int) -> Seen:
        """So many gestures; before and after, every page was seen and nothing is left open."""
        self._see_everything()
        self.seen.before = self._count()
        for at in range(events):
            self._gesture()
            if at % _IDLE_EVERY == 0:
                faulthandler.dump_traceback_later(_HANGS_AFTER)
                self._settle()
                gc.collect(1)
        faulthandler.cancel_dump_traceback_later()
        self._see_everything()
        self.seen.after = self._count()
        self.seen.windows = len(_on_screen())
        return self.seen

    def _gesture(self) -> None:
        name, act = self._draw.choices(self._gestures, self._weights)[0]
        began = time.perf_counter()
        act()
        QApplication.processEvents()
        took = time.perf_counter() - began
        self.seen.gestures[name] += 1
        self.seen.slowest = max(self.seen.slowest, (took, name))
        if isinstance(self.front, LockWindow | SignIn) and self._draw.random() < 0.3:
            self._come_in()

    @property
    def _gestures(self) -> list[tuple[str, Callable[[], object]]]:
        return [
            ("key", self._press),
            ("shortcut", self._shortcut),
            ("letter", self._letter),
            ("text", self._type),
            ("click", self._click),
            ("drag", self._drag),
            ("wheel", self._wheel),
            ("size", self._resize),
            ("look", self._look),
            ("page", self._go),
            ("lock", self.app.lock.close),
        ]

    _weights = (30, 12, 12, 8, 24, 6, 3, 1, 0.3, 4, 0.5)
    """How often each is made, beside the others."""

    @property
    def front(self) -> QWidget:
        """The window that keys go to."""
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        window = popup or modal or QApplication.activeWindow()
        return window or self.app.lock.window or self.app.window

    @property
    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.front

    def _press(self) -> None:
        held = self._draw.choice((Held.NoModifier,) * 5 + (Held.ShiftModifier,))
        QTest.keyClick(self._focus, self._draw.choice(_PLAIN_KEYS), held)

    def _letter(self) -> None:
        QTest.keyClick(
            self._focus, self._draw.choice(string.ascii_lowercase + string.digits + "?/")
        )

    def _shortcut(self) -> None:
        offered = [one.keys for one in self._commands() if one.keys]
        keys = QKeySequence(self._draw.choice([*offered, *_ALWAYS]))
        if not keys.isEmpty():
            QTest.keyClick(self._focus, keys[0].key(), keys[0].keyboardModifiers())

    def _commands(self) -> tuple[Any, ...]:
        window = self.app.window
        return window.commands() if isinstance(window, MainWindow) else ()

    def _type(self) -> None:
        """As an input method does it: any letters at once."""
        text = self._draw.choice(self._texts)[:_LONGEST]
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(self._focus, QKeyEvent(kind, 0, Held.NoModifier, text))

    def _click(self) -> None:
        kinds = (QAbstractButton, SpokenList, QAbstractItemView, QTabBar, QLineEdit, QPlainTextEdit)
        kinds = (*kinds, QMenu)
        found = [one for one in _inside(self.front) if isinstance(one, kinds) and _may_click(one)]
        if not found:
            return
        chosen = self._draw.choice(found)
        target = chosen.viewport() if isinstance(chosen, QAbstractItemView) else chosen
        press = QTest.mouseDClick if self._draw.random() < 0.1 else QTest.mouseClick
        press(target, Qt.MouseButton.LeftButton, Held.NoModifier, self._point(target))

    def _drag(self) -> None:
        lists = [one for one in _inside(self.front) if isinstance(one, SpokenList)]
        if not lists:
            return
        over, left = self._draw.choice(lists), Qt.MouseButton.LeftButton
        spoken = over.spoken()
        start = self._draw.choice(spoken).area.center() if spoken else self._point(over)
        QTest.mousePress(over, left, Held.NoModifier, start)
        for _ in range(3):
            if shiboken6.isValid(over):
                QTest.mouseMove(over, self._point(over))
        if shiboken6.isValid(over) and self._draw.random() < 0.2:
            QTest.keyClick(self._focus, Key.Key_Escape)
        over = over if shiboken6.isValid(over) else self.front
        QTest.mouseRelease(over, left, Held.NoModifier, self._point(over))

    def _wheel(self) -> None:
        found = _inside(self.front)
        if not found:
            return
        target = self._draw.choice(found)
        at = QPointF(self._point(target))
        turn = QPoint(0, self._draw.choice((-360, -120, 120, 360)))
        held = self._draw.choice((Held.NoModifier, Held.ControlModifier))
        still, button = Qt.ScrollPhase.NoScrollPhase, Qt.MouseButton.NoButton
        where = at, QPointF(target.mapToGlobal(at))
        event = QWheelEvent(*where, QPoint(), turn, button, held, still, False)
        QCoreApplication.sendEvent(target, event)

    def _resize(self) -> None:
        self.app.window.resize(*self._draw.choice(_SIZES))

    def _look(self) -> None:
        preferences.choose(theme=self._draw.choice([*Theme]), text=self._draw.choice(TEXT_SIZES))

    def _go(self) -> None:
        places = [one for one in self._commands() if one.key.startswith(GO)]
        if places and self.app.lock.window is None:
            self._draw.choice(places).act()

    def _point(self, target: QWidget) -> QPoint:
        width, height = max(target.width(), 1), max(target.height(), 1)
        return QPoint(self._draw.randrange(width), self._draw.randrange(height))

    def _come_in(self) -> None:
        """Past the lock, or in by the front door; a day later, for the wrong tries before."""
        self._clock.advance(hours=1)
        gate = self.app.lock.window or self.app.window
        if isinstance(gate, LockWindow):
            gate.secret.set_value(PASSWORD)
            gate.button.setEnabled(True)
            gate.button.click()
        elif isinstance(gate, SignIn):
            gate.login.set_value(self._login)
            gate.password.set_value(PASSWORD)
            gate.button.click()
        self._settle()

    def _see_everything(self) -> None:
        """Signed in, every page seen once, the first in front and nothing over it."""
        preferences.choose(theme=Theme.LIGHT, text=100)
        privacy.turn(False)
        self._wait(self._is_in)
        window = self.app.window
        for top in _on_screen():
            if top is not window:
                top.close()
        leave_overlays(window)
        window.resize(*_SIZES[1])
        window.menu_bar.hide()
        for key in ("window.guide", "window.keys", "window.keys"):  # the second time it closes
            self._do(key)
        if window.guide is not None:
            window.guide.close()
        for entry in window._entries:
            self._see_page(window.go(entry))
        window.toast.dismiss()
        window.go(next(iter(window._entries)))
        self._settle()

    def _see_page(self, page: QWidget) -> None:
        """Everything that a page makes only when it is wanted."""
        if isinstance(page, SettingsPage):
            for section in page._factories:
                page.open(section)
        if isinstance(page, PatientsArea):
            page.list.duplicates_wanted.emit()
            page.list.import_wanted.emit()
            page.setCurrentWidget(page.list)
        self._settle()

    def _do(self, key: str) -> None:
        for one in self._commands():
            if one.key == key:
                one.act()
                self._settle()

    def _is_in(self) -> bool:
        if isinstance(self.app.window, MainWindow) and self.app.lock.window is None:
            return True
        self._come_in()
        return False

    def _count(self) -> int:
        """Widgets, but for charts and half-typed bookings: one is kept for each patient."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        inside = self.app.window.findChildren
        kept = [*inside(OpenChart), *inside(BookingPanel)]
        return len(QApplication.allWidgets()) - sum(1 + len(_all_in(one)) for one in kept)

    def _settle(self) -> None:
        self._wait(lambda: self.app.background.pending == 0)

    def _wait(self, until: Callable[[], bool]) -> None:
        end = time.monotonic() + _PATIENCE
        while not until():
            soon = QEventLoop()
            QTimer.singleShot(_A_MOMENT_MS, soon.quit)
            soon.exec()
            if time.monotonic() > end:
                raise AssertionError("the program does not come to rest")
        QApplication.processEvents()


def _may_click(one: QWidget) -> bool:
    """The month of Qt's own calendar holds whoever clicks it until its menu is closed."""
    return one.isEnabled() and not isinstance(one, QToolButton)


def _on_screen() -> list[QWidget]:
    return [one for one in QApplication.topLevelWidgets() if one.isVisible()]


def _inside(window: QWidget) -> list[QWidget]:
    return [one for one in (window, *_all_in(window)) if one.isVisible()]


def _all_in(window: QWidget) -> list[QWidget]:
    return window.findChildren(QWidget)


def _can_be_typed(text: str) -> bool:
    """Half of a character never comes from a keyboard."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def a_clinic(folder: Path, clock: Clock) -> Desk:
    """The clinic with something for every screen, new in this folder."""
    desk = open_desk(embedded_url(folder / "clinic.db"), create=True, clock=clock)
    open_for_tests(desk)
    live_today(desk)
    return desk


@contextmanager
def watched(troubles: list[str]) -> Iterator[None]:
    """Inside, what nobody caught and what Qt warns of is told; no dialog of the system opens."""

    def tell(*told: Any) -> None:
        error = told[1] if len(told) == 3 else (told[0].exc_value or told[0].err_msg)
        troubles.append("".join(traceback.format_exception(error))[-3000:])

    def notice(kind: QtMsgType, _context: object, words: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not words.startswith(_NOT_OURS):
            troubles.append(f"Qt: {words}")

    collects = gc.isenabled()
    gc.disable()  # no widget may die on another thread; the monkey collects on this one
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    sys.excepthook = sys.unraisablehook = threading.excepthook = tell
    before = qInstallMessageHandler(notice)
    dialogs = {name: getattr(QFileDialog, name) for name in _DIALOGS}
    for name, answer in _DIALOGS.items():
        setattr(QFileDialog, name, staticmethod(lambda *_, answer=answer: answer))
    printers, destinations.QPrinterInfo = destinations.QPrinterInfo, _NoPrinter
    try:
        yield
    finally:
        sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
        qInstallMessageHandler(before)
        destinations.QPrinterInfo = printers
        if collects:
            gc.enable()
        for name, dialog in dialogs.items():
            setattr(QFileDialog, name, dialog)


# The offscreen platform has no window to raise; this machine no font for a script that was typed.
_NOT_OURS = ("This plugin does not support", "OpenType support missing")
_DIALOGS = {
    "getOpenFileName": ("", ""),
    "getOpenFileNames": ([], ""),
    "getSaveFileName": ("", ""),
    "getExistingDirectory": "",
}


class _NoPrinter:
    """A computer without a printer."""

    @staticmethod
    def defaultPrinter() -> "_NoPrinter":
        return _NoPrinter()

    def isNull(self) -> bool:
        return True


def let_loose(desk: Desk, clock: Clock, role: str, seed: int, events: int) -> Seen:
    """Let it play and answer what it saw; what went wrong stands there too."""
    troubles: list[str] = []
    with watched(troubles):
        monkey = Monkey(desk, clock, PEOPLE[role], seed)
        monkey.seen.troubles = troubles
        try:
            return monkey.play(events)
        finally:
            monkey.close()
            preferences.end()


def main() -> int:
    """One run, told on standard output; 1 when anything went wrong."""
    parser = argparse.ArgumentParser(prog="tests.monkey")
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--role", choices=PEOPLE, default="everybody")
    asked = parser.parse_args()
    application = QApplication.instance() or QApplication(["monkey"])
    theme.apply(application)
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = os.environ["XDG_CONFIG_HOME"] = folder
        desk = a_clinic(Path(folder), clock)
        seen = let_loose(desk, clock, asked.role, asked.seed, asked.events)
        desk.close()
    sys.stdout.write(f"{asked.role}, seed {asked.seed}: {told(seen)}\n")
    sys.stdout.writelines(f"{trouble}\n" for trouble in seen.troubles)
    return int(bool(seen.troubles) or seen.grew > MOST_GROWTH or seen.windows != 1)


def told(seen: Seen) -> str:
    """`20,000 gestures, 0 failures, widgets 812 -> 820, slowest 80 ms (click)`."""
    seconds, gesture = seen.slowest
    return (
        f"{seen.gestures.total():,} gestures, {len(seen.troubles)} failures, "
        f"widgets {seen.before:,} to {seen.after:,}, windows {seen.windows}, "
        f"slowest {seconds * 1000:,.0f} ms ({gesture})"
    )


if __name__ == "__main__":
    sys.exit(main())
