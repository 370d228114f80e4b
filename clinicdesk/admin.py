"""clinicdesk-admin: what is done at a console, without any window.

Exit codes: 0 done, 1 refused or partly skipped, 2 wrong usage. One line per problem.
"""

import argparse
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

from sqlalchemy.exc import SQLAlchemyError

from clinicdesk import memory, opening, settings
from clinicdesk.audit.verifying import accept, verified
from clinicdesk.demo import PASSWORD
from clinicdesk.desk import Actor, Desk, system_clock
from clinicdesk.doctor.examining import examine
from clinicdesk.doctor.findings import Weight
from clinicdesk.errors import Reason, Refused, Unanswered
from clinicdesk.exchange.csv_columns import ListField, columns_told, mapped, proposed
from clinicdesk.exchange.csv_dates import DateOrder
from clinicdesk.exchange.csv_people import Plan, people_in
from clinicdesk.exchange.csv_reading import LARGEST_LIST, read_list
from clinicdesk.exchange.csv_reports import lines as list_lines
from clinicdesk.exchange.csv_reports import summary as list_summary
from clinicdesk.exchange.files import Source, shown_name, sources_in
from clinicdesk.exchange.importing import ROWS, Import
from clinicdesk.exchange.reports import Fate, Report, as_json, file_lines, summary
from clinicdesk.incoming import content_of
from clinicdesk.messages import sentence
from clinicdesk.outgoing import put_file
from clinicdesk.seed import making as seeding
from clinicdesk.seed.making import LEAST_PATIENTS, Size
from clinicdesk.staff.actions import (
    GiveOneTimePassword,
    give_one_time_password,
    unlock_person,
)
from clinicdesk.staff.members import OfPerson
from clinicdesk.staff.passwords import hash_password, one_time_password
from clinicdesk.staff.queries import sign_in_name, staff_list
from clinicdesk.staff.rules import ONE_TIME_LASTS

_CLEAR = "\r\x1b[K"  # the bar, on a terminal


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit code."""
    memory.keep_private()
    options = _parser().parse_args(arguments, argparse.Namespace(database=None))
    try:
        options.database = options.database or settings.database_url()
        done: bool = options.run(options)
    except Refused as refusal:
        for reason in refusal.reasons:
            _complain(sentence(reason))
        return 1
    except Unanswered:
        _complain(sentence(Reason("staff.unanswered")))
        return 1
    except SQLAlchemyError as error:
        _complain(sentence(Reason("upgrade.database_failed", {"kind": type(error).__name__})))
        return 1
    return 0 if done else 1


def _parser() -> argparse.ArgumentParser:
    # Before the command or after it: what is not given there must not undo what is given here.
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument(
        "--database",
        metavar="URL",
        help="sqlite:///folder/clinic.db or postgresql://server/clinic, instead of the settings'",
    )
    parser = argparse.ArgumentParser(
        prog="clinicdesk-admin", description="ClinicDesk at a console", parents=[common]
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, about in (
        ("import-fhir", _import_fhir, "bring in patients from FHIR R4 (bundles, NDJSON, folders)"),
        ("import-csv", _import_csv, "bring in patients from a list (CSV)"),
        ("seed", _seed, "make a made-up clinic of any size in a new database"),
        ("verify-history", _verify_history, "say whether the history of the database is whole"),
        ("upgrade", _upgrade, "create the database, or bring it to this program's version"),
        ("backup", _back_up, "make a verified copy of the database"),
        ("unlock", _unlock, "let somebody sign in again, such as the only administrator"),
        ("doctor", _doctor, "look at program, database and machine, and say what to do"),
    ):
        command = commands.add_parser(name, help=about, parents=[common])
        command.set_defaults(run=run)
        if run is _seed:
            _ask_how_large(command)
        if run is _verify_history:
            _ask_what_to_verify(command)
        if run is _upgrade:
            command.add_argument("--backup-taken", action="store_true", help="make no copy before")
        if run is _unlock:
            command.add_argument("login", metavar="NAME", help="the sign-in name")
            command.add_argument("--one-time-password", action="store_true", help="make a new one")
        if run is _doctor:
            command.add_argument("--deep", action="store_true", help="read every page and change")
        if run is _import_fhir:
            _ask_what_to_import(command)
        if run is _import_csv:
            _ask_which_list(command)
    return parser


def _ask_how_large(command: argparse.ArgumentParser) -> None:
    for size, default, about in (
        ("patients", 1_000, f"how many patients, at least {LEAST_PATIENTS}"),
        ("bookings", 5_000, "how many bookings, past and to come, at least 1"),
        ("seed", 1, "the same number makes the same clinic again"),
    ):
        said = f"{about}; {default} when not given"
        command.add_argument(f"--{size}", type=int, default=default, metavar="N", help=said)


def _ask_what_to_import(command: argparse.ArgumentParser) -> None:
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    command.add_argument("--dry-run", action="store_true", help="say what would be done")
    command.add_argument("--verbose", action="store_true", help="say what differs and is left out")
    command.add_argument("--report", type=Path, metavar="FILE", help="write all of it as JSON")


def _ask_which_list(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--dry-run", action="store_true", help="say what would be done")
    about = f"what a column holds, by its name or place: {', '.join(ListField)}; nothing: leave out"
    command.add_argument("--map", action="append", default=[], metavar="COLUMN=FIELD", help=about)
    said = "what comes first in dates like 3/4/1950"
    command.add_argument("--dates", type=DateOrder, choices=list(DateOrder), help=said)
    whose = "the program that gave the numbers; without it they are not taken"
    command.add_argument("--numbers-from", default="", metavar="NAME", help=whose)


def _ask_what_to_verify(command: argparse.ArgumentParser) -> None:
    one = command.add_mutually_exclusive_group()
    one.add_argument("--from", dest="first", type=int, metavar="ID", help="begin at this change")
    one.add_argument("--since-anchor", action="store_true", help="begin where it was last verified")
    one.add_argument("--accept", action="store_true", help="go by the history as a restore left it")


def _import_fhir(options: argparse.Namespace) -> bool:
    with _desk(options, create=True) as desk:
        report = _imported(desk, sources_in(options.paths), options)
    if max(len(report.files), len(report.results)) > 1 or report.is_cut:
        print(summary(report))
    if options.report:
        put_file(as_json(report), options.report)
    return report.is_clean


def _imported(desk: Desk, sources: Sequence[Source], options: argparse.Namespace) -> Report:
    """Import one file after the other; Ctrl+C ends it after the patient under way."""
    files = []
    with _until_interrupted() as stopped:
        run = Import(desk, opening.console(desk), is_dry=options.dry_run, stopped=stopped).run
        for file in run(sources):
            files.append(file)
            _tell(file_lines(file, verbose=options.verbose), len(files), len(sources))
        return Report(tuple(files), is_dry=options.dry_run, is_cut=stopped())


def _import_csv(options: argparse.Namespace) -> bool:
    found = read_list(content_of(options.file, LARGEST_LIST))
    columns = mapped(found.header, proposed(found.header), options.map)
    for line in (sentence(found.read_as), columns_told(found.header, columns)):
        print(line)
    plan = Plan(columns=columns, order=options.dates, numbers_from=options.numbers_from)
    reading = people_in(found, plan, shown_name(options.file))
    results = []
    with _desk(options, create=True) as desk, _until_interrupted() as stopped:
        console = opening.console(desk)
        run = Import(desk, console, is_dry=options.dry_run, stopped=stopped, way=ROWS)
        for result in run.results(reading.candidates):
            results.append(result)
            _tell(list_lines([result]), len(results), len(reading.candidates))
        is_cut = stopped()
    print(list_summary(results, is_dry=options.dry_run, is_cut=is_cut))
    return not is_cut and not any(result.fate is Fate.LEFT_OUT for result in results)


def _tell(lines: Iterable[tuple[bool, str]], done: int, everything: int) -> None:
    """What became of one of them; on a terminal, above a bar."""
    on_terminal = sys.stderr.isatty()
    sys.stderr.write(_CLEAR * on_terminal)
    for is_left_out, line in lines:
        (_complain if is_left_out else print)(line)
    if on_terminal:
        _bar(done, everything)


@contextmanager
def _desk(options: argparse.Namespace, *, create: bool = False) -> Iterator[Desk]:
    desk = opening.open_desk(options.database, create=create, anchors=settings.anchors())
    try:
        yield desk
    finally:
        desk.close()


@contextmanager
def _until_interrupted() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl+C was pressed; the second time it works as everywhere. The bar goes with it."""
    pressed = []

    def press(*_: object) -> None:
        pressed.append(True)
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)
        sys.stderr.write(_CLEAR * sys.stderr.isatty())


def _verify_history(options: argparse.Namespace) -> bool:
    with _desk(options) as desk:
        console = opening.console(desk)
        if options.accept:
            print(sentence(accept(desk, console)))
            return True
        found, is_whole = verified(desk, console, options.first, since_anchor=options.since_anchor)
        (print if is_whole else _complain)(sentence(found))
        return is_whole


def _seed(options: argparse.Namespace) -> bool:
    size = Size(patients=options.patients, bookings=options.bookings, seed=options.seed)
    found = seeding.make(options.database, size, system_clock(), _bar)
    print(f"\n{sentence(found)}")
    print(f'Sign in as dana, noor, okafor or alex with the password "{PASSWORD}".')
    return True


def _bar(done: int, everything: int) -> None:
    filled = 30 * done // everything
    sys.stderr.write(f"\r[{'#' * filled}{' ' * (30 - filled)}] {done:,} of {everything:,}")
    sys.stderr.flush()


def _upgrade(options: argparse.Namespace) -> bool:
    kept = opening.upgrade_database(options.database, backup_taken=options.backup_taken)
    if kept:
        print(sentence(Reason("backup.kept", {"copy": str(kept)})))
    print("The database is ready for this version of ClinicDesk.")
    return True


def _back_up(options: argparse.Namespace) -> bool:
    print(sentence(Reason("backup.made", {"copy": str(opening.back_up(options.database))})))
    return True


def _unlock(options: argparse.Namespace) -> bool:
    with _desk(options) as desk:
        console, login = opening.console(desk), sign_in_name(options.login)
        desk.change(console, unlock_person, _listed(desk, console, login), uuid4())
        print(f"{login} is not locked any more.")
        if options.one_time_password:
            password = one_time_password()
            about = GiveOneTimePassword(
                **asdict(_listed(desk, console, login)),
                password_hash=hash_password(password, login),
            )
            desk.change(console, give_one_time_password, about, uuid4())
            print(f"{password} lets {login} in once, within {ONE_TIME_LASTS.days} days.")
    return True


def _listed(desk: Desk, console: Actor, login: str) -> OfPerson:
    found = next((one for one in desk.read(console, staff_list) if one.login == login), None)
    if found is None:
        raise Refused(Reason("staff.unknown_login", {"login": login}))
    return OfPerson(staff_member_id=found.id, lock_version=found.lock_version)


def _doctor(options: argparse.Namespace) -> bool:
    found = []
    for finding in examine(options.database, system_clock(), deep=options.deep):
        found.append(finding.weight)
        say = _complain if finding.weight is Weight.DANGER else print
        say(f"{finding.weight:<10} {sentence(finding.reason)}")
    return Weight.DANGER not in found


def _complain(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
