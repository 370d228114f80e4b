"""The parts of a person's name. Where they stand is for the form to say."""

from PySide6.QtCore import Qt

from clinicdesk.patients.rules import PersonName
from ui.kit.text_field import TextField


class NameFields:
    """Every letter is taken as it is typed: no spelling is checked, no capital put in.

    `first` are the parts a phone call answers, `further` the others; labels are those that the
    name's rules use.
    """

    def __init__(self) -> None:
        self.family = TextField("&Family name")
        self.given = TextField("&Given name")
        self.preferred = TextField("&Preferred name")
        self.middle = TextField("Middle name")
        self.suffix = TextField("S&uffix", hint="Jr., III", width=96)
        self.first = (self.family, self.given, self.preferred)
        self.further = (self.middle, self.suffix)
        self.fields = (*self.first, *self.further)
        for field in self.fields:
            field.input.setInputMethodHints(
                Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
            )

    def value(self) -> PersonName:
        return PersonName(
            family=self.family.value(),
            given=self.given.value(),
            middle=self.middle.value(),
            suffix=self.suffix.value(),
            preferred=self.preferred.value(),
        )

    def set_value(self, name: PersonName) -> None:
        self.family.set_value(name.family)
        self.given.set_value(name.given)
        self.middle.set_value(name.middle)
        self.suffix.set_value(name.suffix)
        self.preferred.set_value(name.preferred)
