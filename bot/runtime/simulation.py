"""A contest of simulated players: through the dispatcher, the arena and the store that real ones use.

Only the players and the time are made up. The players are decided by a seed (``bot.quiz.crowd``), and
time waits for them, so that it does not matter how fast the machine is. What they must have reached
follows from the seed alone; at the end it is compared with what the store has.

The process may be killed at any moment. Started again it goes on in the round in which it was: the
answers that were acknowledged are not sent again, so one that was lost would be missed at the end.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

from bot.chat.action import Action
from bot.chat.platform import PLAIN, Abilities, PostTaker
from bot.chat.reply import Reply
from bot.chat.request import Actor, Invocation, OptionValue, Place, Press, Request
from bot.commands.contest import code_of
from bot.commands.desk import Desk
from bot.errors import StorageBusy
from bot.ports import Contests, Results
from bot.quiz.contest.comparison import Comparison, compared
from bot.quiz.contest.rules import steps
from bot.quiz.contest.state import Phase, State
from bot.quiz.crowd import Crowd, Sent, sent
from bot.runtime.backstage import Backstage
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.receipts import Receipts
from bot.runtime.simulated_clock import SimulatedClock
from bot.runtime.simulation_screen import NOWHERE, Screen
from bot.views import simulation as views
from bot.views.errors import mendable
from bot.views.simulation import Figures

PLATFORM = "simulation"

TICK = 0.25
"""Simulated seconds that pass at once; what is sent within them is sent together."""

TRIES = 20
"""How often a request that could not be recorded is sent, at most."""

PATIENCE = 0.5
"""Real seconds between these tries."""


@dataclass(frozen=True, slots=True)
class Script:
    """What is played, on which pack. ``speed`` is how much faster than life, 0 for as fast as can be.

    ``folder`` is where is written down what players were told.
    """

    pack: str
    rounds: int
    crowd: Crowd
    folder: Path
    speed: float = 0

    @property
    def seed(self) -> str:
        """What decides everything."""
        return self.crowd.seed

    @property
    def place(self) -> Place:
        """Where it is played: another seed, crowd, length or pack is another contest."""
        played = (self.pack, self.seed, self.crowd.size, self.rounds, f"{self.crowd.time:g}")
        return Place(PLATFORM, channel="-".join(map(str, played)))

    @property
    def host(self) -> Actor:
        """Who opens the contest, and does not play."""
        return Actor(PLATFORM, user=f"{self.seed}-host", name="Host", is_admin=True)

    @property
    def opening(self) -> str:
        """The id of the request that opens the contest."""
        return f"{self.place.key}/open"

    @property
    def contest(self) -> str:
        """The code of the contest."""
        return code_of(self.opening)

    @property
    def settings(self) -> Invocation:
        """What the host asks for."""
        options: dict[str, OptionValue] = {
            "count": self.rounds,
            "seconds": int(self.crowd.time),
            "pause": 3,
            "speed": True,
            "seed": self.seed,
        }
        return Invocation("contest start", options)

    def player(self, number: int) -> Actor:
        """Return a player, counted from 0."""
        return Actor(PLATFORM, user=f"{self.seed}-{number + 1}", name=f"Player {number + 1:03}")


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept, and where."""

    location: str
    contests: Contests
    results: Results
    receipts: Receipts


@dataclass(slots=True)
class _Tally:
    """What happened since the process began; ``waits`` are seconds."""

    acknowledged: int = 0
    refused: int = 0
    waits: list[float] = field(default_factory=list)

    def figures(self) -> Figures:
        """Return it as it is shown."""
        waits = sorted(self.waits) or [0.0]
        middle, slow = waits[len(waits) // 2], waits[int(len(waits) * 0.99)]
        return Figures(self.acknowledged, self.refused, middle * 1_000, slow * 1_000)


class Simulation(Dispatcher):
    """A bot on which a contest plays itself; what it says on its own is the scoreboard."""

    def __init__(
        self, desk: Desk, backstage: Backstage, clock: SimulatedClock, kept: Kept, script: Script
    ) -> None:
        super().__init__(desk, backstage)
        self._pack = desk.pack
        self._arena = backstage.arena
        self._made_up = clock
        self._kept = kept
        self._script = script
        self._tally = _Tally()
        self.is_equal = False

    async def deliver(self, taker: PostTaker, abilities: Abilities = PLAIN) -> None:  # noqa: ARG002 - as every bot does
        """Play the contest to its end, showing how it stands, and compare its record at last."""
        screen = Screen(taker, self._script.place)
        opened = await self._open()
        if opened.failed:
            await screen.say(opened)
            return
        with self._kept.receipts:
            await self._play(screen)
        state = await self._state()
        comparison = await self._compared(state)
        self.is_equal = comparison.is_equal
        await screen.say(views.report(state, comparison, self._tally.figures()))

    async def _play(self, screen: Screen) -> None:
        state = await self._state()
        crowd, location = self._script.crowd, self._kept.location
        await screen.say(views.playing(state, crowd.size, location))
        while state.phase is not Phase.OVER:
            before, state = state, await self._play_on(state, screen)
            if state.closed > before.closed:
                await screen.say(views.closed(state, before.closed, self._tally.figures()))
            await self._draw(screen)

    async def _play_on(self, state: State, screen: Screen) -> State:
        """Let the next thing happen; return the state after it."""
        if state.phase is Phase.LOBBY:
            await self._fill_lobby(state)
        elif state.phase is Phase.ASKING:
            await self._play_round(state, screen)
            state = await self._state()
        if state.phase is not Phase.LOBBY and state.due:
            await self._pass_time(state.due)
        await self.settle(NOWHERE)
        return await self._state()

    async def _open(self) -> Reply:
        """Open the contest, unless it was opened before."""
        if await self._arena.find(self._script.contest):
            return Reply(())
        self._kept.receipts.clear()
        return await self._ask(self._script.opening, self._script.host, self._script.settings)

    async def _fill_lobby(self, state: State) -> None:
        players = map(self._script.player, range(self._script.crowd.size))
        join = Press(Action("c-join", (state.contest,)))
        missing = [player for player in players if player.key not in state.players]
        await asyncio.gather(*(self._ask(f"{each.key}/join", each, join) for each in missing))
        begin = Press(Action("c-begin", (state.contest,)))
        await self._ask(f"{self._script.opening}/begin", self._script.host, begin)

    async def _play_round(self, state: State, screen: Screen) -> None:
        opened_at = state.rounds[-1].opened_at
        answers, receipts = self._sent(state, state.latest), self._kept.receipts
        missing = [each for each in answers if (state.latest, each.player) not in receipts]
        for tick, together in groupby(missing, key=lambda each: int(each.seconds / TICK)):
            await self._pass_time(opened_at + timedelta(seconds=(tick + 1) * TICK))
            await asyncio.gather(*(self._send(state, each) for each in together))
            await self._draw(screen)

    async def _send(self, state: State, answer: Sent) -> None:
        player = self._script.player(answer.player)
        press = Press(Action("c-answer", (state.contest, str(state.latest))), answer.response)
        acted = state.rounds[-1].opened_at + timedelta(seconds=answer.seconds)
        request_id = f"{player.key}/{state.latest}/{int(answer.again)}"
        began = time.perf_counter()
        reply = await self._ask(request_id, player, press, acted)
        self._tally.waits.append(time.perf_counter() - began)
        if reply.failed:
            self._tally.refused += 1
        else:
            self._tally.acknowledged += 1
            self._kept.receipts.add(state.latest, answer)

    async def _ask(
        self,
        request_id: str,
        actor: Actor,
        what: Invocation | Press,
        at: datetime | None = None,
    ) -> Reply:
        """Send a request, and again while the bot says that it could not be recorded."""
        request = Request(request_id, actor, self._script.place, at or self.now(), what)
        for _ in range(TRIES):
            reply = await self.handle(request)
            if reply != _BUSY:
                return reply
            await asyncio.sleep(PATIENCE)
        raise StorageBusy

    async def _pass_time(self, until: datetime) -> None:
        waited = (until - self.now()).total_seconds()
        if waited > 0 and self._script.speed:
            await asyncio.sleep(waited / self._script.speed)
        self._made_up.advance(until)

    async def _draw(self, screen: Screen) -> None:
        if screen.is_due:
            board = views.board(self._pack, await self._state(), self._tally.figures())
            await screen.draw(board)

    async def _state(self) -> State:
        state = await self._arena.find(self._script.contest)
        if state is None:
            raise LookupError(self._script.contest)
        return state

    def _sent(self, state: State, asked: int) -> Sequence[Sent]:
        question = self._pack.question(state.rounds[asked].question)
        return sent(self._script.crowd, question, state.settings.seed) if question else ()

    async def _compared(self, state: State) -> Comparison:
        log = await self._kept.contests.log(state.contest)
        rows = await self._kept.results.of_contest(state.contest, len(state.players))
        return compared(
            state,
            [self._sent(state, asked) for asked in range(len(state.rounds))],
            key=lambda number: self._script.player(number).key,
            results={Actor(row.platform, row.user, "").key: row.record.points for row in rows},
            is_logged=steps(State(), log)[0] == state,
        )


_BUSY = mendable(StorageBusy())
