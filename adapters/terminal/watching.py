"""What the bot says on its own, for those who only watch: on a screen, or as lines."""

from datetime import datetime
from types import TracebackType
from typing import Self, TextIO

from rich.console import Console
from rich.live import Live
from rich.text import Text

from adapters.terminal.conversation import PLATFORM
from adapters.terminal.layout import spaced
from adapters.terminal.render import render_blocks
from bot.chat.plain import plain_blocks
from bot.chat.platform import Post


class LiveWatching:
    """A message that is edited is drawn anew where it stands, under those that stay."""

    name = PLATFORM

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, auto_refresh=False, transient=True)

    def __enter__(self) -> Self:
        """Take the screen."""
        self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the screen back; what stays is left on it."""
        self._live.stop()

    async def post(self, post: Post) -> str:
        """Show a message, in the place of the earlier one where it has one."""
        shown = render_blocks(post.reply.blocks, datetime.now().astimezone())
        if post.message:
            self._live.update(spaced([Text(), shown]), refresh=True)
        else:
            self._console.print(shown)
        return post.message or post.nonce


class PlainWatching:
    """Each message once, when it is new: edits would be heard over and over."""

    name = PLATFORM

    def __init__(self, out: TextIO) -> None:
        self._out = out

    async def post(self, post: Post) -> str:
        """Write a message that is new."""
        if not post.message:
            text = plain_blocks(post.reply.blocks, datetime.now().astimezone())
            print(text, end="\n\n", file=self._out, flush=True)
        return post.message or post.nonce
