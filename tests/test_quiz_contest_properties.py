"""Rules that hold in every contest, tried on random ones with every kind of nonsense in them.

``CONTESTS`` sets how many; the full run is 100,000.
"""

import os
from collections.abc import Iterator
from random import Random

import msgspec
import pytest

from bot.quiz.contest.events import Event, TimePassed
from bot.quiz.contest.facts import Fact
from bot.quiz.contest.report import lines, round_report
from bot.quiz.contest.rules import step, steps
from bot.quiz.contest.scoring import standings, team_standings
from bot.quiz.contest.state import State, Step
from tests.contest_audit import Book
from tests.contest_chance import Chance

CONTESTS = int(os.environ.get("CONTESTS", "1500"))
CHUNKS = 10
MOST_DUE = 40
"""More than the rounds, reveals and phases that any of these contests can still have before it."""


def random_contest(seed: int) -> Iterator[tuple[State, Event, Step]]:
    """Yield a random contest as (state before, event, step), until time alone has ended it."""
    random = Random(seed)  # noqa: S311 - chance to test with
    chance, state = Chance(random), State()
    first = chance.opening()
    for number in range(random.randrange(8, 90)):
        event = chance.event(state) if number else first
        done = step(state, event)
        yield state, event, done
        state = done.state
    for _ in range(MOST_DUE):
        if state.due is None:
            return
        event = TimePassed(at=state.due)
        done = step(state, event)
        yield state, event, done
        state = done.state


def audited(seed: int) -> tuple[Book, State]:
    """Play a random contest, comparing every step and the end with a second opinion."""
    book, state = Book(), State()
    for before, event, done in random_contest(seed):
        book.check(before, event, done)
        state = done.state
    book.check_end(state)
    return book, state


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_contest_keeps_the_rules(chunk: int) -> None:
    """Points are the sum over the answers, no late answer counts, nobody counts twice, each ends …"""
    for seed in range(chunk, CONTESTS, CHUNKS):
        try:
            audited(seed)
        except Exception as error:
            raise AssertionError(f"contest {seed}: {error!r}") from error


@pytest.mark.parametrize("seed", range(max(CONTESTS // 15, 1)))
def test_a_contest_is_what_its_log_says(seed: int) -> None:
    """Written to JSON and read back, folded anew, in groups or from a snapshot, it is the same."""
    book, state = audited(seed)
    decoder, encoder = msgspec.json.Decoder(Event), msgspec.json.Encoder(order="deterministic")
    log = [decoder.decode(encoder.encode(event)) for event in book.log]
    assert log == book.log
    facts = msgspec.json.decode(encoder.encode(book.told), type=list[Fact])
    assert facts == book.told

    middle = seed % len(log)
    early, told_early = steps(State(), log[:middle])
    snapshot = msgspec.json.decode(encoder.encode(early), type=State)
    assert snapshot == early
    late, told_late = steps(snapshot, log[middle:])
    assert late == state
    assert [fact for done in told_early + told_late for fact in done.facts] == book.told
    assert standings(late) == standings(state)


@pytest.mark.parametrize("seed", range(20))
def test_many_events_at_once_do_what_they_do_one_by_one(seed: int) -> None:
    """Refusals included; and the state they began with is not touched."""
    played = list(random_contest(seed))
    for start in range(0, len(played), 7):
        part = played[start : start + 7]
        before = part[0][0]
        copy = msgspec.json.encode(before, order="deterministic")
        state, done = steps(before, [event for _, event, _ in part])
        assert state == part[-1][2].state
        assert [tuple(each) for each in done] == [(s.facts, s.refusal) for _, _, s in part]
        assert msgspec.json.encode(before, order="deterministic") == copy


@pytest.mark.parametrize("seed", range(40))
def test_every_state_can_be_shown(seed: int) -> None:
    """Standings, teams, reports and everyone's own rounds, whatever has happened."""
    for before, _, _ in random_contest(seed):
        table = standings(before)
        assert [each.points for each in table] == sorted((e.points for e in table), reverse=True)
        assert len(team_standings(before)) == len(before.settings.team_names)
        for number in range(before.closed):
            report = round_report(before, number)
            assert sum(share.count for share in report.spread) == report.answers <= report.able
        for standing in table:
            earned = sum(line.points for line in lines(before, standing.player))
            assert earned == standing.points
