"""A line of text that has a form of its own, such as an email address."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from ui.kit.text_field import TextField


class CheckedField(TextField):
    """`rule` tells what is wrong with the text: quietly when it is left, as an error on saving."""

    def __init__(
        self,
        label: str,
        rule: Callable[[str], list[Reason]],
        *,
        hint: str = "",
        width: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, hint=hint, width=width, parent=parent)
        self._rule = rule
        self.input.editingFinished.connect(self.remark)
        self.input.textEdited.connect(lambda _: self._show_hint(self.told()))

    def objection(self) -> str:
        return " ".join(map(messages.sentence, self._rule(self.value())))
