"""An admin sets the bot up step by step; each step can be left out, and taken again later."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest

from bot.chat.platform import DeliveryFailed, Post
from bot.chat.reply import Visibility
from bot.chat.request import Actor, Place
from bot.runtime.app import open_bot
from bot.views import daily_form as names
from tests.clock import ManualClock
from tests.daily_bot import HOUR, MONDAY, PACK
from tests.talk import Talk

HALL, YARD = Place("tiny", "hall", "school"), Place("tiny", "yard", "school")
STRANGE = Place("tiny", "den", "other")
ROOT = Actor("tiny", "root", "Root", "school", is_admin=True)
REMEDY = "Grant me “Send Messages” in #hall."

SETTINGS = {
    "z": ("Berlin",),
    "l": ("auto",),
    "h": ("admins",),
    "q": ("22:00-07:00",),
}
DAILY = {
    names.TIME: ("08:00",),
    names.DAYS: ("0", "2"),
    names.WHICH_FIELD: ("q",),
    names.WITH: (names.THREAD,),
    names.NOTIFY: ("@class",),
}


@dataclass
class Seeing:
    """A platform that knows its places, and tells which of them are closed."""

    name: str = "tiny"
    closed: dict[Place, str] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)

    async def post(self, post: Post) -> str:
        self.posts.append(post)
        return "1"

    async def hindrance(self, place: Place) -> str:
        if place not in (HALL, YARD):
            raise DeliveryFailed("unknown")
        return self.closed.get(place, "")


@pytest.fixture
def platform() -> Seeing:
    return Seeing()


@pytest.fixture
async def root(store_url: str, platform: Seeing) -> AsyncIterator[Talk]:
    clock = ManualClock(MONDAY)
    async with open_bot(PACK, store_url, clock) as bot:
        bot._troubles.watching(platform)  # type: ignore[union-attr]
        yield Talk(bot, ROOT, HALL)


def answers(talk: Talk, **changes: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The form on show as it is sent when only some of it was changed."""
    begun = {
        each.name: (each.initial,) if isinstance(each.initial, str) else each.initial
        for each in talk.form.fields
    }
    return {name: given for name, given in (begun | changes).items() if given != ("",)}


async def test_two_forms_set_up_a_place(root: Talk) -> None:
    """For the admin alone; at the end they see what there is and what to try."""
    said = await root.say("setup")
    assert "Daily posts: none" in said
    assert root.reply.visibility is Visibility.ONLY_YOU
    await root.fill(SETTINGS)
    said = await root.fill(DAILY)
    assert "Time zone: Europe/Berlin (decided for all channels)" in said
    assert "Who may host contests: Admins only (decided for all channels)" in said
    assert "Quiz of the day; Mon and Wed at 08:00 (Europe/Berlin); with a thread" in said
    assert "notifies @class. Next: 2 March 2026, 07:00 UTC." in said
    assert "/daily preview" in said
    assert "cannot post" not in said


async def test_every_step_can_be_left_out(root: Talk) -> None:
    """Then nothing is decided and nothing posted."""
    await root.say("setup")
    await root.press("Go on to daily posts")
    said = await root.press("Done")
    assert "Time zone: UTC (the default)" in said
    assert "Daily posts: none" in said
    assert "Nothing was changed yet" in await root.say("settings history")


async def test_a_form_that_is_sent_as_it_stands_changes_nothing(root: Talk) -> None:
    """Neither settings nor a daily post; what was decided is in the form."""
    await root.say("setup")
    await root.fill(SETTINGS)
    said = await root.fill(DAILY)
    history = await root.say("settings history")
    again = await root.say("setup")
    assert "Europe/Berlin" in again
    assert answers(root)["z"] == ("Europe/Berlin",)
    await root.fill(answers(root))
    await root.pick("Daily post 1")
    assert answers(root) == DAILY
    assert await root.fill(answers(root)) == said
    assert await root.say("settings history") == history


async def test_only_what_is_changed_changes(root: Talk) -> None:
    """One setting of four, and the time of a daily post."""
    await root.say("setup")
    await root.fill(SETTINGS)
    await root.fill(DAILY)
    await root.say("setup")
    await root.fill(answers(root, h=("anyone",)))
    assert (await root.say("settings history")).count("Root: Who may host contests") == 2
    assert (await root.say("settings history")).count("Root: Time zone") == 1
    await root.forge("sup-ask", "", "1")
    said = await root.fill(answers(root, **{names.TIME: ("18:30",)}))
    assert "Quiz of the day; Mon and Wed at 18:30" in said
    assert "Daily post 2" not in said


async def test_what_a_place_has_decided_for_itself_is_changed_there(root: Talk) -> None:
    """Otherwise the form would decide for the workspace, and nothing would change here."""
    await root.say("settings set", setting="hosts", value="named")
    await root.say("setup")
    await root.fill(SETTINGS)
    said = await root.press("Done")
    assert "Who may host contests: Admins only (decided here)" in said


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"z": ("Atlantis",)}, "There is no time zone “Atlantis”"),
        ({"q": ("always",)}, "22:00-07:00"),
    ],
)
async def test_nothing_is_half_applied(
    root: Talk, wrong: dict[str, tuple[str, ...]], said: str
) -> None:
    """One line that cannot be read, and none of the form is."""
    await root.say("setup")
    assert said in await root.fill(SETTINGS | wrong)
    assert root.reply.failed
    assert "Nothing was changed yet" in await root.say("settings history")


async def test_a_form_that_is_delivered_twice_sets_up_one(root: Talk) -> None:
    """And says the same again."""
    await root.say("setup")
    await root.fill(SETTINGS)
    said = await root.fill(DAILY)
    assert await root.again() == said
    assert "Daily post 2" not in await root.say("daily list")


async def test_what_is_missing_is_said_at_the_end(root: Talk, platform: Seeing) -> None:
    """In the platform's own words, before a post fails."""
    platform.closed[HALL] = REMEDY
    await root.say("setup")
    said = await root.press("Done")
    assert f"I cannot post there yet. {REMEDY}" in said


async def test_another_channel_of_the_workspace_can_be_set_up_from_here(
    root: Talk, platform: Seeing
) -> None:
    """By a mention or a link; the posts go there, and are listed there."""
    platform.closed[YARD] = REMEDY
    await root.say("setup", place="<#yard|the yard>")
    await root.fill(SETTINGS)
    said = await root.fill(DAILY)
    assert "Setup of another channel (yard)" in said
    assert REMEDY in said
    assert "Nothing is posted here daily" in await root.say("daily list")
    there = replace(root, place=YARD)
    assert "Quiz of the day" in await there.say("daily list")


@pytest.mark.parametrize("place", ["den", "https://tiny.example/channels/den", "#yard!", "<#>"])
async def test_a_channel_that_the_platform_does_not_know_here_is_refused(
    root: Talk, place: str
) -> None:
    """Another workspace's, above all; in a command and in a control."""
    assert "is no channel here that I can see" in await root.say("setup", place=place)
    await root.forge("sup-day", "", STRANGE.channel, **DAILY)
    assert root.reply.failed
    assert "Nothing is posted here daily" in await replace(root, place=STRANGE).say("daily list")


async def test_only_admins_set_up(root: Talk) -> None:
    """By command and by each of its controls."""
    ada = Talk(root.bot, Actor("tiny", "ada", "Ada", "school"), HALL)
    assert "Only an admin" in await ada.say("setup")
    for action in ("sup", "sup-put", "sup-days", "sup-ask", "sup-day", "sup-end", "day-put"):
        assert "Only an admin" in await ada.forge(action)


async def test_the_daily_form_asks_for_a_zone_where_none_is_decided(root: Talk) -> None:
    """And for whom to notify where one is: a modal has room for five fields."""
    await root.say("daily set")
    fields = [each.name for each in root.form.fields]
    assert names.ZONE in fields
    assert names.NOTIFY not in fields
    filled = answers(root, **{names.ZONE: ("tokyo",), names.WITH: ()})
    said = await root.fill(filled)
    assert "every day at 08:00 (Asia/Tokyo); without the question to think about" in said
    await root.say("settings set", setting="zone", value="Berlin")
    await root.say("daily set")
    assert [each.name for each in root.form.fields][-1] == names.NOTIFY
    assert len(root.form.fields) == 5


async def test_a_daily_post_is_changed_by_the_same_form(root: Talk) -> None:
    """What the form does not ask for, its topic and its zone, stays."""
    await root.say("daily set", time="08:00", zone="Tokyo", topic="the-dead", notify="@all")
    await root.say("daily set", number=1)
    filled = answers(root, **{names.DAYS: ("5", "6"), names.NOTIFY: ("",)})
    said = await root.fill(filled | {names.NOTIFY: ("",)})
    assert "Daily post 1 is changed." in said
    assert "on The honored dead; Sat and Sun at 08:00 (Asia/Tokyo)" in said
    assert "notifies" not in said


async def test_a_time_in_quiet_hours_is_told_at_once(root: Talk) -> None:
    """When it comes instead, or that it never would, and what to do about it."""
    await root.say("settings set", setting="zone", value="Berlin")
    await root.say("settings set", setting="quiet-hours", value="22:00-07:00")
    assert "quiet hours" not in await root.say("daily set", time="08:00")
    said = await root.say("daily set", time="06:30")
    assert "in the quiet hours here (22:00–07:00): it is posted when they end" in said
    assert "2 March 2026, 06:00 UTC" in said
    said = await root.say("daily set", time="23:00")
    assert "it is left out" in said
    assert "/daily set number=3" in said


async def test_quiet_hours_hold_a_post_back_and_leave_one_out(root: Talk, platform: Seeing) -> None:
    """The one of half past six comes at seven; that of eleven in the evening is listed as left out."""
    await root.say("settings set", setting="zone", value="Berlin")
    await root.say("settings set", setting="quiet-hours", value="22:00-07:00")
    await root.say("daily set", time="06:30")
    await root.say("daily set", time="23:00")
    clock = root.bot._desk.clock  # type: ignore[attr-defined]
    await clock.advance(HOUR - 60)
    await root.bot.settle(platform)
    assert platform.posts == []
    await clock.advance(60)
    await root.bot.settle(platform)
    assert len(platform.posts) == 1
    await clock.advance(17 * HOUR)
    await root.bot.settle(platform)
    assert len(platform.posts) == 1
    assert "Left out in quiet hours: Mon 2026-03-02." in await root.say("daily list")
