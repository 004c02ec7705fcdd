"""What the core offers to a platform, and what a platform offers to the core."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar, runtime_checkable

from bot.chat.command import Command, Shortcut
from bot.chat.form import Option
from bot.chat.language import Language
from bot.chat.reply import Reply
from bot.chat.request import Actor, Place, Request

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Gathering:
    """What people are invited to, between two moments, for platforms that have a calendar."""

    title: str
    about: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Post:
    """Something the bot says on its own in a place.

    ``nonce`` is the same when the same post is sent again, after a crash for example; at most 25
    characters. ``message`` is the platform's id of the message to edit, empty for a new one.
    ``is_again`` says that an earlier try may have sent it already, unknown to us. ``thread`` is the title
    of a thread to be opened under a new message, where the platform has such; ``notify`` is a role or a
    group to be notified of it, as the platform writes it. ``gathering`` is to be announced with a new
    message, where the platform has such and lets us.
    """

    place: Place
    reply: Reply
    nonce: str
    message: str = ""
    is_again: bool = False
    thread: str = ""
    notify: str = ""
    gathering: Gathering | None = None


class DeliveryFailed(Exception):
    """A post did not get through. ``after`` is how many seconds to wait at least before trying again.

    ``place_is_gone`` says that trying again is useless: the channel was deleted, or the bot removed.
    ``remedy`` says, in the platform's own words, what whoever set it up there can do about it.
    """

    def __init__(
        self, reason: str, *, after: float = 0, place_is_gone: bool = False, remedy: str = ""
    ) -> None:
        super().__init__(reason)
        self.after = after
        self.place_is_gone = place_is_gone
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Abilities:
    """What platforms do differently with what the bot says on its own.

    ``whole_rounds`` is for platforms whose messages can be edited under the hands of those who answer:
    all of a contest's round is one message there. ``count_pause`` is how many seconds are between
    two edits of such a message that only renew how many have answered, at least.
    """

    whole_rounds: bool = False
    count_pause: float = 2.0


PLAIN = Abilities()
"""What every platform can do."""


class PostTaker(Protocol):
    """A platform that takes posts."""

    name: str

    async def post(self, post: Post) -> str:
        """Post or edit a message; return the platform's id of it. Raises ``DeliveryFailed``.

        A post whose nonce the platform has seen must not appear a second time, where it can tell.
        """


@runtime_checkable
class Whispering(Protocol):
    """A taker of posts that can speak to one person in private."""

    async def whisper(self, place: Place, user: str, reply: Reply) -> None:
        """Tell a person something in a message that only they get. Raises ``DeliveryFailed``.

        ``place`` is that which it is about: the person is to be found in its workspace.
        """


@runtime_checkable
class Foreseeing(Protocol):
    """A taker of posts that can tell beforehand whether one would get through."""

    async def hindrance(self, place: Place) -> str:
        """Return what would help, as ``DeliveryFailed`` has it, where none would; else nothing.

        Raises ``DeliveryFailed`` for a place that the workspace does not have, as far as the platform
        lets us see, and where it cannot be found out.
        """


@runtime_checkable
class Acquainted(Protocol):
    """A taker of posts that can be asked whether somebody is still there, since nobody tells it."""

    async def has_left(self, place: Place, user: str) -> bool:
        """Return whether a person is for certain no longer in the workspace of a place.

        Nobody leaves a place that has none. Raises ``DeliveryFailed`` where it cannot be found out.
        """


@runtime_checkable
class Withholding(Protocol):
    """A taker of posts whose platform shows what is for admins to those alone whom it takes for such."""

    def how_to_show(self) -> str:
        """Return how one of them lets somebody else see it, in the language being spoken."""


class Vault(Protocol):
    """What a platform has to keep for itself, such as tokens, under a name.

    Values are sealed: without the key a copy of the store does not tell them; names are not. What is of a
    ``workspace`` is deleted with it; an empty one is for what is of none. After ``until`` it is gone.
    Raises ``StorageBusy``, and ``WrongKey`` where a value was sealed with a key that is not given.
    """

    async def put(
        self, workspace: str, name: str, value: str, until: datetime | None = None
    ) -> None:
        """Keep a value in the place of what was there."""

    async def add(self, workspace: str, name: str, value: str, until: datetime) -> bool:
        """Keep a value where there is none; return whether this was it, of all processes the only one."""

    async def get(self, workspace: str, name: str) -> str:
        """Return a value, empty where there is none."""

    async def take(self, workspace: str, name: str) -> str:
        """Forget a value and return it: to one process, once, and to all others an empty one."""

    async def of_all(self, name: str) -> Mapping[str, str]:
        """Return the values of a name by their workspaces."""


class Offer(Protocol):
    """What the bot offers, whatever it has kept."""

    @property
    def commands(self) -> tuple[Command[Any], ...]:
        """Every command there is, in the order in which help lists them."""

    @property
    def shortcuts(self) -> tuple[Shortcut[Any], ...]:
        """Every command that is offered in the menu of a message or of a person."""

    def localised(self, text: str) -> Mapping[str, str]:
        """Return a name or a summary of a command in other languages, by locale (``de``)."""

    @property
    def title(self) -> str:
        """The name of the document being read."""

    @property
    def address(self) -> str:
        """The public address of the document, or nothing."""

    def now(self) -> datetime:
        """Return the present moment, with its zone."""


class Bot(Offer, Protocol):
    """The core as an adapter sees it."""

    async def handle(self, request: Request) -> Reply:
        """Answer a request. Never raises for what a person did; a bug becomes an apology."""

    def language(self, locale: str, place: Place | None = None) -> Language:
        """Return the language to speak to a person of a locale (``de``, ``de-AT``), from memory only.

        It is for what a platform says by itself, and to be spoken while it asks for suggestions; where
        a language was chosen for the place, it is that one. A reply knows its own.
        """

    def complete(
        self, command: str, option: str, typed: str, place: Place | None = None
    ) -> tuple[Option, ...]:
        """Return suggestions for an option of a command, best first, from memory only.

        ``place`` is where somebody types: while a closed-book question is asked there, no suggestion
        tells words of the document.
        """

    async def aside(self, request: Request) -> Reply | None:
        """Return what the person should be told in private beside the answer to a request, once.

        To be asked for, and shown to them alone, when the answer was shown.
        """

    async def person_left(self, actor: Actor, place: Place) -> None:
        """Take note that a person is gone from a place; one without a channel is the whole workspace.

        Nobody waits for them any more, and what they host goes on without them.
        """

    async def place_lost(self, place: Place) -> None:
        """Take note that a place is gone; one without a channel is the whole workspace.

        What is kept of a workspace is deleted in time, unless the bot comes back to it.
        """

    async def place_found(self, place: Place) -> None:
        """Take note that the bot is in a place; one without a channel is the whole workspace.

        To be told of each workspace when the bot has connected, and of each that it comes to.
        """

    async def workspaces_found(
        self, platform: str, found: Collection[str], is_served: Callable[[str], bool]
    ) -> None:
        """Take note of all the workspaces that the bot is in, by their ids, when it has connected.

        Any other for which ``is_served`` holds has removed it while nobody listened. For a platform
        that tells all of them; ``place_found`` is for one that cannot.
        """

    async def insist(self, action: Callable[[], Awaitable[Result]]) -> Result:
        """Do something until it no longer raises ``StorageBusy``; return what it does.

        It is for what a platform hears once, and that nobody could be told to try again.
        """

    def apology(self, platform: str) -> Reply:
        """Log the bug that is being handled, and return the apology with the id that the log has.

        It is for what goes wrong in a platform itself, when it was to answer somebody.
        """

    def vault(self, platform: str) -> Vault:
        """Return what a platform keeps for itself. Raises ``KeyMissing`` or ``KeyInvalid``."""

    async def deliver(self, taker: PostTaker, abilities: Abilities = PLAIN) -> None:
        """Post what the bot says on its own, until cancelled."""

    async def settle(self, taker: PostTaker) -> None:
        """Let happen and post whatever is due by now, and return."""


class Platform(Protocol):
    """A place where people meet the bot; found by the entry point group ``dispatch_bot.platforms``."""

    name: str

    async def run(self, bot: Bot, arguments: Sequence[str]) -> int:
        """Serve until done; return the exit status."""


@runtime_checkable
class Service(Protocol):
    """A platform that serves people elsewhere, and so may run beside others in one process."""

    name: str

    def missing(self, environment: Mapping[str, str]) -> str:
        """Say what has to be set before it can run; nothing where all is there."""


@runtime_checkable
class Connected(Protocol):
    """A platform that knows whether people can reach the bot there now."""

    is_connected: bool


@runtime_checkable
class Routed(Protocol):
    """A platform that is reached over HTTP, when it is asked to be."""

    def routes(self, environment: Mapping[str, str], arguments: Sequence[str]) -> Mapping[str, Any]:
        """Return its apps of ASGI by where they begin, for as long as it runs; nothing if it needs none.

        Raises ``SystemExit`` for arguments that do not exist.
        """


class Health(Protocol):
    """How a process is."""

    def is_alive(self) -> bool:
        """Return whether all goes on that goes on without anybody asking."""

    async def lacking(self) -> Mapping[str, str]:
        """Return what keeps people from using the bot, and why; nothing where they can."""


class HttpServer(Protocol):
    """Serves HTTP for a process; found by the entry point group ``dispatch_bot.http``."""

    async def serve(self, health: Health, listening: Any, mounts: Mapping[str, Any]) -> None:
        """Serve on an open socket until cancelled; ``mounts`` are apps of ASGI by where they begin."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what was seen and, where it is not well, what to do about it."""

    what: str
    detail: str
    well: bool = True
    mend: str = ""


@runtime_checkable
class Examined(Protocol):
    """A platform that ``dispatch-bot doctor`` can look over."""

    name: str

    def examine(self, bot: Offer) -> AsyncIterator[Finding]:
        """Yield what is found, in the order in which a platform is set up.

        It needs the environment and the network, no store. Ends where what follows could only fail.
        Raises ``UserError``, whose words become a finding.
        """


@runtime_checkable
class Described(Protocol):
    """A platform that has to be told in a file what the bot is, to be handed in where it is set up."""

    name: str

    def manifest(self, offer: Offer, url: str) -> str:
        """Return the file's text. ``url`` is where the platform is to call the bot, if it is."""
