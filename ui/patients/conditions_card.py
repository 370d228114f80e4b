"""The conditions on the chart, and striking out an error."""

from clinicdesk import messages
from clinicdesk.record.actions import StrikeCondition, strike_condition
from clinicdesk.record.queries import Conditions, KnownCondition
from ui.kit.not_recorded import NOT_RECORDED
from ui.patients.entries_card import EntriesCard, Entry
from ui.session import Session
from ui.strike_form import StrikeForm


class ConditionsCard(EntriesCard):
    """One diagnosis or finding per line, with the days that are known."""

    def __init__(self, session: Session) -> None:
        strike = StrikeForm(
            session,
            strike_condition,
            lambda entry_id, reason: StrikeCondition(condition_id=entry_id, reason=reason),
        )
        super().__init__("Conditions", strike, may_strike=session.may(strike_condition))

    def show_record(self, found: Conditions) -> None:
        """Show what is recorded, what has ended last, and what was struck out."""
        known = sorted(found.known, key=lambda one: one.resolved_on is not None)
        entries = [Entry(one.id, one.name, _line(one)) for one in known]
        self.show_entries(entries, found.struck, NOT_RECORDED)


def _line(one: KnownCondition) -> str:
    began = f"since {messages.short_day(one.began_on)}" if one.began_on else ""
    ended = f"resolved {messages.short_day(one.resolved_on)}" if one.resolved_on else ""
    return " · ".join(filter(None, (one.name, began, ended)))
