"""What is decided about a place: shown to everybody, changed by those who run it, each change recorded."""

from dataclasses import replace
from typing import Any

from bot.chat.action import StaleAction
from bot.chat.command import Command, CommandOption, Handler, Permission
from bot.chat.form import Field, Option, checked
from bot.chat.language import Language, speaking
from bot.chat.names import display_name
from bot.chat.reply import Reply
from bot.chat.request import Actor, Place, Press, Request
from bot.commands.arguments import argument, is_on, option
from bot.commands.desk import Desk
from bot.commands.permissions import is_admin, require
from bot.errors import AdminsOnly, NoSuchPerson, TooManyTrusted
from bot.settings.declared import PACKS, SETTINGS, setting_named
from bot.settings.kinds import LONGEST, SettingInvalid
from bot.settings.model import Role, Setting, Trusted
from bot.views import settings as views
from bot.views.settings import HERE, WORKSPACE

GROUP = "This place"

CHANGES = 20
"""Changes shown, at most."""

LONGEST_ID = 64
"""Characters of a platform's id of a person, at most."""


async def show(desk: Desk, request: Request) -> Reply:
    """Show what is decided about this place, and to those who run it what they can change."""
    return await _shown(desk, request, HERE)


async def show_scope(desk: Desk, request: Request) -> Reply:
    """Show the settings again, with those of the place or of the workspace to be changed."""
    return await _shown(desk, request, argument(request, 0))


async def ask(desk: Desk, request: Request) -> Reply:
    """Ask for the value of a setting."""
    await require(desk, request, Permission.ADMIN)
    scope, setting = argument(request, 0), _setting(argument(request, 1))
    chosen = await desk.settings.of(_place(request.place, scope))
    return views.asked(setting, scope, chosen, _field(desk, setting))


async def put(desk: Desk, request: Request) -> Reply:
    """Decide a setting as the form says."""
    await require(desk, request, Permission.ADMIN)
    setting = _setting(argument(request, 1))
    if not isinstance(request.what, Press):
        raise StaleAction
    response = checked([_field(desk, setting)], request.what.response)
    return await _choose(desk, request, argument(request, 0), setting, response[views.FIELD][0])


async def undo(desk: Desk, request: Request) -> Reply:
    """Decide a setting no longer: what is decided for the workspace counts, or else the default."""
    await require(desk, request, Permission.ADMIN)
    scope, setting = argument(request, 0), _setting(argument(request, 1))
    return await _choose(desk, request, scope, setting, None)


async def set_value(desk: Desk, request: Request) -> Reply:
    """Decide a setting by a command."""
    scope = WORKSPACE if is_on(request, "all-channels", default=False) else HERE
    setting, text = _setting(option(request, "setting")), option(request, "value")
    return await _choose(desk, request, scope, setting, None if text == "default" else text)


async def history(desk: Desk, request: Request) -> Reply:
    """Show who has changed what."""
    await require(desk, request, Permission.ADMIN)
    return views.history(await desk.settings.history(request.place, CHANGES))


async def people(desk: Desk, request: Request) -> Reply:
    """Show whom the admins trust."""
    await require(desk, request, Permission.ADMIN)
    lists = {role: await desk.settings.trusted(request.place, role) for role in Role}
    return views.people(lists)


async def trust(desk: Desk, request: Request) -> Reply:
    """Let somebody do what hosts, or what admins do."""
    role, person = _role(request), _person(option(request, "person"))
    at = desk.clock.now()
    if not await desk.settings.trust(request.actor, request.place, role, person, at):
        raise TooManyTrusted
    is_admin_now = role is Role.ADMIN
    how = desk.outlook.how_to_show(request.place.platform) if is_admin_now else ""
    return views.trusted(person, role, how)


async def distrust(desk: Desk, request: Request) -> Reply:
    """Take that back."""
    role, asked = _role(request), option(request, "person")
    known = await desk.settings.trusted(request.place, role)
    wanted = _person(asked, named=True)
    found = [each for each in known if wanted.user in (each.user, each.name)]
    if len(found) != 1:
        raise NoSuchPerson(asked)
    at = desk.clock.now()
    await desk.settings.distrust(request.actor, request.place, role, found[0].user, at)
    return views.distrusted(found[0], role)


async def language_now(desk: Desk, request: Request) -> Language:
    """Return the language in which to go on: that of the place may just have been changed."""
    return desk.language(await desk.settings.of(request.place), request.actor.locale)


async def _shown(desk: Desk, request: Request, scope: str) -> Reply:
    place = _place(request.place, scope)
    chosen = await desk.settings.of(place)
    may_change = await is_admin(desk, request)
    scopes = _scopes(request.place)
    return views.shown(chosen, _scope_of(place), may_change=may_change, scopes=scopes)


async def _choose(
    desk: Desk, request: Request, scope: str, setting: Setting[Any], text: str | None
) -> Reply:
    place = _place(request.place, scope)
    written = None if text is None else setting.kind.write(_read(desk, setting, text))
    await desk.settings.choose(request.actor, place, setting.key, written, desk.clock.now())
    with speaking(await language_now(desk, request)):
        return views.chosen(setting, await desk.settings.of(place), _scope_of(place))


def _read(desk: Desk, setting: Setting[Any], text: str) -> object:
    value = setting.kind.read(text)
    if setting is PACKS and not {desk.pack.id}.issuperset(value):
        raise SettingInvalid(text, f"all or {desk.pack.id}")
    return value


def _field(desk: Desk, setting: Setting[Any]) -> Field:
    if setting is PACKS:
        return views.field(setting, views.pack_options(desk.pack))
    return views.field(setting, setting.kind.options)


def _setting(key: str) -> Setting[Any]:
    found = setting_named(key)
    if found is None:
        raise StaleAction
    return found


def _scopes(place: Place) -> tuple[str, ...]:
    return (HERE, WORKSPACE) if place.workspace else (HERE,)


def _place(place: Place, scope: str) -> Place:
    """Return what a scope means; a place without a workspace is all there is."""
    return replace(place, channel="") if scope == WORKSPACE and place.workspace else place


def _scope_of(place: Place) -> str:
    return HERE if place.channel else WORKSPACE


def _role(request: Request) -> Role:
    """Return the role that is given or taken; who is admin only by that list leaves the list alone."""
    role = Role(option(request, "role") or Role.HOST.value)
    if role is Role.ADMIN and not request.actor.is_admin:
        raise AdminsOnly
    return role


def _person(text: str, *, named: bool = False) -> Trusted:
    """Return the person of a mention (``<@U1|ada>``) or an id; of a name too, where they are ``named``."""
    said = text.strip()
    if said.startswith("<@") and said.endswith(">"):
        user, _, name = said[2:-1].removeprefix("!").partition("|")
    else:
        user, name = said.removeprefix("@"), ""
    is_id = user.isprintable() and not set("<>@ ").intersection("" if named else user)
    if not (0 < len(user) <= LONGEST_ID and is_id):
        raise NoSuchPerson(text)
    return Trusted(user, display_name(Actor("", user, name)) if name else "")


def _people_options() -> tuple[CommandOption[Desk], ...]:
    return (
        CommandOption(
            name="person", summary="A mention, or the platform's id of them", required=True
        ),
        CommandOption(
            name="role",
            summary="What they may do; to host, unless said otherwise",
            choices=tuple(Option(role.value, views.ROLES[role]) for role in Role),
        ),
    )


COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        name="settings show",
        summary="What is decided about this place, and who may change it",
        handler=show,
        group=GROUP,
        example="/settings show",
        aliases=("settings",),
    ),
    Command(
        name="settings set",
        summary="Decide one setting of this place, or of all channels",
        handler=set_value,
        group=GROUP,
        example="/settings set setting=zone value=Europe/Berlin",
        permission=Permission.ADMIN,
        options=(
            CommandOption(
                name="setting",
                summary="Which setting",
                required=True,
                choices=tuple(Option(each.key, each.label) for each in SETTINGS),
            ),
            CommandOption(
                name="value",
                summary="Its value, or “default” to leave it undecided",
                required=True,
                maximum=LONGEST,
            ),
            CommandOption(name="all-channels", summary="For all channels", type="yes-no"),
        ),
    ),
    Command(
        name="settings history",
        summary="Who has changed which setting, and when",
        handler=history,
        group=GROUP,
        example="/settings history",
        permission=Permission.ADMIN,
    ),
    Command(
        name="settings people",
        summary="Who is trusted to host contests, or to run the bot here",
        handler=people,
        group=GROUP,
        example="/settings people",
        permission=Permission.ADMIN,
    ),
    Command(
        name="settings trust",
        summary="Let somebody host contests, or run the bot here",
        handler=trust,
        group=GROUP,
        example="/settings trust person=@ada role=host",
        permission=Permission.ADMIN,
        options=_people_options(),
    ),
    Command(
        name="settings distrust",
        summary="Take back what somebody was trusted with",
        handler=distrust,
        group=GROUP,
        example="/settings distrust person=@ada role=host",
        permission=Permission.ADMIN,
        options=_people_options(),
    ),
)

ACTIONS: dict[str, Handler[Desk]] = {
    "set-show": show_scope,
    "set-ask": ask,
    "set-to": put,
    "set-undo": undo,
    "set-history": history,
    "set-people": people,
}
