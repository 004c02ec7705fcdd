"""What is live on the screen: the controls of the latest reply, and the form being filled in.

A terminal has no pointer, so everything that can be used is a *key*: it has a number, and a name
made of its label. While a form is open, plain lines answer it and keys are typed after a slash.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias, assert_never

from bot.chat.action import Action
from bot.chat.form import Field
from bot.chat.reply import Button, Control, Form, Menu, Reply, Style

Answer: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """Something that can be used. ``group`` is the label of the menu it belongs to, if it does."""

    number: int
    label: str
    does: Action | Form
    style: Style = Style.PLAIN
    group: str = ""

    @property
    def name(self) -> str:
        """The label as one word: ``Show more context`` is ``show-more-context``."""
        return slug(self.label)


@dataclass(frozen=True, slots=True)
class Filling:
    """A form being filled in, one field after another."""

    form: Form
    answers: tuple[Answer, ...] = ()

    @property
    def step(self) -> int:
        """The position of the field being asked, from 0."""
        return len(self.answers)

    @property
    def field(self) -> Field:
        """The field being asked."""
        return self.form.fields[self.step]

    @property
    def is_complete(self) -> bool:
        """Whether every field has its answer."""
        return self.step == len(self.form.fields)

    @property
    def response(self) -> dict[str, Answer]:
        """The answers so far, by the names of their fields."""
        return {
            field.name: answer
            for field, answer in zip(self.form.fields, self.answers, strict=False)
        }

    def with_answer(self, answer: Answer) -> "Filling":
        """Return the form with one more field answered."""
        return replace(self, answers=(*self.answers, answer))

    def back(self) -> "Filling":
        """Return the form with the latest answer taken back."""
        return replace(self, answers=self.answers[:-1])


@dataclass(frozen=True)
class Screen:
    """The live controls. Where there are forms, the first is open at once; the others are keys.

    ``aside`` is a form that was open when the person looked something up, to come back to.
    """

    controls: tuple[Control, ...] = ()
    filling: Filling | None = None
    aside: "Screen | None" = None

    @classmethod
    def of(cls, reply: Reply) -> "Screen":
        """Return the screen as it is when a reply has just been shown."""
        forms = (control for control in reply.controls if isinstance(control, Form))
        first = next((form for form in forms if form.fields), None)
        return cls(reply.controls, Filling(first) if first else None)

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """Everything that can be used besides the form that is open, numbered from 1."""
        unnumbered = (key for control in self.controls for key in self._keys(control))
        return tuple(replace(key, number=number) for number, key in enumerate(unnumbered, 1))

    def named(self, name: str) -> Key | None:
        """Return the key with a name, or the only one whose name begins so."""
        exact = [key for key in self.keys if key.name == name]
        begun = [key for key in self.keys if name and key.name.startswith(name)]
        found = exact or begun
        return found[0] if len(found) == 1 else None

    def short_name(self, key: Key, taken: Iterable[str]) -> str:
        """Return the shortest name that means this key and no command, or nothing."""
        names = (key.name.partition("-")[0], key.name)
        free = (name for name in names if name and not name.isdecimal() and name not in taken)
        return next((name for name in free if self.named(name) is key), "")

    def _keys(self, control: Control) -> Iterator[Key]:
        match control:
            case Button(label, action, style):
                yield Key(0, label, action, style)
            case Menu(label, options, action):
                for option in options:
                    chosen = Action(action.name, (*action.arguments, option.key))
                    yield Key(0, option.label, chosen, group=label)
            case Form(title, fields, action):
                if not (self.filling and control is self.filling.form):
                    yield Key(0, title, control if fields else action)
            case _:
                assert_never(control)


def slug(label: str) -> str:
    """Return the words of a label in lower case, joined by hyphens."""
    return "-".join(re.findall(r"\w+", label[:80].casefold()))
