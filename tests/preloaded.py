"""What the process has imported that the tests' processes are forked from: see processes.py."""

from sqlalchemy.orm import configure_mappers

from clinicdesk import wiring
from tests.migrations import planted
from tests.reliability import acknowledging, editing, racing, writing_at_once

__all__ = ["acknowledging", "editing", "planted", "racing", "writing_at_once"]

wiring.load_tables()
configure_mappers()
