"""The kinds whose answers are written."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.form import Write
from bot.document.lexicon import Lexicon
from bot.quiz.fields import FieldError
from bot.quiz.judge import TextJudge
from bot.quiz.question import ANSWER, Question
from bot.quiz.verdict import Outcome, Reason, Verdict
from tests.builders import a_question

WRITTEN: dict[str, dict[str, Any]] = {
    "cloze": {"answer": "dawn", "accepted": ["daybreak"], "refused": ["dusk"]},
    "who-said": {"answer": "Anna Pilot", "accepted": ["the pilot"], "refused": ["Anna Miller"]},
    "number": {"answer": 7, "unit": "boats", "refused": ["5", "two"]},
    "short-answer": {"answer": "to sail", "accepted": ["sailing at dawn"], "refused": ["to stay"]},
}
JUDGE = TextJudge(Lexicon(dict.fromkeys("dawn dusk sail stay pilot miller boats".split(), 10)))


def a_written(kind: str, **changes: Any) -> Question:
    return a_question(kind, **(WRITTEN[kind] | changes))


def judged(question: Question, text: str) -> Verdict:
    return question.judge({ANSWER: (text,)}, "s", JUDGE)


@pytest.mark.parametrize("kind", WRITTEN)
def test_the_key_is_right_and_every_near_miss_wrong(kind: str) -> None:
    """What the pack calls right and wrong is judged so; the question and silence are wrong."""
    question = a_written(kind)
    for label, response in question.right("s"):
        assert question.judge(response, "s", JUDGE).outcome is Outcome.RIGHT, label
    for label, response in question.wrong("s"):
        assert question.judge(response, "s", JUDGE).outcome is Outcome.WRONG, label


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_line_is_asked_for(kind: str) -> None:
    """One field to write in, with the question above it."""
    (field,) = a_written(kind).form("s")
    assert isinstance(field, Write)
    assert "What does the pilot announce?" in field.prompt


@pytest.mark.parametrize("kind", WRITTEN)
@given(text=st.text(max_size=60))
def test_no_text_however_strange_breaks_a_kind(kind: str, text: str) -> None:
    """A verdict comes back."""
    assert judged(a_written(kind), text).outcome in Outcome


def test_a_cloze_shows_the_sentence_with_a_blank() -> None:
    """The word asked for is not in it."""
    (field,) = a_written("cloze").form("s")
    assert field.prompt.endswith("We sail at ____.")


def test_a_cloze_whose_prompt_has_the_blank_shows_it_once() -> None:
    """The author may write the sentence out."""
    prompt = "What does the pilot announce? “We sail at ____.”"
    (field,) = a_written("cloze", prompt=prompt).form("s")
    assert field.prompt == prompt


@pytest.mark.parametrize("answer", ["noon", "a"])
def test_a_cloze_takes_a_word_that_its_evidence_has_once(answer: str) -> None:
    """A word that is not there, or is there twice, leaves no one blank."""
    with pytest.raises(FieldError, match="in the first evidence"):
        a_written("cloze", answer=answer)


def test_a_second_word_in_a_cloze_is_a_second_guess() -> None:
    """Only one word is missing."""
    assert judged(a_written("cloze"), "dawn dusk").outcome is Outcome.WRONG


def test_who_said_it_takes_the_family_name() -> None:
    """“Pilot” is enough for Anna Pilot, and “Anna” is not."""
    assert judged(a_written("who-said"), "Pilot").outcome is Outcome.RIGHT
    assert judged(a_written("who-said"), "Anna").outcome is Outcome.WRONG


@pytest.mark.parametrize("text", ["7", "seven", "VII", "seven boats", "7 boats."])
def test_a_number_may_be_written_in_any_way(text: str) -> None:
    """With its unit or without."""
    assert judged(a_written("number"), text).outcome is Outcome.RIGHT


@pytest.mark.parametrize("text", ["70", "5 or 7", "seven pilots", "17", "5, 7"])
def test_another_number_or_another_thing_counted_is_wrong(text: str) -> None:
    """Seven pilots are not seven boats."""
    assert judged(a_written("number"), text).outcome is Outcome.WRONG


def test_a_number_below_nothing_is_refused_in_a_pack() -> None:
    """Nobody counts to minus one."""
    with pytest.raises(FieldError, match="less than nothing"):
        a_written("number", answer=-1)


def test_an_empty_answer_says_so() -> None:
    """Sending nothing is not the same as being wrong."""
    assert judged(a_written("short-answer"), "  ").reason is Reason.EMPTY


def test_the_solution_is_the_key_in_the_words_of_the_pack() -> None:
    """A number is shown with its unit."""
    assert a_written("number").solution == "7 boats"
    assert a_written("who-said").solution == "Anna Pilot"
