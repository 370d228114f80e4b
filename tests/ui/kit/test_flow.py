import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.kit.flow import Flow


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(10, 4, holder)
    for _ in range(4):
        box = QWidget()
        box.setFixedSize(100, 20)
        flow.addWidget(box)
    return holder


@pytest.mark.parametrize(
    ("width", "height"), [(430, 20), (429, 44), (210, 44), (209, 92), (100, 92), (50, 92)]
)
def test_lines_break_where_the_room_ends(holder: QWidget, width: int, height: int):
    assert holder.layout().heightForWidth(width) == height


def test_items_stand_in_reading_order(holder: QWidget):
    holder.layout().setGeometry(QRect(0, 0, 210, 100))
    places = [holder.layout().itemAt(at).geometry().topLeft().toTuple() for at in range(4)]

    assert places == [(0, 0), (110, 0), (0, 24), (110, 24)]


def test_hidden_items_take_no_room(holder: QWidget):
    holder.layout().itemAt(0).widget().hide()

    assert holder.layout().sizeHint().width() == 320
    assert holder.layout().heightForWidth(320) == 20


def test_items_can_be_taken_out(holder: QWidget):
    flow = holder.layout()
    while flow.takeAt(0):
        pass

    assert flow.count() == 0
    assert flow.itemAt(0) is None
    assert flow.heightForWidth(100) == 0
