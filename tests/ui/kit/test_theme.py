import re
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk import paths
from ui.kit import fonts, icons, theme, tokens
from ui.kit.buttons import Button
from ui.kit.labels import Label, Look
from ui.kit.stylesheet import TEMPLATE
from ui.kit.theme import Theme

ICONS = sorted(file.stem for file in (paths.resources() / "icons").glob("*.svg"))


@pytest.mark.parametrize("palette", [tokens.LIGHT, tokens.DARK])
def test_the_stylesheet_names_only_known_tokens(palette: dict[str, str]):
    assert "@" in TEMPLATE
    assert "@" not in theme.stylesheet(palette)


def test_the_app_wears_the_light_theme(qapp: QApplication):
    assert qapp.palette().color(QPalette.ColorRole.Window) == theme.color("bg")
    assert QLocale().name() == "en_US"


@pytest.fixture
def usual(qapp: QApplication) -> Iterator[None]:
    yield
    theme.use(qapp, Theme.SYSTEM, 100)


@pytest.mark.usefixtures("usual")
def test_a_change_reaches_what_is_on_screen_and_what_is_not_yet(qapp: QApplication, qtbot: QtBot):
    seen, hidden = Button("Book", icon="plus"), Label("NAKAGAWA, Ken", Look.TITLE)
    for widget in (seen, hidden):
        qtbot.addWidget(widget)
    seen.show()
    before = seen.sizeHint()

    theme.use(qapp, Theme.DARK, 130)

    assert theme.is_dark()
    assert theme.color("surface").name().upper() == tokens.DARK["surface"]
    assert [widget.font().pixelSize() for widget in (seen, hidden)] == [17, 26]
    assert (before.height(), seen.sizeHint().height()) == (32, 42)
    assert seen.sizeHint().width() > before.width()
    assert "min-height: 39px" in qapp.styleSheet()


@pytest.mark.usefixtures("usual")
def test_the_system_theme_follows_the_computer(qapp: QApplication, monkeypatch: pytest.MonkeyPatch):
    worn = []
    for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light, Qt.ColorScheme.Unknown):
        monkeypatch.setattr(type(qapp.styleHints()), "colorScheme", lambda _, it=scheme: it)
        qapp.styleHints().colorSchemeChanged.emit(scheme)
        worn.append(theme.is_dark())
        theme.use(qapp, Theme.LIGHT)
        assert not theme.is_dark()
        theme.use(qapp, Theme.SYSTEM)

    assert worn == [True, False, False]


@pytest.mark.usefixtures("usual")
def test_a_computer_set_to_high_contrast_gets_firmer_lines(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(theme, "_wants_contrast", lambda _: True)
    theme.use(qapp, Theme.DARK)

    assert theme.is_dark()
    assert theme.color("border") == tokens.DARK["border_strong"]
    assert theme.color("text2") == tokens.DARK["text"]


def test_who_follows_is_told_once_and_can_go(qapp: QApplication, usual: None):
    told: list[int] = []
    widget = QWidget()
    theme.follow(widget, lambda it: told.append(it.width()), "width")
    theme.follow(widget, lambda _: told.append(theme.scaled(10)), "width")
    theme.use(qapp, text=130)
    assert told[1:] == [10, 13]

    watched = weakref.ref(widget)
    del widget
    assert watched() is None


def test_an_unknown_colour_is_a_programming_mistake():
    with pytest.raises(KeyError):
        theme.color("mauve")


def test_inter_comes_with_the_app(qapp: QApplication):
    assert qapp.font().family() == "Inter"


def test_numbers_stand_in_columns():
    figures = QFontMetrics(fonts.font(numbers=True))

    assert figures.horizontalAdvance("1111") == figures.horizontalAdvance("8888")


def test_a_font_keeps_size_and_weight():
    face = fonts.font(tokens.SIZE_TITLE, QFont.Weight.DemiBold)

    assert (face.pixelSize(), face.weight()) == (20, QFont.Weight.DemiBold)


def test_without_inter_the_systems_font_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setattr(fonts, "_FAMILY", "Inter of another world")
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)

    assert fonts.base().family() not in ("", "Inter of another world")


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_draws_in_the_colour_asked_for(name: str):
    drawn = icons.pixmap(name, "block_fg", 24, 2).toImage()
    wanted = theme.color("block_fg").rgb()
    seen = {drawn.pixel(x, y) for x in range(48) for y in range(48)}

    assert drawn.width() == 48
    assert wanted in seen


def test_an_icon_is_rendered_once_per_look():
    first = icons.pixmap("check", "ready_fg", 16, 1).cacheKey()

    assert icons.pixmap("check", "ready_fg", 16, 1).cacheKey() == first
    assert icons.pixmap("check", "block_fg", 16, 1).cacheKey() != first


def test_an_icon_brings_every_scale():
    assert len(icons.icon("check").availableSizes()) == 4


def test_an_unknown_icon_is_a_programming_mistake():
    with pytest.raises(FileNotFoundError):
        icons.icon("unicorn")


def test_the_icons_licence_travels_with_them():
    licence = paths.resources() / "licenses" / "tabler-icons" / "LICENSE"

    assert re.match("MIT License", licence.read_text(encoding="utf-8"))
