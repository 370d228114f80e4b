"""The unit of work: one gesture of one person is one transaction and one row of history.

`Desk.change` runs an action, `Desk.read` a query. Both ask the permission table first. Actions
flush, never commit; answers are frozen dataclasses, so no row leaves the transaction.
"""

import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Concatenate, Generic, NamedTuple, ParamSpec, TypeVar, get_type_hints
from uuid import UUID

import msgspec
from sqlalchemy import Engine, Select, func, null, or_, select, text
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError
from sqlalchemy.orm import Session, load_only
from sqlalchemy.orm.exc import StaleDataError

from clinicdesk import disk, guards, topics
from clinicdesk.anchors import Witness
from clinicdesk.database import is_lost, reading, writing
from clinicdesk.errors import Reason, Refused, Unanswered
from clinicdesk.history import GENESIS, Break, Change, Link, canonical, link, recording
from clinicdesk.rights import PROGRAM, Standing, permission_key, turn_away

CHAIN_LOCK = 0x636C6465736B

R = TypeVar("R")
A = TypeVar("A")
P = ParamSpec("P")


@dataclass(frozen=True)
class Actor:
    """Who is acting; `roles` are values of staff.rules.Role, in `Work` those of this moment."""

    id: int
    login: str
    name: str
    roles: frozenset[str]


@dataclass(frozen=True)
class Wiring:
    """What high features hand to low ones; `wiring.py` fills it, the taker documents the type.

    `standing` selects (ended_at, locked_at, role or None) of the person `:actor`, a row a role.
    """

    standing: Select[*tuple[Any, ...]]
    gates: tuple[Callable[..., Any], ...] = ()
    consequences: tuple[Callable[..., Any], ...] = ()
    cancel_guards: tuple[Callable[..., Any], ...] = ()
    undoable: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    name_alerts: tuple[Callable[..., Any], ...] = ()
    discharge_sheets: tuple[Callable[..., Any], ...] = ()


@dataclass
class Work:
    """What an action or query works with: one instant, aware UTC, and the id of its change."""

    session: Session
    actor: Actor
    now: datetime
    wiring: Wiring
    touched: set[str] = field(default_factory=set)
    patient_id: int | None = None
    change_id: int = 0

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
        witness: Witness | None = None,
    ) -> None:
        """`clock` replaces the database's own (PostgreSQL) or the machine's (SQLite).

        `witness` remembers outside the database what was seen of its history.
        """
        self._engine = engine
        self._reads, self._writes = reading(engine), writing(engine)
        self._wiring = wiring
        self._clock = clock
        self._workstation = workstation or platform.node()[:100]
        self._shared = engine.dialect.name == "postgresql"
        self._db_user = _session_user(engine) if self._shared else "embedded"
        self._witness = witness
        # Made once: that takes longer than asking an embedded database.
        self._now = func.clock_timestamp() if self._shared and not clock else null()
        self._standing = wiring.standing.add_columns(self._now)

    @property
    def alarm(self) -> Break | None:
        """What in the history does not fit what this workstation saw before."""
        return self._witness.alarm if self._witness else None

    @property
    def anchor(self) -> Link | None:
        """The newest change that this workstation wrote down."""
        return self._witness.anchor if self._witness else None

    def take_history_as_it_is(self) -> None:
        """Go by the history of the database from now on, where it did not fit."""
        if self._witness:
            with Session(self._reads) as session:
                self._witness.accept(session)

    def change(
        self, actor: Actor, action: Callable[[Work, R], A], request: R, request_id: UUID
    ) -> Done[A]:
        """Run an action and commit it with its history row; a repeated request_id runs once.

        Raises Refused: not allowed, refused by the action, changed meanwhile, or busy; Unanswered
        when the database was lost, after which the same request_id is safe to send again.
        """
        key = permission_key(action)
        with self._transaction(self._writes) as session:
            if self._shared:
                # The next statement's snapshot must start after the lock was granted.
                session.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": CHAIN_LOCK})
            earlier, head = _history(session, request_id)
            work = self._allowed(session, actor, action)
            work.change_id = head.id + 1 if head else 1
            if earlier is not None and (earlier.actor_id, earlier.action) != (actor.id, key):
                raise Refused(Reason("desk.request_reused"))
            if earlier is not None and earlier.answer:
                return _replay(earlier, action)
            with recording(session) as body:
                answer = action(work, request)
                session.flush()
            if earlier is None:
                session.add(self._link(work, head, key, request_id, body, answer))
                session.commit()
            elif body or work.patient_id != earlier.patient_id:
                raise Refused(Reason("desk.request_reused"))
        if self._witness and self._witness.is_due(work.now):
            self._keep_anchor(work.now)
        return Done(answer, frozenset(work.touched))

    def read(
        self, actor: Actor, query: Callable[Concatenate[Work, P], A], *args: P.args, **kw: P.kwargs
    ) -> A:
        """Run a query in one snapshot. Raises Refused (not allowed) or Unanswered."""
        with self._transaction(self._reads) as session:
            answer = query(self._allowed(session, actor, query), *args, **kw)
            if self._shared:
                session.commit()  # nothing; but with a rollback psycopg forgets what it prepared
            return answer

    def close(self) -> None:
        """Let go of the database."""
        self._keep_anchor()
        self._engine.dispose()

    def _keep_anchor(self, now: datetime | None = None) -> None:
        if self._witness:
            with Session(self._reads) as session:
                self._witness.keep_if_possible(session, now)

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Session]:
        try:
            with Session(engine, expire_on_commit=False) as session:
                yield session
        except StaleDataError:
            raise Refused(Reason("desk.changed_meanwhile")) from None
        except StatementError as error:
            # A column type refused a text; the engine wrapped its refusal.
            if isinstance(error.orig, Refused):
                raise error.orig from None
            if not isinstance(error, DBAPIError):
                raise
            self._reword(error)
            raise

    def _reword(self, error: DBAPIError) -> None:
        """Raise what the driver says in the core's words, if it has any."""
        if is_lost(error):
            # The next gesture begins with a new connection, so none needs to be tried out first.
            self._engine.dispose()
            raise Unanswered from None
        if _is_busy(error):
            raise Refused(Reason("desk.busy")) from None
        if reason := guards.refusal(error) or disk.refusal(error, self._engine.url.database):
            raise Refused(reason) from None

    def _allowed(self, session: Session, actor: Actor, function: Callable[..., Any]) -> Work:
        """What the function works with, the roles as they are now. Raises Refused: not allowed."""
        standing, now = self._asked(session, actor)
        turn_away(standing, function, signed_in_as=actor.roles)
        return Work(session, replace(actor, roles=standing.roles), now, self._wiring)

    def _asked(self, session: Session, actor: Actor) -> tuple[Standing, datetime]:
        """The staff list and the server's clock, in one statement."""
        if actor.roles <= PROGRAM:
            now = session.scalar(select(self._now)) if self._shared else None
            return Standing(actor.roles), self._instant(now)
        rows = session.connection().execute(self._standing, {"actor": actor.id}).all()
        roles = frozenset(str(row[2]) for row in rows if row[2])
        ended, locked, _, now = rows[0] if rows else (None, None, None, None)
        return Standing(roles, ended is not None, locked is not None), self._instant(now)

    def _instant(self, servers: datetime | None) -> datetime:
        if self._clock:
            return self._clock()
        return servers.astimezone(UTC) if servers else system_clock()

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
            id=work.change_id,
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
            prev=head.hash if head else GENESIS.hash,
        )
        change.hash = link(change)
        return change


# Nothing that an edited row could hold unreadable, such as its instant.
_LOOKED_AT = (
    Change.id, Change.request_id, Change.actor_id, Change.action, Change.patient_id,
    Change.topics, Change.answer, Change.hash,
)  # fmt: skip


def _history(session: Session, request_id: UUID) -> tuple[Change | None, Change | None]:
    """The change that this request made before, and the newest change, in one statement."""
    newest = select(func.max(Change.id)).scalar_subquery()
    asked = str(request_id)
    found = session.scalars(
        select(Change)
        .options(load_only(*_LOOKED_AT))
        .where(or_(Change.request_id == asked, Change.id == newest))
        .order_by(Change.id)
    ).all()
    earlier = next((change for change in found if change.request_id == asked), None)
    return earlier, found[-1] if found else None


def _session_user(engine: Engine) -> str:
    with engine.connect() as connection:
        user: str = connection.execute(text("SELECT session_user")).scalar_one()
    return user


def _replay(earlier: Change, action: Callable[..., A]) -> Done[A]:
    answer = msgspec.json.decode(earlier.answer, type=get_type_hints(action)["return"])
    return Done(answer, frozenset(earlier.topics.split()))


def _is_busy(error: DBAPIError) -> bool:
    waited = getattr(error.orig, "sqlstate", None) in {"55P03", "57014", "40P01"}
    return isinstance(error, OperationalError) and (waited or "locked" in str(error.orig))
