"""What a patient is asked about themself, beside the name: one word of a list each."""

from PySide6.QtWidgets import QWidget

from clinicdesk.patients.languages import languages
from clinicdesk.patients.rules import Sex
from ui.kit.choice_field import ChoiceField
from ui.kit.combo_field import ComboField
from ui.kit.listed_field import ListedField

SEXES = ((Sex.FEMALE, "Female"), (Sex.MALE, "Male"), (Sex.OTHER, "Other"))
_SEX = (
    "The sex on the patient's birth record or legal papers, as the patient tells it. "
    "Laboratory ranges and doses may depend on it."
)
_GENDERS = (
    "Woman",
    "Man",
    "Nonbinary",
    "Transgender woman",
    "Transgender man",
    "Another gender",
    "Prefers not to say",
)
_GENDER = (
    "Who the patient says they are. It tells how to address them; nothing clinical depends on it."
)
_ANSWERS = ((True, "Yes"), (False, "No"))


class SexField(ComboField[Sex]):
    """In full words; not recorded to begin with. F, M, O and N choose by keyboard."""

    def __init__(self, label: str = "Se&x", parent: QWidget | None = None) -> None:
        super().__init__(label, SEXES, optional=True, parent=parent)
        self.input.setToolTip(_SEX)
        self.input.setWhatsThis(_SEX)


class GenderField(ListedField):
    """In full words, kept as they stand here; not recorded to begin with."""

    def __init__(self, label: str = "Gender identit&y", parent: QWidget | None = None) -> None:
        super().__init__(label, ((word, word) for word in _GENDERS), told=_GENDER, parent=parent)


class LanguageField(ListedField):
    """The language that the patient prefers to speak, by BCP 47 code."""

    def __init__(self, label: str = "&Language", parent: QWidget | None = None) -> None:
        super().__init__(label, languages().items(), parent=parent)


class InterpreterField(ChoiceField[bool]):
    """Whether an interpreter is needed; None while nobody has asked."""

    def __init__(self, label: str = "&Interpreter needed", parent: QWidget | None = None) -> None:
        super().__init__(label, _ANSWERS, optional=True, parent=parent)
