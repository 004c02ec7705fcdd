"""A picture that Slack has not processed yet is waited for, wherever it is to be seen."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import pictures
from adapters.slack.kit import Json
from adapters.slack.owner import NOBODY
from adapters.slack.pictures import in_view
from adapters.slack.render import drawn, render_view
from adapters.slack.respond import Responder
from adapters.slack.wire import open_wire
from bot.chat.action import Action
from bot.chat.reply import Button, Picture, Prose, Reply, Visibility
from bot.chat.text import inline
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from tests.platforms.standin_slack import Member, StandIn, words
from tests.served import until
from tests.slack_bot import serving
from tests.test_slack_timing import Answering

SHOWN = "(picture: The podium)"
IN_WORDS = "Picture: The podium"
PODIUM = Picture(b"PNG", "The podium", "podium.png")


def a_reply(visibility: Visibility = Visibility.EVERYONE) -> Reply:
    return Reply((PODIUM,), (Button("Again", Action("about")),), visibility=visibility)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PAUSES", (0.0, 0.0, 0.0))


@pytest.fixture
async def answering(slack: StandIn, tmp_path: Path) -> AsyncIterator[Answering]:
    async with open_bot(load(), f"sqlite:///{tmp_path / 'bot.db'}") as bot:
        answering = Answering(bot, a_reply())
        async with serving(slack, answering):
            yield answering


@pytest.fixture
def ada(slack: StandIn) -> Member:
    return slack.member("ada")


@pytest.mark.parametrize("visibility", Visibility)
async def test_an_answer_waits_for_its_picture(
    slack: StandIn, answering: Answering, ada: Member, visibility: Visibility
) -> None:
    """Over the response URL, which is asked again, and uploads nothing twice."""
    answering.reply = a_reply(visibility)
    slack.faults.slow_files = 2
    seen = await ada.slash(slack.channel(), "/dispatch", "about")
    assert SHOWN in seen.words
    assert seen.ephemeral == (visibility is Visibility.ONLY_YOU)
    assert len(slack.files) == 1
    assert {call.method for call in slack.calls if call.error} == {"response_url"}


async def test_where_a_picture_is_never_processed_the_words_stand_for_it(
    slack: StandIn, answering: Answering, ada: Member
) -> None:
    slack.faults.slow_files = 4
    seen = await ada.slash(slack.channel(), "/dispatch", "about")
    assert IN_WORDS in seen.words


async def test_a_response_url_that_is_used_up_by_waiting_is_not_the_end(
    slack: StandIn, answering: Answering, ada: Member
) -> None:
    """The rest of a long answer, with the picture, is posted by itself."""
    prose = Prose(inline("The harbor was quiet. " * 1_200))
    answering.reply = Reply((PODIUM, prose), visibility=Visibility.ONLY_YOU)
    slack.faults.slow_files = 3
    await ada.slash(slack.channel(), "/dispatch", "about")
    await until(lambda: len(ada.sees(slack.channel())) == 3)
    assert words(ada.sees(slack.channel())[0]).startswith(SHOWN)
    assert slack.channel().messages == []


async def test_a_modal_shows_words_until_the_picture_is_there(
    slack: StandIn, answering: Answering, ada: Member
) -> None:
    """It was opened before, within the three seconds that Slack gives for that."""
    form = await ada.shortcut("look-up")
    slack.faults.slow_files = 2
    await ada.submit(form.modal, {"Query": "podium"})
    await until(lambda: SHOWN in form.words)
    assert [call.error for call in slack.calls if call.method == "views.update"] == [
        "invalid_arguments",
        None,
        "invalid_arguments",
        None,
    ]


async def test_the_home_tab_shows_words_until_the_picture_is_there(
    slack: StandIn, answering: Answering, ada: Member
) -> None:
    slack.faults.slow_files = 2
    seen = await ada.open_home()
    await until(lambda: SHOWN in seen.words)
    assert len(slack.files) == 1


async def test_a_picture_that_comes_late_does_not_cover_what_is_shown_by_then(
    slack: StandIn,
) -> None:
    """Somebody has gone on while the words stood there."""
    ada = slack.member("ada")
    async with open_wire(slack.env["SLACK_BOT_TOKEN"], slack.env["SLACK_API_URL"]) as wire:

        async def publish(blocks: Sequence[Json], **how: Any) -> AsyncSlackResponse:
            view = {"type": "home", "blocks": blocks}
            shown = await wire.sure.views_publish(user_id=ada.id, view=view, **how)
            if blocks[0]["type"] == "context":
                await Responder(wire).publish_home(Reply((Prose(inline("Page two")),)), ada.id)
            return shown

        slack.faults.slow_files = 1
        await in_view(publish, await drawn(render_view(a_reply(), NOBODY), wire.sure))
    assert ada.home is not None
    assert words(ada.home) == "Page two"
