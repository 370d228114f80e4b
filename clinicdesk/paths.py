"""Where the bundled data lies: in the package when installed, at the root of a checkout."""

from pathlib import Path

_package = Path(__file__).parent
_root = _package / "_bundled" if (_package / "_bundled").is_dir() else _package.parent


def resources() -> Path:
    """Fonts, icons, policy tables and texts."""
    return _root / "resources"


def migrations() -> Path:
    """Alembic's script folder."""
    return _root / "migrations"


def guide() -> Path:
    """The pages of the guide, and their pictures."""
    bundled = _root / "guide"
    return bundled if bundled.is_dir() else _root / "docs" / "guide"
