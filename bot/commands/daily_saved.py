"""The passages that people keep for themselves."""

from bot.chat.action import StaleAction
from bot.chat.command import Command, Handler
from bot.chat.reply import Reply
from bot.chat.request import Request
from bot.commands.arguments import argument, number_of, passage_of
from bot.commands.closed_book import forbid
from bot.commands.daily import GROUP
from bot.commands.desk import Desk
from bot.daily_ports import SavedPassage
from bot.document.model import Passage
from bot.errors import TooManySaved
from bot.pack.daily import quote_of
from bot.views import saved as views


async def save(desk: Desk, request: Request) -> Reply:
    """Keep a passage for the person."""
    code, quote = argument(request, 0), argument(request, 1)
    passage = passage_of(code, desk.pack.document)
    if quote and quote_of(desk.pack, quote) is None:
        raise StaleAction
    kept = SavedPassage(passage.ref.code, quote)
    if not await desk.saved.save(request.actor, desk.pack.id, kept, request.at):
        raise TooManySaved
    return views.saved()


async def drop(desk: Desk, request: Request) -> Reply:
    """Keep a passage no longer."""
    code, _, quote = argument(request, 0).partition("/")
    passage_of(code, desk.pack.document)
    if not quote.isprintable():
        raise StaleAction
    await desk.saved.drop(request.actor, desk.pack.id, SavedPassage(code, quote))
    return views.dropped()


async def show(desk: Desk, request: Request) -> Reply:
    """Show the passages that the person keeps."""
    start = number_of(argument(request, 0)) if argument(request, 0) else 0
    kept = await desk.saved.all(request.actor, desk.pack.id)
    found = [(each, passage) for each in kept if (passage := _passage(desk, each))]
    await forbid(
        desk, request, [passage.ref for _, passage in found[start : start + views.ON_A_PAGE]]
    )
    return views.listed(desk.pack, found, start)


def _passage(desk: Desk, kept: SavedPassage) -> Passage | None:
    """Return a passage that was kept, if the pack still has it."""
    try:
        return passage_of(kept.code, desk.pack.document)
    except StaleAction:
        return None


COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        name="saved",
        summary="The passages that you have saved",
        handler=show,
        group=GROUP,
        example="/saved",
    ),
)

ACTIONS: dict[str, Handler[Desk]] = {"save": save, "unsave": drop, "saved": show}
