"""The name alert: a chip with a word, and on screen alone who the others are."""

from collections.abc import Iterable
from html import escape
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from clinicdesk.scheduling.name_alerts import Namesake
from ui.kit import privacy
from ui.kit.chips import Chip
from ui.kit.privacy import shown_name
from ui.kit.tokens import Status

NAME_ALERT = "Name alert"


def similar_names(
    namesakes: Iterable[Namesake], zone: ZoneInfo, *, listed: bool = False
) -> tuple[str, ...]:
    """`Similar name: MARTINEZ, Rose, born Jun 2, 1950, Tue, Jan 12, 2027, 9:00 AM`, one each.

    In a list, which others may see, the privacy view leaves initials.
    """
    if listed and privacy.is_on():
        return tuple(f"Similar name: {shown_name(one.name)}" for one in namesakes)
    return tuple(
        f"Similar name: {one.name.on_screen}, born {messages.short_day(one.birth_date)},"
        f" {messages.moment(one.starts_at, zone) if one.starts_at else 'waits for a date'}"
        for one in namesakes
    )


def tooltip(names: Iterable[str]) -> str:
    """The same, one to a line; a tooltip would guess whether a name is markup."""
    lines = "<br>".join(map(escape, names))
    return f"<qt>{lines}</qt>" if lines else ""


class NameAlertChip(Chip):
    """Hidden while nobody has a similar name; the tooltip names who has."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Status.ATTN, NAME_ALERT, parent=parent)
        self.show_names(())

    def show_names(self, names: tuple[str, ...]) -> None:
        """Show whom the patient could be taken for, already worded; none hides the chip."""
        self.names = names
        self.setToolTip(tooltip(names))
        self.setAccessibleDescription(". ".join(names))
        self.setVisible(bool(names))
