"""This machine's settings: a per-user TOML file. What the clinic decides is in the database."""

import tomllib
from pathlib import Path

from platformdirs import user_config_path, user_data_path

from clinicdesk.errors import Reason, Refused


def database_url() -> str:
    """`database = "..."` in settings.toml, or an embedded file in the user's data folder.

    Raises Refused when the settings are there and cannot be read.
    """
    if file().exists():
        try:
            chosen = tomllib.loads(file().read_text(encoding="utf-8")).get("database")
        except (OSError, ValueError):
            raise Refused(Reason("upgrade.settings_unreadable", {"file": str(file())})) from None
        if chosen:
            return str(chosen)
    return embedded_url(_data("clinic.db"))


def file() -> Path:
    """Where the settings are, if there are any."""
    return user_config_path("clinicdesk", appauthor=False) / "settings.toml"


def drafts_file() -> Path:
    """Where this workstation keeps what is typed and not saved yet, whatever the database."""
    return _data("drafts.db")


def preferences_file() -> Path:
    """Where this workstation keeps how each person wants the windows to look."""
    return _data("preferences.ini")


def _data(name: str) -> Path:
    return user_data_path("clinicdesk", appauthor=False) / name


def embedded_url(file: Path) -> str:
    """The URL of an embedded database in this file."""
    return f"sqlite:///{file}"


def anchors() -> Path:
    """Where this workstation remembers, outside the databases, what it saw of their histories."""
    return user_data_path("clinicdesk", appauthor=False) / "anchors"


def dumps() -> Path:
    """Where this machine keeps what was dumped from a server before an upgrade."""
    return user_data_path("clinicdesk", appauthor=False) / "dumps"
