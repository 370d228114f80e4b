"""Registering a patient at the docked panel."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from clinicdesk.desk import Desk
from clinicdesk.duplicates.queries.finding import Sought
from clinicdesk.patients.queries import PatientFacts, find_patients, patient
from clinicdesk.patients.rules import PhoneKind, Sex
from clinicdesk.patients.tables import Patient
from tests.builders.clinic import COORDINATOR, actor
from tests.builders.patients import a_patient
from tests.builders.rows import rows
from tests.screens.keys import Keys
from tests.screens.patients import RegisterScreen
from tests.screens.seat import SignIn
from ui.patients.register_panel import RegisterPanel

Key = Qt.Key


def opened(qtbot: QtBot, sign_in: SignIn, *, threads: bool = False) -> RegisterScreen:
    panel = RegisterPanel(sign_in(COORDINATOR, threads=threads))
    qtbot.addWidget(panel)
    panel.resize(340, 664)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.begin()
    return RegisterScreen(qtbot, panel)


def stored(desk: Desk, patient_id: int) -> PatientFacts:
    return desk.read(actor(desk, COORDINATOR), patient, patient_id)


def everybody(desk: Desk) -> tuple[PatientFacts, ...]:
    """All who were registered here: their family names begin with M."""
    found = desk.read(actor(desk, COORDINATOR), find_patients, "m")
    return tuple(match.patient for match in found.matches)


def test_a_patient_is_registered_by_keyboard(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    screen = opened(qtbot, sign_in)
    screen.fill(
        family="Martinez",
        given="Rosa",
        preferred="Rosie",
        born="3/14/51",
        sex=Sex.FEMALE,
        phone="707.555.0171",
    )
    assert screen.panel.born.note == "Mar 14, 1951 (75 y)"
    facts = stored(desk, screen.register())

    assert (facts.name.family, facts.name.given, facts.name.preferred) == (
        "Martinez",
        "Rosa",
        "Rosie",
    )
    assert (facts.birth_date, facts.sex, facts.phone) == (
        date(1951, 3, 14),
        Sex.FEMALE,
        "(707) 555-0171",
    )
    assert (screen.panel.family.value(), screen.panel.sex.value()) == ("", None)


def test_what_is_not_known_stays_not_recorded(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    screen = opened(qtbot, sign_in)
    screen.fill(family="Suharto", born="6/8/1941")
    assert screen.panel.sex.typed() == "Not recorded"
    facts = stored(desk, screen.register())

    assert (facts.name.on_screen, facts.sex, facts.phone) == ("SUHARTO", None, "")


@pytest.mark.parametrize("name", ["Nguyễn Thị Ánh", "<b>x</b>", "Ł" * 100, "Ægir d'Été"])
def test_a_name_loses_no_letter(qtbot: QtBot, sign_in: SignIn, desk: Desk, name: str) -> None:
    screen = opened(qtbot, sign_in)
    screen.fill(family=name, born="3/14/1951")

    assert stored(desk, screen.register()).name.family == name


@pytest.mark.parametrize(
    ("family", "born", "sentences"),
    [
        (
            "",
            "",
            [
                "Enter the family name. For someone with a single name, enter it there.",
                "Enter the birth date.",
            ],
        ),
        ("Martinez", "32/32/51", ["Birth date needs a date like Mar 14, 1951 or 3/14/1951."]),
        ("Martinez", "Mar 14, 2051", ["Birth date is after today. Check the year."]),
        ("M" * 101, "Mar 14, 1951", ["Family name has room for 100 characters. Take out 1."]),
        (
            "Mar\u202etinez",
            "Mar 14, 1951",
            [
                (
                    "Family name has a hidden character (U+202E) at place 4."
                    " Delete it, or type the text again."
                )
            ],
        ),
    ],
)
def test_what_is_missing_is_said_twice_and_nothing_typed_is_lost(
    qtbot: QtBot, sign_in: SignIn, desk: Desk, family: str, born: str, sentences: list[str]
) -> None:
    screen = opened(qtbot, sign_in)
    screen.fill(family=family, given="Rosa", born=born)
    screen.save()
    panel = screen.panel

    assert list(panel.summary.sentences) == sentences
    assert {panel.family.error, panel.born.error} - {""} == set(sentences)
    assert Keys().focus is panel.summary
    assert (panel.family.value(), panel.given.value(), panel.born.input.text()) == (
        family,
        "Rosa",
        born,
    )
    assert everybody(desk) == ()


def test_a_namesake_needs_a_second_step(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    a_patient(desk, family="Martinez", given="Rosa", birth_date=date(1951, 3, 14))
    screen = opened(qtbot, sign_in)
    screen.fill(family="martinez", given="ROSA", born="3/14/1951")
    screen.save()
    assert screen.problem == (
        "MARTINEZ, Rosa, born Mar 14, 1951, MRN 102-9818, is already registered: same birth date,"
        " same name. Choose Use this patient, or It is another person."
    )
    assert len(everybody(desk)) == 1

    assert stored(desk, screen.is_another_person()).name.family == "martinez"
    assert len(everybody(desk)) == 2


def test_the_second_step_ends_when_the_name_changes(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    a_patient(desk, family="Martinez", given="Rosa", birth_date=date(1951, 3, 14))
    screen = opened(qtbot, sign_in)
    screen.fill(family="Martinez", given="Rosa", born="3/14/1951")
    screen.save()
    assert screen.panel.another.isVisible()
    Keys().fill(screen.panel.given, "Rosalia")

    assert not screen.panel.another.isVisible()


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("7075550171", "(707) 555-0171"),
        ("daughter 707-555-0171", "daughter 707-555-0171"),
        ("none yet", "none yet"),
    ],
)
def test_a_phone_is_tidied_only_when_it_can_be_read(
    qtbot: QtBot, sign_in: SignIn, typed: str, left: str
) -> None:
    screen = opened(qtbot, sign_in)
    screen.fill(family="Martinez", phone=typed)
    Keys().press(Key.Key_Tab)

    assert screen.panel.phone.value() == left


def test_closing_keeps_what_was_typed(qtbot: QtBot, sign_in: SignIn) -> None:
    screen = opened(qtbot, sign_in)
    screen.fill(family="Martinez")
    with qtbot.waitSignal(screen.panel.closed):
        Keys().press(Key.Key_Escape)

    assert screen.panel.family.value() == "Martinez"
    strip = screen.panel._draft.strip
    assert strip.isHidden()
    screen.panel.begin()
    assert strip.words.endswith("is still here.")
    strip.button.click()
    assert screen.panel.family.value() == ""


def test_saving_twice_registers_once(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    screen = opened(qtbot, sign_in, threads=True)
    screen.fill(family="Martinez", born="3/14/1951")
    registered: list[int] = []
    screen.panel.registered.connect(registered.append)
    with qtbot.waitSignal(screen.panel._session.background.settled):
        screen.save()
        screen.save()

    assert len(registered) == len(everybody(desk)) == 1


def test_more_is_told_by_keyboard(
    qtbot: QtBot, sign_in: SignIn, desk: Desk, sqlite_url: str
) -> None:
    screen = opened(qtbot, sign_in)
    form = screen.panel.form
    screen.fill(family="Martinez", given="Rosa", born="3/14/51", phone="7075550171")
    screen.open_more()
    keys = Keys()
    keys.pick(form.phones.rows[0].kind, PhoneKind.MOBILE)
    keys.fill(form.name.middle, "Maria")
    keys.pick(form.gender, "Woman")
    keys.fill(form.email, "rosa@example.com")
    keys.fill(form.address.city, "Napa")
    keys.pick(form.language, "es")
    keys.choose(form.interpreter, True)
    screen.register()

    with rows(sqlite_url) as session:
        [kept] = session.scalars(select(Patient))
        told = (kept.middle, kept.gender, kept.email, kept.city, kept.language)
        assert (*told, kept.needs_interpreter, kept.phones[0].kind) == (
            *("Maria", "Woman", "rosa@example.com", "Napa", "es"),
            *(True, PhoneKind.MOBILE),
        )
    assert not form.more.is_open


def test_what_is_wrong_below_is_brought_to_light(qtbot: QtBot, sign_in: SignIn) -> None:
    screen = opened(qtbot, sign_in)
    screen.fill(family="Martinez", born="3/14/51")
    screen.open_more()
    Keys().fill(screen.panel.form.email, "rosa")
    screen.panel.form.more.open(False)
    screen.save()

    assert screen.problem == screen.panel.form.email.error != ""
    assert screen.panel.form.email.isVisible()


def test_who_is_typed_is_sought_after_a_pause_and_once(
    qtbot: QtBot, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(qtbot, sign_in)
    asked: list[Sought] = []
    read = lambda _owner, _query, sought, **_: asked.append(sought)  # noqa: E731
    monkeypatch.setattr(screen.panel._session.background, "read", read)
    screen.fill(family="Martinez", given="Rosa", born="3/14/51", phone="707")
    qtbot.waitUntil(lambda: bool(asked))
    screen.panel.preferred.edited.emit()
    screen.panel._seek()

    born = date(1951, 3, 14)
    assert asked[-1] == Sought(family="Martinez", given="Rosa", born=born, phone="707")
    assert len(asked) == len(set(asked))
