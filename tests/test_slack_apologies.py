"""Where something goes wrong in the app itself, whoever waits for an answer is told so."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from adapters.slack import conversation
from bot.chat.platform import Bot
from bot.runtime.packs import load
from tests.platforms.standin_slack import Member, StandIn, words
from tests.served import until
from tests.slack_bot import noted, started
from tests.slack_door import at_the_door

SORRY = re.compile(r"the answer could not be shown.* this number: (\w{8})")


@pytest.fixture
async def bot(slack: StandIn, tmp_path: Path) -> AsyncIterator[Bot]:
    async with started(slack, load(), tmp_path) as bot:
        yield bot


@pytest.fixture
def ada(slack: StandIn) -> Member:
    return slack.member("ada")


@pytest.fixture
def break_down(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Have the next answers fail on the way to the core."""

    def is_broken(*_: Any) -> None:
        raise ZeroDivisionError

    return lambda: monkeypatch.setattr(conversation.incoming, "moment_of", is_broken)


def is_logged(caplog: pytest.LogCaptureFixture, said: str) -> bool:
    found = SORRY.search(said)
    return found is not None and found[1] in [
        getattr(each, "report", "") for each in caplog.records
    ]


async def test_after_a_command_the_person_alone_is_told(
    slack: StandIn,
    bot: Bot,
    ada: Member,
    break_down: Callable[[], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """With the id under which the log has it."""
    break_down()
    seen = await ada.slash(slack.channel(), "/dispatch", "about")
    assert seen.ephemeral
    assert is_logged(caplog, seen.words)
    assert "ZeroDivisionError" in caplog.text


async def test_after_a_control_the_person_alone_is_told_and_the_message_stays(
    slack: StandIn, bot: Bot, ada: Member, break_down: Callable[[], None]
) -> None:
    found = await ada.slash(slack.channel(), "/dispatch", "passage ¶ 9 sentence 2")
    assert found.message is not None
    before = words(found.message)
    break_down()
    assert SORRY.search(words(await noted(await ada.click(found.message, "More context"))))
    assert words(found.message) == before


async def test_after_a_form_the_person_is_told_where_it_was_asked_for(
    slack: StandIn, bot: Bot, ada: Member, break_down: Callable[[], None]
) -> None:
    form = (await ada.slash(slack.channel(), "/dispatch", "lookup")).modal
    break_down()
    await ada.submit(form, {"Query": "pie"})
    await until(lambda: any(SORRY.search(words(each)) for each in ada.sees(slack.channel())))
    assert slack.channel().messages == []


async def test_after_a_form_from_the_menu_the_person_is_told_in_it(
    slack: StandIn, bot: Bot, ada: Member, break_down: Callable[[], None]
) -> None:
    """There is no channel to say it in."""
    form = await ada.shortcut("look-up")
    break_down()
    await ada.submit(form.modal, {"Query": "pie"})
    await until(lambda: bool(SORRY.search(form.words)))


async def test_after_a_press_in_the_home_tab_the_person_is_written_to(
    slack: StandIn, bot: Bot, ada: Member, break_down: Callable[[], None]
) -> None:
    home = await ada.open_home()
    break_down()
    await ada.click(home.home, "Take a quiz")
    await until(lambda: ada.direct is not None and bool(ada.direct.messages))
    assert ada.direct is not None
    assert SORRY.search(words(ada.direct.messages[0]))


@pytest.mark.parametrize("where", ["channel", "direct"])
async def test_after_words_to_the_bot_the_person_alone_is_told(
    slack: StandIn, bot: Bot, ada: Member, break_down: Callable[[], None], where: str
) -> None:
    break_down()
    hall = slack.channel()
    seen = await (ada.mention(hall, "about") if where == "channel" else ada.dm("about"))
    assert SORRY.search(seen.words)
    assert seen.ephemeral == (where == "channel")


async def test_what_nobody_waits_for_is_logged_only(
    slack: StandIn,
    bot: Bot,
    ada: Member,
    break_down: Callable[[], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    break_down()
    slack.deliveries.emit(
        {"type": "app_home_opened", "user": ada.id, "tab": "home"}, slack.channel()
    )
    await until(lambda: "ZeroDivisionError" in caplog.text)
    assert ada.direct is not None
    assert ada.direct.messages == []
    assert slack.channel().messages == []


async def test_a_mention_waits_until_its_workspace_can_be_looked_up(tmp_path: Path) -> None:
    """Until then there is no token with which to say anything."""
    async with StandIn() as slack, at_the_door(slack, tmp_path) as door:
        hall, ada = slack.channel(), slack.member("ada")
        slack.invite_bot(hall)
        await door.install(slack, slack.workspace)
        door.vault.is_busy = True
        said = {"type": "app_mention", "user": ada.id, "text": "a finger in every pie"}
        await door.event({**said, "channel": hall.id}, team_id=slack.workspace.id, event_id="Ev1")
        for _ in range(20):
            await asyncio.sleep(0)
        assert hall.messages == []
        door.vault.is_busy = False
        await door.clock.advance(60)
        await door.settled()
        assert ["226" in words(each) for each in hall.messages] == [True]
