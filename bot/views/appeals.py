"""What a contest tells of appeals: an answer that is doubted, and how it was ruled on."""

from bot.chat.action import Action
from bot.chat.language import _, ngettext, phrase
from bot.chat.reply import Button, Prose, Reply
from bot.chat.text import inline
from bot.pack.model import Pack
from bot.quiz.contest.events import BOT
from bot.quiz.contest.facts import digest
from bot.quiz.contest.scoring import standings
from bot.quiz.contest.state import State
from bot.views.contest_words import LONGEST_ANSWER, answer_said, name_said, round_named
from bot.views.question import points_said
from bot.views.words import clipped, named

GAINERS_NAMED = 5
"""Players named who gained by a ruling, at most."""


def appeal(pack: Pack, state: State, number: int, wording: str) -> Reply:
    """Put an appealed answer up for a ruling."""
    votes = state.rounds[number].appeals.get(wording)
    answer = _answer(pack, state, number, wording)
    asked = round_named(state, number)
    said = phrase(
        "To {question} somebody answered “{answer}”. Is that right?", question=asked, answer=answer
    )
    if votes is None:
        return Reply((Prose(said),))
    here = (state.contest, str(number), digest(wording))
    voted = ngettext(
        "The players decide ({n} vote).", "The players decide ({n} votes).", len(votes)
    )
    who = _("The host decides.") if state.host != BOT else voted
    buttons = (
        Button(_("Accept it"), Action("c-rule", (*here, "yes"))),
        Button(_("Refuse it"), Action("c-rule", (*here, "no"))),
    )
    return Reply((Prose(said), Prose(inline(who))), buttons)


def ruling(pack: Pack, state: State, number: int, wording: str, *, accepted: bool) -> Reply:
    """Say how an appeal was decided, and how many points those who gain by it have now."""
    answer = _answer(pack, state, number, wording)
    asked = round_named(state, number)
    if not accepted:
        refused = phrase("“{answer}” stays refused for {question}.", answer=answer, question=asked)
        return Reply((Prose(refused),))
    said = _("“{answer}” is accepted for {question}.", answer=answer, question=asked)
    return Reply((Prose(inline(f"{said} {_gainers(state, number, wording)}".rstrip())),))


def _gainers(state: State, number: int, wording: str) -> str:
    asked = state.rounds[number]
    if not asked.counts:
        return ""
    gained = [
        f"{name_said(each.player, each.name)} ({points_said(each.points)})"
        for each in standings(state)
        if (given := asked.answers.get(each.player)) and given.wording == wording
    ]
    if not gained:
        return ""
    return _("Who gave it has the points now: {players}.", players=named(gained, GAINERS_NAMED))


def _answer(pack: Pack, state: State, number: int, wording: str) -> str:
    """Return the words of the first who gave an answer: a wording alone has lost its case and marks."""
    asked = state.rounds[number]
    alike = [given for given in asked.answers.values() if given.wording == wording]
    if not alike:
        return clipped(wording, LONGEST_ANSWER)
    first = min(alike, key=lambda given: (given.seconds, sorted(given.response.items())))
    return answer_said(pack.question(asked.question), first, state.settings.seed)
