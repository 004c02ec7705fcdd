"""Answering an interaction: in time, once, and where it should be seen."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

import aiohttp
import discord

from adapters.discord.commands import choices
from adapters.discord.control_id import Fill
from adapters.discord.follow_up import follow_up
from adapters.discord.incoming import (
    PLATFORM,
    Interaction,
    place_of,
    press_of,
    request_of,
    typing_of,
)
from adapters.discord.layout import Message
from adapters.discord.menus import asked_of
from adapters.discord.modal import Unreadable, modal
from adapters.discord.render import draw, render
from adapters.discord.wording import wordings_in
from bot.chat.language import _, phrase, speaking
from bot.chat.platform import Bot
from bot.chat.reply import Prose, Reply, Visibility
from bot.chat.request import Invocation, Pointed, Press
from bot.chat.text import inline

PATIENCE = 1.0
"""Seconds that the core has before the interaction is acknowledged without an answer.

Discord gives up after 3 seconds, and the way there takes its share.
"""

TOO_LATE = 10062
"""Discord's code for an interaction that it no longer knows."""

ALREADY = 40060
"""Discord's code for an interaction that has been acknowledged, perhaps by our own try before."""

EXPIRED = 50027
"""Discord's code for the token of an interaction that is over 15 minutes old."""

UNKNOWN_MESSAGE = 10008
"""Discord's code for a message that is gone, perhaps deleted by our own try before."""

_NOTHING_TO_MEND = frozenset({TOO_LATE, ALREADY, EXPIRED, UNKNOWN_MESSAGE})

_log = logging.getLogger(__name__)


async def respond(bot: Bot, interaction: Interaction) -> None:
    """Answer an interaction of any kind; a bug in that becomes an apology and a log entry."""
    with speaking(bot.language(str(interaction.locale), place_of(interaction))):
        try:
            await _respond(bot, interaction)
        except Exception:  # noqa: BLE001 - somebody waits for an answer, whatever it was
            await _apologize(interaction, bot.apology(PLATFORM))


async def _respond(bot: Bot, interaction: Interaction) -> None:
    match interaction.type:
        case discord.InteractionType.application_command:
            await _answer(bot, interaction, asked_of(interaction, bot.shortcuts))
        case discord.InteractionType.autocomplete:
            await _suggest(bot, interaction)
        case discord.InteractionType.component | discord.InteractionType.modal_submit:
            await _press(bot, interaction)
        case discord.InteractionType.ping:
            pass


async def _apologize(interaction: Interaction, sorry: Reply) -> None:
    """Show an apology to the person alone; beside what is being typed, nothing can be shown."""
    if interaction.type is discord.InteractionType.autocomplete:
        return
    (message,) = render(sorry)
    if interaction.response.is_done():
        await follow_up(interaction, message)
    else:
        await _insist(lambda: _begin(interaction, message, is_private=True))


async def _suggest(bot: Bot, interaction: Interaction) -> None:
    typing = typing_of(interaction)
    place = place_of(interaction)
    found = bot.complete(typing.command, typing.option, typing.typed, place) if typing else ()
    await _insist(lambda: interaction.response.autocomplete(choices(found)))


async def _press(bot: Bot, interaction: Interaction) -> None:
    try:
        pressed = press_of(interaction)
    except Unreadable as error:
        await _show(interaction, _unreadable(error), is_deferred=False)
        return
    if isinstance(pressed, Press):
        await _answer(bot, interaction, pressed)
        return
    await _open(interaction, pressed, bot.title)


async def _open(interaction: Interaction, form: Fill, title: str) -> None:
    listed = interaction.message.components if interaction.message else ()
    opened = modal(form, title, wordings_in(listed, form))
    opened.stop()  # what is filled in is read from the modal's id; the library need not keep it
    await _insist(lambda: interaction.response.send_modal(opened))


async def _answer(bot: Bot, interaction: Interaction, what: Invocation | Press | Pointed) -> None:
    request = request_of(interaction, what)
    asked = asyncio.ensure_future(bot.handle(request))
    in_time, _late = await asyncio.wait({asked}, timeout=PATIENCE)
    is_heard = bool(in_time) or await _insist(lambda: _ask_for_patience(interaction))
    reply = await asked
    if is_heard:
        await _show(interaction, reply, is_deferred=not in_time)
        aside = await bot.aside(request)
        for message in render(aside) if aside else ():
            await follow_up(interaction, message)


async def _ask_for_patience(interaction: Interaction) -> None:
    """Say "thinking" to the person alone, unless the answer may come in place of what they see."""
    is_thinking = not _is_theirs(interaction)
    await interaction.response.defer(ephemeral=True, thinking=is_thinking)


async def _show(interaction: Interaction, reply: Reply, *, is_deferred: bool) -> None:
    """Show a reply: to everyone only if it is for everyone and answers a command.

    What came of a control on a message that others see, or could not be met, is of no interest to them.
    """
    is_in_place = _may_replace(interaction, reply)
    is_for_all = reply.visibility is Visibility.EVERYONE and not reply.failed
    is_private = not (is_for_all and _is_command(interaction))
    first, *others = messages = render(reply)
    if is_deferred and _is_theirs(interaction) and not is_in_place:
        await _go_on(interaction, messages, is_private=True)
        return
    if is_in_place or is_deferred:
        sent = await _insist(lambda: _replace(interaction, first, is_deferred=is_deferred))
    else:
        sent = await _insist(lambda: _begin(interaction, first, is_private=is_private))
    if sent and is_deferred and not is_private:
        is_private = not await _unveil(interaction, first)
    if sent:
        await _go_on(interaction, others, is_private=is_private)


async def _go_on(
    interaction: Interaction, messages: Iterable[Message], *, is_private: bool
) -> None:
    """Show what follows; say so to the person where a part of it may be missing."""
    shown = [await follow_up(interaction, each, is_private=is_private) for each in messages]
    if not all(shown):
        (note,) = render(_perhaps_missing())
        await follow_up(interaction, note)


async def _unveil(interaction: Interaction, message: Message) -> bool:
    """Show to everyone what one person sees; return whether they do.

    Discord had to be told who would see a late answer before that was known, and shows it to that
    person alone for good. Where the second message does not get through, they still have the first.
    """
    shown = await follow_up(interaction, message, is_private=False)
    if shown:
        await _insist(interaction.delete_original_response)
    return shown


def _may_replace(interaction: Interaction, reply: Reply) -> bool:
    """Tell whether a reply may take the place of the message on which the control was used.

    What could not be met is said beside what it was about.
    """
    message = interaction.message
    if message is None or reply.failed or not _is_theirs(interaction):
        return False
    return message.flags.ephemeral or reply.visibility is Visibility.EVERYONE


def _is_theirs(interaction: Interaction) -> bool:
    """Tell whether a control was used on a message that nobody else sees, or that they asked for."""
    message = interaction.message
    if message is None:
        return False
    asked = message.interaction_metadata
    return message.flags.ephemeral or (asked is not None and asked.user.id == interaction.user.id)


def _is_command(interaction: Interaction) -> bool:
    return interaction.type is discord.InteractionType.application_command


async def _begin(interaction: Interaction, message: Message, *, is_private: bool) -> None:
    drawn = draw(message)
    await interaction.response.send_message(
        view=drawn.view, files=drawn.files, ephemeral=is_private
    )


async def _replace(interaction: Interaction, message: Message, *, is_deferred: bool) -> None:
    drawn = draw(message)
    if is_deferred:
        await interaction.edit_original_response(view=drawn.view, attachments=drawn.files)
    else:
        await interaction.response.edit_message(view=drawn.view, attachments=drawn.files)


async def _insist(call: Callable[[], Awaitable[object]]) -> bool:
    """Make a call, once more where the connection broke; return whether Discord has it.

    The library repeats a call after a server error, and we do after a cut: the first may have
    arrived, and then Discord says that it has the answer already.
    """
    try:
        try:
            await call()
        except (aiohttp.ClientError, OSError):
            await call()
    except discord.HTTPException as error:
        level = logging.INFO if error.code in _NOTHING_TO_MEND else logging.ERROR
        _log.log(level, "answer refused", extra={"status": error.status, "code": error.code})
        return error.code == ALREADY
    except (aiohttp.ClientError, OSError) as error:
        _log.warning("answer not sent", extra={"why": type(error).__name__})
        return False
    return True


def _perhaps_missing() -> Reply:
    said = _("Discord had trouble just now. If a part of this answer is missing, please ask again.")
    return Reply((Prose(inline(said)),), visibility=Visibility.ONLY_YOU)


def _unreadable(error: Unreadable) -> Reply:
    said = phrase(
        "That could not be read. Write each of {names} once, in order; nothing was counted.",
        names=", ".join(error.names[:26]),
    )
    return Reply((Prose(said),), visibility=Visibility.ONLY_YOU, failed=True)
