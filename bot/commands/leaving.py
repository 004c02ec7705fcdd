"""What platforms notice by themselves: somebody has gone from a place, or the place is gone."""

from collections.abc import AsyncIterator, Sequence

from bot.chat.request import Actor, Place
from bot.commands.desk import Desk
from bot.quiz.contest.events import PlaceLost
from bot.quiz.contest.people import departure
from bot.quiz.contest.state import State


async def person_left(desk: Desk, actor: Actor, place: Place) -> None:
    """Let a person leave the contests that they play or host from a place, or from its workspace."""
    async for state, places in _running(desk, place):
        event = departure(state, actor.key, places, desk.clock.now())
        if event:
            await desk.arena.submit(state.contest, event)


async def place_lost(desk: Desk, place: Place) -> None:
    """Let the contests of a place, or of its workspace, go on without it."""
    async for state, places in _running(desk, place):
        for lost in places:
            await desk.arena.submit(state.contest, PlaceLost(at=desk.clock.now(), place=lost))


async def _running(desk: Desk, place: Place) -> AsyncIterator[tuple[State, Sequence[str]]]:
    """Yield each contest that runs there, with its places that are meant."""
    for contest in await desk.archive.running_within(place):
        state = await desk.arena.find(contest)
        if state:
            yield state, [each for each in state.places if _is_within(each, place)]


def _is_within(key: str, place: Place) -> bool:
    # The key of a place without a channel is how those of its workspace begin.
    return key == place.key if place.channel else key.startswith(place.key)
