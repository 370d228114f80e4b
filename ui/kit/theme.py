"""Puts the tokens on the application: style, palette, font, stylesheet and language.

Everything painted asks for `color` and `scaled` while it paints, and so follows a live change.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from ui.kit import fonts, scale, tokens
from ui.kit.scale import TEXT_SIZES as TEXT_SIZES
from ui.kit.scale import fix as fix
from ui.kit.scale import follow as follow
from ui.kit.scale import scaled as scaled
from ui.kit.stylesheet import TEMPLATE

_MOTION = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)


class Theme(StrEnum):
    """Which of the two looks; `SYSTEM` is the one that the computer is set to."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Appearance:
    """What a person chose: a theme, and a text size in percent."""

    theme: Theme = Theme.SYSTEM
    text: int = 100


_HOLE = re.compile(r"@(?:(\d+)px|(\w+))")
_SCHEMES = {
    Theme.SYSTEM: Qt.ColorScheme.Unknown,
    Theme.LIGHT: Qt.ColorScheme.Light,
    Theme.DARK: Qt.ColorScheme.Dark,
}


@dataclass
class _Worn:
    chosen: Appearance
    palette: dict[str, str]


_worn = _Worn(Appearance(), tokens.LIGHT)

_ROLES = {
    QPalette.ColorRole.Window: "bg",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "bg",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "text3",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "on_accent",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent_text",
    QPalette.ColorRole.LinkVisited: "accent_text",
    QPalette.ColorRole.ToolTipBase: "toast",
    QPalette.ColorRole.ToolTipText: "on_toast",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "sunken",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border_strong",
    QPalette.ColorRole.Shadow: "text3",
}


def apply(app: QApplication) -> None:
    """Dress the application, in which nothing moves; to be called once, before the first window."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    app.setStyle("Fusion")
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda _: _dress(app))
    hints.accessibility().contrastPreferenceChanged.connect(lambda _: _dress(app))
    for effect in _MOTION:
        app.setEffectEnabled(effect, False)
    _dress(app)


def use(app: QApplication, theme: Theme | None = None, text: int | None = None) -> None:
    """Change the look of every window at once; None leaves theme or text size (%) as it is."""
    before = _worn.chosen
    _worn.chosen = Appearance(theme or before.theme, text or before.text)
    if _worn.chosen.theme is not before.theme:
        app.styleHints().setColorScheme(_SCHEMES[_worn.chosen.theme])
    if _worn.chosen != before:
        _dress(app)


def current() -> Appearance:
    """What is chosen now."""
    return _worn.chosen


def is_dark() -> bool:
    """Whether the dark look is on screen, chosen or as the computer is set."""
    return _worn.palette["bg"] == tokens.DARK["bg"]


def color(name: str) -> QColor:
    """The colour of a token in the theme on screen; raises KeyError for an unknown name."""
    return QColor(_worn.palette[name])


def stylesheet(palette: dict[str, str]) -> str:
    """The application stylesheet: `@token` becomes its colour, `@30px` that at the text size."""

    def fill(hole: re.Match[str]) -> str:
        return f"{scaled(int(hole[1]))}px" if hole[1] else palette[hole[2]]

    return _HOLE.sub(fill, TEMPLATE)


def _dress(app: QApplication) -> None:
    """Put on what is chosen now."""
    palette = tokens.DARK if _wants_dark(app) else tokens.LIGHT
    _worn.palette = tokens.stronger(palette) if _wants_contrast(app) else palette
    scale.take(_worn.chosen.text)
    app.setStyleSheet("")  # to replace one by another makes Qt visit every widget many times
    app.setPalette(_palette())
    app.setFont(fonts.base())
    app.setStyleSheet(stylesheet(_worn.palette))
    scale.tell()
    for window in app.topLevelWidgets():
        window.update()


def _wants_dark(app: QApplication) -> bool:
    if _worn.chosen.theme is Theme.SYSTEM:
        return app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return _worn.chosen.theme is Theme.DARK


def _wants_contrast(app: QApplication) -> bool:
    hints = app.styleHints()  # as long as it is held, so is what it answers
    return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


def _palette() -> QPalette:
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, color(token))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.WindowText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, color("text3"))
    return palette
