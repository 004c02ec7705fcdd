"""A channel with a bot in it, to test contests in as their hosts and players live them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.chat.plain import plain
from bot.chat.platform import DeliveryFailed, Post
from bot.chat.reply import Button, Form, Reply
from bot.chat.request import Actor, Place
from bot.quiz.question import Question
from bot.runtime.app import open_bot
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.packs import load
from tests.clock import ManualClock
from tests.storage import run_sql
from tests.talk import Talk

PACK = load()
CHANNEL, ELSEWHERE = Place("tiny", "channel"), Place("tiny", "elsewhere")


@dataclass
class Board:
    """A platform's channel: what the bot posted there, and what it edited."""

    name: str = "tiny"
    posts: list[Post] = field(default_factory=list)
    failing: DeliveryFailed | None = None

    async def post(self, post: Post) -> str:
        """Take a post, or fail as told."""
        if self.failing:
            raise self.failing
        self.posts.append(post)
        return post.message or f"m{len(self.posts)}"

    def said(self, place: Place | None = None) -> list[str]:
        """What was posted, in one place or in all."""
        return [plain(post.reply) for post in self.posts if place in (None, post.place)]

    def latest(self, kind: type[Form] | type[Button]) -> Reply:
        """The newest post that has such a control."""
        return next(
            post.reply
            for post in reversed(self.posts)
            if any(isinstance(control, kind) for control in post.reply.controls)
        )


@dataclass
class Room:
    """A channel with a bot in it, a clock, and people."""

    bot: Dispatcher
    clock: ManualClock
    board: Board = field(default_factory=Board)

    def person(self, name: str, place: Place = CHANNEL) -> Talk:
        actor = Actor("tiny", name, name.title(), is_admin=name == "root")
        return Talk(self.bot, actor=actor, place=place)

    async def settle(self) -> None:
        """Let what is due happen, and what there is to tell be posted."""
        await self.bot.settle(self.board)

    async def pass_time(self, seconds: float) -> None:
        """Let time pass, and what is due by then happen."""
        await self.clock.advance(seconds)
        await self.settle()

    async def press(self, who: Talk, label: str) -> str:
        """Press a button of the newest post that has it."""
        who.reply = next(
            post.reply
            for post in reversed(self.board.posts)
            if any(isinstance(c, Button) and c.label == label for c in post.reply.controls)
        )
        said = await who.press(label)
        await self.settle()
        return said

    async def drawn(self, place: Place = CHANNEL) -> tuple[str, ...]:
        """The ids of the questions of the contest that runs in a place."""
        contest = await self.bot._desk.arena.running_in(place.key)
        state = await self.bot._desk.arena.find(contest or "")
        assert state is not None, "no contest runs there"
        return state.settings.questions

    @property
    def question(self) -> Question:
        """The question on the board."""
        (form,) = [c for c in self.board.latest(Form).controls if isinstance(c, Form)]
        return next(q for q in PACK.questions if q.prompt == form.title)

    async def answer(self, who: Talk, *, right: bool) -> str:
        """Answer the question on the board."""
        who.reply, seed = self.board.latest(Form), "test"
        situations = self.question.right(seed) if right else self.question.wrong(seed)
        said = await who.fill(next(iter(situations))[1])
        await self.settle()
        return said

    async def begin(self, *names: str, **options: str | int | bool) -> list[Talk]:
        """Open a contest, let people join, start it; the first is the host."""
        people = [self.person(name) for name in names]
        settings = {
            "kinds": "multiple-choice",
            "seed": "test",
            "count": 3,
            "seconds": 30,
            **options,
        }
        await people[0].say("contest start", **settings)
        await self.settle()
        for each in people:
            await self.press(each, "Join")
        await self.press(people[0], "Host …")
        await people[0].press("Start")
        await self.settle()
        return people


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    clock = ManualClock()
    async with open_bot(PACK, f"sqlite:///{tmp_path / 'contest.db'}", clock) as bot:
        yield Room(bot, clock)


async def spoil_the_first_contest(folder: Path) -> None:
    """Let the log of the contest that was opened first go on with what nobody can read."""
    await run_sql(
        f"sqlite:///{folder / 'contest.db'}",
        "INSERT INTO contest_events (contest_id, number, event) "
        "SELECT 1, MAX(number) + 1, '[[]]' FROM contest_events WHERE contest_id = 1",
    )
