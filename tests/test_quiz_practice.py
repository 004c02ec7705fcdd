"""A quiz taken alone: its log is the truth, and what is illegal changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz import practice as rules
from bot.quiz.points import FULL, HINT, points
from bot.quiz.practice import Practice, PracticeOver
from bot.quiz.verdict import Outcome, Reason, Verdict
from tests.builders import NOON

BEGUN = Practice("id", "pack", "seed", ("q1", "q2", "q3"))
RIGHT, WRONG = Verdict.right(), Verdict.wrong()
CLOSE = Verdict.close(0.5, Reason.INCOMPLETE)


def answered(practice: Practice, verdict: Verdict = RIGHT) -> Practice:
    return rules.answer(practice, {"answer": ("a",)}, verdict, NOON)


def test_an_answer_moves_on_to_the_next_question() -> None:
    """The log has one line more and the next question is current."""
    after = answered(BEGUN)
    assert (after.current, after.position, after.points) == ("q2", 1, FULL)


def test_a_hint_costs_points_for_its_question_only() -> None:
    """The first answer is three points cheaper, the second is not."""
    after = answered(answered(rules.hint(BEGUN)))
    assert [entry.points for entry in after.log] == [FULL - HINT, FULL]


def test_taking_a_hint_twice_costs_once() -> None:
    """A double click is one hint."""
    assert rules.hint(rules.hint(BEGUN)) == rules.hint(BEGUN)


def test_a_skipped_question_is_no_answer() -> None:
    """It earns nothing and has no outcome."""
    after = rules.skip(BEGUN, NOON)
    assert (after.log[0].outcome, after.log[0].points, after.current) == (None, 0, "q2")


def test_after_the_last_question_it_is_over() -> None:
    """Nothing more can be answered, skipped or hinted."""
    done = answered(answered(answered(BEGUN)))
    assert done.is_over
    for change in (answered, rules.hint, lambda practice: rules.skip(practice, NOON)):
        with pytest.raises(PracticeOver):
            change(done)


def test_stopping_keeps_what_was_answered() -> None:
    """The points stand; stopping again changes nothing."""
    stopped = rules.stop(answered(BEGUN))
    assert stopped.is_over
    assert stopped.points == FULL
    assert rules.stop(stopped) == stopped


@given(st.lists(st.sampled_from([RIGHT, WRONG, CLOSE, None]), max_size=3))
def test_points_are_the_sum_over_the_log(verdicts: list[Verdict | None]) -> None:
    """Whatever is answered, the total is what the lines say."""
    practice = BEGUN
    for verdict in verdicts:
        practice = rules.skip(practice, NOON) if verdict is None else answered(practice, verdict)
    assert practice.points == sum(points(v.credit, hinted=False) for v in verdicts if v)
    assert practice.right == sum(v is not None and v.outcome is Outcome.RIGHT for v in verdicts)


@pytest.mark.parametrize(
    ("credit", "hinted", "earned"),
    [
        (1.0, False, 10),
        (1.0, True, 7),
        (0.5, False, 5),
        (0.25, False, 3),
        (0.0, True, 0),
        (0.1, True, 0),
    ],
)
def test_points_follow_the_formula_shown(credit: float, *, hinted: bool, earned: int) -> None:
    """Ten times the credit, three less after a hint, never below nothing."""
    assert points(credit, hinted=hinted) == earned
