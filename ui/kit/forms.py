"""The family of form fields, in one place for pages to import."""

from ui.kit.check_field import CheckField
from ui.kit.choice_field import ChoiceField, ChoicesField
from ui.kit.combo_field import ComboField
from ui.kit.date_field import BirthDateField, DateField
from ui.kit.error_summary import ErrorSummary
from ui.kit.field import LabelledField
from ui.kit.number_field import NumberField
from ui.kit.text_area import TextArea
from ui.kit.text_field import TextField
from ui.kit.time_field import TimeField

__all__ = [
    "BirthDateField",
    "CheckField",
    "ChoiceField",
    "ChoicesField",
    "ComboField",
    "DateField",
    "ErrorSummary",
    "LabelledField",
    "NumberField",
    "TextArea",
    "TextField",
    "TimeField",
    "check",
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
