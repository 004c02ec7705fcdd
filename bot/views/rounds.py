"""What a contest tells in its places while it runs: lobby, questions, clock, host."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from bot.chat.action import Action
from bot.chat.language import _, ngettext, phrase
from bot.chat.platform import Gathering
from bot.chat.reply import (
    Block,
    Button,
    Fact,
    Facts,
    Form,
    Heading,
    Prose,
    Reply,
)
from bot.chat.text import Inline, Strong, inline
from bot.pack.model import Pack
from bot.ports import Pictures
from bot.quiz.contest import facts, report
from bot.quiz.contest.events import BOT
from bot.quiz.contest.facts import Fact as Told
from bot.quiz.contest.settings import Teams
from bot.quiz.contest.state import Phase, State
from bot.quiz.question import Question
from bot.views.appeals import appeal, ruling
from bot.views.contest_words import (
    countdown,
    house_rules,
    join_control,
    points_rule,
    round_title,
    time_rule,
)
from bot.views.links import link
from bot.views.podium import podium
from bot.views.question import DIFFICULTY_NAMES, KIND_NAMES
from bot.views.reveal import reveal
from bot.views.words import named

NAMES = 30
"""Players named in a lobby, at most."""


def told(  # noqa: C901, PLR0911 - one a fact
    pack: Pack, state: State, fact: Told, pictures: Pictures, place: str = ""
) -> Reply:
    """Return the words for what a contest tells in a place, as it stands now."""
    match fact:
        case facts.LobbyChanged():
            return lobby(state)
        case facts.LinkChanged(place=asking):
            return link(state, asking, place)
        case facts.RoundOpened(round=number):
            return question(pack, state, number)
        case facts.CountChanged(round=number):
            return answered(state, number)
        case facts.RoundClosed(round=number):
            return reveal(pack, state, number, place)
        case facts.ClockChanged():
            return clock(state)
        case facts.HostChanged():
            return host(state)
        case facts.AppealMade(round=number, wording=wording):
            return appeal(pack, state, number, wording)
        case facts.RulingMade(round=number, wording=wording, accepted=accepted):
            return ruling(pack, state, number, wording, accepted=accepted)
        case facts.ContestOver():
            return podium(pack, state, pictures, place)
        case _:
            assert_never(fact)


def thread_title(pack: Pack) -> str:
    """Return what a thread beside a contest is called."""
    return _("Contest on {title}", title=pack.title)


def gathering(pack: Pack, state: State) -> Gathering | None:
    """Return what stands in a calendar of a marathon whose host asked for that."""
    opens = state.settings.opens
    if not (state.settings.calendar and opens):
        return None
    about = ngettext(
        "{n} question, one a day. Join in the channel where it was opened.",
        "{n} questions, one a day. Join in the channel where it was opened.",
        len(opens),
    )
    return Gathering(thread_title(pack), about, opens[0], opens[-1] + timedelta(days=1))


def lobby(state: State) -> Reply:
    """Show who is in, and how one joins."""
    several = len(state.places) > 1
    places = (Fact(_("Places"), inline(str(len(state.places)))),) if several else ()
    blocks = (
        Heading(phrase("A contest is open")),
        Facts(
            (
                Fact(_("Questions"), inline(str(len(state.settings.questions)))),
                Fact(_("Time"), inline(time_rule(state.settings))),
                Fact(_("Points"), inline(points_rule(state.settings))),
                Fact(_("Rules"), inline(house_rules(state.settings))),
                *_who_is_in(state),
                *places,
            )
        ),
    )
    if state.phase is not Phase.LOBBY:
        return Reply(blocks)
    leave = Button(_("Leave"), Action("c-leave", (state.contest,)))
    return Reply(blocks, (join_control(state), leave, _panel(state)))


def question(pack: Pack, state: State, number: int) -> Reply:
    """Ask a round's question, with the time there is."""
    asked = state.rounds[number]
    found = pack.question(asked.question)
    if found is None:
        return Reply((Prose(phrase("This question was withdrawn. The contest goes on.")),))
    blocks: list[Block] = [Heading(inline(_title(state, number, found)))]
    if not asked.counts:
        blocks.append(Prose(phrase("To get used to it: this one does not count.")))
    if not (state.is_asking and number == state.latest):
        return Reply((*blocks, Prose(inline(Strong(found.prompt)))))
    if waits := countdown(state):
        blocks.append(waits)
    here = (state.contest, str(number))
    action = Action("c-answer", here)
    form = Form(found.prompt, found.form(state.settings.seed), action, _("Lock in"))
    late = (join_control(state),) if state.settings.late_joiners else ()
    return Reply(tuple(blocks), (form, *late, _panel(state)))


def whole_round(pack: Pack, state: State, number: int, place: str = "") -> Reply:
    """Show a round as it stands: its question and how many have answered, or its answer."""
    if number < state.closed:
        return reveal(pack, state, number, place)
    asked = question(pack, state, number)
    return replace(asked, blocks=(*asked.blocks, *answered(state, number).blocks))


def answered(state: State, number: int) -> Reply:
    """Say how many have answered."""
    given, able = report.answered(state, number)
    if state.is_asking and number == state.latest:
        said = _("{given} of {able} have answered.", given=given, able=able)
    else:
        said = ngettext("{n} answer.", "{n} answers.", given)
    return Reply((Prose(inline(said)),))


def clock(state: State) -> Reply:
    """Say that the clock was stopped, or runs again."""
    if state.phase is Phase.PAUSED:
        return Reply((Prose(phrase("The contest is paused.")),))
    waits = countdown(state)
    if waits is None:
        return Reply((Prose(phrase("The contest goes on.")),))
    said = _("The clock runs.") if state.rounds else _("The contest has begun.")
    return Reply((Prose(inline(said)), waits))


def host(state: State) -> Reply:
    """Say who hosts now."""
    if state.host == BOT:
        gone = phrase("The contest has no host now. It goes on; any player may take over.")
        return Reply((Prose(gone),), (_panel(state),))
    player = state.players.get(state.host)
    if player is None:
        return Reply((Prose(phrase("An admin hosts the contest now.")),))
    return Reply((Prose(inline(_("{name} hosts the contest now.", name=player.name))),))


def _who_is_in(state: State) -> list[Fact]:
    """Name those who are in, in a team match by team."""
    here = [each for each in state.players.values() if each.is_here]
    if state.settings.teams is Teams.NONE:
        return [Fact(_("In"), _names([each.name for each in here]))]
    teams = {
        team: [each.name for each in here if each.team == team]
        for team in state.settings.team_names
    }
    return [Fact(_("Team {team}", team=_(team)), _names(names)) for team, names in teams.items()]


def _names(names: Sequence[str]) -> Inline:
    return inline(named(names, NAMES) or _("nobody yet"))


def _title(state: State, number: int, asked: Question) -> str:
    kind, difficulty = _(KIND_NAMES[asked.kind]), _(DIFFICULTY_NAMES[asked.difficulty])
    return f"{round_title(state, number)} · {kind} · {difficulty}"


def _panel(state: State) -> Button:
    return Button(_("Host …"), Action("c-panel", (state.contest,)))
