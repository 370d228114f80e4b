"""The start gate, and that the schema is exactly what the program declares."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, delete, inspect, update

from clinicdesk import opening, upgrade
from clinicdesk.database import Base, open_engine
from clinicdesk.errors import Refused
from clinicdesk.messages import sentence
from clinicdesk.settings import embedded_url
from clinicdesk.upgrade import SchemaVersion
from tests.builders.rows import as_owner, contents, plain_sql


@pytest.fixture
def owner(url: str) -> Iterator[Engine]:
    """The test clinic's database as its owner sees it."""
    engine = open_engine(as_owner(url))
    yield engine
    engine.dispose()


def gate(url: str) -> str:
    with pytest.raises(Refused) as caught:
        opening.open_desk(url)
    return str(caught.value)


NEXT = upgrade.own_version().current + 1
NUMBERS = {"current": NEXT, "compatible": NEXT, "needs": "9.8.0"}


def say_numbers(owner: Engine, **numbers: object) -> None:
    """What an upgrade by another release would have written."""
    with owner.begin() as connection:
        connection.execute(update(SchemaVersion).values(**numbers))


def test_a_later_database_names_the_release_it_needs(url: str, owner: Engine):
    say_numbers(owner, **NUMBERS)

    assert gate(url) == "upgrade.too_new"
    with pytest.raises(Refused) as caught:
        opening.upgrade_database(as_owner(url))
    assert [sentence(reason) for reason in caught.value.reasons] == [
        "The database is of a later version. Install ClinicDesk 9.8.0 or later here."
    ]


def test_an_earlier_database_asks_for_an_upgrade(url: str, owner: Engine):
    say_numbers(owner, current=0, compatible=0)

    assert gate(url) == "upgrade.too_old"


def test_an_empty_database_and_one_of_somebody_else(url: str, owner: Engine):
    with owner.begin() as connection:
        connection.execute(delete(SchemaVersion))
    before = contents(url)

    assert gate(url) == "upgrade.no_release"
    with pytest.raises(Refused, match=r"upgrade\.no_release"):
        opening.upgrade_database(as_owner(url))
    assert contents(url) == before


def test_the_schema_is_what_the_program_declares(owner: Engine):
    with owner.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_a_difference_would_be_noticed(owner: Engine):
    with owner.begin() as connection:
        connection.exec_driver_sql("DROP INDEX ix_patient_folded")
    with owner.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), Base.metadata)

    assert [one[0] for one in found] == ["add_index"]


def test_upgrading_what_is_up_to_date_changes_nothing(url: str, owner: Engine):
    before, tables = contents(url), set(inspect(owner).get_table_names())

    upgrade.upgrade(owner)

    assert contents(url) == before
    assert set(inspect(owner).get_table_names()) == tables
    assert tables == {*Base.metadata.tables, "alembic_version"}


def test_an_upgrade_brings_back_a_guard_that_was_lost(url: str, owner: Engine):
    with owner.begin() as connection:
        on = " ON change" if owner.dialect.name == "postgresql" else ""
        name = "change_guard" if on else "change_update_guard"
        connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")
    upgrade.upgrade(owner)

    with pytest.raises(Exception, match="append only"), owner.begin() as connection:
        connection.exec_driver_sql("UPDATE change SET actor_id = actor_id")


def test_an_upgrade_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def breaks(connection: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(upgrade.guards, "install", breaks)
    engine = open_engine(embedded_url(tmp_path / "clinic.db"))
    with pytest.raises(ZeroDivisionError):
        upgrade.upgrade(engine)

    assert upgrade.is_empty(engine)
    engine.dispose()


def test_an_upgrade_does_not_commit_a_broken_reference(sqlite_url: str):
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            connection.exec_driver_sql(
                "INSERT INTO staff_role (staff_member_id, role) VALUES (999, 'nurse')"
            )
    engine.dispose()

    with pytest.raises(Refused, match=r"upgrade\.broken_references"):
        upgrade.upgrade(engine)
    engine.dispose()


def test_the_command_line_is_there_and_cannot_sign_in(url: str):
    with plain_sql(url) as connection:
        console = connection.exec_driver_sql(
            "SELECT password_hash FROM staff_member WHERE login = 'console'"
        ).one()
    assert console == (None,)
