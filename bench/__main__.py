"""`make bench`: measures each subject on made-up clinics of several sizes.

A subject is a module of this folder with `run(clinics)` that prints its figures, named in SUBJECTS.
"""

import argparse
import os
from collections.abc import Sequence
from importlib import import_module

from bench.clinics import SIZES, Clinics
from bench.measuring import machine

SUBJECTS = ("starting", "weight", "searching", "finder", "duplicates", "importing", "canvas")


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the clinics that are not there yet, and measure."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(machine())
    with Clinics(tuple(options.size or SIZES), server=not options.embedded) as clinics:
        for name in options.subject or SUBJECTS:
            import_module(f"bench.{name}").run(clinics)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument(
        "subject", nargs="*", choices=[*SUBJECTS, []], help="all when none is named"
    )
    parser.add_argument("--size", type=int, action="append", help="patients; may be repeated")
    parser.add_argument("--embedded", action="store_true", help="leave PostgreSQL out")
    return parser


if __name__ == "__main__":
    main()
