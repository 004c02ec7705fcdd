"""Whatever is typed, pressed or filled in is answered: nothing that a person sends is a bug."""

from collections.abc import AsyncIterator
from itertools import product
from pathlib import Path

import pytest

from bot.chat.action import Action
from bot.chat.command import CommandOption
from bot.chat.request import Actor, Invocation, Place, Press
from bot.commands.registry import ACTIONS, COMMANDS
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from tests.clock import ManualClock
from tests.talk import Talk

HOSTILE = (
    "",
    " ",
    "\u200b\u202e",
    "\x00\x1b[2J",
    "\ud800",
    "-1",
    "9" * 30,
    "²",
    "<@1> @everyone",
    "*_`~|[x](y)",
    "a" * 5_000,
    "(((((a+)+)+",
    "'; DROP TABLE people; --",
    "%s %d {0} {name}",
    "１２",
)
BUG = "Something went wrong on our side"


@pytest.fixture
async def root(tmp_path: Path) -> AsyncIterator[Talk]:
    actor = Actor("tiny", "root", "Root", "school", is_admin=True)
    async with open_bot(load(), f"sqlite:///{tmp_path}/bot.db", ManualClock()) as bot:
        yield Talk(bot, actor, Place("tiny", "hall", "school"))


def good(option: CommandOption) -> str | int | bool:
    """A value that an option takes, for the options that are not being tried."""
    if option.choices:
        return option.choices[0].key
    return {"number": option.minimum, "yes-no": True}.get(option.type, "Radek")


async def test_commands_answer_whatever_their_options_are(root: Talk) -> None:
    """Each option in turn, the others being as they should."""
    for command in COMMANDS:
        needed = {each.name: good(each) for each in command.options if each.required}
        for option, text in product(command.options, HOSTILE):
            said = await root._send(Invocation(command.name, {**needed, option.name: text}))
            assert BUG not in said, (command.name, option.name, text)
            root.bot.complete(command.name, option.name, text)


async def test_controls_answer_whatever_their_ids_and_their_forms_say(root: Talk) -> None:
    """One argument or more, and a form that is not their own."""
    forms = ({"value": ("zone",), "answer": ("\ud800",)}, {"answer": ("a", "a"), "": ()})
    for name in ACTIONS:
        assert BUG not in await root._send(Press(Action(name)))
        for count, text, form in product((1, 3), HOSTILE[2:9], forms):
            said = await root._send(Press(Action(name, (text,) * count), form))
            assert BUG not in said, (name, count, text)


async def test_whoever_asks_is_answered(root: Talk) -> None:
    """A platform lets people call themselves anything."""
    for field, text in product(("name", "locale"), HOSTILE):
        actor = Actor(**{"platform": "tiny", "user": "eve", "name": "Eve", field: text})
        talk = Talk(root.bot, actor, root.place)
        for command in ("privacy hide", "privacy export", "score", "leaderboard", "settings"):
            assert BUG not in await talk.say(command), (field, text)
