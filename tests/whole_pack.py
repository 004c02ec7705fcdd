"""A pack with every field that there is, as values that a test may spoil before they are written."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.quiz.kinds import KINDS
from tests.builders import COMMON, KIND_FIELDS, pack_files

HEAD: dict[str, Any] = {
    "format": 1,
    "id": "harbor",
    "title": "The harbor",
    "document": "tale",
    "language": "en",
    "text": {
        "first_page": 1,
        "body_starts": "The harbor was",
        "closing_starts": "The storm took two.",
    },
    "voices": {"author": "The author"},
    "topics": {"the-sea": "The sea"},
    "citation": {
        "author": {"given": "Ada", "family": "Byron"},
        "recipient": "Charles Babbage",
        "title": "The harbor",
        "form": "letter",
        "place": "London",
        "date": date(1840, 1, 2),
        "collection": "Letters",
        "house_collection": "Letters",
        "editors": [{"given": "Mary", "family": "Somerville"}],
        "publisher": "Murray",
        "city": "London",
        "year": 1850,
        "volume": 2,
        "first_page": 3,
        "last_page": 4,
        "item": "Document 5",
        "url": "https://example.org/5",
        "collection_url": "https://example.org",
        "short": "Byron, letter",
    },
    "about": {
        "what": "A letter.",
        "outside": [{"text": "It was sent.", "source": "A book"}],
        "weigh": ["It is short."],
        "date_note": "So dated.",
        "paragraphs_note": "Ours.",
        "rights": "Public domain.",
    },
}
OUTSIDE = {"text": "Seen elsewhere.", "source": "A book"}
NOTE = {
    "at": "¶ 1 s. 2",
    "gist": "The pilot decides.",
    "voice": "author",
    "topics": ["the-sea"],
    "asks": ["who decides"],
    "outside": OUTSIDE,
}
TERM = {
    "id": "boat",
    "name": "Boat",
    "forms": ["boats"],
    "aliases": ["vessel"],
    "definition": "It floats.",
    "outside": OUTSIDE,
}
QUOTE = {
    "id": "dawn",
    "text": "We sail at dawn.",
    "voice": "author",
    "topics": ["the-sea"],
    "note": "Short.",
    "question": "Why at dawn?",
}
WRITTEN = {"answer": "dawn", "accepted": ["at dawn"], "refused": ["dusk"]}
KINDS_FIELDS = KIND_FIELDS | {
    "cloze": WRITTEN,
    "short-answer": WRITTEN,
    "who-said": WRITTEN,
    "number": {"answer": 7, "unit": "boats", "refused": ["5"]},
}


def toml(value: object) -> str:
    """Write a value as TOML does, whatever it is."""
    match value:
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            fields = (f"{toml(name)} = {toml(each)}" for name, each in value.items())
            return f"{{{', '.join(fields)}}}"
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case _:
            return str(value)


def table(fields: Mapping[str, object]) -> str:
    return "".join(f"{toml(name)} = {toml(value)}\n" for name, value in fields.items())


def a_whole_pack() -> dict[str, dict[str, Any]]:
    """Return the fields of one entry of every sort, by the file and the header that they stand under."""
    questions = {
        f"questions/{kind.kind}.toml [[question]]": COMMON
        | {"kind": kind.kind, "id": kind.kind, "outside": OUTSIDE}
        | KINDS_FIELDS.get(kind.kind, KINDS_FIELDS["multiple-choice"])
        for kind in KINDS
    }
    return {
        "pack.toml ": HEAD,
        "annotations.toml [[note]]": NOTE,
        "glossary.toml [[term]]": TERM,
        "quotes.toml [[quote]]": QUOTE,
        **questions,
    }


def files_of(pack: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    written = pack_files()
    for place, fields in pack.items():
        name, _, header = place.partition(" ")
        written[name] = f"{header}\n{table(fields)}"
    return written


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of everything within a value, the value itself first."""
    if not isinstance(value, dict | list):
        return [path]
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    return [path, *(found for key, each in inner for found in places(each, (*path, key)))]


def replaced(value: Any, path: tuple[Any, ...], new: object) -> Any:
    if not path:
        return new
    changed = replaced(value[path[0]], path[1:], new)
    if isinstance(value, dict):
        return value | {path[0]: changed}
    return [*value[: path[0]], changed, *value[path[0] + 1 :]]


ENTRIES = a_whole_pack()
PLACES = [(entry, path) for entry, fields in ENTRIES.items() for path in places(fields) if path]
"""Every field, and every value within one: the entry it is in and the way to it."""
