"""Settings, from the environment, each with a default that works."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

APP = "dispatch-study-bot"


@dataclass(frozen=True, slots=True)
class Config:
    """What can be set from outside.

    ``database_url`` is ``DATABASE_URL``, or a SQLite file in the user's data folder;
    ``pack`` is ``DISPATCH_PACK``, a pack's name or folder, or ``None`` for the one that comes first.
    """

    database_url: str
    pack: Path | None


def from_environment(environment: Mapping[str, str]) -> Config:
    """Read the settings."""
    pack = environment.get("DISPATCH_PACK", "").strip()
    return Config(
        database_url=environment.get("DATABASE_URL", "").strip() or default_database_url(),
        pack=Path(pack) if pack else None,
    )


def default_database_url() -> str:
    """Return the address of the database file in the user's data folder."""
    return f"sqlite:///{data_folder() / 'dispatch.db'}"


def data_folder() -> Path:
    """Return the user's data folder, which need not be there yet."""
    return user_data_path(APP, appauthor=False)
