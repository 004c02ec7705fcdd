"""The permissions that the bot needs, by Discord's names for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import discord

from bot.chat.language import ngettext
from bot.chat.misread import listed


@dataclass(frozen=True, slots=True)
class Need:
    """A permission: its flag, and what Discord's settings call it."""

    flag: str
    label: str


VIEW = Need("view_channel", "View Channel")
SEND = Need("send_messages", "Send Messages")
SEND_IN_THREADS = Need("send_messages_in_threads", "Send Messages in Threads")
ATTACH = Need("attach_files", "Attach Files")
THREADS = Need("create_public_threads", "Create Public Threads")
EVENTS = Need("create_events", "Create Events")

CONNECT = Need("connect", "Connect")
"""For the chats of voice channels. Everybody has it where none takes it away, so no invite asks for it."""

NEEDS = (VIEW, SEND, SEND_IN_THREADS, ATTACH, THREADS, EVENTS)
"""All of them; the invite link asks for exactly these."""


def wanted() -> discord.Permissions:
    """Return all that is needed."""
    return discord.Permissions(**{need.flag: True for need in NEEDS})


def lacking(granted: discord.Permissions, needs: Iterable[Need] = NEEDS) -> tuple[Need, ...]:
    """Return what is not granted; an administrator is granted everything."""
    if granted.administrator:
        return ()
    return tuple(need for need in needs if not getattr(granted, need.flag))


def invite_link(application: int) -> str:
    """Return the link with which an admin adds the bot to a server, or gives it what it lacks there."""
    return discord.utils.oauth_url(
        application, permissions=wanted(), scopes=("bot", "applications.commands")
    )


def how_to_show(commands: Sequence[str], application: str) -> str:
    """Return how an admin lets somebody see commands that are shown to admins alone."""
    return ngettext(
        "Discord shows {commands} only to members with the permission “Manage Server”. To show it to "
        "others whom you trust, open Server Settings, then Integrations, and choose “Manage” beside "
        "{application}. Choose the command there, add them under “Add Roles or Members”, and save.",
        "Discord shows {commands} only to members with the permission “Manage Server”. To show them to "
        "others whom you trust, open Server Settings, then Integrations, and choose “Manage” beside "
        "{application}. Choose each command there, add the people under “Add Roles or Members”, and "
        "save.",
        len(commands),
        commands=listed(commands, "and"),
        application=application,
    )
