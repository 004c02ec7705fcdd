"""A simulated contest goes on after every stop, and its record is what the players sent."""

import asyncio
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace as changed

from bot.chat.plain import plain
from bot.chat.platform import Post
from bot.errors import OtherContestsRun
from bot.pack.model import Pack
from bot.quiz.contest.comparison import Comparison, compared
from bot.quiz.contest.scoring import standings
from bot.quiz.contest.state import Given, State
from bot.quiz.crowd import Crowd, sent
from bot.runtime.app import open_bot, open_simulation
from bot.runtime.packs import content_folder, load
from bot.runtime.simulated_clock import SimulatedClock
from bot.runtime.simulation import Script
from tests.builders import NOON, a_pack
from tests.talk import Talk

PACK = load(content_folder() / "gettysburg")


def a_script(folder: Path, *, players: int = 8, rounds: int = 3) -> Script:
    return Script(PACK.id, rounds, Crowd(players, 5, "seed"), folder)


class Watcher:
    """Takes so many posts, and then dies."""

    name = "watcher"

    def __init__(self, posts: int = 10_000) -> None:
        self.said: list[str] = []
        self._left = posts

    async def post(self, post: Post) -> str:
        self._left -= 1
        if self._left < 0:
            raise KeyError("killed")
        if not post.message:
            self.said.append(plain(post.reply))
        return post.nonce


async def play(url: str, script: Script, watcher: Watcher, pack: Pack = PACK) -> bool:
    """Play until the end or the watcher's death; return whether the record was found equal."""
    async with open_simulation(pack, url, script) as simulation:
        try:
            await simulation.deliver(watcher)
        except KeyError:
            return False
        return simulation.is_equal


async def test_a_contest_plays_to_its_end_and_its_record_is_what_was_sent(
    store_url: str, tmp_path: Path
) -> None:
    """On both databases; a line for each round, and the verdict last."""
    watcher = Watcher()
    assert await play(store_url, a_script(tmp_path), watcher)
    assert [line[:12] for line in watcher.said[1:4]] == [f"Round {n} of 3" for n in (1, 2, 3)]
    assert "Record equals what was sent: yes" in watcher.said[-1]


async def test_a_contest_that_is_stopped_again_and_again_ends_as_if_it_had_not_been(
    tmp_path: Path,
) -> None:
    """Each start goes on where the one before was stopped, a post later."""
    url, script = f"sqlite:///{tmp_path}/stopped.db", a_script(tmp_path)
    for posts in (0, 1, 2, 2, 3):
        assert not await play(url, script, Watcher(posts))
    stopped, whole = Watcher(), Watcher()
    assert await play(url, script, stopped)
    assert await play(f"sqlite:///{tmp_path}/whole.db", script, whole)
    assert stopped.said[-1].split("Since")[0] == whole.said[-1].split("Since")[0]


async def test_a_contest_that_is_over_is_only_checked_again(tmp_path: Path) -> None:
    """The same seed plays the same contest, which is played already."""
    url, script = f"sqlite:///{tmp_path}/over.db", a_script(tmp_path)
    await play(url, script, Watcher())
    again = Watcher()
    assert await play(url, script, again)
    assert "0 acknowledged" in again.said[-1]


async def test_a_simulation_keeps_away_from_contests_of_people(tmp_path: Path) -> None:
    """Its made-up time would close their questions."""
    url = f"sqlite:///{tmp_path}/people.db"
    async with open_bot(PACK, url) as bot:
        await Talk(bot).say("contest start", count=3)
    with pytest.raises(OtherContestsRun):
        await play(url, a_script(tmp_path), Watcher())


async def test_a_document_with_too_few_questions_is_refused_in_words(tmp_path: Path) -> None:
    """Nothing is played, and that is no success."""
    watcher = Watcher()
    assert not await play(f"sqlite:///{tmp_path}/few.db", a_script(tmp_path), watcher, a_pack())
    assert "would fit" in watcher.said[0]


class Record:
    """A record and what it is compared with; a test changes one of them."""

    def __init__(self, state: State, script: Script) -> None:
        self.state = state
        self.sent = [
            list(sent(script.crowd, question, state.settings.seed))
            for asked in state.rounds
            if (question := PACK.question(asked.question))
        ]
        self.script = script
        self.results = {
            script.player(number).key: points for number, points in enumerate(self.points())
        }
        self.is_logged = True

    def points(self) -> list[int]:
        points = {each.player: each.points for each in standings(self.state)}
        return [points[self.script.player(n).key] for n in range(self.script.crowd.size)]

    def compared(self) -> Comparison:
        return compared(
            self.state,
            self.sent,
            lambda number: self.script.player(number).key,
            self.results,
            is_logged=self.is_logged,
        )

    def with_answers(self, answers: dict[str, Given]) -> None:
        first, *rest = self.state.rounds
        self.state = changed(self.state, rounds=(changed(first, answers=answers), *rest))


@pytest.fixture
async def record(tmp_path: Path) -> Record:
    script = a_script(tmp_path)
    async with open_simulation(PACK, f"sqlite:///{tmp_path}/r.db", script) as simulation:
        await simulation.deliver(Watcher())
        state = await simulation._arena.find(script.contest)
    assert state
    return Record(state, script)


async def test_a_lost_answer_is_missed(record: Record) -> None:
    """Whoever sent it."""
    answers = dict(record.state.rounds[0].answers)
    answers.popitem()
    record.with_answers(answers)
    assert (record.compared().missing, record.compared().is_equal) == (1, False)


async def test_an_answer_that_nobody_sent_is_noticed(record: Record) -> None:
    """As is one that must not count."""
    player, given = next(iter(record.state.rounds[0].answers.items()))
    record.with_answers({**record.state.rounds[0].answers, f"{player}x": given})
    assert (record.compared().unsent, record.compared().is_equal) == (1, False)


async def test_an_answer_that_was_changed_is_noticed(record: Record) -> None:
    """In its words, its verdict or its time."""
    player, given = next(iter(record.state.rounds[0].answers.items()))
    answers = record.state.rounds[0].answers
    for other in (
        changed(given, seconds=given.seconds + 0.001),
        changed(given, response={"answer": ("?",)}),
    ):
        record.with_answers({**answers, player: other})
        assert (record.compared().altered, record.compared().is_equal) == (1, False)


async def test_a_question_that_was_never_asked_is_noticed(record: Record) -> None:
    """A contest that ends before its time is not whole."""
    record.state = changed(record.state, rounds=record.state.rounds[:-1])
    record.sent.pop()
    assert (record.compared().unasked, record.compared().is_equal) == (1, False)


async def test_a_wrong_sum_and_a_log_that_says_otherwise_are_noticed(record: Record) -> None:
    """Points are the sum of the answers, and the state is what the log makes."""
    assert record.compared().is_equal
    player = next(iter(record.results))
    record.results[player] += 1
    assert (record.compared().wrong_sums, record.compared().is_equal) == (1, False)
    record.results[player] -= 1
    record.is_logged = False
    assert not record.compared().is_equal


def simulate(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    program = Path(sys.executable).with_name("dispatch-bot")
    environment = {**os.environ, "XDG_DATA_HOME": str(folder)}
    environment.pop("DATABASE_URL", None)
    options = ["--players=20", "--rounds=4", "--seed=x", "--pack=gettysburg"]
    command = [program, "simulate", *options, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def test_the_program_killed_three_times_goes_on_and_finds_its_record_equal(tmp_path: Path) -> None:
    """Killed with SIGKILL in the first three rounds; meanwhile another seed plays to its end."""
    for number in (1, 2, 3):
        with simulate(tmp_path, "--speed=40") as process:
            assert process.stdout
            for line in process.stdout:
                if line.startswith(f"Round {number} "):
                    break
            process.send_signal(signal.SIGKILL)
    with simulate(tmp_path, "--speed=0", "--seed=other") as other:
        assert other.wait(60) == 0
    with simulate(tmp_path, "--speed=0") as process:
        said, _ = process.communicate(timeout=60)
    assert "Record equals what was sent: yes" in said
    assert process.returncode == 0


async def test_time_stands_still_until_it_is_told_to_pass() -> None:
    """Then whoever waited for that moment wakes, and nobody else."""
    clock = SimulatedClock(NOON)
    minutes = [NOON + timedelta(minutes=number) for number in (1, 2)]
    first, second = (asyncio.create_task(clock.wait(asyncio.Event(), at)) for at in minutes)
    await asyncio.sleep(0)
    clock.advance(minutes[0])
    await asyncio.wait_for(first, 1)
    assert not second.done()
    clock.advance(NOON)
    assert clock.now() == minutes[0]
    second.cancel()
