"""Who may do what in a place: by the platform's word, or by that of those who run the place."""

from bot.chat.command import Permission
from bot.chat.request import Request
from bot.commands.desk import Desk
from bot.errors import AdminsOnly, HostsOnly, PackNotOffered
from bot.settings.declared import ADMINS, ANYONE, HOSTS, PACKS
from bot.settings.model import Role


async def require(desk: Desk, request: Request, permission: Permission) -> None:
    """Raise ``AdminsOnly`` or ``HostsOnly`` unless the person has the permission in this place."""
    match permission:
        case Permission.ADMIN if not await is_admin(desk, request):
            raise AdminsOnly
        case Permission.HOST if not await _may_host(desk, request):
            raise HostsOnly


async def require_pack(desk: Desk, request: Request) -> None:
    """Raise ``PackNotOffered`` where questions on this document are not to be asked."""
    offered = (await desk.settings.of(request.place))[PACKS]
    if offered and desk.pack.id not in offered:
        raise PackNotOffered


async def is_admin(desk: Desk, request: Request) -> bool:
    """Whether the person runs this place: the platform says so, or its admins do."""
    if request.actor.is_admin:
        return True
    return await desk.settings.is_trusted(request.place, Role.ADMIN, request.actor)


async def _may_host(desk: Desk, request: Request) -> bool:
    hosts = (await desk.settings.of(request.place))[HOSTS]
    if hosts == ANYONE or await is_admin(desk, request):
        return True
    if hosts == ADMINS:
        return False
    return await desk.settings.is_trusted(request.place, Role.HOST, request.actor)
