import logging
import sys
import threading
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.errors import Reason, Refused, Unanswered
from ui.kit.errors import Failures, outline


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shown() -> list[str]:
    return []


@pytest.fixture
def failures(qtbot: QtBot, clock: Clock, shown: list[str]) -> Failures:
    failures = Failures(clock)
    failures.noticed.connect(shown.append)
    return failures


def quote(error: Exception) -> None:
    raise error


def requote() -> None:
    try:
        quote(KeyError("MARTINEZ, Rosa"))
    except KeyError as cause:
        raise RuntimeError("MARTINEZ, Rosa") from cause


def broken() -> Exception:
    """An error as it is caught, with where it happened."""
    with pytest.raises(ValueError, match="MARTINEZ") as caught:
        quote(ValueError("MARTINEZ, Rosa"))
    return caught.value


def chained() -> Exception:
    with pytest.raises(RuntimeError) as caught:
        requote()
    return caught.value


def test_a_failure_gets_a_number_on_screen_and_in_the_log(
    failures: Failures, shown: list[str], caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.ERROR, "clinicdesk.failures"):
        failures.report(broken())
    number = shown[0].split()[-1].rstrip(".")

    assert len(number) == 9
    assert number in caplog.text
    assert "ValueError at" in caplog.text


def test_no_report_quotes_what_was_typed(failures: Failures, shown: list[str], caplog):
    failures.report(chained())

    assert "MARTINEZ" not in caplog.text + shown[0]


def test_the_outline_follows_the_causes():
    told = outline(chained())

    assert told.index("RuntimeError at") < told.index("KeyError at")
    assert "kit/test_errors.py:" in told
    assert outline(ValueError()) == "ValueError at nowhere"


def test_a_lost_database_is_told_in_words_and_is_no_report(
    failures: Failures, shown: list[str], caplog
):
    failures.report(Unanswered())

    [told] = shown
    assert told.startswith("The database does not answer.")
    assert caplog.records == []


def test_failures_in_a_row_are_shown_once_and_all_logged(
    failures: Failures, clock: Clock, shown: list[str], caplog
):
    for _ in range(3):
        failures.report(broken())
    assert len(shown) == 1
    assert len(caplog.records) == 3

    clock.now = 9.9
    failures.report(broken())
    assert len(shown) == 1

    clock.now = 10.0
    failures.report(broken())
    assert len(shown) == 2


def test_a_refusal_is_told_in_its_own_words(failures: Failures, shown: list[str], caplog):
    failures.report(Refused(Reason("desk.busy")))

    assert shown == ["The database is busy. Wait a moment and try again; nothing was lost."]
    assert caplog.records == []


def test_installed_it_hears_every_thread(failures: Failures, clock: Clock, qtbot: QtBot):
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    restore = failures.install()
    try:
        with qtbot.waitSignal(failures.noticed):
            threading.Thread(target=lambda: 1 / 0).start()
        clock.now = 60
        with qtbot.waitSignal(failures.noticed):
            sys.excepthook(ValueError, broken(), None)
        clock.now = 120
        with qtbot.waitSignal(failures.noticed):
            sys.unraisablehook(SimpleNamespace(exc_value=broken()))
    finally:
        restore()

    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_ctrl_c_and_leaving_are_no_failures(
    failures: Failures, shown: list[str], monkeypatch: pytest.MonkeyPatch
):
    passed_on = []
    monkeypatch.setattr(sys, "__excepthook__", lambda *told: passed_on.append(told[0]))
    restore = failures.install()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    threading.excepthook(threading.ExceptHookArgs((SystemExit, SystemExit(), None, None)))
    restore()

    assert passed_on == [KeyboardInterrupt]
    assert shown == []
