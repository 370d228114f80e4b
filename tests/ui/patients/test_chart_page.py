"""One patient's chart: banner, tabs, and that every opening is on record."""

from datetime import date
from uuid import uuid4

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from clinicdesk.desk import Desk
from clinicdesk.history import Change
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.intake.rules import Answer, AnswerState
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, NURSE, actor
from tests.builders.contacts import has_alert
from tests.builders.gestures import do
from tests.builders.patients import a_patient, an_approved_case, answers
from tests.screens import checks
from tests.screens.keys import Keys
from tests.screens.patients import ChartScreen
from tests.screens.seat import SignIn, away
from ui.patients import chart_page
from ui.patients.chart_page import ChartPage
from ui.patients.open_chart import ChartTab, OpenChart
from ui.patients.summary_panel import SummaryPanel
from ui.session import Session

Key = Qt.Key
LONG = ("Wolfeschlegelsteinhausenbergerdorff " * 3)[:100].strip()


class Notes(QWidget):
    """A tab to type on."""

    def __init__(self, session: Session, patient_id: int) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setAccessibleName("Notes")
        QVBoxLayout(self).addWidget(self.line)


def opened(
    qtbot: QtBot, sign_in: SignIn, login: str = NURSE, *, threads: bool = False
) -> ChartScreen:
    page = ChartPage(sign_in(login, threads=threads), [ChartTab("Notes", Notes)])
    qtbot.addWidget(page)
    page.resize(1196, 664)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return ChartScreen(qtbot, page)


def with_intake(desk: Desk, **given: object) -> int:
    patient_id = a_patient(desk)
    request = SaveIntake(patient_id=patient_id, answers=answers(**given))
    desk.change(actor(desk, NURSE), save_intake, request, uuid4())
    return patient_id


def views(desk: Desk) -> list[int]:
    """The patients whose charts were opened, in order."""
    with desk._engine.connect() as connection:
        opened_charts = select(Change.patient_id).where(Change.action == "patients.open_chart")
        return list(connection.scalars(opened_charts.order_by(Change.id)))


def test_a_chart_says_how_old_it_is_while_the_database_is_away(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    screen = opened(qtbot, sign_in)
    screen.page.show_patient(a_patient(desk))
    chart = screen.page.chart
    with away(desk, chart._session):
        chart.reload()
        assert chart.away.words.startswith("Not connected. This chart is as of 8:00 AM;")

    assert chart.away.words == ""


def test_the_banner_says_who_it_is(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    patient_id = a_patient(desk, birth_date=date(1951, 3, 14), preferred="Rosie", sex=None)
    screen = opened(qtbot, sign_in)
    screen.page.show_patient(patient_id)

    assert screen.banner == (
        "MARTINEZ, Rosa, Preferred name Rosie, Born Mar 14, 1951 (75 y), Sex Not recorded,"
        " MRN 102-9818, Phone (707) 555-0171, Allergies not recorded, Blood thinner · not asked"
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "No known allergies, No blood thinner"),
        ({"thinner": None}, "No known allergies, Blood thinner · not asked"),
        ({"thinner": True}, "No known allergies, Blood thinner · not named"),
        (
            {"thinner": True, "medicines": ["Coumadin 5 mg", "Plavix", "lisinopril"]},
            "No known allergies, Blood thinner · warfarin, clopidogrel",
        ),
        (
            {"allergies": ["latex", "<b>iodine</b>"]},
            "Known allergies · latex, <b>iodine</b>, No blood thinner",
        ),
    ],
)
def test_allergies_and_blood_thinners_are_on_the_banner(
    qtbot: QtBot, sign_in: SignIn, desk: Desk, given: dict[str, object], words: str
) -> None:
    screen = opened(qtbot, sign_in)
    screen.page.show_patient(with_intake(desk, **given))

    assert screen.banner.endswith(f"Phone (707) 555-0171, {words}")


@pytest.mark.parametrize(
    ("state", "word"), [(AnswerState.UNKNOWN, "not known"), (AnswerState.DECLINED, "declined")]
)
def test_what_was_asked_in_vain_is_not_called_not_asked(
    qtbot: QtBot, sign_in: SignIn, desk: Desk, state: AnswerState, word: str
) -> None:
    patient_id = a_patient(desk)
    given = (Answer("blood_thinner", state), Answer("allergies", state))
    do(desk, NURSE, save_intake, SaveIntake(patient_id=patient_id, answers=given))
    screen = opened(qtbot, sign_in)
    screen.page.show_patient(patient_id)

    assert screen.banner.endswith(f"Allergies not recorded · {word}, Blood thinner · {word}")


def test_the_banner_follows_the_chart(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    patient_id = a_patient(desk)
    screen = opened(qtbot, sign_in)
    screen.page.show_patient(patient_id)
    request = SaveIntake(patient_id=patient_id, answers=answers(allergies=["latex"]))
    screen.page._session.background.change(screen.page, save_intake, request, then=lambda _: None)

    assert "Known allergies · latex" in screen.banner


def test_every_opening_is_on_record(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    rosa, rose = a_patient(desk), a_patient(desk, family="Martin", given="Rose")
    screen = opened(qtbot, sign_in)
    for patient_id in (rosa, rose, rosa):
        screen.page.show_patient(patient_id)

    assert views(desk) == [rosa, rose, rosa]


def test_who_may_not_open_a_chart_sees_nothing_of_it(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    patient_id = a_patient(desk)
    screen = opened(qtbot, sign_in, ADMINISTRATOR)
    screen.page.show_patient(patient_id)
    said = " ".join(label.text() for label in screen.page.findChildren(QLabel))

    assert screen.page.chart is None
    assert "Your role does not allow this." in said
    assert "MARTINEZ" not in said
    assert views(desk) == []


def test_another_patient_takes_the_whole_page(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    rosa, rose = a_patient(desk), a_patient(desk, family="Martin", given="Rose", preferred="R")
    screen = opened(qtbot, sign_in)
    screen.page.show_patient(rose)
    screen.page.show_patient(rosa)
    visible = [part.text() for part in screen.page.findChildren(QLabel) if part.isVisible()]

    assert screen.page.chart.patient_id == rosa
    assert not any("MARTIN," in text or "Preferred" in text for text in visible)


def test_what_was_typed_in_a_chart_is_there_again(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    rosa, rose = a_patient(desk), a_patient(desk, family="Martin", given="Rose")
    screen, keys = opened(qtbot, sign_in), Keys()
    screen.page.show_patient(rosa)
    screen.go("Notes").line.setFocus()
    keys.type("worse since March")
    screen.page.show_patient(rose, "Notes")
    assert screen.page.chart.content.line.text() == ""
    screen.page.show_patient(rosa)

    assert screen.page.chart.content.line.text() == "worse since March"


def test_only_the_charts_opened_last_are_kept(
    qtbot: QtBot, sign_in: SignIn, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chart_page, "_KEPT", 2)
    patients = [a_patient(desk, family=name) for name in ("Adams", "Baker", "Clark")]
    screen = opened(qtbot, sign_in)

    for patient_id in (*patients, patients[1]):
        screen.page.show_patient(patient_id)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    kept = {one.patient_id for one in screen.page.findChildren(OpenChart)}
    assert kept == {*patients[1:]}


def test_b_books_who_waits_for_a_date(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    """As the item on the summary does; a B that is typed is a letter, others are not booked."""
    waits, other = an_approved_case(desk).patient_id, a_patient(desk, family="Brandt")
    screen, keys = opened(qtbot, sign_in), Keys()
    wanted: list[int] = []
    screen.page.book_wanted.connect(wanted.append)
    screen.page.show_patient(waits, "Notes")
    screen.page.chart.content.line.setFocus()
    keys.type("b")
    screen.page.show_patient(other)
    keys.press(Qt.Key.Key_B)
    assert wanted == []
    screen.page.show_patient(waits, "Summary")
    keys.press(Qt.Key.Key_B)
    assert wanted == [waits]
    screen.page.chart.content.todo.links["Book the procedure"].click()

    assert wanted == [waits, waits]


def test_the_last_wish_wins(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    rosa, rose = a_patient(desk), a_patient(desk, family="Martin", given="Rose")
    screen = opened(qtbot, sign_in, threads=True)
    screen.page.show_patient(rosa)
    screen.page.show_patient(rose)
    screen.wait_for(rose)

    assert screen.banner.startswith("MARTIN, Rose")
    assert [made.patient_id for made in screen.page.findChildren(OpenChart)] == [rose]
    qtbot.waitUntil(lambda: screen.page._session.background.pending == 0)
    assert views(desk) == [rosa, rose]


def test_tabs_are_worked_by_keyboard(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    screen, keys = opened(qtbot, sign_in), Keys()
    screen.page.show_patient(a_patient(desk))
    chart = screen.page.chart
    seen = [chart.tabs.current]
    for key, ctrl in (
        (Key.Key_Right, False),
        (Key.Key_Left, False),
        (Key.Key_PageDown, True),
        (Key.Key_PageDown, True),
        (Key.Key_PageUp, True),
    ):
        keys.press(key, ctrl=ctrl)
        seen.append(chart.tabs.current)

    assert seen == ["Summary", "Notes", "Summary", "Notes", "Summary", "Notes"]
    assert isinstance(chart.content, Notes)


def test_back_to_the_list(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    screen = opened(qtbot, sign_in)
    screen.page.show_patient(a_patient(desk))
    with qtbot.waitSignal(screen.page.closed):
        Keys().tab_to(screen.page.chart.back)
        Keys().press(Key.Key_Space)


def test_who_has_died_is_marked_by_word_and_pattern(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    alive, dead = a_patient(desk), a_patient(desk, deceased_on=date(2026, 10, 3))
    screen = opened(qtbot, sign_in)
    screen.page.show_patient(alive)
    assert not screen.page.chart.deceased.isVisible()
    screen.page.show_patient(dead)
    strip = screen.page.chart.deceased

    assert strip.words == "Deceased Oct 3, 2026"
    assert screen.page.chart.content.next_step.text().startswith("The patient died on Sat, Oct 3")
    image = strip.grab().toImage()
    row = [
        image.pixelColor(x, image.height() // 2) for x in range(image.width() // 2, image.width())
    ]
    assert len({colour.name() for colour in row}) > 1


def test_who_has_died_on_an_unknown_day_is_dead_too(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    screen = opened(qtbot, sign_in)
    screen.page.show_patient(a_patient(desk, has_died=True))

    assert screen.page.chart.deceased.words == "Has died, day not known"
    assert "died, on a day that is not known" in screen.page.chart.content.next_step.text()
    assert " y)" not in screen.banner


def test_a_long_name_is_wrapped_and_never_cut(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    patient_id = a_patient(desk, family=LONG, given="Hubert Blaine Ignatius Wolfe " * 3)
    screen = opened(qtbot, sign_in, COORDINATOR)
    screen.page.show_patient(patient_id)
    [label] = [
        part
        for part in screen.page.chart.banner.findChildren(QLabel)
        if part.text().startswith(LONG.upper())
    ]
    flags = Qt.TextFlag.TextWordWrap
    qtbot.waitUntil(
        lambda: label.rect().contains(
            label.fontMetrics().boundingRect(
                QRect(0, 0, label.width(), 10_000), flags, label.text()
            )
        )
    )


def test_the_chart_can_be_worked_without_a_mouse(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    screen = opened(qtbot, sign_in)
    screen.page.show_patient(with_intake(desk, allergies=["<b>latex</b>"]))
    page = screen.page

    assert checks.unnamed(page) == []
    assert checks.too_small(page) == []
    assert checks.rich_labels(page) == []
    assert set(checks.tab_cycle(page)) == set(checks.tab_stops(page))


def test_alerts_are_counted_and_read_under_the_banner(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    patient_id = a_patient(desk, language="es")
    has_alert(desk, patient_id, "Hard of hearing")
    chart = OpenChart(sign_in(NURSE), patient_id, [ChartTab("Summary", SummaryPanel)])
    qtbot.addWidget(chart)
    chart.show()
    assert chart.alerts.accessibleName() == "1 alert: Hard of hearing"
    assert chart.alerts.isVisible()
    assert "Language Spanish, interpreter not asked" in chart.banner.accessibleName()

    has_alert(desk, patient_id, "Latex-free room")
    chart.reload()
    assert chart.alerts.accessibleName() == "2 alerts: Hard of hearing; Latex-free room"
