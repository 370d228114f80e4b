"""A name keeps every letter on its card, whatever its length and the card's size."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF, QTextLayout, QTextOption

from clinicdesk.readiness.rules import GateState
from clinicdesk.scheduling.name_alerts import Namesake
from tests.builders.times import ZONE
from tests.ui.scheduling.days import LONG_FAMILY, NOW, ROSE, facts, gates
from ui.kit import tokens
from ui.scheduling.card_layout import CardLayout, Words, lay_out, least_height
from ui.scheduling.cards import BookingCard, card_of
from ui.scheduling.day_geometry import HOUR

GIVEN = "Hubert Blaine Adolph Charles David Earl Frederick Gerald Irvin John Kenneth Lloyd Martin"
NAMES = [
    ("Martinez", "Rosa"),
    ("O’Brien-<b>Smith</b>", "Zoë Ångström"),
    ("Suharto", ""),
    ("Featherstonehaugh-Cholmondeley", "Maximiliana Theodora"),
    (LONG_FAMILY, GIVEN),
]
PROBLEM = GateState.NEEDS_ACTION
NARROW, WIDE = 182, 383


def a_card(
    family: str,
    given: str,
    minutes: int = 60,
    state: GateState = PROBLEM,
    namesakes: tuple[Namesake, ...] = (),
) -> BookingCard:
    booking = facts("2027-01-12 09:00", family, given, minutes=minutes, namesakes=namesakes)
    return card_of(booking, gates(booking, *[state] * 4), ZONE, NOW)


def laid_out(card: BookingCard, width: float = WIDE, minutes: int = 60) -> CardLayout:
    """At the usual scale, or higher when the name needs it."""
    return lay_out(card, QSizeF(width, height(card, width, minutes)))


def height(card: BookingCard, width: float, minutes: int) -> float:
    return max(minutes * HOUR / 60 - 2, least_height(card, width))


def lines_of(words: Words) -> list[str]:
    """How a text breaks when it is laid out anew in the same width."""
    layout = QTextLayout(words.text.text(), words.font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(words.text.textWidth())
        assert line.naturalTextWidth() <= words.text.textWidth() + 1
        lines.append(words.text.text()[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return lines


@pytest.mark.parametrize(("family", "given"), NAMES)
@pytest.mark.parametrize("minutes", [30, 45, 60])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_whole_name_is_inside_the_card_at_full_size(
    family: str, given: str, minutes: int, width: float
):
    card = a_card(family, given, minutes)
    name = laid_out(card, width, minutes).name

    assert "".join(lines_of(name)) == (f"{family.upper()}, {given}" if given else family.upper())
    assert name.font.pixelSize() == tokens.SIZE_BODY
    assert name.bottom <= height(card, width, minutes)
    assert name.right <= width


@pytest.mark.parametrize(("family", "given"), NAMES[:4])
@pytest.mark.parametrize("minutes", [45, 60])
def test_a_usual_name_needs_no_higher_card(family: str, given: str, minutes: int):
    card = a_card(family, given, minutes)

    assert height(card, WIDE, minutes) == minutes * HOUR / 60 - 2


@pytest.mark.parametrize(("family", "given"), NAMES)
@pytest.mark.parametrize("minutes", [30, 45, 60])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_nothing_overlaps_and_nothing_leaves_the_card(
    family: str, given: str, minutes: int, width: float
):
    card = a_card(family, given, minutes)
    layout, bottom = laid_out(card, width, minutes), height(card, width, minutes)
    boxes = [box.area for box in layout.marks]

    assert all(words.bottom <= bottom and words.right <= width for words in layout.others)
    assert all(box.bottom() <= bottom and box.right() <= width for box in boxes)
    assert all(box.top() >= layout.name.bottom for box in boxes)
    assert all(one.right() < two.left() for one, two in pairwise(boxes))


@pytest.mark.parametrize(("family", "given"), NAMES)
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_name_alert_hides_neither_the_name_nor_what_else_there_is(
    family: str, given: str, width: float
):
    card = a_card(family, given, 45, namesakes=(ROSE,))
    layout, bottom = laid_out(card, width, 45), height(card, width, 45)
    name, alert = layout.name, layout.alert
    assert alert
    around = [name, *layout.others]
    words = [QRectF(one.at, one.text.size()) for one in around]

    assert "".join(lines_of(name)) == (f"{family.upper()}, {given}" if given else family.upper())
    assert alert.words.text.text() == "Name alert"
    assert alert.area.contains(QRectF(alert.words.at, alert.words.text.size()))
    assert (alert.area.bottom() <= bottom, alert.area.right() <= width) == (True, True)
    written = QFontMetricsF(name.font).horizontalAdvance(lines_of(name)[-1])
    words[0].setWidth(written if alert.area.y() < name.bottom else words[0].width())
    others = [*words, *(box.area for box in layout.marks)]
    assert not [area for area in others if area.intersects(alert.area.adjusted(1, 2, -1, -2))]


def test_an_alert_beside_a_usual_name_needs_no_higher_card():
    card = a_card("Martinez", "Rosa", 45, namesakes=(ROSE,))

    assert height(card, WIDE, 45) == 45 * HOUR / 60 - 2
    assert len(laid_out(card, minutes=45).marks) == 4


def test_a_card_of_three_quarters_of_an_hour_has_time_name_facts_and_marks():
    layout = laid_out(a_card("Nakagawa", "Ken", 45), minutes=45)

    assert [words.text.text() for words in layout.others] == [
        "9:00 – 9:45",
        "4 to fix",
        "MILD L4–L5 both sides · 45 min",
    ]
    assert [box.words.text.text() for box in layout.marks if box.words] == [
        "Evaluation",
        "Blood thinner",
        "Driver",
        "Packet",
    ]


def test_in_a_narrow_column_the_chips_lose_their_words_from_the_right():
    boxes = laid_out(a_card("Nakagawa", "Ken"), 250).marks

    assert [bool(box.words) for box in boxes] == [True, False, False, False]
    assert all(box.is_chip for box in boxes)


def test_ready_gates_are_quiet():
    layout = laid_out(a_card("Nakagawa", "Ken", state=GateState.READY))

    assert [(box.is_chip, box.words) for box in layout.marks] == [(False, None)] * 4


def test_where_time_and_status_do_not_fit_side_by_side_the_status_goes_below():
    card = a_card("Nakagawa", "Ken")
    time, word = laid_out(card, 150).others[:2]

    assert word.at.y() >= time.bottom
    assert laid_out(card, 150).name.at.y() >= word.bottom
    assert laid_out(card, 150).icon.x() >= 0
