"""Pauses, extensions, downtime, clocks that are put back, and the days of a marathon."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.quiz.contest.facts import ClockChanged, ContestOver, RoundClosed, RoundOpened
from bot.quiz.contest.state import Phase, Refusal
from tests.builders import NOON
from tests.contest_builders import Game, a_settings, refusals

DAY = 86_400.0
MARATHON = tuple(NOON + timedelta(days=day) for day in range(1, 4))


def test_a_pause_keeps_the_time_that_was_left() -> None:
    """Ten seconds played, a minute paused: the deadline is a minute later, and it is told each time."""
    game = Game()
    assert game.pause(10).facts == (ClockChanged(round=0, number=1),)
    assert game.answer("ada", 40).refusal is Refusal.IS_PAUSED
    assert game.wait(50).refusal is Refusal.NOT_DUE
    assert game.resume(70).facts == (ClockChanged(round=0, number=2),)
    assert game.deadline == 90
    assert refusals(game.answer("ada", 90), game.answer("bob", 90.1)) == [None, Refusal.TOO_LATE]
    assert game.state.rounds[0].answers["ada"].seconds == 30


@pytest.mark.parametrize("paused_at", [0, 10])
def test_an_answer_given_during_a_pause_does_not_count_when_it_arrives_after_it(
    paused_at: float,
) -> None:
    """Nobody gains time to think by a slow network, not even in a pause from the very beginning."""
    game = Game()
    game.pause(paused_at)
    game.resume(70)
    assert game.answer("ada", 40, arrived=71).refusal is Refusal.IS_PAUSED


def test_a_round_paused_when_its_time_was_over_has_no_time_left() -> None:
    """It closes when it goes on; an answer given while it was paused does not slip in."""
    game = Game()
    game.pause(31)
    game.resume(60)
    assert game.due == 61.5
    done = refusals(game.answer("ada", 59.9, arrived=60.1), game.answer("bob", 60.1))
    assert done == [Refusal.IS_PAUSED, Refusal.TOO_LATE]


def test_a_pause_between_questions_keeps_what_was_left_of_it() -> None:
    """Three of ten seconds were shown; seven are left."""
    game = Game()
    game.answer("ada")
    game.answer("bob", 2)
    game.pause(5)
    game.resume(100)
    assert game.due == 107


def test_a_pause_of_the_bot_and_one_of_the_host_are_two() -> None:
    """It goes on when both have let go: storage coming back does not undo what the host wanted."""
    game = Game()
    game.pause(5, by="")
    assert game.resume(6).refusal is Refusal.HELD
    assert (game.pause(7).facts, game.pause(8).refusal) == ((), Refusal.IS_PAUSED)
    assert game.resume(9, by="").facts == ()
    assert game.state.phase is Phase.PAUSED
    assert game.resume(20).facts == (ClockChanged(round=0, number=2),)
    assert game.resume(21).refusal is Refusal.NOT_PAUSED
    assert game.deadline == 45


def test_a_pause_that_the_host_forgets_ends_by_itself() -> None:
    """After half an hour, with the time that was left."""
    game = Game()
    game.pause(5)
    assert game.wait(5 + 1_799).refusal is Refusal.NOT_DUE
    assert game.wait(5 + 1_800).facts == (ClockChanged(round=0, number=2),)
    assert game.deadline == 1_800 + 30


def test_a_pause_during_which_all_leave_ends_the_contest() -> None:
    """There is nobody to go on for, and the place is free for another."""
    game = Game("ada")
    game.pause(5)
    game.leave("ada", 6)
    assert game.wait_until_due().facts == (RoundClosed(round=0), ContestOver())


def test_a_pause_of_the_bot_that_never_ends_ends_the_contest() -> None:
    """After thirty days, with the scores it had."""
    game = Game()
    game.pause(5, by="")
    assert game.due == 5 + 30 * DAY
    assert game.wait_until_due().facts == (RoundClosed(round=0), ContestOver())


def test_the_end_of_the_hosts_pause_does_not_lift_that_of_the_bot() -> None:
    """Answers could not be recorded yet."""
    game = Game()
    game.pause(5, by="")
    game.pause(60)
    assert (game.due, game.wait(1_860).facts) == (1_860, ())
    assert (game.state.phase, game.due) == (Phase.PAUSED, 1_860 + 30 * DAY)
    assert game.resume(1_900, by="").facts == (ClockChanged(round=0, number=2),)


def test_who_leaves_during_a_pause_is_not_waited_for_after_it() -> None:
    """The round closes when it goes on."""
    game = Game()
    game.answer("ada", 3)
    game.pause(5)
    game.leave("bob", 6)
    assert RoundClosed(round=0) in game.resume(9).facts


def test_the_host_gives_more_time() -> None:
    """Once for each request, however often it is delivered, and within limits."""
    game = Game()
    assert game.extend(20).facts == (ClockChanged(round=0, number=1),)
    assert game.deadline == 50
    done = refusals(game.extend(20), game.extend(0, request="s"), game.extend(601, request="t"))
    assert done == [Refusal.REPEATED, Refusal.OUT_OF_RANGE, Refusal.OUT_OF_RANGE]
    assert game.answer("ada", 49).refusal is None
    game.wait_until_due()
    game.wait_until_due()
    assert not game.state.requests


def test_a_question_without_limit_needs_no_more_time() -> None:
    """It is told so."""
    assert Game(seconds=0).extend(20).refusal is Refusal.UNTIMED


def test_after_a_downtime_the_round_closes_and_the_next_has_its_full_time() -> None:
    """An hour away is not a burst of rounds that nobody could answer."""
    game = Game()
    assert game.wait(3_600).facts == (RoundClosed(round=0),)
    assert (game.wait(3_600).refusal, game.due) == (Refusal.NOT_DUE, 3_610)
    assert game.wait(7_200).facts == (RoundOpened(round=1),)
    assert game.deadline == 7_230


def test_without_time_to_look_at_answers_the_next_question_follows_at_once() -> None:
    """One closes, one opens, and no more."""
    game = Game(reveal_seconds=0)
    assert game.wait(3_600).facts == (RoundClosed(round=0), RoundOpened(round=1))
    assert game.deadline == 3_630


def test_a_clock_put_back_gives_the_round_its_time_anew() -> None:
    """Instead of an hour; the countdown is corrected."""
    game = Game(begin=False)
    game.start(3_600)
    assert game.deadline == 3_630
    assert game.wait(5).facts == (ClockChanged(round=0, number=1),)
    assert game.deadline == 35
    assert game.wait(6).refusal is Refusal.NOT_DUE


def test_clocks_a_little_apart_change_nothing() -> None:
    """Two processes never agree to the millisecond."""
    game = Game(begin=False)
    game.start(30)
    assert game.wait(25).refusal is Refusal.NOT_DUE
    assert game.answer("ada", 29.9).refusal is None
    assert game.state.rounds[0].answers["ada"].seconds == 0


def test_an_answer_counts_from_when_it_was_given_not_from_when_it_came_in() -> None:
    """Twenty seconds in a queue cost nobody their answer, nor their points for speed."""
    game = Game()
    assert game.answer("ada", 10, arrived=31).refusal is None
    assert game.state.rounds[0].answers["ada"].seconds == 10


@pytest.mark.parametrize("wrong_by", [-3_600, 3_600, 1])
def test_where_the_clocks_disagree_an_answer_counts_from_when_it_came_in(wrong_by: float) -> None:
    """The deadline is by the bot's clock; a platform's that is an hour off, or ahead, is not believed."""
    game = Game()
    done = game.answer("ada", 10 + wrong_by, arrived=10), game.answer("bob", wrong_by, arrived=31)
    assert refusals(*done) == [None, Refusal.TOO_LATE if abs(wrong_by) > 1 else None]
    assert game.state.rounds[0].answers["ada"].seconds == 10


def test_an_early_close_is_from_when_the_last_answer_came_in() -> None:
    """An answer that was long on its way does not shorten the look at its answer."""
    game = Game()
    game.answer("ada", 1)
    game.answer("bob", 2, arrived=25)
    assert game.due == 35


def test_a_marathon_asks_at_its_hours() -> None:
    """A question opens at each of the times; it closes when the next opens, the last after a day."""
    game = Game(opens=MARATHON)
    assert (game.state.phase, game.due) == (Phase.BETWEEN, DAY)
    assert game.told[-1] == ClockChanged(round=-1, number=1), "nobody learned when it opens"
    assert game.wait_until_due().facts == (RoundOpened(round=0),)
    assert game.answer("ada", 1.9 * DAY).refusal is None
    assert game.wait_until_due().facts == (RoundClosed(round=0), RoundOpened(round=1))
    game.wait_until_due()
    assert game.deadline == 4 * DAY
    assert game.wait_until_due().facts == (RoundClosed(round=2), ContestOver())


def test_a_clock_put_back_moves_no_opening_of_a_marathon() -> None:
    """Its hours are hours, whatever the clock said before."""
    game = Game(opens=MARATHON)
    game.wait_until_due()
    assert game.wait(0.5 * DAY).refusal is Refusal.NOT_DUE
    assert game.deadline == 2 * DAY


def test_a_day_of_a_marathon_does_not_close_early() -> None:
    """Others may join later that day."""
    game = Game(opens=MARATHON)
    game.wait_until_due()
    game.answer("ada", 1.1 * DAY)
    game.answer("bob", 1.1 * DAY)
    assert game.state.phase is Phase.ASKING


def test_a_skipped_day_waits_for_the_next_opening() -> None:
    """A marathon stays at its hours."""
    game = Game(opens=MARATHON)
    game.wait_until_due()
    assert game.skip(1.5 * DAY).facts == (RoundClosed(round=0),)
    assert game.due == 2 * DAY


def test_a_marathon_that_was_down_asks_now_and_then_at_its_hours_again() -> None:
    """A question opened late has half a day at least; nothing is left out."""
    game = Game(opens=MARATHON)
    assert game.wait(1.25 * DAY).facts == (RoundOpened(round=0),)
    assert game.deadline == 2 * DAY
    assert game.wait(3.75 * DAY).facts == (RoundClosed(round=0), RoundOpened(round=1))
    assert game.deadline == 5 * DAY


def test_the_openings_of_a_marathon_are_in_utc() -> None:
    """In a zone with summer time Python reckons 24 hours to a day that has 23."""
    berlin = ZoneInfo("Europe/Berlin")
    local = tuple(datetime(2026, 3, day, 8, tzinfo=berlin) for day in (28, 29, 30))
    assert not a_settings(opens=local).is_sound
    game = Game(opens=tuple(day.astimezone(UTC) for day in local))
    game.wait_until_due()
    assert game.state.rounds[0].time == 23 * 3_600
