"""What a contest tells in its places while it runs: lobby, questions, clock, host."""

from typing import assert_never

from bot.chat.action import Action
from bot.chat.form import Option
from bot.chat.reply import (
    Block,
    Button,
    Control,
    Fact,
    Facts,
    Form,
    Heading,
    Menu,
    Prose,
    Reply,
    Style,
)
from bot.chat.text import Strong, inline
from bot.pack.model import Pack
from bot.ports import Pictures
from bot.quiz.contest import facts, report
from bot.quiz.contest.events import BOT
from bot.quiz.contest.facts import Fact as Told
from bot.quiz.contest.settings import Teams
from bot.quiz.contest.state import Phase, State
from bot.views.appeals import appeal, ruling
from bot.views.contest_words import countdown, points_rule, round_title, time_rule
from bot.views.podium import podium
from bot.views.question import KIND_NAMES
from bot.views.reveal import reveal
from bot.views.words import count, named

NAMES = 30
"""Players named in a lobby, at most."""


def told(  # noqa: PLR0911 - one a fact
    pack: Pack, state: State, fact: Told, pictures: Pictures, place: str = ""
) -> Reply:
    """Return the words for what a contest tells in a place, as it stands now."""
    match fact:
        case facts.LobbyChanged():
            return lobby(state)
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


def lobby(state: State) -> Reply:
    """Show who is in, and how one joins."""
    here = [each.name for each in state.players.values() if each.is_here]
    several = len(state.places) > 1
    places = (Fact("Places", inline(str(len(state.places)))),) if several else ()
    blocks = (
        Heading(inline("A contest is open")),
        Facts(
            (
                Fact("Questions", inline(str(len(state.settings.questions)))),
                Fact("Time", inline(time_rule(state.settings))),
                Fact("Points", inline(points_rule(state.settings))),
                Fact("In", inline(named(here, NAMES) or "nobody yet")),
                *places,
            )
        ),
    )
    if state.phase is not Phase.LOBBY:
        return Reply(blocks)
    leave = Button("Leave", Action("c-leave", (state.contest,)))
    return Reply(blocks, (_join_control(state), leave, _panel(state)))


def question(pack: Pack, state: State, number: int) -> Reply:
    """Ask a round's question, with the time there is."""
    asked = state.rounds[number]
    found = pack.question(asked.question)
    if found is None:
        return Reply((Prose(inline("This question was withdrawn. The contest goes on.")),))
    title = f"{round_title(state, number)} · {KIND_NAMES[found.kind]} · {found.difficulty}"
    blocks: list[Block] = [Heading(inline(title))]
    if not asked.counts:
        blocks.append(Prose(inline("To get used to it: this one does not count.")))
    if not (state.is_asking and number == state.latest):
        return Reply((*blocks, Prose(inline(Strong(found.prompt)))))
    if waits := countdown(state):
        blocks.append(waits)
    here = (state.contest, str(number))
    form = Form(found.prompt, found.form(state.settings.seed), Action("c-answer", here), "Lock in")
    late = (_join_control(state),) if state.settings.late_joiners else ()
    return Reply(tuple(blocks), (form, *late, _panel(state)))


def answered(state: State, number: int) -> Reply:
    """Say how many have answered."""
    given, able = report.answered(state, number)
    if state.is_asking and number == state.latest:
        said = f"{given} of {able} have answered."
    else:
        said = f"{count(given, 'answer')}."
    return Reply((Prose(inline(said)),))


def clock(state: State) -> Reply:
    """Say that the clock was stopped, or runs again."""
    if state.phase is Phase.PAUSED:
        return Reply((Prose(inline("The contest is paused.")),))
    waits = countdown(state)
    if waits is None:
        return Reply((Prose(inline("The contest goes on.")),))
    said = "The clock runs." if state.rounds else "The contest has begun."
    return Reply((Prose(inline(said)), waits))


def host(state: State) -> Reply:
    """Say who hosts now."""
    if state.host == BOT:
        said = "The contest has no host now. It goes on; any player may take over."
        return Reply((Prose(inline(said)),), (_panel(state),))
    name = state.players[state.host].name if state.host in state.players else "An admin"
    return Reply((Prose(inline(f"{name} hosts the contest now.")),))


def _join_control(state: State) -> Control:
    """Return what one joins with: a menu of the teams where they are chosen, before and after the start."""
    join = Action("c-join", (state.contest,))
    if state.settings.teams is not Teams.CHOSEN:
        return Button("Join", join, Style.PRIMARY)
    return Menu(
        "Join a team", tuple(Option(name, name) for name in state.settings.team_names), join
    )


def _panel(state: State) -> Button:
    return Button("Host …", Action("c-panel", (state.contest,)))
