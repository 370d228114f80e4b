"""What has too little room is noticed: the check that the journeys through all screens rely on."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.screens.looks import cut
from ui.kit.labels import Label
from ui.kit.rows_model import Column
from ui.kit.table import Table

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


def test_a_label_and_a_part_beyond_the_edge_are_noticed(qtbot: QtBot):
    label = Label(NAME)
    shown = window(qtbot, label, 40, 20)
    assert len(cut(shown)) == 1

    label.resize(200, 20)
    assert cut(shown) == []
    label.move(390, 0)
    assert len(cut(shown)) == 1
