"""Ways to play a contest, each with other things that can be cut off by a death."""

import asyncio
from collections.abc import Awaitable, Callable

from tests.crash.crowd import Match
from tests.crash.stand_in import Shown
from tests.crash.wire import Told

Play = Callable[[Match], Awaitable[None]]


async def quickly(match: Match) -> None:
    """Nothing but answers: each round ends with the last one, and the next begins at once."""
    await match.open(count=5, seconds=0, pause=0)
    await match.rounds(lambda shown: _all_answer(match, shown))


async def with_a_pause(match: Match) -> None:
    """A moment between the rounds, at whose end the clock opens the next; everything is sent twice."""

    async def twice(shown: Shown) -> None:
        match.repeats = 1
        _all_recorded(await match.answer_all(match.players, shown))
        match.repeats = 0

    await match.open(count=4, seconds=0, pause=1)
    await match.rounds(twice)


async def with_second_thoughts(match: Match) -> None:
    """Answers are changed before the last one is in; the last given counts."""

    async def revised(shown: Shown) -> None:
        *most, last = match.players
        _all_recorded(await match.answer_all(most, shown))
        _all_recorded(await match.answer_all(most[::2], shown))
        await match.answer(last, shown)

    await match.open(count=4, seconds=0, pause=0, revise=True)
    await match.rounds(revised)


async def with_a_busy_host(match: Match) -> None:
    """Pauses, players who leave, come back or are removed, a round closed early, one forged answer."""

    async def hosted(shown: Shown) -> None:
        number = int(shown.arguments[1])
        some, rest = match.players[: number + 2], match.players[number + 2 :]
        await match.answer_all(some, shown)
        await match.press(match.host, "c-pause", str(2 * number))
        refused = await match.answer(rest[0], shown)
        assert refused.failed, f"an answer was taken while the contest was paused: {refused.text}"
        await match.press(match.host, "c-resume", str(2 * number + 1))
        assert (await match.answer("stranger", shown)).failed, "a stranger's answer was taken"
        await match.press(rest[0], "c-leave")
        await match.press(match.host, "c-remove", f"crowd:{rest[-1 - number]}")
        await asyncio.gather(match.answer_all(rest[1:6], shown), match.press(rest[0], "c-join"))
        await match.press(match.host, "c-skip", str(number))

    await match.open(count=4, seconds=0, pause=0)
    await match.rounds(hosted)


async def against_the_clock(match: Match) -> None:
    """Somebody dawdles in the first round, which the clock closes; too late is too late."""

    async def dawdling(shown: Shown) -> None:
        number = int(shown.arguments[1])
        if number == 1:
            await match.press(match.host, "c-extend", "1")
        await match.answer_all(match.players[number == 0 :], shown)
        if number == 0:
            await match.asked(1)
            late = await match.answer(match.players[0], shown)
            assert late.failed, "an answer was taken after its round was closed"

    await match.open(count=3, seconds=5, pause=0)
    await match.rounds(dawdling)


async def in_two_places(match: Match) -> None:
    """A second place is linked, whose people play along; a third is not answered before the start."""
    match.annex, match.too_late = f"{match.place}-annex", f"{match.place}-late"
    await match.open(count=4, seconds=0, pause=0)
    await match.rounds(lambda shown: _all_answer(match, shown))
    await match.told_elsewhere()


ALL: tuple[Play, ...] = (
    in_two_places,
    quickly,
    with_a_busy_host,
    with_second_thoughts,
    with_a_pause,
    against_the_clock,
)


async def _all_answer(match: Match, shown: Shown) -> None:
    _all_recorded(await match.answer_all(match.players, shown))


def _all_recorded(replies: list[Told]) -> None:
    failed = [each.text for each in replies if each.failed]
    assert not failed, failed
