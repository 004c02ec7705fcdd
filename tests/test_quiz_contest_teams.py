"""Teams: chosen, or balanced by the seed."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.contest.scoring import team_standings
from bot.quiz.contest.settings import Teams
from bot.quiz.contest.state import Refusal
from tests.contest_builders import Game

RED_BLUE = ("red", "blue")
CHOSEN = {"teams": Teams.CHOSEN, "team_names": RED_BLUE}
BALANCED = {"teams": Teams.BALANCED, "team_names": ("red", "blue", "green")}


def sizes(game: Game) -> list[int]:
    teams = Counter(player.team for player in game.state.players.values() if player.is_here)
    return [teams[name] for name in game.state.settings.team_names]


def chosen(*members: str, **settings: object) -> Game:
    """A match of chosen teams: ``"ada red"`` joins the red team."""
    game = Game(players="", begin=False, **{**CHOSEN, **settings})
    for member in members:
        player, team = member.split()
        game.join(player, team=team)
    game.start()
    return game


def test_players_choose_one_of_the_teams() -> None:
    """Another name is refused; in the lobby joining again changes team."""
    game = Game(players="", begin=False, **CHOSEN)
    assert game.join("ada", team="green").refusal is Refusal.NO_SUCH_TEAM
    assert game.join("ada").refusal is Refusal.NO_SUCH_TEAM
    game.join("ada", team="red")
    assert game.join("ada", team="red").refusal is Refusal.ALREADY_IN
    game.join("ada", team="blue")
    assert game.state.players["ada"].team == "blue"


def test_nobody_changes_team_once_it_has_begun() -> None:
    """Who leaves and comes back is in the team they were in."""
    game = chosen("ada red", "bob blue")
    assert game.join("ada", team="blue").refusal is Refusal.ALREADY_IN
    game.leave("ada")
    game.join("ada", team="blue")
    assert game.state.players["ada"].team == "red"


@given(st.lists(st.sampled_from("abcdefghijkl"), max_size=40), st.text(max_size=5))
def test_balanced_teams_differ_by_one_at_most(moves: list[str], seed: str) -> None:
    """However people come into the lobby and go; and the same seed makes the same teams."""
    games = [Game(players="", begin=False, seed=seed, **BALANCED) for _ in range(2)]
    for player in moves:
        for game in games:
            done = game.join(player)
            if done.refusal is Refusal.ALREADY_IN:
                game.leave(player)
        assert max(sizes(games[0])) - min(sizes(games[0])) <= 1
    assert games[0].state == games[1].state


def test_the_seed_decides_the_teams() -> None:
    """Two classes with different seeds are not dealt alike."""
    players = " ".join("abcdefghijkl")
    deals = {
        tuple(each.team for each in Game(players, seed=seed, **BALANCED).state.players.values())
        for seed in ("1", "2", "3")
    }
    assert len(deals) == 3


def test_who_joins_late_joins_the_smallest_team() -> None:
    """By then nobody else is moved."""
    game = Game("a b c d e f", **BALANCED)
    red = [key for key, player in game.state.players.items() if player.team == "red"]
    for player in red:
        game.leave(player)
    game.join("z", 3)
    assert game.state.players["z"].team == "red"


def test_a_teams_points_are_what_its_members_earn_on_average() -> None:
    """Two of two right is more than two of three: a large team has no advantage."""
    game = chosen("ada red", "bob red", "cy blue", "dee blue", "eve blue")
    game.play_round("ada", "bob", "cy", "dee", wrong="eve")
    table = [(each.rank, each.team, each.points) for each in team_standings(game.state)]
    assert table == [(1, "red", 10.0), (2, "blue", 6.7)]


def test_who_left_costs_a_team_nothing_and_who_is_silent_does() -> None:
    """Nobody is held to rounds for which they were not there; those who are there are."""
    game = chosen("ada red", "bob red", "cy blue", "dee blue")
    game.leave("bob")
    game.play_round("ada", "cy")
    table = [(each.team, each.points) for each in team_standings(game.state)]
    assert table == [("red", 10.0), ("blue", 5.0)]


def test_who_comes_late_is_not_held_to_earlier_questions() -> None:
    """Their team is not the worse for welcoming them."""
    game = chosen("ada red", "cy blue")
    game.play_round("ada", "cy")
    game.join("bob", 20, team="red")
    game.leave("ada", 20)
    game.join("ada", 21)
    game.play_round("ada", "bob", "cy")
    assert {each.points for each in team_standings(game.state)} == {20.0}


def test_the_best_player_of_each_team_is_named() -> None:
    """Several if they are equal, nobody where nobody has a point."""
    game = chosen("ada red", "bob red", "cy blue")
    game.play_round("ada", "bob", wrong="cy")
    mvps = {each.team: each.mvps for each in team_standings(game.state)}
    assert mvps == {"red": ("ada", "bob"), "blue": ()}


def test_teams_that_share_first_place_play_it_out() -> None:
    """All their members may answer."""
    game = chosen("ada red", "bob red", "cy blue", tie_break=("t0",))
    for _ in range(3):
        game.play_round("ada", "bob", "cy")
    assert game.state.rounds[-1].contenders == {"ada", "bob", "cy"}
    game.play_round("ada", "cy", wrong="bob")
    assert [each.team for each in team_standings(game.state)] == ["blue", "red"]
