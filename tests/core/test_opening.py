"""From a URL to a desk: what is made, what is refused, and that nothing is made by looking."""

from pathlib import Path

import pytest

from clinicdesk import opening
from clinicdesk.database import open_engine
from clinicdesk.errors import Refused
from clinicdesk.messages import known
from clinicdesk.settings import database_url, embedded_url
from clinicdesk.staff.actions import NOBODY
from clinicdesk.staff.queries import clinic_is_open, credentials
from tests.builders.rows import plain_sql
from tests.postgres import Cluster


def refusal(url: str, *, create: bool = False) -> str:
    with pytest.raises(Refused) as caught:
        opening.open_desk(url, create=create)
    [reason] = caught.value.reasons
    assert known(reason.code)
    return reason.code


def test_a_missing_embedded_database_is_made_only_when_asked(tmp_path: Path):
    url = embedded_url(tmp_path / "deep" / "folder" / "clinic.db")
    assert refusal(url) == "upgrade.no_such_file"
    assert list(tmp_path.iterdir()) == []

    opening.open_desk(url, create=True).close()
    desk = opening.open_desk(url)

    assert desk.read(NOBODY, clinic_is_open) is False
    assert desk.read(NOBODY, credentials, "console") is not None
    desk.close()


def test_opening_again_does_not_make_it_anew(url: str):
    desk = opening.open_desk(url, create=True)
    assert desk.read(NOBODY, clinic_is_open) is True
    desk.close()


def test_a_folder_where_the_file_should_be(tmp_path: Path):
    (tmp_path / "clinic.db").mkdir()
    assert known(refusal(embedded_url(tmp_path / "clinic.db"), create=True))
    (tmp_path / "file").write_text("x")
    inside = embedded_url(tmp_path / "file" / "clinic.db")
    assert refusal(inside, create=True) == "upgrade.file_not_reached"


def test_an_empty_database_of_a_server_is_for_its_owner(cluster: Cluster, postgresql_clinic: str):
    cluster.create_database("bare")
    try:
        bare = cluster.url("bare", "workstation")
        assert refusal(bare, create=False) == "upgrade.empty"
        assert refusal(bare, create=True) == "upgrade.not_permitted"
        with plain_sql(cluster.owner_url("bare")) as owner:
            tables = owner.exec_driver_sql(
                "SELECT count(*) FROM pg_tables WHERE schemaname='public'"
            )
            assert tables.scalar_one() == 0
    finally:
        cluster.drop_database("bare")


def test_a_server_that_stores_another_encoding_is_refused(cluster: Cluster):
    server = open_engine(cluster.owner_url("postgres")).execution_options(
        isolation_level="AUTOCOMMIT"
    )
    with server.connect() as connection:
        connection.exec_driver_sql(
            "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
        )
    server.dispose()
    try:
        assert refusal(cluster.owner_url("latin"), create=True) == "upgrade.encoding"
    finally:
        cluster.drop_database("latin")


def test_a_database_the_server_does_not_have(cluster: Cluster):
    assert refusal(cluster.owner_url("nowhere")) == "upgrade.server_not_reached"


def test_without_settings_the_database_lies_in_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert database_url() == embedded_url(tmp_path / "data" / "clinicdesk" / "clinic.db")

    settings = tmp_path / "config" / "clinicdesk" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('database = "postgresql://server/clinic"\n')
    assert database_url() == "postgresql://server/clinic"
