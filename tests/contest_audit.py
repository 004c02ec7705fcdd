"""A second opinion on a contest: what its events should have made of it, reckoned another way.

It keeps its own book of answers and its own clock of each round (how long it has run, from the pauses
in the log), and compares.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from bot.quiz.contest import events as e
from bot.quiz.contest.facts import (
    REPLACED,
    ClockChanged,
    ContestOver,
    Fact,
    RoundClosed,
    RoundOpened,
    key_of,
)
from bot.quiz.contest.scoring import Standing, standings
from bot.quiz.contest.state import Given, LinkStatus, Phase, State, Step
from bot.quiz.verdict import Outcome


@dataclass
class RoundClock:
    """How long a round has run: the spans between its opening, pauses and resumptions."""

    limit: float
    running_from: datetime | None
    ran: float = 0.0

    def seconds(self, at: datetime) -> float:
        if self.running_from is None:
            return self.ran
        return self.ran + max(0.0, (at - self.running_from).total_seconds())

    def hear(self, event: e.Event) -> None:
        match event:
            case e.Paused():
                ran = self.seconds(event.at)
                self.ran = min(ran, self.limit) if self.limit else ran
                self.running_from = None
            case (
                e.Resumed() | e.HostLost() | e.Left() | e.PlaceLost() | e.Removed() | e.TimePassed()
            ):
                self.running_from = event.at
            case e.Extended():
                self.limit += event.seconds
            case _:
                raise AssertionError(f"{event} changed the clock")


@dataclass
class Book:
    """What one contest's events were, as somebody else would write them down."""

    log: list[e.Event] = field(default_factory=list)
    told: list[Fact] = field(default_factory=list)
    answers: dict[tuple[str, int], tuple[e.Answered, float]] = field(default_factory=dict)
    clock: RoundClock | None = None
    podium: tuple[Standing, ...] = ()
    places: list[str] = field(default_factory=list)
    asking: set[str] = field(default_factory=set)

    def check(self, before: State, event: e.Event, done: Step) -> None:
        """Compare one step with the rules."""
        if done.refusal is not None:
            assert done.state is before, "a refused event changed the state"
            assert not done.facts, "a refused event told something"
            return
        self.log.append(event)
        self.told.extend(done.facts)
        if isinstance(event, e.Answered):
            self._check_answer(before, event)
        self._follow_places(before, event)
        self._check_state(done.state)
        self._follow(event, done)

    def check_end(self, state: State) -> None:
        """Compare what came out."""
        assert state.phase is Phase.OVER, "the contest does not end"
        self._check_told(state)
        assert self.podium == standings(state), "the podium is not what the contest came to"
        self._check_points(state)

    def _check_answer(self, before: State, event: e.Answered) -> None:
        key = (event.player, event.round)
        assert before.phase is Phase.ASKING, "an answer counted while nothing was asked"
        assert event.round == before.latest, "an answer to another round counted"
        assert before.players[event.player].is_here, "somebody who is not in answered"
        assert key not in self.answers or before.settings.revisable, "somebody answered twice"
        assert self.clock is not None
        delay = (event.at - event.acted).total_seconds()
        seconds = self.clock.seconds(event.acted if 0 <= delay <= 300 else event.at)
        timed = before.settings.seconds and not before.settings.opens
        assert not timed or seconds <= self.clock.limit + 1e-6, "a late answer counted"
        self.answers[key] = event, seconds

    def _follow_places(self, before: State, event: e.Event) -> None:
        """A place takes part that has asked, and was agreed to by who may, both before the start."""
        match event:
            case e.Opened(place=place):
                self.places.append(place)
            case e.LinkAsked(place=place):
                assert before.phase is Phase.LOBBY, "a place asked after the start"
                assert place not in self.places, "a place asked that takes part"
                self.asking.add(place)
            case e.LinkDecided(place=place):
                assert before.phase is Phase.LOBBY, "it was decided after the start"
                may = event.by == before.host or event.admin_of == self.places[0]
                assert may, "a stranger decided"
                assert event.by, "nobody decided"
                assert place in self.asking, "a place takes part, or is declined, that never asked"
                self.places += [place] if event.agree else []
            case e.PlaceLost(place=place):
                self.asking.discard(place)
                self.places = [each for each in self.places if each != place]
            case _:
                pass

    def _check_state(self, state: State) -> None:
        assert list(state.places) == self.places, "the places are not those that were agreed on"
        assert len(set(self.places)) == len(self.places), "a place takes part twice"
        waits = any(link.status is LinkStatus.ASKED for link in state.links.values())
        assert state.phase is Phase.LOBBY or not waits, "a place still waits for an answer"
        assert (state.due is None) == (state.phase is Phase.OVER), "nothing is due, or for ever"
        assert bool(state.holds) == (state.phase is Phase.PAUSED), "paused by nobody, or not paused"
        awaited = [
            key
            for key, player in state.players.items()
            if state.is_asking
            and player.is_here
            and key not in state.rounds[-1].answers
            and (not state.rounds[-1].contenders or key in state.rounds[-1].contenders)
        ]
        assert state.waiting == len(awaited), "the count of who is waited for is wrong"

    def _follow(self, event: e.Event, done: Step) -> None:
        for fact in done.facts:
            if isinstance(fact, ContestOver):
                self.podium = standings(done.state)
            elif isinstance(fact, RoundOpened):
                self.clock = RoundClock(done.state.rounds[-1].time, event.at)
            elif isinstance(fact, ClockChanged) and self.clock:
                self.clock.hear(event)

    def _check_told(self, state: State) -> None:
        once = Counter(key_of(fact) for fact in self.told if not isinstance(fact, REPLACED))
        assert max(once.values(), default=1) == 1, "something was told twice"
        rounds = [fact for fact in self.told if isinstance(fact, RoundOpened | RoundClosed)]
        expected: list[Fact] = []
        for number in range(len(state.rounds)):
            expected += RoundOpened(round=number), RoundClosed(round=number)
        assert rounds == expected, "a round was not opened and closed in its turn"
        last = [fact for fact in self.told if isinstance(fact, RoundClosed | ContestOver)][-1]
        assert last == ContestOver(), "something was asked after the end"

    def _check_points(self, state: State) -> None:
        counted = {
            (player, number): given
            for number, asked in enumerate(state.rounds)
            for player, given in asked.answers.items()
        }
        assert counted.keys() == self.answers.keys(), "an answer was lost or made up"
        sums: Counter[str] = Counter()
        for (player, number), (event, seconds) in self.answers.items():
            sums[player] += self._worth(state, event, counted[player, number], seconds)
        table = {each.player: each.points for each in standings(state)}
        listed = {key for key, player in state.players.items() if not player.removed}
        assert table == {key: sums[key] for key in listed}, "points are not the sum of the answers"

    def _worth(self, state: State, event: e.Answered, given: Given, seconds: float) -> int:
        """Ten for a right answer and five times the share of the time left, as the host is told."""
        asked = state.rounds[event.round]
        assert abs(given.seconds - seconds) < 1e-6, "an answer has another's time"
        if not asked.counts:
            return 0
        right = event.outcome is Outcome.RIGHT or given.wording in asked.accepted
        if not right:
            return int(10 * event.credit + 0.5)
        timed = state.settings.speed_bonus
        return 10 + (int(5 * (asked.time - given.seconds) / asked.time + 0.5) if timed else 0)
