"""Reviews: quizzes of the questions that somebody has missed before and that are due."""

from bot.chat.action import Action
from bot.chat.command import Command, CommandOption, Handler
from bot.chat.reply import Reply
from bot.chat.request import Request
from bot.commands.arguments import argument, number, number_of
from bot.commands.deck import deck_of
from bot.commands.desk import Desk
from bot.commands.permissions import require_pack
from bot.commands.quiz import DEFAULT_COUNT, GROUP, MAX_COUNT, begin, go_on, under_way
from bot.views import review as views
from bot.views.question import choose_quiz


async def review(desk: Desk, request: Request) -> Reply:
    """Ask what is due; go on with a review under way."""
    running, count = await under_way(desk, request), number(request, "count", DEFAULT_COUNT)
    if running is None or not running.is_begun:
        return await _begin(desk, request, count)
    if running.review:
        return await go_on(desk, request, running)
    if not (await deck_of(desk, request)).due:
        return await _begin(desk, request, count)
    return choose_quiz(running, Action("review-anew", (str(count),)))


async def review_anew(desk: Desk, request: Request) -> Reply:
    """Ask what is due; a quiz that is under way ends."""
    return await _begin(desk, request, number_of(argument(request, 0)))


async def _begin(desk: Desk, request: Request, count: int) -> Reply:
    await require_pack(desk, request)
    deck = await deck_of(desk, request)
    if not deck.due:
        return views.nothing_due(deck)
    asked = deck.due[: min(max(count, 1), MAX_COUNT)]
    return await begin(desk, request, asked, views.introduced(deck, len(asked)), review=True)


COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        name="review",
        summary="Questions you missed before, each when it is due",
        handler=review,
        group=GROUP,
        example="/review",
        options=(
            CommandOption(
                name="count",
                summary="How many questions",
                type="number",
                minimum=1,
                maximum=MAX_COUNT,
            ),
        ),
    ),
)

ACTIONS: dict[str, Handler[Desk]] = {"review": review, "review-anew": review_anew}
