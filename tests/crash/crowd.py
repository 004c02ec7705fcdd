"""People who play contests, and remember what they sent and what they were told."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from random import Random

from bot.chat.form import Response
from bot.chat.plain import plain
from bot.chat.request import Actor, Place
from bot.errors import StorageBusy
from bot.quiz.contest.facts import digest
from bot.quiz.contest.settings import MIN_QUESTIONS
from bot.quiz.crowd import can_be_sent
from bot.quiz.question import Question
from bot.runtime.clock import SteadyClock
from bot.views.errors import mendable
from tests.crash.bot_process import ADMIN, PACK, PLATFORM
from tests.crash.house import PROMPT_SECONDS, House
from tests.crash.scale import IS_SHORT
from tests.crash.stand_in import Shown
from tests.crash.wire import Ask, Told


@dataclass(frozen=True)
class Sent:
    """What somebody did, and the reply that they got in the end."""

    ask: Ask
    told: Told

    @property
    def player(self) -> str:
        return Actor(PLATFORM, self.ask.user, "").key

    @property
    def round(self) -> int:
        return int(self.ask.arguments[1])


@dataclass
class Match:
    """One contest, seen from outside: in the place where it was opened, and in those linked with it."""

    house: House
    random: Random
    place: str
    players: Sequence[str]
    host: str = "host"
    contest: str = ""
    seed: str = ""
    sent: list[Sent] = field(default_factory=list)
    is_revisable: bool = False
    repeats: int = 0
    """How often the platform delivers each request again, without need."""

    annex: str = ""
    """A place to be linked with the contest; every other player is there."""

    too_late: str = ""
    """A place that asks to be linked and is not answered before the start."""

    @property
    def places(self) -> list[str]:
        """Where something of the contest is told."""
        return [each for each in (self.place, self.annex, self.too_late) if each]

    @property
    def answers(self) -> list[Sent]:
        """Every answer that was sent."""
        return [each for each in self.sent if each.ask.action == "c-answer"]

    async def open(self, **options: str | int | bool) -> None:
        """Open the contest, fill it, start it."""
        self.seed = str(options.setdefault("seed", f"seed-{self.random.randrange(10**6)}"))
        self.is_revisable = bool(options.get("revise"))
        before = len(self.house.platform.posts(self.place))
        if IS_SHORT:
            options["count"] = MIN_QUESTIONS
        opened = await self.command(self.host, "contest start", **options)
        assert not opened.failed, opened.text
        lobby = await self.post(lambda each: "A contest is open" in each.texts[0], after=before)
        self.contest = lobby.arguments[0]
        if self.annex:
            await self._link(code=opened.text.rpartition("code=")[2].split()[0])
        await asyncio.gather(*(self.press(player, "c-join") for player in self.players))
        await self.press(self.host, "c-begin")

    async def _link(self, code: str) -> None:
        """Link the annex with the contest; the host declines at first. One more place asks in vain."""
        for place in (self.annex, self.too_late):
            told = await self._told(
                self._ask(ADMIN, place, command="contest link", options={"code": code})
            )
            assert not told.failed, told.text
        wish = (self.contest, digest(place_key(self.annex)), "yes")
        await self.post(lambda each: each.arguments == wish)
        for answer in ("no", "yes"):
            assert not (await self.press(self.host, "c-link", wish[1], answer)).failed

    async def asked(self, number: int, seconds: float = PROMPT_SECONDS) -> Shown | None:
        """Wait until a round is asked and return its form; none where the contest is over instead."""
        here = (self.contest, str(number))
        shown = await self.post(
            lambda each: (each.arguments == here and bool(each.form)) or self._is_end(each),
            seconds=seconds,
        )
        return None if self._is_end(shown) else shown

    async def rounds(self, play: Callable[[Shown], Awaitable[object]], first: int = 0) -> None:
        """Play each round that is asked, until the podium."""
        number = first
        while shown := await self.asked(number):
            await play(shown)
            number += 1

    async def over(self, seconds: float = PROMPT_SECONDS) -> None:
        """Wait until the podium is posted."""
        await self.post(self._is_end, seconds=seconds)

    async def told_elsewhere(self) -> None:
        """Wait until the podium is posted in the annex, and the place that asked in vain was told so."""
        seen = self.house.platform.seen
        await seen(self.annex, self._is_end, PROMPT_SECONDS)
        await seen(self.too_late, lambda each: "nobody" in each.texts[-1], PROMPT_SECONDS)

    def _is_end(self, shown: Shown) -> bool:
        return "The contest is over" in shown.texts[0] and shown.arguments == (self.contest,)

    async def answer_all(self, players: Iterable[str], shown: Shown) -> list[Told]:
        """Let players answer, all at once, half of them right."""
        return await asyncio.gather(*(self.answer(player, shown) for player in players))

    async def answer(self, player: str, shown: Shown) -> Told:
        """Answer what is shown, right or wrong, by chance."""
        return await self._answer(player, shown, self._response(shown))

    async def answer_at_last(self, player: str, shown: Shown) -> Told:
        """Answer as often as the bot says that it could not be recorded."""
        response = self._response(shown)
        async with asyncio.timeout(PROMPT_SECONDS):
            while (told := await self._answer(player, shown, response)).text == BUSY:
                await asyncio.sleep(0.05)
        return told

    async def press(
        self, user: str, action: str, *arguments: str, response: Response | None = None
    ) -> Told:
        """Use a control."""
        ask = self._ask(
            user,
            self._place_of(user),
            action=action,
            arguments=(self.contest, *arguments),
            response=response or {},
        )
        return await self._told(ask)

    async def command(self, user: str, command: str, **options: str | int | bool) -> Told:
        """Give a command."""
        return await self._told(self._ask(user, self.place, command=command, options=options))

    async def post(
        self,
        wanted: Callable[[Shown], bool],
        *,
        after: int = 0,
        seconds: float = PROMPT_SECONDS,
    ) -> Shown:
        """Wait for a post in the place that was not among the first ``after``."""
        old = {each.id for each in self.house.platform.posts(self.place)[:after]}
        return await self.house.platform.seen(
            self.place, lambda each: each.id not in old and wanted(each), seconds
        )

    def _response(self, shown: Shown) -> Response:
        question = question_of(shown)
        situations = (question.right, question.wrong)[self.random.randrange(2)](self.seed)
        form = question.form(self.seed)
        return self.random.choice([given for _, given in situations if can_be_sent(form, given)])

    async def _answer(self, player: str, shown: Shown, response: Response) -> Told:
        return await self.press(player, "c-answer", shown.arguments[1], response=response)

    def _place_of(self, user: str) -> str:
        return self.annex if self.annex and user in self.players[1::2] else self.place

    def _ask(self, user: str, place: str, **what: object) -> Ask:
        number = next(_NUMBERS)
        return Ask(id=f"ask-{number}", user=user, place=place, at=CLOCK.now(), **what)  # type: ignore[arg-type]

    async def _told(self, ask: Ask) -> Told:
        asking = (self.house.ask(ask, self.random) for _ in range(1 + self.repeats))
        told = (await asyncio.gather(*asking))[0]
        self.sent.append(Sent(ask, told))
        return told


def place_key(place: str) -> str:
    """The key by which the bot knows a place."""
    return Place(PLATFORM, place).key


def question_of(shown: Shown) -> Question:
    """The question that a post asks."""
    return next(each for each in PACK.questions if each.prompt == shown.form)


CLOCK = SteadyClock()
BUSY = plain(mendable(StorageBusy()))
"""What is said when an answer could not be recorded."""
_NUMBERS = count(1)
