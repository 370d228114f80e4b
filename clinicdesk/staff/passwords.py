"""Hashing and verifying passwords and PINs: slow on purpose, so it runs on the press thread."""

import secrets
import tomllib
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from clinicdesk import paths
from clinicdesk.desk import Actor
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.staff.queries import Credentials
from clinicdesk.staff.rules import is_pin, password_objections, pin_objections

# The hash of random bytes nobody kept: an unknown person costs the same time as a known one.
_UNKNOWN = (
    "$argon2id$v=19$m=65536,t=3,p=4$zYrBDJaskL2/24EpKcQoAA$"
    "q2rbpVPz/prjSB2sE3RJgjIWspG9rkD5qN9se8iKmCg"
)
_PRODUCT = "ClinicDesk"
_CONSONANTS, _VOWELS = "bdfghjklmnprstvz", "aeiou"
_SYLLABLES, _GROUPS = 2, 5


@dataclass(frozen=True)
class Proof:
    """That this person just gave their password or PIN: what `prove` answers."""

    staff_member_id: int
    by_pin: bool = False


def hash_password(password: str, login: str, *known: str) -> str:
    """Argon2id, 64 MiB. Raises Refused when the password is too weak (NIST SP 800-63B-4).

    `known` are names that others would try, as the person's own and the clinic's.
    """
    refuse_if(password_objections(password, login, (*known, _PRODUCT, *common_words())))
    return PasswordHasher().hash(password)


def hash_other_password(password: str, found: Credentials, *known: str) -> str:
    """The same for somebody who has a password already. Refused too when it is that one."""
    hashed = hash_password(password, found.actor.login, found.actor.name, *known)
    if _verifies(found.password_hash, password):
        raise Refused(Reason("staff.password_unchanged"))
    return hashed


def hash_pin(pin: str) -> str:
    """Argon2id, 64 MiB. Raises Refused when it is not six digits, or is easily guessed."""
    refuse_if(pin_objections(pin))
    return PasswordHasher().hash(pin)


def one_time_password() -> str:
    """A password to be said aloud and typed once: five groups of letters, 63 random bits."""
    syllables = [
        secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(_SYLLABLES * _GROUPS)
    ]
    pairs = zip(syllables[::2], syllables[1::2], strict=True)
    return "-".join(first + second for first, second in pairs)


def prove(credentials: Credentials | None, typed: str, *, or_pin: bool = False) -> Proof:
    """Verify a password, with `or_pin` a PIN too: one argon2 call, whoever asks.

    Raises the same Refused for an unknown person and a wrong password. Six digits are a PIN, which
    is refused unread when there is none or after too many wrong tries.
    """
    by_pin = or_pin and is_pin(typed)
    known = credentials.password_hash if credentials else None
    if credentials and by_pin:
        known = _open_pin(credentials)
    if not _verifies(known, typed) or credentials is None:
        raise Refused(Reason("staff.wrong_password"))
    return Proof(credentials.actor.id, by_pin)


def check_proof(proof: Proof, actor: Actor) -> None:
    """Raises Refused when the proof is somebody else's."""
    if proof.staff_member_id != actor.id:
        raise Refused(Reason("staff.wrong_password"))


def check_password(proof: Proof, actor: Actor) -> None:
    """Raises Refused when the proof is somebody else's, or a PIN's."""
    check_proof(proof, actor)
    if proof.by_pin:
        raise Refused(Reason("staff.wrong_password"))


@cache
def common_words() -> tuple[str, ...]:
    """What others try first, from resources/policy/passwords.toml."""
    file = paths.resources() / "policy" / "passwords.toml"
    return tuple(tomllib.loads(file.read_text(encoding="utf-8"))["words"])


def _verifies(known: str | None, typed: str) -> bool:
    """One argon2 call, also where nothing is known."""
    try:
        PasswordHasher().verify(known or _UNKNOWN, typed)
    except VerificationError:
        return False
    return known is not None


def _open_pin(credentials: Credentials) -> str:
    if credentials.pin_hash is None:
        raise Refused(Reason("staff.no_pin"))
    if not credentials.pin_open:
        raise Refused(Reason("staff.pin_closed"))
    return credentials.pin_hash
