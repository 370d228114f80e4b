"""A list to choose from that also shows what it does not offer: values come from elsewhere too."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from ui.kit.combo_field import ComboField


class ListedField(ComboField[str]):
    """Texts by their words; "" and None are "Not recorded", which is chosen to begin with."""

    def __init__(
        self,
        label: str,
        options: Iterable[tuple[str, str]],
        *,
        told: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`told` explains the field in a tooltip."""
        super().__init__(label, tuple(options), optional=True, parent=parent)
        self.input.setToolTip(told)
        self.input.setWhatsThis(told)

    def text(self) -> str:
        """The value as a request takes it: "" for not recorded."""
        return self.value() or ""

    def set_value(self, value: str | None) -> None:
        if value and value not in self._values:
            self._values.append(value)
            self.input.addItem(value)
        super().set_value(value or None)

    def put_back(self, typed: str) -> None:
        if typed and self.input.findText(typed) < 0:
            self.set_value(typed)
        super().put_back(typed)
