"""Proving who somebody is, off the window's own thread; a wrong try is counted on record."""

from collections.abc import Callable, Sequence
from functools import partial

import shiboken6
from PySide6.QtCore import QObject

from clinicdesk.errors import Reason
from clinicdesk.messages import sentence
from clinicdesk.staff.actions import NOBODY, record_wrong_try
from clinicdesk.staff.passwords import Proof, prove
from clinicdesk.staff.queries import Credentials, credentials
from clinicdesk.staff.tries import pause
from ui.background import Background

_WRONG = "staff.wrong_password"
_SILENT = "desk.unanswered"


def prove_person(
    background: Background,
    owner: QObject,
    login: str,
    typed: str,
    *,
    then: Callable[[Credentials, Proof], object],
    refused: Callable[[Sequence[Reason]], object],
    or_pin: bool = False,
) -> None:
    """Verify a password, with `or_pin` a PIN too: `then` gets what was found and the proof.

    A window that goes before the answer comes does not undo the try.
    """

    def tell(*found: object, to: Callable[..., object]) -> None:
        if shiboken6.isValid(owner):
            to(*found)

    def verify(found: Credentials | None) -> None:
        background.press(
            background,
            partial(prove, or_pin=or_pin),
            found,
            typed,
            then=lambda proof: tell(found, proof, to=then),
            refused=count,
        )

    def count(reasons: Sequence[Reason]) -> None:
        if reasons[0].code != _WRONG:
            tell(reasons, to=refused)
            return
        with background.acting_as(NOBODY):
            background.change(
                background,
                record_wrong_try,
                login,
                then=lambda left: tell((pause(left),) if left else reasons, to=refused),
                refused=lambda others: tell(others, to=refused),
            )

    background.read(
        background, credentials, login, then=verify, refused=lambda why: tell(why, to=refused)
    )


def kept_out(reason: Reason) -> str:
    """Why somebody is not let in; nothing is typed there that could be saved again."""
    return sentence(Reason("staff.unanswered") if reason.code == _SILENT else reason)


def asked_again(reasons: Sequence[Reason], *, or_pin: bool = True) -> str:
    """What to tell somebody who is signed in and whose password, or PIN, was refused."""
    if reasons[0].code != _WRONG:
        return kept_out(reasons[0])
    return sentence(
        Reason("staff.not_your_password_or_pin" if or_pin else "staff.not_your_password")
    )
