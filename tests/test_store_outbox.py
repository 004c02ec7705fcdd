"""What a contest tells is told in every place, in order, once, by whichever process gets to it."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack

from bot.chat.request import Place
from bot.ports import LONGEST_WAIT, Letter
from bot.quiz.contest.facts import ContestOver, CountChanged, LinkChanged, RoundOpened, key_of
from bot.store import Store, open_store
from bot.store.letters import AT_ONCE
from tests.contest_builders import second
from tests.storage import run_sql
from tests.stored_contests import HALL, YARD, KeptGame, keep_all, kept

SECONDS = 30.0
DAY = 24 * 3600


async def claim(
    store: Store, at: float = 0, *, limit: int = 10, platform: str = "terminal"
) -> list[Letter]:
    return list(await store.outbox.claim(platform, second(at), SECONDS, limit))


async def claim_one(store: Store, at: float = 0) -> Letter:
    [letter] = await claim(store, at)
    return letter


async def tell(store: Store, at: float = 0) -> list[str]:
    """Tell everything that can be told, and return under which keys."""
    keys = []
    while letters := await claim(store, at):
        for letter in letters:
            keys.append(letter.key)
            await store.outbox.told(letter, f"message of {letter.key}")
    return keys


def keys(letters: list[Letter]) -> list[str]:
    return [letter.key for letter in letters]


async def test_facts_are_told_in_the_order_in_which_they_were_made(store: Store) -> None:
    """A whole contest, one letter of the place at a time; of what was replaced, the newest."""
    game = KeptGame()
    game.play_out()
    assert await game.keep(store)
    assert await tell(store) == list(dict.fromkeys(map(key_of, game.told)))


async def test_a_wish_to_take_part_is_told_in_the_first_place_and_where_it_came_from(
    store: Store,
) -> None:
    """The lobby is not, there, until it is agreed to; and a third place hears nothing of it."""
    game = KeptGame(begin=False)
    game.add_place(Place("terminal", "attic", "school").key)
    await game.keep(store)
    await tell(store)
    game.ask_in(YARD.key)
    await game.keep(store)
    link = key_of(LinkChanged(place=YARD.key))
    told = {(each.place, each.key) for each in await claim(store)}
    assert told == {(HALL.key, link), (YARD.key, link)}


async def test_there_is_nothing_to_tell_before_there_was_a_contest(store: Store) -> None:
    """Nor after everything was told."""
    assert await store.outbox.next_at("terminal") is None
    await kept(store)
    assert await store.outbox.next_at("terminal") == AT_ONCE
    await tell(store)
    assert await store.outbox.next_at("terminal") is None
    assert await claim(store, 10**6) == []


async def test_a_fact_is_told_in_each_place(store: Store) -> None:
    """And by the process that holds the platform of the place."""
    game = KeptGame(begin=False)
    game.add_place(Place("slack", "C1", "T1").key)
    assert await game.keep(store)
    assert [letter.place for letter in await claim(store)] == [HALL.key]
    assert [letter.place for letter in await claim(store, platform="slack")] == ["slack:T1:C1"]
    assert await claim(store, platform="discord") == []


async def test_a_letter_says_all_that_telling_it_needs(store: Store) -> None:
    """The fact, and how often it was renewed and handed out."""
    await kept(store, begin=False)
    first = await claim_one(store)
    assert (first.source, first.place, first.key) == ("c1", HALL.key, "lobby")
    assert (first.revision, first.attempts, first.message) == (1, 1, "")


async def test_while_a_letter_is_claimed_nothing_else_in_its_place_is(store: Store) -> None:
    """Until it was told."""
    await kept(store)
    letter = await claim_one(store)
    assert await claim(store) == []
    assert await store.outbox.next_at("terminal") == second(SECONDS)
    await store.outbox.told(letter, "m1")
    assert keys(await claim(store)) == ["round-0"]


async def test_a_claim_that_runs_out_is_handed_out_again(store: Store) -> None:
    """The process that had it may have been killed, before or after it told it."""
    await kept(store)
    first = await claim_one(store)
    assert await claim(store, SECONDS - 1) == []
    again = await claim_one(store, SECONDS)
    assert (again.key, again.attempts) == (first.key, 2)


async def test_who_comes_late_does_no_harm(store: Store) -> None:
    """A process was stopped for longer than its claim, and another has the letter now."""
    game = await kept(store, begin=False)
    late = await claim_one(store)
    now = await claim_one(store, SECONDS)
    await store.outbox.failed(late, second(10**5))
    assert await claim(store, SECONDS) == [], "the other is still telling it"
    await store.outbox.told(late, "m1")
    await store.outbox.told(now, "m1")
    game.join("eve")
    assert await game.keep(store)
    letter = await claim_one(store, SECONDS)
    assert (letter.revision, letter.attempts, letter.message) == (2, 1, "m1")


async def test_who_comes_late_leaves_the_claim_on_what_is_newer(store: Store) -> None:
    """It was renewed meanwhile, and another is telling it as it is now."""
    game = await kept(store, begin=False)
    late = await claim_one(store)
    game.join("eve")
    assert await game.keep(store)
    now = await claim_one(store, SECONDS)
    await store.outbox.told(late, "m1")
    assert await claim(store, SECONDS) == []
    await store.outbox.told(now, "m1")
    assert await store.outbox.next_at("terminal") is None


async def test_who_comes_late_does_not_take_back_what_is_newer(store: Store) -> None:
    """What was told since then stays told."""
    game = await kept(store, begin=False)
    late = await claim_one(store)
    game.join("eve")
    assert await game.keep(store)
    await store.outbox.told(await claim_one(store, SECONDS), "m2")
    await store.outbox.told(late, "m1")
    assert await store.outbox.next_at("terminal") is None


async def test_a_late_failure_does_not_take_back_what_was_told(store: Store) -> None:
    """Told is told."""
    await kept(store)
    late = await claim_one(store)
    await store.outbox.told(await claim_one(store, SECONDS), "m1")
    await store.outbox.failed(late, None)
    await store.outbox.failed(late, second(0))
    assert keys(await claim(store, SECONDS)) == ["round-0"]


async def test_a_fact_that_is_renewed_edits_what_was_told(store: Store) -> None:
    """Under its key there is one message, and a letter for what is new only."""
    game = await kept(store, begin=False)
    await store.outbox.told(await claim_one(store), "m1")
    game.join("eve")
    assert await game.keep(store)
    letter = await claim_one(store)
    assert (letter.key, letter.revision, letter.message) == ("lobby", 2, "m1")


async def test_a_fact_that_is_renewed_before_it_was_told_is_told_once(store: Store) -> None:
    """As it is then."""
    game = await kept(store, players="ann ben cat")
    for player in ("ann", "ben"):
        game.answer(player)
        assert await game.keep(store)
    assert await tell(store) == ["lobby", "round-0", "count-0"]


async def test_a_fact_that_is_renewed_while_it_is_told_is_told_again(store: Store) -> None:
    """After what came in between, which it must not hold up."""
    game = await kept(store, players="ann ben cat")
    await tell(store)
    game.answer("ann")
    assert await game.keep(store)
    count = await claim_one(store)
    game.pause(2)
    game.resume(3)
    game.answer("ben", 4)
    assert await game.keep(store)
    assert await claim(store) == []
    await store.outbox.told(count, "m1")
    assert await tell(store) == ["clock-1", "clock-2", "count-0"]


async def test_a_failing_place_holds_up_only_itself(store: Store) -> None:
    """And is told in its order when it can be."""
    game = KeptGame(begin=False)
    game.add_place(YARD.key)
    game.start()
    assert await game.keep(store)
    hall, yard = sorted(await claim(store), key=lambda letter: letter.place)
    await store.outbox.failed(hall, second(100))
    await store.outbox.told(yard, "m1")
    following = (YARD.key, key_of(LinkChanged(place=YARD.key)))
    assert [(each.place, each.key) for each in await claim(store, 99)] == [following]
    assert await store.outbox.next_at("terminal") == second(100)
    assert "lobby" in keys(await claim(store, 100))


async def test_what_is_renewed_while_its_place_fails_waits_all_the_same(store: Store) -> None:
    """Or every answer would knock at a door that is closed."""
    game = await kept(store, begin=False)
    await store.outbox.failed(await claim_one(store), second(100))
    game.join("eve")
    assert await game.keep(store)
    assert await claim(store, 99) == []
    assert await store.outbox.next_at("terminal") == second(100)
    letter = await claim_one(store, 100)
    assert (letter.revision, letter.attempts) == (2, 2)


async def test_a_letter_that_is_given_up_is_not_handed_out_again(store: Store) -> None:
    """The next one is; and the same fact when it is renewed."""
    game = await kept(store)
    await store.outbox.failed(await claim_one(store), None)
    opened = await claim_one(store)
    assert opened.fact == RoundOpened(round=0)
    game.join("eve", 2)
    assert await game.keep(store)
    await store.outbox.told(opened, "m1")
    assert await tell(store) != []


async def test_claims_are_limited_and_the_oldest_go_first(store: Store) -> None:
    """One letter a place."""
    for number in range(5):
        await kept(store, f"c{number}", place=Place("terminal", f"r{number}"))
    assert [letter.source for letter in await claim(store, limit=2)] == ["c0", "c1"]
    assert [letter.source for letter in await claim(store, limit=9)] == ["c2", "c3", "c4"]
    assert await claim(store, limit=0) == []


async def test_contests_that_follow_each_other_in_a_place_are_told_in_order(store: Store) -> None:
    """The end of the first before the lobby of the second, whatever their names."""
    first = await kept(store, "z")
    first.end()
    assert not await keep_all(store, [first, KeptGame("a", begin=False)])
    assert await tell(store) == ["lobby", "round-0", "closed-0", "over", "lobby"]


async def over(store: Store, contest: str, at: float) -> None:
    """Keep a contest that is over then, in a place of its own."""
    game = await kept(store, contest, place=Place("terminal", contest))
    game.end(at)
    assert await game.keep(store)


async def test_what_was_told_of_old_contests_is_forgotten_when_a_contest_ends(
    store: Store, store_url: str
) -> None:
    """Once nobody can appeal any more; of those that are recent, or run, it can still be edited."""
    await over(store, "old", 1)
    await over(store, "recent", 7 * DAY)
    await kept(store, "running")
    await tell(store)
    await over(store, "last", 8 * DAY + 2)
    assert await letters(store_url) == {"recent", "running", "last"}


async def test_what_waits_to_be_told_is_never_forgotten(store: Store, store_url: str) -> None:
    """However old: a platform may have been switched off for weeks."""
    await over(store, "old", 1)
    await store.outbox.told(await claim_one(store), "m1")
    await over(store, "older", 0)
    await over(store, "last", 100 * DAY)
    assert await letters(store_url) == {"old", "older", "last"}
    assert {"closed-0", "over"} <= set(await tell(store))
    await over(store, "next", 200 * DAY)
    assert await letters(store_url) == {"next"}


async def letters(store_url: str) -> set[str]:
    """Return the contests of which letters are kept, told or not."""
    rows = await run_sql(
        store_url,
        "SELECT DISTINCT public_id FROM outbox JOIN contests ON contests.id = outbox.contest_id",
    )
    return {contest for (contest,) in rows}


async def test_a_clock_that_is_put_back_does_not_keep_a_letter(store: Store) -> None:
    """It was claimed by a clock that was an hour ahead, in a process that is gone."""
    await kept(store)
    await claim_one(store, 3600)
    assert keys(await claim(store, 0)) == ["lobby"]


async def test_a_clock_that_is_put_back_does_not_prolong_a_wait(store: Store) -> None:
    """A letter was to be tried again by a clock that was an hour ahead; the longest wait is minutes."""
    await kept(store)
    letter = await claim_one(store, 3600)
    longest = LONGEST_WAIT.total_seconds()
    await store.outbox.failed(letter, second(3600 + longest))
    assert await claim(store, 3600) == []
    assert keys(await claim(store, 0)) == ["lobby"]


async def test_each_letter_is_claimed_by_one_of_many(store_url: str) -> None:
    """Twelve who claim at once, over four connections, and never two letters of one place."""
    async with AsyncExitStack() as stack:
        stores = [await stack.enter_async_context(open_store(store_url)) for _ in range(4)]
        games = [KeptGame(f"c{n}", place=Place("terminal", f"r{n}")).play_out() for n in range(6)]
        assert not await keep_all(stores[0], games)
        told: Counter[tuple[str, str]] = Counter()
        in_hand: set[str] = set()

        async def work(store: Store) -> None:
            while await store.outbox.next_at("terminal") is not None:
                letters = await claim(store, limit=2)
                assert in_hand.isdisjoint(letter.place for letter in letters)
                in_hand.update(letter.place for letter in letters)
                for letter in letters:
                    told[letter.source, letter.key] += 1
                    in_hand.remove(letter.place)
                    await store.outbox.told(letter, "m")

        await asyncio.gather(*(work(store) for store in stores * 3))
    expected = {(game.contest, key_of(fact)) for game in games for fact in game.told}
    assert told == Counter(expected)


async def test_a_fact_is_what_it_was_when_it_was_kept(store: Store) -> None:
    """Whatever it carries."""
    game = KeptGame()
    game.play_out()
    assert await game.keep(store)
    facts = []
    while letters := await claim(store):
        facts += [letter.fact for letter in letters]
        await store.outbox.told(letters[0], "m")
    assert set(facts) == set(game.told)
    assert {CountChanged(round=0), ContestOver()} <= set(facts)
