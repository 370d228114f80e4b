from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.screens.checks import rich_labels, unnamed
from ui.kit.banner import BannerChip, BannerFacts, PatientBanner
from ui.kit.chips import Chip
from ui.kit.tokens import Status

ROSA = BannerFacts(
    name="MARTINEZ, Rosa",
    preferred="Rosie",
    born="Mar 14, 1951",
    age=75,
    sex="Female",
    mrn="104-8821",
    phone="(707) 555-0171",
    chips=(BannerChip(Status.BLOCK, "Allergy: iodinated contrast", "alert-triangle"),),
)
LONGEST = "HOHENLOHE-WALDENBURG-SCHILLINGSFÜRST " * 4 + ", Maria Alexandra"


@pytest.fixture
def banner(qtbot: QtBot) -> PatientBanner:
    banner = PatientBanner()
    qtbot.addWidget(banner)
    banner.resize(1196, banner.heightForWidth(1196))
    banner.show()
    return banner


def show(qtbot: QtBot, banner: PatientBanner, facts: BannerFacts) -> None:
    """Show the facts and wait until Qt has laid them out."""
    banner.show_facts(facts)
    qtbot.waitUntil(lambda: facts.mrn in texts(banner))
    banner.resize(1196, banner.heightForWidth(1196))


def texts(banner: PatientBanner) -> list[str]:
    return [label.text() for label in banner.findChildren(QLabel) if label.isVisible()]


def test_it_reads_in_the_safe_order(banner: PatientBanner, qtbot: QtBot):
    show(qtbot, banner, ROSA)

    assert banner.accessibleName() == (
        "MARTINEZ, Rosa, Preferred name Rosie, Born Mar 14, 1951 (75 y), Sex Female,"
        " MRN 104-8821, Phone (707) 555-0171, Allergy: iodinated contrast"
    )
    assert texts(banner)[:3] == ["MARTINEZ, Rosa", "Preferred name Rosie", "Born"]
    assert not [text for text in texts(banner) if text.endswith(":")]


@pytest.mark.parametrize("unknown", ["born", "sex", "phone"])
def test_what_is_not_known_says_so(unknown: str):
    facts = dict(replace(ROSA, **{unknown: ""}).items())

    assert facts[unknown.capitalize()] == "Not known"


def test_nothing_of_the_last_patient_stays(banner: PatientBanner, qtbot: QtBot):
    show(qtbot, banner, ROSA)
    show(qtbot, banner, BannerFacts(name="SUHARTO", mrn="102-9813"))

    assert "SUHARTO" in texts(banner)
    assert {"MARTINEZ, Rosa", "Preferred name Rosie", "Female"}.isdisjoint(texts(banner))
    assert not [chip for chip in banner.findChildren(Chip) if chip.isVisible()]


def test_who_died_is_told_apart_by_colour_and_pattern(banner: PatientBanner, qtbot: QtBot):
    """Two tones of the ground where nothing is written, so that grey shows it too."""
    grounds = []
    for died in ("", "Jan 3, 2027"):
        show(qtbot, banner, replace(ROSA, died=died))
        image = banner.grab().toImage()
        below = range(image.height() - 10, image.height() - 2)
        grounds.append({image.pixel(x, y) for x in range(900, 940) for y in below})

    assert (len(grounds[0]), len(grounds[1]) > 1) == (1, True)
    assert grounds[0].isdisjoint(grounds[1])
    assert dict(replace(ROSA, died="Jan 3, 2027").items())["Died"] == "Jan 3, 2027"


def test_other_names_stand_below_the_name(banner: PatientBanner, qtbot: QtBot):
    show(qtbot, banner, replace(ROSA, former="IBARRA, Rosa"))
    labels = {label.text(): label for label in banner.findChildren(QLabel)}
    others = labels["Preferred name Rosie · Former name IBARRA, Rosa"]

    assert others.y() >= labels["MARTINEZ, Rosa"].geometry().bottom()


def test_a_name_alert_says_who_the_other_is(banner: PatientBanner, qtbot: QtBot):
    named = ("Similar name: <b>MARTIN</b>, Rose, born Jun 2, 1950, waits for a date",)
    show(qtbot, banner, replace(ROSA, chips=(BannerChip(Status.ATTN, "Name alert", more=named),)))
    [chip] = [chip for chip in banner.findChildren(Chip) if chip.isVisible()]

    assert banner.accessibleName().endswith(f"Name alert, {named[0]}")
    assert "&lt;b&gt;MARTIN&lt;/b&gt;, Rose" in chip.toolTip()


def test_a_phone_of_any_length_wraps(banner: PatientBanner, qtbot: QtBot):
    phone = "daughter at work until five, then home " * 5
    show(qtbot, banner, replace(ROSA, phone=phone))
    banner.resize(700, banner.heightForWidth(700))
    label = next(one for one in banner.findChildren(QLabel) if one.text() == phone)
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()) > 20)


def test_a_name_is_shown_as_it_is(banner: PatientBanner, qtbot: QtBot):
    show(qtbot, banner, replace(ROSA, name="<b>O'BRIEN</b> & Sons"))

    assert "<b>O'BRIEN</b> & Sons" in texts(banner)
    assert rich_labels(banner) == []


def test_the_longest_name_wraps_and_is_never_cut(banner: PatientBanner, qtbot: QtBot):
    show(qtbot, banner, ROSA)
    before = banner.heightForWidth(1196)
    show(qtbot, banner, replace(ROSA, name=LONGEST))
    label = next(label for label in banner.findChildren(QLabel) if label.text() == LONGEST)

    assert banner.heightForWidth(1196) > before
    assert label.height() >= label.heightForWidth(label.width())


def test_every_chip_is_on_screen(banner: PatientBanner, qtbot: QtBot):
    many = tuple(BannerChip(Status.ATTN, f"Allergy: substance {n}") for n in range(9))
    show(qtbot, banner, replace(ROSA, chips=many))

    shown = [chip for chip in banner.findChildren(Chip) if chip.isVisible()]
    assert len(shown) == 9
    assert all(not chip.visibleRegion().isEmpty() for chip in shown)


@pytest.mark.parametrize(
    ("allergy", "below"), [("penicillin", False), ("penicillin, " * 12 + "latex", True)]
)
def test_chips_never_take_the_room_of_the_identity(
    banner: PatientBanner, qtbot: QtBot, allergy: str, below: bool
):
    chip = BannerChip(Status.BLOCK, f"Allergy: {allergy}")
    show(qtbot, banner, replace(ROSA, chips=(chip,)))
    qtbot.waitUntil(lambda: len({label.y() for label in facts(banner)}) == 1)
    [shown] = [chip for chip in banner.findChildren(Chip) if chip.isVisible()]
    phone = facts(banner)[-1]
    end = phone.mapTo(banner, phone.rect().bottomRight())

    assert all(label.width() >= label.sizeHint().width() for label in facts(banner))
    assert (shown.mapTo(banner, QPoint()).y() >= end.y()) == below
    assert banner.rect().contains(QRect(shown.mapTo(banner, QPoint()), shown.size()))
    assert shown.height() >= shown.heightForWidth(shown.width())


def facts(banner: PatientBanner) -> list[QLabel]:
    shown = [text for pair in ROSA.items() for text in pair]
    return [label for label in banner.findChildren(QLabel) if label.text() in shown]


def test_it_has_a_name_before_a_patient(banner: PatientBanner):
    assert unnamed(banner) == []
