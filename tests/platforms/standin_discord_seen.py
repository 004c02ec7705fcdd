"""What a person sees of the bot's answers, and the words in it."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from tests.platforms.standin_discord_components import Json, Kind, walk
from tests.platforms.standin_discord_limits import EPHEMERAL
from tests.platforms.standin_discord_state import Callback, Interaction
from tests.platforms.standin_discord_world import Message


class InteractionFailed(TimeoutError):
    """The person sees "The application did not respond": nothing came in three seconds."""


class NotOffered(LookupError):
    """Discord would not let the person do this: no such command, option, button or choice."""


@dataclass(frozen=True, slots=True)
class Modal:
    """A form on a person's screen."""

    custom_id: str
    title: str
    components: tuple[Json, ...]
    opened_by: Interaction


@dataclass(frozen=True, slots=True)
class Choice:
    """One suggestion of an autocompletion."""

    name: str
    value: str | int | float


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one thing a person did; ``after`` is how many seconds it took to come."""

    interaction: Interaction
    callback: Callback
    after: float

    @property
    def message(self) -> Message | None:
        """The answer, or the message that was changed in place; it goes on changing."""
        return self.interaction.original

    @property
    def followups(self) -> list[Message]:
        """What the bot said after its first answer."""
        return self.interaction.followups

    @property
    def ephemeral(self) -> bool:
        """Whether the answer is for this person alone."""
        return bool(self.message and self.message.flags & EPHEMERAL)

    @property
    def modal(self) -> Modal | None:
        """The form that the bot opened."""
        if self.callback is not Callback.MODAL:
            return None
        data = self.interaction.data
        components = tuple(data["components"])
        return Modal(data["custom_id"], data["title"], components, self.interaction)

    @property
    def choices(self) -> list[Choice]:
        """The suggestions of an autocompletion."""
        listed = self.interaction.data.get("choices") or []
        return [Choice(choice["name"], choice["value"]) for choice in listed]

    @property
    def words(self) -> str:
        """All words of the answer and of what followed it."""
        messages = [self.message] if self.message else []
        return "\n".join(words(message) for message in [*messages, *self.followups])

    async def final(self, timeout: float = 5.0) -> "Seen":  # noqa: ASYNC109 - a test's patience
        """Wait until a deferred answer has come; any other has already.

        Raises:
            TimeoutError: the person still sees "thinking…", or nothing new.
        """
        async with asyncio.timeout(timeout), self.interaction.changed:
            await self.interaction.changed.wait_for(self._is_final)
        return self

    def _is_final(self) -> bool:
        match self.callback:
            case Callback.DEFERRED:
                return self.message is None or not self.message.loading or self.message.deleted
            case Callback.DEFERRED_UPDATE:
                return self.interaction.revision > 1
            case _:
                return True


def words(shown: Message | Modal) -> str:
    """Every word a person can read in a message or form, top to bottom, a line for each part.

    Buttons read ``[Label]``, pictures ``(picture: alt text)``, choices ``- Label``.
    """
    lines: list[str] = []
    if isinstance(shown, Modal):
        lines.append(shown.title)
    else:
        lines += [shown.content, *_embed_words(shown.body.get("embeds") or [])]
    for _, component in walk(shown.components):
        lines += _component_words(component)
    return "\n".join(line for line in lines if line)


def buttons(message: Message) -> list[Json]:
    """The buttons of a message, in reading order."""
    return [one for _, one in walk(message.components) if one["type"] == Kind.BUTTON]


def _component_words(component: Json) -> Iterator[str]:
    yield component.get("content") or ""
    match component["type"]:
        case Kind.BUTTON:
            emoji = (component.get("emoji") or {}).get("name") or ""
            yield f"[{component.get('label') or emoji}]"
        case Kind.THUMBNAIL:
            yield _picture(component)
        case Kind.GALLERY:
            yield from map(_picture, component["items"])
        case _:
            yield from _field_words(component)


def _field_words(component: Json) -> Iterator[str]:
    for part in ("label", "description", "placeholder", "value"):
        yield str(component.get(part) or "")
    for option in component.get("options") or []:
        described = option.get("description")
        yield f"- {option['label']}" + (f" ({described})" if described else "")


def _picture(holder: Json) -> str:
    return f"(picture: {holder.get('description') or ''})"


def _embed_words(embeds: list[Json]) -> Iterator[str]:
    for embed in embeds:
        yield embed.get("title") or ""
        yield embed.get("description") or ""
        for field in embed.get("fields") or []:
            yield f"{field['name']}: {field['value']}"
        yield (embed.get("footer") or {}).get("text") or ""
