"""Every revision leads to the next: up from nothing, and down to nothing again."""

from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from clinicdesk import guards, opening, upgrade, wiring
from clinicdesk.database import Base, open_engine
from clinicdesk.settings import embedded_url
from tests.migrations import planted
from tests.postgres import Cluster


def test_one_line_of_revisions_each_with_its_number_and_release():
    scripts = ScriptDirectory.from_config(upgrade._config())
    line = list(scripts.walk_revisions())[::-1]

    assert [one.revision for one in line] == [f"{n:04}" for n in range(1, len(line) + 1)]
    assert [one.down_revision for one in line] == [None, *[one.revision for one in line[:-1]]]
    assert [one.module.compatible <= int(one.revision) for one in line] == [True] * len(line)
    releases = [[int(part) for part in one.module.release.split(".")] for one in line]
    assert releases == sorted(releases)


def up_down_up(url: str) -> list[set[str]]:
    """The tables after each step."""
    wiring.load_tables()
    engine = open_engine(url)
    seen = []
    for step in (command.upgrade, command.downgrade, command.upgrade):
        config = upgrade._config()
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            step(config, "base" if step is command.downgrade else "head")
        seen.append({*inspect(engine).get_table_names()})
    engine.dispose()
    return seen


def test_up_down_up_on_an_embedded_database(tmp_path: Path):
    wiring.load_tables()
    whole = {*Base.metadata.tables, "alembic_version"}

    assert up_down_up(embedded_url(tmp_path / "c.db")) == [whole, {"alembic_version"}, whole]


def test_up_down_up_on_a_server(cluster: Cluster):
    wiring.load_tables()
    whole = {*Base.metadata.tables, "alembic_version"}
    cluster.create_database("revisions")
    try:
        assert up_down_up(cluster.owner_url("revisions")) == [whole, {"alembic_version"}, whole]
    finally:
        cluster.drop_database("revisions")


def made(url: str) -> list[tuple[str, str, str]]:
    """What the revisions make: every table, constraint, index and trigger."""
    opening.upgrade_database(url)
    found = planted.schema(url)
    return [one for one in found if "alembic_version" not in one[1]]


def declared(url: str) -> list[tuple[str, str, str]]:
    """What the program declares."""
    engine = open_engine(url)
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        guards.install(connection)
    engine.dispose()
    return planted.schema(url)


def test_the_revisions_make_what_is_declared_in_an_embedded_database(tmp_path: Path):
    """Also what Alembic does not compare: CHECKs, collations, the guards."""
    urls = [embedded_url(tmp_path / f"{name}.db") for name in ("made", "declared")]

    assert made(urls[0]) == declared(urls[1])


def test_the_revisions_make_what_is_declared_on_a_server(cluster: Cluster):
    for name in ("made", "declared"):
        cluster.create_database(name)
    try:
        urls = [cluster.owner_url(name) for name in ("made", "declared")]
        assert made(urls[0]) == declared(urls[1])
    finally:
        for name in ("made", "declared"):
            cluster.drop_database(name)
