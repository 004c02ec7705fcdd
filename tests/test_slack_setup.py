"""The guided setup as an admin of a Slack workspace goes through it, on a stand-in for Slack."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.chat.platform import Bot
from bot.runtime.packs import load
from tests.clock import ManualClock
from tests.platforms.standin_slack import Member, Message, StandIn, words
from tests.platforms.standin_slack_world import Kind, Rank
from tests.served import until
from tests.slack_bot import noted, started

PACK = load()
ZONE = "Time zone, by a city such as New York"
QUIET = "Quiet hours, such as 22:00-07:00, or none"
AT = "At what local time, such as 08:00"


@pytest.fixture
async def bot(slack: StandIn, tmp_path: Path) -> AsyncIterator[Bot]:
    clock = ManualClock(datetime(2026, 3, 2, 5, tzinfo=UTC))
    async with started(slack, PACK, tmp_path, clock=clock) as bot:
        yield bot


@pytest.fixture
def root(slack: StandIn) -> Member:
    return slack.member("root", Rank.ADMIN)


async def says(slack: StandIn, by: Member, line: str) -> Message:
    """What a command of theirs is answered with, for themselves alone."""
    return await noted(await by.slash(slack.channel(), "/dispatch", line))


async def fill(
    slack: StandIn, by: Member, shown: Message, button: str, answers: dict[str, Any], said: str
) -> Message:
    """Open a form by its button and send it; return the message that then says something."""
    opened = await by.click(shown, button)
    await by.submit(opened.modal, answers)
    seen = lambda: [m for m in by.sees(slack.channel()) if said in words(m)]  # noqa: E731
    await until(lambda: bool(seen()))
    return seen()[-1]


async def test_a_workspace_is_set_up_in_two_modals(slack: StandIn, bot: Bot, root: Member) -> None:
    """For the admin alone; run again, the modals hold what was said."""
    begun = await says(slack, root, "setup")
    answers = {ZONE: "berlin", QUIET: "22:00-07:00"}
    asked = await fill(slack, root, begun, "Settings …", answers, "What is posted daily")
    done = await fill(slack, root, asked, "Fill in …", {AT: "6:30"}, "every day at 06:30")
    assert "Europe/Berlin (decided for all channels)" in words(done)
    assert "it is posted when they end" in words(done)
    assert "cannot post" not in words(done)
    asked = await says(slack, root, "daily set number=1")
    assert "Daily post 1" in words(asked)
    changed = await fill(slack, root, asked, "Fill in …", {AT: "9:45"}, "is changed")
    assert "every day at 09:45 (Europe/Berlin)" in words(changed)


async def test_a_form_of_what_is_so_stands_in_its_modal_alone(
    slack: StandIn, bot: Bot, root: Member
) -> None:
    """It is no question: what is so is said above its button, and nothing needs a letter."""
    begun = await says(slack, root, "setup")
    assert "Who may host contests: Anyone" in words(begun)
    assert "Admins only" not in words(begun)
    opened = (await root.click(begun, "Settings …")).modal
    assert opened is not None
    elements = [each["element"] for each in opened.blocks if each["type"] == "input"]
    labels = [o["text"]["text"] for each in elements for o in each.get("options", ())]
    assert labels[-3:] == ["Anyone", "Admins only", "Admins, and the hosts they name"]


async def test_another_channel_is_set_up_by_its_mention(
    slack: StandIn, bot: Bot, root: Member
) -> None:
    """As Slack writes it; what keeps posts out there is said, and one that is unknown is refused."""
    yard = slack.add_channel("yard")
    slack.archive(yard)
    begun = await says(slack, root, f"setup <#{yard.id}|yard>")
    assert f"Setup of another channel ({yard.id})" in words(begun)
    done = await noted(await root.click(begun, "Done"))
    await until(lambda: any("Still to be done" in words(m) for m in root.sees(slack.channel())))
    shown = " ".join(words(m) for m in root.sees(slack.channel()))
    assert "#yard is archived. Unarchive it" in shown, words(done)
    assert "is no channel here that I can see" in words(await says(slack, root, "setup <#C0404>"))


async def test_a_private_channel_that_i_am_not_in_is_told_of(
    slack: StandIn, bot: Bot, root: Member
) -> None:
    """Slack lets nobody see it who is not in it: an invitation is what helps."""
    den = slack.add_channel("den", Kind.PRIVATE, with_bot=False)
    slack.join(den, root)
    begun = await noted(await root.slash(den, "/dispatch", "setup"))
    await root.click(begun, "Done")
    await until(lambda: any("Still to be done" in words(m) for m in root.sees(den)))
    assert any("I am not in that channel. Type /invite" in words(m) for m in root.sees(den))
