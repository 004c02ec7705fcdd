"""A second place takes part in a contest after both admins have agreed, before it starts."""

from typing import Any

import pytest

from bot.quiz.contest.events import PlaceJoined
from bot.quiz.contest.facts import (
    ContestOver,
    LinkChanged,
    LobbyChanged,
    RoundOpened,
    key_of,
    told_in,
)
from bot.quiz.contest.settings import MAX_PLACES
from bot.quiz.contest.state import LinkStatus, Phase, Refusal
from tests.contest_builders import HOST, Game, refusals, second

YARD = LinkChanged(place="yard")


def a_lobby(**settings: Any) -> Game:
    return Game(begin=False, **settings)


def test_asking_alone_lets_nobody_in() -> None:
    """The place is not one of the contest's, and its people cannot join, until the host agrees."""
    game = a_lobby()
    assert game.ask_in("yard").facts == (YARD,)
    assert game.state.places == ("hall",)
    assert game.join("cy", place="yard").refusal is Refusal.NO_SUCH_PLACE
    assert game.decide("yard").facts == (YARD, LobbyChanged())
    assert game.state.places == ("hall", "yard")
    assert game.join("cy", place="yard").refusal is None


@pytest.mark.parametrize(("by", "admin_of"), [(HOST, ""), ("hazel", "hall")])
def test_the_host_or_an_admin_of_the_first_place_decides(by: str, admin_of: str) -> None:
    """Whichever comes first."""
    game = a_lobby()
    game.ask_in("yard")
    assert game.decide("yard", by=by, admin_of=admin_of).refusal is None


@pytest.mark.parametrize(
    ("by", "admin_of"),
    [("root", "yard"), ("root", ""), ("ada", ""), ("", "hall"), ("", ""), ("root", "attic")],
)
def test_nobody_else_decides(by: str, admin_of: str) -> None:
    """Not who asked, not an admin of another place, not a player, not nobody."""
    game = a_lobby()
    game.ask_in("yard")
    for agree in (True, False):
        done = game.decide("yard", by=by, admin_of=admin_of, agree=agree)
        assert done.refusal is Refusal.NOT_TO_DECIDE


def test_an_admin_of_a_second_place_does_not_decide_on_a_third() -> None:
    """They are guests themselves."""
    game = a_lobby()
    game.add_place("yard")
    game.ask_in("attic")
    assert game.decide("attic", by="root", admin_of="yard").refusal is Refusal.NOT_TO_DECIDE


def test_a_place_that_never_asked_cannot_be_let_in() -> None:
    """A forged press of a button that was never shown."""
    assert a_lobby().decide("yard").refusal is Refusal.NOT_ASKED


def test_asking_and_deciding_twice_change_nothing_more() -> None:
    """A double click, or one that the platform delivers again."""
    game = a_lobby()
    assert refusals(game.ask_in("yard"), game.ask_in("yard")) == [None, Refusal.REPEATED]
    assert refusals(game.decide("yard"), game.decide("yard")) == [None, Refusal.REPEATED]
    assert game.state.places == ("hall", "yard")
    assert game.ask_in("yard").refusal is Refusal.ALREADY_IN
    assert game.decide("yard", agree=False).refusal is Refusal.DECIDED


def test_who_declined_may_still_agree() -> None:
    """A slip of the thumb can be mended; but a place that was declined cannot ask again and again."""
    game = a_lobby()
    game.ask_in("yard")
    assert game.decide("yard", agree=False).facts == (YARD,)
    assert game.state.places == ("hall",)
    assert game.ask_in("yard").refusal is Refusal.DECLINED
    assert game.decide("yard").facts == (YARD, LobbyChanged())


def test_the_start_comes_before_a_decision() -> None:
    """Who waits is told first that it goes on without them; a late decision is refused."""
    game = a_lobby()
    game.ask_in("yard")
    assert game.start().facts == (YARD, RoundOpened(round=0))
    assert game.state.links["yard"].status is LinkStatus.MISSED
    late = [game.decide("yard"), game.decide("yard", agree=False), game.ask_in("attic")]
    assert refusals(*late) == [Refusal.ALREADY_STARTED] * 3


def test_the_last_player_who_fills_a_contest_starts_it_without_who_still_waits() -> None:
    """However it starts."""
    game = a_lobby(full_at=3)
    game.ask_in("yard")
    assert game.join("cy").facts == (LobbyChanged(), YARD, RoundOpened(round=0))


def test_a_lobby_that_ends_tells_who_waits() -> None:
    """Ended by its host, or because nobody started it."""
    for end in (Game.end, Game.wait_until_due):
        game = a_lobby()
        game.ask_in("yard")
        assert end(game).facts == (YARD, ContestOver())
        assert game.decide("yard").refusal is Refusal.OVER


def test_a_place_that_is_gone_asks_no_more() -> None:
    """Those who were to decide are told; it was never in, so nothing else changes."""
    game = a_lobby()
    game.ask_in("yard")
    assert game.lose_place("yard").facts == (YARD,)
    assert game.decide("yard").refusal is Refusal.NOT_ASKED
    assert game.state.phase is Phase.LOBBY


def test_a_place_that_was_lost_may_ask_again() -> None:
    """The bot was removed by mistake, and is back before the start."""
    game = a_lobby()
    game.add_place("yard")
    game.lose_place("yard")
    assert game.add_place("yard").refusal is None


def test_with_the_first_place_lost_the_next_one_decides() -> None:
    """It is the first then."""
    game = a_lobby()
    game.add_place("yard")
    game.ask_in("attic")
    game.lose_place("hall")
    assert game.decide("attic", by="root", admin_of="yard").refusal is None


def test_no_more_places_ask_than_may() -> None:
    """Whoever has the code cannot fill the channel with requests."""
    game = a_lobby()
    done = [game.ask_in(f"place {number}") for number in range(MAX_PLACES + 1)]
    assert refusals(*done) == [None] * MAX_PLACES + [Refusal.NO_ROOM]


@pytest.mark.parametrize(("place", "by"), [("", "root"), ("yard", "")])
def test_nobody_asks_for_nowhere(place: str, by: str) -> None:
    """A forged event without a place or a person."""
    assert a_lobby().ask_in(place, by=by).refusal is Refusal.OUT_OF_RANGE


def test_a_wish_to_take_part_is_told_in_the_first_place_and_where_it_came_from() -> None:
    """Each in one message, which changes; everything else is told everywhere."""
    assert told_in(YARD, ("hall", "attic")) == ("hall", "yard")
    assert told_in(YARD, ()) == ("yard",)
    assert told_in(LobbyChanged(), ("hall", "attic")) == ("hall", "attic")
    assert key_of(YARD) == key_of(LinkChanged(place="yard")) != key_of(LinkChanged(place="attic"))


def test_a_place_that_one_admin_alone_let_in_takes_part() -> None:
    """As logs of earlier versions have it: a place, once, before the start."""
    game = a_lobby()
    places = ("yard", "yard", "")
    done = [game.do(PlaceJoined(at=second(0), place=place)) for place in places]
    assert refusals(*done) == [None, Refusal.ALREADY_IN, Refusal.OUT_OF_RANGE]
    assert game.state.places == ("hall", "yard")
    game.start()
    late = game.do(PlaceJoined(at=second(1), place="attic"))
    assert late.refusal is Refusal.ALREADY_STARTED
