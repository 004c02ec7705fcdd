"""What people are told in private: how a contest stands, and what they themselves made of it."""

from typing import Any

import pytest

from bot.chat.plain import plain
from bot.chat.reply import Countdown, Menu, Reply, Standing
from bot.pack.model import Pack
from bot.quiz.contest.events import BOT
from bot.quiz.contest.refused import ContestRefused, NoSuchContest
from bot.quiz.contest.settings import Teams
from bot.quiz.contest.state import Refusal
from bot.quiz.standings import Placing, Record
from bot.views import contest as views
from bot.views import errors, standings
from tests.contest_builders import HOST, Game, a_settings, second
from tests.contest_posts import CHOICE, PACK, WRITTEN_FIRST, choose


def result(game: Game, player: str, pack: Pack = PACK) -> Reply:
    return views.own_result(pack, game.state, player)


def appealable(reply: Reply) -> list[str]:
    menus = [each for each in reply.controls if isinstance(each, Menu)]
    return [option.key for menu in menus for option in menu.options]


# One's own result


def test_a_result_has_the_points_the_rank_and_how_many_were_right() -> None:
    """Shared ranks are shared here too."""
    game = Game("ada bob")
    game.play_round("ada", "bob")
    game.play_round("bob", wrong="ada")
    assert "10 points, rank 2; 1 of 2 answers right." in plain(result(game, "ada"))


def test_what_was_missed_stands_beside_the_right_answer_and_why() -> None:
    """With the place to read it again."""
    game = Game("ada")
    choose(game, "ada", "To go by land")
    shown = plain(result(game, "ada"))
    assert "To read again:" in shown
    assert "You: “To go by land”. Right: To sail at dawn. They go by sea." in shown


def test_what_was_right_need_not_be_read_again() -> None:
    """Nor what was accepted on appeal."""
    game = Game("ada")
    game.play_round("ada")
    game.play_round(wrong="ada")
    assert "To read again:" in plain(result(game, "ada"))
    game.appeal("ada", 1)
    game.rule("wrong", number=1)
    assert "To read again:" not in plain(result(game, "ada"))


def test_a_close_answer_is_said_to_be_close() -> None:
    """And a question without an answer to have had none."""
    game = Game("ada bob")
    game.answer("ada", credit=0.5, text="A storm, sort of")
    game.answer("bob")
    game.wait_until_due()
    game.skip(40)
    shown = plain(result(game, "ada", WRITTEN_FIRST))
    assert "You: “A storm, sort of” (close). Right: A storm at sea" in shown
    game.wait_until_due()
    game.answer("bob", 60)
    game.skip(61)
    assert "You did not answer: To sail at dawn" in plain(result(game, "ada"))


def test_rounds_before_one_came_are_not_missed() -> None:
    """Nobody can be held to them."""
    game = Game("ada")
    game.play_round("ada")
    game.join("bob", 20)
    game.play_round("ada", "bob")
    assert "To read again" not in plain(result(game, "bob"))


def test_the_tie_break_of_others_is_not_missed() -> None:
    """Only those who shared first place could answer it."""
    game = Game("ada bob cy", speed_bonus=True, tie_break=("t0",))
    for _ in range(3):
        start = (game.state.since - game.log[0].at).total_seconds()
        game.answer("cy", start + 29)
        game.play_round("ada", "bob")
    game.play_round("ada", wrong="bob")
    assert "To read again" not in plain(result(game, "cy"))
    assert "What decides it?" in plain(result(game, "bob"))


def test_practice_is_not_missed() -> None:
    """It was to get used to."""
    game = Game("ada", practice=True)
    game.play_round(wrong="ada")
    assert "To read again" not in plain(result(game, "ada"))


def test_the_round_being_asked_is_not_in_the_result() -> None:
    """Its answer is secret."""
    game = Game("ada bob")
    game.answer("ada", credit=0.0)
    assert CHOICE.solution not in plain(result(game, "ada"))


@pytest.mark.parametrize("who", ["eve", "nobody"])
def test_who_was_removed_or_never_came_has_no_result(who: str) -> None:
    """They are told so."""
    game = Game("ada eve")
    game.play_round("ada", "eve")
    game.remove("eve", 20)
    assert "You did not take part" in plain(result(game, who))


def test_only_written_answers_judged_wrong_may_be_appealed() -> None:
    """One menu has them all."""
    game = Game("ada bob")
    game.play_round(wrong="ada")
    game.play_round("bob", wrong="ada")
    assert appealable(result(game, "ada")) == ["1"]
    assert appealable(result(game, "bob")) == []


@pytest.mark.parametrize("accept", [True, False])
def test_what_was_ruled_on_is_not_offered_for_appeal(accept: bool) -> None:  # noqa: FBT001
    """Nor what waits for a ruling."""
    game = Game("ada")
    game.play_round(wrong="ada")
    assert appealable(result(game, "ada", WRITTEN_FIRST)) == ["0"]
    game.appeal("ada")
    assert appealable(result(game, "ada", WRITTEN_FIRST)) == []
    game.rule("wrong", accept=accept)
    assert appealable(result(game, "ada", WRITTEN_FIRST)) == []


# How a contest stands


def status(game: Game, player: str = "ada") -> str:
    return plain(views.status(game.state, player))


def test_a_status_counts_down_to_the_deadline() -> None:
    """While a question is asked; paused, there is nothing to count."""
    game = Game()
    countdown = Countdown("Answer by", second(30))
    assert countdown in views.status(game.state, "ada").blocks
    game.pause(5)
    assert "Answer by" not in status(game)


def test_a_status_says_when_the_next_question_of_a_marathon_comes() -> None:
    """Before the first, too."""
    opens = tuple(second(3_600 * number) for number in (1, 2, 3))
    game = Game(opens=opens, seconds=0)
    assert Countdown("Next question", opens[0]) in views.status(game.state, "ada").blocks


@pytest.mark.parametrize(
    ("begin", "late", "offered"), [(False, False, True), (True, True, True), (True, False, False)]
)
def test_a_status_lets_those_join_who_may(begin: bool, late: bool, offered: bool) -> None:  # noqa: FBT001
    """Who is in already is not asked again, nor who was removed; a host who does not play is."""
    game = Game("ada bob", begin=begin, late_joiners=late)
    game.remove("bob")
    for player, may in (("ada", False), ("bob", False), (HOST, offered), ("cy", offered)):
        labels = [control.label for control in views.status(game.state, player).controls]
        assert ("Join" in labels) is may


def test_who_comes_late_is_told_which_question_is_theirs() -> None:
    """The one being asked, or where none is, the next."""
    game = Game()
    game.join("cy")
    assert "the question being asked is yours" in plain(views.joined(game.state, "cy"))
    game.skip()
    game.join("dee", 2)
    assert "the next question is yours" in plain(views.joined(game.state, "dee"))


def test_a_status_names_the_host() -> None:
    """Also one who does not play, and none."""
    game = Game()
    assert "Host: its host does not play" in status(game)
    game.hand_over("bob")
    assert "Host: Bob" in status(game)
    game.lose_host()
    assert game.state.host == BOT
    assert "Host: nobody" in status(game)


def test_a_status_knows_the_rounds_and_the_tie_break() -> None:
    """By their names, not as the fourth of three."""
    game = Game(tie_break=("t0",), begin=False)
    assert "Round: none yet" in status(game)
    game.start()
    assert "Round: Question 1 of 3" in status(game)
    for _ in range(3):
        game.play_round("ada", "bob")
    assert "Round: Tie-break 1" in status(game)


# Opening one


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"questions": 2}, "Only 2 questions of this document would fit; a contest has 3 to 50."),
        ({"seconds": 4}, "“seconds” is 5 to 3,600, or 0 for no time limit; not 4."),
        ({"seconds": 3_601}, "“seconds” is 5 to 3,600, or 0 for no time limit; not 3,601."),
        ({"seconds": 0, "speed_bonus": True}, "“speed” can only count where there is a time limit"),
        ({"reveal_seconds": 601}, "“pause” is 0 to 600."),
        ({"teams": Teams.CHOSEN, "team_names": ("Amber",)}, "“team-count” is 2 to 10."),
    ],
)
def test_settings_that_cannot_be_are_named_with_what_they_may_be(
    changes: dict[str, Any], why: str
) -> None:
    """The host reads which one to change, and to what."""
    settings = a_settings(**changes)
    assert not settings.is_sound
    assert plain(views.unsound(PACK, settings)).startswith(why)


def test_a_contest_with_fewer_questions_than_wished_for_says_so() -> None:
    """One with all of them has nothing to say."""
    fewer = "Only 18 questions fit; the contest has these."
    assert fewer in plain(views.opened("c1", 18, 20))
    assert "fit" not in plain(views.opened("c1", 20, 20))


# Words


def test_an_unknown_code_is_said_to_be_unknown() -> None:
    """Not that no contest runs here, which is of no help."""
    shown = plain(errors.mendable(NoSuchContest("abc")))
    assert "No contest has the code “abc”." in shown


def test_a_pause_promises_no_moment() -> None:
    """When it ends is for the host to say."""
    shown = plain(errors.mendable(ContestRefused(Refusal.IS_PAUSED)))
    assert shown == "The contest is paused; it goes on when its host lets it."


def test_the_formula_of_points_has_the_speed_of_contests() -> None:
    """Under a score and under a board; and a streak is said to be of quizzes."""
    record = Record("Ada", points=10, answers=1, right=1, streak=1, best_streak=1)
    score = plain(standings.score(record, Placing()))
    board = plain(standings.board((Standing(1, "Ada", 10),), standings.HERE))
    for shown in (score, board):
        assert "up to 5 more for a quick right answer" in shown
    assert "Streak in quizzes: 1 right in a row" in score
