"""What a person wishes a quiz to be about."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
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
KIND: CommandOption[Desk] = CommandOption(
    name="kind",
    summary="One kind of question only",
    choices=tuple(Option(kind.kind, KIND_NAMES[kind.kind]) for kind in KINDS),
)
"""The options by which every command that draws questions takes these wishes."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Wishes as they were said, each empty where there is none. ``count`` is how many questions."""

    topic: str = ""
    difficulty: str = ""
    kind: str = ""
    count: str = ""

    @classmethod
    def of(cls, request: Request) -> Self:
        """Read them from the options of a command."""
        return cls(*(option(request, field.name) for field in fields(cls)))

    @classmethod
    def kept(cls, arguments: Sequence[str]) -> Self:
        """Read them from the arguments of a control."""
        names = [field.name for field in fields(cls)]
        return cls(**dict(zip(names, arguments, strict=False)))

    @property
    def said(self) -> tuple[str, ...]:
        """Those that there are."""
        return tuple(each for each in (self.topic, self.difficulty, self.kind, self.count) if each)

    def action(self, name: str, pack: Pack) -> Action:
        """Return the action that grants them."""
        topic = topic_key(pack, self.topic) if self.topic else ""
        return Action(name, (topic, self.difficulty, self.kind, self.count))

    def fitting(self, pack: Pack) -> list[Question]:
        """Return the questions of a pack that fit."""
        key = topic_key(pack, self.topic)
        return [
            question
            for question in pack.questions
            if (not self.topic or key in question.topics)
            and self.difficulty in ("", question.difficulty)
            and self.kind in ("", question.kind)
        ]
