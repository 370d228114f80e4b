"""Every revision leads to the next: up from nothing, and down to nothing again."""

from pathlib import Path

from alembic import command
from sqlalchemy import inspect

from clinicdesk import upgrade, wiring
from clinicdesk.database import Base, open_engine
from clinicdesk.settings import embedded_url
from tests.postgres import Cluster


def test_one_line_of_revisions_with_one_head():
    scripts = upgrade._scripts()

    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1


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
