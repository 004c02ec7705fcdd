"""The options of a command are checked again in the core, wherever they came from."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.command import Command, CommandOption
from bot.chat.form import Option
from bot.chat.options import (
    OptionMissing,
    OptionNotAChoice,
    OptionOutOfRange,
    UnknownOption,
    checked,
    suggested,
)
from bot.chat.reply import Reply
from bot.errors import UserError


async def handler(desk: object, request: object) -> Reply:
    return Reply(())


KINDS: CommandOption[Any] = CommandOption(
    name="kinds",
    summary="Of which kinds",
    type="list",
    choices=(Option("cloze", "Fill the gap"), Option("number", "A number")),
)

COMMAND: Command[Any] = Command(
    name="quiz",
    summary="Take a quiz",
    handler=handler,
    group="Quiz",
    example="/quiz",
    options=(
        CommandOption(name="topic", summary="About what", required=True, maximum=10),
        CommandOption(name="count", summary="How many", type="number", minimum=1, maximum=50),
        CommandOption(name="bonus", summary="Speed counts", type="yes-no"),
        CommandOption(name="level", summary="How hard", choices=(Option("easy", "Gentle"),)),
        KINDS,
    ),
)


@pytest.mark.parametrize(
    ("given_options", "expected"),
    [
        ({"topic": "japan"}, {"topic": "japan"}),
        ({"topic": "japan", "count": "5"}, {"topic": "japan", "count": 5}),
        ({"topic": "japan", "bonus": "YES"}, {"topic": "japan", "bonus": True}),
        ({"topic": "japan", "level": "gentle"}, {"topic": "japan", "level": "easy"}),
        ({"topic": "japan", "level": ""}, {"topic": "japan"}),
        ({"topic": "japan", "kinds": "number"}, {"topic": "japan", "kinds": "number"}),
        (
            {"topic": "japan", "kinds": "A number, cloze,number,"},
            {"topic": "japan", "kinds": "number,cloze"},
        ),
    ],
)
def test_options_come_out_in_their_types(
    given_options: Mapping[str, Any], expected: Mapping[str, Any]
) -> None:
    """Numbers as numbers, yes and no as truth, choices as their keys."""
    assert checked(COMMAND, given_options) == expected


@pytest.mark.parametrize(
    ("given_options", "error"),
    [
        ({}, OptionMissing),
        ({"topic": "x" * 11}, OptionOutOfRange),
        ({"topic": "x", "count": "51"}, OptionOutOfRange),
        ({"topic": "x", "count": "-1"}, OptionNotAChoice),
        ({"topic": "x", "count": "9" * 5000}, OptionNotAChoice),
        ({"topic": "x", "count": "five"}, OptionNotAChoice),
        ({"topic": "x", "bonus": "maybe"}, OptionNotAChoice),
        ({"topic": "x", "level": "hard"}, OptionNotAChoice),
        ({"topic": "x", "kinds": "cloze,riddle"}, OptionNotAChoice),
        ({"topic": "x", "kinds": ","}, OptionNotAChoice),
        ({"topic": "x", "kinds": "cloze," * 50}, OptionOutOfRange),
        ({"topic": "x", "color": "red"}, UnknownOption),
    ],
)
def test_what_does_not_fit_is_refused(
    given_options: Mapping[str, Any], error: type[UserError]
) -> None:
    """Each with the error that has the right words."""
    with pytest.raises(error):
        checked(COMMAND, given_options)


@given(
    st.dictionaries(
        st.sampled_from(["topic", "count", "bonus", "level", "kinds"]),
        st.text() | st.integers() | st.booleans(),
    )
)
def test_nothing_a_platform_sends_gets_past_unchecked(options: dict[str, Any]) -> None:
    """Either it is refused as the person's mistake, or every value is of its type."""
    try:
        good = checked(COMMAND, options)
    except UserError:
        return
    assert isinstance(good.get("count", 1), int)
    assert isinstance(good.get("bonus", True), bool)
    assert good.get("level", "easy") == "easy"
    assert set(str(good.get("kinds", "cloze")).split(",")) <= {"cloze", "number"}


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("", ["cloze", "number"]),
        ("gap", ["cloze"]),
        ("cloze,", ["cloze,number"]),
        ("fill the gap, num", ["cloze,number"]),
        ("riddle,n", ["number"]),
        ("cloze,number,", []),
    ],
)
def test_a_list_is_completed_at_its_end(typed: str, keys: list[str]) -> None:
    """What is in it stays, and is not offered again; what is no choice is left out."""
    assert [choice.key for choice in suggested(KINDS, typed)] == keys
