"""Help, made of the command registry alone."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from bot.chat.command import Command, CommandOption
from bot.chat.reply import Block, Fact, Facts, Heading, Prose, Reply
from bot.chat.text import Code, inline
from bot.pack.model import Pack
from bot.views.words import clipped, count, joined


def start(pack: Pack) -> Reply:
    """Greet in one screen: what this is, and three things to try."""
    questions = count(len(pack.questions), "quiz question")
    what = f"Look up passages, take a quiz ({questions}), cite what you find."
    tries = (
        Fact("Find", inline(Code("/lookup what did Radek say"))),
        Fact("Quiz", inline(Code("/quiz"))),
        Fact("Everything", inline(Code("/help"))),
    )
    blocks = (Heading(inline(pack.title)), Prose(inline(what)), Facts(tries))
    return Reply(blocks)


def overview(commands: Sequence[Command[Any]]) -> Reply:
    """List all commands by group."""
    blocks: list[Block] = []
    for group, members in groupby(commands, key=lambda command: command.group):
        facts = tuple(Fact(f"/{each.name}", inline(each.summary)) for each in members)
        blocks += [Heading(inline(group)), Facts(facts)]
    more = inline("For one command: ", Code("/help quiz"))
    return Reply((*blocks, Prose(more)))


def one(command: Command[Any]) -> Reply:
    """Explain one command, its options and an example."""
    blocks: list[Block] = [Heading(inline(f"/{command.name}")), Prose(inline(command.summary))]
    facts = tuple(Fact(option.name, inline(described(option))) for option in command.options)
    if facts:
        blocks.append(Facts(facts))
    blocks.append(Prose(inline("For example: ", Code(command.example))))
    return Reply(tuple(blocks))


def described(option: CommandOption[Any]) -> str:
    """Say what an option is for and what it takes."""
    takes = {"number": f"a number from {option.minimum} to {option.maximum}", "yes-no": "yes or no"}
    what = takes.get(option.type, "")
    if option.choices:
        what = joined([choice.key for choice in option.choices], "or")
    parts = [part for part in (what, "" if option.required else "optional") if part]
    return f"{option.summary} ({'; '.join(parts)})" if parts else option.summary


def unknown(asked: str, near: Sequence[str]) -> Reply:
    """Say that there is no such command, and offer near ones."""
    said = f"There is no command “{clipped(asked, 40)}”."
    if near:
        said += f" Did you mean {joined([f'/{name}' for name in near], 'or')}?"
    return Reply((Prose(inline(said, " For all of them: ", Code("/help"))),), failed=True)
