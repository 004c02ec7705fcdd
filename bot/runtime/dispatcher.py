"""The one way in: every request of every platform is answered here."""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

from bot.chat.action import StaleAction
from bot.chat.command import Handler
from bot.chat.form import Option
from bot.chat.language import Language, speaking
from bot.chat.options import checked, suggested
from bot.chat.platform import PLAIN, Abilities, PostTaker, Vault
from bot.chat.reply import Reply
from bot.chat.request import Actor, Invocation, Place, Pointed, Press, Request
from bot.commands import leaving
from bot.commands.closed_book import is_closed
from bot.commands.desk import Desk
from bot.commands.permissions import require
from bot.commands.registry import ACTIONS, SHORTCUTS, find
from bot.errors import KeyMissing, StorageBusy, UserError
from bot.runtime.absences import Absences
from bot.runtime.backstage import Backstage
from bot.runtime.departures import Departures
from bot.runtime.languages import to_person
from bot.runtime.limits import Limits, check_size
from bot.runtime.offer import StandardOffer
from bot.runtime.remembered import RememberedSettings
from bot.runtime.troubles import Troubles
from bot.settings.model import Chosen
from bot.views import errors as views
from bot.views import help as help_views

Result = TypeVar("Result")

MAX_TYPED = 200
"""Characters of what is being typed that are looked at for suggestions."""

MAX_COMPLETIONS = 25
"""Suggestions for an option, at most: more than anybody reads, and no platform takes more."""

LANGUAGE_WAIT: Final = 0.3
"""Seconds that nobody waits longer for the language of a place than: what they did goes first."""

_NOBODY = Actor("health", "", "")

_log = logging.getLogger(__name__)


class Dispatcher(StandardOffer):
    """Finds who answers a request, checks what it carries, and words what goes wrong."""

    def __init__(  # noqa: PLR0913 - whoever makes it says what it may do
        self,
        desk: Desk,
        backstage: Backstage,
        departures: Departures | None = None,
        limits: Limits | None = None,
        troubles: Troubles | None = None,
        vaults: Callable[[str], Vault] | None = None,
        *,
        settings: RememberedSettings | None = None,
        absences: Absences | None = None,
    ) -> None:
        """Without ``departures`` no workspace is ever deleted; without ``limits`` all may ask at will.

        Without ``troubles`` nobody is told what stands in the way of posts; without ``vaults``, which
        gives each platform its own, none can keep anything; without ``settings`` everybody is spoken
        to in their own language everywhere; without ``absences`` nobody is asked after.
        """
        super().__init__(desk.pack, desk.clock)
        self._desk = desk
        self._backstage = backstage
        self._departures = departures
        self._limits = limits
        self._troubles = troubles
        self._vaults = vaults
        self._settings = settings
        self._absences = absences

    @property
    def is_alive(self) -> bool:
        """Whether all goes on that goes on without anybody asking."""
        return self._backstage.is_alive

    async def ask_store(self) -> None:
        """Ask the store for something small, to see that it answers. Raises ``StorageBusy``."""
        await self._desk.people.is_hidden(_NOBODY)

    async def handle(self, request: Request) -> Reply:
        """Answer a request, in the language of its place or else of the person.

        What a person can mend is said; a bug becomes an apology and a log entry.
        """
        with speaking(await self._language_of(request)):
            return await self._handled(request)

    def language(self, locale: str, place: Place | None = None) -> Language:
        """Return the language to speak to a person of a locale, as far as is known at this moment."""
        known = self._settings.known(place) if self._settings and place else Chosen()
        return to_person(known, locale)

    async def _handled(self, request: Request) -> Reply:
        try:
            check_size(request)
            if self._limits:
                self._limits.check(request, self.now())
            if self._departures:
                await self._departures.present(request.place)
            return await self._answer(request)
        except UserError as error:
            if isinstance(error, StorageBusy):
                _log.warning("storage failed", extra={"reason": str(error)})
            return views.mendable(error)
        except Exception:  # noqa: BLE001 - the one place where a bug is caught, logged and answered
            return views.bug(_logged(request.place.platform))

    async def aside(self, request: Request) -> Reply | None:
        """Return what the person should be told in private beside the answer to a request, once."""
        with speaking(self.language(request.actor.locale, request.place)):
            return await self._troubles.aside(request.actor) if self._troubles else None

    async def person_left(self, actor: Actor, place: Place) -> None:
        """Take note that a person is gone from a place; one without a channel is the whole workspace."""
        await self._backstage.insist(lambda: leaving.person_left(self._desk, actor, place))

    async def place_lost(self, place: Place) -> None:
        """Take note that a place is gone; one without a channel is the whole workspace."""
        await self._backstage.insist(lambda: leaving.place_lost(self._desk, place))
        if self._departures and not place.channel:
            await self._backstage.insist(partial(self._departures.left, place))

    async def place_found(self, place: Place) -> None:
        """Take note that the bot is in a place, or in the whole workspace, perhaps anew."""
        if self._departures:
            await self._backstage.insist(partial(self._departures.present, place))

    async def workspaces_found(
        self, platform: str, found: Collection[str], is_served: Callable[[str], bool]
    ) -> None:
        """Take note of all the workspaces that the bot is in, among those that are served here."""
        if departures := self._departures:
            await self._backstage.insist(lambda: departures.counted(platform, found, is_served))

    async def insist(self, action: Callable[[], Awaitable[Result]]) -> Result:
        """Do something as soon as the store lets us."""
        return await self._backstage.insist(action)

    def apology(self, platform: str) -> Reply:
        """Log the bug that is being handled, and apologize for an answer that was not shown."""
        return views.unanswered(_logged(platform))

    def vault(self, platform: str) -> Vault:
        """Return what a platform keeps for itself. Raises ``KeyMissing`` or ``KeyInvalid``."""
        if self._vaults is None:
            raise KeyMissing
        return self._vaults(platform)

    async def deliver(self, taker: PostTaker, abilities: Abilities = PLAIN) -> None:
        """Post what the bot says on its own, until cancelled."""
        if self._absences:
            self._absences.ask(taker)
        watched = self._troubles.watching(taker) if self._troubles else taker
        await self._backstage.deliver(watched, abilities)

    async def settle(self, taker: PostTaker) -> None:
        """Let happen and post whatever is due by now, and return."""
        await self._backstage.settle(taker)

    def complete(
        self, command: str, option: str, typed: str, place: Place | None = None
    ) -> tuple[Option, ...]:
        """Return suggestions for an option of a command; none where it has no completion."""
        found = find(command)
        options = {each.name: each for each in found.options} if found else {}
        if option not in options:
            return ()
        wanted, typed = options[option], typed[:MAX_TYPED]
        if wanted.complete_closed and place and is_closed(self._desk, place):
            return wanted.complete_closed(self._desk, typed)[:MAX_COMPLETIONS]
        if wanted.complete:
            return wanted.complete(self._desk, typed)[:MAX_COMPLETIONS]
        return suggested(wanted, typed)[:MAX_COMPLETIONS]

    async def _language_of(self, request: Request) -> Language:
        chosen = Chosen()
        try:
            async with asyncio.timeout(LANGUAGE_WAIT):
                if self._settings:
                    chosen = await self._settings.of(request.place)
        except Exception as error:  # noqa: BLE001 - of what is wrong, the answer itself tells
            _log.warning("language not known", extra={"why": type(error).__name__})
        return to_person(chosen, request.actor.locale)

    async def _answer(self, request: Request) -> Reply:
        match request.what:
            case Invocation(command=name, options=given):
                command = find(name)
                if command is None:
                    return help_views.unknown(name, ())
                await require(self._desk, request, command.permission)
                options = checked(command, given)
                what = Invocation(command.name, options)
                return await command.handler(self._desk, replace(request, what=what))
            case Press(action=action):
                return await _handler(action.name)(self._desk, request)
            case Pointed(shortcut=key):
                return await _pointing(key)(self._desk, request)


def _logged(platform: str) -> str:
    """Log the bug that is being handled; return the id under which the log has it."""
    report = uuid.uuid4().hex[:8]
    _log.exception("request failed", extra={"report": report, "platform": platform})
    return report


def _pointing(key: str) -> Handler[Desk]:
    for shortcut in SHORTCUTS:
        if shortcut.key == key:
            return shortcut.handler
    raise StaleAction


def _handler(action: str) -> Handler[Desk]:
    handler = ACTIONS.get(action)
    if handler is None:
        raise StaleAction
    return handler
