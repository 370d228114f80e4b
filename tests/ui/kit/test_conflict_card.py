"""A conflict is decided field by field, by keyboard, and loses nothing that was typed."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.conflicts import differences
from tests.screens.keys import press, show
from ui.kit.conflict_card import ConflictCard
from ui.kit.labels import Label

BEGAN = {"name": "", "phone": "1", "tie": "son"}
SAVED = {"name": "Ana", "phone": "2", "tie": "son"}
TYPED = {"name": "Ben", "phone": "1", "tie": "wife"}
LABELS = {"name": "Name", "phone": "Phone", "tie": "Relationship"}


@pytest.fixture
def shown() -> dict[str, Any]:
    return dict(TYPED)


@pytest.fixture
def around(qtbot: QtBot) -> QWidget:
    return QWidget()


@pytest.fixture
def card(qtbot: QtBot, around: QWidget, shown: dict[str, Any]) -> ConflictCard:
    made = ConflictCard(
        LABELS.__getitem__, lambda _, value: value or "Not recorded", shown.__setitem__
    )
    QVBoxLayout(around).addWidget(made)
    show(qtbot, around, 380, 400)
    made.show_conflict("Noor Haddad saved this too.", differences(BEGAN, SAVED, TYPED))
    return made


def words(card: ConflictCard, field: str) -> list[str]:
    return [label.text() for label in card.rows[field].findChildren(Label)]


def test_it_asks_only_for_what_somebody_else_changed(card: ConflictCard):
    assert words(card, "name") == ["Name", "Now saved", "Ana", "You typed", "Ben"]
    assert words(card, "phone") == ["Phone", "Now saved", "2", "You have", "1"]
    assert [*card.rows] == ["name", "phone"]


def test_what_was_typed_stays_and_what_was_not_becomes_theirs(card: ConflictCard, shown: dict):
    assert shown == {"name": "Ben", "phone": "2", "tie": "wife"}


def test_the_arrows_choose_and_change_their_mind(card: ConflictCard, shown: dict):
    inside = QApplication.focusWidget()
    assert card.rows["name"].isAncestorOf(inside)
    QTest.keyClick(inside, Qt.Key.Key_Left)
    assert shown["name"] == "Ana"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert shown["name"] == "Ben"


def test_everything_at_once(card: ConflictCard, shown: dict):
    press(card.theirs)
    assert shown == {"name": "Ana", "phone": "2", "tie": "wife"}
    press(card.mine)
    assert shown == TYPED


def test_it_goes_away(card: ConflictCard):
    card.clear()
    assert (card.sentence, card.rows) == ("", {})
    card.show_conflict("Somebody", [])
    assert card.isHidden()
