"""A contest as its host and players live it: commands, buttons and what is posted in the place."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.chat.plain import plain
from bot.chat.platform import DeliveryFailed, Post
from bot.chat.reply import Button, Countdown, Form, Reply
from bot.chat.request import Actor, Place
from bot.quiz.contest.events import HostLost
from bot.runtime.app import open_bot
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.packs import load
from bot.views.question import KIND_NAMES
from tests.clock import ManualClock
from tests.talk import Talk

PACK = load()
CHANNEL = Place("tiny", "channel")


@dataclass
class Board:
    """A platform's channel: what the bot posted there, and what it edited."""

    name: str = "tiny"
    posts: list[Post] = field(default_factory=list)
    failing: DeliveryFailed | None = None

    async def post(self, post: Post) -> str:
        if self.failing:
            raise self.failing
        self.posts.append(post)
        return post.message or f"m{len(self.posts)}"

    def said(self) -> list[str]:
        return [plain(post.reply) for post in self.posts]

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
        await self.bot.settle(self.board)

    async def pass_time(self, seconds: float) -> None:
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

    async def answer(self, who: Talk, *, right: bool) -> str:
        """Answer the question on the board."""
        who.reply = self.board.latest(Form)
        question = next(q for q in PACK.questions if q.prompt == who.form.title)
        seed = "test"
        situations = question.right(seed) if right else question.wrong(seed)
        said = await who.fill(next(iter(situations))[1])
        await self.settle()
        return said

    async def begin(self, *names: str, **options: str | int | bool) -> list[Talk]:
        """Open a contest, let people join, start it; the first is the host."""
        people = [self.person(name) for name in names]
        settings = {"kind": "multiple-choice", "seed": "test", "count": 3, "seconds": 30, **options}
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


async def test_a_contest_runs_from_lobby_to_podium(room: Room) -> None:
    """Three rounds, each asked, answered, revealed; then the podium, with the right winner."""
    ada, bob = await room.begin("ada", "bob")
    for _ in range(3):
        assert "Locked in" in await room.answer(ada, right=True)
        await room.answer(bob, right=False)
        await room.pass_time(10)
    final = room.board.said()[-1]
    assert "First: Ada with 30 points, 3 of 3 answers right" in final
    assert "2. Bob, 0 points" in final


async def test_an_answer_is_secret_until_the_round_closes(room: Room) -> None:
    """The confirmation is private, and the board says only how many have answered."""
    ada, bob = await room.begin("ada", "bob")
    await room.answer(ada, right=True)
    assert ada.reply.visibility.value == "only you"
    assert room.board.said()[-1] == "1 of 2 have answered."
    await room.answer(bob, right=True)
    assert "Question 1 of 3: the answer" in room.board.said()[-1]


async def test_the_deadline_closes_the_round_without_those_who_are_silent(room: Room) -> None:
    """Thirty seconds and the grace, and the answer is out."""
    ada, _ = await room.begin("ada", "bob")
    await room.answer(ada, right=True)
    await room.pass_time(32)
    assert "Right and fastest: Ada" in room.board.said()[-1]


async def test_an_answer_after_the_deadline_does_not_count_and_is_told_so(room: Room) -> None:
    """Even before the bot has got round to closing."""
    ada, _ = await room.begin("ada", "bob")
    room.clock._now = room.clock.now().replace(second=31)
    assert "after the time was over" in await room.answer(ada, right=True)


async def test_the_countdown_ends_when_answers_cease_to_count(room: Room) -> None:
    """At thirty seconds, not when the bot gets round to closing."""
    await room.begin("ada", "bob")
    countdown = next(b for b in room.board.latest(Form).blocks if isinstance(b, Countdown))
    assert (countdown.until - room.clock.now()).total_seconds() == 30


async def test_a_double_click_counts_once(room: Room) -> None:
    """The same answer delivered again is confirmed again; another one is refused."""
    ada, _ = await room.begin("ada", "bob")
    await room.answer(ada, right=True)
    assert "Locked in" in await ada.again()
    assert "The first answer counts" in await room.answer(ada, right=False)


async def test_an_answer_may_be_changed_where_the_host_allows_it(room: Room) -> None:
    """The last one counts."""
    ada, bob = await room.begin("ada", "bob", revise=True)
    await room.answer(bob, right=True)
    await room.answer(ada, right=False)
    assert "You may change it" in await room.answer(ada, right=True)
    await room.pass_time(32)
    assert "1. Ada, 10 points" in room.board.said()[-1]


async def test_a_second_contest_in_the_same_place_is_refused(room: Room) -> None:
    """With words on what to do; elsewhere one can be opened."""
    await room.begin("ada")
    bob = room.person("bob")
    assert "runs here already" in await bob.say("contest start")
    elsewhere = room.person("bob", Place("tiny", "elsewhere"))
    assert "The contest is open" in await elsewhere.say("contest start")


async def test_only_the_host_controls_the_contest(room: Room) -> None:
    """Bob sees how it stands, without buttons; a forged one is refused."""
    ada, bob = await room.begin("ada", "bob")
    await room.press(bob, "Host …")
    assert bob.labels == []
    contest = ada.last.what.action.arguments[0]  # type: ignore[union-attr]
    assert "Only the host" in await bob.forge("c-end", contest)


async def test_a_pause_stops_the_clock(room: Room) -> None:
    """Twenty minutes pass, nothing closes; after going on the rest of the time is left."""
    ada, bob = await room.begin("ada", "bob")
    await room.press(ada, "Host …")
    await ada.press("Pause")
    await room.pass_time(1_200)
    assert room.board.said()[-1] == "The contest is paused."
    assert "is paused" in await room.answer(bob, right=True)
    await ada.say("contest status")
    await ada.press("Go on")
    await room.settle()
    assert "Locked in" in await room.answer(bob, right=True)


async def test_a_repeated_press_of_pause_does_not_stop_the_clock_anew(room: Room) -> None:
    """The platform delivers the old press again after the contest has gone on."""
    ada, bob = await room.begin("ada", "bob")
    await ada.say("contest status")
    await ada.press("Pause")
    pressed = ada.last
    await ada.press("Go on")
    ada.last = pressed
    assert "done already" in await ada.again()
    assert "Locked in" in await room.answer(bob, right=True)


async def test_a_contest_whose_host_is_gone_goes_on_and_may_be_taken_over(room: Room) -> None:
    """Any player may take it, with one press; the others are told."""
    ada, bob = await room.begin("ada", "bob")
    contest = await room.bot._desk.arena.running_in(CHANNEL.key)
    await room.bot._desk.arena.submit(contest, HostLost(at=room.clock.now()))
    await bob.say("contest status")
    await bob.press("Host it myself")
    await room.settle()
    assert "Bob hosts the contest now." in room.board.said()[-1]
    assert "Close the question now" in bob.labels
    await room.answer(ada, right=True)


async def test_the_host_closes_a_question_and_gives_time(room: Room) -> None:
    """Fifteen seconds more are fifteen seconds more; closing reveals at once."""
    ada, _ = await room.begin("ada", "bob")
    await ada.say("contest status")
    await ada.press("15 seconds more")
    await room.pass_time(40)
    assert "the answer" not in room.board.said()[-1]
    await ada.say("contest status")
    await ada.press("Close the question now")
    await room.settle()
    assert "Question 1 of 3: the answer" in room.board.said()[-1]


async def test_looking_up_the_answer_is_refused_during_the_question_only(room: Room) -> None:
    """In this place; elsewhere and afterwards it can be read."""
    _, bob = await room.begin("ada", "bob")
    prompt = room.board.latest(Form).controls[0].title  # type: ignore[union-attr]
    question = next(q for q in PACK.questions if q.prompt == prompt)
    words = question.evidence[0].text
    assert "answers the question being asked here" in await bob.say("lookup", query=words)
    elsewhere = room.person("bob", Place("tiny", "elsewhere"))
    assert "answers the question" not in await elsewhere.say("lookup", query=words)
    await room.pass_time(32)
    assert "answers the question" not in await bob.say("lookup", query=words)


async def test_an_open_book_contest_allows_lookups(room: Room) -> None:
    """The host decided so."""
    await room.begin("ada", "bob", **{"open-book": True})
    prompt = room.board.latest(Form).controls[0].title  # type: ignore[union-attr]
    question = next(q for q in PACK.questions if q.prompt == prompt)
    said = await room.person("bob").say("lookup", query=question.evidence[0].text)
    assert "answers the question" not in said


async def test_an_accepted_appeal_corrects_everybody_who_gave_that_answer(room: Room) -> None:
    """Two gave the same wrong wording; the host accepts it; both have the points."""
    ada, bob, cyd = await room.begin("ada", "bob", "cyd", kind="short-answer")
    for who in (bob, cyd):
        who.reply = room.board.latest(Form)
        await who.fill(answer="something nobody foresaw")
    await room.answer(ada, right=True)
    await room.press(bob, "Appeal")
    assert "somebody answered “something nobody foresaw”" in room.board.said()[-1]
    await room.press(ada, "Accept it")
    assert "is accepted for question 1" in room.board.said()[-1]
    await room.press(bob, "My result")
    assert "10 points, rank 1" in plain(bob.reply)


async def test_two_places_play_one_contest(room: Room) -> None:
    """A code joins a second channel: both see the lobby, the questions and the same standings."""
    ada = room.person("ada")
    opened = await ada.say("contest start", count=3, seed="test", kind="multiple-choice")
    code = opened.rsplit("code=", 1)[1].rstrip(".\n")
    elsewhere = Place("tiny", "elsewhere")
    bob, root = room.person("bob", elsewhere), room.person("root", elsewhere)
    assert "Only an admin" in await bob.say("contest link", code=code)
    assert "takes part" in await root.say("contest link", code=code)
    await room.settle()
    lobbies = {post.place.channel for post in room.board.posts}
    assert lobbies == {"channel", "elsewhere"}


async def test_a_place_that_is_gone_ends_the_contest_cleanly(room: Room) -> None:
    """The channel was deleted: nothing is tried for ever, and the scores are kept."""
    ada, bob = await room.begin("ada", "bob")
    await room.answer(ada, right=True)
    room.board.failing = DeliveryFailed("unknown channel", place_is_gone=True)
    await room.answer(bob, right=False)
    room.board.failing = None
    await room.settle()
    assert "No contest runs here" in await ada.say("contest status")
    assert "10" in await ada.say("score")


async def test_a_failing_channel_is_tried_again(room: Room) -> None:
    """Nothing is lost and nothing said twice."""
    ada, bob = await room.begin("ada", "bob")
    room.board.failing = DeliveryFailed("server error", after=5)
    await room.answer(ada, right=True)
    await room.answer(bob, right=True)
    room.board.failing = None
    for _ in range(8):
        await room.pass_time(10)
    assert sum("Question 1 of 3: the answer" in said for said in room.board.said()) == 1


async def test_too_few_questions_are_said(room: Room) -> None:
    """A contest has three at least; wishes that leave fewer are answered with the reason."""
    said = await room.person("ada").say("contest start", kind="number", topic="china")
    assert "would fit" in said


async def test_a_marathon_needs_a_zone_that_exists(room: Room) -> None:
    """Zones and times are checked when the contest is opened."""
    ada = room.person("ada")
    assert "no time zone" in await ada.say("contest start", preset="marathon", zone="Nowhere")
    assert "no time of day" in await ada.say("contest start", preset="marathon", time="25:00")


async def test_the_same_seed_draws_the_same_questions(room: Room) -> None:
    """For fairness between classes."""
    asked = []
    for channel in ("one", "two"):
        place = Place("tiny", channel)
        host = room.person("ada", place)
        await host.say("contest start", seed="class of 2026", count=5)
        contest = await room.bot._desk.arena.running_in(place.key)
        state = await room.bot._desk.arena.find(contest)
        asked.append(state.settings.questions)
    assert asked[0] == asked[1]
    assert len(set(asked[0])) == 5


@pytest.mark.parametrize("kind", KIND_NAMES)
async def test_every_kind_of_question_can_be_played(room: Room, kind: str) -> None:
    """Asked, answered right, revealed, with how the answers were spread."""
    count = sum(question.kind == kind for question in PACK.questions)
    (ada,) = await room.begin("ada", kind=kind, count=min(3, count))
    assert "Locked in" in await room.answer(ada, right=True)
    reveal = room.board.said()[-1]
    assert "1 of 1" in reveal
    assert "+10" in reveal


async def test_a_contest_whose_opening_is_delivered_twice_is_opened_once(room: Room) -> None:
    """After a crash the platform delivers the command again; the host gets the same reply."""
    ada = room.person("ada")
    opened = await ada.say("contest start", seed="test")
    assert await ada.again() == opened


async def test_an_empty_or_forged_answer_does_not_cost_the_only_one(room: Room) -> None:
    """It is refused in words, nothing is recorded, and the player answers again."""
    ada, _ = await room.begin("ada", "bob")
    ada.reply = room.board.latest(Form)
    action = ada.form.action
    assert "Choose 1 of the answers" in await ada.forge(action.name, *action.arguments)
    forged = await ada.forge(action.name, *action.arguments, answer=("zzz",), more=("x" * 9999,))
    assert "does not belong" in forged
    assert "Locked in" in await room.answer(ada, right=True)


@pytest.mark.parametrize("number", ["9" * 5_000, "٠", "-1", "1.0", ""])
async def test_a_forged_round_is_stale(room: Room, number: str) -> None:
    """However long, and in whatever figures."""
    ada, _ = await room.begin("ada", "bob")
    ada.reply = room.board.latest(Form)
    contest = ada.form.action.arguments[0]
    assert "earlier version" in await ada.forge("c-answer", contest, number, answer=("a",))


@pytest.mark.parametrize(
    ("name", "shown"), [("x" * 4_000, "x" * 40), ("\u202e\u200b", "zoe"), ("", "zoe")]
)
async def test_a_name_is_made_fit_for_a_scoreboard(room: Room, name: str, shown: str) -> None:
    """Bounded, nothing invisible, and the id where nothing is left."""
    zoe = Talk(room.bot, actor=Actor("tiny", "zoe", name), place=CHANNEL)
    ada = room.person("ada")
    await ada.say("contest start", count=3)
    await room.settle()
    await room.press(zoe, "Join")
    assert room.board.said()[-1].count(shown) == 1


async def test_the_outline_is_closed_during_a_question(room: Room) -> None:
    """It says what the answer's paragraph says."""
    _, bob = await room.begin("ada", "bob")
    assert "answers the question being asked here" in await bob.say("outline")


async def test_a_code_that_nobody_has_is_said_to_be_unknown(room: Room) -> None:
    """So that whoever mistyped it looks again."""
    said = await room.person("root").say("contest link", code="1f2e3d4c5b6a")
    assert "No contest has the code “1f2e3d4c5b6a”" in said


async def test_a_contest_says_if_fewer_questions_fit_than_were_wished_for(room: Room) -> None:
    """It is played with those."""
    fitting = sum(question.kind == "number" for question in PACK.questions)
    said = await room.person("ada").say("contest start", kind="number", count=fitting + 1)
    assert f"Only {fitting} questions fit; the contest has these." in said


async def test_in_a_contest_of_two_places_each_sees_its_own_players_first(room: Room) -> None:
    """What is posted in a place begins with those who joined there."""
    ada = room.person("ada")
    elsewhere = Place("tiny", "elsewhere")
    bob, root = room.person("bob", elsewhere), room.person("root", elsewhere)
    opened = await ada.say("contest start", count=3, seed="test", kind="multiple-choice")
    await root.say("contest link", code=opened.rsplit("code=", 1)[1].rstrip(".\n"))
    await room.settle()
    for who in (ada, bob):
        await room.press(who, "Join")
    await room.press(ada, "Host …")
    await ada.press("Start")
    await room.settle()
    await room.answer(ada, right=True)
    await room.answer(bob, right=False)
    reveals = {post.place.channel: plain(post.reply) for post in room.board.posts}
    assert "Here\n\n1. Ada, 10 points" in reveals["channel"]
    assert "Here\n\n1. Bob, 0 points" in reveals["elsewhere"]


async def test_who_hides_keeps_their_name_out_of_contests(room: Room) -> None:
    """From the next one they join."""
    ada = room.person("ada")
    await ada.say("privacy hide")
    await ada.say("contest start", count=3)
    await room.settle()
    await room.press(ada, "Join")
    assert "A player" in room.board.said()[-1]
    assert "Ada" not in room.board.said()[-1]
