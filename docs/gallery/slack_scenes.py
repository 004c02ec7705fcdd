"""What is shown of Slack: the real app on a stand-in, at a time that stands still."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from adapters.slack.manifest import LOOK_UP
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from docs.gallery.scene import Scene
from docs.gallery.slack_page import Around, Opened, Said, Shown, page
from tests.clock import ManualClock
from tests.platforms import standin_slack, standin_slack_state
from tests.platforms.standin_slack import Channel, Member, Message, StandIn, View
from tests.platforms.standin_slack_seen import Seen, controls, label_of, words
from tests.platforms.standin_slack_world import Clock, Rank
from tests.slack_bot import noted, point_at, said_in, serving

PACK = load()
WIDTH = 720
TRIES = 4
ADDRESS = "https://history.state.gov/historicaldocuments/frus1933-39/d241"


async def scenes() -> list[Scene]:
    """Return every kind of reply, as a page each."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        clock = ManualClock()
        patch.setattr(standin_slack, "Clock", lambda: SharedClock(clock))
        # What is drawn for a request follows from its id, so that the pictures stay the same.
        numbers = count(1)
        patch.setattr(
            standin_slack_state, "token_hex", lambda size: f"{next(numbers):0{2 * size}x}"
        )
        patch.setattr("bot.commands.contest.token_hex", lambda size: "5ec7e7" * (size // 3 + 1))
        async with StandIn() as slack:
            point_at(slack, patch, Path(folder))
            async with _studio(slack, clock, Path(folder)) as studio:
                for act in ACTS:
                    await act(studio)
                return studio.scenes


class SharedClock(Clock):
    """The bot's own clock as Slack's."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__()
        self._clock = clock

    def now(self) -> datetime:
        """The time in UTC."""
        return self._clock.now()


@dataclass
class Studio:
    """Where scenes are played; ``ada`` is who asks."""

    slack: StandIn
    clock: ManualClock
    ada: Member
    scenes: list[Scene] = field(default_factory=list)

    @property
    def around(self) -> Around:
        """What a page needs to know beside what it shows."""
        pictures = {key: file.content for key, file in self.slack.files.items()}
        return Around(self.clock.now(), pictures)

    async def ask(self, name: str, title: str, line: str, by: Member | None = None) -> Seen:
        """Give a command and show what comes of it."""
        who = by or self.ada
        seen = await who.slash(self.slack.channel(), "/dispatch", line)
        said = Said(who.user.name, f"/dispatch {line}".rstrip(), self.around)
        self.show(name, title, seen.message or seen, said)
        return seen

    def show(self, name: str, title: str, what: "Seen | Message | View", *before: Said) -> None:
        """Show what somebody saw: the messages that came of it, the modal or the Home tab."""
        parts = [*before, *map(self._part, _seen(what))]
        self.scenes.append(Scene(name, title, page(parts), WIDTH))

    def _part(self, what: Message | View) -> Shown | Opened:
        if isinstance(what, Message):
            return Shown(what.blocks, self.around, what.ephemeral)
        submit, close = (
            str((what.body.get(key) or {}).get("text", "")) for key in ("submit", "close")
        )
        return Opened(what.title, what.blocks, self.around, submit, close)


def _seen(what: "Seen | Message | View") -> "list[Message | View]":
    if not isinstance(what, Seen):
        return [what]
    view = what.modal or what.home
    return [view] if view else [each for each in what.messages if each.bot_id]


def _message(seen: Seen) -> Message:
    if seen.message is None:
        raise LookupError("nothing was answered")
    return seen.message


@asynccontextmanager
async def _studio(slack: StandIn, clock: ManualClock, folder: Path) -> AsyncIterator[Studio]:
    async with open_bot(PACK, f"sqlite:///{folder}/bot.db", clock) as bot, serving(slack, bot):
        yield Studio(slack, clock, slack.member("Ada", Rank.ADMIN))


async def _entrances(studio: Studio) -> None:
    ada, hall, around = studio.ada, studio.slack.channel(), studio.around
    studio.show("home-newcomer", "The Home tab of a newcomer", await ada.open_home())
    await studio.ask("start", "The first thing one sees", "")
    await studio.ask("help", "All commands", "help")
    text = "@Dispatch what did Radek say about the United States"
    seen = await ada.mention(hall, "what did Radek say about the United States")
    studio.show("mention", "A mention, answered in its thread", seen, Said("Ada", text, around))
    form = await ada.shortcut(LOOK_UP)
    studio.show("shortcut", "The shortcut “Look up the dispatch”, anywhere in Slack", form)
    shared = await ada.share_link(hall, f"Worth reading: {ADDRESS}#pg_226")
    message = next(each for each in shared.messages if each.unfurls)
    attached = [block for one in message.unfurls.values() for block in one["blocks"]]
    said = Said("Ada", message.text.replace("<", "").replace(">", ""), around, attached)
    studio.scenes.append(
        Scene("unfurl", "A link to the document, shown with its passage", page([said]), WIDTH)
    )


async def _reading(studio: Studio) -> None:
    ask = studio.ask
    await ask("lookup", "A passage that was asked for in one's own words",
              "lookup what did Radek say about the United States")  # fmt: skip
    await ask("not-found", "What the document does not say", "find submarines")
    await ask("passage", "A paragraph with the printer's marks", "passage ¶ 9")
    glossary = await ask("glossary", "The glossary", "glossary")
    read = await studio.ada.click(
        _message(glossary), "Read one of these", "Communist International"
    )
    studio.show("term", "A term", read)
    await ask("outline", "What each paragraph says", "outline")
    await ask("quote", "A passage to think about", "quote japan")
    await ask("about", "What the document is, and how to weigh it", "about")
    await ask("cite", "Citations in every form", "cite ¶ 6")


async def _quiz(studio: Studio) -> None:
    for name, kind, title in (
        ("Fay", "multiple-choice", "A question with one answer"),
        ("Gil", "several-answers", "A question with several answers"),
        ("Hal", "true-false", "True or false, with proof"),
        ("Ivy", "ordering", "A question of order"),
        ("Jo", "short-answer", "A question to answer in one's own words"),
    ):
        member = studio.slack.member(name)
        line = f"quiz kinds={kind} count=2 difficulty=medium"
        seen = await member.slash(studio.slack.channel(), "/dispatch", line)
        message = _message(seen)
        studio.show(f"quiz-{kind}", title, seen)
        if "[Answer …]" in words(message):
            form = await member.click(message, "Answer …")
            studio.show(f"form-{kind}", f"{title}: the form", form)
        elif kind == "multiple-choice":
            judged = await member.click(message, "A")
            studio.show("quiz-judged", "An answer judged and explained, and the next question",
                        judged)  # fmt: skip


async def _points(studio: Studio) -> None:
    for name, tries in (("Bob", 5), ("Cyd", 4), ("Dee", 3)):
        await _study(studio.slack.member(name), studio.slack.channel(), tries)
    await studio.ask("score", "One's own points", "score", studio.slack.member("Bob"))
    await studio.ask("leaderboard", "Who has the most points", "leaderboard")


async def _study(member: Member, place: Channel, tries: int) -> None:
    """Answer some questions rightly, and one not."""
    seen = await member.slash(place, "/dispatch", "quiz kinds=multiple-choice count=10")
    for number in range(tries):
        message = _message(seen)
        question = next(each for each in PACK.questions if each.prompt in words(message))
        answers = [(element, label_of(block, element)) for block, element in controls(message)]
        letters = [label for _, label in answers if label in {"A", "B", "C", "D"}]
        skip = next(element["value"] for element, label in answers if label == "Skip")
        _, right = next(iter(question.right(skip.split("|")[2])))
        wrong = letters[0] if right["answer"][0].upper() != letters[0] else letters[1]
        letter = wrong if number == 1 else right["answer"][0].upper()
        seen = await member.click(message, letter)


async def _contest(studio: Studio) -> None:
    slack, hall = studio.slack, studio.slack.add_channel("contest")
    players = [slack.member(name) for name in ("Bob", "Cyd", "Dee", "Eve")]
    for member in (*players, studio.ada):
        slack.join(hall, member)
    line = "contest start count=3 kinds=multiple-choice seed=gallery speed=yes"
    opened = await noted(await studio.ada.slash(hall, "/dispatch", line))
    studio.show("contest-opened", "A contest is open: what its host alone sees", opened)
    lobby = await said_in(hall, "A contest is open")
    for player in players[:2]:
        await noted(await player.click(lobby, "Join"))
    for player in players[2:]:
        await noted(await player.click(lobby, "Join"))
    await said_in(hall, "Bob, Cyd, Dee and Eve")
    home = await players[2].open_home()
    studio.show("home-contest", "The Home tab of somebody who is in a contest", home)
    studio.show("contest-lobby", "The lobby", lobby)
    panel = await noted(await studio.ada.click(lobby, "Host …"))
    studio.show("contest-host", "What the host can do", panel)
    await studio.ada.click(panel, "Start")
    for number, answers in ((1, "CBCC"), (2, "BCBC"), (3, "DDBD")):
        question = await said_in(hall, f"Question {number} of 3 ·")
        await _round(studio, question, dict(zip(players, answers, strict=True)), number)
    over = await said_in(hall, "The contest is over")
    studio.show("contest-podium", "The podium", over)
    mine = await noted(await players[1].click(over, "My result"))
    studio.show("contest-result", "One's own result", mine)


async def _round(
    studio: Studio, question: Message, answers: dict[Member, str], number: int
) -> None:
    for given, (player, answer) in enumerate(answers.items(), 1):
        await studio.clock.advance(5)
        seen = await noted(await player.click(question, answer))
        if number == 1 and given <= 2:
            await said_in(question.channel, f"{given} of 4 have answered")
        if number == 1 and given == 2:
            studio.show("contest-question", "A question of a contest", question)
            studio.show("contest-locked-in", "An answer is confirmed privately", seen)
    await _heard(studio, question.channel, f"Question {number} of 3: the answer")
    if number == 1:
        studio.show("contest-answer", "The same message when the round is over", question)
    await studio.clock.advance(60)


async def _heard(studio: Studio, channel: Channel, text: str) -> Message:
    """Wait for a message to say something; edits keep a distance in time, so let some pass."""
    for _ in range(TRIES):
        try:
            return await said_in(channel, text, within=2)
        except TimeoutError:
            await studio.clock.advance(5)
    raise TimeoutError(text)


async def _setup(studio: Studio) -> None:
    hall = studio.slack.add_channel("reading-group")
    studio.slack.join(hall, studio.ada)
    begun = await noted(await studio.ada.slash(hall, "/dispatch", "setup"))
    studio.show("setup", "The guided setup: what is set", begun)
    form = await studio.ada.click(begun, "Settings …")
    studio.show("form-setup", "The guided setup: its first form", form)
    answers = {
        "Time zone, by a city such as New York": "Berlin",
        "Quiet hours, such as 22:00-07:00, or none": "22:00-07:00",
    }
    await studio.ada.submit(form.modal, answers)
    asked = await _whispered(studio, hall, "What is posted daily")
    studio.show("setup-daily", "The guided setup: what is posted daily", asked)
    form = await studio.ada.click(asked, "Fill in …")
    studio.show("form-setup-daily", "The guided setup: the form of a daily post", form)
    await studio.ada.submit(form.modal, {"At what local time, such as 08:00": "7:30"})
    done = await _whispered(studio, hall, "every day at 07:30")
    studio.show("setup-done", "The guided setup: done, and what to try", done)


async def _whispered(studio: Studio, place: Channel, text: str) -> Message:
    """Wait for Ada to see a message that says something."""
    async with asyncio.timeout(5):
        while True:
            for message in studio.ada.sees(place):
                if text in words(message):
                    return message
            await asyncio.sleep(0.01)


async def _place(studio: Studio) -> None:
    hall = studio.slack.channel()
    await studio.ask("settings", "What a place has set", "settings show")
    await studio.ask("daily-set", "A daily post is set up",
                     "daily set time=08:00 zone=Europe/Berlin days=weekdays")  # fmt: skip
    await studio.ada.slash(hall, "/dispatch", "daily now")
    post = await said_in(hall, "Quote of the day")
    studio.show("daily", "The quote of the day", post)
    saved = await noted(await studio.slack.member("Bob").click(post, "Save"))
    studio.show("saved", "A passage is saved, for oneself alone", saved)
    await studio.ask("privacy", "What is kept about a person", "privacy")
    home = await studio.slack.member("Bob").open_home()
    studio.show("home", "The Home tab of somebody who plays", home)


async def _review(studio: Studio) -> None:
    await studio.clock.advance(timedelta(days=1).total_seconds())
    bob = studio.slack.member("Bob")
    under_way = await bob.slash(studio.slack.channel(), "/dispatch", "review")
    seen = await bob.click(_message(under_way), "Start the new one")
    studio.show("review", "What was missed the day before is asked again", seen)


ACTS: tuple[Callable[[Studio], Awaitable[None]], ...] = (
    _entrances,
    _reading,
    _quiz,
    _points,
    _contest,
    _setup,
    _place,
    _review,
)
"""In the order of the gallery."""
