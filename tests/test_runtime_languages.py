"""Each person is spoken to in their own language, and each place in the one that was chosen for it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.language import ENGLISH, speaking
from bot.chat.reply import Visibility
from bot.chat.request import Actor, Place
from bot.errors import StorageBusy
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.languages import codes, language
from bot.runtime.remembered import FRESH, RememberedSettings
from bot.settings.declared import LANGUAGE, LANGUAGES
from bot.settings.model import Chosen
from bot.store import open_store
from bot.store.settings import StoredSettings
from tests.clock import ManualClock
from tests.contest_room import CHANNEL, ELSEWHERE, Room, room
from tests.daily_bot import EIGHT, HOUR, daily_house
from tests.talk import Talk

__all__ = ["room"]

GERMAN = language("de")
WISHES: dict[str, str | int] = {"count": 3, "seed": "test", "kinds": "multiple-choice"}
ROOT = Actor("tiny", "root", "Root", is_admin=True)


def speaker(bot: Dispatcher, locale: str, place: Place = CHANNEL) -> Talk:
    return Talk(bot, Actor("tiny", f"one-{locale}", "Ada", locale=locale), place)


async def decide(room: Room, value: str, place: Place = CHANNEL) -> None:
    """Let an admin choose the language of a place."""
    await room.person("root", place).say("settings set", setting="language", value=value)


def test_every_language_that_there_is_can_be_chosen() -> None:
    """And nothing else, but to leave it to each person."""
    assert [option.key for option in LANGUAGES] == [LANGUAGE.default, *codes()]


@pytest.mark.parametrize("locale", ["de", "de-AT", "de_DE"])
async def test_a_person_is_answered_in_their_own_language(room: Room, locale: str) -> None:
    """Privately, refusals and forms included."""
    german = speaker(room.bot, locale)
    said = await german.say("settings set", setting="zone", value="Berlin")
    assert said.strip() == "Das kann nur ein Admin dieses Ortes."
    assert "Frage 1 von" in await german.say("quiz")
    assert german.reply.visibility is Visibility.ONLY_YOU
    assert "Überspringen" in german.labels
    assert german.reply.language is GERMAN


@pytest.mark.parametrize("locale", ["en-US", "", "xx", "x" * 90, "\u202e"])
async def test_whoever_speaks_no_language_of_ours_is_answered_in_english(
    room: Room, locale: str
) -> None:
    """Whatever a platform says that they speak."""
    assert "Question 1 of" in await speaker(room.bot, locale).say("quiz")


async def test_what_the_document_says_stays_as_it_is(room: Room) -> None:
    """In English around it or in German."""
    said = [
        await speaker(room.bot, locale).say("passage", reference="1") for locale in ("en", "de")
    ]
    quoted = [text.split("—")[0] for text in said]
    assert quoted[0] == quoted[1]
    assert "[Nächster Absatz]" in said[1]


async def test_a_place_that_has_chosen_a_language_is_spoken_to_in_it(room: Room) -> None:
    """Whoever asks; a place beside it has not chosen."""
    await decide(room, "de")
    assert "Frage 1 von" in await speaker(room.bot, "en").say("quiz")
    assert "Question 1 of" in await speaker(room.bot, "fr", ELSEWHERE).say("quiz")
    await decide(room, "en")
    assert "Question 1 of" in await speaker(room.bot, "de").say("quiz")


async def test_the_choice_of_a_place_counts_at_once(room: Room) -> None:
    """From the answer that comes after it."""
    ada = speaker(room.bot, "en")
    await ada.say("settings")
    await decide(room, "de")
    await ada.say("settings")
    assert ada.reply.language is GERMAN


async def test_a_choice_of_language_is_confirmed_in_that_language(room: Room) -> None:
    """So that who has chosen sees it; each person's own again where nothing is decided any more."""
    root = speaker(room.bot, "en")
    root.actor = ROOT
    await root.say("settings")
    await root.pick("Language")
    assert "Sprache, hier: Deutsch" in await root.fill(value="Deutsch")
    assert root.reply.language is GERMAN
    await root.press("Alle Einstellungen")
    await root.pick("Sprache")
    assert "Language, here:" in await root.press("Nicht festlegen")
    assert root.reply.language is ENGLISH


async def test_a_place_with_a_language_of_its_own_is_told_in_it_of_that_of_all(room: Room) -> None:
    """What is decided for all channels does not count there."""
    here = replace(CHANNEL, workspace="school")
    root = Talk(room.bot, replace(ROOT, workspace="school"), here)
    await root.say("settings set", setting="language", value="en")
    choice = {"setting": "language", "value": "de", "all-channels": True}
    assert "Language, in all channels: Deutsch" in await root.say("settings set", **choice)


async def test_setup_goes_on_in_the_language_that_was_chosen_in_it(room: Room) -> None:
    """From the next step."""
    root = speaker(room.bot, "en")
    root.actor = ROOT
    await root.say("setup")
    said = await root.fill({"l": ("de",), "h": ("anyone",)})
    assert "Was täglich erscheint" in said
    assert "Fertig" in root.labels


async def test_a_contest_in_two_places_is_told_in_the_language_of_each(room: Room) -> None:
    """The same question, with German words around it in one of them, and English in the other."""
    await decide(room, "de", ELSEWHERE)
    ada, root = room.person("ada"), room.person("root", ELSEWHERE)
    code = (await ada.say("contest start", **WISHES)).rsplit("code=", 1)[1].split()[0]
    await root.say("contest link", code=code)
    await room.settle()
    await room.press(ada, "Agree")
    assert "A contest is open" in room.board.said(CHANNEL)[-1]
    assert "Ein Wettbewerb ist eröffnet" in room.board.said(ELSEWHERE)[-1]


async def test_a_player_is_answered_in_their_language_while_posts_keep_that_of_the_place(
    room: Room,
) -> None:
    """Nobody has chosen one for the place: it is spoken to in English."""
    host = speaker(room.bot, "de")
    await host.say("contest start", **WISHES)
    await room.settle()
    assert host.reply.language is GERMAN
    assert "A contest is open" in room.board.said(CHANNEL)[-1]
    assert "Du bist dabei" in await room.press(host, "Join")


async def test_daily_posts_are_in_the_language_of_their_place(tmp_path: Path) -> None:
    """That of the admin who set them up does not count."""
    async with daily_house(f"sqlite:///{tmp_path}/bot.db") as house:
        await house.say("settings set", setting="language", value="de")
        await house.say("daily set", **EIGHT)
        (post,) = await house.pass_time(3 * HOUR)
    assert "Zitat des Tages" in post


async def test_what_a_platform_says_by_itself_is_in_the_same_language(room: Room) -> None:
    """As far as is known without asking the store; suggestions are what it asks for meanwhile."""
    assert room.bot.language("de-AT", CHANNEL) is GERMAN
    await decide(room, "en")
    await speaker(room.bot, "de").say("start")
    assert room.bot.language("de-AT", CHANNEL) is ENGLISH
    with speaking(GERMAN):
        labels = [each.label for each in room.bot.complete("quiz", "kinds", "lück")]
    assert labels == ["Lücke füllen"]


class Counted(StoredSettings):
    """Counts how often it is asked, and fails or does not answer when told to."""

    asked = 0
    error: Exception | None = None
    hangs = False

    async def of(self, place: Place) -> Chosen:
        self.asked += 1
        if self.error:
            raise self.error
        if self.hangs:
            await asyncio.Event().wait()
        return await super().of(place)


@pytest.fixture
async def counted(tmp_path: Path) -> AsyncIterator[Counted]:
    async with open_store(f"sqlite:///{tmp_path}/bot.db") as store:
        yield Counted(store.settings._database)


async def test_a_crowd_in_one_place_asks_the_store_once(counted: Counted) -> None:
    """Five hundred answers at once, and five hundred a moment later."""
    settings = RememberedSettings(counted, ManualClock())
    for _ in range(2):
        await asyncio.gather(*(settings.of(CHANNEL) for _ in range(500)))
    assert counted.asked == 1


async def test_what_another_process_decides_is_known_soon(counted: Counted) -> None:
    """And what this one decides, at once."""
    clock = ManualClock()
    settings = RememberedSettings(counted, clock)
    await settings.of(CHANNEL)
    await counted.choose(ROOT, CHANNEL, LANGUAGE.key, "de", clock.now())
    assert (await settings.of(CHANNEL))[LANGUAGE] == LANGUAGE.default
    await clock.advance(FRESH.total_seconds())
    assert (await settings.of(CHANNEL))[LANGUAGE] == "de"
    await settings.choose(ROOT, CHANNEL, LANGUAGE.key, "en", clock.now())
    assert (await settings.of(CHANNEL))[LANGUAGE] == "en"
    assert settings.known(CHANNEL)[LANGUAGE] == "en"


async def test_a_store_that_did_not_answer_is_asked_again(counted: Counted) -> None:
    """What went wrong is not remembered."""
    settings = RememberedSettings(counted, ManualClock())
    counted.error = OSError("away")
    with pytest.raises(OSError, match="away"):
        await settings.of(CHANNEL)
    counted.error = None
    assert await settings.of(replace(CHANNEL)) == Chosen()
    assert settings.known(ELSEWHERE) == Chosen()


@pytest.mark.parametrize("trouble", [{"hangs": True}, {"error": StorageBusy()}])
async def test_an_answer_does_not_wait_for_the_language_of_its_place(
    room: Room, counted: Counted, trouble: dict[str, object]
) -> None:
    """Where it cannot be had in time, the person is spoken to in their own."""
    vars(counted).update(trouble)
    room.bot._settings = RememberedSettings(counted, room.clock)
    async with asyncio.timeout(5):
        assert "Frage 1 von" in await speaker(room.bot, "de").say("quiz")
