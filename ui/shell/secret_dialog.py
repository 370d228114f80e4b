"""The dialog in which a person changes their password or PIN."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.kit import theme, tokens
from ui.kit.buttons import secondary
from ui.kit.focus_ring import FocusRing
from ui.kit.labels import Label, Look
from ui.session import Session
from ui.shell.secret_form import Secret, SecretForm

_WIDTH = 420


class SecretDialog(QDialog):
    """Over the main window; Esc leaves everything as it was."""

    def __init__(self, session: Session, secret: Secret, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("ClinicDesk")
        self.setAccessibleName(secret.title)
        theme.fix(self, width=_WIDTH)
        self.form = SecretForm(session, secret)
        self.form.done.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        column.setSpacing(tokens.SPACE_M)
        column.addWidget(Label(secret.title, Look.TITLE))
        column.addWidget(Label(secret.says, Look.QUIET, wrap=True))
        column.addWidget(self.form)
        cancel = secondary("Cancel")
        cancel.clicked.connect(self.reject)
        column.addWidget(cancel)
        self._ring = FocusRing(self)
        self.form.setFocus()
        self.finished.connect(self.deleteLater)

    def event(self, event: QEvent) -> bool:
        """What is said over the fields needs room of its own."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.setFixedHeight(self.layout().totalHeightForWidth(self.width()))
        return handled
