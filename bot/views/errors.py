"""Words for what went wrong, and a way on. Every ``UserError`` has its sentence here."""

from collections.abc import Callable
from typing import Any

from bot.chat.action import StaleAction
from bot.chat.form import Arrange, Choose, Field, FormForged, FormIncomplete, Write
from bot.chat.options import OptionMissing, OptionNotAChoice, OptionOutOfRange, UnknownOption
from bot.chat.reply import Prose, Reply, Visibility
from bot.chat.text import Code, Inline, inline
from bot.errors import (
    AdminsOnly,
    DatabaseUrlInvalid,
    DriverMissing,
    NoSuchDate,
    NoSuchSeason,
    NoSuchTime,
    NoSuchZone,
    NotOfSeasons,
    OtherContestsRun,
    PlatformLibraryMissing,
    SchemaTooNew,
    SeasonBackwards,
    StorageBusy,
    TooManySeasons,
    UserError,
)
from bot.pack.problems import PackInvalid
from bot.quiz.contest.refused import ClosedBook, ContestRefused, NoSuchContest
from bot.quiz.contest.state import Refusal
from bot.quiz.practice import PracticeOver
from bot.views.help import described
from bot.views.words import clipped, joined

MAX_NAMES = 10
"""Names listed in one reply, at most."""

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


def _no_season(error: NoSuchSeason) -> Inline:
    none = f"There is no season “{clipped(error.name, 40)}”. "
    if error.known:
        return inline(f"{none}There is {joined(error.known[:MAX_NAMES])}.")
    return inline(f"{none}An admin defines one with ", Code("/season set"), ".")


def _unfilled(field: Field) -> str:
    match field:
        case Choose(at_least=at_least, at_most=at_most):
            number = str(at_least) if at_least == at_most else f"{at_least} to {at_most}"
            return f"Nothing was recorded. Choose {number} of the answers."
        case Arrange():
            return "Nothing was recorded. Put all of them in order."
        case Write(limit=limit):
            return f"Nothing was recorded. Write an answer of at most {limit} characters."


_REFUSED = {
    Refusal.NOT_OPEN: "No contest runs here. Open one with /contest start.",
    Refusal.ALREADY_OPEN: "That contest is open already.",
    Refusal.OVER: "That contest is over.",
    Refusal.OUT_OF_RANGE: "That is out of range.",
    Refusal.REPEATED: "That was done already.",
    Refusal.NOT_DUE: "Nothing is due yet.",
    Refusal.NOT_HOST: "Only the host of the contest can do that.",
    Refusal.NOT_STARTED: "The contest has not begun.",
    Refusal.ALREADY_STARTED: "The contest has begun already.",
    Refusal.NOBODY_IN: "Nobody has joined yet.",
    Refusal.OTHER_ROUND: "That question is closed.",
    Refusal.UNTIMED: "This question has no time limit.",
    Refusal.IS_PAUSED: "The contest is paused; it goes on when its host lets it.",
    Refusal.NOT_PAUSED: "The contest is not paused.",
    Refusal.HELD: "Answers cannot be recorded just now. The contest waits and goes on by itself.",
    Refusal.NOT_PLAYING: "You are not in this contest. Join first.",
    Refusal.ALREADY_IN: "You are in already.",
    Refusal.NO_LATE_JOINERS: "The contest has begun, and its host lets nobody in any more.",
    Refusal.REMOVED: "The host has removed you from this contest.",
    Refusal.NO_SUCH_TEAM: "There is no such team. Choose one of those listed.",
    Refusal.PLACE_TAKEN: "A contest runs here already. Wait until it is over, or ask its host to end it.",
    Refusal.NO_SUCH_PLACE: "This place does not take part in that contest.",
    Refusal.TOO_LATE: "That came after the time was over, and does not count.",
    Refusal.ALREADY_ANSWERED: "You have answered this question. The first answer counts.",
    Refusal.SUPERSEDED: "A later answer of yours is recorded.",
    Refusal.WATCHING: "This one is for those who share first place.",
    Refusal.NOTHING_TO_APPEAL: "There is no answer of yours to appeal here.",
    Refusal.NO_SUCH_APPEAL: "There is no such appeal.",
    Refusal.DECIDED: "That was ruled on already.",
}

_WORDS: dict[type, Callable[[Any], Inline]] = {
    OptionMissing: _missing,
    OptionOutOfRange: _out_of_range,
    OptionNotAChoice: _no_choice,
    UnknownOption: _unknown,
    PackInvalid: _pack,
    StaleAction: lambda _: inline("That button is from an earlier version. Please ask again."),
    PracticeOver: lambda _: inline("That quiz is over. Start another with ", Code("/quiz"), "."),
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
    SchemaTooNew: lambda error: inline(
        f"This database was written by a newer version of the bot (schema {error.found}; this version "
        f"knows {error.supported}). Get a newer version of the bot, or set ",
        Code("DATABASE_URL"),
        " to another database.",
    ),
    FormIncomplete: lambda error: inline(_unfilled(error.field)),
    FormForged: lambda _: inline("That answer does not belong to this question. Please ask again."),
    ContestRefused: lambda error: inline(_REFUSED[error.refusal]),
    NoSuchContest: lambda error: inline(
        f"No contest has the code “{clipped(error.code, 40)}”. Its host sees the code when opening it."
    ),
    ClosedBook: lambda _: inline(
        "That passage answers the question being asked here. It can be read again when the answer is "
        "out."
    ),
    OtherContestsRun: lambda error: inline(
        f"Other contests run in {error.location}, and the made-up time of a simulation would upset "
        "them. Set ",
        Code("DATABASE_URL"),
        " to a database of its own.",
    ),
    AdminsOnly: lambda _: inline("Only an admin of this place can do that."),
    NoSuchSeason: _no_season,
    NotOfSeasons: lambda _: inline(
        "Seasons belong to a workspace: ask with ",
        Code("scope=here"),
        " or ",
        Code("scope=workspace"),
    ),
    SeasonBackwards: lambda _: inline("The last day of a season cannot come before its first."),
    TooManySeasons: lambda _: inline(
        "There are as many seasons as there may be. Forget one with ", Code("/season remove"), "."
    ),
    NoSuchDate: lambda error: inline(
        f"“{clipped(error.text, 20)}” is no date. For example: ", Code("2026-09-01")
    ),
    NoSuchZone: lambda error: inline(
        f"There is no time zone “{clipped(error.name, 40)}”. Name a city, not an abbreviation: ",
        Code("Europe/Berlin"),
        " or ",
        Code("New York"),
        ".",
    ),
    NoSuchTime: lambda error: inline(
        f"“{clipped(error.text, 20)}” is no time of day. For example: ", Code("09:00")
    ),
    StorageBusy: lambda _: inline(
        "That could not be recorded just now. Please try again in a moment."
    ),
}
