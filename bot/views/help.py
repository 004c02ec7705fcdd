"""Help, made of the command registry alone."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from bot.chat.action import Action
from bot.chat.command import Command, CommandOption
from bot.chat.language import _, ngettext, phrase
from bot.chat.reply import (
    Block,
    Button,
    Control,
    Fact,
    Facts,
    Heading,
    Prose,
    Reply,
    Style,
)
from bot.chat.text import Code, inline
from bot.pack.model import Pack
from bot.views.words import clipped, joined, sentences


def start(pack: Pack) -> Reply:
    """Greet in one screen: what this is, and three things to try."""
    what = ngettext(
        "Look up passages, take a quiz ({n} quiz question), cite what you find.",
        "Look up passages, take a quiz ({n} quiz questions), cite what you find.",
        len(pack.questions),
    )
    tries = (
        Fact(_("Find"), inline(Code("/lookup what did Radek say"))),
        Fact(_("Quiz"), inline(Code("/quiz"))),
        Fact(_("Everything"), inline(Code("/help"))),
    )
    blocks = (Heading(inline(pack.title)), Prose(inline(what)), Facts(tries))
    return Reply(blocks, _first_steps(pack))


def _first_steps(pack: Pack) -> tuple[Control, ...]:
    quiz = (Button(_("Take a quiz"), Action("quiz"), Style.PRIMARY),) if pack.questions else ()
    quote = (Button(_("Read a quote"), Action("quote", ("", ""))),) if pack.quotes else ()
    return (*quiz, *quote)


def overview(commands: Sequence[Command[Any]]) -> Reply:
    """List all commands by group."""
    blocks: list[Block] = []
    for group, members in groupby(commands, key=lambda command: command.group):
        facts = tuple(Fact(f"/{each.name}", inline(_(each.summary))) for each in members)
        blocks += [Heading(inline(_(group))), Facts(facts)]
    more = phrase("For one command: {command}", command=Code("/help quiz"))
    return Reply((*blocks, Prose(more)))


def one(command: Command[Any]) -> Reply:
    """Explain one command, its options and an example."""
    blocks: list[Block] = [Heading(inline(f"/{command.name}")), Prose(inline(_(command.summary)))]
    facts = tuple(Fact(option.name, inline(described(option))) for option in command.options)
    if facts:
        blocks.append(Facts(facts))
    blocks.append(Prose(phrase("For example: {example}", example=Code(command.example))))
    return Reply(tuple(blocks))


def described(option: CommandOption[Any]) -> str:
    """Say what an option is for and what it takes."""
    parts = [part for part in (_taken(option), "" if option.required else _("optional")) if part]
    summary = _(option.summary)
    return f"{summary} ({'; '.join(parts)})" if parts else summary


def unknown(asked: str, near: Sequence[str]) -> Reply:
    """Say that there is no such command, and offer near ones."""
    said = [phrase("There is no command “{asked}”.", asked=clipped(asked, 40))]
    if near:
        meant = joined([f"/{name}" for name in near], "or")
        said.append(phrase("Did you mean {meant}?", meant=meant))
    said.append(phrase("For all of them: {command}", command=Code("/help")))
    return Reply((Prose(sentences(said)),), failed=True)


def _taken(option: CommandOption[Any]) -> str:
    keys = [choice.key for choice in option.choices]
    if option.type == "list":
        return _("any of {values}", values=joined(keys))
    if keys:
        return joined(keys, "or")
    if option.type == "number":
        least, most = str(option.minimum), str(option.maximum)
        return _("a number from {least} to {most}", least=least, most=most)
    return _("yes or no") if option.type == "yes-no" else ""
