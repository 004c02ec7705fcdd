"""The manifest is what Slack takes, offers what the core has, and is what the deployed file has."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from bot.cli import program
from bot.runtime.app import offer, platform
from bot.runtime.packs import load
from tests.platforms.standin_slack_manifest import manifest_problems

OFFER = offer(load())
URL = "https://bot.example.org"
DEPLOYED = Path(__file__).resolve().parents[1] / "deploy" / "slack-manifest.yaml"


def manifest(url: str = "") -> Any:
    return yaml.safe_load(platform("slack").manifest(OFFER, url))


@pytest.mark.parametrize("url", ["", URL])
def test_slack_takes_the_manifest(url: str) -> None:
    """No limit is broken, and nothing is missing."""
    assert not list(manifest_problems(manifest(url)))


def test_the_shortcuts_on_messages_are_those_of_the_core() -> None:
    """Beside the one that is offered everywhere."""
    shortcuts = manifest()["features"]["shortcuts"]
    assert [each["callback_id"] for each in shortcuts] == ["look-up", "find", "quote"]


def test_links_to_the_document_are_asked_for() -> None:
    """To show what stands there."""
    assert manifest()["features"]["unfurl_domains"] == ["history.state.gov"]


@pytest.mark.parametrize("url", [URL, f"{URL}/"])
def test_with_an_address_slack_calls_the_bot_there(url: str) -> None:
    """Events, commands, controls and lists; and sends back to it whoever installs the app."""
    made = manifest(url)
    (command,) = made["features"]["slash_commands"]
    settings = made["settings"]
    asked = {
        command["url"],
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        settings["interactivity"]["message_menu_options_url"],
    }
    assert asked == {f"{URL}/slack/events"}
    assert made["oauth_config"]["redirect_urls"] == [f"{URL}/slack/oauth_redirect"]
    assert not settings["socket_mode_enabled"]


def test_others_get_tokens_that_end_and_may_be_whole_organisations() -> None:
    """One's own workspace has one token, that is given by hand and so lasts."""
    here, there = manifest()["settings"], manifest(URL)["settings"]
    names = ("socket_mode_enabled", "token_rotation_enabled", "org_deploy_enabled")
    assert [here[name] for name in names] == [True, False, False]
    assert [there[name] for name in names] == [False, True, True]


def test_without_an_address_none_is_in_it() -> None:
    """The bot needs none that others can reach."""
    assert "http" not in str(manifest())


def test_the_file_to_hand_in_is_current() -> None:
    """If this fails: make docs."""
    printed = CliRunner().invoke(program, ["slack", "manifest"])
    assert printed.exit_code == 0
    assert DEPLOYED.read_text("utf-8") == printed.output
