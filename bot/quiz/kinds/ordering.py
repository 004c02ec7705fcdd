"""Putting items in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from bot.chat.form import Arrange, Field, Option, Response
from bot.quiz.fields import Fields
from bot.quiz.judge import TextJudge
from bot.quiz.kinds.choice import LABEL, labels_of, lettered
from bot.quiz.question import ANSWER, Question, Situation, common
from bot.quiz.verdict import Reason, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(Question):
    """Asks for an order that the document gives. Two neighbours swapped, and nothing else, is close."""

    kind: ClassVar[str] = "ordering"

    items: tuple[str, ...]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make the question of its fields in a pack."""
        return cls(**common(fields), items=fields.texts("items", 3, 5, LABEL))

    def options(self, seed: str) -> tuple[Option, ...]:
        """Return the items in an order that the seed decides and that is not the right one."""
        for attempt in range(len(self.items) + 8):
            options = lettered(self.items, f"{seed}/{self.id}/{attempt}")
            if tuple(option.label for option in options) != self.items:
                return options
        return lettered(self.items, f"{seed}/{self.id}")

    def form(self, seed: str) -> tuple[Field, ...]:
        """Ask to arrange them."""
        return (Arrange(ANSWER, self.prompt, self.options(seed)),)

    def judge(self, response: Response, seed: str, texts: TextJudge) -> Verdict:  # noqa: ARG002
        """The whole order is right; one swap of neighbours is close where there are four or more."""
        given = labels_of(response.get(ANSWER, ()), self.options(seed))
        if not given:
            return Verdict.wrong(Reason.EMPTY)
        if given == self.items:
            return Verdict.right()
        if len(self.items) > 3 and given in self._one_swap_away():
            return Verdict.close(0.5, Reason.ONE_SWAP)
        return Verdict.wrong(Reason.WRONG_ORDER)

    @property
    def solution(self) -> str:
        """The items in order, numbered."""
        return "; ".join(f"{number}. {item}" for number, item in enumerate(self.items, 1))

    def right(self, seed: str) -> Iterator[Situation]:
        """The order as the pack gives it."""
        yield self.solution, {ANSWER: self._keys(seed, self.items)}

    def wrong(self, seed: str) -> Iterator[Situation]:
        """The order as shown, the order reversed, an item short, and nothing."""
        backwards = tuple(reversed(self.items))
        yield "reversed", {ANSWER: self._keys(seed, backwards)}
        yield "an item short", {ANSWER: self._keys(seed, self.items[:-1])}
        yield "no choice", {}

    def _one_swap_away(self) -> Iterator[tuple[str, ...]]:
        for i in range(len(self.items) - 1):
            first, second = self.items[i : i + 2]
            yield (*self.items[:i], second, first, *self.items[i + 2 :])

    def _keys(self, seed: str, labels: tuple[str, ...]) -> tuple[str, ...]:
        keys = {option.label: option.key for option in self.options(seed)}
        return tuple(keys[label] for label in labels)
