import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.labels import Label, Look

LONG = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren"


def ink(window: QWidget) -> QRect:
    """What is drawn in the window, as the rectangle of all that is not its ground."""
    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    ground = picture.pixelColor(0, 0)
    drawn = [
        (x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y) != ground
    ]
    across, down = [x for x, _ in drawn], [y for _, y in drawn]
    return QRect(min(across), min(down), max(across) - min(across), max(down) - min(down))


def shown(qtbot: QtBot, text: str, look: Look, spare: int, width: int = 200) -> QWidget:
    """A label in a window, with `spare` px of room inside it above and below the text."""
    window = QWidget()
    qtbot.addWidget(window)
    label = Label(text, look, wrap=True, parent=window)
    around = label.contentsMargins()
    label.setContentsMargins(0, around.top() + spare, 0, around.bottom() + spare)
    label.setGeometry(20, 20, width, label.heightForWidth(width))
    window.resize(width + 40, label.height() + 40)
    return window


@pytest.mark.parametrize("look", [Look.TITLE, Look.SUBTITLE, Look.BODY])
@pytest.mark.parametrize("text", ["NGUYỄN", "Ǻǖ", "ẬỘ gj", "MARTINEZ"])
def test_no_mark_is_cut_off(qtbot: QtBot, text: str, look: Look):
    assert ink(shown(qtbot, text, look, 0)).size() == ink(shown(qtbot, text, look, 20)).size()


def test_plain_letters_take_no_more_room_than_the_font_says(qtbot: QtBot):
    label = Label("MARTINEZ, Rosa", Look.TITLE, wrap=True)
    qtbot.addWidget(label)

    assert label.contentsMargins().isNull()


@pytest.mark.parametrize("width", [60, 140, 298])
@pytest.mark.parametrize("text", [LONG.upper(), "Anna " + LONG, "A\u00a0" + LONG, "9-" * 40])
def test_a_word_longer_than_its_line_goes_on_below(qtbot: QtBot, text: str, width: int):
    label = Label(text, Look.TITLE, wrap=True)
    qtbot.addWidget(label)
    label.resize(width, label.heightForWidth(width))
    label.show()
    words = QLabel.text(label)
    pieces = label.fontMetrics().boundingRect(
        0, 0, width, 10_000, int(label.alignment()) | 0x1000, words
    )

    assert label.text() == text
    assert words.replace("\u200b", "") == text
    assert pieces.width() <= width
    assert pieces.height() <= label.height()


@pytest.mark.parametrize("text", ["Anna Hohenlohe", "HOHENLOHE-WALDENBURG-SCHILLINGSFÜRST"])
def test_what_fits_stays_whole(qtbot: QtBot, text: str):
    label = Label(text, Look.TITLE, wrap=True)
    qtbot.addWidget(label)
    label.resize(240, label.heightForWidth(240))
    label.show()

    assert QLabel.text(label) == text


def test_marks_stay_with_their_letter(qtbot: QtBot):
    label = Label("e\u0301" * 40, Look.TITLE, wrap=True)
    qtbot.addWidget(label)
    label.resize(100, label.heightForWidth(100))
    label.show()

    assert "\u200b\u0301" not in QLabel.text(label)
    assert "\u200be\u0301" in QLabel.text(label)


@pytest.mark.parametrize("wrap", [True, False])
def test_a_name_written_from_the_right_does_not_turn_its_line_around(qtbot: QtBot, wrap: bool):
    """The birth date stays behind the name, and the line begins where every other begins."""
    line = "\u05d0\u05d1\u05e8\u05d4\u05dd, \u05e9\u05e8\u05d4 \u00b7 Born Jan 2, 1945"
    label = Label(line, Look.STRONG, wrap=wrap)
    qtbot.addWidget(label)
    label.resize(400, 30)

    assert label.text() == line
    assert ink(label).left() < 5
    assert not QLabel.text(label)[0].isalpha()
