"""Which of several answers counts."""

from bot.quiz.contest.state import Refusal
from tests.contest_builders import Game


def test_an_answer_delivered_twice_is_recorded_once() -> None:
    """Where answers may be changed, too: the same answer of the same moment is no change."""
    game = Game(revisable=True)
    assert game.answer("ada", 3).refusal is None
    assert game.answer("ada", 3).refusal is Refusal.REPEATED
    assert game.answer("ada", 4).refusal is None
    assert len([each for each in game.log if type(each).__name__ == "Answered"]) == 2
