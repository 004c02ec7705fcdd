"""Choosing: what the kinds share whose answers are picked from a list."""

from abc import ABC
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from bot.chat.form import Choose, Field, Option, Response
from bot.quiz.draw import shuffled
from bot.quiz.fields import Fields
from bot.quiz.judge import TextJudge
from bot.quiz.question import ANSWER, Distractor, Question, Situation, common
from bot.quiz.verdict import Reason, Verdict

LETTERS = "abcdefgh"

LABEL = 160
"""The length of a choice in characters, at most."""


def lettered(labels: Iterable[str], seed: str) -> tuple[Option, ...]:
    """Shuffle the labels by the seed and key them by letter, so that a key tells nothing of rightness."""
    pairs = zip(LETTERS, shuffled(labels, seed), strict=False)
    return tuple(Option(letter, label) for letter, label in pairs)


def labels_of(keys: Iterable[str], options: Iterable[Option]) -> tuple[str, ...]:
    """Return the labels of the keys, in their order; unknown keys count for nothing."""
    labels = {option.key: option.label for option in options}
    return tuple(labels[key] for key in keys if key in labels)


def why(label: str, distractors: Iterable[Distractor]) -> str:
    """Return what is wrong with a distractor, or nothing for what is none."""
    return next((each.why for each in distractors if each.text == label), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOfSeveral(Question, ABC):
    """One answer among distractors, in an order that the seed decides."""

    answer: str
    distractors: tuple[Distractor, ...]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make the question of its fields in a pack."""
        return cls(
            **common(fields),
            answer=fields.text("answer", LABEL),
            distractors=read_distractors(fields, 3, 3),
        )

    def options(self, seed: str) -> tuple[Option, ...]:
        """Return the choices in the order in which this seed shows them."""
        labels = (self.answer, *(distractor.text for distractor in self.distractors))
        return lettered(labels, f"{seed}/{self.id}")

    def form(self, seed: str) -> tuple[Field, ...]:
        """Ask to choose one."""
        return (Choose(ANSWER, self.prompt, self.options(seed)),)

    def judge(self, response: Response, seed: str, texts: TextJudge) -> Verdict:  # noqa: ARG002
        """Right is the answer and nothing else."""
        match labels_of(response.get(ANSWER, ()), self.options(seed)):
            case ():
                return Verdict.wrong(Reason.EMPTY)
            case (self.answer,):
                return Verdict.right(matched=self.answer)
            case labels:
                return Verdict.wrong(matched=labels[0])

    @property
    def solution(self) -> str:
        """The answer as it was shown."""
        return self.answer

    def right(self, seed: str) -> Iterator[Situation]:
        """The answer."""
        yield from self._situations(seed, lambda label: label == self.answer)

    def wrong(self, seed: str) -> Iterator[Situation]:
        """Each distractor, and no choice at all."""
        yield from self._situations(seed, lambda label: label != self.answer)
        yield "no choice", {}

    def why_wrong(self, response: Response, seed: str) -> str:
        """Say what the pack says of the distractor chosen."""
        labels = labels_of(response.get(ANSWER, ()), self.options(seed))
        return why(labels[0], self.distractors) if len(labels) == 1 else ""

    def _situations(self, seed: str, wanted: Callable[[str], bool]) -> Iterator[Situation]:
        for option in self.options(seed):
            if wanted(option.label):
                yield option.label, {ANSWER: (option.key,)}


def read_distractors(fields: Fields, at_least: int, at_most: int) -> tuple[Distractor, ...]:
    """Read ``distractors``: tables of ``text`` and ``why``."""
    tables = fields.tables("distractors", at_least, at_most)
    return tuple(Distractor(each.text("text", LABEL), each.text("why", 300)) for each in tables)
