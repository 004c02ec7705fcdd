"""The full record of a contest, for its host, after its end."""

import json

from bot.chat.action import StaleAction
from bot.chat.command import Handler
from bot.chat.reply import Reply
from bot.chat.request import Request
from bot.commands.arguments import argument
from bot.commands.contest import contest_of
from bot.commands.desk import Desk
from bot.quiz.contest.refused import ContestRefused
from bot.quiz.contest.state import Phase, Refusal
from bot.views import contest as views
from bot.views.contest_record import csv_record, json_record


async def record(desk: Desk, request: Request) -> Reply:
    """Hand the host the record as a file."""
    state = await contest_of(desk, argument(request, 0))
    if state.phase is not Phase.OVER:
        raise StaleAction
    if request.actor.key != state.host:
        raise ContestRefused(Refusal.NOT_HOST)
    if argument(request, 1) == "json":
        text = json.dumps(json_record(desk.pack, state), ensure_ascii=False, indent=2)
        return views.record_file(state, "json", text)
    return views.record_file(state, "csv", csv_record(desk.pack, state))


ACTIONS: dict[str, Handler[Desk]] = {"c-record": record}
