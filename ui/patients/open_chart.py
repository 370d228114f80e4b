"""One patient's chart: the banner, the tabs, and what is on them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk import messages, topics
from clinicdesk.cases.queries import CaseFacts, current_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.contacts.queries import Contacts, contacts
from clinicdesk.intake.queries import IntakeFacts, intake
from clinicdesk.patients.queries import PatientFacts, patient
from clinicdesk.record.queries import Chart, chart
from clinicdesk.scheduling.actions.book import book_slot
from clinicdesk.scheduling.name_alerts import Namesake
from clinicdesk.scheduling.queries import name_alerts
from ui.kit.away import Away
from ui.kit.banner import PatientBanner
from ui.kit.buttons import bind, link
from ui.kit.name_alert import similar_names
from ui.kit.page import Page
from ui.kit.regions import mark_region
from ui.kit.stops import enter
from ui.kit.tabs import Tabs
from ui.patients import contact_words, words
from ui.patients.alert_strip import AlertStrip
from ui.patients.correct_panel import CorrectPanel
from ui.patients.deceased_strip import DeceasedStrip
from ui.patients.merged_strip import MergedStrip
from ui.patients.open_items import BOOKING
from ui.session import Session

_NOTHING_YET = "Not connected. The chart comes once the database answers."
_AS_OF = "Not connected. This chart is as of {}; what is missing comes once the database answers."


@dataclass(frozen=True)
class ChartTab:
    """One tab: its words, and what makes its contents for the patient with this id."""

    label: str
    factory: Callable[[Session, int], QWidget]


class OpenChart(Page):
    """Belongs to one patient for its whole life, so nothing of another can be left on it.

    `closed` is emitted when a person wants to go back to the list, `book_wanted` to book; B does
    so too, unless what has the focus wants letters, while the patient waits for a date.
    """

    closed = Signal()
    book_wanted = Signal()

    def __init__(self, session: Session, patient_id: int, tabs: Sequence[ChartTab]) -> None:
        super().__init__(session.background, {topics.patient(patient_id), topics.SCHEDULE})
        self._session = session
        self.patient_id = patient_id
        self._factories = {tab.label: tab.factory for tab in tabs}
        self._contents: dict[str, QWidget] = {}
        self._language, self._similar = "", ()
        self.banner = PatientBanner()
        self.deceased = DeceasedStrip()
        self.alerts = AlertStrip()
        self.merges = MergedStrip(session, patient_id)
        self.away = Away(session.background)
        self.away.say(_NOTHING_YET)
        self.tabs = Tabs("Chart", [(tab.label, tab.label) for tab in tabs])
        self._stack = QStackedWidget()
        mark_region(self._stack)
        self.back = link("All patients", "arrow-left")
        self.correct = link("Name and birth date", "pencil")
        self.correcting = CorrectPanel(session, patient_id)
        self.correcting.hide()
        self._arrange()
        self.back.clicked.connect(lambda _: self.closed.emit())
        self.correct.clicked.connect(lambda _: self._correct())
        self.correcting.saved.connect(self._end_correcting)
        self.correcting.closed.connect(self._end_correcting)
        bind(self.back, "Alt+Left", self)
        self.tabs.chosen.connect(self.show_tab)
        self._key("Ctrl+PgDown", 1)
        self._key("Ctrl+PgUp", -1)
        self.show_tab(tabs[0].label)

    @property
    def content(self) -> QWidget:
        """What is on the tab in front."""
        return self._stack.currentWidget()

    def reload(self) -> None:
        def ask_record(facts: PatientFacts) -> None:
            read(self, chart, self.patient_id, then=lambda kept: ask_intake(facts, kept))

        def ask_intake(facts: PatientFacts, kept: Chart) -> None:
            show = partial(self._show, facts, kept)
            read(self, intake, self.patient_id, then=show)

        read = self._session.background.read
        self.merges.reload()
        read(self, contacts, self.patient_id, then=self._show_alerts)
        read(self, name_alerts, self.patient_id, then=self._take_similar)
        read(self, patient, self.patient_id, then=ask_record)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.key() == Qt.Key.Key_B and not event.modifiers()
        if plain and self._session.may(book_slot):
            self._session.background.read(self, current_case, self.patient_id, then=self._book)
        else:
            super().keyPressEvent(event)

    def show_tab(self, label: str) -> None:
        """Bring a tab forward; its contents are made on the first visit."""
        if label not in self._contents:
            self._contents[label] = self._factories[label](self._session, self.patient_id)
            self._stack.addWidget(self._contents[label])
            if hasattr(self._contents[label], "place_wanted"):
                self._contents[label].place_wanted.connect(self._go)
        self.tabs.show_current(label)
        self._stack.setCurrentWidget(self._contents[label])

    def _show(self, facts: PatientFacts, record: Chart, taken: IntakeFacts | None) -> None:
        shown = words.banner(facts, record, taken, self._session.today(), self._similar)
        self.banner.show_facts(replace(shown, language=self._language))
        self.deceased.show_words(words.deceased(facts))
        now = messages.clock(self._session.local(self._session.now()))
        self.away.say(_AS_OF.format(now))

    def _show_alerts(self, known: Contacts) -> None:
        """Comes first: the banner names the language too."""
        self._language = contact_words.other_language(known)
        self.alerts.show_alerts([alert.words for alert in known.alerts])

    def _take_similar(self, namesakes: tuple[Namesake, ...]) -> None:
        """Comes first too."""
        self._similar = similar_names(namesakes, self._session.zone)

    def _go(self, label: str, section: str) -> None:
        """From one tab to the place on another where something is done."""
        if label == BOOKING:
            self.book_wanted.emit()
        elif label in self._factories:
            self.show_tab(label)
            if section:
                self.content.show_section(section)
            else:
                enter(self.content)

    def _book(self, case: CaseFacts | None) -> None:
        if case and case.status is CaseStatus.APPROVED and self.isVisible():
            self.book_wanted.emit()

    def _correct(self) -> None:
        self.correcting.show()
        self.correcting.begin()

    def _end_correcting(self) -> None:
        self.correct.setFocus()
        self.correcting.hide()

    def _step(self, step: int) -> None:
        labels = list(self._factories)
        place = (labels.index(self.tabs.current) + step) % len(labels)
        self.show_tab(labels[place])
        self.tabs.setFocus(Qt.FocusReason.TabFocusReason)

    def _key(self, keys: str, step: int) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self._step(step))

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        above = (self.banner, self.deceased, self.merges, self.alerts, self.away, self.tabs)
        for part in above:
            column.addWidget(part)
        strip = self.tabs.layout()
        strip.addStretch(1)
        strip.addWidget(self.correct)
        strip.addWidget(self.back)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._stack, 1)
        row.addWidget(self.correcting)
        column.addLayout(row, 1)
