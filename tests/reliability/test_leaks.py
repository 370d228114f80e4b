"""R-15: nothing of a patient stands in logs, error texts, raw files or the server's log."""

import logging
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from clinicdesk import database, keys, opening
from clinicdesk.database import embedded_file
from clinicdesk.desk import Desk, Work
from clinicdesk.errors import Refused
from clinicdesk.patients.actions import NewPhone, RegisterPatient
from clinicdesk.patients.tables import Patient, PatientPhone
from clinicdesk.policy import permissions
from clinicdesk.scheduling.tables import Occupancy, Part
from clinicdesk.sheets import pdf, typesetting
from clinicdesk.sheets.content import compose
from tests.builders.canary import Canary, a_canary
from tests.builders.clinic import COORDINATOR
from tests.builders.every_action import MAKERS, WITHOUT_CLINIC, prepared
from tests.builders.gestures import do
from tests.builders.patients import a_patient
from tests.builders.rows import as_owner, plain_sql
from tests.builders.sheet_facts import PRE_OP, ROSA
from tests.builders.typing_in import text_fields
from tests.conftest import Clock
from tests.postgres import Cluster
from tests.promises import promise
from ui.background import Background
from ui.kit.errors import Failures

Shown = Callable[[str], None]
Sizes = dict[str, int]


class Ears(logging.Handler):
    """Hears every logger at its most talkative, tracebacks included."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(self.format(record))


@pytest.fixture
def ears() -> Iterator[Ears]:
    ears, root = Ears(), logging.getLogger()
    known = [one for one in root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    levels = {one: one.level for one in (root, *known)}
    for one in levels:
        one.setLevel(logging.DEBUG)
    root.addHandler(ears)
    yield ears
    root.removeHandler(ears)
    for one, level in levels.items():
        one.setLevel(level)


def server_log(request: pytest.FixtureRequest, url: str) -> Path | None:
    """The log of the server behind this URL; None for an embedded database."""
    if url.startswith("sqlite"):
        return None
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.directory / "log"


# ----------------------------------------------------------------------------------- every action


def typed_as(canary: Canary, request: Any) -> Any:
    """The request with the canary in every text that a person types."""
    if isinstance(request, RegisterPatient):
        phone = NewPhone(typed=canary.phone)
        request = replace(request, phones=(phone,), birth_date=canary.born)
    for path, put in list(text_fields(request)):
        word = {".family": canary.family, ".given": canary.given}.get(path, canary.note)
        if path.endswith((".family", ".given", ".name", ".reason", ".impression", "[6].value")):
            request = dict(text_fields(request))[path](word) if put else request
    return request


def live_through_everything(desk: Desk, clock: Clock, canary: Canary) -> list[BaseException]:
    """Every action with the canary's words; what was raised on the way."""
    raised: list[BaseException] = []
    for key in sorted(MAKERS.keys() - WITHOUT_CLINIC):
        gesture = prepared(key, desk, clock)
        try:
            replace(gesture, request=typed_as(canary, gesture.request)).carry_out(desk)
        except Refused as refusal:
            raised.append(refusal)
    return raised


@promise(
    "R-15",
    "no word of a patient in logs, error texts, the database's raw files or the server's log",
    every={"patients": 1},
    stress={"patients": 7},
    mutant="the text of an exception is logged",
)
def test_every_action_leaves_no_trace(
    request: pytest.FixtureRequest,
    url: str,
    desk: Desk,
    clock: Clock,
    ears: Ears,
    sizes: Sizes,
    seed: int,
    shown: Shown,
):
    """Mutant: `pytest tests/reliability/test_leaks.py -k an_exceptions_text_in_the_log`."""
    looked = 0
    for n in range(sizes["patients"]):
        canary = a_canary(seed + n)
        clock.now = Clock().now + timedelta(days=n + 2 * (n // 5))  # the next working day
        raised = live_through_everything(desk, clock, canary)
        raised += errors_of_every_kind(desk, url, canary)

        assert canary.family in whole_database(url)
        assert seen(canary, "\n".join(ears.heard)) == set()
        assert [words for error in raised if (words := seen(canary, told(error)))] == []
        assert seen_outside(request, url, canary) == {}
        looked += len(raised)
    shown(
        f"{sizes['patients']} patients through {len(MAKERS)} actions and {looked} errors: 0 traces"
    )


def seen(canary: Canary, words: str) -> set[str]:
    return canary.seen_in(words)


def told(error: BaseException) -> str:
    """All that an error says of itself."""
    return "\n".join([str(error), repr(error), *traceback.format_exception(error)])


def whole_database(url: str) -> str:
    """The family names, to be sure that the canary really came through."""
    with plain_sql(url) as connection:
        return " ".join(connection.scalars(text("SELECT family FROM patient")))


def seen_outside(request: pytest.FixtureRequest, url: str, canary: Canary) -> dict[str, set[str]]:
    """Where the canary stands in plain bytes: in the server's log, or in the embedded file, beside
    it and in its copies.
    """
    log = server_log(request, url)
    if log is None:
        file = embedded_file(url)
        assert file is not None
        opening.back_up(url)
        assert file.with_name(f"{file.name}-wal").stat().st_size > 0
        return canary.seen_below(file.parent)
    found = canary.seen_in(log.read_bytes())
    return {log.name: found} if found else {}


# ---------------------------------------------------------------------------- every kind of error


def unique(work: Work, canary: Canary) -> None:
    for _ in range(2):
        work.session.add(a_row(canary))
        work.session.flush()


def check(work: Work, canary: Canary) -> None:
    work.session.add(a_row(canary, mrn="2"))
    work.session.flush()
    statement = text("UPDATE patient SET given = :note, sex = 'boat' WHERE family = :family")
    work.session.execute(statement, {"note": canary.note, "family": canary.family})


def reference(work: Work, canary: Canary) -> None:
    phone = {"as_typed": canary.phone, "digits": canary.phone, "kind": "other"}
    work.session.add(PatientPhone(patient_id=999_999, **phone))
    work.session.flush()


def missing(work: Work, canary: Canary) -> None:
    work.session.add(a_row(canary, mrn=None))
    work.session.flush()


def taken(work: Work, canary: Canary) -> None:
    """One room twice at a time. It is refused before anybody asks whether there is a booking."""
    begin = datetime.combine(canary.born, time(12), UTC)
    range_ = {"starts_at": begin, "ends_at": begin + timedelta(hours=1)}
    both = [{"resource_id": 1, "booking_id": n, "part": Part.ROOM, **range_} for n in (1, 2)]
    work.session.execute(insert(Occupancy).values(both))


def not_sql(work: Work, canary: Canary) -> None:
    work.session.execute(text("SELECT family FROM nowhere WHERE family = :f"), {"f": canary.family})


@contextmanager
def pragma(work: Work, meanwhile: str, after: str) -> Iterator[None]:
    """A setting of the embedded connection, which the pool gives to the next one too."""
    connection = work.session.connection().connection.driver_connection
    connection.execute(f"PRAGMA {meanwhile}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA {after}")


def read_only(work: Work, canary: Canary) -> None:
    if is_shared(work):
        work.session.execute(text("SET TRANSACTION READ ONLY"))
        unique(work, canary)
    with pragma(work, "query_only = ON", "query_only = OFF"):
        unique(work, canary)


def full(work: Work, canary: Canary) -> None:
    """The drive of an embedded file is full."""
    if is_shared(work):
        raise MemoryError
    pages = work.session.execute(text("PRAGMA page_count")).scalar_one()
    with pragma(work, f"max_page_count = {pages}", "max_page_count = 1000000"):
        for number in range(400):
            work.session.add(a_row(canary, mrn=f"9{number}", street=canary.note * 5))
        work.session.flush()


def is_shared(work: Work) -> bool:
    return work.session.get_bind().dialect.name == "postgresql"


def slow(work: Work, canary: Canary) -> None:
    if is_shared(work):
        work.session.execute(text("SET LOCAL statement_timeout = 20"))
        work.session.execute(text("SELECT pg_sleep(5), :typed"), {"typed": canary.note})
    raise TimeoutError


def waiting(work: Work, canary: Canary) -> None:
    """Another connection holds the row."""
    if is_shared(work):
        work.session.execute(text("SET LOCAL lock_timeout = 20"))
        update = text("UPDATE patient SET family = :family WHERE id = 1")
        with work.session.get_bind().engine.begin() as other:
            other.execute(update, {"family": canary.family})
            work.session.execute(update, {"family": canary.family})
    raise TimeoutError


def crossing(work: Work, canary: Canary) -> None:
    """Two connections want each other's row; the server ends one of them, whichever."""
    if is_shared(work):
        update = text("UPDATE patient SET family = :family WHERE id = :id")
        mine, either = ({"family": canary.family, "id": number} for number in (1, 2))
        with work.session.get_bind().engine.connect() as other, ThreadPoolExecutor(1) as thread:
            work.session.execute(update, mine)
            other.execute(update, either)
            waits = thread.submit(other.execute, update, mine)
            work.session.execute(update, either)
            waits.result()
    raise TimeoutError


def reading_wrong(work: Work, canary: Canary) -> None:
    raise LookupError


KINDS = (
    unique,
    check,
    reference,
    missing,
    taken,
    not_sql,
    read_only,
    full,
    slow,
    waiting,
    crossing,
    reading_wrong,
)


def a_row(canary: Canary, **given: Any) -> Patient:
    person = {"mrn": "1", "folded": canary.given.lower(), "birth_date": canary.born}
    return Patient(family=canary.family, given=canary.given, **{**person, **given})


@pytest.fixture(autouse=True)
def planted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The actions that fail stand among the product's."""
    for kind in KINDS:
        monkeypatch.setattr(kind, "__module__", "clinicdesk.patients.actions")
        may = permissions()["patients.register_patient"]
        monkeypatch.setitem(permissions(), f"patients.{kind.__name__}", may)


def errors_of_every_kind(desk: Desk, url: str, canary: Canary) -> list[BaseException]:
    """What comes out of the desk when the database, the disk or the program fails."""
    for _ in range(2):
        a_patient(desk)
    raised: list[BaseException] = []
    for kind in KINDS:
        try:
            do(desk, COORDINATOR, kind, canary)
        except Exception as error:  # noqa: BLE001 - all of them are looked at
            raised.append(error)
    assert len(raised) == len(KINDS)
    assert sum(isinstance(error, DBAPIError) for error in raised) >= 6
    assert url.startswith("sqlite") or TimeoutError not in map(type, raised)
    return raised


def test_an_error_about_a_value_does_not_quote_it(postgresql_url: str):
    canary = a_canary(3)
    with plain_sql(postgresql_url) as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text("SELECT CAST(:typed AS integer)"), {"typed": canary.note})

    assert seen(canary, told(caught.value)) == set()


def test_another_databases_key_tells_nothing(
    sqlite_url: str, tmp_path: Path, clock: Clock, ears: Ears, capfd: pytest.CaptureFixture[str]
):
    canary, desk = a_canary(4), opening.open_desk(sqlite_url, clock=clock)
    a_patient(desk, family=canary.family, given=canary.given, birth_date=canary.born)
    desk.close()
    keys.key_of(tmp_path / "other.db")
    (tmp_path / "other.db.keys").replace(tmp_path / "clinic.db.keys")

    with pytest.raises(Refused) as caught:
        opening.open_desk(sqlite_url, clock=clock)

    assert [reason.code for reason in caught.value.reasons] == ["upgrade.not_ours"]
    said = [told(caught.value), *ears.heard, *capfd.readouterr()]
    assert seen(canary, "\n".join(said)) == set()


def test_a_sheet_that_cannot_be_drawn_tells_nothing(
    qtbot: QtBot, ears: Ears, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    """ReportLab quotes the paragraph that it does not understand."""
    canary, failures, background = a_canary(5), Failures(), Background(None)
    notices: list[str] = []
    failures.noticed.connect(notices.append)
    raised: list[BaseException] = []
    background.failed.connect(raised.append)
    background.failed.connect(failures.report)
    monkeypatch.setattr(typesetting, "escape", lambda text: text)
    patient = replace(ROSA, full_name=f"{canary.family} <b>{canary.given}", birth_date=canary.born)

    with qtbot.waitSignal(background.settled):
        content = compose(replace(PRE_OP, patient=patient))
        background.press(background, pdf.draw, content, then=print)
    background.close()

    assert seen(canary, told(raised[0])) >= {canary.family.lower(), canary.given.lower()}
    assert "report number" in notices[0]
    assert any(line.startswith("clinicdesk.failures report") for line in ears.heard)
    assert seen(canary, "\n".join([*notices, *ears.heard, *capfd.readouterr()])) == set()


# ---------------------------------------------------------------------------------------- mutants


def test_an_exceptions_text_in_the_log_is_noticed(
    postgresql_url: str, clock: Clock, ears: Ears, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(database, "withhold_rows", lambda _: None)
    canary, desk = a_canary(1), opening.open_desk(postgresql_url, clock=clock)

    for error in errors_of_every_kind(desk, postgresql_url, canary):
        logging.getLogger("clinicdesk.failures").error(str(error))

    desk.close()
    assert canary.family.lower() in canary.seen_in("\n".join(ears.heard))


def test_a_server_that_tells_everything_is_noticed(
    request: pytest.FixtureRequest, postgresql_url: str, clock: Clock
):
    """`log_error_verbosity = terse` is what keeps the rows out of the server's log."""
    with plain_sql(as_owner(postgresql_url)) as owner:
        name = owner.exec_driver_sql("SELECT current_database()").scalar_one()
        owner.exec_driver_sql(f"ALTER DATABASE {name} SET log_error_verbosity = 'default'")
    canary, desk = a_canary(2), opening.open_desk(postgresql_url, clock=clock)

    errors_of_every_kind(desk, postgresql_url, canary)

    desk.close()
    [found] = seen_outside(request, postgresql_url, canary).values()
    assert canary.family.lower() in found
