"""The kinds whose answers are picked or arranged."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.form import Choose, Field
from bot.quiz.judge import TextJudge
from bot.quiz.kinds import KINDS
from bot.quiz.kinds.true_false import PROOF
from bot.quiz.question import ANSWER, Question
from bot.quiz.verdict import Outcome, Reason
from tests.builders import KIND_FIELDS, a_question

JUDGE = TextJudge()


def outcome(question: Question, *keys: str, seed: str = "s", **more: tuple[str, ...]) -> Outcome:
    return question.judge({ANSWER: keys, **more}, seed, JUDGE).outcome


def key_of(question: Question, label: str, seed: str = "s", field: int = 0) -> str:
    form = question.form(seed)[field]
    assert not isinstance(form, get_args(Field)[2])
    return next(option.key for option in form.options if option.label == label)


@pytest.mark.parametrize("kind", KIND_FIELDS)
@given(seed=st.text(max_size=8))
def test_right_answers_are_right_and_wrong_ones_wrong_in_every_order(kind: str, seed: str) -> None:
    """Whatever the seed, the key is right and no distractor is."""
    question = a_question(kind)
    for label, response in question.right(seed):
        assert question.judge(response, seed, JUDGE).outcome is Outcome.RIGHT, label
    for label, response in question.wrong(seed):
        assert question.judge(response, seed, JUDGE).outcome is Outcome.WRONG, label


@pytest.mark.parametrize("kind", KIND_FIELDS)
@given(keys=st.lists(st.text(max_size=3) | st.sampled_from("abcd"), max_size=6))
def test_no_response_however_strange_breaks_the_judge(kind: str, keys: list[str]) -> None:
    """Forged keys, repeated keys, far too many keys: a verdict comes back, with its credit in range."""
    verdict = a_question(kind).judge({ANSWER: tuple(keys)}, "s", JUDGE)
    assert 0 <= verdict.credit <= 1


def test_a_key_tells_nothing_of_rightness() -> None:
    """Over many seeds the answer stands at each letter about as often."""
    question = a_question()
    keys = [key_of(question, "To sail at dawn", str(seed)) for seed in range(400)]
    assert all(60 < keys.count(letter) < 140 for letter in "abcd")


def test_two_choices_for_one_answer_are_wrong() -> None:
    """Ticking everything does not win."""
    assert outcome(a_question(), "a", "b", "c", "d") is Outcome.WRONG


def test_the_distractor_that_was_picked_is_explained() -> None:
    """The person learns what is wrong with their choice, in the pack's words."""
    question = a_question()
    response = {ANSWER: (key_of(question, "To go by land"),)}
    assert question.why_wrong(response, "s") == "They go by sea."


def test_part_of_several_answers_earns_its_share() -> None:
    """One of two, and nothing wrong: half."""
    question = a_question("several-answers")
    verdict = question.judge({ANSWER: (key_of(question, "Seven left"),)}, "s", JUDGE)
    assert (verdict.outcome, verdict.credit) == (Outcome.CLOSE, 0.5)


def test_one_wrong_choice_among_several_spoils_all() -> None:
    """Both answers and a distractor are wrong, and the distractor is named."""
    question = a_question("several-answers")
    keys = [key_of(question, label) for label in ("Seven left", "Five came back", "Nine left")]
    verdict = question.judge({ANSWER: tuple(keys)}, "s", JUDGE)
    assert (verdict.outcome, verdict.matched) == (Outcome.WRONG, "Nine left")


def test_the_right_verdict_without_its_proof_is_close() -> None:
    """A lucky guess earns half, and the reason says so."""
    question = a_question("true-false")
    decoy = key_of(question, "The harbor was quiet", field=1)
    verdict = question.judge({ANSWER: ("false",), PROOF: (decoy,)}, "s", JUDGE)
    assert (verdict.outcome, verdict.credit, verdict.reason) == (
        Outcome.CLOSE,
        0.5,
        Reason.WRONG_PROOF,
    )


def test_items_to_order_are_never_shown_in_the_right_order() -> None:
    """Whatever the seed, leaving them as they stand is wrong."""
    question = a_question("ordering")
    for seed in range(100):
        shown = [option.key for option in question.form(str(seed))[0].options]  # type: ignore[union-attr]
        assert outcome(question, *shown, seed=str(seed)) is Outcome.WRONG


def test_swapped_neighbors_are_close_only_among_four_or_more() -> None:
    """Of three items, one swap is too little to get right."""
    three = a_question("ordering")
    four = a_question("ordering", items=["one", "two", "three", "four"])
    swapped = [key_of(four, label) for label in ("one", "three", "two", "four")]
    assert outcome(four, *swapped) is Outcome.CLOSE
    swapped = [
        key_of(three, label)
        for label in ("The boats leave", "The pilot speaks", "The boats come back")
    ]
    assert outcome(three, *swapped) is Outcome.WRONG


@pytest.mark.parametrize(
    "written", ["¶ 1", "1", "par. 1", "¶1 s. 2", "first paragraph", "PARAGRAPH ONE"]
)
def test_a_place_may_be_named_in_any_notation(written: str) -> None:
    """What is asked for is the place, not its spelling."""
    assert outcome(a_question("find-passage"), written) is Outcome.RIGHT


@pytest.mark.parametrize(
    "written", ["¶ 2", "¶¶ 1-2", "somewhere", "", "p. 2", "1 or 2", "¶ 1 and ¶ 2"]
)
def test_another_place_or_too_large_a_one_is_wrong(written: str) -> None:
    """Naming the whole document finds nothing."""
    assert outcome(a_question("find-passage"), written) is Outcome.WRONG


def test_every_kind_asks_in_one_of_the_three_forms() -> None:
    """Adapters know three forms; a kind that needs a fourth cannot be added unseen."""
    for kind in (cls.kind for cls in KINDS if cls.kind in KIND_FIELDS):
        for field in a_question(kind).form("s"):
            assert isinstance(field, get_args(Field))
            if isinstance(field, Choose):
                assert field.at_least <= field.at_most <= len(field.options)
