import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.screens.checks import name
from ui.kit import theme
from ui.kit.chips import Chip, chip_width
from ui.kit.tokens import Status


def drawn(chip: Chip) -> QImage:
    chip.resize(chip.sizeHint())
    return chip.grab().toImage()


@pytest.mark.parametrize("status", Status)
def test_a_chip_has_its_tint_and_its_word(qtbot: QtBot, status: Status):
    chip = Chip(status, "Not held")
    qtbot.addWidget(chip)
    picture = drawn(chip)
    colours = {picture.pixel(x, picture.height() // 2) for x in range(picture.width())}

    assert theme.color(f"{status}_bg").rgb() in colours
    assert len(colours) > 2
    assert name(chip) == "Not held"


def test_another_icon_is_another_picture(qtbot: QtBot):
    plain, car = Chip(Status.ATTN, "Driver"), Chip(Status.ATTN, "Driver", "car")
    qtbot.addWidget(plain)
    qtbot.addWidget(car)

    assert drawn(plain) != drawn(car)


def test_a_chip_is_as_wide_as_its_words(qtbot: QtBot):
    chip = Chip(Status.BLOCK, "Allergy: latex")
    qtbot.addWidget(chip)
    chip.show_chip(Status.BLOCK, "Allergy: latex, iodinated contrast")

    assert chip.sizeHint().width() == chip_width("Allergy: latex, iodinated contrast")


def test_a_chip_too_long_for_its_place_wraps(qtbot: QtBot):
    chip = Chip(Status.BLOCK, "Allergy: latex, iodinated contrast, penicillin")
    qtbot.addWidget(chip)

    assert chip.heightForWidth(150) > chip.heightForWidth(1000) == 26
