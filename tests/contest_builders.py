"""A contest to test with: each thing that happens is one call, at a second after it was opened."""

from datetime import datetime, timedelta
from typing import Any

from bot.quiz.contest import events as e
from bot.quiz.contest.facts import Fact
from bot.quiz.contest.rules import step
from bot.quiz.contest.settings import GRACE_SECONDS, Settings
from bot.quiz.contest.state import Phase, Refusal, State, Step
from bot.quiz.verdict import Outcome
from tests.builders import NOON

HOST, PLACE = "host", "hall"


def second(number: float) -> datetime:
    """The time so many seconds after a contest was opened."""
    return NOON + timedelta(seconds=number)


def a_settings(questions: int = 3, **changes: Any) -> Settings:
    """Settings that are good for a game: 30 seconds a question, ten to look at its answer."""
    ids = tuple(f"q{number}" for number in range(questions))
    return Settings(**{"pack": "harbor", "seed": "seed", "questions": ids, **changes})


class Game:
    """A contest that is being played. Calls return what the step did; ``state`` is after the last."""

    def __init__(self, players: str = "ada bob", *, begin: bool = True, **settings: Any) -> None:
        self.state, self.log, self.told = State(), list[e.Event](), list[Fact]()
        self.open(a_settings(**settings))
        for player in players.split():
            self.join(player)
        if begin:
            self.start()

    def do(self, event: e.Event) -> Step:
        done = step(self.state, event)
        self.state = done.state
        if done.refusal is None:
            self.log.append(event)
        self.told.extend(done.facts)
        return done

    def open(self, settings: Settings, at: float = 0) -> Step:
        return self.do(
            e.Opened(at=second(at), contest="c1", settings=settings, host=HOST, place=PLACE)
        )

    def join(self, player: str, at: float = 0, *, place: str = PLACE, team: str = "") -> Step:
        name = player.title()
        return self.do(e.Joined(at=second(at), player=player, name=name, place=place, team=team))

    def leave(self, player: str, at: float = 0) -> Step:
        return self.do(e.Left(at=second(at), player=player))

    def start(self, at: float = 0, by: str = HOST) -> Step:
        return self.do(e.Started(at=second(at), by=by))

    def answer(
        self, player: str, at: float = 1, *, credit: float = 1.0, text: str = "", **changes: Any
    ) -> Step:
        """Answer the latest round: right with full credit, wrong with none, else close.

        It comes in when it is given, unless ``arrived`` says when.
        """
        arrived = changes.pop("arrived", at)
        outcome = {1.0: Outcome.RIGHT, 0.0: Outcome.WRONG}.get(credit, Outcome.CLOSE)
        fields: dict[str, Any] = {
            "round": self.state.latest,
            "response": {"answer": (text or outcome.value,)},
            "outcome": outcome,
            "credit": credit,
        }
        fields |= changes
        return self.do(e.Answered(at=second(arrived), acted=second(at), player=player, **fields))

    def wait(self, at: float) -> Step:
        return self.do(e.TimePassed(at=second(at)))

    def wait_until_due(self) -> Step:
        assert self.state.due is not None, "nothing is due any more"
        return self.do(e.TimePassed(at=self.state.due))

    def pause(self, at: float, by: str = HOST) -> Step:
        return self.do(e.Paused(at=second(at), by=by))

    def resume(self, at: float, by: str = HOST) -> Step:
        return self.do(e.Resumed(at=second(at), by=by))

    def skip(self, at: float = 1, number: int | None = None, by: str = HOST) -> Step:
        number = self.state.latest if number is None else number
        return self.do(e.Skipped(at=second(at), by=by, round=number))

    def extend(self, seconds: int, at: float = 1, request: str = "r", by: str = HOST) -> Step:
        number = self.state.latest
        return self.do(
            e.Extended(at=second(at), by=by, round=number, seconds=seconds, request=request)
        )

    def end(self, at: float = 1, by: str = HOST, admin_of: str = "") -> Step:
        return self.do(e.Ended(at=second(at), by=by, admin_of=admin_of))

    def remove(self, player: str, at: float = 1, by: str = HOST) -> Step:
        return self.do(e.Removed(at=second(at), by=by, player=player))

    def hand_over(self, to: str, by: str = HOST, at: float = 1, admin_of: str = "") -> Step:
        return self.do(e.HandedOver(at=second(at), by=by, to=to, admin_of=admin_of))

    def withdraw(self, number: int = 0, at: float = 1) -> Step:
        return self.do(e.Withdrawn(at=second(at), round=number))

    def lose_host(self, at: float = 1, host: str | None = None) -> Step:
        lost = self.state.host if host is None else host
        return self.do(e.HostLost(at=second(at), host=lost))

    def ask_in(self, place: str, at: float = 0, by: str = "root") -> Step:
        """Let an admin of another place ask to take part with it."""
        return self.do(e.LinkAsked(at=second(at), place=place, by=by, name=by.title()))

    def decide(
        self, place: str, at: float = 0, *, agree: bool = True, by: str = HOST, admin_of: str = ""
    ) -> Step:
        """Let somebody decide whether a place that has asked may take part."""
        return self.do(
            e.LinkDecided(at=second(at), place=place, by=by, agree=agree, admin_of=admin_of)
        )

    def add_place(self, place: str, at: float = 0) -> Step:
        """Let another place take part, both admins having agreed."""
        self.ask_in(place, at)
        return self.decide(place, at)

    def lose_place(self, place: str, at: float = 1) -> Step:
        return self.do(e.PlaceLost(at=second(at), place=place))

    def appeal(self, player: str, number: int = 0, at: float = 1) -> Step:
        return self.do(e.Appealed(at=second(at), player=player, round=number))

    def rule(
        self, wording: str, *, accept: bool = True, by: str = HOST, number: int = 0, at: float = 1
    ) -> Step:
        return self.do(e.Ruled(at=second(at), by=by, round=number, wording=wording, accept=accept))

    def play_round(self, *right: str, wrong: str = "") -> None:
        """Let some answer the round being asked, close it, and go on to what comes next."""
        start = (self.state.since - NOON).total_seconds()
        for player in right:
            self.answer(player, start + 1)
        for player in wrong.split():
            self.answer(player, start + 1, credit=0.0)
        if self.state.phase is Phase.ASKING:
            self.wait_until_due()
        if self.state.phase is Phase.BETWEEN:
            self.wait_until_due()

    @property
    def due(self) -> float | None:
        """When something is due, in seconds after the opening."""
        return None if self.state.due is None else (self.state.due - NOON).total_seconds()

    @property
    def deadline(self) -> float | None:
        """Until when an answer counts, in seconds after the opening."""
        return None if self.due is None else self.due - GRACE_SECONDS


def refusals(*done: Step) -> list[Refusal | None]:
    """Why each was refused, ``None`` for what was not."""
    return [each.refusal for each in done]
