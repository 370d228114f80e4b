"""Puts the tokens on the application: style, palette, font, stylesheet and language."""

import re

from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from ui.kit import fonts, tokens
from ui.kit.stylesheet import TEMPLATE

_TOKEN = re.compile(r"@(\w+)")
_active = tokens.LIGHT

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
    """Dress the application; to be called once, before the first window."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    app.setStyle("Fusion")
    app.setPalette(_palette())
    app.setFont(fonts.base())
    app.setStyleSheet(stylesheet(_active))


def color(name: str) -> QColor:
    """The colour of a token in the theme on screen; raises KeyError for an unknown name."""
    return QColor(_active[name])


def stylesheet(palette: dict[str, str]) -> str:
    """The application stylesheet with each `@token` replaced by its colour."""
    return _TOKEN.sub(lambda hit: palette[hit[1]], TEMPLATE)


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
