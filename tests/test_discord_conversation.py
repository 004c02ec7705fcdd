"""People talk to the real bot on a stand-in for Discord, over real sockets."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from adapters.discord import respond
from adapters.discord.markdown import escaped
from bot.chat.platform import Bot
from bot.chat.reply import Reply
from bot.chat.request import Actor, Invocation, Place, Request
from bot.quiz.kinds.ordering import Ordering
from bot.quiz.question import Question
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from tests.builders import only
from tests.discord_bot import serving, started
from tests.platforms.standin_discord import Member, StandIn, words
from tests.platforms.standin_discord_components import walk
from tests.platforms.standin_discord_faults import UNKNOWN_INTERACTION, Broken, Cut
from tests.platforms.standin_discord_seen import NotOffered, Seen, buttons
from tests.platforms.standin_discord_state import Callback
from tests.platforms.standin_discord_world import Message
from tests.storage import run_sql

PACK = load()
ANSWERS = "/interactions/*/*/callback"


@pytest.fixture
async def bot(discord: StandIn, tmp_path: Path) -> AsyncIterator[Bot]:
    async with started(discord, PACK, tmp_path) as bot:
        yield bot


@pytest.fixture
def ada(discord: StandIn) -> Member:
    return discord.member("ada")


def shown(seen: Seen) -> Message:
    assert seen.message is not None
    return seen.message


def right(question: Question, message: Message) -> dict[str, tuple[str, ...]]:
    """The right answer, for the seed of the practice that the message asks in."""
    ids = [button["custom_id"] for button in buttons(message)]
    practice = next(id_ for id_ in ids if "|skip|" in id_).split("|")[2]
    _, response = next(iter(question.right(practice)))
    return dict(response)


async def test_a_passage_is_found_and_everyone_sees_it(
    discord: StandIn, bot: Bot, ada: Member
) -> None:
    seen = await ada.slash(discord.channel(), "lookup", {"query": "what did Radek say"})
    assert not seen.ephemeral
    assert "We have lived without the United States" in seen.words


async def test_turning_pages_edits_ones_own_message(
    discord: StandIn, bot: Bot, ada: Member
) -> None:
    found = await ada.slash(discord.channel(), "passage", {"reference": "¶ 9 sentence 2"})
    turned = await ada.press(shown(found), "More context")
    assert turned.message is found.message
    assert not turned.followups


async def test_somebody_elses_message_stays_as_it_is(
    discord: StandIn, bot: Bot, ada: Member
) -> None:
    found = await ada.slash(discord.channel(), "passage", {"reference": "¶ 9 sentence 2"})
    before = words(shown(found))
    seen = await discord.member("bob").press(shown(found), "More context")
    assert seen.ephemeral
    assert words(shown(found)) == before


async def test_it_works_in_direct_messages(discord: StandIn, bot: Bot, ada: Member) -> None:
    seen = await ada.slash(ada.direct, "about")
    assert "Bullitt" in seen.words


async def test_options_complete_themselves(discord: StandIn, bot: Bot, ada: Member) -> None:
    seen = await ada.autocomplete(discord.channel(), "glossary", "term", "comin")
    assert "Communist International" in {choice.name for choice in seen.choices}
    nested = await ada.autocomplete(discord.channel(), "contest start", "topic", "")
    assert nested.choices


async def test_admin_commands_are_for_admins(discord: StandIn, bot: Bot, ada: Member) -> None:
    dates = {"name": "Term", "from": "2026-09-01", "to": "2026-12-20"}
    refused = await ada.slash(discord.channel(), "season set", dates)
    boss = discord.member("boss", admin=True)
    allowed = await boss.slash(discord.channel(), "season set", dates)
    assert "Term" in allowed.words
    assert "Term" not in refused.words


async def test_a_choice_is_answered_by_a_button_privately(
    discord: StandIn, tmp_path: Path, ada: Member
) -> None:
    pack = only(PACK, "multiple-choice")
    async with started(discord, pack, tmp_path):
        asked = await ada.slash(discord.channel(), "quiz")
        [key] = right(pack.questions[0], shown(asked))["answer"]
        judged = await ada.press(shown(asked), key.upper())
    assert asked.ephemeral
    assert judged.message is asked.message
    assert "1 of 1 right" in judged.words


async def test_what_was_missed_is_reviewed_when_it_is_due(
    discord: StandIn, tmp_path: Path, ada: Member
) -> None:
    """Privately, with the same buttons as in a quiz."""
    pack = only(PACK, "multiple-choice")
    async with started(discord, pack, tmp_path):
        asked = await ada.slash(discord.channel(), "quiz")
        await ada.press(shown(asked), "Hint (costs 3)")
        await ada.press(shown(asked), "A")
        waits = await ada.slash(discord.channel(), "review")
        await run_sql(f"sqlite:///{tmp_path / 'bot.db'}", "UPDATE cards SET due = reviewed")
        again = await ada.slash(discord.channel(), "review", {"count": 5})
        [key] = right(pack.questions[0], shown(again))["answer"]
        judged = await ada.press(shown(again), key.upper())
    assert "The next card comes <t:" in waits.words
    assert again.ephemeral
    assert "The review is over" in judged.words
    assert "1 of 1 right." in judged.words


async def test_several_answers_are_picked_from_a_list(
    discord: StandIn, tmp_path: Path, ada: Member
) -> None:
    pack = only(PACK, "several-answers")
    async with started(discord, pack, tmp_path):
        asked = await ada.slash(discord.channel(), "quiz")
        judged = await ada.select(shown(asked), right(pack.questions[0], shown(asked))["answer"])
    assert "1 of 1 right" in judged.words


async def test_a_line_is_written_in_a_form(discord: StandIn, tmp_path: Path, ada: Member) -> None:
    pack = only(PACK, "short-answer")
    async with started(discord, pack, tmp_path):
        asked = await ada.slash(discord.channel(), "quiz")
        form = await ada.press(shown(asked), "Answer …")
        [answer] = right(pack.questions[0], shown(asked))["answer"]
        judged = await ada.submit(form.modal, {"0": answer})
    assert "1 of 1 right" in judged.words


async def test_a_form_opens_and_counts_after_the_bot_was_started_anew(
    discord: StandIn, tmp_path: Path, ada: Member
) -> None:
    """Trap 9: the library would drop a click, and a form, that an earlier process made."""
    pack = only(PACK, "true-false")
    question = pack.questions[0]
    async with started(discord, pack, tmp_path):
        asked = await ada.slash(discord.channel(), "quiz")
    async with started(discord, pack, tmp_path):
        form = await ada.press(shown(asked), "Answer …")
        assert form.modal is not None
        assert "A. True" in words(form.modal)
        assert "Which words show it?" in words(form.modal)
    async with started(discord, pack, tmp_path):
        response = right(question, shown(asked))
        answers = {str(n): keys[0] for n, keys in enumerate(response.values())}
        judged = await ada.submit(form.modal, answers)
    assert "1 of 1 right" in judged.words


async def test_an_order_is_written_with_the_items_in_view(
    discord: StandIn, tmp_path: Path, ada: Member
) -> None:
    pack = only(PACK, "ordering")
    [question] = pack.questions
    assert isinstance(question, Ordering)
    async with started(discord, pack, tmp_path):
        asked = await ada.slash(discord.channel(), "quiz")
        form = await ada.press(shown(asked), "Answer …")
        assert form.modal is not None
        assert all(escaped(item) in words(form.modal) for item in question.items)
        unread = await ada.submit(form.modal, {"0": "A A A"})
        assert unread.ephemeral
        assert "nothing was counted" in unread.words
        keys = right(question, shown(asked))["answer"]
        form = await ada.press(shown(asked), "Answer …")
        judged = await ada.submit(form.modal, {"0": " ".join(keys)})
    assert "1 of 1 right" in judged.words


async def test_a_second_click_gets_a_kind_private_word(
    discord: StandIn, tmp_path: Path, ada: Member
) -> None:
    pack = only(PACK, "multiple-choice")
    async with started(discord, pack, tmp_path):
        asked = await ada.slash(discord.channel(), "quiz")
        await ada.press(shown(asked), "A")
        late = await ada.press(shown(asked), "B", late=True)
    assert late.ephemeral
    assert late.words


async def test_commands_are_told_to_discord_only_when_they_changed(
    discord: StandIn, tmp_path: Path
) -> None:
    for _ in range(2):
        async with started(discord, PACK, tmp_path):
            pass
    told = [each for each in discord.requests if each.method == "PUT"]
    assert len(told) == 1


@pytest.mark.parametrize("fault", [Cut(), Cut(took_effect=True), Broken(500, took_effect=True)])
async def test_an_answer_that_broke_on_its_way_is_seen_once(
    discord: StandIn, bot: Bot, ada: Member, fault: Cut | Broken
) -> None:
    """Traps 4 and 6: the second try meets the first one's success."""
    discord.faults.add(fault, "POST", ANSWERS)
    seen = await ada.slash(discord.channel(), "about")
    assert "Bullitt" in seen.words
    assert len([m for m in discord.channel().messages if m.author is discord.bot]) == 1


async def test_an_answer_that_is_too_late_upsets_nothing(
    discord: StandIn, bot: Bot, ada: Member
) -> None:
    """Trap 12: what came while the gateway was down is answered in vain."""
    discord.faults.add(UNKNOWN_INTERACTION, "POST", ANSWERS)
    task = ada.slash(discord.channel(), "about")
    discord._state.acknowledge_within = 0.3
    with pytest.raises(TimeoutError):
        await task
    discord._state.acknowledge_within = 3.0
    assert "Bullitt" in (await ada.slash(discord.channel(), "about")).words


@dataclass
class Held:
    """The real bot, whose answers are held back as if the database had stalled."""

    bot: Bot
    until: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[Request] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bot, name)

    async def handle(self, request: Request) -> Reply:
        self.asked.append(request)
        await self.until.wait()
        return await self.bot.handle(request)


async def test_a_request_says_who_asked_where_and_when(discord: StandIn, tmp_path: Path) -> None:
    """The moment is that which Discord stamped into the interaction's id."""
    eva = discord.member("eva", admin=True, locale="de")
    async with open_bot(PACK, f"sqlite:///{tmp_path / 'bot.db'}") as bot:
        held = Held(bot)
        held.until.set()
        async with serving(discord, held):
            here = await eva.slash(discord.channel(), "lookup", {"query": "Radek"})
            await eva.slash(eva.direct, "quiz", {"count": 3})
    first, second = held.asked
    guild = str(discord.guild.id)
    assert first.actor == Actor("discord", str(eva.id), "Eva", guild, "de", is_admin=True)
    assert first.place == Place("discord", str(discord.channel().id), guild)
    assert first.id == str(here.interaction.id)
    assert abs((first.at - here.interaction.created).total_seconds()) < 0.01
    assert first.what == Invocation("lookup", {"query": "Radek"})
    assert second.actor == Actor("discord", str(eva.id), "Eva", "", "de", is_admin=False)
    assert second.place == Place("discord", str(eva.direct.id))
    assert second.what == Invocation("quiz", {"count": 3})


async def test_every_command_is_answered(discord: StandIn, bot: Bot) -> None:
    values = {"name": "Term", "from": "2026-09-01", "to": "2026-12-20", "code": "none"}
    boss = discord.member("boss", admin=True)
    for command in bot.commands:
        needed = (option for option in command.options if option.required)
        options = {
            o.name: o.choices[0].key if o.choices else values.get(o.name, "p. 226") for o in needed
        }
        seen = await boss.slash(discord.channel(), command.name, options)
        assert seen.words, command.name


async def test_what_could_not_be_met_is_said_privately(
    discord: StandIn, bot: Bot, ada: Member
) -> None:
    seen = await ada.slash(discord.channel(), "passage", {"reference": "p. 999"})
    assert seen.ephemeral


async def test_hostile_words_come_back_as_words(discord: StandIn, bot: Bot, ada: Member) -> None:
    seen = await ada.slash(
        discord.channel(), "lookup", {"query": "@everyone **<@1>** https://e.org"}
    )
    assert "@everyone" not in seen.words.replace("\\@", "")
    assert "https://e" not in seen.words


async def test_a_button_of_another_time_gets_a_kind_word(
    discord: StandIn, tmp_path: Path, ada: Member
) -> None:
    async with started(discord, PACK, tmp_path):
        found = await ada.slash(discord.channel(), "passage", {"reference": "¶ 9"})
        for _, component in walk(shown(found).body["components"]):
            if "custom_id" in component:
                component["custom_id"] = "0|of|another|version"
        stale = await ada.press(shown(found), "Cite")
    assert stale.ephemeral
    assert stale.words


async def test_a_slow_answer_is_acknowledged_in_time_and_comes_later(
    discord: StandIn, tmp_path: Path, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(respond, "PATIENCE", 0.01)
    async with open_bot(PACK, f"sqlite:///{tmp_path / 'bot.db'}") as bot:
        held = Held(bot)
        async with serving(discord, held):
            seen = await ada.slash(discord.channel(), "about")
            assert seen.callback is Callback.DEFERRED
            held.until.set()
            assert "Bullitt" in (await seen.final()).words


async def test_a_slow_answer_to_a_click_takes_the_place_of_the_message(
    discord: StandIn, tmp_path: Path, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_bot(PACK, f"sqlite:///{tmp_path / 'bot.db'}") as bot:
        held = Held(bot)
        held.until.set()
        async with serving(discord, held):
            found = await ada.slash(discord.channel(), "passage", {"reference": "¶ 9 sentence 2"})
            monkeypatch.setattr(respond, "PATIENCE", 0.01)
            held.until.clear()
            turned = await ada.press(shown(found), "More context")
            assert turned.callback is Callback.DEFERRED_UPDATE
            held.until.set()
            assert (await turned.final()).message is found.message


async def test_what_is_under_way_is_finished_when_the_bot_is_stopped(
    discord: StandIn, tmp_path: Path, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(respond, "PATIENCE", 0.01)
    async with open_bot(PACK, f"sqlite:///{tmp_path / 'bot.db'}") as bot:
        held = Held(bot)
        async with serving(discord, held):
            seen = await ada.slash(discord.channel(), "about")
            asyncio.get_running_loop().call_later(0.1, held.until.set)
        assert "Bullitt" in seen.words


async def test_members_are_not_offered_what_only_others_may_do(discord: StandIn, bot: Bot) -> None:
    traveller = discord.member("traveller", installed=True)
    elsewhere = discord.add_guild("Elsewhere", installed=False)
    with pytest.raises(NotOffered):
        await traveller.slash(elsewhere.channels[0], "contest start")
