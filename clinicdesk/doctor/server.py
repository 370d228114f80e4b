"""A PostgreSQL server: what it writes, how it is reached, and as whom."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CalledProcessError

from sqlalchemy import Connection, text

from clinicdesk import dump, upgrade
from clinicdesk.doctor.findings import Finding, attention, danger, fine

_LEAST = 15
_SOON = timedelta(days=7)
_DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
_DISCREET = {
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
_LINE = """SELECT inet_server_addr() IS NULL OR inet_server_addr() <<= '127.0.0.0/8'
 OR inet_server_addr() = '::1', (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())"""
_WHO = """SELECT session_user, rolsuper OR EXISTS (
 SELECT 1 FROM pg_tables WHERE tablename = 'change' AND tableowner = session_user)
 FROM pg_roles WHERE rolname = session_user"""


def version(connection: Connection) -> Finding:
    """PostgreSQL 15 and later; the gate has looked at the encoding already."""
    found = int(connection.scalar(text("SHOW server_version_num")) or 0)
    facts = {"found": found // 10_000, "encoding": connection.scalar(text("SHOW server_encoding"))}
    return fine("server", **facts) if found // 10_000 >= _LEAST else danger("server_old", **facts)


def settings_in_force(connection: Connection) -> Iterator[Finding]:
    """What makes a commit durable, and what keeps patients out of the server's log."""
    settings = connection.execute(text("SELECT name, setting FROM pg_settings"))
    found = {row.name: row.setting for row in settings}
    for wanted, wrong in ((_DURABLE, danger), (_DISCREET, attention)):
        for name, value in wanted.items():
            if found.get(name) != value:
                yield wrong("server_setting", name=name, found=found.get(name), value=value)
    if not any(found.get(name) != value for name, value in (_DURABLE | _DISCREET).items()):
        yield fine("server_settings")


def transport(connection: Connection) -> Finding:
    """What goes over a network is encrypted."""
    is_here, is_encrypted = connection.execute(text(_LINE)).one()
    if is_encrypted:
        return fine("tls")
    return fine("no_network") if is_here else danger("no_tls")


def role(connection: Connection) -> Finding:
    """The role of a workstation cannot change the schema or the history."""
    login, is_mighty = connection.execute(text(_WHO)).one()
    facts = {"login": login, "role": upgrade.APP_ROLE}
    return attention("role_mighty", **facts) if is_mighty else fine("role", **facts)


def dumps(folder: Path, now: datetime, *, deep: bool) -> Finding:
    """What this machine dumped before upgrades; the server's own backups are its owner's."""
    found = sorted(folder.glob("*.dump"))
    if not found:
        return attention("no_dump")
    age = now - datetime.fromtimestamp(found[-1].stat().st_mtime, UTC)
    try:
        if deep:
            dump.rows_in(found[-1])
    except CalledProcessError:
        return danger("copy_damaged", copy=str(found[-1]))
    facts = {"days": age.days, "count": len(found)}
    return attention("copy_old", **facts) if age > _SOON else fine("dump", **facts)
