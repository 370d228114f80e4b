"""The family of form fields, in one place for pages to import."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from clinicdesk import messages
from clinicdesk.errors import Reason
from ui.kit.check_field import CheckField
from ui.kit.checked_field import CheckedField
from ui.kit.choice_field import ChoiceField, ChoicesField
from ui.kit.combo_field import ComboField
from ui.kit.date_field import BirthDateField, DateField
from ui.kit.error_summary import ErrorSummary
from ui.kit.field import LabelledField
from ui.kit.number_field import NumberField
from ui.kit.phone_field import PhoneField
from ui.kit.text_area import TextArea
from ui.kit.text_field import TextField
from ui.kit.time_field import TimeField

__all__ = [
    "BirthDateField",
    "CheckField",
    "CheckedField",
    "ChoiceField",
    "ChoicesField",
    "ComboField",
    "DateField",
    "ErrorSummary",
    "LabelledField",
    "NumberField",
    "PhoneField",
    "TextArea",
    "TextField",
    "TimeField",
    "check",
    "mark",
]


def check(*fields: LabelledField) -> list[str]:
    """Mark every field whose text cannot be read; returns what to do, in the fields' words."""
    sentences = []
    for field in fields:
        sentence = field.objection()
        field.set_error(sentence)
        if sentence:
            sentences.append(sentence)
    return sentences


def mark(
    reasons: Sequence[Reason],
    fields: Sequence[LabelledField],
    owners: Mapping[str, LabelledField],
    zone: ZoneInfo | None = None,
) -> list[str]:
    """The reasons in words, said at the fields they are about as well.

    That is the owner of a reason's code, or the field whose label it names.
    """
    by_label = {field.name: field for field in fields}
    sentences = []
    for reason in reasons:
        sentence = messages.sentence(reason, zone)
        owner = owners.get(reason.code) or by_label.get(str(reason.facts.get("field")))
        if owner:
            owner.set_error(sentence)
        sentences.append(sentence)
    return sentences
