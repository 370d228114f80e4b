"""What speaks against a move, and what it would make undone, seen before it is made."""

from typing import Any

from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.scheduling.queries import Impact, Place, move_impact
from ui.kit.notice import Notice
from ui.session import Session

_HEADING = "This move undoes:"


class ImpactCard(Notice):
    """Follows the place that the fields name; hidden while nothing is in the way or lost."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("alert-triangle", parent)
        self._session = session
        self._asked: object = None

    def look(self, booking_id: int, place: dict[str, Any] | None) -> None:
        """Ask what moving this booking there would meet; an older answer is not shown.

        Without a whole place there is nothing to say yet.
        """
        if place is None:
            self._asked = None
            self.say(())
        elif self._asked != (booking_id, place):
            self._asked = asked = (booking_id, place)

            def show(impact: Impact) -> None:
                if self._asked == asked:
                    self._show(impact)

            where = Place(verified=None, **place)
            self._session.background.read(self, move_impact, booking_id, where, then=show)

    def _show(self, impact: Impact) -> None:
        undone = [messages.sentence(Reason(code)) for code in impact.undone]
        against = [messages.sentence(one, self._session.zone) for one in impact.objections]
        self.say([*against, *([_HEADING, *undone] if undone else ())])
