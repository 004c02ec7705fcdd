"""Asking the core, and bringing what it says to where it belongs, in one workspace."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeAlias

import msgspec

from adapters.slack import incoming, modal
from adapters.slack.kept import Fill
from adapters.slack.kit import Json
from adapters.slack.modal import Kept
from adapters.slack.origin import PLATFORM, Origin
from adapters.slack.people import People
from adapters.slack.render import drawn, render
from adapters.slack.respond import Responder
from adapters.slack.rich import typed_within
from adapters.slack.wire import TROUBLE, Wire, reason
from bot.chat.action import Action
from bot.chat.command import Command
from bot.chat.language import Language, _, speaking
from bot.chat.platform import Bot
from bot.chat.reply import Prose, Reply, Visibility
from bot.chat.request import Actor, Invocation, Pointed, Press, Request
from bot.chat.text import inline

What: TypeAlias = Invocation | Press | Pointed

LINK = "link"
"""The core's action for a public address: the passage that stands there."""

HOME = "home"
"""The core's command for what a person finds in their Home tab."""

LONGEST_LINK = 500
MOST_LINKS = 3
"""Links of one message that are shown."""

_log = logging.getLogger(__name__)


class Conversation:
    """Takes what was understood to the core, and the reply back."""

    def __init__(self, bot: Bot, wire: Wire, own_user: str) -> None:
        """``own_user`` is who the bot is to Slack there."""
        self.own_user = own_user
        self._bot = bot
        self._wire = wire
        self._people = People(wire.bare)
        self._responder = Responder(wire)

    def language(self, origin: Origin) -> Language:
        """Return what to speak in what Slack's users are told of Slack itself, without asking anybody."""
        locale = self._people.remembered(origin.user).locale
        return self._bot.language(locale, origin.place)

    async def answer(self, what: What, body: Json, origin: Origin) -> None:
        """Ask the core, and show the reply; then what the person should be told beside it, if anything."""
        request = await self._request(what, body, origin)
        await self._responder.show(await self._bot.handle(request), origin)
        if aside := await self._bot.aside(request):
            await self._responder.whisper(aside, origin)

    async def answer_in_modal(self, what: What, body: Json, origin: Origin) -> None:
        """Ask the core, and show the reply in a new modal: there is no message to show it in."""
        with speaking(self.language(origin)):
            loading = modal.loading(Kept(origin))
        if view := await self._open(loading, body):
            await self.answer(what, body, msgspec.structs.replace(origin, view=view))

    async def tell(self, text: str, origin: Origin) -> None:
        """Tell the person alone why something could not be met."""
        reply = Reply(
            (Prose(inline(typed_within(text))),), visibility=Visibility.ONLY_YOU, failed=True
        )
        await self._responder.show(reply, origin)

    async def apologise(self, origin: Origin) -> None:
        """Log the bug that is being handled, and tell the person alone."""
        with speaking(self.language(origin)):
            reply = self._bot.apology(PLATFORM)
        await self._responder.show(reply, origin)

    async def open_form(self, form: Fill, body: Json, origin: Origin) -> None:
        """Open a form, on top of the modal in which its button stands."""
        with speaking(self.language(origin)):
            view = modal.form(form, origin)
            if not await self._open(view, body, on_top=bool(origin.view)):
                await self.tell(_not_opened(), origin)

    async def open_options(
        self, command: Command[Any], given: Mapping[str, str], body: Json, origin: Origin
    ) -> None:
        """Ask for the options of a command."""
        with speaking(self.language(origin)):
            if not await self._open(modal.options(command, given, origin), body):
                await self.tell(_not_opened(), origin)

    async def show_home(self, body: Json) -> None:
        """Show a person what they find in their Home tab."""
        user = incoming.user_of(body["event"])
        origin = Origin(incoming.team_of(body), user, channel=user)
        reply = await self._ask(Invocation(HOME), body, origin)
        await self._responder.publish_home(reply, user)

    async def unfurl(self, body: Json) -> None:
        """Show under a message what stands at the links in it."""
        event: Json = body["event"]
        origin = incoming.origin_of_event(body)
        urls = [str(link["url"]) for link in event["links"]][:MOST_LINKS]
        found = {url: blocks for url in urls if (blocks := await self._linked(url, body, origin))}
        if not found:
            return
        unfurls = {url: {"blocks": blocks} for url, blocks in found.items()}
        try:
            await self._wire.sure.chat_unfurl(unfurls=unfurls, **_shared_in(event))
        except TROUBLE as error:
            _log.warning("link not shown", extra={"why": reason(error)})

    async def _linked(self, url: str, body: Json, origin: Origin) -> list[Json]:
        if len(url) > LONGEST_LINK:
            return []
        reply = await self._ask(Press(Action(LINK, (url,))), body, origin)
        if reply.failed:
            return []
        first, *_others = render(replace(reply, controls=()))
        return await drawn(first, self._wire.sure)

    async def _ask(self, what: What, body: Json, origin: Origin) -> Reply:
        return await self._bot.handle(await self._request(what, body, origin))

    async def _request(self, what: What, body: Json, origin: Origin) -> Request:
        person = await self._people.person(origin.user)
        actor = Actor(
            platform=PLATFORM,
            user=origin.user,
            name=person.name or origin.name,
            workspace=origin.team,
            locale=person.locale,
            is_admin=person.administers(origin.team),
        )
        at = incoming.moment_of(body, self._bot.now())
        return Request(incoming.id_of(body), actor, origin.place, at, what)

    async def _open(self, view: Json, body: Json, *, on_top: bool = False) -> str:
        """Open a modal within the seconds that Slack allows; return its id, or nothing if it failed."""
        client = self._wire.sure
        call = client.views_push if on_top else client.views_open
        try:
            opened = await call(trigger_id=str(body.get("trigger_id", "")), view=view)
        except TROUBLE as error:
            _log.warning("modal not opened", extra={"why": reason(error)})
            return ""
        return str(opened["view"]["id"])


def _not_opened() -> str:
    return _("Slack did not open the form in time. Please try it once more.")


def _shared_in(event: Json) -> Json:
    """Return what Slack wants to be told of where links were shared; some are in no message yet."""
    if event.get("source") == "composer":
        return {"unfurl_id": str(event["unfurl_id"]), "source": "composer"}
    return {"channel": str(event["channel"]), "ts": str(event["message_ts"])}
