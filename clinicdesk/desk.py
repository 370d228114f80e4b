"""The unit of work: one gesture of one person is one transaction and one row of history.

`Desk.change` runs an action, `Desk.read` a query. Both ask the permission table first. Actions
flush, never commit; answers are frozen dataclasses, so no row leaves the transaction.
"""

import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Concatenate, Generic, NamedTuple, ParamSpec, TypeVar, get_type_hints
from uuid import UUID

import msgspec
from sqlalchemy import Engine, func, or_, select, text
from sqlalchemy.exc import OperationalError, StatementError
from sqlalchemy.orm import Session, defer
from sqlalchemy.orm.exc import StaleDataError

from clinicdesk import topics
from clinicdesk.database import reading, writing
from clinicdesk.errors import Reason, Refused
from clinicdesk.history import Change, canonical, link, recording
from clinicdesk.policy import permissions

_CHAIN_LOCK = 0x636C6465736B
_GENESIS = "0" * 64

R = TypeVar("R")
A = TypeVar("A")
P = ParamSpec("P")


@dataclass(frozen=True)
class Actor:
    """Who is acting, as signed in; `roles` are values of staff.rules.Role."""

    id: int
    login: str
    name: str
    roles: frozenset[str]


@dataclass(frozen=True)
class Wiring:
    """What high features hand to low ones; `wiring.py` fills it, the taker documents the type."""

    gates: tuple[Callable[..., Any], ...] = ()
    consequences: tuple[Callable[..., Any], ...] = ()


@dataclass
class Work:
    """What an action or query works with. `now` is the transaction's one instant, aware UTC."""

    session: Session
    actor: Actor
    now: datetime
    wiring: Wiring
    touched: set[str] = field(default_factory=set)
    patient_id: int | None = None

    def touch(self, *about: str, patient_id: int | None = None) -> None:
        """Say what this change is about, and on whose chart it belongs."""
        self.touched.update(about)
        if patient_id is not None:
            self.patient_id = patient_id
            self.touched.add(topics.patient(patient_id))


class Done(NamedTuple, Generic[A]):
    """An action's answer and the topics it touched."""

    answer: A
    topics: frozenset[str]


def system_clock() -> datetime:
    """The machine's clock, aware UTC."""
    return datetime.now(UTC)


class Desk:
    """The only way to the database. Used by one thread at a time."""

    def __init__(
        self,
        engine: Engine,
        wiring: Wiring,
        *,
        clock: Callable[[], datetime] | None = None,
        workstation: str = "",
    ) -> None:
        """`clock` replaces the database's own (PostgreSQL) or the machine's (SQLite)."""
        self._engine = engine
        self._reads, self._writes = reading(engine), writing(engine)
        self._wiring = wiring
        self._clock = clock
        self._workstation = workstation or platform.node()[:100]
        self._shared = engine.dialect.name == "postgresql"
        self._db_user = _session_user(engine) if self._shared else "embedded"

    def change(
        self, actor: Actor, action: Callable[[Work, R], A], request: R, request_id: UUID
    ) -> Done[A]:
        """Run an action and commit it with its history row; a repeated request_id runs once.

        Raises Refused: not allowed, refused by the action, changed meanwhile, or busy.
        """
        key = _allow(actor, action)
        with self._transaction(self._writes) as session:
            if self._shared:
                # The next statement's snapshot must start after the lock was granted.
                session.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": _CHAIN_LOCK})
            earlier, head = _history(session, request_id)
            if earlier is not None and (earlier.actor_id, earlier.action) != (actor.id, key):
                raise Refused(Reason("desk.request_reused"))
            if earlier is not None and earlier.answer:
                return _replay(earlier, action)
            work = Work(session, actor, self._now(session), self._wiring)
            with recording(session) as body:
                answer = action(work, request)
                session.flush()
            if earlier is None:
                session.add(self._link(work, head, key, request_id, body, answer))
                session.commit()
            elif body:
                raise Refused(Reason("desk.request_reused"))
        return Done(answer, frozenset(work.touched))

    def read(
        self, actor: Actor, query: Callable[Concatenate[Work, P], A], *args: P.args, **kw: P.kwargs
    ) -> A:
        """Run a query in one snapshot. Raises Refused when the role may not see the answer."""
        _allow(actor, query)
        with self._transaction(self._reads) as session:
            return query(Work(session, actor, self._now(session), self._wiring), *args, **kw)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Session]:
        try:
            with Session(engine, expire_on_commit=False) as session:
                yield session
        except StaleDataError:
            raise Refused(Reason("desk.changed_meanwhile")) from None
        except OperationalError as error:
            if error.connection_invalidated or not _is_busy(error):
                raise
            raise Refused(Reason("desk.busy")) from None
        except StatementError as error:
            # A column type refused a text; the engine wrapped its refusal.
            if isinstance(error.orig, Refused):
                raise error.orig from None
            raise

    def _now(self, session: Session) -> datetime:
        if self._clock:
            return self._clock()
        if self._shared:
            instant: datetime = session.scalar(select(func.clock_timestamp())) or system_clock()
            return instant.astimezone(UTC)
        return system_clock()

    def _link(
        self,
        work: Work,
        head: Change | None,
        key: str,
        request_id: UUID,
        body: list[dict[str, Any]],
        answer: object,
    ) -> Change:
        change = Change(
            id=head.id + 1 if head else 1,
            request_id=str(request_id),
            actor_id=work.actor.id,
            db_user=self._db_user,
            workstation=self._workstation,
            at=work.now,
            action=key,
            patient_id=work.patient_id,
            topics=" ".join(sorted(work.touched)),
            body=canonical(body) if body else "",
            # A recorded view changes nothing: its answer is not kept, a retry looks again.
            answer=msgspec.json.encode(answer).decode() if body else "",
            prev=head.hash if head else _GENESIS,
        )
        change.hash = link(change)
        return change


def _history(session: Session, request_id: UUID) -> tuple[Change | None, Change | None]:
    """The change that this request made before, and the newest change, in one statement."""
    newest = select(func.max(Change.id)).scalar_subquery()
    asked = str(request_id)
    found = session.scalars(
        select(Change)
        .options(defer(Change.body))
        .where(or_(Change.request_id == asked, Change.id == newest))
        .order_by(Change.id)
    ).all()
    earlier = next((change for change in found if change.request_id == asked), None)
    return earlier, found[-1] if found else None


def _session_user(engine: Engine) -> str:
    with engine.connect() as connection:
        user: str = connection.execute(text("SELECT session_user")).scalar_one()
    return user


def permission_key(function: Callable[..., object]) -> str:
    """`clinicdesk.scheduling.actions.book` . `book_slot` is asked for as "scheduling.book_slot"."""
    return f"{function.__module__.split('.')[1]}.{function.__name__}"


def _allow(actor: Actor, function: Callable[..., object]) -> str:
    key = permission_key(function)
    allowed = permissions()[key]
    if not actor.roles & allowed:
        who = " or ".join(sorted(role.replace("_", " ") for role in allowed))
        raise Refused(Reason("desk.not_allowed", {"who": who}))
    return key


def _replay(earlier: Change, action: Callable[..., A]) -> Done[A]:
    answer = msgspec.json.decode(earlier.answer, type=get_type_hints(action)["return"])
    return Done(answer, frozenset(earlier.topics.split()))


def _is_busy(error: OperationalError) -> bool:
    code = getattr(error.orig, "sqlstate", None)
    return code in {"55P03", "57014", "40P01"} or "locked" in str(error.orig)
