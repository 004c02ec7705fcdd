"""The composition root: the only place that wires the rooms together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import EntryPoint, entry_points

from bot.chat.platform import Platform
from bot.commands.desk import Desk
from bot.document.search import Index
from bot.document.search_corpus import Alias, Annotation
from bot.pack.model import Pack
from bot.quiz.judge import TextJudge
from bot.runtime.clock import SystemClock
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.lexicon import english
from bot.store import open_store

PLATFORMS = "dispatch_bot.platforms"
"""The entry point group in which adapters are found."""


def index_of(pack: Pack) -> Index:
    """Build the index of a pack, with everything its editor says of the passages."""
    annotations = [Annotation(note.at, note.gist, note.asks, note.topics) for note in pack.notes]
    aliases = [Alias(term.name, term.forms, term.aliases) for term in pack.terms]
    return Index.build(pack.document, annotations, aliases, english())


def judge_of(pack: Pack) -> TextJudge:
    """Make the judge of a pack: every proper name in its glossary is a candidate of its own."""
    names = (name for term in pack.terms for name in (term.name, *term.forms, *term.aliases))
    return TextJudge(english(), [name for name in names if name[:1].isupper()])


@asynccontextmanager
async def open_bot(pack: Pack, database_url: str) -> AsyncIterator[Dispatcher]:
    """Open the store and hand out the bot on it. Raises what ``open_store`` raises."""
    async with open_store(database_url) as store:
        desk = Desk(
            pack=pack,
            index=index_of(pack),
            judge=judge_of(pack),
            practices=store.practices,
            scores=store.scores,
            clock=SystemClock(),
        )
        yield Dispatcher(desk)


def platforms() -> dict[str, EntryPoint]:
    """Return the platforms that are installed, by name, none of them loaded yet."""
    return {point.name: point for point in entry_points(group=PLATFORMS)}


def platform(name: str) -> Platform:
    """Load a platform. Raises ``KeyError`` for one that is not installed."""
    made: Platform = platforms()[name].load()()
    return made
