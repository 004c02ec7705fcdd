"""What is shown of Discord: the real bot on a stand-in, at a time that stands still."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from adapters.discord.markdown import escaped
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from docs.gallery.discord_page import Form, Shown, page
from docs.gallery.scene import Scene
from tests.builders import NOON
from tests.clock import ManualClock
from tests.discord_bot import point_at, said_in, serving
from tests.platforms import standin_discord
from tests.platforms.standin_discord import Channel, Member, StandIn
from tests.platforms.standin_discord_seen import Seen, buttons
from tests.platforms.standin_discord_world import Message

PACK = load()
WIDTH = 720
_EPOCH = datetime(2015, 1, 1, tzinfo=NOON.tzinfo)


async def scenes() -> list[Scene]:
    """Return every kind of reply, as a page each."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        clock = ManualClock()
        patch.setattr(standin_discord, "Clock", lambda: SharedClock(clock))
        patch.setattr("bot.commands.contest.token_hex", lambda size: "5ec7e7" * (size // 3 + 1))
        async with StandIn() as discord:
            point_at(discord, patch, Path(folder))
            async with _studio(discord, clock, Path(folder)) as studio:
                for act in ACTS:
                    await act(studio)
                return studio.scenes


class SharedClock(standin_discord.Clock):
    """The bot's own clock as Discord's; ids are told apart by their counters."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__()
        self._clock = clock
        self._numbers = count(1)

    def now(self) -> datetime:
        """The time in UTC."""
        return self._clock.now()

    def snowflake(self) -> int:
        """A new id, later than all before."""
        milliseconds = (self.now() - _EPOCH) // timedelta(milliseconds=1)
        return (milliseconds << 22) + next(self._numbers)


@dataclass
class Studio:
    """Where scenes are played; ``ada`` is who asks."""

    discord: StandIn
    clock: ManualClock
    ada: Member
    scenes: list[Scene] = field(default_factory=list)

    async def ask(self, name: str, title: str, command: str, **options: str | int | bool) -> Seen:
        """Give a command and show what comes of it."""
        seen = await self.ada.slash(self.discord.channel(), command, options)
        self.show(name, title, await seen.final(), f"Ada used /{command}")
        return seen

    def show(self, name: str, title: str, seen: Seen | Message, used: str = "") -> None:
        """Show what somebody saw."""
        if isinstance(seen, Seen) and seen.modal:
            form = Form(seen.modal.title, seen.modal.components, self.clock.now())
            self.scenes.append(Scene(name, title, self._page([form]), WIDTH))
            return
        first = seen if isinstance(seen, Message) else _answer(seen)
        others = seen.followups if isinstance(seen, Seen) else []
        parts = [self._shown(message, used) for message in (first, *others)]
        self.scenes.append(Scene(name, title, self._page(parts), WIDTH))

    def _page(self, parts: Sequence[Shown | Form]) -> str:
        """Draw a page on which people are called by name, as Discord does where it has their ids."""
        made = page(parts)
        for member in self.discord.members.values():
            called = f"<span class=mention>@{member.user.name.title()}</span>"
            made = made.replace(f"&lt;@{member.id}&gt;", called)
        return made

    def _shown(self, message: Message, used: str) -> Shown:
        files = {upload.url: upload.content for upload in message.uploads}
        now = self.clock.now()
        return Shown(message.components, files, now, used, is_private=message.ephemeral)


def _answer(seen: Seen) -> Message:
    if seen.message is None:
        raise LookupError("nothing was answered")
    return seen.message


@asynccontextmanager
async def _studio(discord: StandIn, clock: ManualClock, folder: Path) -> AsyncIterator[Studio]:
    async with open_bot(PACK, f"sqlite:///{folder}/bot.db", clock) as bot, serving(discord, bot):
        yield Studio(discord, clock, discord.member("ada", admin=True))


async def _reading(studio: Studio) -> None:
    ask = studio.ask
    await ask("start", "The first thing one sees", "start")
    await ask("help", "All commands", "help")
    await ask("lookup", "A passage that was asked for in one's own words", "lookup",
              query="what did Radek say about the United States")  # fmt: skip
    await ask("not-found", "What the document does not say", "lookup", query="submarines")
    await ask("passage", "A paragraph with the printer's marks", "passage", reference="¶ 9")
    glossary = await ask("glossary", "The glossary, turned page by page in one message", "glossary")
    read = await studio.ada.select(
        _answer(glossary), "Communist International", "Read one of these"
    )
    studio.show("term", "A term", read)
    await ask("outline", "What each paragraph says", "outline")
    await ask("quote", "A passage to think about", "quote", topic="japan")
    await ask("about", "What the document is, and how to weigh it", "about")
    await ask("cite", "Citations in every form", "cite", reference="¶ 6")


async def _menus(studio: Studio) -> None:
    said = "I can't get over “a finger in every pie”"
    message = studio.discord.member("bob").say(studio.discord.channel(), said)
    seen = await studio.ada.message_menu(message, "Quote this passage")
    studio.show("menu-quote", "“Quote this passage” on somebody's message", seen,
                "Ada used Quote this passage")  # fmt: skip


async def _quiz(studio: Studio) -> None:
    for kind, title in (
        ("multiple-choice", "A question with one answer"),
        ("several-answers", "A question with several answers"),
        ("true-false", "True or false, with proof"),
        ("ordering", "A question of order"),
        ("short-answer", "A question to answer in one's own words"),
    ):
        member = studio.discord.member(f"reader-{kind}")
        wishes = {"kinds": kind, "count": 2, "difficulty": "medium"}
        seen = await member.slash(studio.discord.channel(), "quiz", wishes)
        studio.show(f"quiz-{kind}", title, seen)
        if "[Answer …]" in seen.words:
            form = await member.press(_answer(seen), "Answer …")
            studio.show(f"form-{kind}", f"{title}: the form", form)
        elif kind == "multiple-choice":
            judged = await member.press(_answer(seen), "A")
            studio.show(
                "quiz-judged", "An answer judged and explained, and the next question", judged
            )


async def _points(studio: Studio) -> None:
    place = studio.discord.channel()
    for name, tries in (("bob", 5), ("cyd", 4), ("dee", 3)):
        await _study(studio.discord.member(name), place, tries)
    seen = await studio.discord.member("bob").slash(place, "score")
    studio.show("score", "One's own points", seen)
    await studio.ask("leaderboard", "Who has the most points", "leaderboard")
    record = await studio.ada.user_menu(place, studio.discord.member("cyd"), "Study record")
    studio.show("menu-record", "“Study record” of somebody", record)


async def _study(member: Member, place: Channel, tries: int) -> None:
    """Answer some questions rightly, and one not."""
    seen = await member.slash(place, "quiz", {"kinds": "multiple-choice", "count": 10})
    for number in range(tries):
        by_prompt = {each.prompt: each for each in PACK.questions}
        prompt = next(each for each in by_prompt if escaped(each) in seen.words)
        practice = next(
            b["custom_id"] for b in buttons(_answer(seen)) if "|skip|" in b["custom_id"]
        )
        _, right = next(iter(by_prompt[prompt].right(practice.split("|")[2])))
        wrong = "A" if right["answer"][0] != "a" else "B"
        answer = wrong if number == 1 else right["answer"][0].upper()
        seen = await member.press(_answer(seen), answer)


async def _contest(studio: Studio) -> None:
    discord, hall = studio.discord, studio.discord.add_channel("contest")
    players = [discord.member(name) for name in ("bob", "cyd", "dee", "eve")]
    wishes = {"count": 3, "kinds": "multiple-choice", "seed": "gallery", "speed": True}
    opened = await studio.ada.slash(hall, "contest start", wishes)
    studio.show("contest-opened", "A contest is open: what its host alone sees", opened)
    lobby = await said_in(hall, "A contest is open")
    for player in players:
        await player.press(lobby, "Join")
    await said_in(hall, "Bob, Cyd, Dee and Eve")
    studio.show("contest-lobby", "The lobby", lobby)
    panel = await studio.ada.press(lobby, "Host …")
    studio.show("contest-host", "What the host can do", panel)
    await studio.ada.press(_answer(panel), "Start")
    for number, answers in ((1, "CBCC"), (2, "BCBC"), (3, "DDBD")):
        question = await said_in(hall, f"Question {number} of 3 ·")
        await _round(studio, question, dict(zip(players, answers, strict=True)), number)
    over = await said_in(hall, "The contest is over")
    studio.show("contest-podium", "The podium", over)
    mine = await players[1].press(over, "My result")
    studio.show("contest-result", "One's own result", mine)


async def _round(
    studio: Studio, question: Message, answers: dict[Member, str], number: int
) -> None:
    for given, (player, answer) in enumerate(answers.items(), 1):
        await studio.clock.advance(3)
        seen = await player.press(question, answer)
        if number == 1 and given <= 2:
            await said_in(question.channel, f"{given} of 4 have answered")
        if number == 1 and given == 2:
            studio.show("contest-question", "A question of a contest", question)
            studio.show("contest-locked-in", "An answer is confirmed privately", seen)
    await said_in(question.channel, f"Question {number} of 3: the answer")
    if number == 1:
        studio.show("contest-answer", "The same message when the round is over", question)
    await studio.clock.advance(60)


async def _setup(studio: Studio) -> None:
    ada = studio.ada
    begun = await studio.ask("setup", "The guided setup: what is set", "setup")
    form = await ada.press(_answer(begun), "Settings …")
    studio.show("form-setup", "The guided setup: its first form", form)
    answers = {
        "Time zone, by a city such as New York": "Berlin",
        "Quiet hours, such as 22:00-07:00, or none": "22:00-07:00",
    }
    asked = await (await ada.submit(form.modal, answers)).final()
    studio.show("setup-daily", "The guided setup: what is posted daily", asked)
    form = await ada.press(_answer(asked), "Fill in …")
    studio.show("form-setup-daily", "The guided setup: the form of a daily post", form)
    done = await ada.submit(form.modal, {"At what local time, such as 08:00": "7:30"})
    studio.show("setup-done", "The guided setup: done, and what to try", await done.final())


async def _place(studio: Studio) -> None:
    await studio.ask("settings", "What a place has set", "settings show")
    await studio.ask("settings-trust", "Somebody is trusted to run the bot", "settings trust",
                     person=f"<@{studio.discord.member('bob').id}>", role="admin")  # fmt: skip
    await studio.ask("daily-list", "What is posted daily", "daily list")
    await studio.ada.slash(studio.discord.channel(), "daily now", {})
    post = await said_in(studio.discord.channel(), "Quote of the day")
    studio.show("daily", "The quote of the day", post)
    saved = await studio.discord.member("bob").press(post, "Save")
    studio.show("saved", "A passage is saved, for oneself alone", saved)
    await studio.ask("privacy", "What is kept about a person", "privacy about")
    await studio.ask("home", "Where one stands, and how to go on", "home")


async def _review(studio: Studio) -> None:
    await studio.clock.advance(timedelta(days=1).total_seconds())
    bob = studio.discord.member("bob")
    under_way = await bob.slash(studio.discord.channel(), "review", {})
    seen = await bob.press(_answer(under_way), "Start the new one")
    studio.show("review", "What was missed the day before is asked again", seen)


ACTS: tuple[Callable[[Studio], Awaitable[None]], ...] = (
    _reading,
    _menus,
    _quiz,
    _points,
    _contest,
    _setup,
    _place,
    _review,
)
"""In the order of the gallery."""
