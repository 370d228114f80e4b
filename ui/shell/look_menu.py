"""The part of the person's menu that says how the windows look: theme, text size, letters."""

from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from ui import preferences
from ui.kit.theme import TEXT_SIZES, Theme

_THEMES = {
    Theme.LIGHT: "&Light theme",
    Theme.DARK: "&Dark theme",
    Theme.SYSTEM: "Theme as the &computer is set",
}
_SIZES = {text: f"Text size {text} %" for text in TEXT_SIZES}
_SIZES[100] += f"\t{preferences.USUAL}"
Choice = TypeVar("Choice")


class LookMenu(QMenu):
    """What is chosen has a tick; choosing changes every window at once."""

    def __init__(self, parent: QMenu) -> None:
        super().__init__("Loo&k", parent)
        self.themes = self._choices(_THEMES)
        self.addSeparator()
        self.sizes = self._choices(_SIZES)
        self.addSeparator()
        self.letters = self._checkable("Single-letter &keys")
        for theme, action in self.themes.items():
            action.triggered.connect(lambda _, to=theme: preferences.choose(theme=to))
        for text, action in self.sizes.items():
            action.triggered.connect(lambda _, to=text: preferences.choose(text=to))
        self.letters.triggered.connect(lambda on: preferences.choose(letters=on))
        self.aboutToShow.connect(self._tick)

    def _choices(self, words: Mapping[Choice, str]) -> dict[Choice, QAction]:
        """One of them is chosen at any time."""
        group = QActionGroup(self)
        actions = {choice: self._checkable(said) for choice, said in words.items()}
        for action in actions.values():
            group.addAction(action)
        return actions

    def _checkable(self, words: str) -> QAction:
        action = self.addAction(words)
        action.setCheckable(True)
        return action

    def _tick(self) -> None:
        chosen = preferences.now()
        self.themes[chosen.theme].setChecked(True)
        self.sizes[chosen.text].setChecked(True)
        self.letters.setChecked(chosen.letters)
