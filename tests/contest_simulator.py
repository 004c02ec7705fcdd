"""Contests played against a model of the world in which the bot may die at any moment.

The world is a script of what people do and when. A process takes what they do, steps, commits and
sends; between any two of these it may crash, and another starts from what the store has. People try
again until they are told that their click was taken in, as platforms and thumbs do.

What the real store and runtime promise is modelled here in a few lines: a commit is atomic (event,
request, facts together), a platform that is given the same key twice shows one post.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import TypeAlias

from bot.quiz.contest import events as e
from bot.quiz.contest.facts import REPLACED, Fact, key_of
from bot.quiz.contest.report import answered
from bot.quiz.contest.rules import step, steps
from bot.quiz.contest.settings import Settings
from bot.quiz.contest.state import Phase, State
from bot.quiz.verdict import Outcome
from tests.builders import NOON
from tests.contest_builders import HOST, PLACE

Click: TypeAlias = tuple[datetime, str, Callable[[State, datetime], e.Event]]
"""When somebody does something, its request id, and what it is, given what they see then."""


class Crash(Exception):
    """The process dies here."""


@dataclass
class Fate:
    """Counts the moments at which a process could die, and kills it at some of them."""

    deadly: Collection[int] = ()
    moments: int = 0

    def moment(self) -> None:
        self.moments += 1
        if self.moments in self.deadly:
            raise Crash


@dataclass
class Store:
    """What outlives a process. ``unsent`` is the outbox: key to fact, in the order told."""

    log: list[e.Event] = field(default_factory=list)
    requests: set[str] = field(default_factory=set)
    unsent: dict[str, Fact] = field(default_factory=dict)

    def commit(self, event: e.Event, request: str, facts: tuple[Fact, ...]) -> None:
        self.log.append(event)
        self.requests.add(request)
        for fact in facts:
            self.unsent[key_of(fact)] = fact

    def state(self) -> State:
        return steps(State(), self.log)[0]


@dataclass
class Platform:
    """What people see. ``posts`` is what was posted, in order; an edit changes what it shows."""

    posts: list[str] = field(default_factory=list)
    shown: dict[str, object] = field(default_factory=dict)

    def send(self, key: str, shows: object) -> None:
        """Post, or edit what was posted under this key: its nonce makes a second sending harmless."""
        if key not in self.shown:
            self.posts.append(key)
        self.shown[key] = shows


@dataclass
class World:
    """People with what they mean to do, the platform they do it on, and what they were told."""

    script: list[Click]
    platform: Platform = field(default_factory=Platform)
    taken_in: dict[str, bool] = field(default_factory=dict)
    clicked: dict[str, e.Event] = field(default_factory=dict)

    def event(self, click: Click, state: State) -> e.Event:
        """What was clicked: made once, from what was seen then, however often it is sent."""
        at, request, make = click
        return self.clicked.setdefault(request, make(state, at))


class Process:
    """A process of the bot, alive until its fate."""

    def __init__(self, store: Store, world: World, fate: Fate) -> None:
        self.store, self.world, self.fate = store, world, fate
        self.state = store.state()

    def run(self) -> None:
        """Send what was not sent, take in what people do, and keep time, until it is over."""
        self.deliver()
        for click in self.world.script:
            if click[1] not in self.world.taken_in:
                self.keep_time(click[0])
                self.take_in(click)
        while self.state.due is not None:
            self.keep_time(self.state.due)

    def keep_time(self, now: datetime) -> None:
        while self.state.due is not None and self.state.due <= now:
            at = self.state.due
            self.do(e.TimePassed(at=at), f"time {at.isoformat()} {len(self.store.log)}")

    def take_in(self, click: Click) -> None:
        request = click[1]
        recorded = request in self.store.requests
        recorded = recorded or self.do(self.world.event(click, self.state), request)
        self.fate.moment()
        self.world.taken_in[request] = recorded

    def do(self, event: e.Event, request: str) -> bool:
        """Step, commit, send. Return whether the event was recorded."""
        done = step(self.state, event)
        self.fate.moment()
        if done.refusal is None:
            self.commit(event, request, done.facts)
            self.fate.moment()
            self.state = done.state
            self.deliver()
        return done.refusal is None

    def commit(self, event: e.Event, request: str, facts: tuple[Fact, ...]) -> None:
        self.store.commit(event, request, facts)

    def deliver(self) -> None:
        for key, fact in [*self.store.unsent.items()]:
            self.fate.moment()
            self.world.platform.send(key, self.render(fact))
            self.fate.moment()
            del self.store.unsent[key]

    def render(self, fact: Fact) -> object:
        """What a post shows: for a counter the count, when it is sent."""
        number = getattr(fact, "round", -1)
        is_counter = isinstance(fact, REPLACED) and number >= 0
        return (fact, answered(self.state, number)) if is_counter else fact


@dataclass(frozen=True)
class Played:
    """How a contest went."""

    log: list[e.Event]
    state: State
    posts: list[str]
    shown: dict[str, object]
    clicked: dict[str, e.Event]
    taken_in: dict[str, bool]
    moments: int
    crashes: int


def play(
    script: list[Click], deadly: Collection[int] = (), process: type[Process] = Process
) -> Played:
    """Play a script to its end, the process dying at the moments given and starting again."""
    store, world, fate, crashes = Store(), World(script), Fate(deadly), 0
    while True:
        try:
            process(store, world, fate).run()
        except Crash:
            crashes += 1
        else:
            break
    return Played(
        log=store.log,
        state=store.state(),
        posts=world.platform.posts,
        shown=world.platform.shown,
        clicked=world.clicked,
        taken_in=world.taken_in,
        moments=fate.moments,
        crashes=crashes,
    )


def random_script(random: Random) -> list[Click]:
    """A short contest: a few people join, answer at various times, pause, leave, appeal."""
    players = ("ada", "bob", "cy")[: random.randrange(1, 4)]
    script: list[Click] = [(NOON, "open", lambda _, at: _opened(at, settings))]
    settings = Settings(
        questions=("q0", "q1", "q2"),
        seconds=random.choice((5, 8)),
        reveal_seconds=random.choice((0, 3)),
        speed_bonus=random.random() < 0.5,
        revisable=random.random() < 0.3,
        tie_break=("t0",) if random.random() < 0.3 else (),
    )
    script += [(NOON, f"join {player}", _joined(player)) for player in players]
    if random.random() < 0.5:
        script.append((NOON, "ask", lambda _, at: e.LinkAsked(at=at, place="yard", by="root")))
        if random.random() < 0.7:
            script.append((NOON, "decide", _decided(agree=random.random() < 0.7)))
    script.append((NOON, "start", lambda _, at: e.Started(at=at, by=HOST)))
    now = NOON
    for number in range(random.randrange(3, 8)):
        now += timedelta(seconds=random.choice((0.5, 1, 2, 4)))
        script.append((now, f"click {number}", _random_act(random, players)))
    return script


def _opened(at: datetime, settings: Settings) -> e.Opened:
    return e.Opened(at=at, contest="c1", settings=settings, host=HOST, place=PLACE)


def _joined(player: str) -> Callable[[State, datetime], e.Event]:
    return lambda _, at: e.Joined(at=at, player=player, name=player, place=PLACE)


def _decided(*, agree: bool) -> Callable[[State, datetime], e.Event]:
    return lambda _, at: e.LinkDecided(at=at, place="yard", by=HOST, agree=agree)


def _random_act(random: Random, players: tuple[str, ...]) -> Callable[[State, datetime], e.Event]:
    player, roll = random.choice(players), random.random()
    if roll < 0.75:
        return _answer(player, right=random.random() < 0.6)
    if roll < 0.80:
        return lambda state, at: e.Appealed(at=at, player=player, round=state.closed - 1)
    if roll < 0.85:
        return lambda state, at: e.Skipped(at=at, by=HOST, round=state.latest)
    if roll < 0.90:
        return lambda _, at: e.Left(at=at, player=player)
    return lambda state, at: (
        e.Resumed(at=at, by=HOST) if state.phase is Phase.PAUSED else e.Paused(at=at, by=HOST)
    )


def _answer(player: str, *, right: bool) -> Callable[[State, datetime], e.Event]:
    outcome = Outcome.RIGHT if right else Outcome.WRONG
    return lambda state, at: e.Answered(
        at=at,
        acted=at,
        player=player,
        round=state.latest,
        response={"answer": (outcome.value,)},
        outcome=outcome,
        credit=float(right),
    )
