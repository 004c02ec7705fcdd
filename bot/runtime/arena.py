"""Where contests are played: one writer decides what has gathered and keeps it in one commit.

Hundreds of people answer within a second; a commit takes milliseconds. So events wait in line while a
commit is under way, and the next commit takes all of them. Nobody is told "locked in" before the
commit that has their answer is done.

Any number of processes may do this on one database: each remembers contests as it last saw them, and
where another process was first, the store says so, and the event is decided anew on what is true now.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from msgspec.structs import replace

from bot.errors import StorageBusy
from bot.ports import Change, Clock, Contests, Kept
from bot.quiz.contest.events import (
    BOT,
    Answered,
    Event,
    LinkDecided,
    Opened,
    Paused,
    Resumed,
    TimePassed,
)
from bot.quiz.contest.facts import Fact
from bot.quiz.contest.rules import steps
from bot.quiz.contest.settings import GRACE_SECONDS
from bot.quiz.contest.state import Phase, Refusal, State, Step
from bot.runtime.taken_places import TakenPlaces

MAX_GATHERED = 2_000
"""Events decided in one commit, at most: a bound on how long anybody waits for it."""

MAX_REMEMBERED = 200
"""Contests remembered between commits, at most."""

MAX_TRIES = 100
"""How often an event is decided anew because another process was first.

Of eight processes that write one contest all the time each is first once in eight times.
"""

DUE_AT_ONCE = 100
"""Contests woken in one round, at most."""

FAR_AHEAD = timedelta(days=1_000)
"""Whatever runs is due within that."""

MOST_RUNNING = 10_000
"""Contests among which those that run are looked for, at most: those first that are due first."""

_ON_ITS_WAY = timedelta(seconds=GRACE_SECONDS)
"""An answer may have been given so long before it found the store away."""

SHORT_OUTAGE = timedelta(seconds=1)
"""An outage of the store no longer than this takes nothing worth giving back from a round."""

RETRY = timedelta(seconds=2)
"""How long to leave a store alone that has just failed, before trying what is due again."""


_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Waiting:
    """An event in line. ``done`` is cancelled when whoever submitted it has given up waiting."""

    contest: str
    event: Event
    done: asyncio.Future[Step]
    tries: int = 0

    def settle(self, result: Step) -> None:
        if not self.done.done():
            self.done.set_result(result)

    def fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)


@dataclass(slots=True)
class _Draft:
    """A contest as it will be when the commit succeeds, and whose events made it so."""

    contest: str
    before: int
    state: State
    events: list[Event] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    decided: list[tuple[_Waiting, Step]] = field(default_factory=list)

    def decide(self, events: Sequence[Event]) -> list[Step]:
        """Apply events in turn and return what each did, with the state after the last of them.

        A refused one leaves no trace.
        """
        self.state, outcomes = steps(self.state, events)
        for event, done in zip(events, outcomes, strict=True):
            if done.refusal is None:
                self.events.append(event)
                self.facts += done.facts
        return [Step(state=self.state, facts=d.facts, refusal=d.refusal) for d in outcomes]

    def refuse(self, waiting: Iterable[_Waiting], refusal: Refusal) -> None:
        """Refuse what is not for the rules to decide."""
        self.decided += [(each, Step(state=self.state, refusal=refusal)) for each in waiting]

    @property
    def change(self) -> Change:
        """What is to be kept."""
        return Change(self.before, tuple(self.events), self.state, tuple(self.facts))


@dataclass(frozen=True, slots=True)
class _Outage:
    """While the store was away; the clock of a contest stood still."""

    since: datetime
    until: datetime

    def lift(self, event: Event) -> Event:
        """Return an answer given during the outage as if it were given when that was over.

        The clock stood still for whoever gave it as for everybody else.
        """
        if isinstance(event, Answered) and self.since <= event.acted < self.until:
            return replace(event, at=max(event.at, self.until), acted=self.until)
        return event


class StandardArena:
    """Decides events by the rules and keeps them in the store, all that has gathered at once."""

    def __init__(self, contests: Contests, clock: Clock) -> None:
        self._contests = contests
        self._clock = clock
        self._line: list[_Waiting] = []
        self._is_over = False
        self._woken = asyncio.Event()
        self._remembered: dict[str, Kept] = {}
        self._failing_since: dict[str, datetime] = {}
        self._outages: dict[str, _Outage] = {}
        self._taken = TakenPlaces(contests, clock)

    async def submit(self, contest: str, event: Event) -> Step:
        """Decide an event; returns when it is kept. Raises ``StorageBusy``: then nothing happened."""
        if self._is_over:
            raise StorageBusy
        done: asyncio.Future[Step] = asyncio.get_running_loop().create_future()
        self._line.append(_Waiting(contest, event, done))
        self._woken.set()
        return await done

    async def find(self, contest: str) -> State | None:
        """Return a contest as it is kept."""
        began = self._clock.now()
        try:
            kept = await self._contests.find(contest)
        except StorageBusy:
            # Who wanted to answer got no further than this.
            self._note_outage(contest, began)
            raise
        return kept.state if kept else None

    async def may_run_in(self, place: str) -> bool:
        """Whether a contest may run in a place; where none may, none there has asked anything yet."""
        return await self._taken.may_include(place)

    def note_changes(self) -> None:
        """Take note that contests may have changed, here or in another process."""
        self._taken.doubt()

    def remembered_in(self, place: str) -> State | None:
        """Return the contest that runs in a place as this process last saw it, if it has."""
        states = (kept.state for kept in self._remembered.values())
        return next((state for state in states if place in state.places), None)

    async def running_in(self, place: str) -> str | None:
        """Return the id of the contest that runs in a place, if one does."""
        return await self._contests.running_in(place)

    async def each_running(self, action: Callable[[State], Awaitable[object]]) -> None:
        """Do something with each contest that runs; see ``each``."""
        far_ahead = self._clock.now() + FAR_AHEAD
        await self.each(await self._contests.due(far_ahead, MOST_RUNNING), action)

    async def each(
        self, contests: Iterable[str], action: Callable[[State], Awaitable[object]]
    ) -> None:
        """Do something with each of some contests as it is kept; a bug over one takes no other along."""
        for contest in contests:
            try:
                if state := await self.find(contest):
                    await action(state)
            except StorageBusy:
                raise
            except Exception:  # noqa: BLE001 - logged, and the others have done nothing
                _log.exception("contest stumbled", extra={"contest": contest})

    async def write(self) -> None:
        """Decide and keep what comes in, until cancelled; who is in line then, or later, is sent away."""
        try:
            while True:
                await self._clock.wait(self._woken, None)
                while self._line:
                    gathered, self._line = self._line[:MAX_GATHERED], self._line[MAX_GATHERED:]
                    await self._commit(gathered)
        finally:
            self._is_over = True
            for waiting in self._line:
                waiting.fail(StorageBusy())

    async def keep_time(self, changed: asyncio.Event, longest: timedelta) -> None:
        """Wake every contest when something is due in it, until cancelled.

        ``changed`` is set when the store may have something due sooner; it is asked anew at the
        latest after ``longest``, for what other processes have written.
        """
        while True:
            now = self._clock.now()
            try:
                await self.catch_up()
                due = await self._contests.next_due()
                until = min(due or now + longest, now + longest)
            except StorageBusy:
                until = now + RETRY
            except Exception:  # noqa: BLE001 - a bug over one contest must not stop the clock of all
                _log.exception("contest stumbled")
                until = now + RETRY
            await self._clock.wait(changed, until)

    async def catch_up(self) -> None:
        """Let happen what is due by now, and where an outage may be over, let the clock run on."""
        now = self._clock.now()
        due = await self._contests.due(now, DUE_AT_ONCE)
        contests = dict.fromkeys((*due, *self._failing_since))
        waking = (self.submit(contest, TimePassed(at=now)) for contest in contests)
        for result in await asyncio.gather(*waking, return_exceptions=True):
            if isinstance(result, BaseException):
                raise result

    async def _commit(self, gathered: list[_Waiting]) -> None:
        try:
            await self._keep_all(gathered)
        except StorageBusy as error:
            self._fail(gathered, error)
        except Exception as error:  # noqa: BLE001 - whoever submitted the event gets it, to report
            if len(gathered) == 1:
                self._fail(gathered, error)
            else:
                await self._commit_each(gathered)
        except asyncio.CancelledError:
            self._fail(gathered, StorageBusy())
            raise

    async def _commit_each(self, gathered: Iterable[_Waiting]) -> None:
        """Keep one event after the other, so that the one over which we stumble takes no other along."""
        for waiting in gathered:
            self._remembered.pop(waiting.contest, None)
            if not waiting.done.done():
                await self._commit([waiting])

    async def _keep_all(self, gathered: Iterable[_Waiting]) -> None:
        drafts = await self._drafts(gathered)
        changes = [draft.change for draft in drafts if draft.events]
        refused = await self._kept(changes) if changes else frozenset()
        for draft in drafts:
            if draft.contest in refused:
                self._decide_anew(draft)
            else:
                self._settle(draft)

    async def _kept(self, changes: Sequence[Change]) -> frozenset[str]:
        try:
            return await self._contests.keep(changes)
        finally:
            self._taken.doubt()

    async def _drafts(self, gathered: Iterable[_Waiting]) -> list[_Draft]:
        groups: dict[str, list[_Waiting]] = {}
        for waiting in gathered:
            groups.setdefault(waiting.contest, []).append(waiting)
        return [await self._draft(contest, group) for contest, group in groups.items()]

    async def _draft(self, contest: str, group: Iterable[_Waiting]) -> _Draft:
        draft = await self._decided(contest, group)
        if not draft.events and contest in self._remembered:
            del self._remembered[contest]
            # All refused, by what we remember; but another process may have gone on since, and where
            # there is nothing to keep, the store does not say so.
            draft = await self._decided(contest, group)
        return draft

    async def _decided(self, contest: str, group: Iterable[_Waiting]) -> _Draft:
        kept = self._remembered.get(contest) or await self._contests.find(contest)
        draft = _Draft(contest, kept.version if kept else 0, kept.state if kept else State())
        self._give_time_back(draft)
        outage = self._outages.get(contest)
        # Those of one kind at once: it is what hundreds of answers have gathered for.
        for _, alike in groupby(group, key=lambda waiting: type(waiting.event)):
            run = list(alike)
            taken = [each for each in run if each.tries and await self._finds_its_place_taken(each)]
            draft.refuse(taken, Refusal.PLACE_TAKEN)
            run = [each for each in run if each not in taken]
            events = [outage.lift(each.event) if outage else each.event for each in run]
            draft.decided += zip(run, draft.decide(events), strict=True)
        return draft

    def _give_time_back(self, draft: _Draft) -> None:
        """Let the round have the time for which its players could not answer.

        Unless its clock was started after that by another process, which has seen to it then. That
        the clock was stopped in between, nobody needs to be told any more.
        """
        failing_since, now = self._failing_since.get(draft.contest), self._clock.now()
        if failing_since is None or now - failing_since <= SHORT_OUTAGE:
            return
        if draft.state.phase is not Phase.OVER and failing_since >= draft.state.since:
            draft.decide([Paused(at=failing_since, by=BOT)])
            draft.facts.clear()
            draft.decide([Resumed(at=now, by=BOT)])
            self._outages[draft.contest] = _Outage(failing_since - _ON_ITS_WAY, now)

    async def _finds_its_place_taken(self, waiting: _Waiting) -> bool:
        event = waiting.event
        if not isinstance(event, Opened | LinkDecided):
            return False
        if isinstance(event, LinkDecided) and not event.agree:
            return False
        runs_there = await self._contests.running_in(event.place)
        return runs_there not in (None, waiting.contest)

    def _settle(self, draft: _Draft) -> None:
        failing_since = self._failing_since.get(draft.contest)
        if failing_since and (draft.events or self._clock.now() - failing_since > SHORT_OUTAGE):
            del self._failing_since[draft.contest]
        self._remember(draft)
        for waiting, result in draft.decided:
            waiting.settle(result)

    def _remember(self, draft: _Draft) -> None:
        self._remembered.pop(draft.contest, None)
        if draft.state.phase is Phase.OVER:
            self._outages.pop(draft.contest, None)
        else:
            self._remembered[draft.contest] = Kept(draft.state, draft.before + len(draft.events))
        while len(self._remembered) > MAX_REMEMBERED:
            oldest = next(iter(self._remembered))
            del self._remembered[oldest]
            self._outages.pop(oldest, None)

    def _decide_anew(self, draft: _Draft) -> None:
        self._remembered.pop(draft.contest, None)
        for waiting, _ in draft.decided:
            waiting.tries += 1
            if waiting.tries > MAX_TRIES:
                waiting.fail(StorageBusy())
            elif not waiting.done.cancelled():
                self._line.append(waiting)

    def _fail(self, gathered: Iterable[_Waiting], error: Exception) -> None:
        for waiting in gathered:
            self._remembered.pop(waiting.contest, None)
            if isinstance(error, StorageBusy):
                self._note_outage(waiting.contest, waiting.event.at)
            waiting.fail(error)

    def _note_outage(self, contest: str, since: datetime) -> None:
        if len(self._failing_since) < MAX_REMEMBERED:
            known = self._failing_since.get(contest, since)
            self._failing_since[contest] = min(known, since)
