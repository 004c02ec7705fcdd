"""A contest that is played and kept in a store, for the tests of the store."""

from collections.abc import Iterable

from bot.chat.request import Actor, Place
from bot.ports import Change, Kept
from bot.quiz.contest import events as e
from bot.quiz.contest.settings import Settings
from bot.quiz.contest.state import Step
from bot.store import Store
from tests.contest_builders import HOST, Game, second

HALL = Place(platform="terminal", channel="hall", workspace="school")
YARD = Place(platform="terminal", channel="yard", workspace="school")


def person(user: str, *, platform: str = "terminal") -> Actor:
    return Actor(platform=platform, user=user, name=user.title())


class KeptGame(Game):
    """A game of which ``change`` is what has happened since it was last kept, as version ``version``."""

    def __init__(
        self,
        contest: str = "c1",
        players: str = "ann ben",
        *,
        place: Place = HALL,
        **settings: object,
    ) -> None:
        self.contest, self.place, self.version = contest, place.key, 0
        self.kept_events = self.kept_facts = 0
        super().__init__(players, **settings)  # type: ignore[arg-type]

    def open(self, settings: Settings, at: float = 0) -> Step:
        opened = e.Opened(
            at=second(at), contest=self.contest, settings=settings, host=HOST, place=self.place
        )
        return self.do(opened)

    def join(self, player: str, at: float = 0, *, place: str = "", team: str = "") -> Step:
        actor = person(player)
        joined = e.Joined(
            at=second(at), player=actor.key, name=actor.name, place=place or self.place, team=team
        )
        return self.do(joined)

    def answer(self, player: str, at: float = 1, **changes: object) -> Step:
        return super().answer(person(player).key, at, **changes)  # type: ignore[arg-type]

    def remove(self, player: str, at: float = 1, by: str = HOST) -> Step:
        return super().remove(person(player).key, at, by)

    def appeal(self, player: str, number: int = 0, at: float = 1) -> Step:
        return super().appeal(person(player).key, number, at)

    def play_out(self, right: str = "ann", wrong: str = "ben") -> "KeptGame":
        """Let the same people be right and wrong in every round until it is over."""
        while self.state.due is not None:
            self.play_round(*right.split(), wrong=wrong)
        return self

    @property
    def change(self) -> Change:
        events, facts = self.log[self.kept_events :], self.told[self.kept_facts :]
        return Change(self.version, tuple(events), self.state, tuple(facts))

    @property
    def as_kept(self) -> Kept:
        """What the store must find once the game was kept."""
        return Kept(self.state, self.version)

    async def keep(self, store: Store) -> bool:
        """Keep what has happened, and return whether it was."""
        return not await keep_all(store, [self])


async def keep_all(store: Store, games: Iterable[KeptGame]) -> frozenset[str]:
    """Keep what has happened in several games at once; return the contests that were refused."""
    games = list(games)
    refused = await store.contests.keep([game.change for game in games])
    for game in games:
        if game.contest not in refused:
            game.version += len(game.log) - game.kept_events
            game.kept_events, game.kept_facts = len(game.log), len(game.told)
    return refused


async def kept(store: Store, *args: object, **settings: object) -> KeptGame:
    """Return a game that was kept."""
    game = KeptGame(*args, **settings)  # type: ignore[arg-type]
    assert await game.keep(store)
    return game


async def taken_up(store: Store, contest: str) -> KeptGame:
    """Return a game as another process takes it up."""
    found = await store.contests.find(contest)
    assert found is not None
    game = KeptGame(contest)
    game.state, game.version, game.log, game.told = found.state, found.version, [], []
    return game
