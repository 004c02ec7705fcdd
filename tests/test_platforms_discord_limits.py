"""Whatever the bot can come to say, Discord takes: every command, every control, the longest content."""

from collections import deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import discord
import pytest

from adapters.discord.commands import choices
from adapters.discord.control_id import Fill, read
from adapters.discord.modal import modal
from adapters.discord.render import draw, render
from adapters.discord.wording import wordings_in
from bot.chat.action import Action
from bot.chat.form import Arrange, Choose, Write
from bot.chat.platform import Bot
from bot.chat.reply import Button, Form, Menu, Reply
from bot.chat.request import MAX_POINTED, Actor, Invocation, Place, Pointed, Press, Request
from bot.quiz.contest import facts
from bot.quiz.question import Question
from bot.runtime.app import open_bot
from bot.runtime.packs import load
from bot.views.rounds import told, whole_round
from tests.builders import NOON
from tests.contest_builders import PLACE, Game
from tests.contest_posts import Sketches
from tests.platforms.standin_discord_components import layout_problems, modal_problems, walk
from tests.platforms.standin_discord_limits import choice_problems

PACK = load()
ADA = Actor("discord", "1", "W" * 80, "2", is_admin=True)
HERE = Place("discord", "3", "2")
MOST_REPLIES = 1_500
NEEDED = {"name": "W" * 30, "from": "2026-01-01", "to": "2026-02-01", "code": "0" * 30}


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(PACK, f"sqlite:///{tmp_path / 'bot.db'}") as bot:
        yield bot


def payloads(reply: Reply) -> Iterator[list[dict[str, Any]]]:
    return (draw(message).view.to_components() for message in render(reply))


def assert_taken(reply: Reply) -> None:
    """Every message, and every form that it opens, is one that Discord takes."""
    for components in payloads(reply):
        assert not list(layout_problems(components))
        shown = [discord.components._component_factory(each) for each in components]  # type: ignore[arg-type]
        for _, control in walk(components):
            meaning = read(control["custom_id"]) if "custom_id" in control else None
            if isinstance(meaning, Fill):
                opened = modal(meaning, PACK.title, wordings_in(shown, meaning))
                assert not list(modal_problems(opened.to_dict()))


@dataclass
class Reader:
    """Somebody who gives every command and uses every control that comes of it, each once."""

    bot: Bot
    waiting: deque[Press] = field(default_factory=deque)
    seen: set[str] = field(default_factory=set)
    asked: int = 0

    async def ask(self, what: Invocation | Press | Pointed) -> Reply:
        self.asked += 1
        reply = await self.bot.handle(Request(f"r{self.asked}", ADA, HERE, NOON, what))
        for press in presses(reply):
            if press.action.encode() not in self.seen:
                self.seen.add(press.action.encode())
                self.waiting.append(press)
        return reply

    async def go_on(self) -> AsyncIterator[Reply]:
        while self.waiting and self.asked < MOST_REPLIES:
            yield await self.ask(self.waiting.popleft())


def presses(reply: Reply) -> Iterator[Press]:
    for control in reply.controls:
        match control:
            case Button(action=action):
                yield Press(action)
            case Menu(options=options, action=action):
                for each in options:
                    yield Press(Action(action.name, (*action.arguments, each.key)))
            case Form(fields=fields, action=action):
                yield Press(action, {each.name: filled(each) for each in fields})


def filled(each: Choose | Arrange | Write) -> tuple[str, ...]:
    match each:
        case Write(limit=limit):
            return ("W" * limit,)
        case Arrange(options=options):
            return tuple(option.key for option in options)
        case Choose(options=options, at_least=at_least):
            return tuple(option.key for option in options[: max(at_least, 1)])


def invocations(bot: Bot) -> Iterator[Invocation]:
    """Every command bare, and with each of its choices and the longest text that it takes."""
    for command in bot.commands:
        needed = {
            o.name: o.choices[0].key if o.choices else NEEDED.get(o.name, "p. 226")
            for o in command.options
            if o.required
        }
        yield Invocation(command.name, needed)
        for option in command.options:
            for choice in option.choices:
                yield Invocation(command.name, {**needed, option.name: choice.key})
            if option.type == "text" and not option.choices:
                yield Invocation(command.name, {**needed, option.name: "W" * option.maximum})
                yield Invocation(command.name, {**needed, option.name: "*_\n" * option.maximum})
            for suggestion in bot.complete(command.name, option.name, ""):
                yield Invocation(command.name, {**needed, option.name: suggestion.key})


async def test_everything_that_can_be_asked_and_pressed_is_within_the_limits(bot: Bot) -> None:
    """And is one message: nothing the bot says when it is asked needs a second."""
    reader = Reader(bot)
    for invocation in invocations(bot):
        reply = await reader.ask(invocation)
        assert_taken(reply)
        assert len(render(reply)) == 1, invocation
    async for reply in reader.go_on():
        assert_taken(reply)
        assert len(render(reply)) == 1
    assert len(reader.seen) > 300


async def test_every_term_and_every_passage_is_within_the_limits(bot: Bot) -> None:
    reader = Reader(bot)
    asked = [Invocation("glossary", {"term": term.name}) for term in PACK.terms]
    asked += [Invocation("passage", {"reference": f"p. {n}"}) for n in PACK.document.pages]
    asked += [Invocation("passage", {"reference": f"¶ {n}-{n + 9}"}) for n in range(1, 15)]
    asked += [Invocation("quote", {"topic": topic}) for topic in PACK.topics]
    for invocation in asked:
        assert_taken(await reader.ask(invocation))


@pytest.mark.parametrize("shortcut", ["find", "quote", "record", "no such"])
@pytest.mark.parametrize("words", ["", "W" * MAX_POINTED, "“a” " * 1_000, "¶ 9\n" * 1_000])
async def test_whatever_is_pointed_at_is_answered_within_the_limits(
    bot: Bot, shortcut: str, words: str
) -> None:
    assert_taken(await Reader(bot).ask(Pointed(shortcut, words, ADA)))


@pytest.mark.parametrize("typed", ["", "s", "the", "W" * 200, "*_\n" * 60, "\u200b"])
async def test_suggestions_are_within_the_limits(bot: Bot, typed: str) -> None:
    for command in bot.commands:
        for option in command.options:
            found = choices(bot.complete(command.name, option.name, typed))
            assert not list(choice_problems([each.to_dict() for each in found]))


WIDE = ("W" * 40, "👩🏽‍🚀" * 5, "*_`~|>" * 6)


@pytest.fixture(scope="module")
def crowded() -> list[Game]:
    """A contest of very many with very long names, in each of its phases."""
    names = [f"{WIDE[number % 3]}{number}" for number in range(200)]
    games = [Game(" ".join(names), seconds=30, begin=False) for _ in range(3)]
    for game in games[1:]:
        game.start()
        for number, name in enumerate(names):
            game.answer(name, 1 + number % 9, credit=number % 3 / 2, text="W" * 200 + str(number))
    while games[2].state.due is not None:
        games[2].wait_until_due()
    return games


@pytest.mark.parametrize("question", PACK.questions, ids=lambda question: question.id)
def test_every_question_of_a_contest_is_within_the_limits_in_every_phase(
    crowded: list[Game], question: Question
) -> None:
    """Asked, and answered by two hundred people with the longest names; it may take two messages then."""
    questions = tuple(replace(question, id=f"q{number}") for number in range(3))
    pack = replace(PACK, id="harbor", questions=questions)
    for game in crowded[1:]:
        reply = whole_round(pack, game.state, 0, PLACE)
        assert_taken(reply)
        assert len(render(reply)) <= 2


@pytest.mark.parametrize("fact", [facts.LobbyChanged(), facts.ContestOver()], ids=str)
def test_lobby_and_podium_of_a_crowd_are_one_message(crowded: list[Game], fact: facts.Fact) -> None:
    for game in crowded:
        reply = told(PACK, game.state, fact, Sketches(), PLACE)
        assert_taken(reply)
        assert len(render(reply)) == 1
