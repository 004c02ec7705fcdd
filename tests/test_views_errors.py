"""Every error that a person can mend has its own sentence."""

import importlib
import pkgutil
from typing import Any

import bot
from bot.chat.command import Command, CommandOption
from bot.chat.options import OptionMissing, OptionNotAChoice, OptionOutOfRange, UnknownOption
from bot.chat.plain import plain
from bot.commands.registry import COMMANDS
from bot.errors import UserError
from bot.pack.problems import PackInvalid, Problem
from bot.quiz.contest.refused import ContestRefused
from bot.quiz.contest.state import Refusal
from bot.views import errors as views

QUIZ: Command[Any] = next(command for command in COMMANDS if command.name == "quiz")
LOOKUP: Command[Any] = next(command for command in COMMANDS if command.name == "lookup")


def option(command: Command[Any], name: str) -> CommandOption[Any]:
    return next(each for each in command.options if each.name == name)


def kinds_of_error() -> set[type[UserError]]:
    """Every class of error that a person can mend, wherever in the core it is defined."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name != "bot.__main__" and ".migrations." not in module.name:
            importlib.import_module(module.name)
    found: set[type[UserError]] = set()
    waiting = [UserError]
    while waiting:
        below = waiting.pop().__subclasses__()
        found.update(below)
        waiting += below
    return {kind for kind in found if not kind.__subclasses__()}


def test_no_error_is_left_without_words_of_its_own() -> None:
    """An error added tomorrow fails here until somebody has written its sentence."""
    unsaid = [kind.__name__ for kind in kinds_of_error() if not views.has_words(kind)]
    assert unsaid == []


def test_a_missing_option_is_answered_with_an_example() -> None:
    """What it needs, and a line that works."""
    said = plain(views.mendable(OptionMissing(LOOKUP, option(LOOKUP, "query"))))
    assert "/lookup needs query" in said
    assert "/lookup what did Radek say" in said


def test_a_number_out_of_range_is_answered_with_the_range() -> None:
    """From where to where."""
    said = plain(views.mendable(OptionOutOfRange(QUIZ, option(QUIZ, "count"), "500")))
    assert "a number from 1 to 50" in said


def test_a_wrong_choice_is_answered_with_the_choices() -> None:
    """The value comes back as text, clipped, and the choices are listed."""
    said = plain(views.mendable(OptionNotAChoice(QUIZ, option(QUIZ, "difficulty"), "x" * 900)))
    assert "easy, medium or hard" in said
    assert len(said) < 300


def test_an_unknown_option_is_answered_with_those_there_are() -> None:
    """So the person need not ask for help."""
    said = plain(views.mendable(UnknownOption(QUIZ, "speed")))
    assert "topic, difficulty, count and kind" in said


def test_a_wrong_pack_is_answered_with_its_problems() -> None:
    """File, line and mend."""
    problem = Problem("pack.toml", 3, "id is missing", "Add id to this entry.")
    assert "pack.toml:3: id is missing. Add id" in plain(views.mendable(PackInvalid([problem])))


def test_a_bug_is_answered_with_an_apology_and_a_number() -> None:
    """The log has the rest under that number."""
    said = plain(views.bug("ab12cd34"))
    assert "ab12cd34" in said
    assert "Nothing was changed" in said


def test_every_refusal_of_a_contest_has_its_sentence() -> None:
    """Nobody is told that something is not possible without being told why."""
    for refusal in Refusal:
        assert "not possible now" not in plain(views.mendable(ContestRefused(refusal)))
