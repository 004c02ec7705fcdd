"""Random contests: settings, and events of every kind, sensible, repeated, late, forged or absurd."""

from datetime import datetime, timedelta
from random import Random

from bot.quiz.contest import events as e
from bot.quiz.contest.settings import Settings, Teams
from bot.quiz.contest.state import LinkStatus, Phase, State
from bot.quiz.verdict import Outcome
from tests.builders import NOON
from tests.contest_builders import HOST

PLACES = ("hall", "yard")
PLAYERS = ("ada", "bob", "cy", "dee", "eve")
STRANGERS = ("mallory", "")
TEXTS = ("treaty", "Treaty!", "war", "", "¶", "\u202e\u200b")
OUTCOMES = ((Outcome.RIGHT, 1.0), (Outcome.RIGHT, 1.0), (Outcome.CLOSE, 0.5), (Outcome.WRONG, 0.0))
STEPS = (0.0, 0.0, 0.2, 0.3, 0.9, 1.5, 3.0, 7.0)
LEAPS = (-3_600.0, -5.0, 40.0, 3_600.0, 50_000.0)


def random_settings(random: Random) -> Settings:
    """Settings of any sound combination, for a short contest."""
    seconds = random.choice((0, 5, 10, 30))
    opens = random.random() < 0.1
    count = random.choice((3, 3, 4))
    days = tuple(NOON + timedelta(days=day) for day in range(count))
    teams = random.choice((Teams.NONE, Teams.NONE, Teams.CHOSEN, Teams.BALANCED))
    return Settings(
        pack="harbor",
        seed=str(random.randrange(4)),
        questions=tuple(f"q{number}" for number in range(count)),
        seconds=seconds,
        reveal_seconds=random.choice((0, 3, 10)),
        speed_bonus=bool(seconds) and not opens and random.random() < 0.5,
        teams=teams,
        team_names=() if teams is Teams.NONE else ("red", "blue"),
        late_joiners=random.random() < 0.7,
        practice=random.random() < 0.2,
        revisable=random.random() < 0.4,
        tie_break=("t0", "t1")[: random.randrange(3)],
        full_at=random.choice((0, 0, 2)),
        opens=days if opens else (),
    )


class Chance:
    """Makes events that may follow a state. ``now`` is its clock, which leaps at times."""

    def __init__(self, random: Random) -> None:
        self._random, self.now = random, NOON
        self._past: list[e.Event] = []

    def opening(self) -> e.Opened:
        """The first event of a contest."""
        return e.Opened(
            at=NOON, contest="c1", settings=random_settings(self._random), host=HOST, place="hall"
        )

    def event(self, state: State) -> e.Event:
        """An event: one in eight a repetition of an earlier one."""
        random = self._random
        self._pass_time()
        if self._past and random.random() < 0.125:
            return random.choice(self._past)
        event = self._fresh(state)
        self._past.append(event)
        return event

    def _pass_time(self) -> None:
        random = self._random
        leap = random.random() < 0.03
        self.now += timedelta(seconds=random.choice(LEAPS if leap else STEPS))

    def _fresh(self, state: State) -> e.Event:
        if self._random.random() < 0.02:
            return e.Opened(at=self.now, contest="c2", settings=Settings(), host="", place="")
        if state.phase is Phase.LOBBY:
            return self._in_lobby(state)
        roll = self._random.random()
        if state.phase is Phase.ASKING and roll < 0.75:
            return self._answer(state)
        if state.phase is Phase.BETWEEN and roll < 0.4 and state.due:
            self.now = max(self.now, state.due)
            return e.TimePassed(at=self.now)
        if roll < 0.45:
            return self._answer(state) if roll < 0.1 else e.TimePassed(at=self.now)
        return self._by_host(state) if roll < 0.87 else self._by_others(state)

    def _in_lobby(self, state: State) -> e.Event:
        roll = self._random.random()
        if roll < 0.7 or not state.players:
            return self._link(state) if roll < 0.2 else self._join(state)
        if roll < 0.85:
            return e.Started(at=self.now, by=self._host(state))
        return self._by_host(state) if roll < 0.9 else self._by_others(state)

    def _host(self, state: State) -> str:
        return state.host if self._random.random() < 0.85 else self._random.choice((*PLAYERS, ""))

    def _somebody(self) -> str:
        return self._random.choice(PLAYERS if self._random.random() < 0.95 else STRANGERS)

    def _player(self, state: State) -> str:
        known = self._random.random() < 0.9 and [*state.players]
        return self._random.choice(known) if known else self._somebody()

    def _place(self, state: State) -> str:
        return self._random.choice(
            PLACES if self._random.random() < 0.1 else state.places or PLACES
        )

    def _round(self, state: State) -> int:
        usual = self._random.random() < 0.9
        return state.latest if usual else self._random.randrange(-2, 6)

    def _acted(self) -> datetime:
        """When the platform says that somebody acted: a little before now, rarely any time."""
        odd = self._random.random() < 0.05
        return self.now - timedelta(seconds=self._random.choice(LEAPS if odd else (0.0, 0.2, 1.4)))

    def _answer(self, state: State) -> e.Answered:
        random = self._random
        outcome, credit = random.choice(OUTCOMES)
        return e.Answered(
            at=self.now,
            acted=self._acted(),
            player=self._player(state),
            round=self._round(state),
            response={"answer": (random.choice(TEXTS),)},
            outcome=outcome,
            credit=credit if random.random() < 0.98 else random.choice((-1.0, 2.0, float("inf"))),
        )

    def _join(self, state: State) -> e.Joined:
        team = self._random.choice(("red", "blue", "red", "blue", "red", "blue", "", "green"))
        player = self._somebody()
        return e.Joined(
            at=self.now, player=player, name=player, place=self._place(state), team=team
        )

    def _by_host(self, state: State) -> e.Event:
        random, at, by = self._random, self.now, self._host(state)
        if state.phase is Phase.PAUSED and random.random() < 0.6:
            return e.Resumed(at=at, by=random.choice((state.host, e.BOT)))
        match random.randrange(12):
            case 0 | 1:
                return e.Paused(at=at, by=by if random.random() < 0.7 else e.BOT)
            case 2 | 3 | 4:
                return e.Resumed(at=at, by=by)
            case 5 | 6:
                return e.Skipped(at=at, by=by, round=self._round(state))
            case 7 | 8:
                return self._extension(state, by)
            case 9:
                return e.Removed(at=at, by=by, player=self._player(state))
            case 10:
                return self._handover(state, by)
            case _:
                ends = random.random() < 0.2
                return self._end(by) if ends else e.Started(at=at, by=by)

    def _handover(self, state: State, by: str) -> e.HandedOver:
        if self._random.random() < 0.7:
            return e.HandedOver(at=self.now, by=by, to=self._player(state))
        admin = self._random.choice(("root", by))
        return e.HandedOver(at=self.now, by=admin, to="root", admin_of=self._admin_of())

    def _end(self, by: str) -> e.Ended:
        if self._random.random() < 0.7:
            return e.Ended(at=self.now, by=by)
        return e.Ended(at=self.now, by="root", admin_of=self._admin_of())

    def _admin_of(self) -> str:
        return self._random.choice((*PLACES, "attic"))

    def _extension(self, state: State, by: str) -> e.Extended:
        return e.Extended(
            at=self.now,
            by=by,
            round=self._round(state),
            seconds=self._random.choice((-1, 5, 20, 9_999)),
            request=self._random.choice("xyz"),
        )

    def _by_others(self, state: State) -> e.Event:
        at = self.now
        match self._random.randrange(20):
            case 0 | 1 | 2:
                return self._join(state)
            case 3 | 4:
                return e.Left(at=at, player=self._player(state))
            case 5:
                return e.HostLost(at=at, host=self._host(state))
            case 6 | 7 | 8:
                return self._link(state)
            case 9:
                lost = "hall" if self._random.random() < 0.1 else self._other_place()
                return e.PlaceLost(at=at, place=lost)
            case 10:
                return e.Withdrawn(at=at, round=self._round(state))
            case 11 | 12 | 13 | 14:
                return self._appeal(state)
            case _:
                return self._ruling(state)

    def _link(self, state: State) -> e.LinkAsked | e.LinkDecided:
        """A place asks, or somebody decides, who may or may not; mostly on one that has asked."""
        random, place = self._random, self._other_place()
        asking = [key for key, link in state.links.items() if link.status is LinkStatus.ASKED]
        if asking and random.random() < 0.7:
            agree, by = random.random() < 0.7, self._host(state)
            return e.LinkDecided(at=self.now, place=random.choice(asking), by=by, agree=agree)
        if random.random() < 0.5:
            by = random.choice(("root", "root", ""))
            return e.LinkAsked(at=self.now, place=place, by=by, name="Root")
        return e.LinkDecided(
            at=self.now,
            place=place,
            by=random.choice((self._host(state), "root", "mallory", "")),
            agree=random.random() < 0.6,
            admin_of=random.choice(("", "", *PLACES, "attic")),
        )

    def _other_place(self) -> str:
        return self._random.choice(("yard", "yard", "attic", "hall", ""))

    def _appeal(self, state: State) -> e.Appealed:
        doubted = [
            (number, player)
            for number, asked in enumerate(state.rounds)
            for player, given in asked.answers.items()
            if given.outcome is not Outcome.RIGHT
        ]
        anything = (self._random.randrange(-1, 4), self._player(state))
        sensible = doubted and self._random.random() < 0.8
        number, player = self._random.choice(doubted) if sensible else anything
        return e.Appealed(at=self.now, player=player, round=number)

    def _ruling(self, state: State) -> e.Ruled:
        waiting = [
            (number, wording)
            for number, asked in enumerate(state.rounds)
            for wording in asked.appeals
        ]
        number, wording = self._random.choice(waiting) if waiting else (0, "treaty")
        by, accept = self._host(state) or self._player(state), self._random.random() < 0.5
        return e.Ruled(at=self.now, by=by, round=number, wording=wording, accept=accept)
