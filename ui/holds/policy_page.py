"""The hold table in force, and its signature."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages, topics
from clinicdesk.holds.actions import sign_policy
from clinicdesk.holds.queries import PolicyFacts, policy_in_force
from clinicdesk.policy import DrugRow
from clinicdesk.staff.queries import Person, people
from clinicdesk.staff.rules import Role
from ui.holds.policy_columns import COLUMNS
from ui.holds.sign_card import SignCard
from ui.kit import theme, tokens
from ui.kit.buttons import primary
from ui.kit.chips import Chip
from ui.kit.labels import Label, Look
from ui.kit.page import Page
from ui.kit.table import Table
from ui.kit.tokens import Status
from ui.session import Session


class PolicyPage(Page):
    """Everybody reads the table; a physician signs it with the password."""

    doing = "Reading the hold policy"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session.background, (topics.POLICY,), parent)
        self._session = session
        self._policy: PolicyFacts | None = None
        self.table: Table[DrugRow] = Table("Hold table", COLUMNS, key=lambda row: row.key)
        self.sign = primary("&Sign policy", "signature")
        self.card = SignCard(session)
        self._state = Chip(Status.WAIT, "")
        self._title = Label("", Look.SUBTITLE)
        self._version = Label("", Look.SMALL, wrap=True)
        self._who = Label("", Look.SMALL, wrap=True)
        self._details = Label("", Look.SMALL, wrap=True)
        self._arrange()
        self.sign.clicked.connect(self._open_card)
        self.card.closed.connect(self._close_card)
        self.table.selected.connect(self._show_details)

    @property
    def state(self) -> str:
        """Whether the table is signed, in words."""
        return self._state.text

    @property
    def who(self) -> str:
        """Who signed, or who can."""
        return self._who.text()

    @property
    def details(self) -> str:
        """Everything about the current row."""
        return self._details.text()

    def reload(self) -> None:
        self.read(policy_in_force, then=self._show)

    def _show(self, policy: PolicyFacts) -> None:
        self._policy = policy
        table = policy.table
        self._title.setText(table.title)
        effective = messages.day(table.effective)
        self._version.setText(f"Version {table.version} from {effective} · {table.source}")
        self.table.show_rows(table.rows)
        if self.table.current_row() is None:
            self.table.selectRow(0)
        self.card.show_policy(policy)
        if policy.signed_at:
            when = messages.moment(policy.signed_at, self._session.zone)
            self._state.show_chip(Status.READY, "Signed")
            self._who.setText(f"{policy.signed_by} · {when}")
        else:
            self._state.show_chip(Status.ATTN, "Default awaiting signature")
            self.read(people, Role.PHYSICIAN, then=self._show_signers)
        self._close_card()

    def _show_signers(self, physicians: tuple[Person, ...]) -> None:
        names = ", ".join(person.name for person in physicians) or "nobody yet"
        self._who.setText(f"Until a physician signs it, dose dates are drafts. Can sign: {names}")

    def _show_details(self, row: DrugRow | None) -> None:
        if row is None or self._policy is None:
            self._details.setText("")
            return
        called = ", ".join((*row.brands, *row.synonyms))
        parts = [f"{row.name}: {called}" if called else row.name]
        parts += [self._policy.table.citation(row), row.note]
        self._details.setText("\n".join(filter(None, parts)))

    def _open_card(self) -> None:
        self.sign.hide()
        self.card.show()
        self.card.password.setFocus()

    def _close_card(self) -> None:
        may_sign = self._session.may(sign_policy)
        unsigned = self._policy is not None and self._policy.signed_at is None
        self.card.hide()
        self.sign.setVisible(may_sign and unsigned)

    def _arrange(self) -> None:
        edge = tokens.SPACE_XL
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_M)
        head.addWidget(self._title)
        head.addWidget(self._state)
        head.addStretch(1)
        head.addWidget(self.sign)
        about = QVBoxLayout()
        about.setContentsMargins(edge, tokens.SPACE_L, 20, tokens.SPACE_M)
        about.setSpacing(tokens.SPACE_XS)
        about.addLayout(head)
        for part in (self._version, self._who, self.card):
            about.addWidget(part)
        foot = QHBoxLayout()
        foot.setContentsMargins(edge, tokens.SPACE_S, 20, tokens.SPACE_M)
        foot.addWidget(self._details)
        theme.follow(self._details, _keep_three_lines, "least")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(about)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.fill(self._session, column)
        self._close_card()


def _keep_three_lines(label: Label) -> None:
    label.setMinimumHeight(3 * label.fontMetrics().lineSpacing())
