"""Where a simulated contest is shown, and where what its contest tells goes."""

import time
from typing import Final

from bot.chat.platform import Post, PostTaker
from bot.chat.reply import Reply
from bot.chat.request import Place

SECONDS_BETWEEN = 0.1
"""The scoreboard is drawn anew this often at most."""

_BOARD = "board"


class Screen:
    """Shows lines that stay, and a scoreboard that is drawn again and again in its place."""

    def __init__(self, taker: PostTaker, place: Place) -> None:
        self._taker = taker
        self._place = place
        self._said = 0
        self._drawn_at = 0.0

    @property
    def is_due(self) -> bool:
        """Whether the scoreboard has not been drawn for a while."""
        return time.monotonic() - self._drawn_at >= SECONDS_BETWEEN

    async def draw(self, board: Reply) -> None:
        """Draw the scoreboard in the place of the one before."""
        await self._taker.post(Post(self._place, board, nonce=_BOARD, message=_BOARD))
        self._drawn_at = time.monotonic()

    async def say(self, line: Reply) -> None:
        """Say something that stays."""
        self._said += 1
        await self._taker.post(Post(self._place, line, nonce=f"line-{self._said}"))


class _Nowhere:
    """Takes what the contest posts: nobody reads it, but it is delivered as it would be."""

    name = "simulation"

    async def post(self, post: Post) -> str:
        """Return an id, as a platform does."""
        return post.message or post.nonce


NOWHERE: Final = _Nowhere()
