"""What a contest tells its places: each reveal about its round, and nothing of who was removed."""

from dataclasses import replace
from typing import Any

import pytest

from bot.chat.plain import plain
from bot.chat.reply import Menu, Reply, Standings
from bot.quiz.contest import facts
from tests.builders import a_question
from tests.contest_builders import PLACE, Game, second
from tests.contest_posts import (
    CHOICE,
    PACK,
    TWO_TEAMS,
    WRITTEN_FIRST,
    bars,
    block,
    boards,
    choose,
    podium,
    reveal,
    said,
)


def test_the_fastest_of_those_who_were_right_is_named_alone() -> None:
    """Not who was faster and wrong, nor who was right and slower."""
    game = Game("ada bob cy")
    game.answer("ada", 9)
    game.answer("bob", 4)
    game.answer("cy", 2, credit=0.0)
    assert "Right and fastest: Bob, after 4.0 seconds." in plain(reveal(game))


def test_all_who_were_equally_fast_are_named() -> None:
    """However many they are."""
    game = Game("ada bob cy dee eve")
    for player in ("ada", "bob", "cy", "dee"):
        game.answer(player, 3)
    game.answer("eve", 4)
    assert "fastest: Ada, Bob, Cy and Dee, after 3.0 seconds" in plain(reveal(game))


DAYS = tuple(second(24 * 3_600 * day) for day in range(3))


@pytest.mark.parametrize("settings", [{"seconds": 0}, {"seconds": 0, "opens": DAYS}])
def test_nobody_is_fastest_where_time_is_not_counted(settings: dict[str, Any]) -> None:
    """Without a limit there is no hurry to praise, nor where there is a day for each question."""
    game = Game(**settings)
    game.play_round("ada", "bob")
    assert "fastest" not in plain(reveal(game))


def test_the_tempting_wrong_answer_is_explained() -> None:
    """The one that most have picked, by the reason that its author gave."""
    game = Game("ada bob cy")
    choose(game, "ada", "To go by land")
    choose(game, "bob", "To go by land")
    choose(game, "cy", "To wait a week")
    shown = plain(reveal(game))
    assert "They go by sea." in shown
    assert "He does not wait." not in shown


def test_a_right_answer_needs_no_such_explanation() -> None:
    """If nobody was tempted, no wrong answer is spoken of."""
    game = Game("ada")
    choose(game, "ada", CHOICE.solution)
    assert not any(each.why in plain(reveal(game)) for each in CHOICE.distractors)  # type: ignore[attr-defined]


def test_what_was_accepted_on_appeal_tempted_nobody() -> None:
    """It is right now."""
    game = Game("ada")
    choose(game, "ada", "To go by land")
    game.appeal("ada")
    (wording,) = game.state.rounds[0].appeals
    game.rule(wording)
    assert "They go by sea." not in plain(reveal(game))


def test_one_temptation_may_lead_to_several_answers() -> None:
    """The same words were taken as proof of true and of false, by more than took any others."""
    pack = replace(PACK, questions=(a_question("true-false", id="q0"),))
    (_, proofs) = pack.questions[0].form("seed")
    keys = {option.label: option.key for option in proofs.options}  # type: ignore[union-attr]
    seven, quiet = keys["Seven boats left the harbor"], keys["The harbor was quiet"]
    game = Game("ada bob cy dee eve fay gus")
    given = [("true", seven)] * 2 + [("false", seven)] * 2 + [("true", quiet)] * 3
    for player, (verdict, proof) in zip(game.state.players, given, strict=True):
        response = {"answer": (verdict,), "proof": (proof,)}
        game.answer(player, credit=0.0, response=response)
    shown = plain(reveal(game, pack=pack))
    assert "It says how many left." in shown
    assert "It is about the time before." not in shown


def test_a_reveal_shows_nothing_of_who_was_removed() -> None:
    """Not in the bars, not as the fastest, not by what tempted them, not on the board."""
    game = Game("ada bob eve")
    choose(game, "ada", CHOICE.solution, 5)
    choose(game, "eve", "To go by land", 1)
    game.remove("eve", 6)
    choose(game, "bob", "To wait a week", 7)
    reply = reveal(game)
    assert bars(reply)["To go by land"] == (0, 2)
    assert "They go by sea." not in plain(reply)
    assert boards(reply) == [[(1, "Ada", 10), (2, "Bob", 0)]]


def test_written_answers_are_counted_as_right_close_and_wrong() -> None:
    """Of those who were not removed; an accepted one is right, and no longer close."""
    game = Game("ada bob cy dee eve")
    game.answer("ada")
    game.answer("bob", credit=0.5, text="a storm")
    game.answer("cy", credit=0.5, text="the storm")
    game.answer("dee", credit=0.0)
    game.answer("eve", credit=0.5, text="wind")
    game.appeal("cy")
    game.rule("the storm")
    game.remove("eve")
    assert bars(reveal(game, pack=WRITTEN_FIRST)) == {
        "Right": (2, 4),
        "Close": (1, 4),
        "Wrong": (1, 4),
    }


def test_a_reveal_that_comes_late_shows_the_standings_after_its_round() -> None:
    """Two rounds later its place still sees how it stood then."""
    game = Game("ada bob")
    game.play_round("ada", wrong="bob")
    game.play_round("bob", wrong="ada")
    game.play_round("bob", wrong="ada")
    assert boards(reveal(game, 0)) == [[(1, "Ada", 10), (2, "Bob", 0)]]
    assert boards(reveal(game, 1)) == [[(1, "Ada", 10), (1, "Bob", 10)]]
    assert boards(reveal(game, 2)) == [[(1, "Bob", 20), (2, "Ada", 10)]]


def test_a_reveal_tells_who_gained_rose_and_is_on_a_streak() -> None:
    """As of its round, whatever came after."""
    game = Game("ada bob")
    game.play_round("ada", wrong="bob")
    game.play_round("ada", "bob")
    game.play_round("bob", wrong="ada")
    details = {row.name: row.detail for row in block(reveal(game, 1), Standings).rows}
    assert details == {"Ada": "+10, 2 right in a row", "Bob": "+10"}
    details = {row.name: row.detail for row in block(reveal(game, 2), Standings).rows}
    assert details == {"Ada": "", "Bob": "+10, up 1, 2 right in a row"}


def test_teams_stand_in_a_reveal_as_after_its_round() -> None:
    """With their best players, who are those with the most points then."""
    game = Game("", begin=False, **TWO_TEAMS)
    for player, team in (("ada", "Amber"), ("amy", "Amber"), ("bob", "Blue")):
        game.join(player, team=team)
    game.start()
    game.play_round("ada", wrong="amy bob")
    game.play_round("bob", wrong="ada amy")
    assert "1. Amber: 5 points, best: Ada\n2. Blue: 0 points" in plain(reveal(game, 0))
    assert "1. Blue: 10 points, best: Bob\n2. Amber: 5 points, best: Ada" in plain(reveal(game, 1))


def test_a_question_that_was_withdrawn_is_said_to_be() -> None:
    """Its reveal has the standings all the same."""
    game = Game()
    game.play_round("ada")
    shown = reveal(game, pack=replace(PACK, questions=()))
    assert "This question was withdrawn." in plain(shown)
    assert boards(shown) == [[(1, "Ada", 10), (2, "Bob", 0)]]


def test_a_tie_break_is_called_so() -> None:
    """In its question and its reveal."""
    game = Game(tie_break=("t0",))
    for _ in range(3):
        game.play_round("ada", "bob")
    assert "Tie-break 1 ·" in plain(said(game, facts.RoundOpened(round=3)))
    game.play_round("ada", wrong="bob")
    assert "Tie-break 1: the answer" in plain(reveal(game, 3))
    assert boards(reveal(game, 2)) == [[(1, "Ada", 30), (1, "Bob", 30)]]


def two_places() -> Game:
    """Ada and Bob in the hall, Cy and Dee in the yard; Cy is best."""
    game = Game("ada bob", begin=False)
    game.add_place("yard")
    game.join("cy", place="yard")
    game.join("dee", place="yard")
    game.start()
    game.play_round("ada", "cy", wrong="bob dee")
    game.play_round("cy", wrong="ada bob dee")
    game.end()
    return game


@pytest.mark.parametrize("tell", [podium, lambda game, place: reveal(game, 1, place)])
def test_each_place_sees_its_own_players_and_then_all(tell: Any) -> None:
    """Ranked among themselves first, by the same points."""
    game = two_places()
    joint = [(1, "Cy", 20), (2, "Ada", 10), (3, "Bob", 0), (3, "Dee", 0)]
    assert boards(tell(game, PLACE)) == [[(1, "Ada", 10), (2, "Bob", 0)], joint]
    assert boards(tell(game, "yard")) == [[(1, "Cy", 20), (2, "Dee", 0)], joint]
    assert plain(tell(game, PLACE)).index("Here") < plain(tell(game, PLACE)).index("All places")


def test_a_contest_in_one_place_has_one_board() -> None:
    """And so has a place where nobody joined."""
    game = Game()
    game.play_round("ada")
    assert len(boards(reveal(game))) == 1
    assert "Here" not in plain(reveal(game))
    assert "Here" not in plain(reveal(two_places(), place="garden"))


def joins(reply: Reply) -> list[Any]:
    return [each for each in reply.controls if each.action.name == "c-join"]


def test_who_comes_late_chooses_a_team_like_everybody() -> None:
    """The question offers the very menu that the lobby has."""
    game = Game("", begin=False, **TWO_TEAMS)
    game.join("ada", team="Amber")
    lobby = joins(said(game, facts.LobbyChanged()))
    game.start()
    (menu,) = joins(said(game, facts.RoundOpened(round=0)))
    assert [menu] == lobby
    assert isinstance(menu, Menu)
    assert [option.label for option in menu.options] == ["Amber", "Blue"]


@pytest.mark.parametrize(("late", "shown"), [(True, ["Join"]), (False, [])])
def test_late_joiners_have_a_button_where_they_may_join(late: bool, shown: list[str]) -> None:  # noqa: FBT001
    """One press, where there are no teams to choose."""
    game = Game(late_joiners=late)
    assert [each.label for each in joins(said(game, facts.RoundOpened(round=0)))] == shown


def test_a_lobby_names_the_players_of_each_team() -> None:
    """Those of teams that are empty yet, too."""
    game = Game("", begin=False, **TWO_TEAMS)
    game.join("ada", team="Amber")
    game.join("amy", team="Amber")
    shown = plain(said(game, facts.LobbyChanged()))
    assert "Team Amber: Ada and Amy\nTeam Blue: nobody yet" in shown
    assert "A team gets, question by question, the average of its players." in shown


@pytest.mark.parametrize(
    ("settings", "rule"),
    [
        ({"practice": True}, "does not count"),
        ({"revisable": True}, "may be changed"),
        ({"late_joiners": False}, "Nobody can join after the start."),
        ({"open_book": True}, "may be looked up during a question."),
        ({"open_book": False}, "cannot be looked up here"),
        ({"tie_break": ("t0",)}, "is decided by more questions"),
        ({"full_at": 5}, "It starts by itself with 5 players."),
    ],
)
def test_a_lobby_tells_what_the_host_has_decided(settings: dict[str, Any], rule: str) -> None:
    """Before anybody joins; and nothing that does not apply."""
    assert rule in plain(said(Game(begin=False, **settings), facts.LobbyChanged()))
    others = plain(said(Game(begin=False), facts.LobbyChanged()))
    assert (rule in others) is ("cannot be looked up" in rule)
