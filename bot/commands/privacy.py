"""What a person lets others see of them, and what is kept of them at all."""

import json
from hashlib import blake2b

from bot.chat.command import Command, Handler
from bot.chat.reply import Reply
from bot.chat.request import Actor, Request
from bot.commands.arguments import argument
from bot.commands.desk import Desk
from bot.errors import NotYours
from bot.views import privacy as views
from bot.views.personal_data import csv_rows

GROUP = "You"


async def about(desk: Desk, request: Request) -> Reply:
    """Say what is kept, why, and for how long."""
    is_hidden = await desk.people.is_hidden(request.actor)
    return views.about(is_hidden=is_hidden)


async def hide(desk: Desk, request: Request) -> Reply:
    """Take the person off all leaderboards, and have contests show them without their name."""
    await desk.people.hide(request.actor, hidden=True)
    return views.hidden()


async def show(desk: Desk, request: Request) -> Reply:
    """Let the person be seen again."""
    await desk.people.hide(request.actor, hidden=False)
    return views.shown()


async def export(desk: Desk, request: Request) -> Reply:
    """Hand the person everything that is kept about them, as JSON and as CSV."""
    found = await desk.personal_data.export(request.actor)
    if not found:
        return views.nothing_kept()
    as_json = json.dumps(found, ensure_ascii=False, indent=2)
    return views.exported(as_json, csv_rows(found), sum(map(len, found.values())))


async def ask_to_forget(desk: Desk, request: Request) -> Reply:  # noqa: ARG001 - a handler takes a desk
    """Ask whether the person means it."""
    return views.really_forget(_mark(request.actor))


async def forget(desk: Desk, request: Request) -> Reply:
    """Delete everything about the person."""
    if argument(request, 0) != _mark(request.actor):
        raise NotYours
    await desk.personal_data.forget(request.actor, desk.clock.now())
    return views.forgotten()


async def keep(desk: Desk, request: Request) -> Reply:  # noqa: ARG001 - a handler takes both
    """Leave everything as it is."""
    return views.kept()


def _mark(actor: Actor) -> str:
    """Return what tells a person's own button from that of another, who may have it before them."""
    return blake2b(actor.key.encode(), digest_size=8, person=b"forget").hexdigest()


COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        name="privacy about",
        summary="What is kept about you, why, and how to have it or have it deleted",
        handler=about,
        group=GROUP,
        example="/privacy about",
        aliases=("privacy",),
    ),
    Command(
        name="privacy export",
        summary="Everything that is kept about you, as files",
        handler=export,
        group=GROUP,
        example="/privacy export",
    ),
    Command(
        name="privacy forget",
        summary="Have everything about you deleted",
        handler=ask_to_forget,
        group=GROUP,
        example="/privacy forget",
    ),
    Command(
        name="privacy hide",
        summary="Be on no leaderboard, and play contests without your name",
        handler=hide,
        group=GROUP,
        example="/privacy hide",
    ),
    Command(
        name="privacy show",
        summary="Be on leaderboards again, and play contests under your name",
        handler=show,
        group=GROUP,
        example="/privacy show",
    ),
)

ACTIONS: dict[str, Handler[Desk]] = {
    "my-data": export,
    "my-end": ask_to_forget,
    "my-end-yes": forget,
    "my-end-no": keep,
    "my-hide": hide,
    "my-show": show,
}
