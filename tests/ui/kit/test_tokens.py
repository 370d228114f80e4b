import pytest
from PySide6.QtGui import QColor

from ui.kit import tokens

THEMES = {"light": tokens.LIGHT, "dark": tokens.DARK}


def luminance(colour: str) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def rgb(colour: str) -> tuple[float, float, float]:
    seen = QColor(colour)
    return seen.redF(), seen.greenF(), seen.blueF()


def contrast(ink: str, paper: str) -> float:
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_pairs_can_be_read(theme: str):
    for palette in (THEMES[theme], tokens.stronger(THEMES[theme])):
        poor = [
            (ink, paper)
            for ink, paper, least in tokens.PAIRS
            if contrast(palette[ink], palette[paper]) < least
        ]
        assert poor == []


def test_contrast_is_measured_as_wcag_does():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


def test_themes_have_the_same_names():
    assert tokens.LIGHT.keys() == tokens.DARK.keys()


@pytest.mark.parametrize("status", tokens.Status)
def test_every_status_has_its_colours_and_its_own_icon(status: tokens.Status):
    others = [other.icon for other in tokens.Status if other is not status]

    assert {f"{status}_fg", f"{status}_bg", f"{status}_bar"} <= tokens.LIGHT.keys()
    assert status.icon not in others
