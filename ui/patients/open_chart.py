"""One patient's chart: the banner, the tabs, and what is on them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from clinicdesk import messages, topics
from clinicdesk.cases.queries import CaseFacts, current_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.contacts.queries import Contacts, contacts
from clinicdesk.intake.queries import IntakeFacts, intake
from clinicdesk.patients.queries import PatientFacts, patient
from clinicdesk.procedure_day.actions import take_step
from clinicdesk.record.queries import Chart, chart
from clinicdesk.scheduling.actions.book import book_slot
from clinicdesk.scheduling.name_alerts import Namesake
from clinicdesk.scheduling.queries import BookingFacts, booking_of_patient, name_alerts
from ui import preferences
from ui.kit.away import Away
from ui.kit.banner import PatientBanner
from ui.kit.beside import Beside
from ui.kit.buttons import bind, link
from ui.kit.command import Command
from ui.kit.fitting import Fitting
from ui.kit.name_alert import similar_names
from ui.kit.page import Page
from ui.kit.regions import mark_region
from ui.kit.stops import enter
from ui.kit.tabs import Tabs
from ui.patients import contact_words, words
from ui.patients.alert_strip import AlertStrip
from ui.patients.chart_commands import chart_commands
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
    so too, unless what has the focus wants letters, while the patient waits for a date. A emits
    `check_in_wanted` for a patient who is booked today.
    """

    doing = "Reading the chart"

    closed = Signal()
    book_wanted = Signal()
    check_in_wanted = Signal()

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
        self.correct.clicked.connect(lambda _: self.correct_identity())
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
            self.read(chart, self.patient_id, then=lambda kept: ask_intake(facts, kept))

        def ask_intake(facts: PatientFacts, kept: Chart) -> None:
            show = partial(self._show, facts, kept)
            self.read(intake, self.patient_id, then=show)

        self.merges.reload()
        self.read(contacts, self.patient_id, then=self._show_alerts)
        self.read(name_alerts, self.patient_id, then=self._take_similar)
        self.read(patient, self.patient_id, then=ask_record)

    @property
    def labels(self) -> tuple[str, ...]:
        """The tabs, from the left."""
        return tuple(self._factories)

    def commands(self) -> list[Command]:
        """What can be done on the chart."""
        may_book, may_check_in = self._session.may(book_slot), self._session.may(take_step)
        return chart_commands(
            self,
            self._ask_to_book if may_book else None,
            self._ask_to_check_in if may_check_in else None,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.key() == Qt.Key.Key_B and not event.modifiers()
        if plain and self._session.may(book_slot):
            self._ask_to_book()
        elif _is_letter(event, Qt.Key.Key_A) and self._session.may(take_step):
            self._ask_to_check_in()
        else:
            super().keyPressEvent(event)

    def _ask_to_check_in(self) -> None:
        """Only whose booking is today, and who has not come yet."""

        def ask(found: BookingFacts | None) -> None:
            is_today = found and self._session.local(found.starts_at).date()
            if is_today == self._session.today() and self.isVisible():
                self.check_in_wanted.emit()

        self.read(booking_of_patient, self.patient_id, then=ask)

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

    def _ask_to_book(self) -> None:
        self.read(current_case, self.patient_id, then=self._book)

    def _book(self, case: CaseFacts | None) -> None:
        if case and case.status is CaseStatus.APPROVED and self.isVisible():
            self.book_wanted.emit()

    def correct_identity(self) -> None:
        """Open the panel that puts name and birth date right."""
        self.correcting.show()
        self.correcting.begin()

    def _end_correcting(self) -> None:
        self.correct.setFocus()
        self.correcting.hide()

    def leave(self) -> None:
        """Back to the list."""
        self.closed.emit()

    def step(self, step: int) -> None:
        """Bring the next tab (1) or the one before (-1) forward."""
        labels = self.labels
        place = (labels.index(self.tabs.current) + step) % len(labels)
        self.show_tab(labels[place])
        self.tabs.setFocus(Qt.FocusReason.TabFocusReason)

    def _key(self, keys: str, step: int) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self.step(step))

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
        Fitting(self.tabs, [self.correct, self.back])
        column.addWidget(Beside(self._stack, self.correcting), 1)


def _is_letter(event: QKeyEvent, key: Qt.Key) -> bool:
    return event.key() == key and not event.modifiers() and preferences.letters()
