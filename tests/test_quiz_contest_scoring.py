"""Points, ranks, streaks and how rounds went."""

import pytest

from bot.quiz.contest.report import answered, lines, round_report
from bot.quiz.contest.scoring import MOST_BONUS, speed_bonus, standings, team_standings
from bot.quiz.contest.settings import Teams
from bot.quiz.points import FULL
from tests.builders import NOON
from tests.contest_builders import Game


def table(game: Game) -> list[tuple[int, str, int]]:
    return [(each.rank, each.player, each.points) for each in standings(game.state)]


def of(game: Game, player: str):
    return next(each for each in standings(game.state) if each.player == player)


def test_equal_points_share_a_rank() -> None:
    """And the next rank is left out."""
    game = Game("ada bob cy")
    game.play_round("ada", "bob", wrong="cy")
    assert table(game) == [(1, "ada", 10), (1, "bob", 10), (3, "cy", 0)]


def test_equals_are_listed_as_they_came() -> None:
    """Whoever leaves and comes back has the place they had."""
    game = Game("ada bob", begin=False)
    game.leave("ada")
    game.join("cy")
    game.join("ada")
    assert [each.player for each in standings(game.state)] == ["ada", "bob", "cy"]


def test_answers_are_secret_until_the_round_closes() -> None:
    """The standings do not move while the question is asked, paused or not."""
    game = Game()
    game.answer("ada")
    assert of(game, "ada").points == 0
    game.pause(5)
    assert of(game, "ada").points == 0
    assert answered(game.state, 0) == (1, 2)
    with pytest.raises(IndexError):
        round_report(game.state, 0)


def test_a_close_answer_earns_its_share() -> None:
    """Ten times the credit, rounded half up."""
    game = Game()
    game.answer("ada", credit=0.25)
    game.answer("bob", credit=0.5)
    assert table(game) == [(1, "bob", 5), (2, "ada", 3)]


@pytest.mark.parametrize(
    ("seconds", "bonus"), [(0, 5), (3, 5), (3.1, 4), (15, 3), (27, 1), (27.1, 0), (30, 0)]
)
def test_speed_adds_up_to_half_of_the_points(seconds: float, bonus: int) -> None:
    """Five times the share of the thirty seconds that was left, rounded half up."""
    assert speed_bonus(30, seconds) == bonus


def test_only_right_answers_are_quick() -> None:
    """Guessing fast earns nothing; being right slowly earns more than being nearly right fast."""
    game = Game("ada bob cy", speed_bonus=True)
    game.answer("ada", 0)
    game.answer("bob", 30)
    game.answer("cy", 0, credit=0.5)
    assert table(game) == [(1, "ada", FULL + MOST_BONUS), (2, "bob", FULL), (3, "cy", 5)]


def test_speed_does_not_count_unless_the_host_wants_it() -> None:
    """Who answers at once and who answers at the end have the same."""
    game = Game()
    game.answer("ada", 0)
    game.answer("bob", 30)
    assert of(game, "ada").points == of(game, "bob").points == FULL


def test_an_answer_accepted_on_appeal_was_as_quick_as_it_was() -> None:
    """It earns the bonus of the time when it was given."""
    game = Game("ada", speed_bonus=True)
    game.answer("ada", 15, credit=0.0)
    game.appeal("ada")
    game.rule("wrong")
    assert of(game, "ada").points == FULL + 3


def test_a_pause_costs_no_speed() -> None:
    """Time that nobody could use is not counted."""
    game = Game("ada", speed_bonus=True)
    game.pause(3)
    game.resume(600)
    game.answer("ada", 600)
    assert of(game, "ada").points == FULL + 5


def test_movement_is_against_the_round_before() -> None:
    """Who was second and is first has risen by one; who came late has not moved."""
    game = Game("ada bob")
    game.play_round("ada", wrong="bob")
    game.join("cy", 20)
    game.play_round("bob", wrong="ada")
    assert of(game, "cy").moved is None
    game.play_round("bob", wrong="ada")
    moved = {each.player: (each.rank, each.gained, each.moved) for each in standings(game.state)}
    assert moved == {"bob": (1, 10, 0), "ada": (2, 0, -1), "cy": (3, 0, 0)}


def test_nobody_has_moved_after_the_first_round_that_counts() -> None:
    """There is nothing to move from, not even a practice round."""
    game = Game("ada bob", practice=True)
    game.play_round("ada", wrong="bob")
    game.play_round("ada", wrong="bob")
    assert {each.moved for each in standings(game.state)} == {None}


def test_a_streak_is_of_right_answers_running() -> None:
    """A wrong answer or none breaks it; the best is remembered."""
    game = Game(questions=5)
    for right in (True, True, False, True):
        game.play_round(*(["ada"] if right else []), "bob")
    ada = of(game, "ada")
    assert (ada.streak, ada.best_streak, ada.right, ada.answers) == (1, 2, 3, 3)


def test_a_tie_break_one_may_only_watch_keeps_ones_streak() -> None:
    """Three right running stay three."""
    game = Game("ada bob cy", speed_bonus=True, tie_break=("t0",))
    for _ in range(3):
        start = (game.state.since - game.log[0].at).total_seconds()
        game.answer("cy", start + 29)
        game.play_round("ada", "bob")
    game.play_round("ada", wrong="bob")
    assert (of(game, "cy").streak, of(game, "cy").gained) == (3, 0)
    assert round_report(game.state, 3).able == 2


def test_the_practice_round_does_not_count() -> None:
    """It is played and shown, and earns nothing."""
    game = Game(practice=True)
    game.play_round("ada")
    assert (of(game, "ada").points, of(game, "ada").answers) == (0, 0)
    assert round_report(game.state, 0).right == 1


def test_who_was_removed_is_not_listed_and_who_left_is() -> None:
    """Those who leave keep what they have."""
    game = Game("ada bob cy")
    game.play_round("ada", "bob", "cy")
    game.leave("ada", 20)
    game.remove("bob", 20)
    assert table(game) == [(1, "ada", 10), (1, "cy", 10)]


def test_a_round_is_reported_with_its_spread_and_the_fastest() -> None:
    """How many gave which answer, how hard it was, who was right first; without who was removed."""
    game = Game("ada bob cy dee eve")
    game.answer("ada", 4, text="France")
    game.answer("bob", 2, text="FRANCE")
    game.answer("cy", 1, credit=0.0, text="Mexico")
    game.answer("eve", 1, text="France")
    game.remove("eve", 5)
    game.skip(20)
    report = round_report(game.state, 0)
    spread = [(share.response["answer"][0], share.count, share.is_right) for share in report.spread]
    assert spread == [("FRANCE", 2, True), ("Mexico", 1, False)]
    assert (report.able, report.answers, report.right) == (4, 3, 2)
    assert (report.fastest, report.fastest_seconds) == (("bob",), 2)


def test_a_round_without_answers_is_reported_too() -> None:
    """Nobody was fastest."""
    game = Game()
    game.skip()
    report = round_report(game.state, 0)
    assert (report.answers, report.fastest, report.fastest_seconds) == (0, (), None)


def test_alike_is_what_folds_alike() -> None:
    """Case, marks and the order in which a form's fields arrive do not matter; length has its limit."""
    game = Game("ada bob cy")
    game.answer("ada", response={"who": ("Radek!",), "when": ("1936",)})
    game.answer("bob", response={"when": ("1936",), "who": ("radek",)})
    game.answer("cy", response={"who": ("word " * 100_000,)})
    assert [share.count for share in round_report(game.state, 0).spread] == [2, 1]
    assert len(game.state.rounds[0].answers["cy"].wording) <= 1_000


def test_everyone_sees_their_own_rounds() -> None:
    """What they answered, whether it was right, what it earned; the open round is not among them."""
    game = Game()
    game.play_round("ada", wrong="bob")
    game.play_round("bob")
    mine = [(line.question, line.is_right, line.points) for line in lines(game.state, "ada")]
    assert mine == [("q0", True, 10), ("q1", False, 0)]


def test_standings_can_be_had_as_they_were_after_a_round() -> None:
    """With what was gained, how all had moved, who had just come, and the streaks of then."""
    game = Game("ada bob")
    game.play_round("ada", wrong="bob")
    game.join("cy", 20)
    game.play_round("ada", "bob", "cy")
    then = standings(game.state)
    game.play_round("bob", wrong="ada")
    assert standings(game.state, 2) == then != standings(game.state)


def test_standings_after_a_round_that_is_open_are_those_before_it() -> None:
    """Its answers are secret however one asks."""
    game = Game("ada bob")
    game.answer("ada")
    assert standings(game.state, 1) == standings(game.state, 0)


def test_team_standings_can_be_had_as_they_were_after_a_round() -> None:
    """With the best players of then."""
    game = Game("", begin=False, teams=Teams.CHOSEN, team_names=("red", "blue"))
    game.join("ada", team="red")
    game.join("bob", team="blue")
    game.start()
    game.play_round("ada", wrong="bob")
    then = team_standings(game.state)
    game.play_round("bob", wrong="ada")
    assert team_standings(game.state, 1) == then != team_standings(game.state)


def test_a_close_answer_is_reported_as_close_until_it_is_accepted() -> None:
    """And not at all if its player was removed."""
    game = Game("ada bob eve")
    for player in ("ada", "bob", "eve"):
        game.answer(player, credit=0.5, text=player)
    game.remove("eve", 2)
    assert round_report(game.state, 0).close == 2
    game.appeal("bob", at=3)
    game.rule("bob", at=3)
    went = round_report(game.state, 0)
    assert (went.answers, went.right, went.close) == (2, 1, 1)


def test_nobody_has_a_line_for_a_round_that_was_not_theirs_to_answer() -> None:
    """It was asked before they came, or after they had left."""
    game = Game("ada")
    game.play_round("ada")
    game.join("bob", 20)
    game.play_round("ada", "bob")
    game.leave("bob", 40)
    game.play_round("ada")
    assert [line.round for line in lines(game.state, "bob")] == [1]
    assert [line.round for line in lines(game.state, "ada")] == [0, 1, 2]


def test_a_round_that_was_not_theirs_breaks_no_streak() -> None:
    """Who comes late begins theirs then; who has left keeps what they had."""
    game = Game("ada bob")
    game.play_round("ada", "bob")
    game.leave("bob", 50)
    game.play_round("ada")
    start = (game.state.since - NOON).total_seconds()
    game.join("cy", start)
    game.play_round("ada", "cy")
    game.end()
    streaks = {e.player: (e.first_streak, e.streak, e.best_streak) for e in standings(game.state)}
    assert streaks == {"ada": (3, 3, 3), "bob": (1, 1, 1), "cy": (1, 1, 1)}


def test_the_first_streak_ends_with_the_first_answer_that_is_not_right() -> None:
    """Or with the first question left out; it does not begin again."""
    game = Game("ada bob", questions=4)
    game.play_round("ada", "bob")
    game.play_round("ada")
    game.play_round("ada", "bob")
    game.play_round("bob", wrong="ada")
    streaks = {e.player: (e.first_streak, e.streak) for e in standings(game.state)}
    assert streaks == {"ada": (3, 0), "bob": (1, 2)}
