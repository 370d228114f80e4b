"""clinicdesk-admin: what is done at a console, without any window.

Exit codes: 0 done, 1 refused or partly skipped, 2 wrong usage. One line per problem.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from uuid import uuid4

from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from clinicdesk import opening, settings
from clinicdesk.desk import Actor, Desk
from clinicdesk.errors import Fact, Reason, Refused
from clinicdesk.exchange.actions import import_patient
from clinicdesk.exchange.fhir import LARGEST_FILE, ImportPatient, read_bundle
from clinicdesk.exchange.queries import has_news
from clinicdesk.messages import sentence
from clinicdesk.staff.actions import NOBODY
from clinicdesk.staff.queries import credentials


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit code."""
    options = _parser().parse_args(arguments)
    try:
        done: bool = options.run(options)
    except Refused as refusal:
        for reason in refusal.reasons:
            _complain(sentence(reason))
        return 1
    except SQLAlchemyError as error:
        _complain(sentence(Reason("upgrade.database_failed", {"kind": type(error).__name__})))
        return 1
    return 0 if done else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="clinicdesk-admin", description="ClinicDesk at a console")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--database", metavar="URL", default=settings.database_url())
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, about in (
        ("import-fhir", _import_fhir, "bring in patients from FHIR R4 bundles (files or folders)"),
        ("upgrade", _upgrade, "create the database, or bring it to this program's version"),
        ("doctor", _doctor, "say whether program and database fit, and what to do if not"),
    ):
        command = commands.add_parser(name, help=about, parents=[common])
        command.set_defaults(run=run)
        if run is _import_fhir:
            command.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    return parser


def _import_fhir(options: argparse.Namespace) -> bool:
    desk = opening.open_desk(options.database, create=True)
    try:
        console = _console(desk)
        files = [file for path in options.paths for file in _bundles(path)]
        if not files:
            raise Refused(Reason("exchange.no_files"))
        outcomes = [_import_file(desk, console, file) for file in files]
        return all(outcomes)
    finally:
        desk.close()


def _console(desk: Desk) -> Actor:
    found = desk.read(NOBODY, credentials, "console")
    if found is None:
        raise Refused(Reason("upgrade.no_console"))
    return Actor(found.actor.id, found.actor.login, found.actor.name, frozenset({"console"}))


def _bundles(path: Path) -> Iterable[Path]:
    return sorted(path.glob("*.json")) if path.is_dir() else [path]


def _import_file(desk: Desk, console: Actor, file: Path) -> bool:
    try:
        bundle = read_bundle(_content(file))
        for record in bundle.patients:
            print(_imported(desk, console, record, {"file": file.name, "skipped": bundle.skipped}))
        _skip(file, bundle.left_out)
    except Refused as refusal:
        _skip(file, refusal.reasons)
        return False
    except IntegrityError:
        _skip(file, [Reason("exchange.contradicts_itself")])
        return False
    return not bundle.left_out


def _imported(desk: Desk, console: Actor, record: ImportPatient, facts: dict[str, Fact]) -> str:
    """Import one patient; answers what to say of it."""
    if not desk.read(console, has_news, record):
        return sentence(Reason("exchange.nothing_new", facts))
    done, _ = desk.change(console, import_patient, record, uuid4())
    added = {"medicines": done.medicines, "allergies": done.allergies}
    code = "exchange.new_patient" if done.is_new else "exchange.known_patient"
    return sentence(Reason(code, {**facts, **added}))


def _skip(file: Path, reasons: Iterable[Reason]) -> None:
    for reason in reasons:
        facts: dict[str, Fact] = {"file": file.name, "why": sentence(reason)}
        _complain(sentence(Reason("exchange.skipped", facts)))


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise Refused(Reason("exchange.too_large", {"limit": LARGEST_FILE // 1024**2}))
        return file.read_bytes()
    except OSError:
        raise Refused(Reason("exchange.file_not_read")) from None


def _upgrade(options: argparse.Namespace) -> bool:
    opening.upgrade_database(options.database)
    print("The database is ready for this version of ClinicDesk.")
    return True


def _doctor(options: argparse.Namespace) -> bool:
    opening.open_desk(options.database).close()
    print("The database answers and fits this version of ClinicDesk.")
    return True


def _complain(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
