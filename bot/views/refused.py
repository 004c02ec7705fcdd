"""Words for what the rules of a contest refuse."""

from typing import Final

from bot.chat.language import N_
from bot.quiz.contest.state import Refusal

REFUSED: Final = {
    Refusal.NOT_OPEN: N_("No contest runs here. Open one with /contest start."),
    Refusal.ALREADY_OPEN: N_("That contest is open already."),
    Refusal.OVER: N_("That contest is over."),
    Refusal.OUT_OF_RANGE: N_("That is out of range."),
    Refusal.REPEATED: N_("That was done already."),
    Refusal.NOT_DUE: N_("Nothing is due yet."),
    Refusal.NOT_HOST: N_("Only the host of the contest can do that."),
    Refusal.NOT_STARTED: N_("The contest has not begun."),
    Refusal.ALREADY_STARTED: N_("The contest has begun already."),
    Refusal.NOBODY_IN: N_("Nobody has joined yet."),
    Refusal.OTHER_ROUND: N_("That question is closed."),
    Refusal.UNTIMED: N_("This question has no time limit."),
    Refusal.IS_PAUSED: N_("The contest is paused; it goes on when its host lets it."),
    Refusal.NOT_PAUSED: N_("The contest is not paused."),
    Refusal.HELD: N_(
        "Answers cannot be recorded just now. The contest waits and goes on by itself."
    ),
    Refusal.NOT_PLAYING: N_("You are not in this contest. Join first."),
    Refusal.ALREADY_IN: N_("You are in already."),
    Refusal.NO_LATE_JOINERS: N_("The contest has begun, and its host lets nobody in any more."),
    Refusal.REMOVED: N_("The host has removed you from this contest."),
    Refusal.NO_SUCH_TEAM: N_("There is no such team. Choose one of those listed."),
    Refusal.PLACE_TAKEN: N_(
        "A contest runs here already. Wait until it is over, or ask its host to end it."
    ),
    Refusal.NO_SUCH_PLACE: N_("This place does not take part in that contest."),
    Refusal.OTHER_PLACE_TAKEN: N_(
        "Another contest runs in that place. Agree again once it is over."
    ),
    Refusal.NOT_ASKED: N_("That place does not ask to take part any more."),
    Refusal.NOT_TO_DECIDE: N_(
        "Only the host, or an admin of the place where it was opened, decides that."
    ),
    Refusal.DECLINED: N_("That was declined. Ask its host: they can still agree, in their place."),
    Refusal.NO_ROOM: N_("As many places as may have asked to take part in that contest."),
    Refusal.TOO_LATE: N_("That came after the time was over, and does not count."),
    Refusal.ALREADY_ANSWERED: N_("You have answered this question. The first answer counts."),
    Refusal.SUPERSEDED: N_("A later answer of yours is recorded."),
    Refusal.WATCHING: N_("This one is for those who share first place."),
    Refusal.NOTHING_TO_APPEAL: N_("There is no answer of yours to appeal here."),
    Refusal.NO_SUCH_APPEAL: N_("There is no such appeal."),
    Refusal.DECIDED: N_("That was decided already."),
}
"""A sentence for each refusal."""
