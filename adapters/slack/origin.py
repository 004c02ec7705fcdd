"""Where a reply goes."""

import msgspec

from adapters.slack.owner import Owner
from bot.chat.request import Place

PLATFORM = "slack"

HOOK_SECONDS = 29 * 60
"""For how long a response URL is used; Slack takes it for half an hour."""

HOOK_USES = 5
"""How often Slack takes a response URL."""


class Origin(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where something was asked, and so where the reply goes: short enough to be carried by a modal.

    With a ``view`` the reply is shown in that modal. With a ``hook``, Slack's response URL got at
    ``since``, it is shown in the channel, even where the bot is no member. Else it is posted into the
    ``channel``, in the ``thread`` if there is one; ``is_in_thread`` says that it was there before.

    ``is_direct`` says that nobody but the person and the bot reads there, ``is_own`` that what was
    pressed stands in a message that the person had asked for, ``is_hidden`` that nobody else sees it.
    ``name`` is what Slack called the person then, to be used where it does not say more.
    """

    team: str
    user: str
    name: str = ""
    channel: str = ""
    hook: str = ""
    since: float = 0.0
    thread: str = ""
    view: str = ""
    is_in_thread: bool = False
    is_direct: bool = False
    is_press: bool = False
    is_own: bool = False
    is_hidden: bool = False

    def has_hook(self, now: float) -> bool:
        """Tell whether the response URL can still be used, at ``now`` in seconds of the epoch."""
        return bool(self.hook) and now - self.since < HOOK_SECONDS

    @property
    def place(self) -> Place:
        """The place for the core: the channel, or where there is none the person's own."""
        return Place(PLATFORM, self.channel or self.user, self.team)

    @property
    def owner(self) -> Owner:
        """Whose message the reply will be."""
        return Owner(self.user, self.is_direct)
