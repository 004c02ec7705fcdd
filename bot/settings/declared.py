"""Every setting there is. One more is one more line here: forms, storage and history follow from it."""

from typing import Any, Final

from bot.chat.form import Option
from bot.chat.language import N_
from bot.daily.quiet import Quiet, QuietHours
from bot.settings.kinds import Group, Hours, Names, OneOf, YesNo, Zone
from bot.settings.model import Chosen, Setting

LANGUAGES: Final = (
    Option("auto", N_("Each person’s own")),
    Option("en", "English"),
    Option("de", "Deutsch"),
)
"""What can be chosen; each language is called what it calls itself."""

ANYONE, ADMINS, NAMED = "anyone", "admins", "named"
EVERYONE, PRIVATE, OFF = "everyone", "private", "off"

ZONE: Final = Setting(
    "zone", N_("Time zone"), N_("Whose clock counts for daily posts"), Zone(), "UTC"
)

LANGUAGE: Final = Setting(
    "language",
    N_("Language"),
    N_("In which language the bot speaks here"),
    OneOf(LANGUAGES),
    "auto",
)

HOSTS: Final = Setting(
    "hosts",
    N_("Who may host contests"),
    N_("Admins always may"),
    OneOf(
        (
            Option(ANYONE, N_("Anyone")),
            Option(ADMINS, N_("Admins only")),
            Option(NAMED, N_("Admins, and the hosts they name")),
        )
    ),
    ANYONE,
)

OPEN_BOOK: Final = Setting(
    "open-book",
    N_("Open-book contests"),
    N_("Whether passages may be looked up during a question, unless a host says otherwise"),
    YesNo(),
    False,  # noqa: FBT003 - a default
)

SEASONS: Final = Setting(
    "seasons",
    N_("Leaderboards by season"),
    N_("Whether a leaderboard is that of the season that is on, unless another is asked for"),
    YesNo(),
    False,  # noqa: FBT003 - a default
)

PACKS: Final = Setting(
    "packs", N_("Documents"), N_("Which documents are studied here"), Names(), ()
)

QUIET_HOURS: Final[Setting[QuietHours | None]] = Setting(
    "quiet-hours",
    N_("Quiet hours"),
    N_("When daily posts wait; contests go on as their hosts have planned them"),
    Hours(),
    None,
)

NOTIFY: Final = Setting(
    "notify",
    N_("Whom daily posts notify"),
    N_("A role or group of this place, or none"),
    Group(),
    "",
)

LEADERBOARD: Final = Setting(
    "leaderboard",
    N_("Leaderboards"),
    N_("Who sees who has the most points"),
    OneOf(
        (
            Option(EVERYONE, N_("Shown to everyone here")),
            Option(PRIVATE, N_("Shown to whoever asks")),
            Option(OFF, N_("Not shown")),
        )
    ),
    EVERYONE,
)

SETTINGS: Final[tuple[Setting[Any], ...]] = (
    ZONE,
    LANGUAGE,
    HOSTS,
    OPEN_BOOK,
    SEASONS,
    PACKS,
    QUIET_HOURS,
    NOTIFY,
    LEADERBOARD,
)


def quiet_in(chosen: Chosen) -> Quiet | None:
    """Return the quiet hours of a place in its time zone, if it has any."""
    hours = chosen[QUIET_HOURS]
    return Quiet(hours, chosen[ZONE]) if hours else None


def setting_named(key: str) -> Setting[Any] | None:
    """Return a setting by its key."""
    return next((each for each in SETTINGS if each.key == key), None)
