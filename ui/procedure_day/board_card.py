"""One patient of the day on the board: a card that takes the focus and reads as one."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import theme, tokens
from ui.kit.chips import Chip
from ui.kit.emptying import empty
from ui.kit.flow import Flow
from ui.kit.labels import Label, Look
from ui.kit.name_alert import tooltip
from ui.kit.painting import canvas, plate
from ui.kit.tokens import Status
from ui.procedure_day.board_words import CardWords

_BAR, _NARROWEST = 4, 100
_LOUD = (Status.ATTN, Status.BLOCK)


class BoardCard(QAbstractButton):
    """Keys go to the board; the card in hand alone is a stop of Tab."""

    def __init__(self, words: CardWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._time = Label("", Look.SMALL_STRONG)
        self._name = Label("", Look.STRONG, wrap=True)
        self._born = Label("", Look.SMALL, wrap=True)
        self._note = Label("", Look.SMALL, wrap=True)
        self._marks = QWidget()
        self._in_hand = False
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._arrange()
        self.take_in_hand(False)
        self.words = words
        self.show_words(words)

    def show_words(self, words: CardWords) -> None:
        """Show the same patient as they are now."""
        is_new = self.words != words or not self._name.text()
        self.words = words
        if not is_new:
            return
        self._time.setText(words.time)
        self._name.setText(words.name)
        self._born.setText(words.born)
        self._note.setText(words.note)
        self._born.setVisible(bool(words.born))
        empty(self._marks.layout())
        self._marks.setVisible(bool(words.marks))
        for mark in words.marks:
            self._marks.layout().addWidget(_wrapping(Chip(mark.status, mark.word, mark.icon)))
        self.setAccessibleName(words.spoken)
        self.setToolTip(tooltip(words.tooltip.split("\n")))
        self.updateGeometry()
        self.update()

    def take_in_hand(self, in_hand: bool) -> None:
        """The card on which the keys act; Tab comes to it."""
        policies = Qt.FocusPolicy
        self._in_hand = in_hand
        self.setFocusPolicy(policies.StrongFocus if in_hand else policies.ClickFocus)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def sizeHint(self) -> QSize:
        return self.layout().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(_NARROWEST), self.fontMetrics().height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.layout().totalHeightForWidth(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        status, area = self.words.status, QRectF(self.rect())
        shape = QPainterPath()
        shape.addRoundedRect(area, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        with canvas(self) as painter:
            plate(painter, area, "done_bg" if status is Status.DONE else "surface")
            painter.setClipPath(shape)
            bar = QRectF(0, 0, _BAR, area.height())
            painter.fillRect(bar, theme.color(f"{status}_bar"))
            painter.setClipping(False)
            lit = "border_strong" if self.underMouse() else "border"
            edge = f"{status}_bar" if status in _LOUD else lit
            if self._in_hand:
                plate(painter, area, "", "accent", width=2)
            else:
                plate(painter, area, "", edge)

    def _arrange(self) -> None:
        self._marks.setLayout(Flow(tokens.SPACE_XS, tokens.SPACE_XS))
        column = QVBoxLayout(self)
        column.setContentsMargins(_BAR + tokens.SPACE_S, tokens.SPACE_S, tokens.SPACE_S, 10)
        column.setSpacing(tokens.SPACE_HAIR)
        column.addWidget(self._time)
        column.addWidget(self._name)
        column.addWidget(self._born)
        column.addWidget(self._note)
        column.addSpacing(tokens.SPACE_XS)
        column.addWidget(self._marks)
        for label in (self._time, self._name, self._born, self._note):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._marks.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def _wrapping(chip: Chip) -> Chip:
    """A chip that takes the height of its second line in a narrow lane."""
    policy = chip.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
    chip.setSizePolicy(policy)
    return chip
