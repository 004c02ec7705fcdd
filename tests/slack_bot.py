"""The bot on a stand-in for Slack, started and stopped as a user would."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from adapters.slack.manifest import manifest
from adapters.slack.platform import Slack
from bot.chat.platform import Bot
from bot.pack.model import Pack
from bot.ports import Clock
from bot.runtime.app import offer
from bot.runtime.packs import load
from tests import served
from tests.platforms.standin_slack import Channel, Message, StandIn, words
from tests.platforms.standin_slack_seen import Seen


def point_at(slack: StandIn, patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Set the environment, and let the app be what its manifest says and no more."""
    slack.use_manifest(manifest(offer(load())))
    patch.setenv("XDG_DATA_HOME", str(folder))
    for name, value in slack.env.items():
        patch.setenv(name, value)


@pytest.fixture
async def slack(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncIterator[StandIn]:
    """Stand in for the platform, with the environment set; in the end nothing was sent amiss."""
    async with StandIn() as standin:
        point_at(standin, monkeypatch, tmp_path)
        yield standin
        assert standin.breaches == []


def serving(slack: StandIn, bot: Bot) -> AbstractAsyncContextManager[None]:
    """Run the platform while the block runs, then end it with SIGTERM; it must end well."""
    return served.serving(Slack(), slack, bot)


def started(
    slack: StandIn,
    pack: Pack,
    folder: Path,
    *,
    claim_seconds: float = 20,
    clock: Clock | None = None,
) -> AbstractAsyncContextManager[Bot]:
    """Run the real bot on a store in the folder, by the machine's clock or another."""
    return served.started(Slack(), slack, pack, folder, claim_seconds, clock)


async def said_in(channel: Channel, text: str, *, within: float = 5) -> Message:
    """The message with these words, as soon as it is there."""
    return await served.said(lambda: channel.messages, words, text, within)


def shown(seen: Seen) -> str:
    """What the message says by now."""
    assert seen.message is not None
    return words(seen.message)


async def noted(seen: Seen) -> Message:
    """What was said to the person alone."""
    await served.until(lambda: any(each.ephemeral for each in seen.messages))
    return next(each for each in seen.messages if each.ephemeral)
