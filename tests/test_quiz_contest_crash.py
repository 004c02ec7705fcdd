"""A process may die between any two of its acts: what people see in the end is the same.

``CONTESTS`` sets how many contests are tried.
"""

import os
from collections import Counter
from random import Random

import pytest

from bot.quiz.contest import events as e
from bot.quiz.contest.facts import REPLACED, Fact
from bot.quiz.contest.rules import steps
from bot.quiz.contest.scoring import standings
from bot.quiz.contest.state import Phase, State
from tests.contest_simulator import Click, Played, Process, Store, play, random_script

CONTESTS = int(os.environ.get("CONTESTS", "1500"))
CHUNKS = 5


def script(seed: int) -> list[Click]:
    return random_script(Random(seed))  # noqa: S311 - chance to test with


def difference(quiet: Played, restless: Played) -> str:
    """Name what a contest in which the process died has that one in which it did not has not."""
    sames = ("log", "taken_in", "posts", "shown", "state")
    return next((what for what in sames if getattr(quiet, what) != getattr(restless, what)), "")


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_dying_anywhere_changes_nothing(chunk: int) -> None:
    """The log, what people were told of their clicks, the posts and their order, and the scores."""
    for seed in range(chunk, CONTESTS, CHUNKS):
        random = Random(-seed)  # noqa: S311 - chance to test with
        quiet = play(script(seed))
        deadly = {random.randint(1, quiet.moments) for _ in range(random.randrange(1, 4))}
        restless = play(script(seed), deadly)
        assert restless.crashes == len(deadly), "the process outlived its fate"
        assert difference(quiet, restless) == "", f"contest {seed}, dying at {sorted(deadly)}"


@pytest.mark.parametrize("seed", range(5))
def test_dying_at_each_moment_changes_nothing(seed: int) -> None:
    """One contest, every moment of it in turn."""
    quiet = play(script(seed))
    for moment in range(1, quiet.moments + 1):
        assert difference(quiet, play(script(seed), {moment})) == "", f"dying at {moment}"


@pytest.mark.parametrize("seed", range(50))
def test_what_is_told_is_posted_and_nothing_twice(seed: int) -> None:
    """Each fact of the log has its post, in its turn; the scores are those of the log alone."""
    played = play(script(seed), range(7, 60, 7))
    state, done = steps(State(), played.log)
    told = [fact for each in done for fact in each.facts if not isinstance(fact, REPLACED)]
    assert [played.shown[key] for key in played.posts if played.shown[key] in told] == told
    assert max(Counter(played.posts).values()) == 1
    assert state.phase is Phase.OVER
    assert standings(state) == standings(played.state)


@pytest.mark.parametrize("seed", range(50))
def test_no_answer_that_was_taken_in_is_lost(seed: int) -> None:
    """What people were told is recorded is in the log, once, and counts."""
    played = play(script(seed), range(5, 60, 5))
    promised = [played.clicked[request] for request, kept in played.taken_in.items() if kept]
    assert [event for event in played.log if not isinstance(event, e.TimePassed)] == promised
    answers = {(each.player, each.round) for each in promised if isinstance(each, e.Answered)}
    rounds = enumerate(played.state.rounds)
    assert answers == {(player, number) for number, asked in rounds for player in asked.answers}


class SaysSoBeforeItCommits(Process):
    """Tells people that their click was taken in before it is."""

    def do(self, event: e.Event, request: str) -> bool:
        self.world.taken_in[request] = True
        return super().do(event, request)


class CommitsInTwo(Process):
    """Commits an event, then what there is to tell."""

    def commit(self, event: e.Event, request: str, facts: tuple[Fact, ...]) -> None:
        self.store.commit(event, request, ())
        self.fate.moment()
        told = Store()
        told.commit(event, request, facts)
        self.store.unsent |= told.unsent


class ForgetsRequests(Process):
    """Does not remember which clicks it has recorded."""

    def commit(self, event: e.Event, request: str, facts: tuple[Fact, ...]) -> None:
        super().commit(event, f"forgotten {request}", facts)


@pytest.mark.parametrize("careless", [SaysSoBeforeItCommits, CommitsInTwo, ForgetsRequests])
def test_a_careless_process_is_caught(careless: type[Process]) -> None:
    """Otherwise these tests would prove nothing."""
    quiet = play(script(0), process=careless)
    moments = range(1, quiet.moments + 1)
    assert any(difference(quiet, play(script(0), {moment}, careless)) for moment in moments)
