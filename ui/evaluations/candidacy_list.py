"""The list of criteria beside the note; it follows every key."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.evaluations.candidacy import Criterion
from ui.kit import tokens
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look
from ui.kit.tokens import Status


class CandidacyList(QWidget):
    """Each criterion has an icon and a word; its source is in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.SPACE_M)

    def show_criteria(self, criteria: Sequence[Criterion]) -> None:
        """Show how the criteria stand; there are always the same ones."""
        for criterion in criteria[len(self._rows) :]:
            self._rows.append(_Row(criterion))
            self._column.addWidget(self._rows[-1])
        for row, criterion in zip(self._rows, criteria, strict=True):
            row.show_criterion(criterion)

    @property
    def lines(self) -> tuple[str, ...]:
        """The list as it reads: "Level to treat: Not recorded"."""
        return tuple(row.accessibleName() for row in self._rows)


class _Row(QWidget):
    def __init__(self, criterion: Criterion) -> None:
        super().__init__()
        self._icon = Icon(criterion.status.icon)
        self._title = Label(criterion.title, Look.STRONG, wrap=True)
        self._word = Label("", Look.SMALL, wrap=True)
        self._problem = Label("", Look.WARNING, wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._icon, 0, 0, Qt.AlignmentFlag.AlignTop)
        for row, label in enumerate((self._title, self._word, self._problem)):
            grid.addWidget(label, row, 1)

    def show_criterion(self, criterion: Criterion) -> None:
        words = " · ".join(filter(None, (criterion.word, criterion.detail)))
        unmet = criterion.status is Status.ATTN
        self._icon.show_icon(criterion.status.icon, f"{criterion.status}_fg")
        self._word.setText("" if unmet else words)
        self._problem.setText(words if unmet else "")
        self._word.setVisible(not unmet)
        self._problem.setVisible(unmet)
        self.setToolTip(criterion.source)
        self.setAccessibleName(f"{criterion.title}: {words}")
        self.setAccessibleDescription(criterion.source)
