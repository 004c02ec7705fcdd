"""Setting the bot up in a place, a form at a time: each step can be left out, and taken again later.

Nothing is remembered between the steps: each is kept when it is taken, whole or not at all, and what the
next one needs to know, the place and the number of a daily post, is in its control.
"""

from dataclasses import replace
from typing import Any, Final

from bot.chat.action import Action, StaleAction
from bot.chat.command import Command, CommandOption, Handler, Permission
from bot.chat.form import checked
from bot.chat.language import speaking
from bot.chat.reply import Reply
from bot.chat.request import Place, Press, Request
from bot.commands.arguments import argument, option
from bot.commands.daily import schedule_numbered
from bot.commands.daily_set import filled_in, form_for, hush_of, settled
from bot.commands.desk import Desk
from bot.commands.permissions import require
from bot.commands.settings import GROUP, language_now
from bot.daily.plan import Schedule
from bot.errors import NoSuchPlace
from bot.settings.declared import ZONE
from bot.settings.model import Choice, Chosen, Setting, Source
from bot.views import daily_form
from bot.views import setup as views

LONGEST_CHANNEL: Final = 40
"""Characters of a platform's id of a channel, at most."""


async def begin(desk: Desk, request: Request) -> Reply:
    """Show what is set, and begin with what is decided for the whole workspace."""
    said = option(request, "place")
    place = await _place(desk, request, _channel(said) if said else "")
    is_elsewhere = place != request.place
    return await _begun(desk, replace(request, place=place), is_elsewhere=is_elsewhere)


async def begin_again(desk: Desk, request: Request) -> Reply:
    """Show the first step again."""
    there = await _there(desk, request)
    return await _begun(desk, there, is_elsewhere=there.place != request.place)


async def decide(desk: Desk, request: Request) -> Reply:
    """Decide what the first form says, as far as that is something new, and go on."""
    there = await _there(desk, request)
    if not isinstance(request.what, Press):
        raise StaleAction
    chosen = await desk.settings.of(there.place)
    given = checked(views.fields(chosen), request.what.response)
    choices = [
        choice
        for name, setting in views.ASKED.items()
        if (choice := _choice(setting, given.get(name, ("",))[0], chosen, there.place))
    ]
    if choices:
        await desk.settings.choose_all(request.actor, choices, desk.clock.now())
    with speaking(await language_now(desk, request)):
        return await show_daily(desk, request)


async def show_daily(desk: Desk, request: Request) -> Reply:
    """Show what is posted daily, to be changed or added to."""
    there = await _there(desk, request)
    form = await form_for(desk, there, None, Action("sup-day", ("", argument(request, 0))))
    return views.daily(desk.pack, await _schedules(desk, there), form, argument(request, 0))


async def ask_daily(desk: Desk, request: Request) -> Reply:
    """Ask for changes of a daily post."""
    there = await _there(desk, request)
    channel, number = argument(request, 0), argument(request, 1)
    before = await schedule_numbered(desk, there, number)
    form = await form_for(desk, there, before, Action("sup-day", (number, channel)))
    return daily_form.asked(form, before)


async def put_daily(desk: Desk, request: Request) -> Reply:
    """Set up or change a daily post as its form says, and show what there is now."""
    there = await _there(desk, request, 1)
    before, said = await filled_in(desk, there)
    await settled(desk, there, said, before)
    return await _done(desk, there, argument(request, 1))


async def end(desk: Desk, request: Request) -> Reply:
    """Show what there is, what stands in its way, and what to try."""
    return await _done(desk, await _there(desk, request), argument(request, 0))


async def _begun(desk: Desk, there: Request, *, is_elsewhere: bool) -> Reply:
    chosen = await desk.settings.of(there.place)
    channel = there.place.channel if is_elsewhere else ""
    return views.begun(desk.pack, chosen, await _schedules(desk, there), channel)


async def _done(desk: Desk, there: Request, channel: str) -> Reply:
    chosen = await desk.settings.of(there.place)
    rows = [(each, await hush_of(desk, each)) for each in await _schedules(desk, there)]
    prospect = await desk.outlook.prospect(there.place)
    return views.done(desk.pack, chosen, rows, prospect.remedy, channel)


async def _schedules(desk: Desk, there: Request) -> tuple[Schedule, ...]:
    return await desk.dailies.of_place(there.place.key, desk.pack.id)


async def _there(desk: Desk, request: Request, index: int = 0) -> Request:
    """Return the request as if made in the place that its control names, by an admin only."""
    await require(desk, request, Permission.ADMIN)
    return replace(request, place=await _place(desk, request, argument(request, index)))


async def _place(desk: Desk, request: Request, channel: str) -> Place:
    """Return the place of a channel of the same workspace. Raises ``NoSuchPlace``.

    The platform has to know it there: an id of another workspace's would be as good as any.
    """
    if channel in ("", request.place.channel):
        return request.place
    place = replace(request.place, channel=channel)
    if not (await desk.outlook.prospect(place)).is_found:
        raise NoSuchPlace(channel)
    return place


def _channel(said: str) -> str:
    """Return the id in a mention (``<#C1|general>``), at the end of a link, or as it is."""
    if said.startswith("<#") and said.endswith(">"):
        channel = said[2:-1].partition("|")[0]
    else:
        channel = said.rstrip("/").rpartition("/")[2]
    if not (channel.isascii() and channel.isalnum() and len(channel) <= LONGEST_CHANNEL):
        raise NoSuchPlace(said)
    return channel


def _choice(setting: Setting[Any], text: str, chosen: Chosen, place: Place) -> Choice | None:
    """Return what is to be decided by a text, if it is something new; an empty one decides nothing.

    That is for the whole workspace, unless something else was decided for the place alone.
    """
    if not text.strip():
        return None
    value = setting.kind.read(text)
    is_decided = setting is not ZONE or chosen.source(setting) is not Source.DEFAULT
    if value == chosen[setting] and is_decided:
        return None
    is_own = chosen.source(setting) is Source.PLACE or not place.workspace
    where = place if is_own else replace(place, channel="")
    return Choice(where, setting.key, setting.kind.write(value))


COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        name="setup",
        summary="Set the bot up here, step by step",
        handler=begin,
        group=GROUP,
        example="/setup",
        permission=Permission.ADMIN,
        options=(
            CommandOption(name="place", summary="Another channel, by a mention or a link of it"),
        ),
    ),
)

ACTIONS: dict[str, Handler[Desk]] = {
    "sup": begin_again,
    "sup-put": decide,
    "sup-days": show_daily,
    "sup-ask": ask_daily,
    "sup-day": put_daily,
    "sup-end": end,
}
