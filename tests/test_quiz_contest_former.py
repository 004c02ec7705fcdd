"""Who is forgotten leaves no trace in a contest, and its standings are what they were."""

from random import Random

import pytest

from bot.quiz.contest import events as e
from bot.quiz.contest.former import former_player, is_former, without
from bot.quiz.contest.rules import step, steps
from bot.quiz.contest.scoring import standings, team_standings
from bot.quiz.contest.state import Phase, Refusal, State
from bot.store.codec import as_json
from tests.contest_builders import HOST, Game, second
from tests.contest_chance import PLAYERS, Chance

FORMER = former_player("f00d")
NAME = "A former player"


def random_log(seed: int) -> tuple[e.Event, ...]:
    """The log of a contest in which anything may have happened."""
    random = Random(seed)  # noqa: S311 - chance to test with
    chance, state, log = Chance(random), State(), list[e.Event]()
    for number in range(120):
        event = chance.event(state) if number else chance.opening()
        done = step(state, event)
        if done.refusal is None:
            log.append(event)
        state = done.state
    return tuple(log)


def shown(state: State, forgotten: str) -> object:
    """What everybody has reached, by player, whatever somebody is called."""
    ranks = {
        "him" if each.player in (forgotten, FORMER) else each.player: (
            each.rank, each.points, each.answers, each.right, each.team,
        )
        for each in standings(state)
    }  # fmt: skip
    teams = [(each.rank, each.team, each.points) for each in team_standings(state)]
    return ranks, teams, state.phase, state.due, state.places, len(state.rounds)


@pytest.mark.parametrize("forgotten", [*PLAYERS, HOST])
def test_the_log_without_somebody_folds_to_the_same_standings(forgotten: str) -> None:
    """Whatever has happened: teams drawn by the seed, tie-breaks, appeals, removals, hosts who change."""
    for seed in range(60):
        log = random_log(seed)
        after = without(log, forgotten, FORMER, NAME)
        state, outcomes = steps(State(), after)
        assert shown(state, forgotten) == shown(steps(State(), log)[0], forgotten), seed
        assert not any(done.refusal for done in outcomes)


def test_nothing_of_who_is_forgotten_is_left_in_the_log() -> None:
    """Neither the key nor the name, in any kind of event."""
    kinds = set()
    for seed in range(60):
        log = random_log(seed)
        kinds |= {type(event) for event in log}
        text = "".join(map(as_json, without(log, "ada", FORMER, NAME)))
        assert '"ada"' not in text
        assert '"Ada"' not in text
    assert {e.Joined, e.Answered, e.Appealed, e.Removed, e.HandedOver, e.Ruled} <= kinds


def test_a_log_that_does_not_mention_somebody_stays_as_it_is() -> None:
    """So nothing needs to be written."""
    log = tuple(Game().log)
    assert without(log, "zoe", FORMER, NAME) == log


def test_in_the_lobby_they_leave() -> None:
    """Nobody waits for them, and the lobby is told anew."""
    game = Game(begin=False)
    done = game.do(e.Forgotten(at=second(1), player="ada"))
    assert not done.state.is_playing("ada")
    assert done.facts


def test_a_question_that_waited_for_them_alone_closes() -> None:
    """As if they had left."""
    game = Game()
    game.answer("bob")
    assert game.do(e.Forgotten(at=second(2), player="ada")).state.phase is Phase.BETWEEN


def test_a_contest_whose_host_is_forgotten_has_none() -> None:
    """Any player may take it over then, also one whose host never played."""
    game = Game()
    done = game.do(e.Forgotten(at=second(1), player=HOST))
    assert done.state.host == e.BOT
    assert done.refusal is None


def test_a_podium_is_told_anew_only_while_the_contest_is_still_heard() -> None:
    """A week later its message is left alone: a new one would come out of nowhere."""
    game = Game()
    game.end(2)
    soon, late = second(60), second(9 * 24 * 3_600)
    assert game.do(e.Forgotten(at=soon, player="ada")).facts
    assert not game.do(e.Forgotten(at=late, player="bob")).facts


def test_nobody_is_forgotten_in_a_contest_that_was_never_opened() -> None:
    """There is nothing to tell."""
    assert step(State(), e.Forgotten(at=second(0), player="ada")).refusal is Refusal.NOT_OPEN


def test_no_player_of_a_platform_is_a_former_one() -> None:
    """Their keys begin with the platform's name."""
    assert is_former(FORMER)
    assert not is_former("discord:1")
