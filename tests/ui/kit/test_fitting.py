import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.kit.buttons import primary, secondary
from ui.kit.page_header import PageHeader
from ui.kit.painting import noting_what_is_cut


@pytest.fixture
def room(qtbot: QtBot) -> QWidget:
    around = QWidget()
    qtbot.addWidget(around)
    return around


@pytest.fixture
def header(room: QWidget) -> PageHeader:
    made = PageHeader("Schedule", room)
    made.set_title("Wednesday, November 25, 2026", "Wed, Nov 25, 2026")
    for button in (secondary("Find slot", "calendar"), primary("Book procedure", "plus")):
        made.add_action(button)
    room.show()
    return made


def shown(header: PageHeader) -> tuple[str, list[bool]]:
    buttons = [header._right.itemAt(at).widget() for at in range(2)]
    with noting_what_is_cut() as cut:
        header.grab()
    assert cut == []
    return header._title.text(), [button._says_words(small=button._is_small) for button in buttons]


@pytest.mark.parametrize(
    ("missing", "title", "words"),
    [
        (0, "Wednesday, November 25, 2026", [True, True]),
        (1, "Wed, Nov 25, 2026", [True, True]),
        (140, "Wed, Nov 25, 2026", [False, True]),
        (210, "Wed, Nov 25, 2026", [False, False]),
    ],
)
def test_a_narrow_strip_says_less_and_a_wide_one_all_again(
    header: PageHeader, missing: int, title: str, words: list[bool]
):
    header.layout().activate()
    wide = header.layout().sizeHint().width()
    header.resize(wide - missing, header.height())
    assert shown(header) == (title, words)

    header.resize(wide + 12, header.height())
    assert shown(header) == ("Wednesday, November 25, 2026", [True, True])
