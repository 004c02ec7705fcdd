"""Menus of messages and of people, and suggestions while typing, on a stand-in for Discord."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.discord.menus import words_of
from bot.chat.platform import Bot
from bot.commands.registry import COMMANDS
from bot.runtime.packs import load
from tests.discord_bot import started
from tests.platforms.standin_discord import Member, StandIn
from tests.platforms.standin_discord_seen import Seen

PACK = load()
FIND, QUOTE, RECORD = "Find in the dispatch", "Quote this passage", "Study record"
PIE = "¶ 9 s. 2, p. 226"


@pytest.fixture
async def bot(discord: StandIn, tmp_path: Path) -> AsyncIterator[Bot]:
    async with started(discord, PACK, tmp_path) as bot:
        yield bot


@pytest.fixture
def ada(discord: StandIn) -> Member:
    return discord.member("ada")


@pytest.fixture
def bob(discord: StandIn) -> Member:
    return discord.member("bob")


async def pointed(discord: StandIn, by: Member, text: str, menu: str) -> Seen:
    message = discord.member("writer").say(discord.channel(), text)
    return await by.message_menu(message, menu)


@pytest.mark.parametrize(
    "text",
    [
        "a finger in every pie",
        "I love **“a finger in every pie”**, so cynical lol",
        "> a finger in every pie\nwhat does he mean?",
        "hm\n\nlook at ¶ 9 sentence 2\n\nthere",
        "<@123> see ¶ 9 sentence 2 <:wow:456>",
    ],
)
async def test_the_passage_of_a_message_is_quoted_for_everyone(
    discord: StandIn, bot: Bot, ada: Member, text: str
) -> None:
    seen = await pointed(discord, ada, text, QUOTE)
    assert PIE in seen.words
    assert not seen.ephemeral


@pytest.mark.parametrize("text", ["lunch at noon?", "\u200b", "@everyone " * 190, "“" * 2_000, "9"])
async def test_a_message_without_a_passage_is_not_guessed_at(
    discord: StandIn, bot: Bot, ada: Member, text: str
) -> None:
    seen = await pointed(discord, ada, text, QUOTE)
    assert seen.ephemeral
    assert "no exact words" in seen.words


async def test_what_a_message_is_about_is_found_for_the_reader_alone(
    discord: StandIn, bot: Bot, ada: Member
) -> None:
    seen = await pointed(discord, ada, "what did Radek say", FIND)
    assert "We have lived without the United States" in seen.words
    nothing = await pointed(discord, ada, "who brings the pizza tonight", FIND)
    assert seen.ephemeral
    assert nothing.ephemeral
    assert "does not say" in nothing.words


async def test_the_bots_own_quotations_can_be_pointed_at(
    discord: StandIn, bot: Bot, ada: Member, bob: Member
) -> None:
    """They are made of components, and have no content."""
    found = await ada.slash(discord.channel(), "passage", {"reference": "¶ 9 sentence 2"})
    assert found.message is not None
    assert PIE in (await bob.message_menu(found.message, FIND)).words


async def test_a_study_record_is_shown_to_whoever_asks_alone(
    discord: StandIn, bot: Bot, ada: Member, bob: Member
) -> None:
    await answer_something(discord, bob)
    seen = await ada.user_menu(discord.channel(), bob, RECORD)
    assert "Score of Bob" in seen.words
    assert seen.ephemeral


async def test_who_is_hidden_looks_like_who_has_no_record(
    discord: StandIn, bot: Bot, ada: Member, bob: Member
) -> None:
    nobody = discord.member("carol")
    await answer_something(discord, bob)
    await bob.slash(discord.channel(), "privacy hide")
    of_hidden = await ada.user_menu(discord.channel(), bob, RECORD)
    of_nobody = await ada.user_menu(discord.channel(), nobody, RECORD)
    assert of_hidden.words == of_nobody.words.replace("Carol", "Bob")
    assert "Score" in (await bob.user_menu(discord.channel(), bob, RECORD)).words


async def test_menus_work_where_the_bot_is_no_member(discord: StandIn, bot: Bot) -> None:
    """For who has installed it for themselves, in other people's direct messages too."""
    traveller = discord.member("traveller", installed=True)
    private = discord.private_channel(traveller, discord.member("friend"))
    message = discord.member("friend").say(private, "a finger in every pie")
    assert PIE in (await traveller.message_menu(message, QUOTE)).words


async def test_words_that_were_pointed_at_are_nowhere_kept(
    discord: StandIn, bot: Bot, ada: Member, tmp_path: Path
) -> None:
    await pointed(discord, ada, "xylophones and finger in every pie", FIND)
    assert "xylophone" not in everything_in(tmp_path)


def everything_in(folder: Path) -> str:
    kept = [path.read_bytes().decode("latin-1") for path in folder.glob("bot.db*")]
    assert kept
    return "".join(kept)


def test_a_forwarded_message_says_what_it_forwards() -> None:
    forwarded = {"content": "", "message_snapshots": [{"message": {"content": "hello"}}]}
    assert words_of(forwarded) == "hello"


def test_markup_is_not_taken_for_words() -> None:
    said = {"content": "### **Hi** <@!42> ||there|| `code` <t:1:R> \\*starred\\*"}
    assert words_of(said) == "Hi  there code  *starred*"


TYPED = [
    (command.name, option.name)
    for command in COMMANDS
    for option in command.options
    if option.complete
]


@pytest.mark.parametrize(("command", "option"), TYPED)
async def test_suggestions_come_within_a_tenth_of_a_second(
    discord: StandIn, bot: Bot, ada: Member, command: str, option: str
) -> None:
    """The best of three, since the machine that tests may be busy with something else."""
    boss = discord.member("boss", admin=True)
    needed = next(each for each in COMMANDS if each.name == command).options
    others = {each.name: "x" for each in needed if each.required and each.name != option}
    took = []
    for typed in ("s", "the", "x" * 200):
        seen = await boss.autocomplete(discord.channel(), command, option, typed, others)
        took.append(seen.after)
    assert min(took) < 0.1


async def answer_something(discord: StandIn, member: Member) -> None:
    wishes = {"kinds": "multiple-choice", "count": 1}
    asked = await member.slash(discord.channel(), "quiz", wishes)
    assert asked.message is not None
    await member.press(asked.message, "A")
