"""A contest does not hang on one person: hosts leave, admins step in, questions are withdrawn."""

from typing import Any

from bot.quiz.contest import people
from bot.quiz.contest.events import BOT
from bot.quiz.contest.facts import (
    ClockChanged,
    ContestOver,
    CountChanged,
    HostChanged,
    LobbyChanged,
    RoundClosed,
)
from bot.quiz.contest.scoring import standings
from bot.quiz.contest.state import Phase, Refusal
from tests.contest_builders import HOST, PLACE, Game, refusals, second


def hosted_by_ada(players: str = "ada bob", **settings: Any) -> Game:
    """A contest whose host plays."""
    game = Game(players, **settings)
    game.hand_over("ada")
    return game


def test_a_host_who_leaves_hosts_no_more() -> None:
    """Any player may take over then, and who left has no control left."""
    game = hosted_by_ada()
    assert game.leave("ada").facts == (CountChanged(round=0), HostChanged(number=2))
    assert game.end(by="ada").refusal is Refusal.NOT_HOST
    assert game.hand_over("bob", by="bob").refusal is None


def test_a_host_who_pauses_and_leaves_does_not_leave_it_paused() -> None:
    """The others play on with the time that was left."""
    game = hosted_by_ada()
    game.pause(5, by="ada")
    facts = game.leave("ada", 50).facts
    assert facts == (CountChanged(round=0), HostChanged(number=2), ClockChanged(round=0, number=2))
    assert (game.state.phase, game.deadline) == (Phase.ASKING, 75)


def test_a_host_who_does_not_play_cannot_leave() -> None:
    """There is nothing to leave."""
    game = Game()
    assert (game.leave(HOST).refusal, game.state.host) == (Refusal.NOT_PLAYING, HOST)


def test_a_host_who_is_removed_by_themselves_hosts_no_more() -> None:
    """Out is out."""
    game = hosted_by_ada()
    game.remove("ada", by="ada")
    assert game.state.host == BOT


def test_a_host_is_lost_with_their_place() -> None:
    """Whether they play there or only opened the contest there; with another place nothing is lost."""
    for host in (HOST, "ada"):
        game = Game(begin=False)
        game.add_place("yard")
        game.join("cy", place="yard")
        game.start()
        game.hand_over(host)
        assert game.lose_place("hall").facts[-1:] == (HostChanged(number=game.state.host_changes),)
        assert (game.state.host, game.state.phase) == (BOT, Phase.ASKING)


def test_a_host_in_another_place_is_not_lost() -> None:
    """The yard is gone; the host is in the hall."""
    game = Game(begin=False)
    game.add_place("yard")
    game.start()
    game.lose_place("yard")
    assert game.state.host == HOST


def test_hosting_goes_to_players_only() -> None:
    """Not to somebody who never joined or has left, nor to nobody at all."""
    game = Game("ada bob")
    game.leave("bob")
    done = [game.hand_over(to) for to in ("nobody:at:all", "bob", "")]
    assert refusals(*done) == [Refusal.NOT_PLAYING, Refusal.NOT_PLAYING, Refusal.REPEATED]
    assert game.state.host == HOST


def test_an_admin_of_a_place_takes_over_and_ends() -> None:
    """Playing or not; but one of another place may not, nor give it to a third person."""
    game = Game()
    done = [
        game.hand_over("root", by="root", admin_of="attic"),
        game.hand_over("ada", by="root", admin_of="hall"),
        game.end(by="root", admin_of="attic"),
        game.end(by=BOT, admin_of="hall"),
    ]
    assert refusals(*done) == [Refusal.NOT_HOST] * 4
    assert game.hand_over("root", by="root", admin_of="hall").facts == (HostChanged(number=1),)
    assert game.skip(by="root").facts == (RoundClosed(round=0),)
    assert game.end(by="cleo", admin_of="hall").facts == (ContestOver(),)


def test_an_admin_who_took_over_is_lost_with_the_place() -> None:
    """They acted there."""
    game = Game(begin=False)
    game.add_place("yard")
    game.lose_host()
    game.hand_over("root", by="root", admin_of="yard")
    assert game.lose_place("yard").facts == (LobbyChanged(), HostChanged(number=3))


def test_an_admin_of_a_guest_does_not_rule_over_the_others() -> None:
    """They neither end the match of everybody nor take it from its host, unless there is none."""
    game = Game(begin=False)
    game.add_place("yard")
    done = [
        game.end(by="root", admin_of="yard"),
        game.hand_over("root", by="root", admin_of="yard"),
    ]
    assert refusals(*done) == [Refusal.NOT_HOST] * 2
    game.lose_host()
    assert game.end(by="root", admin_of="yard").refusal is Refusal.NOT_HOST
    assert game.hand_over("root", by="root", admin_of="yard").refusal is None


def test_a_question_without_limit_closes_when_all_have_left() -> None:
    """And as nobody plays any more, no other is asked: the contest is over."""
    game = Game(seconds=0)
    game.leave("ada", 2)
    assert game.leave("bob", 3).facts == (CountChanged(round=0), RoundClosed(round=0))
    assert game.wait_until_due().facts == (ContestOver(),)


def test_who_comes_back_while_the_answer_is_shown_plays_on() -> None:
    """The next question without limit is asked."""
    game = Game("ada", seconds=0)
    game.leave("ada", 2)
    game.join("ada", 3)
    game.wait_until_due()
    assert game.state.phase is Phase.ASKING


def test_a_withdrawn_question_closes_and_does_not_count() -> None:
    """Whatever was answered before it was withdrawn; the contest goes on with the next."""
    game = Game(seconds=0)
    game.answer("ada")
    assert game.withdraw().facts == (RoundClosed(round=0),)
    assert [each.points for each in standings(game.state)] == [0, 0]
    game.wait_until_due()
    assert game.state.latest == 1


def test_a_question_is_withdrawn_once() -> None:
    """Two processes notice it; the second takes nothing from the next question."""
    game = Game()
    game.withdraw()
    assert game.withdraw().refusal is Refusal.OTHER_ROUND
    game.wait_until_due()
    assert game.withdraw(0).refusal is Refusal.OTHER_ROUND


def test_a_ruling_after_the_end_is_followed_by_the_podium_anew() -> None:
    """It may have changed the winner; one that refuses has changed nothing."""
    game = Game()
    game.answer("ada", credit=0.0, text="peace")
    game.answer("bob", credit=0.0, text="war")
    game.end(5)
    game.appeal("ada", at=6)
    game.appeal("bob", at=6)
    assert game.rule("war", accept=False, at=7).facts[1:] == ()
    assert game.rule("peace", at=7).facts[1:] == (ContestOver(),)


def test_a_removal_after_the_end_is_followed_by_the_podium_anew() -> None:
    """Who was found out at the end stands on it no longer."""
    game = Game()
    game.answer("ada")
    game.end(5)
    assert game.remove("ada", 6).facts == (ContestOver(),)


def test_a_host_who_is_gone_already_is_not_lost_again() -> None:
    """What was noticed of the one before says nothing of who hosts now."""
    game = hosted_by_ada()
    assert game.lose_host(host=HOST).refusal is Refusal.REPEATED
    assert game.state.host == "ada"


def test_a_lost_host_who_is_not_named_is_whoever_hosts() -> None:
    """As logs of earlier versions have it; where nobody hosts, nobody is lost."""
    game = hosted_by_ada()
    assert refusals(game.lose_host(host=BOT), game.lose_host(host=BOT)) == [None, Refusal.REPEATED]
    assert game.state.host == BOT


def test_who_is_gone_from_where_they_play_leaves() -> None:
    """From a place of the contest; gone from another place they play on."""
    game = hosted_by_ada()
    assert people.departure(game.state, "ada", {"yard"}, second(5)) is None
    gone = people.departure(game.state, "ada", {"hall"}, second(5))
    assert gone is not None
    assert HostChanged(number=2) in game.do(gone).facts
    assert people.departure(game.state, "ada", {"hall"}, second(6)) is None


def test_who_hosts_without_playing_is_lost_with_where_they_host() -> None:
    """There is nothing for them to leave."""
    game = Game()
    assert people.departure(game.state, HOST, {"yard"}, second(5)) is None
    gone = people.departure(game.state, HOST, {"hall"}, second(5))
    assert gone is not None
    assert game.do(gone).facts == (HostChanged(number=1),)
    assert people.departure(game.state, "stranger", {"hall"}, second(6)) is None


def test_a_contest_waits_for_its_host_where_nobody_else_can_go_on() -> None:
    """In the lobby, in a pause of theirs, and for a ruling; a question with a limit ends by itself."""
    game = Game(begin=False)
    assert people.awaited(game.state) == ((HOST, PLACE),)
    game.start()
    assert people.awaited(game.state) == ()
    game.pause(5)
    assert people.awaited(game.state) == ((HOST, PLACE),)
    game.resume(6)
    game.play_round("ada", wrong="bob")
    game.appeal("bob", 0)
    assert people.awaited(game.state) == ((HOST, PLACE),)
    game.lose_host()
    assert people.awaited(game.state) == ()


def test_a_host_who_plays_is_awaited_where_they_play() -> None:
    """They may have come from another place than the one in which it was opened."""
    game = Game("", begin=False)
    game.add_place("yard")
    game.join("ada", place="yard")
    game.hand_over("ada")
    assert people.awaited(game.state) == (("ada", "yard"),)


def test_a_question_without_a_limit_waits_for_whoever_has_not_answered() -> None:
    """Not for who has; and with a limit for nobody."""
    game = Game("ada bob cyd", seconds=0)
    game.answer("bob")
    assert people.awaited(game.state) == (("ada", PLACE), ("cyd", PLACE))
    assert people.awaited(Game("ada bob").state) == ()
