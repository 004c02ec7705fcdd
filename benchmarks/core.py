"""What the core does for one answer in a contest, without storage: dispatch, judge, rules, words.

``python -m benchmarks.core [--players 500] [--rounds 20]`` plays contests on a store that only
remembers, and prints microseconds of processor time per answer, kind of question by kind.
"""

import argparse
import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.chat.action import Action
from bot.chat.request import Actor, Place, Press, Request
from bot.commands.desk import Desk
from bot.pack.model import Pack
from bot.pictures import DRAWN
from bot.ports import Change, Kept
from bot.quiz.contest.events import Joined, Opened, Started
from bot.quiz.contest.settings import Settings
from bot.quiz.contest.state import State
from bot.quiz.kinds import KINDS
from bot.runtime.backstage import Backstage
from bot.runtime.clock import SteadyClock
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.packs import load
from bot.runtime.study import index_of, judge_of

PLACE = Place("bench", "channel")
HOST = Actor("bench", "host", "Host", is_admin=True)


class Remembering:
    """A store of contests that forgets with the process, and takes no time to speak of."""

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}

    async def find(self, contest: str) -> Kept | None:
        return self.kept.get(contest)

    async def running_in(self, place: str) -> str | None:
        return next((key for key, each in self.kept.items() if place in each.state.places), None)

    async def places_taken(self, limit: int) -> tuple[str, ...]:
        held = (place for each in self.kept.values() for place in each.state.places)
        return tuple(held)[:limit]

    async def keep(self, changes: Sequence[Change]) -> frozenset[str]:
        for change in changes:
            version = change.before + len(change.events)
            self.kept[change.state.contest] = Kept(change.state, version)
        return frozenset()

    async def due(self, by: datetime, limit: int) -> tuple[str, ...]:
        return ()

    async def next_due(self) -> datetime | None:
        return None


def _request(number: int, actor: Actor, what: Press) -> Request:
    return Request(f"r{number}", actor, PLACE, datetime.now(UTC), what)


async def measure(kind: str, players: int, rounds: int) -> float:
    """Return microseconds of processor time for one answer to questions of a kind."""
    pack, store, clock = load(), Remembering(), SteadyClock()
    backstage = Backstage(pack, store, None, clock, DRAWN)
    unused = dict.fromkeys(Desk.__dataclass_fields__)
    known = {"pack": pack, "index": index_of(pack), "judge": judge_of(pack), "clock": clock}
    bot = Dispatcher(Desk(**{**unused, **known, "arena": backstage.arena}), backstage)
    async with backstage.running():
        spent = answered = 0
        while answered < players * rounds:
            state = await _started(backstage, pack, kind, players)
            spent += await _answers(bot, pack, state, players)
            answered += players
            store.kept.clear()
    return spent / answered / 1_000


async def _started(backstage: Backstage, pack: Pack, kind: str, players: int) -> State:
    contest, now = f"c{time.monotonic_ns()}", datetime.now(UTC)
    asked = tuple(each.id for each in pack.questions if each.kind == kind)[:3]
    settings = Settings(pack=pack.id, seed="seed", questions=asked, seconds=60, revisable=True)
    opened = Opened(at=now, contest=contest, settings=settings, host=HOST.key, place=PLACE.key)
    await backstage.arena.submit(contest, opened)
    joins = (
        Joined(at=now, player=f"bench:p{n}", name=f"P{n}", place=PLACE.key) for n in range(players)
    )
    await asyncio.gather(*(backstage.arena.submit(contest, each) for each in joins))
    return (await backstage.arena.submit(contest, Started(at=now, by=HOST.key))).state


async def _answers(bot: Dispatcher, pack: Pack, state: State, players: int) -> int:
    question = pack.question(state.rounds[0].question)
    _, response = next(iter(question.right(state.settings.seed)))
    press = Press(Action("c-answer", (state.contest, "0")), response)
    requests = [_request(n, Actor("bench", f"p{n}", f"P{n}"), press) for n in range(players)]
    began = time.process_time_ns()
    await asyncio.gather(*map(bot.handle, requests))
    return time.process_time_ns() - began


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--players", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=10)
    arguments = parser.parse_args()
    for kind in KINDS:
        spent = asyncio.run(measure(kind.kind, arguments.players, arguments.rounds))
        print(f"{kind.kind:<18}{spent:8.0f} µs an answer")


if __name__ == "__main__":
    main()
