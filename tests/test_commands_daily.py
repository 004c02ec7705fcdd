"""Daily posts as an admin sets them up and as a class reads them."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.reply import Quote, Visibility, Words
from tests.builders import an_actor
from tests.daily_bot import DAY, EIGHT, HOUR, PACK, House, daily_house
from tests.talk import Talk


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'daily.db'}"


@pytest.fixture
async def house(url: str) -> AsyncIterator[House]:
    async with daily_house(url) as opened:
        yield opened


async def test_what_was_set_is_confirmed_with_its_next_moment(house: House) -> None:
    """For the admin alone."""
    said = await house.say("daily set", **EIGHT, days="weekdays")
    assert "Daily post 1 is set up." in said
    assert "What: Quotes, shuffled; Monday to Friday at 08:00 (Europe/Berlin)" in said
    assert "Next: 2 March 2026, 07:00 UTC" in said
    assert house.admin.reply.visibility is Visibility.ONLY_YOU


async def test_a_request_that_is_delivered_twice_sets_up_one(house: House) -> None:
    """And says the same again."""
    said = await house.say("daily set", **EIGHT)
    assert await house.admin.again() == said
    assert len(await house.pass_time(3 * HOUR)) == 1


async def test_a_quote_is_posted_exactly_with_its_place_and_whose_words_it_is(
    house: House,
) -> None:
    """With the note on it, and the question to think about."""
    await house.say("daily set", **EIGHT)
    (text,) = await house.pass_time(3 * HOUR)
    quote = next(block for block in house.wall.posts[0].reply.blocks if isinstance(block, Quote))
    words = "".join(piece.text for piece in quote.pieces if isinstance(piece, Words))
    assert any(words in block.text for block in PACK.document.blocks)
    assert text.startswith("Quote of the day")
    assert re.search(r"— ¶ \d+ s\. \d", text)
    assert "To think about: " in text


async def test_what_one_may_want_with_a_quote_is_a_button(house: House) -> None:
    """Its context, a citation, a quiz on it, and to keep it."""
    await house.say("daily set", **EIGHT, which="in-order")
    await house.pass_time(3 * HOUR)
    reader = house.somebody("ben")
    labels = reader.labels
    assert {"More context", "Cite", "Quiz me on this", "Save"} <= set(labels)
    assert "Four score and seven years ago" in await reader.press("More context")
    reader = house.somebody("ben")
    assert "Question 1 of" in await reader.press("Quiz me on this")
    assert reader.reply.visibility is Visibility.ONLY_YOU


async def test_a_quiz_on_a_quote_asks_about_its_paragraph_only(house: House) -> None:
    """Every question rests on words in it."""
    await house.say("daily set", **EIGHT, which="in-order")
    await house.pass_time(3 * HOUR)
    reader = house.somebody("ben")
    await reader.press("Quiz me on this")
    prompt = reader.form.title
    asked = next(question for question in PACK.questions if question.prompt == prompt)
    assert any(each.ref.whole.code == "p1" for each in asked.evidence)


async def test_the_text_can_be_posted_a_paragraph_a_day(house: House) -> None:
    """In its order."""
    await house.say("daily set", **EIGHT, which="text")
    posted = [*await house.pass_time(3 * HOUR), *await house.pass_time(DAY)]
    assert ["¶ 1" in posted[0], "¶ 2" in posted[1]] == [True, True]


async def test_quotes_can_be_of_one_topic_without_a_question(house: House) -> None:
    """Named as people name it."""
    await house.say("daily set", **EIGHT, topic="the-dead", question=False)
    (text,) = await house.pass_time(3 * HOUR)
    assert "To think about" not in text
    said = await house.say("daily set", **EIGHT, topic="astrology")
    assert "There is nothing about “astrology” to post." in said
    assert "There is something on" in said


async def test_a_preview_shows_what_will_come_and_uses_nothing_up(house: House) -> None:
    """To the admin alone."""
    await house.say("daily set", **EIGHT)
    first = await house.say("daily preview")
    assert await house.say("daily preview") == first
    (text,) = await house.pass_time(3 * HOUR)
    assert text.split("\n")[2] in first
    assert "Only you see this." in first


async def test_now_stands_for_the_post_of_the_day(house: House) -> None:
    """Asked for twice it is made once; the next comes the day after."""
    await house.say("daily set", **EIGHT)
    assert "Daily post 1 is on its way" in await house.say("daily now")
    assert "Daily post 1 is on its way" in await house.admin.again()
    assert "was made already" in await house.say("daily now")
    assert await house.pass_time(3 * HOUR) == []
    assert len(await house.pass_time(DAY)) == 1
    assert len(house.wall.posts) == 2


async def test_a_skipped_day_is_left_out_and_said_so(house: House) -> None:
    """Also when the platform delivers the request twice."""
    await house.say("daily set", **EIGHT)
    first = await house.say("daily skip")
    assert "leaves out Mon 2026-03-02" in first
    assert await house.admin.again() == first
    assert await house.pass_time(3 * HOUR) == []
    assert len(await house.pass_time(DAY)) == 1
    assert "Left out on request: Mon 2026-03-02." in await house.say("daily list")


async def test_a_day_that_was_skipped_can_be_had_after_all(house: House) -> None:
    """An admin may change their mind."""
    await house.say("daily set", **EIGHT)
    await house.say("daily skip")
    assert "is on its way here" in await house.say("daily now")
    assert len(house.wall.posts) == 1


async def test_while_it_is_paused_nothing_is_posted(house: House) -> None:
    """What was due meanwhile is not made up for."""
    await house.say("daily set", **EIGHT)
    await house.say("daily pause")
    assert "Paused." in await house.say("daily list")
    assert await house.pass_time(2 * DAY) == []
    assert "Next: 4 March 2026, 07:00 UTC." in await house.say("daily resume")
    assert len(await house.pass_time(3 * HOUR)) == 1


async def test_resuming_does_not_repeat_what_was_posted_today(house: House) -> None:
    """Though its time is still to come."""
    await house.say("daily set", **EIGHT)
    await house.say("daily now")
    await house.say("daily pause")
    assert "Next: 3 March 2026" in await house.say("daily resume")


async def test_a_change_of_time_does_not_post_a_second_time_today(house: House) -> None:
    """And what is not mentioned stays as it was."""
    await house.say("daily set", **EIGHT, days="weekdays", topic="the-dead")
    await house.pass_time(3 * HOUR)
    said = await house.say("daily set", number=1, time="18:30")
    assert "Daily post 1 is changed." in said
    what = "What: Quotes, shuffled; on The honored dead; Monday to Friday at 18:30 (Europe/Berlin)"
    assert what in said
    assert "Next: 3 March 2026, 17:30 UTC" in said
    assert "Quotes, shuffled; Monday" in await house.say("daily set", number=1, topic="all")


async def test_several_daily_posts_are_told_apart_by_number(house: House) -> None:
    """Where there is one, it needs none."""
    await house.say("daily set", **EIGHT)
    await house.say("daily set", **EIGHT, which="text")
    assert "Say which one, by its number in the list: 1 or 2." in await house.say("daily pause")
    assert "There is no daily post 7 here." in await house.say("daily pause", number=7)
    await house.say("daily off", number=1)
    assert "Daily post 2 is off." in await house.say("daily off")
    assert "There is no such daily post here." in await house.say("daily off")
    assert "Nothing is posted here daily." in await house.say("daily list")


async def test_there_is_room_for_ten(house: House) -> None:
    """The eleventh is refused, with a way to make room."""
    for _ in range(10):
        await house.say("daily set", **EIGHT)
    assert "/daily off" in await house.say("daily set", **EIGHT)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"zone": "Europe/Berlin"}, "/daily set needs time"),
        ({"time": "08:00"}, "/daily set needs zone"),
        ({"time": "25:00", "zone": "Europe/Berlin"}, "“25:00” is no time of day"),
        ({"time": "08:00", "zone": "EST"}, "Perhaps you mean one of these: America/New_York"),
        ({**EIGHT, "days": "someday"}, "names no days of the week"),
        ({**EIGHT, "which": "poems"}, "cannot be “poems”"),
    ],
)
async def test_what_cannot_be_set_is_said_kindly(
    house: House, options: dict[str, str], said: str
) -> None:
    """With what to say instead."""
    assert said in await house.say("daily set", **options)
    assert house.admin.reply.failed


async def test_the_zone_of_the_place_is_taken_where_none_is_named(house: House) -> None:
    """And whom the place notifies."""
    await house.say("settings set", setting="zone", value="Asia/Tokyo")
    assert "every day at 08:00 (Asia/Tokyo)" in await house.say("daily set", time="8")


async def test_a_thread_and_whom_to_notify_go_with_the_post(house: House) -> None:
    """The platform sees to them."""
    said = await house.say("daily set", **EIGHT, thread=True, notify="@class")
    assert "with a thread; notifies @class" in said
    await house.pass_time(3 * HOUR)
    (post,) = house.wall.posts
    assert (post.thread, post.notify) == ("Quote of the day, 2 March 2026", "@class")


async def test_only_admins_decide(house: House) -> None:
    """Everybody may see the list."""
    await house.say("daily set", **EIGHT)
    member = Talk(house.bot, an_actor("ben", platform="tiny"))
    for command in ("set", "preview", "pause", "resume", "skip", "now", "off"):
        assert "Only an admin" in await member.say(f"daily {command}")
    assert "Quotes, shuffled" in await member.say("daily list")


async def test_a_zone_is_completed_as_one_types(house: House) -> None:
    """From memory."""
    found = house.bot.complete("daily set", "zone", "berl")
    assert [option.key for option in found] == ["Europe/Berlin"]
