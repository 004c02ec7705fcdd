"""What the library calls when Slack sends something. What nobody asked for is acknowledged and let go."""

import re
import time

import msgspec
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from adapters.slack import incoming, modal
from adapters.slack.conversations import Conversations
from adapters.slack.incoming import STALE, Unread, Wanted
from adapters.slack.kept import Fill, decode, fields_of
from adapters.slack.kit import Json
from adapters.slack.manifest import LOOK_UP
from adapters.slack.modal import COMPLETE, Kept
from adapters.slack.origin import PLATFORM, Origin
from adapters.slack.punctual import Beside, Hears
from bot.chat.action import Action, StaleAction
from bot.chat.command import Where
from bot.chat.form import FormForged, FormIncomplete, checked
from bot.chat.language import speaking
from bot.chat.platform import Bot
from bot.chat.request import Actor, Invocation, Pointed, Press
from bot.chat.vocabulary import LOOKUP, Vocabulary

ANY = re.compile(r".*", re.DOTALL)

GONE = (
    *("channel_archive", "channel_deleted", "channel_left"),
    *("group_archive", "group_deleted", "group_left"),
)
"""Events that tell of a channel that the bot has lost."""


SPOKEN = ("", "file_share", "thread_broadcast", "me_message")
"""Kinds of messages that a person writes; of others Slack tells what was done, such as pinning one."""


class Listeners:
    """Acknowledges each payload, and has it answered."""

    def __init__(self, bot: Bot, conversations: Conversations) -> None:
        self._bot = bot
        self._conversations = conversations
        self._vocabulary = Vocabulary.of(bot.commands, bot.complete, Where.ANYWHERE)
        self._shortcuts = {shortcut.key for shortcut in bot.shortcuts}
        self._beside = Beside()

    def register(self, app: AsyncApp) -> None:
        """Have the library call us."""
        acknowledging, hearing = self._beside.acknowledging, self._beside.hearing
        app.command(ANY)(acknowledging(self.on_command))
        app.action(ANY)(acknowledging(self.on_action))
        app.view_submission(ANY)(acknowledging(self.on_submission))
        app.view_closed(ANY)(_let_go)
        app.options(ANY)(acknowledging(self.on_options))
        app.global_shortcut(ANY)(acknowledging(self.on_shortcut))
        app.message_shortcut(ANY)(acknowledging(self.on_message_shortcut))
        for name, listener in self._of_events().items():
            app.event(name)(hearing(listener))
        app.event(ANY)(_let_go)

    def _of_events(self) -> dict[str, Hears]:
        return {
            "app_mention": self.on_mention,
            "message": self.on_message,
            "app_home_opened": self.on_home,
            "link_shared": self.on_links,
            "member_joined_channel": self.on_joined,
            "member_left_channel": self.on_left,
            **dict.fromkeys(GONE, self.on_place_lost),
            "app_uninstalled": self.on_removed,
            "tokens_revoked": self.on_revoked,
            "team_access_granted": self.on_granted,
            "team_access_revoked": self.on_withdrawn,
        }

    async def on_command(self, ack: AsyncAck, body: Json) -> None:
        """Answer the slash command, or ask for the options that it needs."""
        origin = incoming.origin_of_command(body, time.time())
        with speaking(self._conversations.language(body, origin)):
            line = incoming.read_command(str(body.get("text") or ""), self._vocabulary)
        await ack()
        async with self._conversations.turn(body, origin) as conversation:
            if conversation is None:
                return
            match line:
                case Invocation():
                    await conversation.answer(line, body, origin)
                case Wanted(command, given):
                    await conversation.open_options(command, given, body, origin)
                case Unread(why):
                    await conversation.tell(why, origin)

    async def on_action(self, ack: AsyncAck, body: Json) -> None:
        """Do what a control is for, or open its form."""
        await ack()
        async with self._conversations.turn(body) as conversation:
            if conversation is None:
                return
            origin = incoming.origin_of_control(body, time.time())
            pressed = incoming.press_of(body["actions"][0])
            if isinstance(pressed, Fill):
                await conversation.open_form(pressed, body, origin)
            elif origin.view or origin.hook:
                await conversation.answer(pressed, body, origin)
            else:
                await conversation.answer_in_modal(pressed, body, origin)

    async def on_submission(self, ack: AsyncAck, body: Json) -> None:
        """Check what was filled in, and answer it where the form was asked for."""
        view: Json = body["view"]
        try:
            kept, what = _filled(body)
        except FormIncomplete as error:
            kept = decode(view["private_metadata"], Kept)
            with speaking(self._conversations.language(body, kept.origin)):
                errors = modal.misfits(kept.form, error)
            await ack(response_action="errors", errors=errors)
            return
        origin = kept.origin
        if origin.view or origin.hook:
            await ack()
        else:
            origin = msgspec.structs.replace(origin, view=str(view["id"]))
            with speaking(self._conversations.language(body, origin)):
                loading = modal.loading(Kept(origin))
            await ack(response_action="update", view=loading)
        async with self._conversations.turn(body, origin) as conversation:
            if conversation:
                await conversation.answer(what, body, origin)

    async def on_options(self, ack: AsyncAck, body: Json) -> None:
        """Suggest what could be meant while somebody types."""
        typed = str(body.get("value") or "")[: incoming.MAX_QUERY]
        names = str(body.get("action_id", "")).removeprefix(COMPLETE).partition(":")
        place = incoming.place_of_view(body)
        origin = Origin(
            incoming.team_of(body), incoming.user_of(body), channel=place.channel if place else ""
        )
        with speaking(self._conversations.language(body, origin)):
            found = self._bot.complete(names[0], names[2], typed, place)
        await ack(options=modal.suggestions(found, typed))

    async def on_shortcut(self, ack: AsyncAck, body: Json) -> None:
        """Ask what to look up, wherever somebody is."""
        await ack()
        async with self._conversations.turn(body) as conversation:
            if conversation and body.get("callback_id") == LOOK_UP:
                origin = Origin(incoming.team_of(body), incoming.user_of(body))
                command = self._vocabulary.commands[LOOKUP]
                await conversation.open_options(command, {}, body, origin)

    async def on_message_shortcut(self, ack: AsyncAck, body: Json) -> None:
        """Do with a message what its shortcut is for."""
        await ack()
        async with self._conversations.turn(body) as conversation:
            key = str(body.get("callback_id", ""))
            if conversation and key in self._shortcuts:
                origin = incoming.origin_of_shortcut(body, time.time())
                words = incoming.pointed_words(body["message"])
                await conversation.answer(Pointed(key, words), body, origin)

    async def on_mention(self, body: Json) -> None:
        """Answer words to the bot in a channel."""
        async with self._conversations.turn(body) as conversation:
            if conversation and not _is_by_a_bot(body["event"]):
                what = incoming.read_words(str(body["event"].get("text", "")), self._vocabulary)
                await conversation.answer(what, body, incoming.origin_of_event(body))

    async def on_message(self, body: Json) -> None:
        """Answer words to the bot in its own conversation with a person; no others are read."""
        event: Json = body["event"]
        if event.get("channel_type") == "im" and (event.get("subtype") or "") in SPOKEN:
            await self.on_mention(body)

    async def on_home(self, body: Json) -> None:
        """Show the Home tab when somebody opens it."""
        async with self._conversations.turn(body) as conversation:
            if conversation and body["event"].get("tab") == "home":
                await conversation.show_home(body)

    async def on_links(self, body: Json) -> None:
        """Show what stands at a link to the document."""
        async with self._conversations.turn(body) as conversation:
            if conversation:
                await conversation.unfurl(body)

    async def on_joined(self, body: Json) -> None:
        """Take note that the bot was let into a channel."""
        async with self._conversations.turn(body) as conversation:
            if conversation and conversation.own_user == incoming.user_of(body["event"]):
                await self._bot.place_found(incoming.place_of_event(body))

    async def on_left(self, body: Json) -> None:
        """Take note that somebody left a channel."""
        async with self._conversations.turn(body) as conversation:
            if conversation:
                actor = Actor(PLATFORM, incoming.user_of(body["event"]), "")
                await self._bot.person_left(actor, incoming.place_of_event(body))

    async def on_place_lost(self, body: Json) -> None:
        """Take note that a channel is lost."""
        async with self._conversations.turn(body) as conversation:
            if conversation:
                await self._bot.place_lost(incoming.place_of_event(body))

    async def on_removed(self, body: Json) -> None:
        """Take note that somebody removed the app from a workspace."""
        await self._conversations.lost(body)

    async def on_revoked(self, body: Json) -> None:
        """Take note that the bot's own token is no longer good; there are no others."""
        if (body["event"].get("tokens") or {}).get("bot"):
            await self._conversations.lost(body)

    async def on_granted(self, body: Json) -> None:
        """Take note that an organisation has let the app into more of its workspaces."""
        await self._conversations.granted(body)

    async def on_withdrawn(self, body: Json) -> None:
        """Take note that an organisation has taken the app out of some of its workspaces."""
        await self._conversations.withdrawn(body)


def _filled(body: Json) -> tuple[Kept, Invocation | Press]:
    """Return what a modal carried and what was filled in. Raises ``FormIncomplete``."""
    view: Json = body["view"]
    values: Json = view["state"]["values"]
    try:
        kept = decode(str(view.get("private_metadata", "")), Kept)
        if kept.form is None:
            return kept, Invocation(kept.command, modal.options_given(values))
        return kept, _pressed(kept.form, values)
    except StaleAction:
        return Kept(Origin(incoming.team_of(body), incoming.user_of(body))), STALE


def _pressed(form: Fill, values: Json) -> Press:
    fields = fields_of(form)
    try:
        response = checked(fields, modal.response_of(form, values))
    except FormForged:
        raise FormIncomplete(fields[0]) from None
    return Press(Action.decode(form.action), response)


def _is_by_a_bot(event: Json) -> bool:
    return bool(event.get("bot_id"))


async def _let_go(ack: AsyncAck) -> None:
    await ack()
