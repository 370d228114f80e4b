"""What has too little room is noticed: the check that the journeys through all screens rely on."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.screens.looks import cut, wearing
from ui.kit import fonts
from ui.kit.labels import Label
from ui.kit.painting import LEVEL, write
from ui.kit.rows_model import Column
from ui.kit.table import Table
from ui.kit.theme import Theme

NAME = "NAKAGAWA, Ken"


def window(qtbot: QtBot, part: QWidget, *size: int) -> QWidget:
    made = QWidget()
    part.setParent(made)
    part.resize(*size)
    made.resize(400, 200)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_name_that_ends_in_dots_is_noticed(qtbot: QtBot):
    table: Table[str] = Table("Patients", [Column("Name", str)], key=str)
    table.show_rows([NAME, "nobody in particular, at length"])
    shown = window(qtbot, table, 120, 150)

    assert cut(shown) == [NAME]
    table.resize(400, 150)
    assert cut(shown) == []


@pytest.mark.parametrize("text", [100, 130])
def test_a_capital_with_two_accents_is_painted_whole(text: int):
    with wearing(Theme.LIGHT, text):
        font = fonts.font(weight=QFont.Weight.DemiBold)
        line = QRectF(10, 30, 280, QFontMetrics(font).height())
        assert painted("NGUYỄN", font, line) == painted("NGUYỄN", font, line.adjusted(0, -9, 0, 9))


def painted(words: str, font: QFont, area: QRectF) -> QImage:
    paper = QPixmap(300, 90)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.setFont(font)
    write(painter, area, words, "text", LEVEL)
    painter.end()
    return paper.toImage()


def test_a_label_and_a_part_beyond_the_edge_are_noticed(qtbot: QtBot):
    label = Label(NAME)
    shown = window(qtbot, label, 40, 20)
    assert len(cut(shown)) == 1

    label.resize(200, 20)
    assert cut(shown) == []
    label.move(390, 0)
    assert len(cut(shown)) == 1
