"""What a person does about their own sign-in: who asks for which action, and with which request."""

from collections.abc import Callable
from itertools import count
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.staff.actions import (
    ChoosePassword,
    ChoosePin,
    GiveOneTimePassword,
    choose_password,
    choose_pin,
    confirm_identity,
    give_one_time_password,
    record_wrong_try,
    set_lock_minutes,
)
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, HASH, actor, proof
from tests.builders.gestures import do
from tests.builders.staff import a_newcomer

PIN = "385206"
# Argon2id of PIN at the lowest cost, as the passwords of tests/builders/clinic.py.
PIN_HASH = (
    "$argon2id$v=19$m=8,t=1,p=1$/n0RpFZPTeJmh94uoBhkgw$2VASjCBzAM49hFK2ctJHMvaLQGfc9HH5KLZjah8z+XE"
)

_serial = count()

Asked = tuple[str, Callable[..., Any], Any]


def give_pin(desk: Desk, login: str) -> None:
    """Somebody chooses PIN as theirs."""
    do(desk, login, choose_pin, ChoosePin(pin_hash=PIN_HASH, proof=proof(actor(desk, login))))


def _confirm(desk: Desk) -> Asked:
    return COORDINATOR, confirm_identity, proof(actor(desk, COORDINATOR))


def _try(desk: Desk) -> Asked:
    return "nobody", record_wrong_try, f"nobody {next(_serial)}"


def _choose_password(desk: Desk) -> Asked:
    who = proof(actor(desk, COORDINATOR))
    return COORDINATOR, choose_password, ChoosePassword(password_hash=HASH, proof=who)


def _choose_pin(desk: Desk) -> Asked:
    who = proof(actor(desk, COORDINATOR))
    return COORDINATOR, choose_pin, ChoosePin(pin_hash=PIN_HASH, proof=who)


def _give(desk: Desk) -> Asked:
    newcomer = a_newcomer(desk)
    given = GiveOneTimePassword(
        staff_member_id=newcomer.id, lock_version=newcomer.lock_version, password_hash=HASH
    )
    return ADMINISTRATOR, give_one_time_password, given


def _set_lock(desk: Desk) -> Asked:
    return ADMINISTRATOR, set_lock_minutes, 1 + next(_serial) % 15


SIGN_IN: dict[str, Callable[[Desk], Asked]] = {
    "staff.confirm_identity": _confirm,
    "staff.record_wrong_try": _try,
    "staff.choose_password": _choose_password,
    "staff.choose_pin": _choose_pin,
    "staff.give_one_time_password": _give,
    "staff.set_lock_minutes": _set_lock,
}
