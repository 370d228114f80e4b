from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ui.staff.settings_page import SettingsPage


def test_a_section_opened_from_elsewhere_is_in_front_with_its_tab(qtbot: QtBot) -> None:
    page = SettingsPage([(label, lambda: QLabel("")) for label in ("Hold policy", "People")])
    qtbot.addWidget(page)
    page.show()
    opened = page.open("People")

    assert page.tabs.current == "People"
    assert opened.isVisible()
    assert page.open("People") is opened
