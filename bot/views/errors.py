"""Words for what went wrong, and a way on. Every ``UserError`` has its sentence here."""

from bot.chat.action import StaleAction
from bot.chat.options import OptionMissing, OptionNotAChoice, OptionOutOfRange, UnknownOption
from bot.chat.reply import Prose, Reply, Visibility
from bot.chat.text import Code, Inline, inline
from bot.errors import StorageBusy, UserError
from bot.pack.problems import PackInvalid
from bot.quiz.practice import NotThisQuestion, PracticeOver
from bot.views.help import described
from bot.views.words import clipped, joined


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


def said(error: UserError) -> Inline:  # noqa: PLR0911 - one return an error reads best
    """Return the sentence for an error."""
    match error:
        case OptionMissing(command, option):
            name = inline(Code(f"/{command.name}"), " needs ", Code(option.name), ": ")
            return (
                *name,
                *inline(f"{option.summary.lower()}. For example: "),
                Code(command.example),
            )
        case OptionOutOfRange(_, option, value):
            return inline(
                Code(option.name), f" is {_limits(option.type, value)}: {described(option)}."
            )
        case OptionNotAChoice(_, option, value):
            wrong = f" cannot be “{clipped(value, 40)}”. It takes {described(option)}."
            return inline(Code(option.name), wrong)
        case UnknownOption(command, name):
            known = joined([option.name for option in command.options]) or "no options"
            there = f" has no option “{clipped(name, 40)}”. It has {known}."
            return inline(Code(f"/{command.name}"), there)
        case StaleAction():
            return inline("That button is from an earlier version. Please ask again.")
        case PracticeOver():
            return inline("That quiz is over. Start another with ", Code("/quiz"), ".")
        case NotThisQuestion():
            return inline("That question is behind you. The first answer counts.")
        case StorageBusy():
            return inline("That could not be recorded just now. Please try again in a moment.")
        case PackInvalid(problems=problems):
            return inline(
                "The pack has mistakes:\n" + "\n".join(str(each) for each in problems[:20])
            )
        case _:
            return inline("That is not possible now.")


def _limits(kind: str, value: str) -> str:
    return "out of range" if kind == "number" else f"too long ({len(value)} characters)"
