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
