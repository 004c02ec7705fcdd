"""Private replies about a contest: to those who open it, take part in it, or host it."""

from bot.chat.action import Action
from bot.chat.form import Option, Response
from bot.chat.reply import (
    Block,
    Button,
    Control,
    Fact,
    Facts,
    File,
    Form,
    Heading,
    Menu,
    Prose,
    Reply,
    Style,
    Visibility,
)
from bot.chat.text import Code, Strong, inline
from bot.document.references import describe
from bot.pack.model import Pack
from bot.quiz.contest.events import BOT
from bot.quiz.contest.scoring import Standing, is_right, standings
from bot.quiz.contest.settings import MAX_QUESTIONS, MIN_QUESTIONS, Settings, Teams
from bot.quiz.contest.state import Phase, Round, State
from bot.quiz.question import Question
from bot.views.words import clipped, count

PRESET_NAMES = {
    "standard": "Standard: 10 questions, 30 seconds each",
    "blitz": "Blitz: 15 seconds each, speed counts",
    "seminar": "Seminar: no time limit, answers may be changed",
    "marathon": "Marathon: one question a day",
    "team-match": "Team match: two teams, drawn at random",
}
"""What each preset is called."""

TEAMS = {
    Teams.NONE: "Everybody for themselves",
    Teams.CHOSEN: "Players choose their team",
    Teams.BALANCED: "Teams are drawn at random",
}
"""What each way of making teams is called."""

TEAM_NAMES = (
    "Amber", "Blue", "Coral", "Denim", "Emerald", "Fawn", "Gold", "Hazel", "Ivory", "Jade",
)  # fmt: skip

MAX_PLAYERS_IN_MENU = 25
"""Players in a menu of the host, at most: no platform shows more."""


def team_names(number: int) -> tuple[str, ...]:
    """Return the names of so many teams."""
    return TEAM_NAMES[:number]


def unsound(pack: Pack, settings: Settings) -> Reply:
    """Say why no contest can be played by these settings."""
    drawn = len(settings.questions)
    if drawn < MIN_QUESTIONS:
        said = (
            f"Only {count(drawn, 'question')} of this {pack.noun} would fit; "
            f"a contest has {MIN_QUESTIONS} to {MAX_QUESTIONS}. Ask for less."
        )
    elif settings.speed_bonus and not settings.seconds:
        said = "Speed can only count where there is a time limit."
    else:
        said = "These settings do not go together."
    return _private(said, failed=True)


def opened(contest: str) -> Reply:
    """Confirm to the host that a contest is open."""
    said = inline(
        "The contest is open: its lobby appears in this place. You are its host. To let another "
        "place take part in the same contest, its admin gives there ",
        Code(f"/contest link code={contest}"),
        ".",
    )
    return Reply((Prose(said),), visibility=Visibility.ONLY_YOU)


def linked() -> Reply:
    """Confirm that a place takes part in a contest opened elsewhere."""
    return _private("This place takes part in the contest. Its lobby appears here.")


def joined(state: State, player: str) -> Reply:
    """Confirm that somebody is in."""
    team = state.players[player].team
    said = f"You are in, on team {team}." if team else "You are in."
    if state.phase is not Phase.LOBBY:
        said += " The contest is under way; the question being asked is yours to answer too."
    return _private(said)


def left() -> Reply:
    """Confirm that somebody has left."""
    return _private("You have left the contest. What you answered still counts.")


def locked_in(state: State, question: Question, response: Response) -> Reply:
    """Confirm an answer, without telling whether it is right."""
    seed = state.settings.seed
    said = f"Locked in: “{clipped(question.said(response, seed), 150)}”."
    if not (state.settings.revisable and state.is_asking):
        return _private(said)
    said += " You may change it until the time is over."
    action = Action("c-answer", (state.contest, str(state.latest)))
    form = Form(question.prompt, question.form(seed), action, "Change it")
    return Reply((Prose(inline(said)),), (form,), Visibility.ONLY_YOU)


def appealed() -> Reply:
    """Confirm an appeal."""
    return _private("Your answer has been put up for a ruling.")


def ruled() -> Reply:
    """Confirm a ruling, or a vote for one."""
    return _private("Noted.")


def status(state: State, player: str) -> Reply:
    """Show how a contest stands, and to its host what a host can do."""
    facts = [
        Fact("Stands", inline(_PHASES[state.phase])),
        Fact("Players", inline(str(sum(each.is_here for each in state.players.values())))),
        Fact("Round", inline(f"{len(state.rounds)} of {len(state.settings.questions)}")),
    ]
    if state.host in state.players:
        facts.append(Fact("Host", inline(state.players[state.host].name)))
    blocks = (Heading(inline("The contest here")), Facts(tuple(facts)))
    controls = _host_controls(state) if player == state.host else _takeover(state, player)
    return Reply(blocks, controls, Visibility.ONLY_YOU)


def own_result(pack: Pack, state: State, player: str) -> Reply:
    """Show a player what they earned, and what they missed with the place to read it."""
    mine = next((each for each in standings(state) if each.player == player), None)
    if mine is None:
        return _private("You did not take part in this contest.", failed=True)
    closed = state.rounds[: state.closed]
    blocks: list[Block] = [Heading(inline("Your result")), Prose(inline(_earned(mine)))]
    missed = [asked for asked in closed if not _was_right(asked, player)]
    facts = [fact for asked in missed if (fact := _missed(pack, asked))]
    if facts:
        blocks += [Prose(inline("To read again:")), Facts(tuple(facts))]
    controls = tuple(
        Button(f"Appeal question {number + 1}", Action("c-appeal", (state.contest, str(number))))
        for number, asked in enumerate(closed)
        if player in asked.answers and not _was_right(asked, player)
    )
    return Reply(tuple(blocks), controls[:5], Visibility.ONLY_YOU)


def record_file(state: State, form: str, text: str) -> Reply:
    """Hand over the full record; ``form`` is ``csv`` or ``json``."""
    # Without its mark, spreadsheets take UTF-8 for something else.
    data = text.encode("utf-8-sig" if form == "csv" else "utf-8")
    media_type = {"csv": "text/csv", "json": "application/json"}[form]
    file = File(f"contest-{state.contest}.{form}", media_type, data, "Full record")
    return Reply((file,), visibility=Visibility.ONLY_YOU)


def _takeover(state: State, player: str) -> tuple[Control, ...]:
    """Let a player host a contest that has no host."""
    if state.host != BOT or not state.is_playing(player):
        return ()
    return (Button("Host it myself", Action("c-hand", (state.contest, player))),)


def _host_controls(state: State) -> tuple[Control, ...]:
    here = (state.contest,)
    latest = (state.contest, str(state.latest))
    clock = (state.contest, str(state.clock_changes))
    end = Button("End the contest", Action("c-end", here), Style.DANGER)
    match state.phase:
        case Phase.LOBBY:
            return (Button("Start", Action("c-begin", here), Style.PRIMARY), end)
        case Phase.PAUSED:
            resume = Button("Go on", Action("c-resume", clock), Style.PRIMARY)
            return (resume, end, *_people(state))
        case Phase.ASKING | Phase.BETWEEN:
            buttons = [Button("Pause", Action("c-pause", clock))]
            if state.phase is Phase.ASKING:
                buttons.append(Button("Close the question now", Action("c-skip", latest)))
                buttons.append(Button("15 seconds more", Action("c-extend", latest)))
            return (*buttons, end, *_people(state))
        case Phase.OVER:
            csv = Button("Full record as CSV", Action("c-record", (*here, "csv")), Style.PRIMARY)
            return (csv, Button("Full record as JSON", Action("c-record", (*here, "json"))))
        case Phase.UNOPENED:
            return ()


def _people(state: State) -> tuple[Menu, ...]:
    others = [
        (key, each) for key, each in state.players.items() if key != state.host and each.is_here
    ]
    options = tuple(Option(key, each.name) for key, each in others[:MAX_PLAYERS_IN_MENU])
    if not options:
        return ()
    return (
        Menu("Remove a player", options, Action("c-remove", (state.contest,))),
        Menu("Hand over to", options, Action("c-hand", (state.contest,))),
    )


def _earned(mine: Standing) -> str:
    right = f"{mine.right} of {count(mine.answers, 'answer')} right"
    return f"{count(mine.points, 'point')}, rank {mine.rank}; {right}."


def _was_right(asked: Round, player: str) -> bool:
    given = asked.answers.get(player)
    return given is not None and is_right(asked, given)


def _missed(pack: Pack, asked: Round) -> Fact | None:
    question = pack.question(asked.question)
    if question is None:
        return None
    place = describe(question.evidence[0].ref, pack.document)
    return Fact(place, inline(f"{clipped(question.prompt, 100)} ", Strong(question.solution)))


def _private(said: str, *, failed: bool = False) -> Reply:
    return Reply((Prose(inline(said)),), visibility=Visibility.ONLY_YOU, failed=failed)


_PHASES = {
    Phase.UNOPENED: "Not open",
    Phase.LOBBY: "Waiting for players",
    Phase.ASKING: "A question is being asked",
    Phase.BETWEEN: "Between two questions",
    Phase.PAUSED: "Paused",
    Phase.OVER: "Over",
}
