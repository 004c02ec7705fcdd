"""Checking a pack beyond its form: that its questions can be trusted in front of a class."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from bot.document.fold import tokens
from bot.pack.model import Origin, Pack
from bot.pack.problems import Problem
from bot.quiz.judge import TextJudge
from bot.quiz.kinds.choice import OneOfSeveral
from bot.quiz.question import ANSWER, Question
from bot.quiz.verdict import Outcome

SEEDS = ("one", "two", "three")
"""Orders of the choices in which every question is tried."""

MAX_LENGTH_RATIO = 1.8
"""How many times longer or shorter than the other choices an answer may be."""

ALIKE = 0.8
"""Two prompts with the same evidence that share more than this of their words ask the same."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many questions there are of each kind and difficulty, by the place of their evidence."""

    by_place: Mapping[str, Counter[str]]
    by_kind: Mapping[str, Counter[str]]


def check(pack: Pack, texts: TextJudge) -> tuple[Problem, ...]:
    """Return everything that is wrong with the questions of a pack, in the order of its files."""
    found = [
        problem
        for question in pack.questions
        for problem in _question(question, pack.origins.get(question.id, Origin("", 0)), texts)
    ]
    return tuple(sorted([*found, *_alike(pack), *_positions(pack), *_longest(pack)]))


def coverage(pack: Pack) -> Coverage:
    """Count the questions of a pack, by place in the order of the document."""
    by_place: dict[str, Counter[str]] = {}
    by_kind: dict[str, Counter[str]] = {}
    order = {block.ref: number for number, block in enumerate(pack.document.blocks)}
    for question in sorted(pack.questions, key=lambda each: order[each.evidence[0].ref.whole]):
        ref = question.evidence[0].ref
        place = f"¶ {ref.number}" if ref.part == "paragraph" else ref.part
        by_place.setdefault(place, Counter())[question.difficulty] += 1
    for question in pack.questions:
        by_kind.setdefault(question.kind, Counter())[question.difficulty] += 1
    return Coverage(by_place, by_kind)


def _question(question: Question, origin: Origin, texts: TextJudge) -> Iterator[Problem]:
    def problem(message: str, mend: str) -> Problem:
        return Problem(origin.file, origin.line, message, mend, question.id)

    for seed in SEEDS:
        for label, response in question.right(seed):
            if question.judge(response, seed, texts).outcome is not Outcome.RIGHT:
                message = f"the judge does not accept “{label}”, which the entry calls right"
                yield problem(message, "Reword it, or the refused answer that it comes too near.")
        for label, response in question.wrong(seed):
            if question.judge(response, seed, texts).outcome is Outcome.RIGHT:
                message = f"the judge accepts “{label}”, which the entry calls wrong"
                yield problem(message, "Remove it, or make it differ from the answer.")
        if not _depends_on_seed(question):
            break
    if isinstance(question, OneOfSeveral):
        yield from (problem(*each) for each in _choices(question))


def _depends_on_seed(question: Question) -> bool:
    return question.form(SEEDS[0]) != question.form(SEEDS[1])


def _choices(question: OneOfSeveral) -> Iterator[tuple[str, str]]:
    labels = [question.answer, *(each.text for each in question.distractors)]
    if len({label.casefold() for label in labels}) < len(labels):
        yield "two choices are the same", "Write another distractor."
    others = sum(len(each.text) for each in question.distractors) / len(question.distractors)
    ratio = len(question.answer) / others
    if (
        not 1 / MAX_LENGTH_RATIO <= ratio <= MAX_LENGTH_RATIO
        and abs(len(question.answer) - others) > 8
    ):
        length = "longer" if ratio > 1 else "shorter"
        yield f"the answer is much {length} than the other choices", "Make them of like length."


def _alike(pack: Pack) -> Iterator[Problem]:
    words = {each.id: {token.word for token in tokens(each.prompt)} for each in pack.questions}
    for first, second in combinations(pack.questions, 2):
        same_place = first.evidence[0].text == second.evidence[0].text and first.kind == second.kind
        shared = len(words[first.id] & words[second.id])
        union = len(words[first.id] | words[second.id]) or 1
        if same_place and shared / union > ALIKE and _answers(first) == _answers(second):
            origin = pack.origins.get(second.id, Origin("", 0))
            message = f"asks the same as {first.id}"
            yield Problem(origin.file, origin.line, message, "Keep one of them.", second.id)


def _answers(question: Question) -> str:
    return question.solution.casefold()


def _positions(pack: Pack) -> Iterator[Problem]:
    questions = _of_one_answer(pack)
    seeds = [f"spread-{number}" for number in range(64)]
    counts = Counter(
        field_keys[0]
        for question in questions
        for seed in seeds
        for _, response in question.right(seed)
        if (field_keys := response[ANSWER])
    )
    total = len(questions) * len(seeds)
    for key, seen in counts.items():
        if abs(seen / total - 0.25) > 5 * sqrt(0.25 * 0.75 / total):
            share = f"{seen / total:.0%}"
            message = f"the right choice stands at {key.upper()} in {share} of the orders"
            yield Problem("questions", 0, message, "Give some of the questions new ids.")


def _longest(pack: Pack) -> Iterator[Problem]:
    questions = _of_one_answer(pack)
    if not questions:
        return
    longest = [each for each in questions if _is_longest(each)]
    allowed = 0.25 + 2 * sqrt(0.25 * 0.75 / len(questions))
    if len(longest) / len(questions) > allowed:
        share = f"{len(longest) / len(questions):.0%}"
        message = f"the right choice is the longest in {share} of the questions ({_some(longest)})"
        yield Problem("questions", 0, message, f"Bring it under {allowed:.0%}, or guessing pays.")


def _is_longest(question: OneOfSeveral) -> bool:
    return len(question.answer) > max(len(each.text) for each in question.distractors)


def _of_one_answer(pack: Pack) -> list[OneOfSeveral]:
    return [question for question in pack.questions if isinstance(question, OneOfSeveral)]


def _some(questions: Iterable[Question]) -> str:
    ids = [question.id for question in questions]
    return ", ".join(ids[:6]) + (", …" if len(ids) > 6 else "")
