from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from ui.kit import theme
from ui.kit.rows_model import CellRole, Column, RowsModel
from ui.kit.table import Table
from ui.kit.tokens import Status


@dataclass(frozen=True)
class Visit:
    id: int
    who: str
    driver: str
    status: Status | None = None


COLUMNS = [
    Column[Visit]("Patient", lambda row: row.who, lambda row: f"MRN {row.id}", strong=True),
    Column[Visit]("Driver", lambda row: row.driver, status=lambda row: row.status, width=160),
]
INGA = Visit(1, "SORENSEN, Inga", "Confirmed", Status.READY)
KEN = Visit(2, "NAKAGAWA, Ken", "No driver", Status.ATTN)
ROSE = Visit(3, "MARTIN, Rose", "", None)


@pytest.fixture
def table(qtbot: QtBot) -> Table[Visit]:
    table = Table("Visits", COLUMNS, key=lambda row: row.id)
    qtbot.addWidget(table)
    table.resize(600, 300)
    table.show_rows([INGA, KEN, ROSE])
    table.show()
    return table


def cell(model: RowsModel[Visit], row: int, column: int, role: int) -> object:
    return model.data(model.index(row, column), role)


@pytest.mark.parametrize(
    ("row", "column", "role", "answer"),
    [
        (0, 0, Qt.ItemDataRole.DisplayRole, "SORENSEN, Inga"),
        (0, 0, CellRole.SECOND, "MRN 1"),
        (0, 0, CellRole.STRONG, True),
        (0, 0, Qt.ItemDataRole.AccessibleTextRole, "Patient: SORENSEN, Inga, MRN 1"),
        (1, 1, CellRole.STATUS, Status.ATTN),
        (1, 1, Qt.ItemDataRole.AccessibleTextRole, "Driver: No driver"),
        (2, 1, Qt.ItemDataRole.AccessibleTextRole, "Driver: empty"),
        (2, 1, CellRole.STATUS, None),
        (0, 0, Qt.ItemDataRole.DecorationRole, None),
    ],
)
def test_a_cell_answers(row: int, column: int, role: int, answer: object):
    model = RowsModel(COLUMNS)
    model.show_rows([INGA, KEN, ROSE])

    assert cell(model, row, column, role) == answer


def test_a_place_outside_has_no_row():
    model = RowsModel(COLUMNS)

    assert model.row_at(QModelIndex()) is None
    assert model.data(QModelIndex()) is None
    assert model.rowCount(model.index(0, 0)) == 0


def test_headers_are_the_columns_titles(table: Table[Visit]):
    header = table.model().headerData

    assert [header(at, Qt.Orientation.Horizontal) for at in (0, 1)] == ["Patient", "Driver"]
    assert header(0, Qt.Orientation.Vertical) is None


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_opens_the_current_row(table: Table[Visit], qtbot: QtBot, key: Qt.Key):
    table.setCurrentIndex(table.model().index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, key)

    assert opened.args == [KEN]


def test_a_double_click_opens_its_row(table: Table[Visit], qtbot: QtBot):
    with qtbot.waitSignal(table.opened) as opened:
        table.doubleClicked.emit(table.model().index(2, 1))

    assert opened.args == [ROSE]


def test_enter_on_nothing_opens_nothing(table: Table[Visit], qtbot: QtBot):
    table.show_rows([])
    with qtbot.assertNotEmitted(table.opened):
        qtbot.keyClick(table, Qt.Key.Key_Return)


def test_moving_tells_the_row(table: Table[Visit], qtbot: QtBot):
    table.setCurrentIndex(table.model().index(0, 0))
    with qtbot.waitSignal(table.selected) as selected:
        qtbot.keyClick(table, Qt.Key.Key_Down)

    assert selected.args == [KEN]


@pytest.mark.parametrize(
    ("rows", "current"),
    [([ROSE, KEN], KEN), ([Visit(2, "NAKAGAWA, Ken", "Emi")], "changed"), ([INGA], None)],
)
def test_a_reload_keeps_the_row_under_the_cursor(table: Table[Visit], rows, current):
    table.setCurrentIndex(table.model().index(1, 0))
    table.show_rows(rows)

    assert table.current_row() == (rows[0] if current == "changed" else current)


EMI = Visit(2, "NAKAGAWA, Ken", "Emi", Status.READY)


@pytest.mark.parametrize(
    ("rows", "told"), [([ROSE, KEN], []), ([ROSE, EMI], [EMI]), ([INGA], [None])]
)
def test_a_reload_tells_of_a_row_that_changed_or_went(table: Table[Visit], rows, told):
    table.setCurrentIndex(table.model().index(1, 0))
    heard: list[Visit | None] = []
    table.selected.connect(heard.append)
    table.show_rows(rows)

    assert heard == told


@pytest.mark.parametrize(("key", "row"), [(Qt.Key.Key_End, 2), (Qt.Key.Key_Home, 0)])
def test_a_long_way_goes_to_a_row_and_stays_in_the_column(table: Table[Visit], key, row):
    table.setCurrentIndex(table.model().index(1, 0))
    QTest.keyClick(table, key, Qt.KeyboardModifier.ControlModifier)

    assert (table.currentIndex().row(), table.currentIndex().column()) == (row, 0)


def test_the_cursor_frames_the_whole_row(table: Table[Visit], qtbot: QtBot):
    table.activateWindow()
    table.setFocus()
    table.setCurrentIndex(table.model().index(1, 0))
    qtbot.waitUntil(table.hasFocus)
    picture = table.viewport().grab().toImage()
    middle = table.visualRect(table.currentIndex()).center().y()
    inside = table.columnViewportPosition(1)

    edges = [picture.pixelColor(x, middle) for x in (1, picture.width() - 2)]
    assert edges == [theme.color("focus")] * 2
    assert picture.pixelColor(inside, middle) == theme.color("accent_soft")


def test_tab_leaves_it(table: Table[Visit]):
    assert not table.tabKeyNavigation()


@pytest.mark.parametrize(("second", "height"), [(None, 44), (str, 56)])
def test_rows_are_as_high_as_their_lines(qtbot: QtBot, second, height: int):
    table = Table("Visits", [Column[str]("Level", str, second)], key=str)
    qtbot.addWidget(table)
    table.show_rows(["L4–L5"])

    assert table.rowHeight(0) == height


def picture(table: Table[Visit], rows: list[Visit]) -> QImage:
    table.show_rows(rows)
    return table.viewport().grab().toImage()


def test_a_cell_draws_its_words_and_its_status(table: Table[Visit]):
    plain = picture(table, [Visit(1, "MARTIN, Rose", "Ana")])
    quiet = picture(table, [Visit(1, "MARTIN, Rose", "Ana", Status.READY)])
    loud = picture(table, [Visit(1, "MARTIN, Rose", "Ana", Status.BLOCK)])
    other = picture(table, [Visit(1, "MARTIN, Rose", "Joe", Status.BLOCK)])

    assert len({bytes(image.constBits()) for image in (plain, quiet, loud, other)}) == 4


def test_a_cell_asks_for_the_room_its_words_need(table: Table[Visit]):
    size = table.itemDelegate().sizeHint
    short, long = table.model().index(2, 1), table.model().index(1, 1)

    assert size(QStyleOptionViewItem(), long).width() > size(QStyleOptionViewItem(), short).width()


def test_columns_shrink_to_their_cells_where_there_is_little_room(qtbot: QtBot):
    columns = [Column("Name", str, width=300), Column("Room", str, width=300)]
    table: Table[str] = Table("Bookings", columns, key=str)
    table.show_rows(["NAKAGAWA, Ken"])
    qtbot.addWidget(table)
    table.show()
    widths = []
    for width in (600, 400):
        table.resize(width, 200)
        widths.append([table.columnWidth(at) for at in range(2)])

    assert widths[0] == [300, 300]
    assert sum(widths[1]) <= 400
    assert min(widths[1]) >= table.fontMetrics().horizontalAdvance("NAKAGAWA, Ken")
