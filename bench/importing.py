"""A year's referrals at once: whole bundles as published, into an empty clinic, then once more."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy import text

from bench.clinics import Clinics
from bench.measuring import title, verdict
from clinicdesk import opening, upgrade
from clinicdesk.database import open_engine
from clinicdesk.exchange.files import sources_in
from clinicdesk.exchange.importing import Import
from clinicdesk.exchange.reports import Fate, Report
from clinicdesk.settings import embedded_url
from tests.builders.published import write_all
from tests.postgres import private_cluster

FILES, MOST_SECONDS = 585, 60
_FOLDER = Path(__file__).parents[1] / "build" / "bench" / f"published-{FILES}"
_LOGIN = "workstation"


def run(clinics: Clinics) -> None:
    """Print how long every file takes, and what was found in them."""
    files = sorted(_bundles().iterdir())
    size = sum(file.stat().st_size for file in files) / 1e6
    title(f"Importing {FILES} bundles, {size:,.0f} MB (target: {MOST_SECONDS} s)")
    with _embedded() as url:
        _measure("embedded  ", url)
    if clinics.wants_server:
        with _server() as url:
            _measure("PostgreSQL", url)


def _measure(which: str, url: str) -> None:
    desk = opening.open_desk(url)
    for time in ("first ", "second"):
        begun, worked = perf_counter(), process_time()
        importing = Import(desk, opening.console(desk))
        report = Report(tuple(importing.run(sources_in([_FOLDER]))))
        took, busy = perf_counter() - begun, process_time() - worked
        kept = verdict(took, MOST_SECONDS)
        print(f"{which} {time} {took:5.1f} s, of it {busy:.1f} s computing  {kept}")
        new = sum(one.fate is Fate.IMPORTED for one in report.results)
        thinners = sum(len(one.thinners) for one in report.results)
        print(f"    {new} new of {len(report.results)} patients, {thinners} blood thinners")
    desk.close()


def _bundles() -> Path:
    """The files, kept from run to run."""
    if not _FOLDER.exists():
        part = _FOLDER.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        write_all(part, FILES)
        part.rename(_FOLDER)
    return _FOLDER


@contextmanager
def _embedded() -> Iterator[str]:
    with tempfile.TemporaryDirectory(dir=_FOLDER.parent) as folder:
        url = embedded_url(Path(folder) / "clinic.db")
        opening.upgrade_database(url)
        yield url


@contextmanager
def _server() -> Iterator[str]:
    """A server that waits for its disk, and the app's own role on it."""
    with private_cluster(forgetful=False) as cluster:
        cluster.create_database("bench")
        opening.upgrade_database(cluster.owner_url("bench"))
        owner = open_engine(cluster.owner_url("bench"))
        with owner.begin() as connection:
            connection.execute(text(f"CREATE ROLE {_LOGIN} LOGIN IN ROLE {upgrade.APP_ROLE}"))
        owner.dispose()
        yield cluster.url("bench", _LOGIN)
