"""This machine's settings: a per-user TOML file. What the clinic decides is in the database."""

import tomllib
from pathlib import Path

from platformdirs import user_config_path, user_data_path


def database_url() -> str:
    """`database = "..."` in settings.toml, or an embedded file in the user's data folder."""
    file = user_config_path("clinicdesk", appauthor=False) / "settings.toml"
    if file.exists():
        chosen = tomllib.loads(file.read_text(encoding="utf-8")).get("database")
        if chosen:
            return str(chosen)
    return embedded_url(user_data_path("clinicdesk", appauthor=False) / "clinic.db")


def embedded_url(file: Path) -> str:
    """The URL of an embedded database in this file."""
    return f"sqlite:///{file}"
