"""Wrong tries at a password or PIN: counted in a row in the database, so a restart forgets none.

A name nobody has is counted like a person's, or the pause would tell who works here.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import select

from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.staff.queries import sign_in_name
from clinicdesk.staff.rules import FREE_TRIES, MOST_TRIES, in_words, pause_after
from clinicdesk.staff.tables import StaffMember, UnknownName


def count_wrong_try(work: Work, login: str) -> timedelta:
    """Count one more, unless nobody gets in at the moment; answers how long that lasts now.

    Refused for whoever is locked, and for a name that nobody has after as many tries.
    """
    tried = _person(work, login) or _unknown(work, login)
    if _is_locked(tried):
        raise Refused(Reason("desk.access_locked"))
    left = _pause_left(tried, work.now)
    if left:
        return left
    tried.failed_tries = min(tried.failed_tries + 1, MOST_TRIES)
    tried.failed_at = work.now
    if isinstance(tried, StaffMember) and tried.failed_tries == MOST_TRIES:
        tried.locked_at = tried.locked_at or work.now
    return pause_after(tried.failed_tries)


def admit(work: Work) -> StaffMember:
    """The actor, whose row of wrong tries ends here. Refused while nobody gets in."""
    person = work.session.get_one(StaffMember, work.actor.id)
    left = _pause_left(person, work.now)
    if left:
        raise Refused(pause(left))
    if person.failed_tries:
        person.failed_tries, person.failed_at = 0, None
    return person


def pause(left: timedelta) -> Reason:
    """That nobody gets in with this name for a while: said of right and wrong passwords alike."""
    return Reason("staff.pause", {"tries": FREE_TRIES, "pause": in_words(left)})


def _is_locked(tried: StaffMember | UnknownName) -> bool:
    if isinstance(tried, StaffMember):
        return tried.locked_at is not None
    return tried.failed_tries == MOST_TRIES


def _pause_left(tried: StaffMember | UnknownName, now: datetime) -> timedelta:
    # A try in the future was made by a clock that was wrong: nobody waits until it was right.
    if tried.failed_at is None or tried.failed_at > now:
        return timedelta(0)
    return max(tried.failed_at + pause_after(tried.failed_tries) - now, timedelta(0))


def _person(work: Work, login: str) -> StaffMember | None:
    known = StaffMember.password_hash.is_not(None) & StaffMember.ended_at.is_(None)
    return work.session.scalar(
        select(StaffMember).where(StaffMember.login == sign_in_name(login), known)
    )


def _unknown(work: Work, login: str) -> UnknownName:
    # 16 bits tell names apart and not which they were: some people type their password there.
    mark = hashlib.sha256(sign_in_name(login).encode()).hexdigest()[:4]
    found = work.session.scalar(select(UnknownName).filter_by(mark=mark))
    if found is None:
        found = UnknownName(mark=mark, failed_tries=0)
        work.session.add(found)
    return found
