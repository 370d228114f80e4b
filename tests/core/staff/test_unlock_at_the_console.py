"""The only administrator is locked out: who has the computer lets them in again."""

import pytest

from clinicdesk.admin import main
from clinicdesk.desk import Desk
from clinicdesk.staff.actions import NOBODY
from clinicdesk.staff.passwords import prove
from clinicdesk.staff.queries import credentials
from clinicdesk.staff.rules import Access
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, actor
from tests.builders.rows import history
from tests.builders.staff import lock, on_the_list


def test_the_only_administrator_is_unlocked_and_it_is_recorded(
    desk: Desk, url: str, capsys: pytest.CaptureFixture[str]
):
    lock(desk, ADMINISTRATOR)

    assert main(["unlock", " Admin", "--database", url]) == 0

    assert capsys.readouterr().out == "admin is not locked any more.\n"
    assert on_the_list(desk, ADMINISTRATOR).access is Access.ACTIVE
    entry = history(url)[-1]
    assert (entry.action, entry.actor_id) == ("staff.unlock_person", actor(desk, "console").id)


@pytest.mark.parametrize("name", ["nobody.here", "console"])
def test_a_name_nobody_has_is_said(
    desk: Desk, url: str, capsys: pytest.CaptureFixture[str], name: str
):
    lock(desk, COORDINATOR)

    assert main(["unlock", name, "--database", url]) == 1

    said = capsys.readouterr()
    assert said.err == (f"Nobody signs in as {name}. Type the name as the staff list shows it.\n")
    assert on_the_list(desk, COORDINATOR).access is Access.LOCKED


def test_the_only_administrator_who_forgot_the_password_gets_one_for_once(
    desk: Desk, url: str, capsys: pytest.CaptureFixture[str]
):
    assert main(["unlock", ADMINISTRATOR, "--one-time-password", "--database", url]) == 0

    password = capsys.readouterr().out.splitlines()[1].split()[0]
    found = desk.read(NOBODY, credentials, ADMINISTRATOR)
    assert found is not None
    assert prove(found, password).staff_member_id == found.actor.id
    assert history(url)[-1].action == "staff.give_one_time_password"
