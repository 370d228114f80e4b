import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from clinicdesk import topics
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.empty import Empty
from ui.kit.forms import TextField
from ui.kit.page import Page
from ui.kit.page_header import PageHeader
from ui.kit.tabs import Tabs


class News(QObject):
    changed = Signal(object)


class DayPage(Page):
    reloads = 0

    def reload(self) -> None:
        self.reloads += 1


@pytest.fixture
def news() -> News:
    return News()


@pytest.fixture
def page(qtbot: QtBot, news: News) -> DayPage:
    page = DayPage(news, [topics.SCHEDULE, topics.READINESS])
    qtbot.addWidget(page)
    return page


def test_a_page_reads_when_it_is_first_seen(page: DayPage):
    assert page.reloads == 0
    page.show()
    assert page.reloads == 1


@pytest.mark.parametrize(
    ("touched", "reloads"), [({"schedule"}, 2), ({"schedule", "patient:1"}, 2), ({"policy"}, 1)]
)
def test_a_page_reads_again_what_changed(page: DayPage, news: News, touched, reloads: int):
    page.show()
    news.changed.emit(frozenset(touched))

    assert page.reloads == reloads


def test_a_hidden_page_waits_until_it_is_seen(page: DayPage, news: News):
    page.show()
    page.hide()
    news.changed.emit(frozenset({topics.SCHEDULE}))
    news.changed.emit(frozenset({topics.SCHEDULE}))
    assert page.reloads == 1

    page.show()
    assert page.reloads == 2

    page.hide()
    page.show()
    assert page.reloads == 2


def test_an_empty_page_says_one_thing_to_do(qtbot: QtBot):
    done = []
    empty = Empty("No procedures today.", "calendar", ("Book procedure", lambda: done.append(1)))
    qtbot.addWidget(empty)
    empty.set_sentence("No procedures tomorrow.")
    empty.findChild(Button).click()

    assert done == [1]
    assert "No procedures tomorrow." in [label.text() for label in empty.findChildren(QLabel)]


def test_an_empty_page_may_have_nothing_to_do(qtbot: QtBot):
    empty = Empty("No events in this period.", "history")
    qtbot.addWidget(empty)

    assert empty.findChild(Button) is None


def test_the_header_holds_title_and_actions(qtbot: QtBot):
    header = PageHeader("Readiness")
    qtbot.addWidget(header)
    left, right = Button("Today"), Button("Print")
    header.add(left)
    header.add_action(right)
    header.set_title("Tuesday, January 12")
    header.resize(1196, 64)
    header.show()

    title = header.findChild(QLabel)
    assert title.text() == "Tuesday, January 12"
    assert title.x() < left.x() < right.x() > 1000


def test_fields_in_a_cards_row_are_level(qtbot: QtBot):
    card = Card("Symptoms")
    qtbot.addWidget(card)
    first, second = TextField("Family", width=120), TextField("Given", width=120, hint="As on ID")
    card.add_row(first, second)
    card.resize(700, 200)
    card.show()

    assert first.y() == second.y()
    assert first.input.y() == second.input.y()


def test_tabs_tell_what_a_person_picks(qtbot: QtBot):
    tabs = Tabs("Chart", [("summary", "Summary"), ("evaluation", "Evaluation")])
    qtbot.addWidget(tabs)
    with qtbot.assertNotEmitted(tabs.chosen):
        tabs.show_current("evaluation")
    with qtbot.waitSignal(tabs.chosen) as chosen:
        tabs._bar.setCurrentIndex(0)

    assert chosen.args == ["summary"] == [tabs.current]
