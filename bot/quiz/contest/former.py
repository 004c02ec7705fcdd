"""Who was forgotten: in every contest a former player stands in their place.

Their answers and points stay, since those of everybody else were reckoned beside them; who they were is
in no event any more. The log with the former player in it folds to the same standings.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import structs

from bot.quiz.contest.events import FORMER, Event, Joined
from bot.quiz.contest.rules import steps
from bot.quiz.contest.state import State


def former_player(token: str) -> str:
    """Return the key of a former player; ``token`` tells them apart, and must tell nothing of them."""
    return f"{FORMER}{token}"


def is_former(player: str) -> bool:
    """Whether this is the key of a former player, which nobody on a platform has."""
    return player.startswith(FORMER)


def without(log: Sequence[Event], player: str, former: str, name: str) -> tuple[Event, ...]:
    """Return a log in which a former player, shown as ``name``, did what a player has done."""
    teams = _teams(log, player)
    return tuple(_renamed(event, player, former, name, teams) for event in log)


def _renamed(event: Event, player: str, former: str, name: str, teams: Iterator[str]) -> Event:
    fields = event.__struct_fields__
    changes: dict[str, Any] = {each: former for each in fields if getattr(event, each) == player}
    if not changes:
        return event
    if "name" in fields:
        changes["name"] = name
    if isinstance(event, Joined):
        # A team that was drawn was drawn by the player's key.
        changes["team"] = next(teams)
    return structs.replace(event, **changes)


def _teams(log: Sequence[Event], player: str) -> Iterator[str]:
    """Yield the team in which a player was after each time that they joined."""
    state, folded = State(), 0
    for number, event in enumerate(log, 1):
        if isinstance(event, Joined) and event.player == player:
            state, _ = steps(state, log[folded:number])
            folded = number
            yield state.players[player].team
