"""What two places are told while one asks to take part in the contest of the other."""

from datetime import timedelta

import pytest

from bot.chat.plain import plain
from bot.quiz.contest import facts
from tests.builders import NOON
from tests.contest_builders import PLACE, Game
from tests.contest_posts import labels, said


def shown(game: Game, place: str) -> str:
    return plain(said(game, facts.LinkChanged(place="yard"), place))


def asked(**settings: object) -> Game:
    game = Game(begin=False, **settings)
    game.ask_in("yard")
    return game


def test_who_decides_sees_who_asks_and_what_for() -> None:
    """With a button for each answer; the other place has none."""
    game = asked()
    who = "Root, an admin of another place on Yard,"
    assert shown(game, PLACE).startswith(f"{who} asks to join this contest with it.")
    assert labels(said(game, facts.LinkChanged(place="yard"))) == ["Agree", "Decline"]
    assert labels(said(game, facts.LinkChanged(place="yard"), "yard")) == []


@pytest.mark.parametrize(
    ("agree", "here", "there", "offered"),
    [
        (True, "agreed", "takes part", []),
        (False, "declined", "declined", ["Agree after all"]),
    ],
)
def test_a_decision_is_shown_in_both(
    agree: bool,  # noqa: FBT001
    here: str,
    there: str,
    offered: list[str],
) -> None:
    """And only what may still be done is offered."""
    game = asked()
    game.decide("yard", agree=agree)
    assert here in shown(game, PLACE)
    assert there in shown(game, "yard")
    assert labels(said(game, facts.LinkChanged(place="yard"))) == offered
    game.start()
    assert labels(said(game, facts.LinkChanged(place="yard"))) == []


def test_a_start_before_the_decision_is_told_as_one() -> None:
    """Also of a marathon, whose first question comes later."""
    days = tuple(NOON + timedelta(days=day) for day in (1, 2, 3))
    for game in (asked(), asked(seconds=0, opens=days)):
        game.start()
        assert shown(game, PLACE).endswith("Nobody had agreed when it started.")
        assert "agreed when it started" in shown(game, "yard")


def test_an_end_before_the_start_is_told_as_one() -> None:
    """There was nothing to take part in."""
    game = asked()
    game.end()
    assert shown(game, PLACE).endswith("Nobody had agreed when it was over.")
    assert "agreed when it was over" in shown(game, "yard")


def test_a_place_that_is_gone_is_said_to_be() -> None:
    """Nobody needs to decide any more."""
    game = asked()
    game.lose_place("yard")
    assert "is gone" in shown(game, PLACE)
    assert labels(said(game, facts.LinkChanged(place="yard"))) == []
