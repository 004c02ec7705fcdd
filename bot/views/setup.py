"""Replies of the guided setup: what is set, the forms to change it, and what to try at the end."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.chat.action import Action
from bot.chat.form import Choose, Field, Option, Write
from bot.chat.language import N_, _, phrase
from bot.chat.reply import (
    Block,
    Button,
    Control,
    Fact,
    Facts,
    Form,
    Heading,
    Menu,
    Prose,
    Reply,
    Visibility,
)
from bot.chat.text import Code, Inline
from bot.daily.plan import Schedule
from bot.pack.model import Pack
from bot.settings.declared import HOSTS, LANGUAGE, QUIET_HOURS, ZONE
from bot.settings.model import Chosen, Setting, Source
from bot.views.daily_plans import Hush, described, hushes
from bot.views.settings import decided

ASKED: Final[Mapping[str, Setting[Any]]] = {
    "z": ZONE,
    "l": LANGUAGE,
    "h": HOSTS,
    "q": QUIET_HOURS,
}
"""The settings that the first form asks for, by the names of its fields: a control has to hold them."""

LONGEST_LINE: Final = 60

_PROMPTS = {
    ZONE.key: N_("Time zone, by a city such as New York"),
    LANGUAGE.key: N_("Language"),
    HOSTS.key: N_("Who may host contests"),
    QUIET_HOURS.key: N_("Quiet hours, such as 22:00-07:00, or none"),
}


def fields(chosen: Chosen) -> tuple[Field, ...]:
    """Return what the first form asks for, filled in with what is decided."""
    return tuple(_field(name, setting, chosen) for name, setting in ASKED.items())


def begun(pack: Pack, chosen: Chosen, schedules: Sequence[Schedule], channel: str) -> Reply:
    """Show what is set, with the form for the settings; ``channel`` is another place's, or empty."""
    how = phrase(
        "Two steps, each of which can be left out: the settings, then what is posted daily. What you "
        "leave as it is stays. To come back: {command}.",
        command=Code("/setup"),
    )
    form = Form(_("Settings"), fields(chosen), Action("sup-put", (channel,)), _("Settings"))
    controls = (
        form,
        Button(_("Go on to daily posts"), Action("sup-days", (channel,))),
        Button(_("Done"), Action("sup-end", (channel,))),
    )
    blocks = (_title(channel), _facts(pack, chosen, schedules), Prose(how))
    return Reply(blocks, controls, visibility=Visibility.ONLY_YOU)


def daily(pack: Pack, schedules: Sequence[Schedule], form: Form, channel: str) -> Reply:
    """Show what is posted daily, with the form for one more."""
    said = (
        phrase("Add one, change one, or leave them as they are.")
        if schedules
        else phrase("Nothing is posted daily yet: a quote, a paragraph or a question could be.")
    )
    listed: tuple[Block, ...] = (Facts(_posts(pack, schedules)),) if schedules else ()
    blocks = (Heading(phrase("What is posted daily")), *listed, Prose(said))
    controls = (
        form,
        *_changing(schedules, channel),
        Button(_("Back to the settings"), Action("sup", (channel,))),
        Button(_("Done"), Action("sup-end", (channel,))),
    )
    return Reply(blocks, controls, visibility=Visibility.ONLY_YOU)


def done(
    pack: Pack,
    chosen: Chosen,
    rows: Sequence[tuple[Schedule, Hush | None]],
    remedy: str,
    channel: str,
) -> Reply:
    """Show what there is, what stands in its way (``remedy``, in the platform's words), what to try."""
    hindered: tuple[Block, ...] = ()
    if remedy:
        cannot = phrase("I cannot post there yet. {remedy}", remedy=remedy)
        hindered = (Heading(phrase("Still to be done")), Prose(cannot))
    hushed = tuple(Prose(hushes(schedule, hush)) for schedule, hush in rows if hush)
    facts = _facts(pack, chosen, [schedule for schedule, _hush in rows])
    blocks = (
        _title(channel),
        facts,
        *hushed,
        *hindered,
        Prose(_what_to_try(channel, is_daily=bool(rows))),
    )
    again = Button(_("Change something"), Action("sup", (channel,)))
    return Reply(blocks, (again,), visibility=Visibility.ONLY_YOU)


def _what_to_try(channel: str, *, is_daily: bool) -> Inline:
    if is_daily and not channel:
        return phrase(
            "Try {preview} for the next daily post, {quiz} for a quiz of your own, or {contest} to "
            "play together.",
            preview=Code("/daily preview"),
            quiz=Code("/quiz"),
            contest=Code("/contest start"),
        )
    return phrase(
        "Try {quiz} for a quiz of your own, or {contest} to play together.",
        quiz=Code("/quiz"),
        contest=Code("/contest start"),
    )


def _title(channel: str) -> Heading:
    if channel:
        return Heading(phrase("Setup of another channel ({channel})", channel=channel))
    return Heading(phrase("Setup of this place"))


def _facts(pack: Pack, chosen: Chosen, schedules: Sequence[Schedule]) -> Facts:
    settings = tuple(decided(setting, chosen) for setting in ASKED.values())
    none = (Fact(_("Daily posts"), phrase("none")),)
    return Facts((*settings, *(_posts(pack, schedules) or none)))


def _posts(pack: Pack, schedules: Sequence[Schedule]) -> tuple[Fact, ...]:
    return tuple(Fact(_name(each), described(pack, each)) for each in schedules)


def _name(schedule: Schedule) -> str:
    return _("Daily post {number}", number=schedule.number)


def _changing(schedules: Sequence[Schedule], channel: str) -> tuple[Control, ...]:
    if not schedules:
        return ()
    options = tuple(Option(str(each.number), _name(each)) for each in schedules)
    return (Menu(_("Change one"), options, Action("sup-ask", (channel,))),)


def _field(name: str, setting: Setting[Any], chosen: Chosen) -> Field:
    prompt = _(_PROMPTS[setting.key])
    now = setting.kind.write(chosen[setting])
    if setting.kind.options:
        options = tuple(Option(each.key, _(each.label)) for each in setting.kind.options)
        return Choose(name, prompt, options, initial=(now,))
    begun_with = "" if chosen.source(setting) is Source.DEFAULT else now
    return Write(name, prompt, LONGEST_LINE, begun_with, is_optional=True)
