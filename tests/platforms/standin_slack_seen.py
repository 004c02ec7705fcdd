"""What a person sees of the app's answers, and the words in it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.platforms.standin_slack_state import Interaction, Shown, State, Watcher
from tests.platforms.standin_slack_world import Channel, Json, Message, User, View


class CommandFailed(TimeoutError):
    """The person sees that the app did not respond: no acknowledgement in three seconds."""


class NothingShown(TimeoutError):
    """The app acknowledged, but then nothing came that the person could see."""


class NotOffered(LookupError):
    """Slack would not let the person do this: no such command, control or choice."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a menu that the app filled while the person typed."""

    text: str
    value: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one thing a person did; ``after`` is how many seconds to its acknowledgement.

    It goes on growing while the app says more.
    """

    state: State
    person: User
    where: Channel | None
    interaction: Interaction
    after: float
    since: int

    @property
    def all(self) -> list[Message | View]:
        """Each message and view that came or changed, once, in order of its last change."""
        found: dict[int, Message | View] = {}
        for shown in self.state.shown[self.since :]:
            if self._concerns(shown):
                found.pop(id(shown.what), None)
                found[id(shown.what)] = shown.what
        return list(found.values())

    async def shown(self, beyond: View | None = None) -> None:
        """Wait until something came or changed, other than ``beyond``."""
        watcher = Watcher(lambda one: one.what is not beyond and self._concerns(one))
        self.state.watchers.add(watcher)
        try:
            if not any(watcher.concerns(one) for one in self.state.shown[self.since :]):
                await watcher.found.wait()
        finally:
            self.state.watchers.discard(watcher)

    @property
    def messages(self) -> list[Message]:
        """The messages that came or changed and are still there."""
        return [one for one in self.all if isinstance(one, Message) and not one.deleted]

    @property
    def message(self) -> Message | None:
        """The last message that came or changed."""
        return self.messages[-1] if self.messages else None

    @property
    def modal(self) -> View | None:
        """The modal that is open before the person now, if this opened or changed it."""
        stack = self.state.stacks[self.person.id]
        return stack[-1] if stack and stack[-1] in self.all else None

    @property
    def home(self) -> View | None:
        """Their App Home, if it changed."""
        views = [one for one in self.all if isinstance(one, View) and not one.modal]
        return views[-1] if views else None

    @property
    def ephemeral(self) -> bool:
        """Whether the last message is for this person alone."""
        return self.message is not None and self.message.ephemeral

    @property
    def errors(self) -> dict[str, str]:
        """What a form was refused for, by the ids of its blocks."""
        source = self.interaction.source
        return source.errors if isinstance(source, View) else {}

    @property
    def words(self) -> str:
        """All words of what came or changed and is still there."""
        gone = [one.deleted if isinstance(one, Message) else one.closed for one in self.all]
        pairs = zip(self.all, gone, strict=True)
        return "\n".join(words(one) for one, is_gone in pairs if not is_gone)

    def _concerns(self, shown: Shown) -> bool:
        """Whether it came of what the person did, or may have, and is before their eyes."""
        return shown.by is self.interaction or (shown.by is None and self._sees(shown.what))

    def _sees(self, what: Message | View) -> bool:
        if isinstance(what, View):
            return what.person is self.person
        here = what.channel is self.where and self.person.id in what.channel.members
        return here and what.only_for in {None, self.person}


def words(shown: Message | View) -> str:
    """What a person can read in a message or view, top to bottom, a line for each part.

    Buttons read ``[Label]``, pictures ``(picture: alt text)``, options ``- Text``; a message with
    blocks shows these and not its ``text``.
    """
    lines = [shown.title] if isinstance(shown, View) and shown.modal else []
    for block in shown.blocks:
        lines += _read(block)
    if isinstance(shown, Message):
        lines += [] if shown.blocks else [shown.text]
        for unfurl in shown.unfurls.values():
            lines += [line for block in unfurl.get("blocks") or [] for line in _read(block)]
        lines += [f"(picture: {one.alt_text})" for one in shown.files]
    return "\n".join(line for line in lines if line)


def pings(message: Message) -> set[str]:
    """Whom a message calls: people's ids, and ``channel``, ``here``, ``everyone`` or a group."""
    called = set(_PING.findall(message.text))
    for block in message.blocks:
        called |= _pings_in(block)
    return called


def controls(shown: Message | View) -> Iterator[tuple[Json, Json]]:
    """Each element that can be acted on, with the block it stands in, in reading order."""
    for block in shown.blocks:
        elements = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
        for element in elements:
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def label_of(block: Json, element: Json) -> str:
    """What stands on a control or beside it."""
    shown = element.get("text") or block.get("label") or element.get("placeholder") or {}
    return str(shown.get("text", ""))


def _read(part: Any) -> Iterator[str]:
    """The words of a block or element and what is in it."""
    match part:
        case {"type": "button"}:
            yield f"[{part['text']['text']}]"
        case {"type": "image"}:
            yield f"(picture: {part.get('alt_text', '')})"
        case {"type": "rich_text_section" | "rich_text_preformatted" | "rich_text_quote"}:
            yield "".join(_span(span) for span in part["elements"])
        case {"type": "table"}:
            for row in part["rows"]:
                yield " | ".join(" ".join(_read(cell)) for cell in row)
        case {"value": _, "text": {"text": text}}:
            described = (part.get("description") or {}).get("text")
            yield f"- {text}" + (f" ({described})" if described else "")
        case {"text": str() as text}:
            yield text
        case list():
            yield from _each(part)
        case dict():
            yield from _each(part.get(key) for key in _SHOWN)


def _each(parts: Iterable[Any]) -> Iterator[str]:
    for part in parts:
        yield from _read(part)


_SHOWN = (
    *("label", "text", "title", "fields", "elements", "element", "accessory"),
    *("placeholder", "options", "option_groups", "hint"),
)


_PING = re.compile(r"<[@!](?!date\^)([A-Za-z0-9^]+)(?:\|[^>]*)?>")


def _pings_in(part: Any) -> set[str]:
    """Plain text calls nobody; marked-up text and rich text may."""
    match part:
        case {"type": "mrkdwn" | "markdown", "text": str(text)}:
            return set(_PING.findall(text))
        case {"type": "user", "user_id": str(called)} | {"type": "broadcast", "range": str(called)}:
            return {called}
        case dict():
            return set[str]().union(*map(_pings_in, part.values()))
        case list():
            return set[str]().union(*map(_pings_in, part))
        case _:
            return set()


def _span(span: Json) -> str:
    match span.get("type"):
        case "text":
            return str(span["text"])
        case "link":
            return str(span.get("text") or span["url"])
        case "user":
            return f"<@{span['user_id']}>"
        case "emoji":
            return f":{span['name']}:"
        case "date":
            return str(span.get("fallback") or span["format"])
        case other:
            return f"<{other}>"
