"""Settings, from the environment, each with a default that works; and secrets, which have none."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from bot.errors import SecretUnreadable

APP = "dispatch-study-bot"

KEY = "DISPATCH_KEY"
"""The secret with which tokens of workspaces are sealed in the database."""

MAX_SECRET = 8_192
"""Characters of a secret, at most: the file that holds it may be anything."""


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


def secret(environment: Mapping[str, str], name: str) -> str:
    """Return a secret, or nothing where it was not given.

    ``DISCORD_TOKEN`` is the variable of that name; or what the file holds that ``DISCORD_TOKEN_FILE``
    names; or systemd's credential ``discord_token``, where an empty one gives nothing: a service cannot
    be started without a file for each. Raises ``SecretUnreadable``, which does not repeat
    it, for a file that cannot be read and for what cannot stand in a header of HTTP.
    """
    if given := environment.get(name, "").strip():
        return _sound(given, name)
    if file := environment.get(f"{name}_FILE", "").strip():
        return _sound(_held_by(Path(file)), f"{name}_FILE")
    folder = environment.get("CREDENTIALS_DIRECTORY", "")
    credential = Path(folder, name.lower())
    held = _held_by(credential) if folder and credential.exists() else ""
    return _sound(held, str(credential)) if held else ""


def how_to_give(name: str) -> str:
    """Say in a sentence how to give a secret."""
    return f"Set {name}, or {name}_FILE to a file that holds it."


def quietened(*libraries: str, least: int = logging.INFO) -> None:
    """Keep libraries from logging what they send and get, which holds tokens, however much is logged.

    ``least`` is the level of what they may still log.
    """
    for name in libraries:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.getEffectiveLevel(), least))


def _held_by(file: Path) -> str:
    try:
        with file.open(encoding="utf-8") as opened:
            return opened.read(MAX_SECRET).strip()
    except UnicodeDecodeError:
        # What it holds is in that error, and would be in the traceback.
        raise SecretUnreadable(str(file), "it is no text") from None
    except OSError as error:
        raise SecretUnreadable(str(file), error.strerror or "it cannot be opened") from None


def _sound(text: str, where: str) -> str:
    if not text:
        raise SecretUnreadable(where, "it is empty")
    if not (text.isascii() and text.isprintable() and " " not in text):
        raise SecretUnreadable(
            where, "it holds blanks, line breaks or other characters that no token has"
        )
    return text
