"""What the person at work chooses from their menu, and the offer of a PIN."""

from collections.abc import Callable

from ui.kit.command import Command
from ui.session import Session
from ui.shell.lock import Lock
from ui.shell.main_window import MainWindow
from ui.shell.pin_offer import PinOffer
from ui.shell.secret_dialog import SecretDialog
from ui.shell.secret_form import PASSWORD, PIN, Secret


def bind_person(
    window: MainWindow, session: Session, lock: Lock, leave: Callable[[], object], *, has_pin: bool
) -> None:
    """Connect the menu; `leave` brings the sign-in window, where anybody can go on."""
    person = window.top_bar.person
    person.lock.triggered.connect(lambda _: lock.close())
    window.top_bar.lock.clicked.connect(lambda _: lock.close())
    person.switch.triggered.connect(lambda _: leave())
    person.sign_out.triggered.connect(lambda _: leave())
    person.change_pin.triggered.connect(lambda _: open_dialog(PIN))
    person.change_password.triggered.connect(lambda _: open_dialog(PASSWORD))

    offer = None if has_pin else PinOffer()

    def open_dialog(secret: Secret) -> None:
        dialog = SecretDialog(session, secret, window)
        dialog.form.done.connect(window.notify)
        if offer and secret is PIN:
            dialog.form.done.connect(offer.leave)
        dialog.open()

    window.offer_commands(
        [
            _of_person("lock", "Lock", lock.close, "Ctrl+L"),
            _of_person("switch", "Switch user", leave),
            _of_person("pin", "Choose a PIN", lambda: open_dialog(PIN)),
            _of_person("password", "Change password", lambda: open_dialog(PASSWORD)),
            _of_person("sign_out", "Sign out", leave),
        ]
    )
    if offer:
        offer.wanted.connect(lambda: open_dialog(PIN))
        offer.gone.connect(window.enter)
        window.offer(offer)


def _of_person(key: str, words: str, act: Callable[[], object], keys: str = "") -> Command:
    return Command(f"person.{key}", words, act, keys, "File", everywhere=True)
