"""One entry of the history in full: who, where, and each field before and after."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.audit.queries import Difference, Entry
from ui.kit import theme, tokens
from ui.kit.emptying import empty
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas
from ui.kit.regions import mark_region
from ui.kit.scrolling import scrolled

_EDGE = 20


class EntryDetails(QWidget):
    """What the list has no room for; only to be read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fix(self, width=tokens.PANEL_WIDTH)
        mark_region(self)
        self._done = Label("", Look.SUBTITLE, wrap=True)
        self._who = Label("", Look.BODY, wrap=True)
        self._when = Label("", Look.SMALL, wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(tokens.SPACE_M)
        inner = QVBoxLayout()
        inner.setContentsMargins(_EDGE, tokens.SPACE_L, _EDGE, tokens.SPACE_L)
        inner.setSpacing(tokens.SPACE_XS)
        for label in (self._done, self._who, self._when):
            inner.addWidget(label)
        inner.addSpacing(tokens.SPACE_M)
        inner.addLayout(self._lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        self._area = scrolled(inner)
        # Nothing inside takes the focus, and a long entry is read by keyboard too.
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName("Details of the entry")
        column.addWidget(self._area)

    @property
    def text(self) -> str:
        """All that is said, for a reader."""
        return self._area.accessibleDescription()

    def show_entry(self, entry: Entry, when: str) -> None:
        """Show one entry; `when` is its moment in words."""
        self._done.setText(entry.done)
        self._who.setText(whose(entry))
        self._when.setText(f"{when}, on {entry.workstation}" if entry.workstation else when)
        empty(self._lines)
        for one in entry.differences:
            self._lines.addWidget(_line(one))
        if not entry.differences:
            self._lines.addWidget(Label("Nothing was changed.", Look.QUIET))
        said = [f"{one.label}: {_value(one)}" for one in entry.differences]
        self._area.verticalScrollBar().setValue(0)
        self._area.setAccessibleDescription("\n".join([entry.done, whose(entry), when, *said]))

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("surface"))
            painter.fillRect(0, 0, 1, self.height(), theme.color("border"))


def whose(entry: Entry) -> str:
    """`Dana Mills, Front desk`."""
    return ", ".join([entry.who, *entry.roles])


def _line(one: Difference) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(Label(one.label, Look.FIELD, wrap=True))
    column.addWidget(Label(_value(one), wrap=True))
    return holder


def _value(one: Difference) -> str:
    return f"{one.before} → {one.after}" if one.before else one.after
