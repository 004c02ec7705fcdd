"""What a person lets others see of them."""

from bot.chat.command import Command
from bot.chat.reply import Reply
from bot.chat.request import Request
from bot.commands.desk import Desk
from bot.views import privacy as views

GROUP = "You"


async def hide(desk: Desk, request: Request) -> Reply:
    """Take the person off all leaderboards, and have contests show them without their name."""
    await desk.people.hide(request.actor, hidden=True)
    return views.hidden()


async def show(desk: Desk, request: Request) -> Reply:
    """Let the person be seen again."""
    await desk.people.hide(request.actor, hidden=False)
    return views.shown()


COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        name="privacy hide",
        summary="Be on no leaderboard, and play contests without your name",
        handler=hide,
        group=GROUP,
        example="/privacy hide",
    ),
    Command(
        name="privacy show",
        summary="Be on leaderboards again, and play contests under your name",
        handler=show,
        group=GROUP,
        example="/privacy show",
    ),
)
