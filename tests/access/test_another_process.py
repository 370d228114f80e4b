"""The real program on a real display, read and worked from another process, as assistive tools do.

Needs what `tools/system-packages test` installs: Xvfb, D-Bus and AT-SPI with its Python bindings.
"""

import json
import os
import subprocess
import sys
from datetime import datetime, time, timedelta
from pathlib import Path

from clinicdesk.opening import open_desk
from clinicdesk.settings import embedded_url
from tests.builders.clinic import COORDINATOR, PASSWORD, open_for_tests
from tests.builders.patients import a_booked_case
from tests.builders.times import ZONE
from ui.opened import clock

ROOT = Path(__file__).parents[2]
READER = Path(__file__).with_name("reader.py")
SYSTEM_PYTHON = "/usr/bin/python3"
SATURDAY = 5


def booked_soon(url: str) -> str:
    """A clinic whose next booked day is the next one it opens, at nine; that day in words."""
    desk = open_desk(url, create=True)
    open_for_tests(desk)
    day = clock().astimezone(ZONE).date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    a_booked_case(desk, datetime.combine(day, time(9), ZONE))
    desk.close()
    return f"{day:%A, %B} {day.day}, {day.year}"


def test_the_program_is_worked_through_assistive_technology(tmp_path: Path) -> None:
    url = embedded_url(tmp_path / "clinic.db")
    day = booked_soon(url)
    around = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    around |= {"XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    around["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
    program = (sys.executable, "-m", "ui", "--database", url)
    reading = (SYSTEM_PYTHON, str(READER), COORDINATOR, PASSWORD, "MARTINEZ, Rosa", *program)

    # The display comes first: what D-Bus starts for the reader has to know it.
    done = subprocess.run(
        ("xvfb-run", "-a", "dbus-run-session", "--", *reading),
        cwd=ROOT,
        env=around,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-2000:]
    [line] = [line for line in done.stdout.splitlines() if line.startswith("{")]
    told = json.loads(line)  # D-Bus talks on the same output
    role, name = told["booking"]
    assert role == "list item"
    assert name.startswith("9:00 to 10:00 AM, MARTINEZ, Rosa, MILD")
    assert told["list"] == f"Schedule, {day}"
    assert told["driver"] == ["Name", "Ana Martinez"]
