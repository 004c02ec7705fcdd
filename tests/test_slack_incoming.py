"""What Slack sends, as requests to the core."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import incoming
from adapters.slack.incoming import STALE, Unread, Wanted, pointed_words, press_of, read_command
from adapters.slack.kept import Answer, Do, Fill, encode, fields_of, fill, meaning
from bot.chat.action import Action, StaleAction
from bot.chat.command import Where
from bot.chat.form import Arrange, Choose, Option, Write
from bot.chat.request import Invocation, Press
from bot.chat.vocabulary import Vocabulary
from bot.commands.registry import COMMANDS
from tests.terminal_bot import SampleBot

VOCABULARY = Vocabulary.of(COMMANDS, lambda *_: (), Where.ANYWHERE)
HOSTILE = st.text(st.one_of(st.sampled_from("<>|@#!&;\"'= \n\u200b\u202e"), st.characters()))


def read(text: str) -> Any:
    return read_command(text, VOCABULARY)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", Invocation("start")),
        ("  ", Invocation("start")),
        ("outline", Invocation("outline", {})),
        ("OUTLINE", Invocation("outline", {})),
        ("lookup a finger", Invocation("lookup", {"query": "a finger"})),
        ("find a finger", Invocation("lookup", {"query": "a finger"})),
        ("lookup a &lt;b&gt; &amp;amp;", Invocation("lookup", {"query": "a <b> &amp;"})),
        ("contest status", Invocation("contest status", {})),
        ("dance for me", Invocation("dance")),
    ],
)
def test_a_line_is_a_command_with_its_options(text: str, asked: Invocation) -> None:
    assert read(text) == asked


def test_what_is_needed_and_not_given_is_asked_for() -> None:
    wanted = read("season set Term")
    assert isinstance(wanted, Wanted)
    assert (wanted.command.name, wanted.given) == ("season set", {"name": "Term"})


def test_a_word_too_many_is_not_understood() -> None:
    assert isinstance(read("outline please"), Unread)


def test_a_person_stays_as_slack_writes_them_in_an_option() -> None:
    asked = read("settings trust <@U1|ada> host")
    assert asked.options["person"] == "<@U1|ada>"


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("<@U1> who was Radek?", "who was Radek?"),
        ("see <https://e.org|the page>", "see the page"),
        ("see <https://e.org>", "see https://e.org"),
        ("outline of the war", "outline of the war"),
        ("a" * 5_000, "a" * 200),
    ],
)
def test_plain_words_are_looked_up(text: str, query: str) -> None:
    assert incoming.read_words(text, VOCABULARY) == Invocation("lookup", {"query": query})


@given(HOSTILE)
def test_any_line_is_read(text: str) -> None:
    read(text)
    incoming.read_words(text, VOCABULARY)
    pointed_words({"text": text})


def test_the_words_of_a_message_keep_their_lines() -> None:
    message = {"text": "&gt; first <@U1>\n<https://e.org|second>"}
    assert pointed_words(message) == "> first \nsecond"


FIELDS = (
    Write("line", "Say it", 60),
    Arrange("order", "Order them", (Option("a", "One"), Option("b", "Two"))),
    Choose("some", "Choose", (Option("x", "Ex"), Option("y", "Why")), 1, 2),
)


def test_a_form_is_kept_whole_in_its_button() -> None:
    kept = meaning(fill(Action("answer", ("k3",)), "Answer", FIELDS))
    assert isinstance(kept, Fill)
    assert fields_of(kept) == FIELDS


def test_a_form_too_long_for_a_button_keeps_its_keys() -> None:
    long = Choose("some", "Choose " * 80, tuple(Option(f"k{n}", "word " * 200) for n in range(60)))
    kept = meaning(fill(Action("answer"), "Answer", (long,)))
    assert isinstance(kept, Fill)
    [field] = fields_of(kept)
    assert [option.key for option in field.options] == [f"k{n}" for n in range(60)]


def test_a_form_whose_keys_do_not_fit_is_a_bug() -> None:
    huge = Choose("some", "Choose", tuple(Option("k" * 40 + str(n), "x") for n in range(60)))
    with pytest.raises(ValueError, match="does not fit"):
        fill(Action("answer"), "Answer", (huge,))


def test_a_button_does_its_action() -> None:
    pressed = press_of({"type": "button", "value": encode(Do("1|cite|p9s2"))})
    assert pressed == Press(Action("cite", ("p9s2",)))


def test_a_button_answers() -> None:
    pressed = press_of({"type": "button", "value": encode(Answer("1|answer|k3", "answer", "b"))})
    assert pressed == Press(Action("answer", ("k3",)), {"answer": ("b",)})


def test_what_is_picked_from_a_list_is_appended() -> None:
    picked = {"type": "static_select", "action_id": "pick:0:1|passage|x"}
    pressed = press_of({**picked, "selected_option": {"value": "p9"}})
    assert pressed == Press(Action("passage", ("x", "p9")))


@given(st.one_of(st.text(), st.binary().map(repr), st.sampled_from(['["d","0|x"]', '["d",1]'])))
def test_a_button_that_is_not_ours_is_stale(value: str) -> None:
    assert press_of({"type": "button", "value": value}) == STALE
    assert press_of({"type": "static_select", "action_id": value}) == STALE


def test_the_moment_is_slacks_where_it_tells_one() -> None:
    now = SampleBot().now()
    acted = incoming.moment_of({"actions": [{"action_ts": "1767268800.5"}]}, now)
    assert acted.isoformat() == "2026-01-01T12:00:00.500000+00:00"
    assert incoming.moment_of({}, now) == now
    assert incoming.moment_of({"actions": [{"action_ts": "1e999"}]}, now) == now


def test_where_slack_tells_no_moment_it_is_when_the_form_came() -> None:
    """What the bot waits for itself makes nobody late; and nothing that Slack sends is a moment."""
    now = SampleBot().now()
    came = now - timedelta(seconds=3)
    assert incoming.moment_of({incoming.ARRIVED: came}, now) == came
    assert incoming.moment_of({incoming.ARRIVED: "2020-01-01"}, now) == now


def test_the_same_event_has_the_same_id() -> None:
    event = {"event_id": "Ev1", "event": {"event_ts": "1.2"}}
    assert incoming.id_of(event) == incoming.id_of({**event, "retry_attempt": 1}) == "slack-Ev1"


def test_stale_values_are_refused() -> None:
    with pytest.raises(StaleAction):
        meaning('["z"]')


def test_an_event_is_of_the_workspace_in_which_the_app_is_installed() -> None:
    """Also where it happened in a channel that another organisation shares."""
    event = {"team_id": "T2", "event": {"team": "T2"}, "authorizations": [{"team_id": "T1"}]}
    assert incoming.team_of(event) == "T1"
    assert incoming.team_of({**event, "authorizations": [{"team_id": None}]}) == "T2"
    assert incoming.team_of({"view": {"app_installed_team_id": "T1"}, "team": {"id": "T2"}}) == "T1"


def test_a_modal_of_an_app_that_an_organisation_has_is_of_the_workspace_of_who_uses_it() -> None:
    """Slack names the organisation as that in which the app is installed."""
    view = {"app_installed_team_id": "E1"}
    grid = {"view": view, "team": None, "enterprise": {"id": "E1"}}
    assert incoming.team_of({**grid, "user": {"id": "U1", "team_id": "T2"}}) == "T2"
    assert incoming.team_of({**grid, "user": {"id": "U1"}}) == "E1"


def test_in_a_channel_that_two_organisations_share_it_is_that_which_has_the_app() -> None:
    """Slack names the partner, from whom the message is; their token is not for our workspace."""
    installed = [{"enterprise_id": "E1", "team_id": "T1"}]
    body = {"team_id": "T2", "enterprise_id": "E2", "authorizations": installed}
    assert (incoming.team_of(body), incoming.organisation_of(body)) == ("T1", "E1")


@pytest.mark.parametrize(
    "body",
    [
        {"enterprise_id": "E1"},
        {"enterprise": {"id": "E1"}, "team": None},
        {"authorizations": [{"enterprise_id": "E1", "team_id": None}], "enterprise_id": None},
        {"view": {"app_installed_team_id": "E1"}, "enterprise": {"id": "E2"}},
    ],
)
def test_an_organisation_is_known_from_any_payload(body: dict[str, Any]) -> None:
    """Commands and events name it in one way, controls and forms in another."""
    assert incoming.organisation_of(body) == "E1"
    assert incoming.organisation_of({"enterprise": None}) == ""
