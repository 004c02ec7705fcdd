"""Forms, menus and the App Home in the stand-in's Slack, as the real slack-bolt is told of them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.standin_slack import StandIn, View, words
from tests.platforms.standin_slack_people import Member
from tests.platforms.standin_slack_seen import NotOffered
from tests.platforms.tiny_slack_app import Body, button, form, section, started, tiny_app

Ack = Callable[..., Awaitable[None]]


@pytest.fixture
async def slack() -> AsyncIterator[StandIn]:
    async with StandIn() as running:
        yield running


@pytest.fixture
def heard() -> list[Body]:
    return []


@pytest.fixture
def answers() -> list[Body]:
    """What the app acknowledges the form ``any_form`` with, one after the other."""
    return []


@pytest.fixture
async def app(slack: StandIn, heard: list[Body], answers: list[Body]) -> AsyncIterator[AsyncApp]:
    tiny = tiny_app(slack, heard)

    @tiny.view("any_form")
    async def submitted(ack: Ack) -> None:
        await ack(**(answers.pop(0) if answers else {}))

    @tiny.view_closed("any_form")
    async def closed(ack: Ack) -> None:
        await ack()

    @tiny.action("level")
    async def leveled(ack: Ack, body: Body, client: AsyncWebClient) -> None:
        await ack()
        await client.views_update(view_id=body["view"]["id"], view=asking(select("level")))

    async with started(slack, tiny) as running:
        yield running


def text(words: str) -> Body:
    return {"type": "plain_text", "text": words}


def options(*names: str) -> list[Body]:
    return [{"text": text(one), "value": one.lower()} for one in names]


def select(action_id: str, kind: str = "static_select", **beside: Any) -> Body:
    return {"type": kind, "action_id": action_id, "options": options("Easy", "Hard")} | beside


def asking(*elements: Body, optional: bool = False, **beside: Any) -> Body:
    """A form with a field for each element, labelled by its action id in capitals."""
    blocks = [
        {
            "type": "input",
            "block_id": f"{element['action_id']}_block",
            "label": text(element["action_id"].upper()),
            "optional": optional,
            "dispatch_action": True,
            "element": element,
        }
        for element in elements
    ]
    return form() | {"callback_id": "any_form", "blocks": blocks} | beside


async def opened(slack: StandIn, view: Body) -> tuple[Member, View]:
    """A person with the form before them."""
    ada, env = slack.member("ada"), slack.env
    client = AsyncWebClient(token=env["SLACK_BOT_TOKEN"], base_url=env["SLACK_API_URL"])
    await client.views_open(trigger_id=ada.begin().trigger_id, view=view)
    assert ada.modal is not None
    return ada, ada.modal


BOTH = options("Easy", "Hard")
FIELDS: dict[str, tuple[Body, Any, Any]] = {
    "text": ({"type": "plain_text_input"}, "coal & iron", {"value": "coal & iron"}),
    "number": ({"type": "number_input", "is_decimal_allowed": False}, 7, {"value": "7"}),
    "menu": (select("a"), "Hard", {"selected_option": BOTH[1]}),
    "radio buttons": (select("a", "radio_buttons"), "hard", {"selected_option": BOTH[1]}),
    "checkboxes": (select("a", "checkboxes"), ["Easy", "Hard"], {"selected_options": BOTH}),
    "date": ({"type": "datepicker"}, "1940-05-01", {"selected_date": "1940-05-01"}),
    "time": ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
}  # fmt: skip


@pytest.mark.parametrize("what", FIELDS)
async def test_each_field_is_told_in_its_own_shape(
    slack: StandIn, app: AsyncApp, heard: list[Body], what: str
) -> None:
    """What a person chose or typed, under the ids of the block and the field."""
    element, given, told = FIELDS[what]
    ada, view = await opened(slack, asking(element | {"action_id": "a"}))
    await ada.submit(view, {"A": given})
    values = heard[-1]["view"]["state"]["values"]
    assert values == {"a_block": {"a": {"type": element["type"]} | told}}
    assert view.closed


async def test_people_and_channels_are_told_by_id(
    slack: StandIn, app: AsyncApp, heard: list[Body]
) -> None:
    """They are given as themselves."""
    person = {"type": "users_select", "action_id": "who"}
    place = {"type": "conversations_select", "action_id": "where"}
    ada, view = await opened(slack, asking(person, place))
    await ada.submit(view, {"WHO": slack.member("bob"), "WHERE": slack.channel()})
    values = heard[-1]["view"]["state"]["values"]
    assert values["who_block"]["who"]["selected_user"] == slack.member("bob").id
    assert values["where_block"]["where"]["selected_conversation"] == slack.channel().id


async def test_what_a_field_began_with_is_told_too(
    slack: StandIn, app: AsyncApp, heard: list[Body]
) -> None:
    """A field that nobody touched has its first value, or none."""
    typed = {"type": "plain_text_input", "action_id": "a", "initial_value": "coal"}
    chosen = select("b", initial_option=options("Hard")[0])
    ada, view = await opened(slack, asking(typed, chosen, select("c"), optional=True))
    await ada.submit(view)
    values = heard[-1]["view"]["state"]["values"]
    assert values["a_block"]["a"]["value"] == "coal"
    assert values["b_block"]["b"]["selected_option"]["value"] == "hard"
    assert values["c_block"]["c"]["selected_option"] is None


@pytest.mark.parametrize("given", ["11", "0", "2.5", "two"])
async def test_a_number_is_one_that_the_field_takes(
    slack: StandIn, app: AsyncApp, given: str
) -> None:
    """Slack does not send what the field would not take."""
    number = {"type": "number_input", "is_decimal_allowed": False, "action_id": "a"}
    ada, view = await opened(slack, asking(number | {"min_value": "1", "max_value": "10"}))
    with pytest.raises(NotOffered):
        await ada.submit(view, {"A": given})


async def test_a_choice_in_a_form_is_told_at_once(
    slack: StandIn, app: AsyncApp, heard: list[Body]
) -> None:
    """With what stands in the other fields, so that the form can be changed meanwhile."""
    typed = {"type": "plain_text_input", "action_id": "why"}
    ada, view = await opened(slack, asking(typed, select("level")))
    seen = await ada.click(view, "LEVEL", "Hard", filled={"WHY": "coal"})
    assert seen.modal is view
    assert words(view).splitlines() == ["Your answer", "LEVEL", "- Easy", "- Hard"]
    values = heard[-1]["view"]["state"]["values"]
    assert values["why_block"]["why"]["value"] == "coal"
    assert values["level_block"]["level"]["selected_option"]["value"] == "hard"
    assert heard[-1]["actions"][0]["action_id"] == "level"


async def test_a_submitted_form_changes_in_place(
    slack: StandIn, app: AsyncApp, answers: list[Body]
) -> None:
    """``update`` puts another form under the same id."""
    ada, view = await opened(slack, asking(select("a")))
    answers.append({"response_action": "update", "view": asking(select("b"))})
    seen = await ada.submit(view, {"A": "Easy"})
    assert seen.modal is view
    assert "B" in words(view).splitlines()


async def test_a_submitted_form_closes_alone_or_with_all(
    slack: StandIn, app: AsyncApp, answers: list[Body]
) -> None:
    """An empty acknowledgement closes the top one; ``clear`` closes every one."""
    ada, first = await opened(slack, asking(select("a")))
    push = {"response_action": "push", "view": asking(select("b"))}
    answers += [push, {}, push, {"response_action": "clear"}]
    await ada.submit(first, {"A": "Easy"})
    await ada.submit(ada.modal, {"B": "Easy"})
    assert ada.modal is first
    await ada.submit(first, {"A": "Easy"})
    await ada.submit(ada.modal, {"B": "Easy"})
    assert ada.modal is None


WRONG: dict[str, Body] = {
    "a form that breaks limits": {"response_action": "update", "view": asking(select("b" * 256))},
    "an error at no field": {"response_action": "errors", "errors": {"other": "Think again"}},
    "no such action": {"response_action": "explode"},
}


@pytest.mark.parametrize("what", WRONG)
async def test_a_wrong_acknowledgement_is_a_breach(
    slack: StandIn, heard: list[Body], what: str
) -> None:
    """Nobody answers the app, but a test hears of it."""
    tiny = tiny_app(slack, heard)

    @tiny.view("any_form")
    async def submitted(ack: Ack) -> None:
        await ack(**WRONG[what])

    async with started(slack, tiny):
        ada, view = await opened(slack, asking(select("a")))
        await ada.submit(view, {"A": "Easy"})
    assert {breach.call for breach in slack.breaches} == {"view_submission response"}


async def test_a_closed_form_is_told_if_the_app_asked(
    slack: StandIn, app: AsyncApp, heard: list[Body]
) -> None:
    """And whether all forms were closed with it."""
    ada, view = await opened(slack, asking(select("a"), notify_on_close=True, clear_on_close=True))
    await ada.close(view)
    assert (heard[-1]["type"], heard[-1]["is_cleared"]) == ("view_closed", True)
    with pytest.raises(NotOffered):
        await ada.submit(view, {"A": "Easy"})


async def test_a_button_on_the_home_tab(slack: StandIn, heard: list[Body]) -> None:
    """It opens a form or changes the tab; a tab that was published anew is told when it opens."""
    tiny = tiny_app(slack, heard)

    @tiny.action("study")
    async def study(ack: Ack, body: Body, client: AsyncWebClient) -> None:
        await ack()
        view = {"type": "home", "blocks": [section("well done")]}
        await client.views_publish(user_id=body["user"]["id"], view=view)

    ada, env = slack.member("ada"), slack.env
    client = AsyncWebClient(token=env["SLACK_BOT_TOKEN"], base_url=env["SLACK_API_URL"])
    blocks = [section("two cards"), {"type": "actions", "elements": [button("Study", "study")]}]
    async with started(slack, tiny):
        await client.views_publish(user_id=ada.id, view={"type": "home", "blocks": blocks})
        assert (await ada.click(ada.home, "Study")).words == "well done"
        assert heard[-1]["view"]["type"] == "home"
        await ada.open_home()
    assert heard[-1]["event"]["view"]["blocks"][0]["text"]["text"] == "well done"
