"""Words for what went wrong, and a way on. Every ``UserError`` has its sentence here."""

from collections.abc import Callable
from typing import Any

from bot.chat.action import StaleAction
from bot.chat.form import Arrange, Choose, Field, FormForged, FormIncomplete, Write
from bot.chat.language import _, ngettext, phrase
from bot.chat.options import OptionMissing, OptionNotAChoice, OptionOutOfRange, UnknownOption
from bot.chat.reply import Prose, Reply, Visibility
from bot.chat.text import Code, Inline, Time, inline
from bot.errors import (
    AdminsOnly,
    HostsOnly,
    LeaderboardsOff,
    NoSuchDate,
    NoSuchDays,
    NoSuchPerson,
    NoSuchPlace,
    NoSuchSchedule,
    NoSuchSeason,
    NoSuchTime,
    NoSuchZone,
    NothingToPost,
    NotOfSeasons,
    NotYours,
    PackNotOffered,
    PostedToday,
    QuestionClosed,
    SeasonBackwards,
    StorageBusy,
    TooManySaved,
    TooManySchedules,
    TooManySeasons,
    TooManyTrusted,
    TooMuch,
    TooOften,
    UserError,
)
from bot.quiz.contest.refused import ClosedBook, ContestRefused, NoSuchContest, QuizHeld
from bot.quiz.practice import PracticeOver
from bot.settings.kinds import SettingInvalid
from bot.views.help import described
from bot.views.operating_errors import OPERATING
from bot.views.refused import REFUSED
from bot.views.words import clipped, joined, sentences

MAX_NAMES = 10
"""Names listed in one reply, at most."""


def mendable(error: UserError) -> Reply:
    """Answer something that the person can put right."""
    return _alone(said(error))


def bug(report: str) -> Reply:
    """Apologize for a bug; ``report`` is the id under which the log has it."""
    sorry = phrase(
        "Something went wrong on our side. Nothing was changed. Please try again; "
        "if it goes on, tell whoever runs the bot this number: {number}",
        number=Code(report),
    )
    return _alone(sorry)


def unanswered(report: str) -> Reply:
    """Apologize for an answer that a bug kept from being shown: nobody knows what it would have said."""
    sorry = phrase(
        "Something went wrong on our side, and the answer could not be shown. Please try again; "
        "if it goes on, tell whoever runs the bot this number: {number}",
        number=Code(report),
    )
    return _alone(sorry)


def said(error: UserError) -> Inline:
    """Return the sentence for an error."""
    for kind in type(error).__mro__:
        if kind in _WORDS:
            return _WORDS[kind](error)
    return phrase("That is not possible now.")


def has_words(kind: type[UserError]) -> bool:
    """Return whether a kind of error has a sentence of its own, or of the kind above it."""
    return any(each in _WORDS for each in kind.__mro__)


def _alone(sentence: Inline) -> Reply:
    return Reply((Prose(sentence),), visibility=Visibility.ONLY_YOU, failed=True)


def _missing(error: OptionMissing) -> Inline:
    command, option = error.command, error.option
    return phrase(
        "{command} needs {option}: {summary}. For example: {example}",
        command=Code(f"/{command.name}"),
        option=Code(option.name),
        summary=_(option.summary),
        example=Code(command.example),
    )


def _out_of_range(error: OptionOutOfRange) -> Inline:
    option = Code(error.option.name)
    takes = described(error.option)
    if error.option.type == "number":
        return phrase("{option} is out of range. It takes {takes}.", option=option, takes=takes)
    return phrase(
        "{option} is too long ({characters} characters). It takes {takes}.",
        option=option,
        characters=str(len(error.value)),
        takes=takes,
    )


def _no_choice(error: OptionNotAChoice) -> Inline:
    return phrase(
        "{option} cannot be “{value}”. It takes {takes}.",
        option=Code(error.option.name),
        value=clipped(error.value, 40),
        takes=described(error.option),
    )


def _unknown(error: UnknownOption) -> Inline:
    known = joined([option.name for option in error.command.options])
    command, asked = Code(f"/{error.command.name}"), clipped(error.name, 40)
    if not known:
        return phrase(
            "{command} has no option “{asked}”. It takes none.", command=command, asked=asked
        )
    return phrase(
        "{command} has no option “{asked}”. It has {known}.",
        command=command,
        asked=asked,
        known=known,
    )


def _no_season(error: NoSuchSeason) -> Inline:
    none = phrase("There is no season “{asked}”.", asked=clipped(error.name, 40))
    if error.known:
        there = phrase("There is {seasons}.", seasons=joined(error.known[:MAX_NAMES]))
    else:
        there = phrase("An admin defines one with {command}.", command=Code("/season set"))
    return sentences([none, there])


def _no_zone(error: NoSuchZone) -> Inline:
    none = phrase("There is no time zone “{asked}”.", asked=clipped(error.name, 40))
    if error.near:
        names = [part for name in error.near for part in (", ", Code(name))]
        meant = phrase("Perhaps you mean one of these:")
        return inline(*none, " ", *meant, " ", *names[1:], ".")
    how = phrase(
        "Name a city, not an abbreviation: {zone} or {city}.",
        zone=Code("Europe/Berlin"),
        city=Code("New York"),
    )
    return sentences([none, how])


def _no_schedule(error: NoSuchSchedule) -> Inline:
    numbers = joined([str(number) for number in error.known], "or")
    if not error.known:
        return phrase(
            "There is no such daily post here. To see what there is: {command}",
            command=Code("/daily list"),
        )
    which = phrase(
        "Say which one, by its number in the list: {numbers}. For example: {example}",
        numbers=numbers,
        example=Code(f"number={error.known[0]}"),
    )
    if not error.asked:
        return which
    none = phrase("There is no daily post {number} here.", number=clipped(error.asked, 9))
    return sentences([none, which])


def _nothing_to_post(error: NothingToPost) -> Inline:
    said = [
        phrase("There is nothing about “{topic}” to post.", topic=clipped(error.topic, 40))
        if error.topic
        else phrase("There is nothing to post.")
    ]
    if error.topics:
        topics = joined(error.topics[:MAX_NAMES])
        said.append(phrase("There is something on {topics}.", topics=topics))
    return sentences(said)


def _unfilled(field: Field) -> Inline:
    match field:
        case Choose(at_least=at_least, at_most=at_most):
            if at_least == at_most:
                return phrase("Nothing was recorded. Choose {n} of the answers.", n=at_least)
            return phrase(
                "Nothing was recorded. Choose {least} to {most} of the answers.",
                least=at_least,
                most=at_most,
            )
        case Arrange():
            return phrase("Nothing was recorded. Put all of them in order.")
        case Write(limit=limit):
            return phrase(
                "Nothing was recorded. Write an answer of at most {limit} characters.",
                limit=str(limit),
            )


_WORDS: dict[type, Callable[[Any], Inline]] = {
    **OPERATING,
    OptionMissing: _missing,
    OptionOutOfRange: _out_of_range,
    OptionNotAChoice: _no_choice,
    UnknownOption: _unknown,
    StaleAction: lambda _: phrase("That button is from an earlier version. Please ask again."),
    PracticeOver: lambda _: phrase(
        "That quiz is over. Start another with {command}.", command=Code("/quiz")
    ),
    FormIncomplete: lambda error: _unfilled(error.field),
    FormForged: lambda _: phrase("That answer does not belong to this question. Please ask again."),
    ContestRefused: lambda error: phrase(REFUSED[error.refusal]),
    NoSuchContest: lambda error: phrase(
        "No contest has the code “{code}”. Its host sees the code when opening it.",
        code=clipped(error.code, 40),
    ),
    ClosedBook: lambda _: phrase(
        "That answers the question being asked here. It can be read again when the answer is out."
    ),
    QuizHeld: lambda _: phrase(
        "The contest here asks about the same words just now. Your quiz waits at this question until "
        "the answer is out; alone with me you can go on at once, with {command}.",
        command=Code("/quiz"),
    ),
    AdminsOnly: lambda _: phrase("Only an admin of this place can do that."),
    HostsOnly: lambda _: phrase(
        "Here only admins host contests, and the hosts that they have named. Ask one of them to start "
        "it, or take a quiz alone: {command}.",
        command=Code("/quiz"),
    ),
    NoSuchPerson: lambda error: phrase(
        "“{person}” is nobody that can be found. Mention them with an @, or give the platform’s id of "
        "them.",
        person=clipped(error.text, 40),
    ),
    NoSuchPlace: lambda error: phrase(
        "“{place}” is no channel here that I can see. Invite me to it and mention it with a #, or use "
        "{command} there.",
        place=clipped(error.text, 40),
        command=Code("/setup"),
    ),
    TooManyTrusted: lambda _: phrase(
        "As many people are on that list as there may be. Take somebody off with {command}.",
        command=Code("/settings distrust"),
    ),
    LeaderboardsOff: lambda _: phrase(
        "Leaderboards are not shown here. {command} shows your own points, to you alone.",
        command=Code("/score"),
    ),
    PackNotOffered: lambda _: phrase(
        "This document is not studied here. Ask an admin, who can change that with {command}.",
        command=Code("/settings"),
    ),
    SettingInvalid: lambda error: phrase(
        "“{value}” does not fit. For example: {example}",
        value=clipped(error.text, 40),
        example=Code(error.takes),
    ),
    NotYours: lambda _: phrase("That button is somebody else’s. Give the command yourself."),
    TooMuch: lambda _: phrase("That is more text than fits here. Please shorten it."),
    TooOften: lambda error: inline(
        ngettext(
            "That was a lot at once. Please try again in {n} second.",
            "That was a lot at once. Please try again in {n} seconds.",
            error.seconds,
        )
    ),
    NoSuchSeason: _no_season,
    NotOfSeasons: lambda _: phrase(
        "Seasons count only where they were defined: ask with {here} or {workspace}",
        here=Code("scope=here"),
        workspace=Code("scope=workspace"),
    ),
    SeasonBackwards: lambda _: phrase("The last day of a season cannot come before its first."),
    TooManySeasons: lambda _: phrase(
        "There are as many seasons as there may be. Forget one with {command}.",
        command=Code("/season remove"),
    ),
    NoSuchDate: lambda error: phrase(
        "“{asked}” is no date. For example: {example}",
        asked=clipped(error.text, 20),
        example=Code("2026-09-01"),
    ),
    NoSuchZone: _no_zone,
    NoSuchDays: lambda error: phrase(
        "“{asked}” names no days of the week. For example: {weekdays}, or {some}",
        asked=clipped(error.text, 40),
        weekdays=Code("weekdays"),
        some=Code("Mon, Wed, Fri"),
    ),
    NoSuchSchedule: _no_schedule,
    TooManySchedules: lambda _: phrase(
        "There are as many daily posts here as there may be. End one with {command}.",
        command=Code("/daily off"),
    ),
    NothingToPost: _nothing_to_post,
    PostedToday: lambda error: phrase(
        "Today’s daily post was made already. The next comes {time}.", time=Time(error.next_at)
    ),
    QuestionClosed: lambda _: phrase(
        "That question is over, and its answer is out. Answer the newest one."
    ),
    TooManySaved: lambda _: phrase(
        "You have saved as many passages as there may be. See {command} and keep some no longer.",
        command=Code("/saved"),
    ),
    NoSuchTime: lambda error: phrase(
        "“{asked}” is no time of day. For example: {example}",
        asked=clipped(error.text, 20),
        example=Code("09:00"),
    ),
    StorageBusy: lambda _: phrase(
        "That could not be recorded just now. Please try again in a moment."
    ),
}
