"""What the store and the platform have at the end, compared with what people sent and were told."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.chat.form import Response
from bot.chat.plain import plain
from bot.pictures import DRAWN
from bot.ports import Letter
from bot.quiz.contest.events import BOT, Answered, Event, Paused
from bot.quiz.contest.facts import REPLACED, Fact, key_of, told_in
from bot.quiz.contest.rules import step
from bot.quiz.contest.scoring import standings
from bot.quiz.contest.state import Phase, State
from bot.quiz.points import points
from bot.runtime.outbox import nonce
from bot.runtime.study import judge_of
from bot.store import Store, open_store
from bot.views.rounds import told
from tests.crash.bot_process import PACK
from tests.crash.crowd import Match, Sent, place_key


async def audit(url: str, matches: Sequence[Match]) -> None:
    """Check contests that are over. Nobody else may be writing."""
    async with open_store(url) as store:
        for match in matches:
            await check_match(store, match)
        assert (await store.check()).is_good, "the store is damaged, or a total is wrong"


@dataclass
class Story:
    """A log, folded: the state after each event, and each fact with the number of its event."""

    log: Sequence[Event]
    states: list[State] = field(default_factory=list)
    facts: list[tuple[int, Fact]] = field(default_factory=list)

    def told_in(self, place: str) -> list[Fact]:
        """What is told in a place, in order; again where it is renewed."""
        return [fact for n, fact in self.facts if place in told_in(fact, self.states[n].places)]

    def words(self, key: str, place: str) -> set[str]:
        """What may stand under a key in the end: the words of its last renewal or any time after."""
        number, fact = next(each for each in reversed(self.facts) if key_of(each[1]) == key)
        return {plain(told(PACK, state, fact, DRAWN, place)) for state in self.states[number:]}


def folded(log: Sequence[Event]) -> Story:
    """Fold a log by the pure rules; what is in it was allowed, so nothing in it happened twice."""
    state, story = State(), Story(log)
    for number, event in enumerate(log):
        done = step(state, event)
        assert done.refusal is None, f"{event} is in the log, though {done.refusal}"
        state = done.state
        story.states.append(state)
        if not (isinstance(event, Paused) and event.by == BOT):
            # That the bot held the clock is told when that is over.
            story.facts += ((number, fact) for fact in done.facts)
    return story


async def check_match(store: Store, match: Match) -> None:
    """Check one contest that is over."""
    log = await store.contests.log(match.contest)
    story, kept = folded(log), await store.contests.find(match.contest)
    state = story.states[-1]
    assert kept is not None
    assert kept.state == state, "the snapshot is not what the log makes"
    assert kept.version == len(log)
    assert state.phase is Phase.OVER, "the contest did not end"
    check_answers(match, log)
    check_points(match, state)
    await check_results(store, match, state)
    for place in match.places:
        check_posts(match, story, place)


def check_answers(match: Match, log: Sequence[Event]) -> None:
    """Who was told "locked in" is in the log once; nobody else is."""
    logged = Counter(
        _key(match, each.player, each.round, each.acted, each.response)
        for each in log
        if isinstance(each, Answered)
    )
    assert set(logged.values()) <= {1}, "an answer is in the log twice"
    promised = {
        _key(match, each.player, each.round, each.ask.at, each.ask.response)
        for each in match.answers
        if not each.told.failed
    }
    assert promised - logged.keys() == set(), "an answer that was acknowledged is not in the log"
    assert logged.keys() - promised == set(), "an answer is in the log that was not acknowledged"


def _key(match: Match, player: str, number: int, at: datetime, response: Response) -> object:
    """What makes an answer the same: its moment, where answers may be changed; else what it says.

    Somebody who was told that it could not be recorded, since the connection was lost in the middle of
    the commit, and who answers the same again, is told that it is recorded.
    """
    return (player, number, at if match.is_revisable else tuple(sorted(response.items())))


def check_points(match: Match, state: State) -> None:
    """Points are the sum over the last answers that were acknowledged, judged here anew."""
    judge, last = judge_of(PACK), dict[tuple[str, int], Sent]()
    for each in sorted(match.answers, key=lambda each: each.ask.at):
        if not each.told.failed:
            last[each.player, each.round] = each
    sums = Counter[str]()
    for (player, number), each in last.items():
        question = PACK.question(state.rounds[number].question)
        assert question is not None
        verdict = question.judge(each.ask.response, state.settings.seed, judge)
        sums[player] += points(verdict.credit, hinted=False)
    table = {each.player: each.points for each in standings(state)}
    assert table == {player: sums[player] for player in table}


async def check_results(store: Store, match: Match, state: State) -> None:
    """The board of the contest is that of its log."""
    rows = await store.results.of_contest(match.contest, 10_000)
    assert {each.user: each.record.points for each in rows} == {
        each.player.partition(":")[2]: each.points for each in standings(state)
    }


def check_posts(match: Match, story: Story, place: str) -> None:
    """Each fact was posted once in each of its places, in its turn; nothing else was ever posted there."""
    facts = story.told_in(place_key(place))
    keys = {_nonce(match, fact, place): key_of(fact) for fact in facts}
    shown = match.house.platform.posts(place)
    strange = [each.texts[0] for each in shown if each.nonce not in keys]
    assert not strange, f"posted though nothing of it is in the log, or posted twice: {strange}"
    posted = [keys[each.nonce] for each in shown]
    assert set(Counter(posted).values()) == {1}, "posted twice"
    assert set(posted) == set(keys.values()), "a post is missing"
    check_order(posted, facts)
    for each in shown:
        words = story.words(keys[each.nonce], place_key(place))
        assert each.texts[-1] in words, f"left standing: {each.texts[-1]}"


def check_order(posted: Sequence[str], facts: Sequence[Fact]) -> None:
    """What is told once comes in its turn; what is renewed comes never before its first turn."""
    keys = [key_of(fact) for fact in facts]
    renewed = {key_of(fact) for fact in facts if isinstance(fact, REPLACED)}
    once = [key for key in keys if key not in renewed]
    assert [key for key in posted if key not in renewed] == once, "told in another order"
    for key in renewed:
        before = [each for each in keys[: keys.index(key)] if each not in renewed]
        assert not before or posted.index(before[-1]) < posted.index(key), f"{key} came too early"


def _nonce(match: Match, fact: Fact, place: str) -> str:
    """The nonce of the post that tells a fact in a place for the first time."""
    key = key_of(fact)
    return nonce(Letter(match.contest, place_key(place), key, fact, revision=1, attempts=1))
