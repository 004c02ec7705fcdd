"""Values to test with, each good as it stands; a test names only what it is about."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.chat.request import Actor, Place
from bot.document.model import Document
from bot.document.source import read
from bot.pack.model import Pack
from bot.pack.parse import parse
from bot.quiz.fields import Fields
from bot.quiz.kinds import KINDS
from bot.quiz.question import Question

CONTENT = Path(__file__).resolve().parents[1] / "content"
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

SOURCE = (
    "The harbor was quiet before the storm. The pilot said, “We sail at dawn.”\n\n"
    "Seven boats left the harbor [Page 2] and five came back. The storm took two."
)

COMMON: dict[str, Any] = {
    "id": "p01-first",
    "prompt": "What does the pilot announce?",
    "difficulty": "easy",
    "topics": ["the-sea"],
    "attribution": "author",
    "evidence": ["We sail at dawn."],
    "explanation": "He says so himself.",
    "hint": "Look at his words.",
}

KIND_FIELDS: dict[str, dict[str, Any]] = {
    "multiple-choice": {
        "answer": "To sail at dawn",
        "distractors": [
            {"text": "To wait a week", "why": "He does not wait."},
            {"text": "To sell a boat", "why": "Nothing is sold."},
            {"text": "To go by land", "why": "They go by sea."},
        ],
    },
    "several-answers": {
        "answers": ["Seven left", "Five came back"],
        "distractors": [
            {"text": "Nine left", "why": "Seven did."},
            {"text": "All came back", "why": "Two were lost."},
        ],
    },
    "true-false": {
        "answer": False,
        "evidence": ["five came back"],
        "decoys": [
            {"text": "Seven boats left the harbor", "why": "It says how many left."},
            {"text": "The harbor was quiet", "why": "It is about the time before."},
        ],
    },
    "ordering": {"items": ["The pilot speaks", "The boats leave", "The boats come back"]},
    "find-passage": {"refused": ["¶ 2"]},
}


def a_document(source: str = SOURCE) -> Document:
    """A short document with a page break inside a sentence and a sentence that ends in a quotation."""
    return read(source)


def a_question(kind: str = "multiple-choice", **changes: Any) -> Question:
    """A question of any kind on ``a_document``."""
    raw = COMMON | KIND_FIELDS.get(kind, {}) | changes
    cls = next(cls for cls in KINDS if cls.kind == kind)
    return cls.read(Fields(raw, a_document()))


def an_actor(name: str = "ada", *, platform: str = "terminal", **changes: Any) -> Actor:
    """A person."""
    return Actor(platform=platform, user=name, name=name.title(), **changes)


def a_place(channel: str = "terminal", *, platform: str = "terminal") -> Place:
    """A channel."""
    return Place(platform=platform, channel=channel)


def pack_files(**changes: str) -> dict[str, str]:
    """The files of a small pack; a change replaces or adds one, by name with ``_`` for ``/`` and ``.``."""
    return {
        "pack.toml": (
            'format = 1\nid = "harbor"\ntitle = "The harbor"\n\n'
            '[voices]\nauthor = "The author"\npilot = "The pilot"\n\n[topics]\nthe-sea = "The sea"\n'
        ),
        "source.txt": SOURCE,
        **changes,
    }


def a_pack(files: dict[str, str] | None = None) -> Pack:
    """The small pack, parsed."""
    return parse(files or pack_files())


def only(pack: Pack, kind: str) -> Pack:
    """A pack with its first question of a kind alone."""
    return replace(pack, questions=(next(each for each in pack.questions if each.kind == kind),))
