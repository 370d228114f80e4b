"""A screen reader's part, in a process of its own: reads and works the program through AT-SPI.

    python3 tests/access/reader.py LOGIN PASSWORD PATIENT PROGRAM...

starts the program and tells on standard output, as JSON, what a reader would say. Run by the
system's Python, which has the bindings; nothing of ClinicDesk is imported.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - after its version

PATIENCE = 60.0
LOOK_AGAIN_MS = 50
FIELD, BUTTON, TICK, ITEM = "text/password text", "push button", "check box", "list item"

Named = Callable[[str], bool]


def everything() -> Iterator[Any]:
    """What is on the desktop, from the top."""
    waiting = [Atspi.get_desktop(0)]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += filter(None, map(one.get_child_at_index, reversed(range(one.get_child_count()))))


def find(roles: str, named: Named) -> Any:
    """The first part on screen with one of these roles whose name is wanted, or None."""
    wanted = roles.split("/")
    for one in everything():
        is_it = one.get_role_name() in wanted and named(one.get_name() or "")
        if is_it and one.get_state_set().contains(Atspi.StateType.SHOWING):
            return one
    return None


def wait_for(roles: str, named: Named) -> Any:
    """The same once it is there."""
    end, loop = time.monotonic() + PATIENCE, GLib.MainLoop()
    while time.monotonic() < end:
        try:
            found = find(roles, named)
        except GLib.Error:  # something went while it was being read
            found = None
        if found is not None:
            return found
        GLib.timeout_add(LOOK_AGAIN_MS, loop.quit)
        loop.run()
    raise SystemExit(f"no {roles} came that is wanted")


def type_into(name: str, text: str) -> list[str]:
    """Set what a field holds, as dictation does; its name, and what stands in it then."""
    field = wait_for(FIELD, lambda seen: seen == name)
    field.set_text_contents(text)
    return [field.get_name(), field.get_text(0, -1)]


def press(named: Named, roles: str = BUTTON) -> str:
    """Do what the button does; its name."""
    button = wait_for(roles, named)
    name: str = button.get_name()
    button.do_action(0)
    return name


def click(one: Any) -> None:
    """Move the pointer there and click, as readers do where nothing can be pressed."""
    area = one.get_extents(Atspi.CoordType.SCREEN)
    Atspi.generate_mouse_event(area.x + area.width // 2, area.y + area.height // 2, "b1c")


def work(login: str, password: str, patient: str) -> dict[str, Any]:
    """Sign in, go to the next booked day, open the booking, and name the driver."""
    type_into("Sign-in name", login)
    type_into("Password", password)
    press(lambda name: name == "Sign in")
    press(lambda name: name.startswith("Go to") and name != "Go to date")
    booking = wait_for(ITEM, lambda name: patient in name)
    told = {
        "booking": [booking.get_role_name(), booking.get_name()],
        "list": booking.get_parent().get_name(),
    }
    click(booking)
    press(lambda name: name.startswith("Driver home"))
    press(lambda name: name.endswith("An adult"), TICK)
    told["driver"] = type_into("Name", "Ana Martinez")
    return told


def main() -> None:
    *about, program = sys.argv[1:4], sys.argv[4:]
    with subprocess.Popen(program, stderr=subprocess.DEVNULL) as running:
        try:
            sys.stdout.write(f"{json.dumps(work(*about[0]))}\n")
        finally:
            running.terminate()


main()
