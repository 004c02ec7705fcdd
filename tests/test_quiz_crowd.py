"""Simulated players: what they send follows from a seed, and is like what people send."""

import pytest

from bot.quiz.crowd import Crowd, Sent, counting, sent, skill
from bot.quiz.judge import TextJudge
from bot.quiz.question import Question
from bot.runtime.lexicon import english
from tests.builders import a_question

CROWD = Crowd(size=400, time=10, seed="seed")


def right_share(players: range, question: Question) -> float:
    answers = [each for each in sent(CROWD, question, "form") if each.player in players]
    return sum(each.is_right for each in answers) / len(answers)


def test_the_same_seed_sends_the_same_answers() -> None:
    """And another seed sends others."""
    question = a_question()
    assert sent(CROWD, question, "form") == sent(CROWD, question, "form")
    assert sent(CROWD, question, "form") != sent(Crowd(400, 10, "other"), question, "form")


def test_answers_come_in_the_order_of_time_and_most_of_them_in_time() -> None:
    """Some are late, and some players do not answer."""
    answers = sent(CROWD, a_question(), "form")
    seconds = [each.seconds for each in answers]
    assert seconds == sorted(seconds)
    late = [each for each in seconds if each > CROWD.time]
    assert 0 < len(late) < len(seconds) / 10
    assert max(late) < CROWD.time + 1.5
    assert 350 < len({each.player for each in answers}) < 400


def test_some_press_twice_and_some_think_again() -> None:
    """The second answer is the same, or another."""
    answers = sent(CROWD, a_question(), "form")
    first = {each.player: each.response for each in answers if not each.again}
    second = {each.player: each.response for each in answers if each.again}
    same = [player for player, response in second.items() if response == first[player]]
    assert 0 < len(same) < len(second)


def test_the_more_skilled_are_right_more_often() -> None:
    """The best quarter against the worst, over questions of all difficulties."""
    ranked = sorted(range(CROWD.size), key=lambda player: skill(CROWD, player))
    for difficulty in ("easy", "medium", "hard"):
        answers = sent(CROWD, a_question(difficulty=difficulty), "form")

        def share(players: list[int], answers: tuple[Sent, ...] = answers) -> float:
            theirs = [each.is_right for each in answers if each.player in players]
            return sum(theirs) / len(theirs)

        assert share(ranked[-100:]) > share(ranked[:100]) + 0.2


def test_hard_questions_are_answered_right_less_often() -> None:
    """Easy ones more often."""
    shares = [
        right_share(range(400), a_question(difficulty=each)) for each in ("easy", "medium", "hard")
    ]
    assert shares == sorted(shares, reverse=True)


def test_of_several_answers_the_first_counts_if_it_came_in_time() -> None:
    """That is the rule which the record is held to."""
    answers = [
        Sent(1, 2.0, {"answer": ("a",)}, is_right=True),
        Sent(1, 3.0, {"answer": ("b",)}, is_right=False, again=True),
        Sent(2, 10.0, {"answer": ("a",)}, is_right=True),
        Sent(3, 10.1, {"answer": ("a",)}, is_right=True),
    ]
    assert counting(answers, 10) == {1: answers[0], 2: answers[2]}


@pytest.mark.parametrize("kind", ["multiple-choice", "true-false", "ordering"])
def test_what_is_sent_as_right_is_judged_right(kind: str) -> None:
    """And what is sent as wrong, wrong: the record is held to that, too."""
    question, judge = a_question(kind), TextJudge(english())
    for each in sent(CROWD, question, "form")[:50]:
        verdict = question.judge(each.response, "form", judge)
        assert (verdict.outcome.value == "right") is each.is_right
