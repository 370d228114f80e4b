"""What somebody chose for themselves at this workstation: the look, and whether letters act.

Kept by sign-in name in a small file of the program's own, which holds nothing of any patient.
Before somebody signs in, everything is as a fresh workstation has it.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from urllib.parse import quote

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from clinicdesk import settings
from ui.kit import theme
from ui.kit.command import Command
from ui.kit.theme import TEXT_SIZES, Theme

SMALLER, LARGER, USUAL = "Ctrl+-", "Ctrl++", "Ctrl+0"
ALSO_LARGER = "Ctrl+="
"""The same key without Shift."""


@dataclass(frozen=True)
class Preferences:
    """A theme, a text size in percent, and whether a single letter does something (WCAG 2.1.4)."""

    theme: Theme = Theme.SYSTEM
    text: int = 100
    letters: bool = True


@dataclass
class _AtWork:
    login: str = ""
    chosen: Preferences = Preferences()


_at_work = _AtWork()


def begin(login: str) -> None:
    """Take up what this person chose the last time."""
    _at_work.login = login
    _wear(_read(login))


def end() -> None:
    """Nobody is at work any more: the look of a fresh workstation."""
    _at_work.login = ""
    _wear(Preferences())


def now() -> Preferences:
    """What counts at this moment."""
    return _at_work.chosen


def letters() -> bool:
    """Whether a board may act on a single letter."""
    return _at_work.chosen.letters


def may_act(key: int) -> bool:
    """Whether a board may act on a key of Qt's: on a single letter only while letters act."""
    return letters() or not Qt.Key.Key_A <= key <= Qt.Key.Key_Z


def choose(
    *, theme: Theme | None = None, text: int | None = None, letters: bool | None = None
) -> None:
    """Change what is named, at once in every window, and keep it for the person at work."""
    changes = {"theme": theme, "text": text, "letters": letters}
    _wear(replace(_at_work.chosen, **{what: to for what, to in changes.items() if to is not None}))
    if _at_work.login:
        kept = _file()
        kept.beginGroup(_group(_at_work.login))
        for what, value in asdict(_at_work.chosen).items():
            kept.setValue(what, str(value))


def step_text(by: int) -> None:
    """The next larger (1) or smaller (-1) text size, if there is one."""
    place = TEXT_SIZES.index(_at_work.chosen.text) + by
    if 0 <= place < len(TEXT_SIZES):
        choose(text=TEXT_SIZES[place])


def commands() -> tuple[Command, ...]:
    """What can be changed from every page."""
    sizes = [text for text in TEXT_SIZES if text != 100]
    return (
        _command("light", "Light theme", lambda: choose(theme=Theme.LIGHT)),
        _command("dark", "Dark theme", lambda: choose(theme=Theme.DARK)),
        _command("system", "Theme as the computer is set", lambda: choose(theme=Theme.SYSTEM)),
        _command("larger", "Larger text", lambda: step_text(1), LARGER),
        _command("smaller", "Smaller text", lambda: step_text(-1), SMALLER),
        _command("text_100", "Text size 100 %", lambda: choose(text=100), USUAL),
        *(
            _command(f"text_{text}", f"Text size {text} %", lambda to=text: choose(text=to))
            for text in sizes
        ),
        _command("letters_on", "Single-letter keys on", lambda: choose(letters=True)),
        _command("letters_off", "Single-letter keys off", lambda: choose(letters=False)),
    )


def _command(key: str, words: str, act: Callable[[], object], keys: str = "") -> Command:
    return Command(f"view.{key}", words, act, keys, menu="View", everywhere=True)


def _wear(wanted: Preferences) -> None:
    _at_work.chosen = wanted
    theme.use(QApplication.instance(), wanted.theme, wanted.text)


def _read(login: str) -> Preferences:
    """What the file says, and the usual wherever it says nothing that can be."""
    kept, found = _file(), Preferences()
    kept.beginGroup(_group(login))
    with suppress(ValueError):
        found = replace(found, theme=Theme(str(kept.value("theme"))))
    with suppress(ValueError):
        found = replace(found, text=TEXT_SIZES[TEXT_SIZES.index(int(str(kept.value("text"))))])
    return replace(found, letters=kept.value("letters") != "False")


def _file() -> QSettings:
    return QSettings(str(settings.preferences_file()), QSettings.Format.IniFormat)


def _group(login: str) -> str:
    return quote(login.casefold(), safe="")
