"""Ctrl+K: finds patients, days, screens and commands from any page, in one list."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.away import Away, Line
from ui.kit.finder_row import Answer, FinderRow, Source
from ui.kit.focus_ring import paints_own_focus
from ui.kit.labels import Label, Look
from ui.kit.newest import Newest
from ui.kit.search_box import SearchBox
from ui.shell.finder_list import FinderList, Group
from ui.shell.overlay import EDGE, Overlay

KEYS = "Ctrl+K"
_WIDTH = 760
_LONGEST_ECHO = 60
_AT_ONCE_MS = 40  # what is known is shown without what comes later than this
_SOON_MS = 300  # rows of what was typed before turn pale when their turn to go comes so late
_WAITS = "Not connected. “{}” is looked for once the database answers."
_WAITS_FOR_LAST = "Not connected. The charts you opened last come once the database answers."


class Finder(Overlay):
    """Lies over `window` while somebody looks for something.

    Sources are asked all at once; what is known stands in the list while others are under way.
    Enter chooses the marked row once every source has answered what stands in the line, or at
    once when somebody went to that row. `answered` says that all have answered.
    """

    answered = Signal()

    def __init__(
        self, window: QWidget, words: str, placeholder: str, sources: Sequence[Source], line: Line
    ) -> None:
        """`words` say what can be found, `placeholder` by what."""
        super().__init__(window, _WIDTH)
        self._line = line
        self._asking = self._will_choose = self._went = False
        self.box = SearchBox(words, placeholder, 0)
        paints_own_focus(self.box)
        self.away = Away(line)
        self.heading = Label("", Look.FIELD)
        self.list = FinderList(self.box)
        self.note = Label("", Look.SMALL, wrap=True)
        self._asked = [_Asked(source, self._take, self) for source in sources]
        self._at_once = QTimer(self, singleShot=True, interval=_AT_ONCE_MS)
        self._late = QTimer(self, singleShot=True)
        self._arrange()
        self._connect()

    @property
    def is_answered(self) -> bool:
        """Whether the rows are those of what is typed."""
        return not self._asking and all(asked.is_known for asked in self._asked)

    def prepare(self) -> None:
        for asked in self._asked:
            asked.forget()
        self.list.show_groups(())
        self._say("", "")
        self.box.clear()

    def enter(self) -> None:
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._look("")

    def leave(self) -> None:
        for asked in self._asked:
            asked.forget()
        self._at_once.stop()
        self._late.stop()
        self._will_choose = False
        super().leave()

    def fit(self, width: int) -> None:
        self.list.setFixedWidth(width - 2 * EDGE)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the rows: nothing behind the card can be worked meanwhile."""
        self._step(1 if forward else -1)
        return True

    def _look(self, typed: str) -> None:
        tidy = " ".join(typed.split())[:_LONGEST_ECHO]
        self.away.say(_WAITS.format(tidy) if tidy else _WAITS_FOR_LAST)
        self._will_choose = self._went = False
        self._asking = True
        self.list.let_wait()
        for asked in self._asked:
            asked.look(typed)
        self._asking = False
        if self.is_answered:
            self._end()
        else:
            self._at_once.start()
            self._late.start(_SOON_MS if self.away.isHidden() else 0)

    def _take(self) -> None:
        if self.is_answered:
            self._end()

    def _end(self) -> None:
        """Every source has answered what stands in the line."""
        self._at_once.stop()
        self._late.stop()
        self._show()
        said = [self.heading.text(), self.note.text()]
        if row := self.list.current_row:
            said.append(row.spoken)
        announce(self.box, ". ".join(filter(None, said)))
        self.answered.emit()
        if self._will_choose:
            self._choose(self.list.current_row)

    def _show_known(self) -> None:
        self._show()
        if not self._late.isActive():
            self.list.show_stale()

    def _show(self) -> None:
        """Show what is known; rows of a source that has yet to answer stay, and wait."""
        asked = sorted(self._asked, key=lambda one: not one.answer.leads)
        groups = [
            Group(one.answer.heading or one.source.group, one.answer.rows, not one.is_known)
            for one in asked
            if one.answer.rows
        ]
        self.list.show_groups(groups, keep=self._went)
        told = [one.answer for one in asked if one.is_known and (one.answer.rows or not groups)]
        nobody = [answer.heading for answer in told if not answer.rows]
        self._say(
            " ".join(filter(None, nobody)), " ".join(filter(None, (one.note for one in told)))
        )

    def _say(self, heading: str, note: str) -> None:
        for label, words in ((self.heading, heading), (self.note, note)):
            label.setText(words)
            label.setVisible(bool(words))
        self.place()

    def _step(self, by: int) -> None:
        self._went = True
        self.list.step(by)
        row = self.list.current_row
        if row is not None:
            said = f"{row.spoken}, {self.list.current + 1} of {len(self.list.rows)}"
            self.box.setAccessibleDescription(said)
            announce(self.box, said)

    def _enter(self) -> None:
        row = self.list.current_row
        knows = self.is_answered or (row and (self._went or not self._line.is_connected))
        if knows:
            self._choose(row)
        else:
            self._will_choose = True

    def _choose(self, row: FinderRow | None) -> None:
        self._will_choose = False
        if row is None or not self.isVisible():  # or somebody locked the window meanwhile
            return
        if row.retype:
            self.box.setText(row.retype)
            return
        self.leave()
        if row.act:
            row.act()

    def _connect(self) -> None:
        self.box.textChanged.connect(lambda typed: self._look(typed) if self.isVisible() else None)
        self.box.entered.connect(self._enter)
        self.box.stepped.connect(self._step)
        self.box.left.connect(self.leave)
        self.list.clicked.connect(self._choose)
        self._at_once.timeout.connect(self._show_known)
        self._late.timeout.connect(self.list.show_stale)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, tokens.SPACE_M, 0, tokens.SPACE_S)
        column.setSpacing(tokens.SPACE_XS)
        for part, sides in (
            (self.box, tokens.SPACE_M),
            (self.away, 0),
            (self.heading, tokens.SPACE_L),
            (self.list, EDGE),
            (self.note, tokens.SPACE_L),
        ):
            row = QVBoxLayout()
            above = tokens.SPACE_XS if part is not self.box else 0
            row.setContentsMargins(sides, above, sides, 0)
            row.addWidget(part)
            column.addLayout(row, 1 if part is self.list else 0)


class _Asked(QObject):
    """One source, and its answer to what was typed last."""

    def __init__(self, source: Source, answered: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self.source = source
        self.answer = Answer()
        self._tell = answered
        self._newest = Newest(source.find, self)
        self._newest.answered.connect(self._take)

    @property
    def is_known(self) -> bool:
        return self._newest.is_known

    def look(self, typed: str) -> None:
        self._newest.ask(typed)

    def forget(self) -> None:
        self._newest.forget()
        self.answer = Answer()

    def _take(self, _typed: str, answer: Answer) -> None:
        self.answer = answer
        self._tell()
