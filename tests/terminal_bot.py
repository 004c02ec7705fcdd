"""A small bot that shows every block and control there is, for the tests of the terminal.

``python -m tests.terminal_bot`` talks to it.
"""

import asyncio
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.terminal.platform import Terminal
from bot.chat.action import Action
from bot.chat.command import Command, CommandOption
from bot.chat.form import Arrange, Choose, Option, Write
from bot.chat.language import ENGLISH, Language
from bot.chat.options import suggested
from bot.chat.platform import Post, PostTaker
from bot.chat.reply import (
    Bar,
    Bars,
    Block,
    Button,
    Control,
    Countdown,
    Divider,
    Fact,
    Facts,
    File,
    Form,
    Heading,
    Menu,
    Picture,
    PrinterMark,
    Prose,
    Quote,
    Reply,
    Standing,
    Standings,
    Style,
    Words,
)
from bot.chat.request import Invocation, Place, Press, Request
from bot.chat.text import Code, Emphasis, Link, Mention, Strong, Time, inline

NOW = datetime(2035, 7, 19, 14, 5, tzinfo=UTC)

INLINE = inline(
    "Words, ",
    Strong("strong"),
    ", ",
    Emphasis("stressed"),
    ", ",
    Code("/lookup radek"),
    ", ",
    Link("the volume", "https://history.example/d241"),
    ", ",
    Mention("U1", "Ada"),
    " and ",
    Time(NOW),
    ".",
)

QUOTE = Quote(
    (
        PrinterMark("[text omitted by the editors]"),
        Words("this “armistice” can not possibly be ended but only "),
        PrinterMark("[p. 225]"),
        Words("by a "),
        Words("renewal", match=True),
        Words(" "),
        Words("of battle", match=True),
        Words("."),
        PrinterMark("47"),
    ),
    inline("¶ 3, pp. 224–225 · Bullitt"),
)

FILE = File("record.csv", "text/csv", b"a,b\r\n", "Full record")

BLOCKS: tuple[Block, ...] = (
    Heading(inline("Every kind of block")),
    Prose(INLINE),
    QUOTE,
    Facts((Fact("Author", inline("William C. Bullitt")), Fact("Pages", inline("224–227")))),
    Standings(
        (
            Standing(1, "Ada", 1_200, "12 of 12 right", is_you=True),
            Standing(2, "Grace", 950, "10 of 12 right"),
            Standing(2, "Alan", 950),
        )
    ),
    Bars((Bar("Mexico", 3, 8, "right"), Bar("Morocco", 5, 8), Bar("Nobody", 0, 0))),
    Countdown("Closes", NOW + timedelta(minutes=3, seconds=20)),
    Divider(),
    Picture(b"\x89PNG", "A podium with Ada on top", "podium.png"),
    FILE,
)

CHOOSE = Choose(
    "answer",
    "Whom does Radek answer?",
    (Option("a", "Bullitt"), Option("b", "Litvinov"), Option("c", "The President")),
)
SEVERAL = Choose("answer", "Which are named?", CHOOSE.options, at_least=1, at_most=3)
ARRANGE = Arrange("order", "Put these in order", CHOOSE.options)
WRITE = Write("text", "Who shouted?", limit=40)

BUTTONS: tuple[Control, ...] = (
    Button("Hint, which costs 2 points", Action("hint", ("7",))),
    Button("Skip", Action("skip"), Style.PRIMARY),
    Button("Stop", Action("stop"), Style.DANGER),
)
MENU = Menu("Other hits", (Option("p9", "¶ 9, p. 226"), Option("p11", "¶ 11")), Action("show"))


def a_form(*fields: Choose | Arrange | Write, title: str = "Your answer") -> Form:
    return Form(title, fields, Action("answer", ("7",)), "Send")


CONTROLS: tuple[Control, ...] = (*BUTTONS, MENU, a_form(CHOOSE, ARRANGE, WRITE))

REPLIES: dict[str, Reply] = {
    "start": Reply((Heading(inline("Sample")), Prose(inline("Three things to try.")))),
    "sample": Reply(tuple(block for block in BLOCKS if block is not FILE), (*BUTTONS, MENU)),
    "file": Reply((FILE,)),
    "choose": Reply((), (a_form(CHOOSE), *BUTTONS)),
    "several": Reply((), (a_form(SEVERAL), *BUTTONS)),
    "arrange": Reply((), (a_form(ARRANGE), *BUTTONS)),
    "write": Reply((), (a_form(WRITE), *BUTTONS)),
    "steps": Reply((), (a_form(CHOOSE, WRITE, title="Two steps"), *BUTTONS)),
    "fail": Reply((Prose(inline("That cannot be met.")),), failed=True),
}

TOPICS = (Option("japan", "Japan"), Option("world-revolution", "World revolution"))


async def _unused(desk: Any, request: Request) -> Reply:
    raise AssertionError("the sample bot answers by itself")


def a_command(name: str, *options: CommandOption[Any], aliases: tuple[str, ...] = ()) -> Any:
    return Command(
        name=name,
        summary=f"Shows {name}",
        handler=_unused,
        group="Sample",
        example=f"/{name}",
        options=options,
        aliases=aliases,
    )


def _topics(desk: Any, typed: str) -> tuple[Option, ...]:
    wanted = typed.casefold()
    return tuple(each for each in TOPICS if wanted in f"{each.key} {each.label}".casefold())


LOOKUP = a_command(
    "lookup",
    CommandOption(name="query", summary="What to look for", required=True, rest=True, maximum=200),
    aliases=("find",),
)
QUIZ = a_command(
    "quiz",
    CommandOption(name="topic", summary="What about", complete=_topics),
    CommandOption(
        name="difficulty",
        summary="How hard",
        choices=(Option("easy", "Easy"), Option("medium", "Medium"), Option("hard", "Hard")),
    ),
    CommandOption(name="count", summary="How many", type="number", minimum=1, maximum=20),
    CommandOption(name="timed", summary="Against the clock", type="yes-no"),
)
CITE = a_command(
    "cite",
    CommandOption(
        name="form", summary="Which form", choices=(Option("mla", "MLA"), Option("apa", "APA"))
    ),
    CommandOption(name="reference", summary="Where", rest=True),
)
DRILL = a_command(
    "drill",
    CommandOption(
        name="kinds",
        summary="Of which kinds",
        type="list",
        choices=(Option("cloze", "Fill the gap"), Option("number", "A number")),
    ),
    CommandOption(name="count", summary="How many", type="number", minimum=1, maximum=20),
)
COMMANDS = (LOOKUP, QUIZ, CITE, DRILL, a_command("help"), *(a_command(name) for name in REPLIES))


@dataclass
class SampleBot:
    """Answers by name from ``REPLIES``, anything else with an echo; remembers what it was asked."""

    asked: list[Request] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    posted: list[str] = field(default_factory=list)
    title: str = "Sample"
    commands: tuple[Command[Any], ...] = COMMANDS

    async def handle(self, request: Request) -> Reply:
        self.asked.append(request)
        match request.what:
            case Invocation(command=name) if name in REPLIES:
                return REPLIES[name]
            case Invocation(command=name, options=options):
                said = " ".join([name, *(f"{key}={value}" for key, value in options.items())])
            case Press(action=action, response=response):
                answers = [f"{key}={','.join(value)}" for key, value in response.items()]
                said = " ".join([action.name, *action.arguments, *answers])
        return Reply((Prose(inline(said)),))

    async def settle(self, taker: PostTaker) -> None:
        """Post what was to be posted."""
        while self.posts:
            self.posted.append(await taker.post(self.posts.pop(0)))

    async def deliver(self, taker: PostTaker) -> None:
        """Post what was to be posted, and wait."""
        await self.settle(taker)
        await asyncio.Event().wait()

    def language(self, locale: str, place: Place | None = None) -> Language:
        return ENGLISH

    def complete(
        self, command: str, option: str, typed: str, place: Place | None = None
    ) -> tuple[Option, ...]:
        found = next(each for each in self.commands if each.name == command)
        wanted = next(each for each in found.options if each.name == option)
        return wanted.complete(None, typed) if wanted.complete else suggested(wanted, typed)

    def now(self) -> datetime:
        return NOW


if __name__ == "__main__":
    sys.exit(asyncio.run(Terminal().run(SampleBot(), sys.argv[1:])))
