"""What the bot costs on Slack, measured on the real program against a stand-in over real sockets.

``python -m benchmarks.slack_clicks [--lookups 550] [--players 500]`` prints

* what a lookup costs, and what a trivial command of an app on the bare slack-bolt does;
* how long clicks wait to be acknowledged that many players make within one second: over Socket Mode,
  and over HTTP with two replicas on one PostgreSQL.

The stand-in runs in this process, the bots in processes of their own, and so does what sends the clicks
over HTTP (``slack_burst.py``).
"""

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from adapters.slack.manifest import manifest
from benchmarks.bot_process import running
from benchmarks.slack_burst import Burst
from benchmarks.turns import Cost, compare
from bot.runtime.app import offer
from bot.runtime.packs import load
from tests.platforms.standin_slack import Member, Message, StandIn
from tests.platforms.standin_slack_seen import Seen
from tests.slack_bot import noted, said_in
from tests.slack_http import replica
from tests.storage import PostgresCluster

PROGRAM = (str(Path(sys.executable).with_name("dispatch-bot")), "run", "slack")
BARE = (sys.executable, str(Path(__file__).with_name("slack_bare.py")))
CONTEST = "contest start count=3 kinds=multiple-choice seconds=600"
AT_ONCE = 100
"""Players who join at once."""

PATIENCE = 30.0


@asynccontextmanager
async def workspace() -> AsyncIterator[StandIn]:
    """Slack with the app as its manifest says."""
    async with StandIn(acknowledge_within=PATIENCE, patience=PATIENCE) as slack:
        slack.use_manifest(manifest(offer(load())))
        yield slack


async def compare_lookups(lookups: int) -> None:
    """Print what so many lookups cost, and so many trivial commands."""
    async with (
        workspace() as one,
        running(one, BARE) as bare,
        workspace() as two,
        running(two, PROGRAM) as ours,
    ):
        beside = Cost(bare, partial(_look_up, one))
        await compare(beside, Cost(ours, partial(_look_up, two)), lookups)


async def clicks(players: int) -> list[float]:
    """Return how long each of so many answers waited to be acknowledged over Socket Mode, in seconds."""
    async with workspace() as slack, running(slack, PROGRAM):
        question, crowd = await _question(slack, players)
        seen = await asyncio.gather(*(_press(each, question) for each in crowd))
        await _all_noted(seen)
        return [each.after for each in seen]


async def clicks_over_http(players: int, url: str) -> list[float]:
    """Return how long each of so many answers waited with two replicas on one database."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            workspace() as slack,
            replica(slack, Path(folder), DATABASE_URL=url) as first,
            replica(slack, Path(folder), DATABASE_URL=url, PUBLIC_URL=first.address) as second,
        ):
            await slack.install_from(first.install_page)
            slack.request_urls = [f"{each.address}/slack/events" for each in (first, second)]
            slack.invite_bot(slack.channel())
            question, crowd = await _question(slack, players)
            burst = Burst(slack.http, players)
            slack.http.deliver = burst.deliver  # type: ignore[method-assign]
            seen = await asyncio.gather(*(_answer(each, question) for each in crowd))
            await _all_noted(seen)
            slack.request_urls = []
            return await burst.waits()


async def _look_up(slack: StandIn, name: str, query: str) -> float:
    who, began = slack.member(name), perf_counter()
    seen = await who.slash(slack.channel(), "/dispatch", f"lookup {query}")
    waited = perf_counter() - began
    if seen.ephemeral:
        raise RuntimeError(f"refused: {seen.words}")
    return waited


async def _question(slack: StandIn, players: int) -> tuple[Message, list[Member]]:
    """Return a question of a contest, and so many who play."""
    host, place = slack.member("host"), slack.channel()
    crowd = [slack.member(f"player-{number}") for number in range(players)]
    await host.slash(place, "/dispatch", CONTEST)
    lobby = await said_in(place, "A contest is open", within=PATIENCE)
    for start in range(0, players, AT_ONCE):
        some = crowd[start : start + AT_ONCE]
        for joined in await asyncio.gather(*(member.click(lobby, "Join") for member in some)):
            await noted(joined)
    panel = await noted(await host.click(lobby, "Host …"))
    await host.click(panel, "Start")
    question = await said_in(place, "Question 1 of 3", within=PATIENCE)
    await asyncio.sleep(1)
    return question, crowd


async def _press(member: Member, question: Message) -> Seen:
    """Answer at some moment of a second."""
    await asyncio.sleep(random.random())
    return await _answer(member, question)


async def _answer(member: Member, question: Message) -> Seen:
    return await member.click(question, random.choice("ABCD"), wait=False)


async def _all_noted(seen: Iterable[Seen]) -> None:
    """Wait until everybody was told that their answer counts. Raises ``TimeoutError``."""
    async with asyncio.timeout(PATIENCE):
        for each in seen:
            while "locked in" not in each.words.lower():
                await each.state.change()


def _spread(waits: Sequence[float]) -> str:
    cuts = quantiles(waits, n=100)
    return f"p50 {cuts[49]:.3f} s, p99 {cuts[98]:.3f} s"


async def main(lookups: int, players: int) -> None:
    """Measure all of it in one run."""
    await compare_lookups(lookups)
    print(f"{players} clicks within a second over Socket Mode: {_spread(await clicks(players))}")
    postgres = PostgresCluster.shared()
    try:
        waits = await clicks_over_http(players, await postgres.migrated())
    finally:
        postgres.stop()
    print(f"{players} clicks within a second over HTTP, two replicas: {_spread(waits)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lookups", type=int, default=550)
    parser.add_argument("--players", type=int, default=500)
    asyncio.run(main(**vars(parser.parse_args())))
