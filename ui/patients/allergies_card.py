"""The allergies on the chart, and striking out an error."""

from clinicdesk.intake.queries import IntakeFacts
from clinicdesk.record.actions import StrikeAllergy, strike_allergy
from clinicdesk.record.queries import Chart
from ui.patients import words
from ui.patients.entries_card import EntriesCard, Entry
from ui.session import Session
from ui.strike_form import StrikeForm


class AllergiesCard(EntriesCard):
    """One substance per line."""

    def __init__(self, session: Session) -> None:
        strike = StrikeForm(
            session,
            strike_allergy,
            lambda entry_id, reason: StrikeAllergy(allergy_id=entry_id, reason=reason),
        )
        may_strike = session.may(strike_allergy)
        super().__init__("Allergies", strike, may_strike=may_strike)

    def show_record(self, record: Chart, intake: IntakeFacts | None) -> None:
        """Show what is known, and what was struck out."""
        entries = [Entry(item.id, item.substance, item.substance) for item in record.allergies]
        self.show_entries(entries, record.struck_allergies, words.allergy_chip(record, intake).text)
