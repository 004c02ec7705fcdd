"""The one way in: every request of every platform is answered here."""

import logging
import uuid
from dataclasses import replace
from datetime import datetime

from bot.chat.action import StaleAction
from bot.chat.command import Command, Handler, Permission
from bot.chat.form import Option
from bot.chat.options import checked
from bot.chat.platform import PostTaker
from bot.chat.reply import Reply
from bot.chat.request import Invocation, Press, Request
from bot.commands.desk import Desk
from bot.commands.registry import ACTIONS, COMMANDS, find
from bot.errors import AdminsOnly, StorageBusy, UserError
from bot.runtime.backstage import Backstage
from bot.views import errors as views
from bot.views import help as help_views

MAX_COMPLETIONS = 25
"""Suggestions for an option, at most: more than anybody reads, and no platform takes more."""

_log = logging.getLogger(__name__)


class Dispatcher:
    """Finds who answers a request, checks what it carries, and words what goes wrong."""

    def __init__(self, desk: Desk, backstage: Backstage) -> None:
        self._desk = desk
        self._backstage = backstage

    @property
    def commands(self) -> tuple[Command[Desk], ...]:
        """Every command there is, in the order in which help lists them."""
        return COMMANDS

    @property
    def title(self) -> str:
        """The name of the document being read."""
        return self._desk.pack.title

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return self._desk.clock.now()

    async def handle(self, request: Request) -> Reply:
        """Answer a request. What a person can mend is said; a bug becomes an apology and a log entry."""
        try:
            return await self._answer(request)
        except UserError as error:
            if isinstance(error, StorageBusy):
                _log.warning("storage failed", extra={"reason": str(error)})
            return views.mendable(error)
        except Exception:  # noqa: BLE001 - the one place where a bug is caught, logged and answered
            report = uuid.uuid4().hex[:8]
            _log.exception(
                "request failed", extra={"report": report, "platform": request.place.platform}
            )
            return views.bug(report)

    async def deliver(self, taker: PostTaker) -> None:
        """Post what the bot says on its own, until cancelled."""
        await self._backstage.deliver(taker)

    async def settle(self, taker: PostTaker) -> None:
        """Let happen and post whatever is due by now, and return."""
        await self._backstage.settle(taker)

    def complete(self, command: str, option: str, typed: str) -> tuple[Option, ...]:
        """Return suggestions for an option of a command; none where it has no completion."""
        found = find(command)
        options = {each.name: each for each in found.options} if found else {}
        if option not in options:
            return ()
        wanted = options[option]
        if wanted.complete:
            return wanted.complete(self._desk, typed)[:MAX_COMPLETIONS]
        fitting = (choice for choice in wanted.choices if typed.lower() in choice.label.lower())
        return tuple(fitting)[:MAX_COMPLETIONS]

    async def _answer(self, request: Request) -> Reply:
        match request.what:
            case Invocation(command=name, options=given):
                command = find(name)
                if command is None:
                    return help_views.unknown(name, ())
                if command.permission is Permission.ADMIN and not request.actor.is_admin:
                    raise AdminsOnly
                options = checked(command, given)
                what = Invocation(command.name, options)
                return await command.handler(self._desk, replace(request, what=what))
            case Press(action=action):
                return await _handler(action.name)(self._desk, request)


def _handler(action: str) -> Handler[Desk]:
    handler = ACTIONS.get(action)
    if handler is None:
        raise StaleAction
    return handler
