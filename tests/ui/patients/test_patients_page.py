"""Finding a patient in the list."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.patients.actions import open_chart
from clinicdesk.patients.queries import find_patients
from tests.builders.clinic import COORDINATOR, actor
from tests.builders.gestures import do
from tests.builders.patients import a_patient
from tests.screens import checks
from tests.screens.keys import Keys
from tests.screens.patients import PatientsScreen
from tests.screens.seat import SignIn, away
from ui.kit import tokens
from ui.patients.patients_page import PatientsPage

Key = Qt.Key
O_BRIEN = {
    "family": "O'Brien",
    "given": "Seán",
    "birth_date": date(1951, 3, 14),
    "deceased_on": date(2026, 10, 3),
}
LONG = ("Wolfeschlegelsteinhausenbergerdorff " * 3)[:100].strip()


@pytest.fixture
def people(desk: Desk) -> dict[str, int]:
    """Five patients by a short name."""
    return {
        "bold": a_patient(desk, family="<b>x</b>", given="Bold", phones=()),
        "rosa": a_patient(desk, family="Martinez", given="Rosa", former_names=(("Ybarra", ""),)),
        "rose": a_patient(desk, family="Martin", given="Rose", sex=None),
        "thi": a_patient(desk, family="Nguyễn", given="Thị Ánh"),
        "sean": a_patient(desk, **O_BRIEN),
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


def opened_charts(desk: Desk, *patients: int) -> None:
    """Dana opened these charts, the last one last."""
    for patient_id in patients:
        do(desk, COORDINATOR, open_chart, patient_id)


def test_nothing_typed_lists_the_charts_opened_last_letter_for_letter(
    qtbot: QtBot, sign_in: SignIn, people: dict[str, int], desk: Desk
) -> None:
    opened_charts(desk, people["thi"], people["sean"], people["bold"])
    screen = opened(qtbot, sign_in)
    assert screen.names == ["<B>X</B>, Bold", "O'BRIEN, Seán", "NGUYỄN, Thị Ánh"]
    assert "Charts you opened last" in shown(screen)

    screen.page.hide()
    opened_charts(desk, people["rosa"])
    screen.page.show()
    assert screen.names[0] == "MARTINEZ, Rosa"


def test_unknown_facts_reasons_and_a_death_are_said_in_words(
    qtbot: QtBot, sign_in: SignIn, people: dict[str, int]
) -> None:
    screen = opened(qtbot, sign_in)

    def spoken(typed: str) -> list[list[str]]:
        screen.search(typed)
        model = screen.page.table.model()
        role = Qt.ItemDataRole.AccessibleTextRole
        return [
            [model.index(row, column).data(role) for column in range(6)]
            for row in range(model.rowCount())
        ]

    assert spoken("bold")[0][5] == "Phone: Not recorded"
    assert [row[3] for row in spoken("martin")] == ["Sex: Not recorded", "Sex: Female"]
    assert {row[1] for row in spoken("martin")} == {"Found by: Similar names"}
    assert spoken("obrien")[0][2].endswith(" (75 y), Deceased Oct 3, 2026")
    assert spoken("0171 rosa")[0][1] == "Found by: Phone ends 0171"
    assert spoken("ybarra")[0][1] == "Found by: Former name YBARRA"


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
def test_every_key_searches(
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
    opened_charts(desk, people["sean"])
    screen = opened(qtbot, sign_in)
    with away(desk, screen.page._session):
        screen.search("martinez")
        qtbot.waitUntil(screen.page.away.isVisible)
        assert screen.page.away.words == (
            "Not connected. “martinez” is looked for once the database answers. "
            "The list is as of 8:00 AM."
        )
        assert screen.names == ["O'BRIEN, Seán"]

    assert screen.names == ["MARTINEZ, Rosa"]
    assert screen.page.away.words == ""


def test_where_no_list_is_none_is_said_to_be_old(
    qtbot: QtBot, sign_in: SignIn, people: dict[str, int], desk: Desk
) -> None:
    screen = opened(qtbot, sign_in)
    screen.search("nobody like this")
    with away(desk, screen.page._session):
        screen.search("martinez")
        assert screen.page.away.words == (
            "Not connected. “martinez” is looked for once the database answers."
        )


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


def test_down_steps_into_the_list(
    qtbot: QtBot, sign_in: SignIn, people: dict[str, int], desk: Desk
) -> None:
    opened_charts(desk, people["rosa"])
    screen, keys = opened(qtbot, sign_in), Keys()
    keys.press(Key.Key_Down)

    assert screen.page.table.current_row() == screen.page.table.rows[0]


def test_no_match_asks_who_was_meant_and_offers_a_new_patient(
    qtbot: QtBot, sign_in: SignIn, people: dict[str, int]
) -> None:
    screen, keys = opened(qtbot, sign_in), Keys()
    nobody = screen.page._no_match
    screen.search("martinz")
    assert nobody.sentence == "No one matches “martinz”."
    assert nobody.offer.words == ("MARTINEZ", "MARTIN")

    keys.tab_to(nobody.offer)
    keys.press(Key.Key_Space)
    assert screen.names == ["MARTINEZ, Rosa"]
    assert keys.focus is screen.page.search

    screen.search("qqq")
    assert nobody.offer.words == ()
    keys.tab_to(nobody.new)
    keys.press(Key.Key_Space)
    assert keys.focus is screen.page.register.family.input


def test_a_former_name_alone_asks_too(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    a_patient(desk, family="Oyelaran", former_names=(("Nakagava", ""),))
    a_patient(desk, family="Nakagawa")
    screen = opened(qtbot, sign_in)
    screen.search("nakagava")

    assert screen.names == ["OYELARAN, Rosa"]
    assert screen.page.meant.words == ("NAKAGAWA",)


def test_what_cannot_be_searched_is_said(qtbot: QtBot, sign_in: SignIn) -> None:
    screen = opened(qtbot, sign_in)
    screen.page.search.setText("Ro\u202esa")

    assert screen.page._no_match.sentence.startswith("Search")


def test_more_than_fit_are_said_to_be_more(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    for number in range(51):
        a_patient(desk, family=f"Okonkwo {number}", given="Ada")
    screen = opened(qtbot, sign_in)
    screen.search("okonkwo")

    assert len(screen.names) == 50
    assert "The first 50. Type more of the name, a birth date or a phone number." in shown(screen)


def test_an_empty_clinic_offers_to_register(qtbot: QtBot, sign_in: SignIn) -> None:
    screen = opened(qtbot, sign_in)
    sentence = "Type a name, a birth date, a phone number or an MRN to find a patient."
    assert sentence in shown(screen)

    screen.new_patient()
    assert Keys().focus is screen.page.register.family.input


def test_somebody_registered_elsewhere_appears(
    qtbot: QtBot, sign_in: SignIn, people: dict[str, int], desk: Desk
) -> None:
    screen = opened(qtbot, sign_in)
    screen.search("abernathy")
    assert screen.names == []
    register = screen.new_patient()
    register.fill(family="Abernathy", given="Lois", born="3/14/1951")
    register.register()

    assert screen.names == ["ABERNATHY, Lois"]


def test_a_new_patient_leads_to_the_chart(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    screen = opened(qtbot, sign_in)
    register = screen.new_patient()
    register.fill(family="Abernathy", born="3/14/1951")
    with qtbot.waitSignal(screen.page.chart_wanted) as wanted:
        register.save()

    [registered] = desk.read(actor(desk, COORDINATOR), find_patients, "abernathy").patients
    assert wanted.args == [registered.id]
    assert not screen.page.register.isVisible()


def test_a_row_grows_until_its_name_fits(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    wide_one = a_patient(desk, family=LONG, given="W" * 100)
    opened_charts(desk, wide_one, a_patient(desk, family="Martinez"))
    screen = opened(qtbot, sign_in)
    screen.page.resize(1440, 800)  # as wide as it takes for the panel to stand beside the list
    table = screen.page.table
    short, wide = table.rowHeight(0), table.rowHeight(1)
    screen.new_patient()

    assert short == tokens.ROW_HEIGHT
    assert wide > short
    qtbot.waitUntil(lambda: table.rowHeight(1) > wide)
    assert table.columnWidth(0) > 300
    assert checks.name(screen.page.new) == "New patient"
    assert not screen.page.new.isVisible()
    search, told = screen.page.search.geometry(), screen.page._count.geometry()
    assert not search.intersects(told)


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

    assert screen.open_only_match("nguyen") == people["thi"]
