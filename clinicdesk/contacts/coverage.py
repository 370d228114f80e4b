"""What resources/policy/coverage.toml says of who pays for the procedure."""

import tomllib
from functools import cache

import msgspec

from clinicdesk import paths
from clinicdesk.contacts.rules import CoveragePolicy


@cache
def coverage_policy() -> CoveragePolicy:
    """The shipped rule of coverage. Raises msgspec.ValidationError for a malformed file."""
    source = paths.resources() / "policy" / "coverage.toml"
    return msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), CoveragePolicy)
