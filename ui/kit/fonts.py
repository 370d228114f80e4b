"""The typeface: Inter from `resources/fonts`, and the system's own when it cannot be loaded."""

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk import paths
from ui.kit import scale, tokens

_FAMILY = "Inter"
_TELL_LETTERS_APART = ("cv05", "cv08")
_EVEN_DIGITS = "tnum"


def base() -> QFont:
    """The body font of the app: 13 px at 100 %, with l, I and 1 told apart."""
    face = QFont(_load())
    face.setPixelSize(scale.scaled(tokens.SIZE_BODY))
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for feature in _TELL_LETTERS_APART:
        face.setFeature(QFont.Tag(feature), 1)
    return face


def font(
    size: int = tokens.SIZE_BODY,
    weight: QFont.Weight = QFont.Weight.Normal,
    *,
    numbers: bool = False,
) -> QFont:
    """The app's font in a size (px at 100 %) and weight; `numbers` gives digits of one width."""
    face = QFont(QApplication.font())
    face.setPixelSize(scale.scaled(size))
    face.setWeight(weight)
    if numbers:
        face.setFeature(QFont.Tag(_EVEN_DIGITS), 1)
    return face


def wear(
    widget: QWidget,
    size: int = tokens.SIZE_BODY,
    weight: QFont.Weight = QFont.Weight.Normal,
) -> None:
    """Give a widget this font, now and at every other text size."""
    scale.follow(widget, lambda it: it.setFont(font(size, weight)), "font")


def _load() -> str:
    if _FAMILY not in QFontDatabase.families():
        for source in sorted((paths.resources() / "fonts").glob("Inter-*.ttf")):
            QFontDatabase.addApplicationFont(str(source))
    if _FAMILY in QFontDatabase.families():
        return _FAMILY
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
