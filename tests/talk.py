"""A platform of a few lines, on which tests talk to the bot as a person would.

It is also the proof that a platform needs nothing of the core but ``bot.chat``: it sends commands,
presses buttons by their labels, fills in forms, and reads the plain text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TypeVar

from bot.chat.action import Action
from bot.chat.form import Arrange, Choose, Response
from bot.chat.plain import plain
from bot.chat.platform import Bot
from bot.chat.reply import Button, Form, Menu, Reply
from bot.chat.request import Actor, Invocation, OptionValue, Place, Pointed, Press, Request

Control = TypeVar("Control", Button, Menu, Form)
NUMBERS = count(1)


@dataclass
class Talk:
    """One person in one place, and the last reply they got."""

    bot: Bot
    actor: Actor = Actor("tiny", "ada", "Ada")
    place: Place = Place("tiny", "channel")
    reply: Reply = Reply(())
    last: Request | None = None
    sent: list[Request] = field(default_factory=list)

    async def say(self, command: str, /, **options: OptionValue) -> str:
        """Give a command; return the reply as plain text."""
        return await self._send(Invocation(command, options))

    async def press(self, label: str) -> str:
        """Press the button that begins with these words."""
        button = next(c for c in self._controls(Button) if c.label.startswith(label))
        return await self._send(Press(button.action))

    async def pick(self, label: str) -> str:
        """Pick an option of the menu."""
        key = next(option.key for option in self.menu.options if option.label.startswith(label))
        action = replace(self.menu.action, arguments=(*self.menu.action.arguments, key))
        return await self._send(Press(action))

    async def fill(self, response: Response | None = None, **values: str | tuple[str, ...]) -> str:
        """Fill in the form: a text for a line, labels for choices."""
        filled = response or {name: self._keys(name, value) for name, value in values.items()}
        return await self._send(Press(self.form.action, filled))

    async def forge(self, name: str, *arguments: str, **response: tuple[str, ...]) -> str:
        """Send an action that no button on show has."""
        return await self._send(Press(Action(name, arguments), response))

    async def again(self) -> str:
        """Have the platform deliver the last request once more."""
        assert self.last is not None
        return await self._deliver(self.last)

    @property
    def form(self) -> Form:
        """The form on show."""
        return self._controls(Form)[0]

    @property
    def menu(self) -> Menu:
        """The menu on show."""
        return self._controls(Menu)[0]

    @property
    def labels(self) -> list[str]:
        """The labels of the buttons on show."""
        return [button.label for button in self._controls(Button)]

    def _keys(self, name: str, value: str | tuple[str, ...]) -> tuple[str, ...]:
        shown = next(each for each in self.form.fields if each.name == name)
        if not isinstance(shown, Choose | Arrange):
            return (value,) if isinstance(value, str) else value
        keys: Mapping[str, str] = {option.label: option.key for option in shown.options}
        labels = (value,) if isinstance(value, str) else value
        return tuple(keys[label] for label in labels)

    def _controls(self, kind: type[Control]) -> list[Control]:
        return [control for control in self.reply.controls if isinstance(control, kind)]

    async def point(self, shortcut: str, words: str) -> str:
        """Use a shortcut on a message."""
        return await self._send(Pointed(shortcut, words))

    async def _send(self, what: Invocation | Press | Pointed) -> str:
        number = next(NUMBERS)
        return await self._deliver(
            Request(f"tiny-{number}", self.actor, self.place, self.bot.now(), what)
        )

    async def _deliver(self, request: Request) -> str:
        self.last = request
        self.sent.append(request)
        self.reply = await self.bot.handle(request)
        return plain(self.reply)
