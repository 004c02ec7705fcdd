"""Who is who in a workspace: names, languages and who administers it, asked of Slack and remembered."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.kit import Json
from adapters.slack.wire import TROUBLE, retry_after

REMEMBERED_SECONDS = 600.0
"""For so long what Slack said of a person is believed."""

MOST_REMEMBERED = 10_000
PATIENCE = 2.0
"""Seconds that Slack has to say who somebody is; then they are taken for a member without a name."""

PATIENCE_AGAIN = 0.5
"""The same for who was known: rounds of a contest go by seconds."""


@dataclass(frozen=True, slots=True)
class Person:
    """What Slack says of a person; ``governed`` are the workspaces and organisations they administer."""

    name: str = ""
    locale: str = "en"
    governed: frozenset[str] = frozenset()

    def administers(self, team: str) -> bool:
        """Return whether they are an admin of that workspace, and not only of another."""
        return team in self.governed


class People:
    """Remembers people, the latest asked for, and asks once for each at a time."""

    def __init__(self, client: AsyncWebClient) -> None:
        """``client`` does not wait for rate limits: meanwhile people are answered without being known."""
        self._client = client
        self._limited_until = 0.0
        self._known: OrderedDict[str, tuple[float, Person]] = OrderedDict()
        self._asking: dict[str, asyncio.Task[Person]] = {}

    async def person(self, user: str) -> Person:
        """Return a person; nobody in particular, and no admin, where Slack does not say in time."""
        now = asyncio.get_running_loop().time()
        at, known = self._known.get(user, (0.0, None))
        if (known and now - at < REMEMBERED_SECONDS) or now < self._limited_until:
            return known or Person()
        patience = PATIENCE_AGAIN if known else PATIENCE
        try:
            return await asyncio.wait_for(asyncio.shield(self._asked(user)), patience)
        except TROUBLE:
            return known or Person()

    def remembered(self, user: str) -> Person:
        """Return a person as far as is known without asking."""
        _at, known = self._known.get(user, (0.0, Person()))
        return known

    def _asked(self, user: str) -> asyncio.Task[Person]:
        if user not in self._asking:
            task = asyncio.create_task(self._ask(user))
            self._asking[user] = task
            task.add_done_callback(lambda done: self._asked_for(user, done))
        return self._asking[user]

    def _asked_for(self, user: str, done: asyncio.Task[Person]) -> None:
        self._asking.pop(user, None)
        if not done.cancelled():
            done.exception()  # whoever waited has had it; perhaps nobody did

    async def _ask(self, user: str) -> Person:
        loop = asyncio.get_running_loop()
        try:
            answer = await self._client.users_info(user=user, include_locale=True)
        except SlackApiError as error:
            self._limited_until = loop.time() + retry_after(error)
            raise
        person = _person(answer["user"])
        self._known[user] = loop.time(), person
        self._known.move_to_end(user)
        while len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return person


def _person(user: Json) -> Person:
    profile: Json = user.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("name"))
    return Person(
        name=str(next(filter(None, names), "")),
        locale=str(user.get("locale") or "en"),
        governed=frozenset() if user.get("is_stranger") else frozenset(_governed(user)),
    )


def _governed(user: Json) -> Iterator[str]:
    """Yield what somebody administers.

    An admin is one of the workspace that Slack names with it: in an organisation people may be of several,
    and in a channel that two workspaces share there are the partner's admins. Only an admin of the
    organisation is one in each of its workspaces that they are of.
    """
    grid: Json = user.get("enterprise_user") or {}
    if user.get("is_admin") or user.get("is_owner"):
        yield str(user.get("team_id") or "")
    if grid.get("is_admin") or grid.get("is_owner"):
        yield str(grid.get("enterprise_id") or "")
        yield from map(str, grid.get("teams") or ())
