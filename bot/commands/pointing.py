"""Shortcuts: what is done with a message or a person that somebody points at."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.chat.command import Shortcut, Target
from bot.chat.reply import Reply, Visibility
from bot.chat.request import MAX_POINTED, Pointed, Request
from bot.commands.desk import Desk
from bot.commands.reading import MAX_QUERY, not_found, show_hits
from bot.commands.standings import score
from bot.document.reference_model import Bare
from bot.document.references import read_reference
from bot.document.search import Hit
from bot.quiz.standings import Placing
from bot.views import pointing as views
from bot.views.standings import score as score_of
from bot.views.words import clipped

MOST_TRIED = 8
"""Parts of a message that are looked for, at most."""

_SAID = re.compile(r"[“„\"»«]([^“”„\"»«\n]{8,})[”“\"«»]|^> ?(.+)$", re.MULTILINE)


async def find(desk: Desk, request: Request) -> Reply:
    """Find, for the reader alone, what a message is about."""
    parts = list(_parts(_pointed(request).words))
    for part in parts:
        if hits := desk.index.find(part).hits:
            reply = await show_hits(desk, request, hits)
            break
    else:
        said = parts[0] if parts else ""
        suggestions = desk.index.find(said).suggestions
        reply = await not_found(desk, request, said, suggestions)
    return replace(reply, visibility=Visibility.ONLY_YOU)


async def quote(desk: Desk, request: Request) -> Reply:
    """Quote, for everyone, the passage that a message names or has words of."""
    for part in _parts(_pointed(request).words):
        if isinstance(read_reference(part), Bare):  # a number in a chat is seldom a paragraph's
            continue
        exact = [hit for hit in desk.index.find(part).hits if _is_certain(hit)]
        if exact:
            return await show_hits(desk, request, exact)
    return views.nothing_to_quote(desk.pack)


async def study_record(desk: Desk, request: Request) -> Reply:
    """Show a person's record, unless they are hidden."""
    person = _pointed(request).person
    if person is None or person.key == request.actor.key:
        return await score(desk, request)
    record = await desk.scores.record(person)
    if not record.answers or await desk.people.is_hidden(person):
        return views.no_record(person)
    return score_of(record, Placing.of(await desk.placings.finishes(person)))


def _pointed(request: Request) -> Pointed:
    return request.what if isinstance(request.what, Pointed) else Pointed("")


def _is_certain(hit: Hit) -> bool:
    return hit.via in ("exact", "reference")


def _parts(words: str) -> Iterator[str]:
    """Yield what to look for: what the message quotes, then all of it, then each of its lines."""
    text = words[:MAX_POINTED]
    quoted = [said or line for said, line in _SAID.findall(text)]
    lines = [line for line in text.splitlines() if line.strip()]
    whole = [text] if len(text) <= MAX_QUERY else []
    parts = (_fitting(part) for part in [*quoted, *whole, *lines])
    yield from [part for part in dict.fromkeys(parts) if part][:MOST_TRIED]


def _fitting(part: str) -> str:
    return clipped(part.strip(" >*_.,"), MAX_QUERY).removesuffix("…")


SHORTCUTS: tuple[Shortcut[Desk], ...] = (
    Shortcut(
        key="find",
        name="Find in the dispatch",
        summary="Find the passage that a message is about, for you alone",
        target=Target.MESSAGE,
        command="lookup",
        handler=find,
    ),
    Shortcut(
        key="quote",
        name="Quote this passage",
        summary="Quote exactly, for everyone, the passage that a message names or has words of",
        target=Target.MESSAGE,
        command="passage",
        handler=quote,
    ),
    Shortcut(
        key="record",
        name="Study record",
        summary="A person's points and how they came about, unless they are hidden",
        target=Target.PERSON,
        command="score",
        handler=study_record,
    ),
)
