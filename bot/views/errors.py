"""Words for what went wrong, and a way on. Every ``UserError`` has its sentence here."""

from collections.abc import Callable
from typing import Any

from bot.chat.action import StaleAction
from bot.chat.options import OptionMissing, OptionNotAChoice, OptionOutOfRange, UnknownOption
from bot.chat.reply import Prose, Reply, Visibility
from bot.chat.text import Code, Inline, inline
from bot.errors import DatabaseUrlInvalid, DriverMissing, SchemaTooNew, StorageBusy, UserError
from bot.pack.problems import PackInvalid
from bot.quiz.practice import NotThisQuestion, PracticeOver
from bot.views.help import described
from bot.views.words import clipped, joined

MAX_PROBLEMS = 20
"""Problems of a pack listed in one reply, at most."""


def mendable(error: UserError) -> Reply:
    """Answer something that the person can put right."""
    return Reply((Prose(said(error)),), visibility=Visibility.ONLY_YOU, failed=True)


def bug(report: str) -> Reply:
    """Apologize for a bug; ``report`` is the id under which the log has it."""
    sorry = inline(
        "Something went wrong on our side. Nothing was changed. Please try again; "
        "if it goes on, tell whoever runs the bot this number: ",
        Code(report),
    )
    return Reply((Prose(sorry),), visibility=Visibility.ONLY_YOU, failed=True)


def said(error: UserError) -> Inline:
    """Return the sentence for an error."""
    for kind in type(error).__mro__:
        if kind in _WORDS:
            return _WORDS[kind](error)
    return inline("That is not possible now.")


def has_words(kind: type[UserError]) -> bool:
    """Return whether a kind of error has a sentence of its own, or of the kind above it."""
    return any(each in _WORDS for each in kind.__mro__)


def _missing(error: OptionMissing) -> Inline:
    command, option = error.command, error.option
    needs = inline(Code(f"/{command.name}"), " needs ", Code(option.name), ": ")
    return (*needs, *inline(f"{option.summary}. For example: "), Code(command.example))


def _out_of_range(error: OptionOutOfRange) -> Inline:
    is_number = error.option.type == "number"
    how = "is out of range" if is_number else f"is too long ({len(error.value)} characters)"
    return inline(Code(error.option.name), f" {how}. It takes {described(error.option)}.")


def _no_choice(error: OptionNotAChoice) -> Inline:
    wrong = f" cannot be “{clipped(error.value, 40)}”. It takes {described(error.option)}."
    return inline(Code(error.option.name), wrong)


def _unknown(error: UnknownOption) -> Inline:
    known = joined([option.name for option in error.command.options])
    has = f"It has {known}." if known else "It takes none."
    there = f" has no option “{clipped(error.name, 40)}”. {has}"
    return inline(Code(f"/{error.command.name}"), there)


def _pack(error: PackInvalid) -> Inline:
    listed = "\n".join(str(problem) for problem in error.problems[:MAX_PROBLEMS])
    return inline(f"This pack cannot be opened as it is:\n{listed}")


_WORDS: dict[type, Callable[[Any], Inline]] = {
    OptionMissing: _missing,
    OptionOutOfRange: _out_of_range,
    OptionNotAChoice: _no_choice,
    UnknownOption: _unknown,
    PackInvalid: _pack,
    StaleAction: lambda _: inline("That button is from an earlier version. Please ask again."),
    PracticeOver: lambda _: inline("That quiz is over. Start another with ", Code("/quiz"), "."),
    NotThisQuestion: lambda _: inline("That question is behind you. The first answer counts."),
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
    SchemaTooNew: lambda error: inline(
        f"This database was written by a newer version of the bot (schema {error.found}; this version "
        f"knows {error.supported}). Get a newer version of the bot, or set ",
        Code("DATABASE_URL"),
        " to another database.",
    ),
    StorageBusy: lambda _: inline(
        "That could not be recorded just now. Please try again in a moment."
    ),
}
