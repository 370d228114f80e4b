"""Hashing and verifying passwords: slow on purpose, so it runs on the press thread."""

from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from clinicdesk.desk import Actor
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.staff.queries import Credentials
from clinicdesk.staff.rules import password_objections

# The hash of random bytes nobody kept: an unknown person costs the same time as a known one.
_UNKNOWN = (
    "$argon2id$v=19$m=65536,t=3,p=4$zYrBDJaskL2/24EpKcQoAA$"
    "q2rbpVPz/prjSB2sE3RJgjIWspG9rkD5qN9se8iKmCg"
)


@dataclass(frozen=True)
class Proof:
    """That this person just gave their password: what `prove` answers."""

    staff_member_id: int


def hash_password(password: str, login: str) -> str:
    """Argon2id, 64 MiB. Raises Refused when the password is too weak (NIST SP 800-63B-4)."""
    refuse_if(password_objections(password, login))
    return PasswordHasher().hash(password)


def prove(credentials: Credentials | None, password: str) -> Proof:
    """Verify a password. Raises the same Refused for an unknown person and a wrong password."""
    known = credentials.password_hash if credentials else None
    try:
        PasswordHasher().verify(known or _UNKNOWN, password)
    except VerificationError:
        known = None
    if credentials is None or known is None:
        raise Refused(Reason("staff.wrong_password"))
    return Proof(credentials.actor.id)


def check_proof(proof: Proof, actor: Actor) -> None:
    """Raises Refused when the proof is somebody else's."""
    if proof.staff_member_id != actor.id:
        raise Refused(Reason("staff.wrong_password"))
