"""One contest in several places: an admin of another place asks with the code, the first place agrees."""

from hmac import compare_digest

from bot.chat.command import Command, CommandOption, Handler, Permission, Where
from bot.chat.reply import Reply
from bot.chat.request import Request
from bot.commands.arguments import argument, option
from bot.commands.contest import GROUP, contest_of, name_of, submit
from bot.commands.desk import Desk
from bot.commands.permissions import is_admin
from bot.quiz.contest.events import LinkAsked, LinkDecided
from bot.quiz.contest.facts import digest
from bot.quiz.contest.refused import ContestRefused, NoSuchContest
from bot.quiz.contest.state import Refusal, State
from bot.views import links as views


async def ask(desk: Desk, request: Request) -> Reply:
    """Ask to let this place take part in a contest that was opened elsewhere."""
    code, here, admin = option(request, "code"), request.place.key, request.actor
    contest, _, secret = code.partition("-")
    known = await desk.arena.find(contest)
    if known is None or known.settings.pack != desk.pack.id or not _knows(known, secret):
        raise NoSuchContest(code)
    if await desk.arena.running_in(here) not in (None, contest):
        raise ContestRefused(Refusal.PLACE_TAKEN)
    name = await name_of(desk, admin)
    asked = LinkAsked(at=desk.clock.now(), place=here, by=admin.key, name=name)
    await submit(desk, contest, asked, allow=Refusal.REPEATED)
    return views.asked()


async def decide(desk: Desk, request: Request) -> Reply:
    """Let a place in that has asked, or decline."""
    state = await contest_of(desk, argument(request, 0))
    place = next((each for each in state.links if digest(each) == argument(request, 1)), None)
    if place is None:
        raise ContestRefused(Refusal.NOT_ASKED)
    event = LinkDecided(
        at=desk.clock.now(),
        place=place,
        by=request.actor.key,
        admin_of=request.place.key if await is_admin(desk, request) else "",
        agree=argument(request, 2) == "yes",
    )
    step = await desk.arena.submit(state.contest, event)
    if step.refusal is Refusal.PLACE_TAKEN:
        raise ContestRefused(Refusal.OTHER_PLACE_TAKEN)
    if step.refusal not in (None, Refusal.REPEATED):
        raise ContestRefused(step.refusal)
    return views.decided(agree=event.agree)


def _knows(state: State, secret: str) -> bool:
    said = secret.encode("utf-8", "replace")
    return bool(state.secret) and compare_digest(said, state.secret.encode())


COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        name="contest link",
        summary="Ask to let this place take part in a contest opened elsewhere",
        handler=ask,
        group=GROUP,
        where=Where.GROUP,
        example="/contest link code=1f2e3d4c5b6a-7988a9ba",
        permission=Permission.ADMIN,
        options=(
            CommandOption(
                name="code",
                summary="The code that the other place shows",
                required=True,
                maximum=30,
            ),
        ),
    ),
)

ACTIONS: dict[str, Handler[Desk]] = {"c-link": decide}
