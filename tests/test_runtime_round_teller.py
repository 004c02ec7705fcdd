"""A round is one message on platforms whose messages can be edited; its count is renewed with restraint."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from bot.chat.plain import plain
from bot.chat.platform import Abilities
from bot.runtime.backstage import Backstage
from bot.store import Store
from tests.clock import ManualClock
from tests.contest_posts import PACK, Sketches
from tests.contest_room import Board
from tests.stored_contests import HALL, KeptGame, kept

PAUSE = 2.0


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def board(store: Store, clock: ManualClock) -> AsyncIterator[Board]:
    """A platform that can edit, with everything there is to tell coming in."""
    board = Board(name=HALL.platform)
    backstage = Backstage(PACK, store.contests, store.outbox, clock, Sketches())
    abilities = Abilities(whole_rounds=True, count_pause=PAUSE)
    async with store.bell.ringing(backstage.wake):
        task = asyncio.create_task(backstage.deliver(board, abilities))
        yield board
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.002)


def newest(board: Board) -> str:
    return plain(board.posts[-1].reply) if board.posts else ""


async def asked(store: Store, board: Board, clock: ManualClock, players: str) -> KeptGame:
    """A game whose first question has stood for long enough that the count may be renewed."""
    game = await kept(store, players=players)
    await until(lambda: "Question 1" in newest(board))
    await clock.advance(PAUSE)
    return game


async def answered(game: KeptGame, store: Store, *players: str) -> None:
    for player in players:
        game.answer(player)
    assert await game.keep(store)


async def test_a_round_is_one_message_from_its_question_to_its_answer(
    store: Store, board: Board, clock: ManualClock
) -> None:
    game = await asked(store, board, clock, "ann ben")
    await answered(game, store, "ann")
    await until(lambda: "1 of 2 have answered" in newest(board))
    await answered(game, store, "ben")
    await until(lambda: "the answer" in newest(board))
    _, question, *edits = board.posts
    assert not question.message
    assert {edit.message for edit in edits} == {"m2"}


async def test_a_count_waits_until_the_last_one_was_seen(
    store: Store, board: Board, clock: ManualClock
) -> None:
    """The ones in between are never told; the newest is."""
    game = await asked(store, board, clock, "ann ben cleo dora")
    await answered(game, store, "ann")
    await until(lambda: "1 of 4" in newest(board))
    await answered(game, store, "ben")
    await answered(game, store, "cleo")
    await clock.advance(PAUSE - 0.1)
    await asyncio.sleep(0.05)
    assert "1 of 4" in newest(board)
    await clock.advance(0.1)
    await until(lambda: "3 of 4" in newest(board))
    assert not any("2 of 4" in said for said in board.said())


async def test_no_answer_waits_for_a_count(store: Store, board: Board, clock: ManualClock) -> None:
    """The round closes while a count has to wait: its answer comes at once, and stays."""
    game = await asked(store, board, clock, "ann ben cleo")
    await answered(game, store, "ann")
    await until(lambda: "1 of 3" in newest(board))
    await answered(game, store, "ben")
    await answered(game, store, "cleo")
    await clock.advance(0.1)
    await until(lambda: "the answer" in newest(board))
    await clock.advance(PAUSE)
    await asyncio.sleep(0.05)
    assert "the answer" in newest(board)
