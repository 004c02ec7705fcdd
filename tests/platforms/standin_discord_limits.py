"""What Discord refuses in messages, autocomplete choices, threads and scheduled events.

The limits are those of the developer documentation; a breach is answered as Discord answers it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.platforms.standin_discord_components import (
    Json,
    Problem,
    bounded,
    layout_problems,
    optional,
    ranged,
    repeated,
    row_problems,
    walk,
)

EPHEMERAL = 1 << 6
LOADING = 1 << 7
COMPONENTS_V2 = 1 << 15
NONCE = 25
MOST_FILES = 10
MOST_BYTES = 10 * 1024 * 1024
_FLAGS_ONE_MAY_SET = 1 << 2 | EPHEMERAL | 1 << 12 | COMPONENTS_V2


def message_problems(payload: Json, uploads: Mapping[str, bytes]) -> Iterator[Problem]:
    """What Discord refuses in a whole message: a new one, or an old one with its edit applied.

    ``uploads`` are the files it has, by name.
    """
    yield from optional(payload.get("content"), "content", 0, 2_000)
    yield from optional(payload.get("nonce"), "nonce", 0, NONCE)
    yield from _flags(payload.get("flags") or 0)
    if (payload.get("flags") or 0) & COMPONENTS_V2:
        yield from _nothing_beside_the_layout(payload)
        yield from layout_problems(payload.get("components") or [])
    else:
        yield from row_problems(payload.get("components") or [])
    yield from _embeds(payload.get("embeds") or [])
    yield from _files(payload.get("attachments") or [], uploads)
    yield from _attachments_named(payload.get("components") or [], uploads)
    yield from _mentions(payload.get("allowed_mentions") or {})


def is_empty(payload: Json, uploads: Mapping[str, bytes]) -> bool:
    """Whether there is nothing to see in the message."""
    shown = ("content", "embeds", "components", "poll", "sticker_ids")
    return not uploads and not any(payload.get(part) for part in shown)


def choice_problems(choices: Iterable[Json], at: str = "choices") -> Iterator[Problem]:
    """What Discord refuses in the choices of an option or an autocompletion."""
    every = list(choices)
    yield from bounded(every, at, 0, 25)
    yield from repeated((choice.get("name") for choice in every), at, "Choice name")
    for index, choice in enumerate(every):
        yield from bounded(choice.get("name"), f"{at}.{index}.name", 1, 100)
        if isinstance(choice.get("value"), str):
            yield from bounded(choice["value"], f"{at}.{index}.value", 1, 100)


def thread_problems(payload: Json) -> Iterator[Problem]:
    """What Discord refuses in a new thread or forum post."""
    yield from bounded(payload.get("name"), "name", 1, 100)
    if payload.get("auto_archive_duration") not in {None, 60, 1_440, 4_320, 10_080}:
        yield Problem("auto_archive_duration", "Value must be one of", "BASE_TYPE_CHOICES")


def event_problems(payload: Json) -> Iterator[Problem]:
    """What Discord refuses in a new scheduled event."""
    yield from bounded(payload.get("name"), "name", 1, 100)
    yield from optional(payload.get("description"), "description", 0, 1_000)
    yield from ranged(payload.get("privacy_level", 0), "privacy_level", 2, 2)
    yield from ranged(payload.get("entity_type", 0), "entity_type", 1, 3)
    yield from bounded(payload.get("scheduled_start_time"), "scheduled_start_time", 1, 64)
    if payload.get("entity_type") == 3:
        where = (payload.get("entity_metadata") or {}).get("location")
        yield from bounded(where, "entity_metadata.location", 1, 100)
        yield from bounded(payload.get("scheduled_end_time"), "scheduled_end_time", 1, 64)


def error_body(problems: Iterable[Problem]) -> Json:
    """The answer of Discord to an invalid form, a tree of the paths that are wrong."""
    tree: dict[str, Any] = {}
    for problem in problems:
        here = tree
        for step in problem.at.split("."):
            here = here.setdefault(step, {})
        here.setdefault("_errors", []).append({"code": problem.code, "message": problem.rule})
    return {"code": 50035, "message": "Invalid Form Body", "errors": tree}


def _flags(flags: int) -> Iterator[Problem]:
    if flags & ~(_FLAGS_ONE_MAY_SET | LOADING):
        yield Problem("flags", f"Flags {flags} may not be set", "MESSAGE_FLAGS_INVALID")


def _nothing_beside_the_layout(payload: Json) -> Iterator[Problem]:
    for part in ("content", "embeds", "poll", "sticker_ids"):
        if payload.get(part):
            rule = f"The '{part}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            yield Problem(part, rule, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2")


def _embeds(embeds: list[Json]) -> Iterator[Problem]:
    yield from bounded(embeds, "embeds", 0, 10)
    if sum(map(_embed_size, embeds)) > 6_000:
        yield Problem("embeds", "Embed size exceeds maximum size of 6000", "MAX_EMBED_SIZE")
    for index, embed in enumerate(embeds):
        yield from _embed(embed, f"embeds.{index}")


def _embed(embed: Json, at: str) -> Iterator[Problem]:
    yield from optional(embed.get("title"), f"{at}.title", 0, 256)
    yield from optional(embed.get("description"), f"{at}.description", 0, 4_096)
    yield from optional(embed.get("footer", {}).get("text"), f"{at}.footer.text", 0, 2_048)
    yield from optional(embed.get("author", {}).get("name"), f"{at}.author.name", 0, 256)
    fields = embed.get("fields", [])
    yield from bounded(fields, f"{at}.fields", 0, 25)
    for index, field in enumerate(fields):
        yield from bounded(field.get("name"), f"{at}.fields.{index}.name", 1, 256)
        yield from bounded(field.get("value"), f"{at}.fields.{index}.value", 1, 1_024)


def _embed_size(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description"), embed.get("footer", {}).get("text")]
    texts.append(embed.get("author", {}).get("name"))
    for field in embed.get("fields", []):
        texts += [field.get("name"), field.get("value")]
    return sum(len(text or "") for text in texts)


def _files(attachments: list[Json], uploads: Mapping[str, bytes]) -> Iterator[Problem]:
    yield from bounded(attachments, "attachments", 0, MOST_FILES)
    for index, attachment in enumerate(attachments):
        described = attachment.get("description")
        yield from optional(described, f"attachments.{index}.description", 0, 1_024)
    for name, content in uploads.items():
        if len(content) > MOST_BYTES:
            rule = f"{name} has more than {MOST_BYTES} bytes"
            yield Problem("attachments", rule, "ATTACHMENT_TOO_LARGE")


def _attachments_named(components: list[Json], uploads: Mapping[str, bytes]) -> Iterator[Problem]:
    for at, url in _media_urls(components):
        name = url.removeprefix("attachment://")
        if name != url and name not in uploads:
            rule = f"The referenced attachment {name!r} was not found"
            yield Problem(at, rule, "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND")


def _media_urls(components: list[Json]) -> Iterator[tuple[str, str]]:
    for at, component in walk(components):
        for holder in (component, *component.get("items", ())):
            for key in ("media", "file"):
                if key in holder:
                    yield f"{at}.{key}.url", str(holder[key].get("url"))


def _mentions(mentions: Json) -> Iterator[Problem]:
    for kind in ("users", "roles"):
        yield from optional(mentions.get(kind), f"allowed_mentions.{kind}", 0, 100)
        if kind in (mentions.get("parse") or ()) and mentions.get(kind):
            rule = f"parse:[{kind!r}] and {kind}: [ids...] are mutually exclusive."
            yield Problem("allowed_mentions", rule, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE")
