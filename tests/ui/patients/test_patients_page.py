"""Finding a patient in the list."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from tests.builders.clinic import COORDINATOR
from tests.builders.patients import a_patient
from tests.screens import checks
from tests.screens.patients import Keys, PatientsScreen
from tests.screens.seat import SignIn, away
from ui.kit import tokens
from ui.patients.patients_page import PatientsPage

Key = Qt.Key
LONG = ("Wolfeschlegelsteinhausenbergerdorff " * 3)[:100].strip()


@pytest.fixture
def people(desk: Desk) -> dict[str, int]:
    """Five patients by a short name."""
    return {
        "bold": a_patient(desk, family="<b>x</b>", given="Bold", phones=()),
        "rosa": a_patient(desk, family="Martinez", given="Rosa"),
        "rose": a_patient(desk, family="Martin", given="Rose", sex=None),
        "thi": a_patient(desk, family="Nguyễn", given="Thị Ánh"),
        "sean": a_patient(desk, family="O'Brien", given="Seán", deceased_on=date(2026, 10, 3)),
    }


def opened(qtbot: QtBot, sign_in: SignIn, *, threads: bool = False) -> PatientsScreen:
    page = PatientsPage(sign_in(COORDINATOR, threads=threads))
    qtbot.addWidget(page)
    page.resize(1196, 664)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return PatientsScreen(qtbot, page)


def shown(screen: PatientsScreen) -> list[str]:
    """The texts of the labels on screen."""
    return [label.text() for label in screen.page.findChildren(QLabel) if label.isVisible()]


def test_everybody_is_listed_by_name_letter_for_letter(
    qtbot: QtBot, sign_in: SignIn, people: dict[str, int]
) -> None:
    screen = opened(qtbot, sign_in)

    assert screen.names == [
        "<B>X</B>, Bold",
        "MARTIN, Rose",
        "MARTINEZ, Rosa",
        "NGUYỄN, Thị Ánh",
        "O'BRIEN, Seán",
    ]
    assert "5 patients" in shown(screen)


def test_unknown_facts_and_a_death_are_said_in_words(
    qtbot: QtBot, sign_in: SignIn, people: dict[str, int]
) -> None:
    model = opened(qtbot, sign_in).page.table.model()
    spoken = [
        [model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in range(5)]
        for row in range(5)
    ]

    assert spoken[0][4] == "Phone: Not recorded"
    assert spoken[1][2] == "Sex: Not recorded"
    assert spoken[4][1].endswith(" (75 y), Deceased Oct 3, 2026")


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("martin", ["MARTIN, Rose", "MARTINEZ, Rosa"]),
        ("martinez, r", ["MARTINEZ, Rosa"]),
        ("nguyen", ["NGUYỄN, Thị Ánh"]),
        ("OBRIEN", ["O'BRIEN, Seán"]),
        ("102-982", ["MARTINEZ, Rosa"]),
        ("%", []),
        ("_", []),
    ],
)
def test_typing_searches_after_a_pause(
    qtbot: QtBot, sign_in: SignIn, people: dict[str, int], typed: str, names: list[str]
) -> None:
    screen = opened(qtbot, sign_in)
    screen.search(typed)

    qtbot.waitUntil(lambda: screen.names == names)


def test_enter_opens_the_only_match_without_waiting(
    qtbot: QtBot, sign_in: SignIn, people: dict[str, int]
) -> None:
    assert opened(qtbot, sign_in).open_only_match("martinez") == people["rosa"]


def test_enter_among_several_goes_to_the_list_first(
    qtbot: QtBot, sign_in: SignIn, people: dict[str, int]
) -> None:
    screen, keys = opened(qtbot, sign_in), Keys()
    screen.search("martin")
    with qtbot.assertNotEmitted(screen.page.chart_wanted):
        keys.press(Key.Key_Return)
    assert keys.focus is screen.page.table

    keys.press(Key.Key_Down)
    with qtbot.waitSignal(screen.page.chart_wanted) as wanted:
        keys.press(Key.Key_Return)
    assert wanted.args == [people["rosa"]]


def test_a_search_that_waits_says_so_and_says_how_old_the_list_is(
    qtbot: QtBot, sign_in: SignIn, people: dict[str, int], desk: Desk
) -> None:
    screen = opened(qtbot, sign_in)
    with away(desk, screen.page._session):
        screen.search("martinez")
        qtbot.waitUntil(screen.page.away.isVisible)
        assert screen.page.away.words == (
            "Not connected. “martinez” is looked for once the database answers. "
            "The list is as of 8:00 AM."
        )
        assert len(screen.names) == 5

    assert screen.names == ["MARTINEZ, Rosa"]
    assert screen.page.away.words == ""


@pytest.mark.parametrize(("since", "opens"), [("", True), ("typed", False), ("gone", False)])
def test_a_late_answer_opens_a_chart_only_for_whoever_still_waits(
    qtbot: QtBot,
    sign_in: SignIn,
    people: dict[str, int],
    desk: Desk,
    since: str,
    opens: bool,
) -> None:
    screen, charts = opened(qtbot, sign_in), []
    screen.page.chart_wanted.connect(charts.append)
    with away(desk, screen.page._session):
        screen.search("martinez")
        QTest.keyClick(screen.page.search, Key.Key_Return)
        if since == "typed":
            screen.search("nguyen")
        elif since:
            screen.page.hide()

    assert charts == ([people["rosa"]] if opens else [])


def test_down_steps_into_the_list(qtbot: QtBot, sign_in: SignIn, people: dict[str, int]) -> None:
    screen, keys = opened(qtbot, sign_in), Keys()
    keys.press(Key.Key_Down)

    assert screen.page.table.current_row() == screen.page.table.rows[0]


def test_no_match_says_so_and_shows_all_again(
    qtbot: QtBot, sign_in: SignIn, people: dict[str, int]
) -> None:
    screen, keys = opened(qtbot, sign_in), Keys()
    screen.search("nakgawa")
    qtbot.waitUntil(lambda: "No one matches “nakgawa”." in shown(screen))

    keys.press(Key.Key_Escape)
    qtbot.waitUntil(lambda: len(screen.names) == 5)


def test_an_empty_clinic_offers_to_register(qtbot: QtBot, sign_in: SignIn) -> None:
    screen = opened(qtbot, sign_in)
    assert "Nobody is registered yet." in shown(screen)

    screen.new_patient()
    assert Keys().focus is screen.page.register.family.input


def test_somebody_registered_elsewhere_appears(
    qtbot: QtBot, sign_in: SignIn, people: dict[str, int], desk: Desk
) -> None:
    screen = opened(qtbot, sign_in)
    register = screen.new_patient()
    register.fill(family="Abernathy", given="Lois", born="3/14/1951")
    register.register()

    assert screen.names[1] == "ABERNATHY, Lois"


def test_a_new_patient_leads_to_the_chart(qtbot: QtBot, sign_in: SignIn) -> None:
    screen = opened(qtbot, sign_in)
    register = screen.new_patient()
    register.fill(family="Abernathy", born="3/14/1951")
    with qtbot.waitSignal(screen.page.chart_wanted) as wanted:
        register.save()

    assert wanted.args == [screen.page.table.rows[0].id]
    assert not screen.page.register.isVisible()


def test_a_row_grows_until_its_name_fits(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    a_patient(desk, family="Martinez")
    a_patient(desk, family=LONG, given="W" * 100)
    screen = opened(qtbot, sign_in)
    table = screen.page.table
    short, wide = table.rowHeight(0), table.rowHeight(1)
    screen.new_patient()

    assert short == tokens.ROW_HEIGHT
    assert wide > short
    qtbot.waitUntil(lambda: table.rowHeight(1) > wide)


def test_the_list_can_be_worked_without_a_mouse(
    qtbot: QtBot, sign_in: SignIn, people: dict[str, int]
) -> None:
    page = opened(qtbot, sign_in).page
    page.new_patient()

    assert checks.unnamed(page) == []
    assert checks.too_small(page) == []
    assert checks.rich_labels(page) == []
    assert set(checks.tab_cycle(page)) == set(checks.tab_stops(page))


def test_the_list_follows_from_the_other_thread(
    qtbot: QtBot, sign_in: SignIn, people: dict[str, int]
) -> None:
    screen = opened(qtbot, sign_in, threads=True)
    qtbot.waitUntil(lambda: len(screen.names) == 5)

    assert screen.open_only_match("nguyen") == people["thi"]
