"""The way to the core that the windows before the main window need."""

from collections.abc import Iterator

import pytest

from clinicdesk.desk import Desk
from ui.background import Background


@pytest.fixture
def background(desk: Desk) -> Iterator[Background]:
    made = Background(desk)
    yield made
    made.close()
