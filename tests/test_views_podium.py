"""The end of a contest: nobody wins without a point, and many winners do not fill the screen."""

from bot.chat.plain import plain
from bot.chat.reply import Bar, Bars, Facts, Picture
from bot.ports import Laureate
from bot.quiz.contest import facts
from bot.views.rounds import told
from tests.contest_builders import Game
from tests.contest_posts import PACK, TWO_TEAMS, Sketches, block, podium


def test_the_podium_names_the_first_three_ranks() -> None:
    """In words, in the picture, and in the words that stand for the picture."""
    game = Game("ada bob cy dee")
    game.play_round("ada", "bob", "cy", wrong="dee")
    game.play_round("ada", "bob", wrong="dee")
    game.play_round("ada")
    reply, sketches = podium(game), Sketches()
    told(PACK, game.state, facts.ContestOver(), sketches)
    steps = [fact.label for fact in block(reply, Facts).facts]
    assert steps == ["First", "Second", "Third"]
    assert "First: Ada with 30 points, 3 of 3 answers right" in plain(reply)
    assert block(reply, Picture).alt == (
        "Podium: 1. Ada, 30 points; 2. Bob, 20 points; 3. Cy, 10 points"
    )
    assert sketches.drawn == [
        Laureate(1, "Ada", 30),
        Laureate(2, "Bob", 20),
        Laureate(3, "Cy", 10),
    ]


def test_without_a_point_nobody_has_won() -> None:
    """Not even who was there alone."""
    game = Game()
    game.play_round(wrong="ada")
    game.end()
    reply = podium(game)
    assert "Nobody scored." in plain(reply)
    assert "First" not in plain(reply)
    assert not any(isinstance(each, Picture) for each in reply.blocks)


def test_who_has_no_points_stands_on_no_step() -> None:
    """Even if their rank is the second."""
    game = Game()
    game.play_round("ada", wrong="bob")
    game.end()
    assert [fact.label for fact in block(podium(game), Facts).facts] == ["First"]
    assert "Bob" not in block(podium(game), Picture).alt


def test_of_many_who_share_a_step_three_are_named() -> None:
    """In the words and in those of the picture."""
    game = Game("ada bob cy dee eve fay")
    game.play_round("ada", "bob", "cy", "dee", "eve", "fay")
    game.end()
    assert "First: Ada, Bob, Cy and 3 more with 10 points each" in plain(podium(game))
    assert block(podium(game), Picture).alt == "Podium: 1. Ada, Bob, Cy and 3 more, 10 points"


def test_a_team_match_ends_with_the_teams_first() -> None:
    """Who wins, how the teams stand with their best players, then the players."""
    game = Game("", begin=False, **TWO_TEAMS)
    for player, team in (("ada", "Amber"), ("amy", "Amber"), ("bob", "Blue")):
        game.join(player, team=team)
    game.start()
    game.play_round("ada", "amy", wrong="bob")
    game.play_round("ada", wrong="bob")
    game.end()
    shown, sketches = plain(podium(game)), Sketches()
    told(PACK, game.state, facts.ContestOver(), sketches)
    assert sketches.drawn == [Laureate(1, "Amber", 15.0, ("Ada", "Amy"))]
    assert block(podium(game), Picture).alt == "Podium: 1. Amber (Ada and Amy), 15 points"
    assert "Team Amber wins.\n\n1. Amber: 15 points, best: Ada\n2. Blue: 0 points" in shown
    assert shown.index("Team Amber wins") < shown.index("First: Ada")


def test_teams_that_share_first_place_are_both_named() -> None:
    """Neither wins alone."""
    game = Game("", begin=False, **TWO_TEAMS)
    game.join("ada", team="Amber")
    game.join("bob", team="Blue")
    game.start()
    game.play_round("ada", "bob")
    game.end()
    assert "Teams Amber and Blue share first place." in plain(podium(game))
    assert block(podium(game), Picture).alt == ("Podium: 1. Amber (Ada) and Blue (Bob), 10 points")


def test_who_was_removed_stands_on_no_podium() -> None:
    """Not as a member of their team either; and a point that is one is called so."""
    game = Game("", begin=False, **TWO_TEAMS)
    for player, team in (("ada", "Amber"), ("amy", "Amber"), ("bob", "Blue")):
        game.join(player, team=team)
    game.start()
    game.answer("ada", credit=0.1)
    game.remove("amy")
    game.end()
    assert block(podium(game), Picture).alt == "Podium: 1. Amber (Ada), 1 point"


def test_each_question_has_a_bar_of_how_many_were_right() -> None:
    """Of how many answered it, without who was removed."""
    game = Game("ada bob eve")
    game.play_round("ada", wrong="bob eve")
    game.play_round("ada", "bob", "eve")
    game.remove("eve", 60)
    game.end(61)
    hard = block(podium(game), Bars)
    assert hard.bars[:2] == (
        Bar("1. What does the pilot announce?", 1, 2),
        Bar("2. What took two?", 2, 2),
    )
