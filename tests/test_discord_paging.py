"""Answers that are long: in pages of one message where they are lists, in several messages else."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.markdown import escaped
from bot.chat.platform import Bot
from bot.chat.reply import Prose, Reply
from bot.chat.request import Request
from bot.chat.text import inline
from bot.runtime.app import open_bot
from tests.discord_bot import said_in, serving
from tests.platforms.standin_discord import Member, StandIn, words
from tests.platforms.standin_discord_faults import Broken, Cut, Fault, Hang
from tests.platforms.standin_discord_world import Message
from tests.served import said
from tests.test_discord_conversation import PACK, ada, bot, shown

__all__ = ["ada", "bot"]

BROKEN = [Broken(status, took_effect=True) for status in (500, 502, 503, 504)]


@dataclass
class Verbose:
    """The real bot, whose every answer is as long as the whole document."""

    bot: Bot

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bot, name)

    async def handle(self, request: Request) -> Reply:
        whole = " ".join(block.text for block in PACK.document.paragraphs)
        return Reply((Prose(inline(whole)),))


@pytest.mark.parametrize("fault", [Cut(took_effect=True), *BROKEN])
async def test_a_long_answer_goes_on_in_messages_that_are_never_doubled(
    discord: StandIn, ada: Member, tmp_path: Path, fault: Fault
) -> None:
    """Trap 5: a follow-up carries no nonce, so one that failed may be there, and is not sent again.

    Who asked is told in private that a part may be missing.
    """
    end = PACK.document.paragraphs[-1].text[-20:]
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    async with open_bot(PACK, url) as bot, serving(discord, Verbose(bot)):
        discord.faults.add(fault, "POST", "/webhooks/*")
        seen = await ada.slash(discord.channel(), "about")
        await said_in(discord.channel(), escaped(end))
        note = await whispered(ada, "ask again")
    texts = [words(message) for message in discord.channel().messages]
    assert len(set(texts)) == len(texts) > 1
    assert not seen.ephemeral
    assert words(note) not in texts


async def test_what_follows_slowly_holds_up_nobody_else(
    discord: StandIn, ada: Member, tmp_path: Path
) -> None:
    """Trap 8: what is sent for one interaction waits in line, and for that one alone."""
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    async with open_bot(PACK, url) as bot, serving(discord, Verbose(bot)):
        discord.faults.add(Hang(1), "POST", "/webhooks/*")
        await ada.slash(discord.channel(), "about")
        seen = await discord.member("bob").slash(discord.channel(), "about")
        await seen.final()
        assert seen.after < 1
        await said_in(discord.channel(), escaped(PACK.document.paragraphs[-1].text[-20:]))


async def test_what_follows_an_answer_is_complained_of_only_when_it_failed(
    discord: StandIn, ada: Member, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    async with open_bot(PACK, url) as bot, serving(discord, Verbose(bot)):
        await ada.slash(discord.channel(), "about")
        await said_in(discord.channel(), escaped(PACK.document.paragraphs[-1].text[-20:]))
    assert ada.whispers == []


async def test_a_long_list_is_turned_in_place(discord: StandIn, bot: Bot, ada: Member) -> None:
    """One message, however many pages; from a term the way back leads to its page."""
    seen = await ada.slash(discord.channel(), "glossary")
    assert "page 1 of" in seen.words
    turned = await ada.press(shown(seen), "More ▶")
    assert turned.message is seen.message
    assert "page 2 of" in turned.words
    read = await ada.select(shown(turned), "Finger in every pie", "Read one of these")
    assert "page" not in read.words.splitlines()[0]
    back = await ada.press(shown(read), "All terms")
    assert "page 2 of" in back.words
    assert list(discord.channel().messages) == [seen.message]


async def whispered(member: Member, text: str) -> Message:
    """What was said to one person alone with these words, as soon as they see it."""
    return await said(lambda: member.whispers, words, text, 5)
