"""Writing: what the kinds share whose answers are words or a number."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

from bot.chat.form import Field, Response, Write
from bot.quiz.judge import TextJudge, TextKey
from bot.quiz.question import ANSWER, Question, Situation
from bot.quiz.verdict import Verdict

ANSWER_LIMIT = 160
"""Characters of an answer or another wording of it, at most."""
WORDINGS = 24
"""Accepted or refused wordings, at most."""
RESPONSE_LIMIT = 200
"""Characters that a person may write."""


def written(text: str) -> Response:
    """Return the response of somebody who writes this text."""
    return {ANSWER: (text,)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written(Question, ABC):
    """One line of text, held against a key. ``refused`` are near misses that must be wrong."""

    refused: tuple[str, ...]

    @property
    @abstractmethod
    def key(self) -> TextKey:
        """What an answer is held against."""

    @property
    def asked(self) -> str:
        """The question as it is shown."""
        return self.prompt

    def form(self, seed: str) -> tuple[Field, ...]:  # noqa: ARG002 - nothing is shuffled
        """Return one field: a line to write."""
        return (Write(ANSWER, self.asked, RESPONSE_LIMIT),)

    def judge(self, response: Response, seed: str, texts: TextJudge) -> Verdict:  # noqa: ARG002
        """Hold the line against the key."""
        return texts.judge(self.key, "".join(response.get(ANSWER, ())))

    @property
    def solution(self) -> str:
        """The answer, in the words of the pack."""
        return self.key.answer

    def right(self, seed: str) -> Iterator[Situation]:  # noqa: ARG002 - nothing is shuffled
        """The answer and every other wording of it."""
        for text in (self.key.answer, *self.key.accepted):
            yield text, written(text)

    def wrong(self, seed: str) -> Iterator[Situation]:  # noqa: ARG002 - nothing is shuffled
        """Every near miss, the question itself, and nothing."""
        for text in self.refused:
            yield text, written(text)
        yield "the question", written(self.asked)
        yield "no answer", {}
