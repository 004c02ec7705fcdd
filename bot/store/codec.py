"""The values of a contest as JSON text, which both databases keep alike."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from bot.quiz.contest.events import Event
from bot.quiz.contest.facts import Fact
from bot.quiz.contest.state import State

read_fact: Final = msgspec.json.Decoder(Fact).decode
read_state: Final = msgspec.json.Decoder(State).decode

_read_events: Final = msgspec.json.Decoder(tuple[Event, ...] | Event).decode
_to_json: Final = msgspec.json.Encoder().encode


def read_events(row: str) -> tuple[Event, ...]:
    """Return the events of a row of the log; a row of an earlier version of the bot is one event."""
    found = _read_events(row)
    return found if isinstance(found, tuple) else (found,)


def as_json(value: Fact | State | Sequence[Event]) -> str:
    """Return a value as JSON.

    Half a surrogate pair, which a platform can be made to send and no database takes, becomes a
    question mark: one player's mischief must not keep anybody's answers from being recorded.
    """
    try:
        return _to_json(value).decode()
    except UnicodeEncodeError:
        return _to_json(_encodable(msgspec.to_builtins(value))).decode()


def _encodable(value: Any) -> Any:
    match value:
        case str():
            return value.encode(errors="replace").decode()
        case dict():
            return {_encodable(key): _encodable(each) for key, each in value.items()}
        case list() | tuple():
            return [_encodable(each) for each in value]
        case _:
            return value
