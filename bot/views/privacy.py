"""Replies about what is kept of a person, and what others see of it."""

import gzip
from typing import Final

from bot.chat.action import Action
from bot.chat.language import N_, _, ngettext, phrase
from bot.chat.reply import (
    Button,
    Control,
    Fact,
    Facts,
    File,
    Heading,
    Prose,
    Reply,
    Style,
    Visibility,
)
from bot.chat.text import Code, inline
from bot.place_ports import KEPT_AFTER_REMOVAL

FORMER_PLAYER = N_("A former player")
"""How a contest shows somebody whose data was deleted."""

MOST_BYTES: Final = 8_000_000
"""Bytes of a file that is handed over as it is; a larger one is packed, since Discord takes ten million."""

_KEPT = (
    (
        N_("Your name and id"),
        N_("as this platform gives them, to know you again and to show you to others"),
    ),
    (
        N_("Your answers"),
        N_("with points, time and channel, for scores and so that questions do not come twice"),
    ),
    (
        N_("Your cards"),
        N_("which questions you missed and when each is due, for you alone to review"),
    ),
    (
        N_("Contests you play or host"),
        N_("what everybody did and when, since the standings follow from it"),
    ),
    (
        N_("What you save and decide"),
        N_(
            "passages, whether you are hidden and, as an admin, the settings you change and the daily "
            "posts you set up"
        ),
    ),
)


def nameless() -> str:
    """Return how a contest shows somebody who is hidden."""
    return _("A player")


def about(*, is_hidden: bool) -> Reply:
    """Say on one screen what is kept and why, and what a person can do about it."""
    never = _(
        "Nothing else is kept: no messages, no e-mail address, nothing that you look up. It stays with "
        "this bot, and nobody else gets it."
    )
    days = KEPT_AFTER_REMOVAL.days
    how_long = ngettext(
        "It is kept until you have it deleted. When the bot is removed from a server or workspace, what "
        "happened there is deleted {n} day later.",
        "It is kept until you have it deleted. When the bot is removed from a server or workspace, what "
        "happened there is deleted {n} days later.",
        days,
    )
    blocks = (
        Heading(inline(_("What is kept about you, and why"))),
        Facts(tuple(Fact(_(what), inline(_(why))) for what, why in _KEPT)),
        Prose(inline(never)),
        Prose(inline(how_long)),
    )
    return Reply(blocks, _choices(is_hidden=is_hidden), visibility=Visibility.ONLY_YOU)


def exported(as_json: str, as_csv: str, rows: int) -> Reply:
    """Hand over everything that is kept about a person."""
    said = ngettext(
        "This is everything that is kept about you, {n} record, twice: as JSON for programs, and as CSV "
        "for a spreadsheet. Other people’s ids are left out.",
        "This is everything that is kept about you, {n} records, twice: as JSON for programs, and as "
        "CSV for a spreadsheet. Other people’s ids are left out.",
        rows,
    )
    # Without its mark, spreadsheets take UTF-8 for something else.
    table, tree = as_csv.encode("utf-8-sig", "replace"), as_json.encode("utf-8", "replace")
    files = (
        _file("my-data.csv", "text/csv", table, _("Your data as CSV")),
        _file("my-data.json", "application/json", tree, _("Your data as JSON")),
    )
    return Reply((Prose(inline(said)), *files), visibility=Visibility.ONLY_YOU)


def _file(name: str, media_type: str, data: bytes, label: str) -> File:
    if len(data) <= MOST_BYTES:
        return File(name, media_type, data, label)
    return File(f"{name}.gz", "application/gzip", gzip.compress(data, mtime=0), label)


def nothing_kept() -> Reply:
    """Say that the person is not known."""
    return _said(_("Nothing is kept about you."))


def really_forget(mark: str) -> Reply:
    """Ask whether the person means it; ``mark`` makes the button theirs."""
    said = phrase(
        "This deletes your name, your quizzes and answers, your cards, what you saved, your points and "
        "your place on every leaderboard, on this platform, at once and for good. In contests your "
        "answers and points stay, as those of a former player, so that the results of others do not "
        "change; one that is running goes on without you. Messages that were posted stay on the "
        "platform. To have a copy first: {export}",
        export=Code("/privacy export"),
    )
    controls = (
        Button(_("Delete everything about me"), Action("my-end-yes", (mark,)), Style.DANGER),
        Button(_("Keep it"), Action("my-end-no")),
    )
    return Reply((Prose(said),), controls, visibility=Visibility.ONLY_YOU)


def forgotten() -> Reply:
    """Confirm that everything is deleted."""
    return _said(
        _(
            "Everything about you is deleted. If you use the bot again, it starts with a blank sheet. "
            "Whoever runs it may have backups, from which it disappears as these are replaced."
        )
    )


def kept() -> Reply:
    """Confirm that nothing was done."""
    return _said(_("Nothing was deleted."))


def _said(text: str) -> Reply:
    return Reply((Prose(inline(text)),), visibility=Visibility.ONLY_YOU)


def _choices(*, is_hidden: bool) -> tuple[Control, ...]:
    seen = (
        Button(_("Let me be seen"), Action("my-show"))
        if is_hidden
        else Button(_("Hide me from leaderboards"), Action("my-hide"))
    )
    return (
        Button(_("My data as files"), Action("my-data")),
        seen,
        Button(_("Delete everything about me"), Action("my-end"), Style.DANGER),
    )


def hidden() -> Reply:
    """Confirm that the person is hidden."""
    said = phrase(
        "You are hidden: leaderboards no longer list you, and contests show you as “{nameless}” from the "
        "next one you join. Your answers and points stay, and {score} shows them to you alone. To be "
        "seen again: {show}.",
        nameless=nameless(),
        score=Code("/score"),
        show=Code("/privacy show"),
    )
    return Reply((Prose(said),), visibility=Visibility.ONLY_YOU)


def shown() -> Reply:
    """Confirm that the person can be seen."""
    said = phrase(
        "You can be seen: leaderboards list you with all your points, and contests show your name from "
        "the next one you join. To be hidden: {hide}.",
        hide=Code("/privacy hide"),
    )
    return Reply((Prose(said),), visibility=Visibility.ONLY_YOU)
