"""The document's public address, as somebody shared it: the passage that stands there."""

import re
from urllib.parse import urlsplit

from bot.chat.command import Handler
from bot.chat.reply import Reply
from bot.chat.request import Request
from bot.commands.arguments import argument
from bot.commands.closed_book import forbid
from bot.commands.desk import Desk
from bot.commands.reading import MAX_PASSAGES
from bot.document.references import read_reference
from bot.pack.model import Pack
from bot.views import reading as views

_PAGE = re.compile(r"p(?:g|age)?[_-]?(\d{1,4})")
"""How the fragment of an address names a page: ``#pg_226`` at the Office of the Historian."""


async def address(desk: Desk, request: Request) -> Reply:
    """Show the page that an address names, or what the document is."""
    url = argument(request, 0)
    if not _is_of(desk.pack, url):
        return views.elsewhere(desk.pack)
    page = _PAGE.fullmatch(urlsplit(url).fragment)
    reference = read_reference(f"p. {page[1]}") if page else None
    refs = desk.index.places.resolve(reference)[:MAX_PASSAGES] if reference else ()
    if not refs:
        return views.about(desk.pack)
    await forbid(desk, request, refs)
    return views.several_passages(desk.pack, [desk.pack.document.passage(ref) for ref in refs], 0)


def _is_of(pack: Pack, url: str) -> bool:
    return pack.work is not None and _plain(url) == _plain(pack.work.url)


def _plain(url: str) -> tuple[str, str]:
    """Return what tells one page from another: not the scheme, nor where on the page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", url
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/").lower()


ACTIONS: dict[str, Handler[Desk]] = {"link": address}
