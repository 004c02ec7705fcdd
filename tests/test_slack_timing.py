"""Slack is acknowledged in time, heard once, and never waited for longer than need be."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from adapters.slack.kept import decode, encode
from adapters.slack.modal import Kept
from bot.chat.platform import Bot
from bot.chat.reply import Prose, Reply, Visibility
from bot.chat.request import Actor, Invocation, Place, Request
from bot.chat.text import inline
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from tests.platforms.standin_slack import Member, Rank, StandIn, words
from tests.platforms.standin_slack_delivery import Retry
from tests.platforms.standin_slack_faults import Broken, Cut, Hang, RateLimited, Refused
from tests.served import until
from tests.slack_bot import said_in, serving, started

PACK = load()
ADDRESS = "https://history.state.gov/historicaldocuments/frus1933-39/d241"


@pytest.fixture
async def bot(slack: StandIn, tmp_path: Path) -> AsyncIterator[Bot]:
    async with started(slack, PACK, tmp_path) as bot:
        yield bot


@pytest.fixture
def ada(slack: StandIn) -> Member:
    return slack.member("ada")


async def test_a_repeated_event_is_answered_once(slack: StandIn, bot: Bot, ada: Member) -> None:
    await ada.mention(slack.channel(), "about")
    slack.deliveries.repeat(slack.deliveries.events[-1], Retry(1, "timeout"))
    await slack.deliveries.settled()
    await ada.mention(slack.channel(), "outline")
    said = [words(each) for each in slack.channel().messages if each.author.bot]
    assert len(said) == 2


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


async def test_everything_is_acknowledged_while_the_database_stalls(
    slack: StandIn, tmp_path: Path, ada: Member
) -> None:
    async with open_bot(PACK, f"sqlite:///{tmp_path / 'bot.db'}") as bot:
        held = Held(bot)
        async with serving(slack, held):
            seen = await ada.slash(slack.channel(), "/dispatch", "about", wait=False)
            assert seen.after < 1
            held.until.set()
            await ada.slash(slack.channel(), "/dispatch", "outline")
        assert "Bullitt" in seen.words


async def test_what_is_under_way_is_finished_when_the_bot_is_stopped(
    slack: StandIn, tmp_path: Path, ada: Member
) -> None:
    async with open_bot(PACK, f"sqlite:///{tmp_path / 'bot.db'}") as bot:
        held = Held(bot)
        async with serving(slack, held):
            seen = await ada.slash(slack.channel(), "/dispatch", "about", wait=False)
            asyncio.get_running_loop().call_later(0.1, held.until.set)
        assert "Bullitt" in seen.words


async def test_a_request_says_who_asked_where_and_when(slack: StandIn, tmp_path: Path) -> None:
    eva = slack.member("eva", Rank.ADMIN, locale="de-DE")
    async with open_bot(PACK, f"sqlite:///{tmp_path / 'bot.db'}") as bot:
        held = Held(bot)
        held.until.set()
        async with serving(slack, held):
            found = await eva.slash(slack.channel(), "/dispatch", "passage ¶ 9 sentence 2")
            await eva.click(found.message, "Mehr Zusammenhang")
    first, second = held.asked
    team = slack.workspace.id
    assert first.actor == Actor("slack", eva.id, "eva", team, "de-DE", is_admin=True)
    assert first.place == Place("slack", slack.channel().id, team)
    assert first.what == Invocation("passage", {"reference": "¶ 9 sentence 2"})
    assert first.id != second.id
    assert abs((second.at - found.interaction.created).total_seconds()) < 1


async def test_people_are_answered_while_slack_does_not_say_who_they_are(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    slack.faults.add(Refused("fatal_error"), "users.info")
    seen = await ada.slash(slack.channel(), "/dispatch", "season set Term 2026-09-01 2026-12-20")
    assert seen.ephemeral


async def test_a_slow_slack_does_not_hold_up_others(slack: StandIn, bot: Bot, ada: Member) -> None:
    slack.faults.add(Hang(2), "response_url")
    await ada.slash(slack.channel(), "/dispatch", "about", wait=False)
    seen = await slack.member("bob").slash(slack.channel(), "/dispatch", "outline")
    assert seen.after < 1


async def test_where_an_answer_is_sent_once_more_is_not_logged(
    slack: StandIn, tmp_path: Path, ada: Member, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever has a response URL can speak as the bot, for half an hour."""
    caplog.set_level(logging.INFO)
    slack.faults.add(RateLimited(0), "response_url")
    async with started(slack, PACK, tmp_path):
        seen = await ada.slash(slack.channel(), "/dispatch", "about")
    assert "Bullitt" in seen.words
    assert seen.interaction.response_token not in caplog.text


async def test_a_dropped_connection_is_replaced(slack: StandIn, bot: Bot, ada: Member) -> None:
    """Trap 4: after a cut it takes no longer than the ping's interval, as long as the library waits."""
    await slack.socket.drop()
    await slack.bot_ready(timeout=10)
    assert "Bullitt" in (await ada.slash(slack.channel(), "/dispatch", "about")).words


async def test_a_connection_that_slack_renews_loses_nothing(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    await slack.socket.ask_to_reconnect("warning")
    await until(lambda: slack.socket.opened == 2)
    assert "Bullitt" in (await ada.slash(slack.channel(), "/dispatch", "about")).words


async def test_who_the_bot_is_was_asked_before_the_first_command(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    """Trap 8: inside the three seconds it would be too late to ask."""
    slack.faults.add(Hang(None), "auth.test")
    assert "Bullitt" in (await ada.slash(slack.channel(), "/dispatch", "about")).words


async def test_what_nobody_asked_for_is_acknowledged(slack: StandIn, bot: Bot, ada: Member) -> None:
    """Trap 7: else Slack would send it three times."""
    slack.subscriptions.add("message.channels")
    ada.say(slack.channel(), "good morning")
    await slack.deliveries.settled()
    assert slack.deliveries.given_up == []
    assert slack.channel().messages[-1].text == "good morning"


async def test_a_long_answer_uses_a_response_url_five_times_at_most(
    slack: StandIn, tmp_path: Path, ada: Member
) -> None:
    """Trap 9: what is beyond is posted by itself, and as privately."""
    long = Reply((Prose(inline("The harbor was quiet. " * 3_500)),), visibility=Visibility.ONLY_YOU)
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    async with open_bot(PACK, url) as bot, serving(slack, Answering(bot, long)):
        await ada.slash(slack.channel(), "/dispatch", "about")
        await until(lambda: len(ada.sees(slack.channel())) == 9)
    assert slack.channel().messages == []
    ways = [
        call.method for call in slack.calls if call.method in {"response_url", "chat.postEphemeral"}
    ]
    assert ways == ["response_url"] * 5 + ["chat.postEphemeral"] * 4


async def test_a_form_that_was_left_open_for_half_an_hour_is_answered_all_the_same(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    """Trap 9: Slack takes its response URL no longer, and it is not even tried."""
    form = (await ada.slash(slack.channel(), "/dispatch", "lookup")).modal
    assert form is not None
    kept = decode(form.body["private_metadata"], Kept)
    earlier = replace(kept.origin, since=kept.origin.since - 31 * 60)
    form.body["private_metadata"] = encode(replace(kept, origin=earlier))
    await ada.submit(form, {"Query": "a finger in every pie"})
    await said_in(slack.channel(), "¶ 9 s. 2, p. 226")
    assert "response_url" not in {call.method for call in slack.calls}


@dataclass
class Answering:
    """The real bot, that has one answer to everything."""

    bot: Bot
    reply: Reply

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bot, name)

    async def handle(self, request: Request) -> Reply:
        return self.reply


@pytest.mark.parametrize("fault", [Cut(took_effect=True), Broken(500, took_effect=True)])
async def test_an_answer_that_broke_on_its_way_is_seen_once(
    slack: StandIn, bot: Bot, ada: Member, fault: Cut | Broken
) -> None:
    """Trap 2: the library would send it again by itself."""
    slack.faults.add(fault, "response_url")
    await ada.slash(slack.channel(), "/dispatch", "about")
    await ada.slash(slack.channel(), "/dispatch", "outline")
    assert len(slack.channel().messages) == 2


async def test_a_form_that_slack_does_not_open_is_said_to_be_late(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    slack.faults.add(Refused("expired_trigger_id"), "views.open")
    seen = await ada.slash(slack.channel(), "/dispatch", "lookup")
    assert seen.ephemeral
    assert "did not open the form in time" in seen.words


async def test_a_modal_of_another_time_gets_a_kind_word(
    slack: StandIn, bot: Bot, ada: Member
) -> None:
    form = await ada.slash(slack.channel(), "/dispatch", "lookup")
    assert form.modal is not None
    form.modal.body["private_metadata"] = "of another version"
    await ada.submit(form.modal, {"Query": "Radek"})
    await until(lambda: "from an earlier version" in form.words)


async def test_a_record_is_handed_over_as_a_file(slack: StandIn, bot: Bot, ada: Member) -> None:
    asked = await ada.slash(slack.channel(), "/dispatch", "quiz count=3 kinds=multiple-choice")
    await ada.click(asked.message, "A")
    await ada.slash(slack.channel(), "/dispatch", "privacy export")
    await until(lambda: any(each.files for each in ada.direct.messages))
