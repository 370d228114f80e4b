"""What this workstation saw of a database's history, kept in a file outside the database.

Whoever owns the server can cut the end off the chain, or compute all of it anew: both leave a chain
that holds. They do not fit the change that a workstation wrote down before
(docs/decisions/010-anchors.md).
"""

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from clinicdesk.database import embedded_file
from clinicdesk.history import Break, Link, head, link_before, stored, verify

_VERSION = 1
_EVERY_CHANGES = 50
_AT_ONCE = 20_000
_EVERY = timedelta(minutes=10)


def anchor_file(folder: Path, url: str) -> Path:
    """The file for the database at this place, whoever signs in to it and however."""
    file, parts = embedded_file(url), make_url(url)
    # As the driver reads it: what stands after the question mark counts.
    host, port = parts.query.get("host", parts.host), parts.query.get("port", parts.port or 5432)
    place = str(file.resolve()) if file else f"{host}:{port}/{parts.database}"
    return folder / f"{hashlib.sha256(place.encode()).hexdigest()[:32]}.json"


class Witness:
    """Keeps the newest change of one database in a file, and stops where the two disagree."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._unkept = 0
        self._kept_at: datetime | None = None
        self.alarm: Break | None = None

    @property
    def anchor(self) -> Link | None:
        """What the file says, None without a readable one."""
        try:
            content = json.loads(self._file.read_text(encoding="ascii"))
            link = Link(int(content["id"]), str(content["hash"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return link if content.get("version") == _VERSION else None

    def look(self, session: Session) -> Link | None:
        """Verify what came since the file was written, and how far the chain holds.

        At most 20,000 changes at once: what is left comes the next time. `alarm` says what does
        not fit; without a file, the history is taken as it is.
        """
        anchor = self.anchor
        start = anchor or head(session)
        if start is None:
            return None
        rows = islice(stored(session, start.id), _AT_ONCE)
        seen = verify(rows, link_before(session, start.id), anchor)
        self.alarm = seen.broken
        return None if seen.broken else seen.end

    def is_due(self, now: datetime) -> bool:
        """Counts one more change; whether the file should be brought up to date now."""
        self._unkept += 1
        self._kept_at = self._kept_at or now
        return self._unkept >= _EVERY_CHANGES or now - self._kept_at >= _EVERY

    def keep(self, session: Session, now: datetime | None = None) -> None:
        """Write the newest change down, unless something does not fit what the file says."""
        self._unkept, self._kept_at = 0, now
        newest, anchor = self.look(session), self.anchor
        if newest and (anchor is None or anchor.id < newest.id):
            self._write(newest)

    def keep_if_possible(self, session: Session, now: datetime | None = None) -> None:
        """`keep`, where neither a full disk nor a lost server may stop the work."""
        with suppress(OSError, SQLAlchemyError):
            self.keep(session, now)

    def accept(self, session: Session) -> None:
        """Take the history as it is from now on; the file that disagreed stays beside the new one.

        Raises OSError when the files cannot be written.
        """
        anchor = self.anchor
        if anchor is not None:
            self._file.replace(self._file.with_suffix(f".until-{anchor.id}.json"))
        self.keep(session)

    def _write(self, link: Link) -> None:
        """All or nothing: a torn file would be no anchor."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        content = json.dumps({"version": _VERSION, "id": link.id, "hash": link.hash})
        descriptor, name = tempfile.mkstemp(prefix="anchor-", dir=self._file.parent)
        try:
            with os.fdopen(descriptor, "w") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            Path(name).replace(self._file)
        finally:
            Path(name).unlink(missing_ok=True)
