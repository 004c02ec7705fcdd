"""While a contest asks a question in a place, the passage that answers it is not shown there."""

from collections.abc import Iterable

from bot.chat.request import Request
from bot.commands.desk import Desk
from bot.document.model import Ref
from bot.quiz.contest.refused import ClosedBook


async def forbid(desk: Desk, request: Request, shown: Iterable[Ref]) -> None:
    """Raise ``ClosedBook`` if showing these would give away the answer of the question being asked."""
    contest = await desk.arena.running_in(request.place.key)
    state = await desk.arena.find(contest) if contest else None
    if state is None or not state.is_asking or state.settings.open_book:
        return
    question = desk.pack.question(state.rounds[state.latest].question)
    evidence = [each.ref for each in question.evidence] if question else []
    if any(_overlap(ref, each) for ref in shown for each in evidence):
        raise ClosedBook


def _overlap(one: Ref, other: Ref) -> bool:
    if one.whole != other.whole:
        return False
    return not one.first or not other.first or (one.first <= other.last and other.first <= one.last)
