"""Contests: open one, take part in it, host it."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from secrets import token_hex

from bot.chat.action import StaleAction
from bot.chat.command import Command, CommandOption, Handler, Permission, Where
from bot.chat.form import Option, checked
from bot.chat.names import display_name
from bot.chat.reply import Reply
from bot.chat.request import Actor, Press, Request
from bot.commands.arguments import argument, is_on, number, number_of, option
from bot.commands.desk import Desk
from bot.commands.permissions import require_pack
from bot.commands.schedule import days
from bot.commands.wishes import DIFFICULTY, KINDS_WISHED, TOPIC, Wishes
from bot.quiz.contest.events import (
    Answered,
    Appealed,
    Event,
    Joined,
    Left,
    Opened,
    Withdrawn,
)
from bot.quiz.contest.history import times_asked
from bot.quiz.contest.presets import PRESETS, Preset
from bot.quiz.contest.refused import ContestRefused
from bot.quiz.contest.settings import (
    MAX_QUESTIONS,
    MAX_REVEAL_SECONDS,
    MAX_SECONDS,
    MIN_QUESTIONS,
    REVEAL_SECONDS,
    Settings,
    Teams,
)
from bot.quiz.contest.state import Refusal, State, Step
from bot.quiz.draw import draw
from bot.settings.declared import OPEN_BOOK, ZONE
from bot.views import contest as views
from bot.views.privacy import nameless

GROUP = "Contests"

MAX_NAME = 40
"""Characters of a player's name in a contest: a scoreboard has many."""

RECENT = 10
"""Contests of a place whose questions come last in its next ones."""

TIE_BREAKS = 5
"""Questions kept back for a tie-break, where the host asks for one."""


async def start(desk: Desk, request: Request) -> Reply:
    """Open a contest in this place, with a lobby to join."""
    contest = code_of(request.id)
    if await desk.arena.running_in(request.place.key) not in (None, contest):
        raise ContestRefused(Refusal.PLACE_TAKEN)
    if idle := _idle_options(request):
        return views.idle_options(idle)
    await require_pack(desk, request)
    settings = await _settings(desk, request)
    if not settings.is_sound:
        return views.unsound(desk.pack, settings)
    host = request.actor.key
    opened = Opened(
        at=desk.clock.now(),
        contest=contest,
        settings=settings,
        host=host,
        place=request.place.key,
        secret=token_hex(4),
    )
    step = await desk.arena.submit(contest, opened)
    if step.refusal not in (None, Refusal.ALREADY_OPEN):
        raise ContestRefused(step.refusal)
    return views.opened(_link_code(step.state), len(settings.questions), _wished(request))


async def status(desk: Desk, request: Request) -> Reply:
    """Show the contest in this place, and to its host what a host can do."""
    state = await contest_here(desk, request)
    return views.status(state, request.actor.key)


async def join(desk: Desk, request: Request) -> Reply:
    """Take part, where the contest is played: who is elsewhere may not even know of it."""
    actor = request.actor
    await contest_of(desk, argument(request, 0))
    joined = Joined(
        at=desk.clock.now(),
        player=actor.key,
        name=await name_of(desk, actor) or nameless(),
        place=request.place.key,
        team=argument(request, 1),
    )
    state = await submit(desk, argument(request, 0), joined, allow=Refusal.ALREADY_IN)
    return views.joined(state, actor.key)


async def leave(desk: Desk, request: Request) -> Reply:
    """Take part no longer; what was answered stays."""
    await submit(desk, argument(request, 0), Left(at=desk.clock.now(), player=request.actor.key))
    return views.left()


async def answer(desk: Desk, request: Request) -> Reply:
    """Answer the round being asked; nobody else learns of it until the round closes."""
    state = await contest_of(desk, argument(request, 0))
    asked = round_of(request)
    if asked >= len(state.rounds):
        raise ContestRefused(Refusal.OTHER_ROUND)
    question = desk.pack.question(state.rounds[asked].question)
    if question is None:
        gone = Withdrawn(at=desk.clock.now(), round=asked)
        await desk.arena.submit(state.contest, gone)
        raise ContestRefused(Refusal.OTHER_ROUND)
    if not isinstance(request.what, Press):
        raise StaleAction
    seed = state.settings.seed
    response = checked(question.form(seed), request.what.response)
    verdict = question.judge(response, seed, desk.judge)
    event = Answered(
        at=desk.clock.now(),
        acted=request.at,
        player=request.actor.key,
        round=asked,
        response=response,
        outcome=verdict.outcome,
        credit=verdict.credit,
    )
    step = await desk.arena.submit(state.contest, event)
    if step.refusal and not _is_repeated(step, event):
        raise ContestRefused(step.refusal)
    return views.locked_in(step.state, question, response)


async def mine(desk: Desk, request: Request) -> Reply:
    """Show a player their own result, with what they missed and where to read it."""
    state = await contest_of(desk, argument(request, 0))
    return views.own_result(desk.pack, state, request.actor.key)


async def appeal(desk: Desk, request: Request) -> Reply:
    """Ask to have the verdict on one's answer looked at."""
    event = Appealed(at=desk.clock.now(), player=request.actor.key, round=round_of(request))
    await submit(desk, argument(request, 0), event, allow=Refusal.REPEATED)
    return views.appealed()


async def _settings(desk: Desk, request: Request) -> Settings:
    here = await desk.settings.of(request.place)
    preset, count = _preset(request), _wished(request)
    seed = option(request, "seed") or request.id
    tie_breaks = TIE_BREAKS if is_on(request, "tie-break", default=False) else 0
    fitting, asked = Wishes.of(request).fitting(desk.pack), await _times_asked(desk, request)
    drawn = [question.id for question in draw(fitting, count + tie_breaks, seed, asked)]
    teams = Teams(option(request, "teams") or preset.teams.value)
    return Settings(
        pack=desk.pack.id,
        seed=seed,
        questions=tuple(drawn[:count]),
        tie_break=tuple(drawn[count:]),
        seconds=number(request, "seconds", preset.seconds),
        reveal_seconds=number(request, "pause", REVEAL_SECONDS),
        speed_bonus=is_on(request, "speed", default=preset.speed_bonus),
        teams=teams,
        team_names=views.team_names(number(request, "team-count", 2))
        if teams is not Teams.NONE
        else (),
        late_joiners=is_on(request, "late", default=True),
        practice=is_on(request, "practice", default=False),
        revisable=is_on(request, "revise", default=preset.revisable),
        open_book=is_on(request, "open-book", default=here[OPEN_BOOK]),
        thread=is_on(request, "thread", default=False),
        calendar=is_on(request, "calendar", default=False),
        full_at=number(request, "full", 0),
        opens=_openings(request, preset, len(drawn[:count]), here[ZONE]),
    )


async def _times_asked(desk: Desk, request: Request) -> Mapping[str, int]:
    """Return how often this place has had each question lately.

    Nothing where the host names a seed: it gives every class the same contest, whatever they have had.
    """
    if option(request, "seed"):
        return {}
    recent = await desk.placings.recent_in(request.place, RECENT)
    found = [await desk.arena.find(contest) for contest in recent]
    return times_asked(state for state in found if state)


def _idle_options(request: Request) -> list[str]:
    """Return the options given that would do nothing: better said than left for the host to find."""
    preset = _preset(request)
    teams = Teams(option(request, "teams") or preset.teams.value)
    idle = ["seconds", "pause"] if preset.daily else ["time", "zone"]
    if teams is Teams.NONE:
        idle.append("team-count")
    return [name for name in idle if option(request, name)]


def _preset(request: Request) -> Preset:
    return PRESETS[option(request, "preset") or "standard"]


def _wished(request: Request) -> int:
    """Return how many questions the host wishes for; fewer may fit."""
    return number(request, "count", _preset(request).count)


def _openings(request: Request, preset: Preset, count: int, zone: str) -> tuple[datetime, ...]:
    if not preset.daily:
        return ()
    return days(
        request.at, option(request, "time") or "09:00", option(request, "zone") or zone, count
    )


def code_of(request_id: str) -> str:
    """Return the code of the contest that a request opens: the same when it is delivered again."""
    return blake2b(request_id.encode(), digest_size=6).hexdigest()


def _link_code(state: State) -> str:
    """Return what lets another place join: the id alone stands in every button for all to read."""
    return f"{state.contest}-{state.secret}"


async def name_of(desk: Desk, actor: Actor) -> str:
    """Return how somebody is shown in a contest; nothing for who asked to be hidden."""
    is_hidden = await desk.people.is_hidden(actor)
    return "" if is_hidden else display_name(actor, MAX_NAME)


async def submit(desk: Desk, contest: str, event: Event, allow: Refusal | None = None) -> State:
    """Put an event to a contest. Raises ``ContestRefused``, unless for the reason allowed."""
    step = await desk.arena.submit(contest, event)
    if step.refusal not in (None, allow):
        raise ContestRefused(step.refusal)
    return step.state


def _is_repeated(step: Step, event: Answered) -> bool:
    """Whether the very same answer is recorded: a double click is confirmed again, not scolded."""
    given = step.state.rounds[event.round].answers.get(event.player)
    return given is not None and dict(given.response) == dict(event.response)


async def contest_here(desk: Desk, request: Request) -> State:
    """Return the contest that runs in this place. Raises ``ContestRefused`` where there is none."""
    contest = await desk.arena.running_in(request.place.key)
    if contest is None:
        raise ContestRefused(Refusal.NOT_OPEN)
    return await contest_of(desk, contest)


async def contest_of(desk: Desk, contest: str) -> State:
    """Return a contest of the pack that is open. Raises ``ContestRefused`` where there is none."""
    state = await desk.arena.find(contest)
    if state is None or state.settings.pack != desk.pack.id:
        raise ContestRefused(Refusal.NOT_OPEN)
    return state


def round_of(request: Request) -> int:
    """Return the number of the round that a control is about. Raises ``StaleAction``."""
    return number_of(argument(request, 1))


def _flag(name: str, summary: str) -> CommandOption[Desk]:
    return CommandOption(name=name, summary=summary, type="yes-no")


COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        name="contest start",
        summary="Open a contest here, with a lobby to join",
        handler=start,
        group=GROUP,
        where=Where.GROUP,
        example="/contest start preset=blitz count=5",
        permission=Permission.HOST,
        options=(
            CommandOption(
                name="preset",
                summary="Settings that go together",
                choices=tuple(Option(key, name) for key, name in views.PRESET_NAMES.items()),
            ),
            CommandOption(
                name="count",
                summary="How many questions",
                type="number",
                minimum=MIN_QUESTIONS,
                maximum=MAX_QUESTIONS,
            ),
            TOPIC,
            DIFFICULTY,
            KINDS_WISHED,
            CommandOption(
                name="seconds",
                summary="Seconds for each question; 0: until all have answered",
                type="number",
                maximum=MAX_SECONDS,
            ),
            CommandOption(
                name="pause",
                summary="Seconds for which an answer is shown before the next question",
                type="number",
                maximum=MAX_REVEAL_SECONDS,
            ),
            _flag("speed", "Up to 5 points more for a quick right answer"),
            CommandOption(
                name="teams",
                summary="How players are put into teams",
                choices=tuple(Option(each.value, name) for each, name in views.TEAMS.items()),
            ),
            CommandOption(
                name="team-count", summary="How many teams", type="number", minimum=2, maximum=10
            ),
            _flag("late", "May people join after the start"),
            _flag("practice", "The first question does not count"),
            _flag("revise", "An answer may be changed until the time is over"),
            _flag("open-book", "Looking passages up is allowed during a question"),
            _flag("thread", "Open a thread to talk in beside the contest, where there are threads"),
            _flag("calendar", "For a marathon: announce it among the events, where there are such"),
            _flag("tie-break", "If first place is shared at the end, go on until it is not"),
            CommandOption(
                name="full",
                summary="Start by itself when so many are in",
                type="number",
                minimum=1,
                maximum=1000,
            ),
            CommandOption(
                name="seed", summary="The same seed draws the same questions", maximum=40
            ),
            CommandOption(
                name="time", summary="For a marathon: when each day's question comes, such as 09:00"
            ),
            CommandOption(
                name="zone", summary="For a marathon: the time zone, such as Europe/Berlin"
            ),
        ),
    ),
    Command(
        name="contest status",
        summary="How the contest here stands, and what its host can do",
        handler=status,
        group=GROUP,
        where=Where.GROUP,
        example="/contest status",
    ),
)

ACTIONS: dict[str, Handler[Desk]] = {
    "c-join": join,
    "c-leave": leave,
    "c-answer": answer,
    "c-mine": mine,
    "c-appeal": appeal,
}
