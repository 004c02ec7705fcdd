"""Words for what went wrong that only the one who runs the program sees: they are in English."""

from collections.abc import Callable
from typing import Any, Final

from bot.chat.text import Code, Inline, inline
from bot.errors import (
    BackupFailed,
    CannotListen,
    DatabaseUrlInvalid,
    DriverMissing,
    KeyInvalid,
    KeyMissing,
    OtherContestsRun,
    PlatformLibraryMissing,
    SchemaTooNew,
    SecretUnreadable,
    ToolMissing,
    WrongKey,
)
from bot.pack.problems import PackInvalid

MAX_PROBLEMS = 20
"""Problems of a pack listed in one reply, at most."""


def _pack(error: PackInvalid) -> Inline:
    listed = "\n".join(str(problem) for problem in error.problems[:MAX_PROBLEMS])
    return inline(f"This pack cannot be opened as it is:\n{listed}")


OPERATING: Final[dict[type, Callable[[Any], Inline]]] = {
    PackInvalid: _pack,
    DatabaseUrlInvalid: lambda error: inline(
        Code("DATABASE_URL"),
        f" cannot be read: {error.reason}. For example: ",
        Code("sqlite:////home/me/dispatch.db"),
        " or ",
        Code("postgresql://user:password@host/name"),
    ),
    DriverMissing: lambda error: inline(
        "This database needs a library that is not installed. Install the bot as ",
        Code(f"dispatch-study-bot[{error.extra}]"),
        ".",
    ),
    PlatformLibraryMissing: lambda error: inline(
        "This platform needs a library that is not installed. Install the bot as ",
        Code(f"dispatch-study-bot[{error.extra}]"),
        ".",
    ),
    CannotListen: lambda error: inline(
        f"The bot cannot listen at {error.address}: {error.reason}. Choose another place with ",
        Code("--listen"),
        ".",
    ),
    SecretUnreadable: lambda error: inline(
        "What ", Code(error.where), f" gives cannot be used: {error.reason}."
    ),
    KeyMissing: lambda _: inline(
        "What is kept of workspaces is sealed with a key, and none is given. Make one with ",
        Code("dispatch-bot key"),
        ", and set ",
        Code("DISPATCH_KEY"),
        ", or ",
        Code("DISPATCH_KEY_FILE"),
        " to a file that holds it.",
    ),
    KeyInvalid: lambda _: inline(
        "What ",
        Code("DISPATCH_KEY"),
        " gives is no key. Make one with ",
        Code("dispatch-bot key"),
        ".",
    ),
    WrongKey: lambda _: inline(
        "What is kept of workspaces was sealed with another key than ",
        Code("DISPATCH_KEY"),
        " gives. Put that key back; several may be given, separated by commas, the newest first.",
    ),
    SchemaTooNew: lambda error: inline(
        f"This database was written by a newer version of the bot (schema {error.found}; this version "
        f"knows {error.supported}). Get a newer version of the bot, or set ",
        Code("DATABASE_URL"),
        " to another database.",
    ),
    OtherContestsRun: lambda error: inline(
        f"Other contests run in {error.location}, and the made-up time of a simulation would upset "
        "them. Set ",
        Code("DATABASE_URL"),
        " to a database of its own.",
    ),
    BackupFailed: lambda error: inline(f"Nothing was changed: {error.reason}."),
    ToolMissing: lambda error: inline(
        "This needs ",
        Code(error.program),
        ", which comes with PostgreSQL’s client programs. Install these, or run it on the machine of "
        "the database.",
    ),
}
"""A sentence for each."""
