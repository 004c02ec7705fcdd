"""The core's commands as Discord's slash commands."""

from dataclasses import replace
from typing import Any

import pytest

from adapters.discord.commands import MAX_SIZE, choices, digest, payloads, size
from adapters.discord.permissions import how_to_show
from bot.chat.command import MAX_SHORTCUT, Command, CommandOption, Permission, Shortcut, Where
from bot.chat.form import Option
from bot.chat.reply import Reply
from bot.chat.request import Request
from bot.commands.registry import COMMANDS, SHORTCUTS
from bot.runtime.localised import localised
from tests.platforms.standin_discord_command_limits import command_problems


async def answer(desk: object, request: Request) -> Reply:
    return Reply(())


PLAIN: Command[Any] = Command(
    name="sail", summary="Set sail", handler=answer, group="Sea", example="/sail"
)


def test_every_command_there_is_keeps_discords_limits() -> None:
    assert not list(command_problems(payloads(COMMANDS, SHORTCUTS, localised)))


def test_every_command_there_is_can_be_given() -> None:
    """Each is a command, or a subcommand of the group that its first word names."""
    given: set[str] = set()
    for payload in payloads(COMMANDS):
        inner = [option["name"] for option in payload["options"] if option["type"] == 1]
        given |= {f"{payload['name']} {name}" for name in inner} or {payload["name"]}
    assert given == {command.name for command in COMMANDS}


def test_long_words_and_large_numbers_keep_discords_limits() -> None:
    options: tuple[CommandOption[Any], ...] = tuple(
        CommandOption(
            name=f"option-{number}",
            summary="What it should be about " * 20,
            maximum=10**6,
            choices=tuple(Option(str(n), "label " * 50) for n in range(25 + number)),
        )
        for number in range(2)
    )
    long = replace(PLAIN, summary="Set sail " * 50, options=options)
    assert not list(command_problems(payloads([long])))


def test_a_command_of_the_most_and_longest_options_is_made_to_fit() -> None:
    """25 options with 25 choices each; and 25 subcommands of that kind."""
    choices = tuple(Option("k" * 90 + str(n), "label " * 20 + str(n)) for n in range(25))
    options: tuple[CommandOption[Any], ...] = tuple(
        CommandOption(name=f"o{n}", summary="summary " * 20, choices=choices) for n in range(25)
    )
    big = replace(PLAIN, options=options)
    group = [replace(big, name=f"sea sail-{n}", options=options[:4]) for n in range(25)]
    made = payloads([big, *group])
    assert not list(command_problems(made))
    assert all(size(payload) <= MAX_SIZE for payload in made)


def test_commands_have_german_names_and_descriptions() -> None:
    told = {payload["name"]: payload for payload in payloads(COMMANDS, SHORTCUTS, localised)}
    assert told["lookup"]["name_localizations"] == {"de": "nachschlagen"}
    assert told["lookup"]["description_localizations"]["de"].startswith("Eine Stelle finden")
    assert told["contest"]["options"][1]["name_localizations"] == {"de": "stand"}
    assert told["Study record"]["name_localizations"] == {"de": "Lernstand"}


def translate(text: str) -> dict[str, str]:
    names = {"where": "Ort hier", "when": "zeit", "how": "zeit", "sail": "segeln"}
    return {"de": names[text], "xx": "nowhere", "pt": names[text]} if text in names else {}


def test_a_translation_that_discord_would_refuse_is_left_out() -> None:
    """A name with a space, a name that two options would have, a language it does not speak."""
    options: tuple[CommandOption[Any], ...] = tuple(
        CommandOption(name=name, summary="x") for name in ("where", "when", "how")
    )
    [payload] = payloads([replace(PLAIN, options=options)], (), translate)
    assert payload["name_localizations"] == {"de": "segeln", "pt-BR": "segeln"}
    assert [option["name_localizations"] for option in payload["options"]] == [{}, {}, {}]
    assert not list(command_problems([payload]))


def test_menus_are_offered_on_messages_and_on_people() -> None:
    menus = {p["name"]: p for p in payloads(COMMANDS, SHORTCUTS) if p["type"] != 1}
    assert {name: menu["type"] for name, menu in menus.items()} == {
        "Find in the dispatch": 3,
        "Quote this passage": 3,
        "Study record": 2,
    }
    assert all(menu["contexts"] == [0, 1, 2] for menu in menus.values())


@pytest.mark.parametrize("shortcut", SHORTCUTS, ids=lambda shortcut: shortcut.key)
def test_a_shortcut_stands_for_a_command_and_fits_every_menu(shortcut: Shortcut[Any]) -> None:
    assert shortcut.command in {command.name for command in COMMANDS}
    assert 0 < len(shortcut.name) <= MAX_SHORTCUT


def test_required_options_come_first() -> None:
    options: tuple[CommandOption[Any], ...] = (CommandOption(name="when", summary="x"),)
    needed: CommandOption[Any] = CommandOption(name="where", summary="x", required=True)
    [payload] = payloads([replace(PLAIN, options=(*options, needed))])
    assert [option["name"] for option in payload["options"]] == ["where", "when"]


def test_admin_commands_are_shown_to_those_who_manage_the_server() -> None:
    [payload] = payloads([replace(PLAIN, permission=Permission.ADMIN)])
    assert payload["default_member_permissions"] == "32"
    assert payload["integration_types"] == [0]


def test_a_group_is_shown_to_all_where_one_of_its_commands_is() -> None:
    both = [replace(PLAIN, name="sea sail"), replace(PLAIN, name="sea close")]
    [payload] = payloads([both[0], replace(both[1], permission=Permission.ADMIN)])
    assert payload["default_member_permissions"] is None


@pytest.mark.parametrize(
    ("where", "contexts"),
    [(Where.GROUP, [0]), (Where.PRIVATE, [1, 2]), (Where.ANYWHERE, [0, 1, 2])],
)
def test_a_command_is_offered_where_it_makes_sense(where: Where, contexts: list[int]) -> None:
    [payload] = payloads([replace(PLAIN, where=where)])
    assert payload["contexts"] == contexts


def test_what_changes_a_place_is_not_offered_where_the_bot_is_no_member() -> None:
    [payload] = payloads([replace(PLAIN, permission=Permission.HOST)])
    assert payload["integration_types"] == [0]
    assert payload["contexts"] == [0, 1]


def test_a_name_is_a_command_or_a_group() -> None:
    with pytest.raises(ValueError, match="sail"):
        payloads([PLAIN, replace(PLAIN, name="sail home")])


def test_the_digest_changes_with_the_commands_only() -> None:
    assert digest(payloads([PLAIN])) == digest(payloads([PLAIN]))
    assert digest(payloads([PLAIN])) != digest(payloads([replace(PLAIN, summary="Sail")]))


def test_suggestions_keep_discords_limits() -> None:
    made = choices([Option("a" * 101, "long"), *(Option(f"k{n}", "x" * 200) for n in range(40))])
    assert len(made) == 25
    assert all(len(choice.name) <= 100 and len(choice.value) <= 100 for choice in made)


def test_an_admin_is_told_how_to_show_one_hidden_command_or_several() -> None:
    """Each is chosen in the server's settings by itself."""
    one, several = (how_to_show(names, "Study") for names in (["/setup"], ["/setup", "/sail"]))
    assert "shows /setup only" in one
    assert "show it to others" in one
    assert "shows /setup and /sail only" in several
    assert "show them to others" in several
    assert "each command" in several
