"""Lets daily posts happen when they are due, and tells them.

What is due is decided and kept, with the fact that is to be told, in one conditional change: of any
number of processes that try, one succeeds. Whether and when the post gets out is the outbox's business.
"""

import asyncio
import logging
from collections.abc import Awaitable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final, assert_never

from bot.chat.platform import Post, PostTaker
from bot.chat.reply import Reply
from bot.daily.facts import DailyFact, PassagePosted, QuestionPosted
from bot.daily.plan import Outcome, Schedule, State, Turn
from bot.daily.posting import overdue
from bot.daily.schedule import CATCH_UP, month_of
from bot.daily_ports import Dailies, DailyAnswers, TableRow
from bot.errors import StorageBusy
from bot.pack.daily import items_of
from bot.pack.model import Pack
from bot.place_ports import Settings
from bot.ports import Clock, Letter, Outbox
from bot.runtime.outbox import CLAIM_SECONDS, RETRY, InLanguageOfPlace, PostOffice, post_of
from bot.settings.declared import EVERYONE, LEADERBOARD, quiet_in
from bot.views import daily as views

AT_ONCE: Final = 100
"""Schedules that are dealt with in one round."""

LOOKED_BACK: Final = 60
"""Days among which the question is looked for that was shown last."""

_log = logging.getLogger(__name__)


class DailyPosts:
    """The daily posts of one process, for one pack."""

    def __init__(
        self,
        pack: Pack,
        dailies: Dailies,
        given: DailyAnswers,
        settings: Settings,
        outbox: Outbox[DailyFact],
        clock: Clock,
    ) -> None:
        self._pack = pack
        self._dailies = dailies
        self._settings = settings
        self._outbox = outbox
        self._clock = clock
        self._follows_rules = False
        teller = _Teller(pack, dailies, given, settings, clock)
        self._teller = InLanguageOfPlace(teller, settings)

    async def keep_time(self, changed: asyncio.Event, longest: timedelta) -> None:
        """Let happen what is due, whenever it is, until cancelled.

        ``changed`` is set when the store may have something due sooner; it is asked anew at the latest
        after ``longest``.
        """
        while True:
            await self._clock.wait(changed, await self._round(longest))

    async def follow_rules(self) -> None:
        """Reckon anew when schedules are due: the rules of their zones may have changed since."""
        running = await self._dailies.running(self._pack.id)
        await _each(self._follow_rules(schedule) for schedule in running)

    async def catch_up(self) -> None:
        """Let happen what is due by now; one schedule over which we stumble holds up no other."""
        now = self._clock.now()
        while due := await self._dailies.due(self._pack.id, now, AT_ONCE):
            if not await _each(self._let_happen(schedule, now) for schedule in due):
                return

    def office(
        self, taker: PostTaker, claim_seconds: float = CLAIM_SECONDS
    ) -> PostOffice[DailyFact]:
        """Make what delivers the posts on a platform."""
        return PostOffice(self._outbox, self._teller, self._clock, taker, claim_seconds)

    async def _round(self, longest: timedelta) -> datetime:
        """Let happen what is due, and return when to look again."""
        now = self._clock.now()
        try:
            if not self._follows_rules:
                await self.follow_rules()
                self._follows_rules = True
            await self.catch_up()
            due = await self._dailies.next_due(self._pack.id)
        except StorageBusy:
            return now + RETRY
        if due is not None and due <= now:
            # We stumbled over it.
            return now + RETRY
        return min(due or now + longest, now + longest)

    async def _follow_rules(self, schedule: Schedule) -> None:
        due = schedule.plan.timing.due_on(schedule.due.day)
        if due != schedule.due:
            await self._dailies.keep(schedule, replace(schedule, due=due), Turn())

    async def _let_happen(self, schedule: Schedule, now: datetime) -> None:
        quiet = quiet_in(await self._settings.of(schedule.place))
        after, turn = overdue(schedule, items_of(self._pack, schedule.plan), now, quiet)
        if await self._dailies.keep(schedule, after, turn):
            return
        stored = await self._dailies.find(schedule.id)
        if stored is not None and stored.version == schedule.version:
            # Nobody else was first: the day was posted before, when the clock was another.
            await self._dailies.keep(schedule, replace(schedule, due=after.due), Turn())


async def _each(actions: Iterable[Awaitable[None]]) -> bool:
    """Do something about each of some schedules; return whether all went well.

    Raises ``StorageBusy``. Any other error is a bug, or a zone that is gone, and about one schedule.
    """
    errors = [e for e in await asyncio.gather(*actions, return_exceptions=True) if e is not None]
    for error in errors:
        if isinstance(error, StorageBusy | asyncio.CancelledError):
            raise error
        _log.error("daily post stumbled", exc_info=error)
    return not errors


class _Teller:
    """The schedules, which tell what was decided."""

    def __init__(
        self,
        pack: Pack,
        dailies: Dailies,
        given: DailyAnswers,
        settings: Settings,
        clock: Clock,
    ) -> None:
        self._pack = pack
        self._dailies = dailies
        self._given = given
        self._settings = settings
        self._clock = clock

    async def post(self, letter: Letter[DailyFact]) -> Post | None:
        """Make the post of a letter, unless it has waited for so long that its day is missed."""
        schedule = await self._dailies.find(letter.source)
        if schedule is None:
            return None
        if self._clock.now() - letter.fact.at > CATCH_UP:
            await self._dailies.miss(schedule, letter.fact.day)
            return None
        plan = schedule.plan
        reply = await self._words(schedule, letter.fact)
        title = views.thread_title(schedule, letter.fact.day) if plan.in_thread else ""
        return replace(post_of(letter, reply), thread=title, notify=plan.notify)

    async def lost(self, letter: Letter[DailyFact]) -> None:
        """Stop a schedule whose place is gone."""
        schedule = await self._dailies.find(letter.source)
        while schedule is not None and schedule.state is not State.LOST:
            await self._dailies.miss(schedule, letter.fact.day)
            await self._dailies.keep(schedule, replace(schedule, state=State.LOST), Turn())
            schedule = await self._dailies.find(letter.source)

    async def _words(self, schedule: Schedule, fact: DailyFact) -> Reply:
        match fact:
            case PassagePosted(item=item):
                return views.passage(self._pack, item, with_question=schedule.plan.with_question)
            case QuestionPosted():
                return views.question(
                    self._pack, schedule, fact, await self._revealed(schedule, fact)
                )
            case _:
                assert_never(fact)

    async def _revealed(self, schedule: Schedule, fact: QuestionPosted) -> views.Revealed | None:
        """Return the question that was shown last: one that never got out has no answer to reveal."""
        past = await self._dailies.history(schedule.id, LOOKED_BACK) if fact.reveals else ()
        shown = (h for h in past if h.outcome is Outcome.POSTED and h.day < fact.day)
        last = next(shown, None)
        if last is None:
            return None
        tally = await self._given.tally(schedule.id, last.day)
        return views.Revealed(last.item, last.day, tally, await self._table(schedule, last.day))

    async def _table(self, schedule: Schedule, day: date) -> tuple[TableRow, ...]:
        """Return the table of a day's month, where everybody is to see it."""
        chosen = await self._settings.of(schedule.place)
        if chosen[LEADERBOARD] != EVERYONE:
            return ()
        return await self._given.table(schedule.id, *month_of(day), views.ROWS)
