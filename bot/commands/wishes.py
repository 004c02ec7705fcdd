"""What a person wishes a quiz to be about."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from string import ascii_lowercase
from typing import Self

from bot.chat.action import Action
from bot.chat.command import CommandOption
from bot.chat.form import Option
from bot.chat.request import Request
from bot.commands.arguments import option
from bot.commands.desk import Desk
from bot.commands.topics import complete_topic, topic_key
from bot.pack.model import Pack
from bot.quiz.kinds import KINDS
from bot.quiz.question import DIFFICULTIES, Question
from bot.views.question import KIND_NAMES

TOPIC: CommandOption[Desk] = CommandOption(
    name="topic", summary="What it should be about", maximum=60, complete=complete_topic
)
DIFFICULTY: CommandOption[Desk] = CommandOption(
    name="difficulty",
    summary="How hard the questions are",
    choices=tuple(Option(each, each) for each in DIFFICULTIES),
)
KINDS_WISHED: CommandOption[Desk] = CommandOption(
    name="kinds",
    summary="Only questions of these kinds, separated by commas",
    type="list",
    choices=tuple(Option(kind.kind, KIND_NAMES[kind.kind]) for kind in KINDS),
)
"""The options by which every command that draws questions takes these wishes."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Wishes as they were said, each empty where there is none.

    ``kinds`` are separated by commas; ``count`` is how many questions; ``passage`` is the code of a block
    in which the evidence stands.
    """

    topic: str = ""
    difficulty: str = ""
    kinds: str = ""
    count: str = ""
    passage: str = ""

    @classmethod
    def of(cls, request: Request) -> Self:
        """Read them from the options of a command."""
        return cls(*(option(request, field.name) for field in fields(cls)))

    @classmethod
    def kept(cls, arguments: Sequence[str]) -> Self:
        """Read them from the arguments of a control."""
        names = [field.name for field in fields(cls)]
        wishes = cls(**dict(zip(names, arguments, strict=False)))
        return replace(wishes, kinds=_from_letters(wishes.kinds))

    @property
    def said(self) -> tuple[str, ...]:
        """Those that there are."""
        every = (self.topic, self.difficulty, self.kinds, self.count, self.passage)
        return tuple(each for each in every if each)

    def action(self, name: str, pack: Pack) -> Action:
        """Return the action that grants them."""
        topic = topic_key(pack, self.topic) if self.topic else ""
        return Action(
            name, (topic, self.difficulty, _letters(self.kinds), self.count, self.passage)
        )

    def fitting(self, pack: Pack) -> list[Question]:
        """Return the questions of a pack that fit."""
        key = topic_key(pack, self.topic)
        kinds = self.kinds.split(",")
        return [
            question
            for question in pack.questions
            if (not self.topic or key in question.topics)
            and self.difficulty in ("", question.difficulty)
            and (not self.kinds or question.kind in kinds)
            and (not self.passage or self._rests_on_it(question))
        ]

    def _rests_on_it(self, question: Question) -> bool:
        return any(evidence.ref.whole.code == self.passage for evidence in question.evidence)


def _letters(kinds: str) -> str:
    """Return a letter for each kind by its place in ``KINDS``: their names would not fit a control."""
    wished = kinds.split(",")
    return "".join(letter for letter, name in _KIND_OF.items() if name in wished)


def _from_letters(letters: str) -> str:
    return ",".join(_KIND_OF[letter] for letter in letters if letter in _KIND_OF)


_KIND_OF = dict(zip(ascii_lowercase, (kind.kind for kind in KINDS), strict=False))
