"""One person's conversation with the bot, whatever it is typed on and shown with."""

import uuid
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol, assert_never

from adapters.terminal.completion import Suggestion, suggestions
from adapters.terminal.display import Display
from adapters.terminal.incoming import Ask, Leave, Nothing, Turn, read_line
from adapters.terminal.panel import Panel, panel_of
from adapters.terminal.saving import save
from adapters.terminal.screen import Screen
from bot.chat.command import Where
from bot.chat.language import Language, _, speaking
from bot.chat.misread import Misread
from bot.chat.platform import Bot, Post
from bot.chat.reply import File, Reply
from bot.chat.request import Actor, Invocation, Place, Press, Request
from bot.chat.vocabulary import Vocabulary

PLATFORM = "terminal"

HERE = Place(PLATFORM, channel=PLATFORM)
"""The one place that a terminal is."""


class Source(Protocol):
    """Where lines come from."""

    async def line(self, label: str) -> str | None:
        """Return the next line, or ``None`` at the end; ``label`` says what is being asked."""


class Conversation:
    """Keeps what is live on the screen, and the count of what could not be met; takes posts.

    ``session`` is what its request ids begin with: unique, unless a conversation is to be repeated.
    """

    name = PLATFORM

    def __init__(self, bot: Bot, display: Display, actor: Actor, session: str = "") -> None:
        self.failures = 0
        self._bot = bot
        self._display = display
        self._actor = actor
        self._screen = Screen()
        # Several people may share a machine and watch one screen, so contests make sense here, too.
        complete = partial(bot.complete, place=HERE)
        self._vocabulary = Vocabulary.of(bot.commands, complete, Where.ANYWHERE)
        self._session = session or uuid.uuid4().hex
        self._heard = 0
        self._posted = 0

    async def greet(self) -> None:
        """Show the first screen, where the bot has one."""
        if "start" in self._vocabulary.commands:
            await self._ask(Invocation("start"))

    async def go_on(self, source: Source, *, settle: bool = False) -> None:
        """Read and answer until there are no more lines, or the person leaves.

        With ``settle``, what the bot says on its own is said before the next line is read; otherwise
        somebody must let the bot deliver its posts here.
        """
        while (line := await source.line(self._label)) is not None:
            if not await self._hear(line):
                return
            if settle:
                await self._bot.settle(self)

    async def post(self, post: Post) -> str:
        """Show what the bot says on its own. Its controls, if it has any, are the live ones then."""
        self._posted += 1
        self._show(post.reply, again=False)
        return f"{self._session}-post-{self._posted}"

    def suggest(self, line: str) -> list[Suggestion]:
        """Return how a line could go on."""
        with speaking(self._language):
            return list(suggestions(line, self._screen, self._vocabulary))

    @property
    def _language(self) -> Language:
        return self._bot.language(self._actor.locale, HERE)

    @property
    def _label(self) -> str:
        filling = self._screen.filling
        if filling is None:
            return ""
        count = len(filling.form.fields)
        with speaking(self._language):
            if count == 1:
                return _("answer")
            return _("answer {number} of {count}", number=filling.step + 1, count=count)

    async def _hear(self, line: str) -> bool:
        """Do what a line asks; return whether the conversation goes on."""
        with speaking(self._language):
            return await self._do(line)

    async def _do(self, line: str) -> bool:
        self._heard += 1
        try:
            meaning = read_line(line, self._screen, self._vocabulary)
        except Misread as misread:
            self.failures += 1
            self._display.notice(str(misread), self._heard)
            return True
        match meaning:
            case Ask(what):
                await self._ask(what)
            case Turn(screen):
                self._screen = screen
                self._display.panel(panel_of(screen, self._vocabulary))
            case Nothing():
                pass
            case Leave():
                return False
            case _:
                assert_never(meaning)
        return True

    async def _ask(self, what: Invocation | Press) -> None:
        request_id = f"{self._session}-{self._heard}"
        request = Request(request_id, self._actor, HERE, self._bot.now(), what)
        reply = await self._bot.handle(request)
        self.failures += reply.failed
        is_answer = isinstance(what, Press) and self._screen.filling is not None
        if is_answer:
            self._screen = Screen()  # what was used is used up
        self._show(reply, again=True)

    def _show(self, reply: Reply, *, again: bool) -> None:
        """Show a reply; one without controls leaves an open form open, shown ``again`` or not.

        Whoever looks something up in the middle of a question still has the question: it is set
        aside for ``/back``, until another one is asked.
        """
        is_kept = not reply.controls and self._screen.filling is not None
        if not is_kept:
            before = self._screen if self._screen.filling else self._screen.aside
            after = Screen.of(reply)
            self._screen = after if after.filling else replace(after, aside=before)
        with speaking(reply.language):
            panel = panel_of(self._screen, self._vocabulary) if again or not is_kept else Panel("")
            self._display.reply(reply, panel, self._bot.now().astimezone())
        for block in reply.blocks:
            if isinstance(block, File):
                self._save(block)

    def _save(self, file: File) -> None:
        try:
            self._display.notice(
                _("Saved as {path}", path=str(save(file, Path.cwd()))), self._heard
            )
        except OSError as error:
            self.failures += 1
            failed = _("It could not be saved: {reason}", reason=error.strerror or "")
            self._display.notice(failed, self._heard)
