"""Chance that can be repeated."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.draw import draw, shuffled
from bot.quiz.standings import ranked
from tests.builders import a_question


@given(st.lists(st.integers(), max_size=20), st.text(max_size=20))
def test_a_shuffle_loses_nothing_and_can_be_repeated(items: list[int], seed: str) -> None:
    """The same seed gives the same order of the same things."""
    assert shuffled(items, seed) == shuffled(items, seed)
    assert sorted(shuffled(items, seed)) == sorted(items)


def test_every_order_is_about_equally_likely() -> None:
    """Of 6,000 shuffles of three things each of the six orders comes up some 1,000 times."""
    orders = Counter(shuffled("abc", f"seed {number}") for number in range(6_000))
    assert len(orders) == 6
    assert all(850 < seen < 1_150 for seen in orders.values())


def test_nothing_comes_back_before_the_rest_has_been_asked() -> None:
    """Questions that the person has had least often come first."""
    questions = [a_question(id=f"q{number}") for number in range(10)]
    asked = {f"q{number}": 1 for number in range(7)}
    drawn = {question.id for question in draw(questions, 3, "any", asked)}
    assert drawn == {"q7", "q8", "q9"}


def test_a_draw_never_repeats_a_question() -> None:
    """Even when more are wished for than there are."""
    questions = [a_question(id=f"q{number}") for number in range(4)]
    drawn = [question.id for question in draw(questions, 10, "any", {})]
    assert sorted(drawn) == ["q0", "q1", "q2", "q3"]


def test_equal_points_share_a_rank() -> None:
    """1, 2, 2, 4, as in sport."""
    ranks = ranked([(5, "b"), (9, "a"), (5, "c"), (1, "d")])
    assert [(rank, name) for rank, name in ranks] == [(1, "a"), (2, "b"), (2, "c"), (4, "d")]
