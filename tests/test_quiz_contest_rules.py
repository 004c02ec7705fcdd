"""What a host and players can do in a contest, and what they are refused."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.quiz.contest import events as e
from bot.quiz.contest.facts import (
    ClockChanged,
    ContestOver,
    CountChanged,
    HostChanged,
    LinkChanged,
    LobbyChanged,
    RoundClosed,
    RoundOpened,
)
from bot.quiz.contest.rules import HEARD, step
from bot.quiz.contest.state import Phase, Refusal, State
from tests.contest_builders import HOST, Game, a_settings, refusals, second


def test_the_host_starts_when_somebody_is_in() -> None:
    """The first question is asked; before anybody has joined there is nothing to start."""
    game = Game(players="", begin=False)
    assert game.start().refusal is Refusal.NOBODY_IN
    assert game.join("ada").facts == (LobbyChanged(),)
    assert game.start().facts == (RoundOpened(round=0),)


def test_it_starts_by_itself_when_full() -> None:
    """With two to make it full, the second who joins starts it."""
    game = Game(players="ada", begin=False, full_at=2)
    assert game.state.phase is Phase.LOBBY
    assert game.join("bob", 5).facts == (LobbyChanged(), RoundOpened(round=0))


def test_a_lobby_nobody_starts_is_over_after_a_day() -> None:
    """It does not wait for ever."""
    game = Game(begin=False)
    assert game.due == 24 * 3_600
    assert game.wait_until_due().facts == (ContestOver(),)


@pytest.mark.parametrize("action", ["start", "skip", "end", "pause"])
def test_only_the_host_may(action: str) -> None:
    """A player who presses a host's button is told so, and nothing changes."""
    game = Game(begin=action != "start")
    before = game.state
    done = getattr(game, action)(1, by="ada")
    assert (done.refusal, done.facts) == (Refusal.NOT_HOST, ())
    assert game.state is before


def test_a_question_is_asked_answered_and_revealed() -> None:
    """When all have answered it closes; after ten seconds the next is asked; after the last it ends."""
    game = Game(questions=3)
    assert game.answer("ada", 2).facts == (CountChanged(round=0),)
    assert game.answer("bob", 3).facts == (CountChanged(round=0), RoundClosed(round=0))
    assert game.due == 13
    assert game.wait(13).facts == (RoundOpened(round=1),)
    game.play_round("ada", "bob")
    game.play_round("ada", "bob")
    assert game.told[-2:] == [RoundClosed(round=2), ContestOver()]
    assert (game.state.phase, game.due) == (Phase.OVER, None)


def test_an_answer_given_after_the_deadline_does_not_count() -> None:
    """Half a minute is half a minute, by the platform's time of the click."""
    game = Game()
    done = refusals(game.answer("ada", 30), game.answer("bob", 30.001))
    assert done == [None, Refusal.TOO_LATE]


def test_a_round_stays_open_a_moment_for_answers_on_their_way() -> None:
    """At the deadline it is not closed yet, and an answer given before it still counts."""
    game = Game()
    assert game.wait(30.5).refusal is Refusal.NOT_DUE
    assert game.answer("ada", 29, arrived=31).refusal is None
    assert game.wait(31.5).facts == (RoundClosed(round=0),)
    assert game.answer("bob", 29, arrived=32).refusal is Refusal.TOO_LATE


def test_one_answer_a_round_counts() -> None:
    """A second click is refused; the first answer stands."""
    game = Game()
    game.answer("ada", 1, credit=0.0)
    assert game.answer("ada", 2).refusal is Refusal.ALREADY_ANSWERED
    assert game.state.rounds[0].answers["ada"].credit == 0.0


def test_where_answers_may_be_changed_the_last_one_counts() -> None:
    """With the time of its own; and so that it can be changed, the round does not close early."""
    game = Game(revisable=True)
    game.answer("ada", 1, credit=0.0)
    game.answer("bob", 1)
    game.answer("ada", 9)
    given = game.state.rounds[0].answers["ada"]
    assert (given.credit, given.seconds, game.state.phase) == (1.0, 9, Phase.ASKING)


def test_a_question_without_limit_closes_though_answers_may_be_changed() -> None:
    """When all have answered; there is no deadline that they could wait for."""
    game = Game(seconds=0, revisable=True)
    game.answer("ada")
    assert RoundClosed(round=0) in game.answer("bob").facts


def test_the_last_answer_given_counts_not_the_last_to_arrive() -> None:
    """A message overtaken on its way does not undo the newer one."""
    game = Game(revisable=True)
    game.answer("ada", 9)
    assert game.answer("ada", 4, arrived=9.5, credit=0.0).refusal is Refusal.SUPERSEDED


def test_a_question_without_limit_waits_for_all() -> None:
    """However long they take; and for the host, who may go on."""
    game = Game(seconds=0)
    game.answer("ada", 3_000)
    assert game.wait(4_000).refusal is Refusal.NOT_DUE
    assert RoundClosed(round=0) in game.answer("bob", 5_000).facts
    game.wait_until_due()
    assert RoundClosed(round=1) in game.skip(6_000).facts


def test_a_question_without_limit_that_nobody_answers_ends_the_contest_after_a_day() -> None:
    """Nobody is there any more, so no further question is posted."""
    game = Game(seconds=0)
    assert game.wait_until_due().facts == (RoundClosed(round=0), ContestOver())


def test_nobody_waits_for_who_has_left() -> None:
    """A player who leaves does not keep the others waiting, and may come back."""
    game = Game("ada bob cy")
    game.answer("ada")
    game.answer("bob")
    assert game.leave("cy", 5).facts == (CountChanged(round=0), RoundClosed(round=0))
    assert game.answer("cy", 6).refusal is Refusal.TOO_LATE
    assert game.join("cy", 8).refusal is None


def test_a_round_that_nobody_answered_does_not_close_because_all_left() -> None:
    """They may come back in time."""
    game = Game("ada")
    assert game.leave("ada", 5).facts == (CountChanged(round=0),)
    game.join("ada", 6)
    assert game.answer("ada", 7).refusal is None


def test_who_joins_late_answers_the_question_being_asked() -> None:
    """And is waited for, too."""
    game = Game()
    game.join("cy", 5)
    game.answer("ada", 6)
    game.answer("bob", 6)
    assert game.state.phase is Phase.ASKING
    assert RoundClosed(round=0) in game.answer("cy", 7).facts


def test_nobody_joins_late_where_the_host_does_not_want_it() -> None:
    """But who was in may come back."""
    game = Game(late_joiners=False)
    assert game.join("cy", 5).refusal is Refusal.NO_LATE_JOINERS
    game.leave("bob", 5)
    assert game.join("bob", 6).refusal is None


def test_only_players_answer() -> None:
    """Neither strangers nor who has left nor who was removed."""
    game = Game("ada bob cy dee")
    game.leave("bob")
    game.remove("cy")
    done = [game.answer(player).refusal for player in ("eve", "bob", "cy")]
    assert done == [Refusal.NOT_PLAYING, Refusal.NOT_PLAYING, Refusal.REMOVED]


def test_an_answer_names_its_round() -> None:
    """A button of an earlier question is too late; one of a question not yet asked is forged."""
    game = Game()
    game.play_round("ada", "bob")
    done = refusals(game.answer("ada", 20, round=0), game.answer("ada", 20, round=2))
    assert done == [Refusal.TOO_LATE, Refusal.OTHER_ROUND]


@pytest.mark.parametrize("credit", [-0.1, 1.1, float("nan"), float("inf")])
def test_credit_is_a_share(credit: float) -> None:
    """No answer earns less than nothing or more than all."""
    assert Game().answer("ada", credit=credit).refusal is Refusal.OUT_OF_RANGE


def test_a_skipped_question_is_revealed_and_its_answers_count() -> None:
    """A second click on skip, which names that question, does not skip the next."""
    game = Game()
    game.answer("ada")
    assert game.skip(5).facts == (RoundClosed(round=0),)
    assert game.skip(5.2).refusal is Refusal.OTHER_ROUND
    game.wait_until_due()
    assert game.skip(16, number=0).refusal is Refusal.OTHER_ROUND
    assert game.state.rounds[0].answers.keys() == {"ada"}


def test_ending_reveals_the_open_question() -> None:
    """Then it is over, and nothing more happens in it."""
    game = Game()
    assert game.end(5).facts == (RoundClosed(round=0), ContestOver())
    done = [game.answer("ada", 6), game.join("cy", 6), game.wait(99), game.end(7), game.pause(8)]
    assert set(refusals(*done)) == {Refusal.OVER}


def test_a_removed_player_does_not_come_back() -> None:
    """Not by joining again; and removing them twice says it was done."""
    game = Game()
    assert game.remove("bob").facts == (CountChanged(round=0),)
    done = refusals(game.join("bob", 3), game.remove("bob"), game.remove("eve"))
    assert done == [Refusal.REMOVED, Refusal.REPEATED, Refusal.NOT_PLAYING]


def test_the_host_hands_over() -> None:
    """The new host has the controls, the old one no longer."""
    game = Game()
    assert game.hand_over("ada").facts == (HostChanged(number=1),)
    assert game.skip(by=HOST).refusal is Refusal.NOT_HOST
    assert game.skip(by="ada").refusal is None


def test_without_a_host_the_contest_goes_on_and_a_player_may_take_over() -> None:
    """For themselves only; a stranger may not."""
    game = Game()
    assert game.lose_host(3).facts == (HostChanged(number=1),)
    game.answer("ada")
    assert RoundClosed(round=0) in game.answer("bob").facts
    done = [game.hand_over("eve", by="eve"), game.hand_over("bob", by="ada")]
    assert refusals(*done) == [Refusal.NOT_PLAYING, Refusal.NOT_HOST]
    assert game.hand_over("ada", by="ada").facts == (HostChanged(number=2),)
    assert game.end(by="ada").refusal is None


def test_a_host_who_vanishes_while_it_is_paused_does_not_leave_it_paused() -> None:
    """Nobody else could resume it."""
    game = Game()
    game.pause(5)
    facts = game.lose_host(50).facts
    assert facts == (HostChanged(number=1), ClockChanged(round=0, number=2))
    assert (game.state.phase, game.deadline) == (Phase.ASKING, 75)


def test_nobody_is_the_host_of_a_contest_without_one() -> None:
    """An empty name gives no control."""
    game = Game()
    game.lose_host()
    done = [
        game.skip(by=""),
        game.end(by=""),
        game.start(by=""),
        game.hand_over("ada", by=""),
        game.join(""),
    ]
    assert Phase.ASKING is game.state.phase
    assert None not in refusals(*done)


def test_another_place_joins_before_the_start() -> None:
    """Its people play in the same contest; later it is too late."""
    game = Game(begin=False)
    assert game.join("cy", place="yard").refusal is Refusal.NO_SUCH_PLACE
    assert game.add_place("yard").facts == (LinkChanged(place="yard"), LobbyChanged())
    assert game.join("cy", place="yard").refusal is None
    game.start()
    assert game.add_place("attic").refusal is Refusal.ALREADY_STARTED


def test_a_place_that_is_lost_does_not_hold_up_the_others() -> None:
    """Its players are waited for no longer; when the last place is lost it ends, its scores kept."""
    game = Game(begin=False)
    game.add_place("yard")
    game.join("cy", place="yard")
    game.start()
    game.answer("ada")
    game.answer("bob")
    assert game.lose_place("yard", 5).facts == (CountChanged(round=0), RoundClosed(round=0))
    assert game.lose_place("hall", 6).facts == (ContestOver(),)
    assert len(game.state.rounds[0].answers) == 2


def test_first_place_shared_after_the_last_question_is_decided_by_another() -> None:
    """Only those who share it may answer, one question after another until it is decided."""
    game = Game("ada bob cy", tie_break=("t0", "t1", "t2"))
    for _ in range(3):
        game.play_round("ada", "bob", wrong="cy")
    assert game.state.rounds[-1].question == "t0"
    assert game.answer("cy", 100).refusal is Refusal.WATCHING
    game.play_round("ada", "bob")
    game.play_round("ada", wrong="bob")
    assert game.state.phase is Phase.OVER
    assert len(game.state.rounds) == 5


def test_tie_breaks_run_out() -> None:
    """Then first place stays shared."""
    game = Game(tie_break=("t0",))
    for _ in range(4):
        game.play_round("ada", "bob")
    assert game.state.phase is Phase.OVER


def test_who_has_left_is_not_waited_for_in_a_tie_break() -> None:
    """With one of two gone there is nobody to decide it against."""
    game = Game(tie_break=("t0",))
    for _ in range(2):
        game.play_round("ada", "bob")
    game.answer("ada", 40)
    game.answer("bob", 40)
    game.leave("bob", 41)
    assert game.wait_until_due().facts == (ContestOver(),)


@pytest.mark.parametrize(
    "changes",
    [
        {"questions": 2},
        {"questions": 51},
        {"tie_break": ("q0",)},
        {"seconds": 4},
        {"seconds": 3_601},
        {"reveal_seconds": -1},
        {"full_at": -1},
        {"team_names": ("red",)},
        {"seconds": 0, "speed_bonus": True},
        {"opens": (second(0), second(9))},
        {"opens": (second(0), second(0), second(9))},
        {"opens": (datetime(2026, 3, 1), second(9), second(99))},  # noqa: DTZ001 - no zone on purpose
    ],
)
def test_a_contest_that_cannot_be_played_is_not_opened(changes: dict[str, object]) -> None:
    """Too few questions or too many, one twice, no time to answer, speed without a limit …"""
    opened = e.Opened(
        at=second(0), contest="c", settings=a_settings(**changes), host=HOST, place="hall"
    )
    assert step(State(), opened).refusal is Refusal.OUT_OF_RANGE


def test_every_event_has_its_row_in_the_table() -> None:
    """With a cell for each phase; so a new event or phase cannot be forgotten."""
    assert set(HEARD) == set(e.Event.__args__)
    assert {len(row) for row in HEARD.values()} == {len(Phase)}


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 3, 2),  # noqa: DTZ001 - no zone on purpose
        datetime(2026, 3, 2, tzinfo=timezone(timedelta(hours=2))),
        datetime.max.replace(tzinfo=UTC),
        datetime.min.replace(tzinfo=UTC),
    ],
)
def test_a_time_that_cannot_be_reckoned_with_is_refused(at: datetime) -> None:
    """It is not UTC, or at the end of time, where nothing can be added to it."""
    assert Game().do(e.TimePassed(at=at)).refusal is Refusal.OUT_OF_RANGE
