"""Checking a pack: that its questions can be trusted in front of a class."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from bot.chat.form import Option
from bot.document.lexicon import Lexicon
from bot.pack.check import check, coverage
from bot.pack.model import Pack
from bot.quiz.judge import TextJudge
from bot.quiz.kinds.multiple_choice import MultipleChoice
from bot.quiz.question import Question, Situation
from tests.builders import a_document, a_question

JUDGE = TextJudge(Lexicon({"dawn": 10, "dusk": 10, "wait": 10}))


def messages(*questions: Question) -> list[str]:
    return [problem.message for problem in check(a_pack_of(questions), JUDGE)]


def a_pack_of(questions: Sequence[Question]) -> Pack:
    return Pack(id="p", title="P", document=a_document(), questions=tuple(questions))


def choices(*texts: str) -> dict[str, Any]:
    return {"distractors": [{"text": text, "why": "It is wrong."} for text in texts]}


def test_good_questions_pass() -> None:
    """One of each kind of choice, nothing to mend."""
    kinds = ("multiple-choice", "several-answers", "true-false", "ordering", "find-passage")
    assert messages(*(a_question(kind, id=kind) for kind in kinds)) == []


def test_a_refused_answer_that_the_judge_accepts_is_reported() -> None:
    """The entry calls “at the dawn” wrong, but it says the same as the key."""
    question = a_question(
        "short-answer", answer="at dawn", accepted=["dawn"], refused=["at the dawn"]
    )
    (message,) = messages(question)
    assert message == "the judge accepts “at the dawn”, which the entry calls wrong"


class SwappedKey(MultipleChoice):
    """A kind with a fault: what it calls right is what it calls wrong."""

    def right(self, seed: str) -> Iterator[Situation]:
        yield from (situation for situation in self.wrong(seed) if situation[1])


def test_an_answer_called_right_that_the_judge_refuses_is_reported() -> None:
    """A fault in a kind shows as soon as a question of it is checked."""
    good = a_question()
    fields = {field.name: getattr(good, field.name) for field in dataclasses.fields(good)}
    said = messages(SwappedKey(**fields))
    assert "the judge does not accept “To wait a week”, which the entry calls right" in said


def test_two_equal_choices_are_reported() -> None:
    """One of them would be right and wrong."""
    question = a_question(**choices("To wait a week", "to wait a WEEK", "To go by land"))
    assert "two choices are the same" in messages(question)


def test_an_answer_that_stands_out_by_length_is_reported() -> None:
    """Guessing by form must not pay."""
    question = a_question(
        answer="To sail at dawn, as the pilot says", **choices("To go", "To wait", "To rest")
    )
    assert "the answer is much longer than the other choices" in messages(question)


def test_a_bank_whose_answers_are_mostly_the_longest_is_reported() -> None:
    """A quarter is chance; all of twenty is a give-away."""
    questions = [
        a_question(id=f"q{n}", answer="To sail at dawn!", **choices("To go away", "To wait on", "To rest up"))
        for n in range(20)
    ]  # fmt: skip
    assert any("is the longest in 100% of the questions" in each for each in messages(*questions))


def test_two_questions_that_ask_the_same_are_reported() -> None:
    """Same kind, same evidence, same answer, nearly the same words."""
    twin = a_question(id="p01-second", prompt="What does the pilot announce there?")
    assert "asks the same as p01-first" in messages(a_question(), twin)


def test_the_coverage_counts_by_place_kind_and_difficulty() -> None:
    """The author sees where questions are missing."""
    table = coverage(a_pack_of([a_question(), a_question("true-false", id="b", difficulty="hard")]))
    assert table.by_place == {"¶ 1": {"easy": 1}, "¶ 2": {"hard": 1}}
    assert table.by_kind == {"multiple-choice": {"easy": 1}, "true-false": {"hard": 1}}


class Unshuffled(MultipleChoice):
    """A kind with a fault: the answer always stands first."""

    def options(self, seed: str) -> tuple[Option, ...]:
        labels = (self.answer, *(each.text for each in self.distractors))
        return tuple(Option(key, label) for key, label in zip("abcd", labels, strict=True))


def test_answers_that_stand_in_one_place_too_often_are_reported() -> None:
    """Whoever always picks A must not win."""
    good = a_question()
    fields = {field.name: getattr(good, field.name) for field in dataclasses.fields(good)}
    said = messages(*(Unshuffled(**{**fields, "id": f"q{n}"}) for n in range(8)))
    assert "the right choice stands at A in 100% of the orders" in said
