"""Ctrl+/: all keys that work now, by group. Made anew from the commands whenever it is opened."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.command import MENUS, Command
from ui.kit.focus_ring import paints_own_focus
from ui.kit.key_cap import KeyCap
from ui.kit.labels import Label, Look
from ui.kit.scrolling import scrolled
from ui.shell.overlay import Overlay

KEYS = "Ctrl+/"
_WIDTH = 980
_COLUMNS = 3
_TITLE = "Keyboard shortcuts"
_HERE = "On this page"
_ANYWHERE = (
    ("Next, previous", "Tab, Shift+Tab"),
    ("Inside a list, a grid, choices", "Arrows"),
    ("First, last", "Home, End"),
    ("Open, press", "Enter"),
    ("Tick, choose", "Space"),
    ("Save the form", "Ctrl+Enter"),
    ("Close; what is typed is kept", "Esc"),
    ("The underlined letter", "Alt+letter"),
    ("Calendar of a date field", "F4"),
)

Keys = list[tuple[str, str]]


class ShortcutSheet(Overlay):
    """`now` answers what can be done now; the page's own stands first."""

    def __init__(self, window: QWidget, now: Callable[[], Sequence[Command]]) -> None:
        super().__init__(window, _WIDTH)
        self.setAccessibleName(_TITLE)
        self._now = now
        self._area: QScrollArea | None = None
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_L, tokens.SPACE_XL, tokens.SPACE_L)
        column.setSpacing(tokens.SPACE_M)
        top = QHBoxLayout()
        top.addWidget(Label(_TITLE, Look.TITLE), 1)
        top.addWidget(Label("Close", Look.SMALL))
        top.addWidget(KeyCap("Esc"))
        column.addLayout(top)

    @property
    def groups(self) -> dict[str, Keys]:
        """What the sheet shows: words and keys, by heading."""
        return by_group(self._now())

    def prepare(self) -> None:
        if self._area is not None:
            self._column.removeWidget(self._area)
            self._area.deleteLater()
        self._area = _area(self.groups)
        self._area.setAccessibleName(_TITLE)
        self._column.addWidget(self._area, 1)

    def wanted(self, width: int) -> int:
        inside = self._area.widget()
        sides = self._column.contentsMargins()
        room = width - sides.left() - sides.right()
        head = self._column.itemAt(0).sizeHint().height() + self._column.spacing()
        around = head + sides.top() + sides.bottom()
        return around + inside.layout().totalHeightForWidth(room)

    def enter(self) -> None:
        self._area.setFocus(Qt.FocusReason.ShortcutFocusReason)
        announce(self, _TITLE)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """There is only the sheet to be in."""
        return True


def by_group(commands: Sequence[Command]) -> dict[str, Keys]:
    """The keys of commands that have any, by heading: the page's, the menus', those of fields."""
    keyed = [command for command in commands if command.keys]
    groups = {_HERE: _told([one for one in keyed if not one.everywhere])}
    for menu in MENUS:
        groups[menu] = _told([one for one in keyed if one.everywhere and one.menu == menu])
    groups["In forms and lists"] = list(_ANYWHERE)
    return {heading: keys for heading, keys in groups.items() if keys}


def _told(commands: Sequence[Command]) -> Keys:
    return [(command.words, command.keys) for command in commands]


def _area(groups: dict[str, Keys]) -> QScrollArea:
    """The groups in columns, each where the column is shortest; arrows scroll them."""
    columns = [QVBoxLayout() for _ in range(_COLUMNS)]
    lengths = [0] * _COLUMNS
    for heading, keys in groups.items():
        shortest = lengths.index(min(lengths))
        columns[shortest].addLayout(_group(heading, keys))
        lengths[shortest] += len(keys) + 2
    row = QHBoxLayout()
    row.setSpacing(tokens.SPACE_XXL)
    for column in columns:
        column.setSpacing(tokens.SPACE_L)
        column.addStretch(1)
        row.addLayout(column, 1)
    whole = QVBoxLayout()
    whole.addLayout(row)
    area = scrolled(whole)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    paints_own_focus(area)  # the card is all there is
    return area


def _group(heading: str, keys: Keys) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(tokens.SPACE_M)
    grid.setVerticalSpacing(tokens.SPACE_XS)
    grid.setColumnStretch(0, 1)
    grid.addWidget(Label(heading, Look.STRONG), 0, 0, 1, 2)
    for row, (words, shown) in enumerate(keys, 1):
        label = Label(words, Look.BODY, wrap=True)
        label.setAccessibleName(f"{words}, {shown}")
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(KeyCap(shown), row, 1, Qt.AlignmentFlag.AlignRight)
    return grid
