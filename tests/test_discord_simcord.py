"""Everyday commands through the real discord.py, on a Discord that is simulated in memory."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import simcord

from adapters.discord.client import StudyClient
from bot.chat.platform import Bot
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from tests.platforms.standin_discord_components import Json, walk

PACK = load()


class Client(StudyClient):
    """The client of the bot, which tells its commands as soon as it has logged in."""

    def __init__(self, bot: Bot, memory: Path) -> None:
        super().__init__(bot)
        self._memory = memory

    async def setup_hook(self) -> None:
        await self.publish(self._memory)


@dataclass
class Room:
    """A channel of a server, with two people in it."""

    channel: simcord.ChannelHandle
    ada: simcord.MemberActor
    bob: simcord.MemberActor


@pytest.fixture
async def simcord_bot(tmp_path: Path) -> AsyncIterator[Client]:
    """The real bot, for the simulation's own fixture ``simcord_env``."""
    async with open_bot(PACK, f"sqlite:///{tmp_path / 'bot.db'}") as bot:
        yield Client(bot, tmp_path / "memory")


@pytest.fixture
def room(simcord_env: simcord.Env) -> Room:
    guild = simcord_env.create_guild()
    people = [guild.add_member(simcord_env.create_user(name)) for name in ("ada", "bob")]
    return Room(guild.create_text_channel("general"), *people)


def words(seen: simcord.InteractionResult) -> str:
    assert seen.response is not None
    return "\n".join(str(one.get("content", "")) for one in components(seen))


def components(seen: simcord.InteractionResult) -> list[Json]:
    assert seen.response is not None
    return [one for _, one in walk(seen.response.components)]


@pytest.mark.parametrize(
    ("command", "options", "expected"),
    [
        ("lookup", {"query": "what did Radek say"}, "We have lived without the United States"),
        ("lookup", {"query": "submarines"}, "does not say"),
        ("passage", {"reference": "¶ 9 sentence 2"}, "finger in every pie"),
        ("glossary", {"term": "Comintern"}, "Communist International"),
        ("outline", {}, "¶ 15"),
        ("quote", {"topic": "japan"}, "To think about"),
        ("about", {}, "Bullitt"),
        ("cite", {"reference": "¶ 6", "form": "mla"}, "Bullitt"),
        ("help", {}, "/lookup"),
        ("start", {}, "Look up passages"),
        ("leaderboard", {}, "Leaderboard"),
    ],
)
async def test_an_everyday_command_is_answered_for_all(
    room: Room, command: str, options: dict[str, str], expected: str
) -> None:
    seen = await room.ada.slash(room.channel, command, **options)
    assert expected in words(seen).replace("**", "")
    assert not seen.ephemeral


@pytest.mark.parametrize("command", ["quiz", "score", "privacy hide", "privacy show"])
async def test_what_is_ones_own_is_for_oneself(room: Room, command: str) -> None:
    assert (await room.ada.slash(room.channel, command)).ephemeral


async def test_options_complete_themselves(room: Room) -> None:
    offered = await room.ada.autocomplete(room.channel, "glossary", "term", "comin")
    assert "Communist International" in {choice["name"] for choice in offered}


async def test_a_button_turns_the_page_in_place(room: Room) -> None:
    found = await room.ada.slash(room.channel, "passage", reference="¶ 9 sentence 2")
    turned = await room.ada.click(found.response, label="More context")
    assert turned.response is not None
    assert found.response is not None
    assert turned.response.id == found.response.id
    assert "reconciliation" in words(turned)


async def test_a_question_is_answered_with_a_button(room: Room) -> None:
    asked = await room.ada.slash(room.channel, "quiz", kinds="multiple-choice", count=2)
    judged = await room.ada.click(asked.response, label="A")
    assert "Question 2 of 2" in words(judged)


async def test_a_question_is_answered_in_a_form(room: Room) -> None:
    asked = await room.ada.slash(room.channel, "quiz", kinds="short-answer", count=2)
    form = await room.ada.click(asked.response, label="Answer …")
    assert form.modal is not None
    judged = await room.ada.submit_modal(form, {"0": "nothing of the kind"})
    assert "Question 2 of 2" in words(judged)


async def test_a_message_is_pointed_at_from_its_menu(room: Room) -> None:
    said = await room.bob.send(room.channel, "he has “a finger in every pie”")
    seen = await room.ada.context_menu(room.channel, "Quote this passage", said)
    assert "¶ 9 s. 2" in words(seen)


async def test_a_person_is_pointed_at_from_their_menu(room: Room) -> None:
    seen = await room.ada.context_menu(room.channel, "Study record", room.bob)
    assert "no study record" in words(seen)
    assert seen.ephemeral
