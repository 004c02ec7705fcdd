"""What platforms notice by themselves: somebody has gone from a place, or the place is gone."""

from collections.abc import Sequence

from bot.chat.request import Actor, Place
from bot.commands.desk import Desk
from bot.quiz.contest.events import PlaceLost
from bot.quiz.contest.people import departure
from bot.quiz.contest.state import State


async def person_left(desk: Desk, actor: Actor, place: Place) -> None:
    """Let a person leave the contests that they play or host from a place, or from its workspace."""

    async def leave(state: State) -> None:
        now = desk.clock.now()
        if event := departure(state, actor.key, _within(state, place), now):
            await desk.arena.submit(state.contest, event)

    await desk.arena.each(await desk.archive.running_within(place), leave)


async def place_lost(desk: Desk, place: Place) -> None:
    """Let the contests of a place, or of its workspace, go on without it."""

    async def lose(state: State) -> None:
        for lost in _within(state, place):
            await desk.arena.submit(state.contest, PlaceLost(at=desk.clock.now(), place=lost))

    await desk.arena.each(await desk.archive.running_within(place), lose)


def _within(state: State, place: Place) -> Sequence[str]:
    """Return the places of a contest that are meant by one, which may be a workspace."""
    # The key of a place without a channel is how those of its workspace begin.
    if place.channel:
        return [each for each in state.places if each == place.key]
    return [each for each in state.places if each.startswith(place.key)]
