"""Replies about what is decided about a place."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.chat.action import Action
from bot.chat.form import Choose, Field, Option, Write
from bot.chat.language import N_, _, phrase
from bot.chat.reply import (
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
from bot.chat.text import Code, Inline, Mention, Span, Text, Time, inline
from bot.pack.model import Pack
from bot.settings.declared import SETTINGS, setting_named
from bot.settings.kinds import LONGEST
from bot.settings.model import Changed, Chosen, Role, Setting, Source, Trusted
from bot.views.words import clipped

FIELD = "value"
"""The one field of a setting's form."""

HERE, WORKSPACE = "p", "w"
"""What a control says of whether a place or its whole workspace is meant."""

ROLES = {Role.HOST: N_("Host contests"), Role.ADMIN: N_("Run the bot here, as admins do")}

_TITLES = {HERE: N_("Settings of this place"), WORKSPACE: N_("Settings of all channels")}

_WORDS = {
    "undecided": N_("undecided"),
    "none": N_("none"),
    "all": N_("all"),
    "given": N_("given"),
    "taken": N_("taken back"),
}

_EXAMPLES = {
    "zone": N_("A city, such as Berlin or New York"),
    "quiet-hours": N_("From when to when, such as 22:00-07:00, or none"),
    "notify": N_("A mention of the role or group, or none"),
}

_FORGOTTEN = N_("somebody whose data was deleted")


def shown(chosen: Chosen, scope: str, *, may_change: bool, scopes: Sequence[str]) -> Reply:
    """Show every setting with its value and whose choice that is."""
    facts = tuple(decided(setting, chosen) for setting in SETTINGS)
    how = (
        _("What you change is recorded, for all admins to see.")
        if may_change
        else _("Admins of this place can change these, and those whom they trust with it.")
    )
    blocks = (Heading(inline(_(_TITLES[scope]))), Facts(facts), Prose(inline(how)))
    controls = _changing(scope, scopes) if may_change else ()
    return Reply(blocks, controls, visibility=Visibility.ONLY_YOU)


def decided(setting: Setting[Any], chosen: Chosen) -> Fact:
    """Say what a setting is, and whose choice that is."""
    return Fact(_(setting.label), inline(_now(setting, chosen)))


def asked(setting: Setting[Any], scope: str, chosen: Chosen, field: Field) -> Reply:
    """Ask for the value of a setting."""
    now = _("{what}. Now: {value}.", what=_(setting.summary), value=_now(setting, chosen))
    blocks = (Heading(inline(_(setting.label))), Prose(inline(now)))
    form = Form(_(setting.label), (field,), Action("set-to", (scope, setting.key)), _("Decide"))
    undo = Button(_("Leave it undecided"), Action("set-undo", (scope, setting.key)))
    is_decided = setting.key in (chosen.place if scope == HERE else chosen.workspace)
    controls = (form, undo, _all(scope)) if is_decided else (form, _all(scope))
    return Reply(blocks, controls, visibility=Visibility.ONLY_YOU)


def field(setting: Setting[Any], options: Sequence[Option]) -> Field:
    """Return what a setting's form asks for."""
    if options:
        named = tuple(Option(each.key, _(each.label)) for each in options)
        return Choose(FIELD, _(setting.label), named)
    return Write(FIELD, _(_EXAMPLES.get(setting.key, setting.label)), LONGEST)


def pack_options(pack: Pack) -> tuple[Option, ...]:
    """Return which documents a place can decide for."""
    only = _("{title} only", title=pack.title)
    return (Option("all", N_("Every document there is")), Option(pack.id, only))


def chosen(setting: Setting[Any], now: Chosen, scope: str) -> Reply:
    """Confirm a decision."""
    facts = {"setting": _(setting.label), "value": _now(setting, now)}
    said = (
        _("{setting}, here: {value}.", **facts)
        if scope == HERE
        else _("{setting}, in all channels: {value}.", **facts)
    )
    return _said(said, _all(scope))


def history(changes: Sequence[Changed]) -> Reply:
    """List changes, the latest first."""
    if not changes:
        return _said(_("Nothing was changed yet: every setting is as it came."))
    facts = tuple(Fact(each.by or _(_FORGOTTEN), _change(each)) for each in changes)
    blocks = (Heading(inline(_("Changes, the latest first"))), Facts(facts))
    return Reply(blocks, visibility=Visibility.ONLY_YOU)


def people(lists: Mapping[Role, Sequence[Trusted]]) -> Reply:
    """List who is trusted with what."""
    facts = tuple(Fact(_(ROLES[role]), _listed(trusted)) for role, trusted in lists.items())
    how = phrase(
        "The platform’s own admins need not be listed. To add somebody: {add}; to take somebody off: "
        "{remove}.",
        add=Code("/settings trust"),
        remove=Code("/settings distrust"),
    )
    blocks = (Heading(inline(_("Who is trusted here"))), Facts(facts), Prose(how))
    return Reply(blocks, visibility=Visibility.ONLY_YOU)


def trusted(person: Trusted, role: Role, how_to_show: str = "") -> Reply:
    """Confirm that somebody is trusted; say what their platform still does not show them."""
    if role is Role.ADMIN:
        said = phrase("{name} may do in every channel here what admins may.", name=_named(person))
    else:
        said = phrase(
            "{name} may host contests in every channel here. It counts wherever the setting “Who may host "
            "contests” asks for it.",
            name=_named(person),
        )
    blocks = (Prose(said), *((Prose(inline(how_to_show)),) if how_to_show else ()))
    return Reply(blocks, (_all(HERE),), visibility=Visibility.ONLY_YOU)


def distrusted(person: Trusted, role: Role) -> Reply:
    """Confirm that somebody is trusted no longer."""
    if role is Role.ADMIN:
        said = phrase("{name} is off the list of admins.", name=_named(person))
    else:
        said = phrase("{name} is off the list of hosts.", name=_named(person))
    return Reply((Prose(said),), visibility=Visibility.ONLY_YOU)


def _said(text: str, *controls: Control) -> Reply:
    return Reply((Prose(inline(text)),), controls, visibility=Visibility.ONLY_YOU)


def _all(scope: str) -> Button:
    return Button(_("All settings"), Action("set-show", (scope,)))


def _changing(scope: str, scopes: Sequence[str]) -> tuple[Control, ...]:
    options = tuple(Option(setting.key, _(setting.label)) for setting in SETTINGS)
    menu = Menu(_("Change a setting"), options, Action("set-ask", (scope,)))
    others = [
        Button(_(_TITLES[each]), Action("set-show", (each,))) for each in scopes if each != scope
    ]
    lists = (
        Button(_("Who is trusted"), Action("set-people")),
        Button(_("Who changed what"), Action("set-history")),
    )
    return (menu, *others, *lists)


def _now(setting: Setting[Any], chosen: Chosen) -> str:
    value = _worded(setting, setting.kind.write(chosen[setting]))
    match chosen.source(setting):
        case Source.PLACE:
            return _("{value} (decided here)", value=value)
        case Source.WORKSPACE:
            return _("{value} (decided for all channels)", value=value)
        case Source.DEFAULT:
            return _("{value} (the default)", value=value)


def _worded(setting: Setting[Any] | None, text: str | None) -> str:
    """Return a value as people read it: the label of an option, or the text as it is kept."""
    options = setting.kind.options if setting else ()
    labels = {option.key: option.label for option in options} | _WORDS
    known = labels.get("undecided" if text is None else text)
    return _(known) if known else clipped(text or "", 60)


def _named(person: Trusted) -> Span:
    """Name somebody; where only their id is known, the platform may know the name."""
    is_known = person.name not in ("", person.user)
    return Text(person.name) if is_known else Mention(person.user, person.user)


def _listed(people: Sequence[Trusted]) -> Inline:
    parts = [part for each in people for part in (", ", *_who(each))]
    return inline(*parts[1:]) if parts else inline(_("nobody"))


def _who(person: Trusted) -> Inline:
    named = _named(person)
    return (named, Text(f" ({person.user})")) if isinstance(named, Text) else (named,)


def _change(change: Changed) -> Inline:
    roles = {role.value: ROLES[role] for role in Role}
    if change.what in roles:
        return phrase(
            "{role}: {whom}, {what}, {when}",
            role=_(roles[change.what]),
            whom=change.whom or _(_FORGOTTEN),
            what=_worded(None, change.now),
            when=Time(change.at),
        )
    setting = setting_named(change.what)
    parts: dict[str, str | Time] = {
        "setting": _(setting.label) if setting else change.what,
        "was": _worded(setting, change.was),
        "now": _worded(setting, change.now),
        "when": Time(change.at),
    }
    if change.workspace:
        return phrase("{setting}, in all channels: {was} → {now}, {when}", **parts)
    return phrase("{setting}: {was} → {now}, {when}", **parts)
