"""Private replies about a contest: to those who open it, take part in it, or host it."""

from collections.abc import Sequence

from bot.chat.action import Action
from bot.chat.form import Option, Response
from bot.chat.language import N_, _, ngettext, number, phrase
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
from bot.chat.text import Code, Strong, Text, inline
from bot.document.references import describe
from bot.pack.model import Pack
from bot.quiz.contest.events import BOT
from bot.quiz.contest.report import Line, lines
from bot.quiz.contest.scoring import Standing, standings
from bot.quiz.contest.settings import (
    MAX_QUESTIONS,
    MAX_REVEAL_SECONDS,
    MAX_SECONDS,
    MAX_TEAMS,
    MIN_QUESTIONS,
    MIN_SECONDS,
    MIN_TEAMS,
    Settings,
    Teams,
)
from bot.quiz.contest.state import Phase, State
from bot.quiz.question import Question
from bot.quiz.verdict import Outcome
from bot.views.contest_words import (
    TEAM_NAMES,
    answer_said,
    countdown,
    is_written,
    join_control,
    right_said,
    round_title,
)
from bot.views.question import comes_back, points_said
from bot.views.words import clipped

PRESET_NAMES = {
    "standard": N_("Standard: 10 questions, 30 seconds each"),
    "blitz": N_("Blitz: 15 seconds each, speed counts"),
    "seminar": N_("Seminar: no time limit, answers may be changed"),
    "marathon": N_("Marathon: one question a day"),
    "team-match": N_("Team match: two teams, drawn at random"),
}
"""What each preset is called."""

TEAMS = {
    Teams.NONE: N_("Everybody for themselves"),
    Teams.CHOSEN: N_("Players choose their team"),
    Teams.BALANCED: N_("Teams are drawn at random"),
}
"""What each way of making teams is called."""

MAX_IN_MENU = 25
"""Options of a menu, at most: no platform shows more."""

LONGEST_OPTION = 75
"""Characters of an option of a menu, at most: what the narrowest platform shows."""


def team_names(number: int) -> tuple[str, ...]:
    """Return the names of so many teams."""
    return TEAM_NAMES[:number]


def unsound(pack: Pack, settings: Settings) -> Reply:
    """Say why no contest can be played by these settings: which one is amiss, and what it may be."""
    return _private(_fault(pack, settings), failed=True)


def opened(code: str, questions: int, wished: int) -> Reply:
    """Confirm to the host that a contest is open, and say so if fewer questions fit than wished for."""
    said = phrase(
        "The contest is open: its lobby appears in this place. You are its host. To let another "
        "place take part in the same contest, its admin gives there {command} and you are asked "
        "here whether you agree.",
        command=Code(f"/contest link code={code}"),
    )
    blocks = [Prose(said)]
    if questions < wished:
        fewer = ngettext(
            "Only {n} question fit; the contest has these.",
            "Only {n} questions fit; the contest has these.",
            questions,
        )
        blocks.append(Prose(inline(fewer)))
    return Reply(tuple(blocks), visibility=Visibility.ONLY_YOU)


def joined(state: State, player: str) -> Reply:
    """Confirm that somebody is in."""
    team = state.players[player].team
    said = _("You are in, on team {team}.", team=_(team)) if team else _("You are in.")
    if state.phase is Phase.LOBBY:
        return _private(said)
    joins_at = (
        _("The contest is under way; the question being asked is yours to answer too.")
        if state.is_asking
        else _("The contest is under way; the next question is yours to answer too.")
    )
    return _private(f"{said} {joins_at}")


def left() -> Reply:
    """Confirm that somebody has left."""
    return _private(_("You have left the contest. What you answered still counts."))


def locked_in(state: State, question: Question, response: Response) -> Reply:
    """Confirm an answer, without telling whether it is right."""
    seed = state.settings.seed
    said = _("Locked in: “{answer}”.", answer=clipped(question.said(response, seed), 150))
    if not (state.settings.revisable and state.is_asking):
        return _private(said)
    until = _("You may change it until the question is closed.")
    action = Action("c-answer", (state.contest, str(state.latest)))
    form = Form(question.prompt, question.form(seed), action, _("Change it"))
    return Reply((Prose(inline(f"{said} {until}")),), (form,), Visibility.ONLY_YOU)


def appealed() -> Reply:
    """Confirm an appeal."""
    return _private(_("Your answer has been put up for a ruling."))


def ruled() -> Reply:
    """Confirm a ruling, or a vote for one."""
    return _private(_("Noted."))


def taken_out() -> Reply:
    """Confirm to an admin that their place takes part no longer."""
    return _private(
        _(
            "This place no longer takes part in the contest, which was opened elsewhere and goes on "
            "there. What its players have answered still counts."
        )
    )


def status(state: State, player: str) -> Reply:
    """Show how a contest stands, and to its host what a host can do."""
    facts = (
        Fact(_("Stands"), inline(_(_PHASES[state.phase]))),
        Fact(_("Players"), inline(number(sum(each.is_here for each in state.players.values())))),
        Fact(
            _("Round"), inline(round_title(state, state.latest) if state.rounds else _("none yet"))
        ),
        Fact(_("Host"), inline(_host(state))),
    )
    blocks: list[Block] = [Heading(phrase("The contest here")), Facts(facts)]
    if waits := countdown(state):
        blocks.append(waits)
    controls = _host_controls(state) if player == state.host else _takeover(state, player)
    joins = (join_control(state),) if _may_join(state, player) else ()
    return Reply(tuple(blocks), (*controls, *joins), Visibility.ONLY_YOU)


def own_result(pack: Pack, state: State, player: str) -> Reply:
    """Show a player what they earned, and what they missed with the place to read it."""
    mine = next((each for each in standings(state) if each.player == player), None)
    if mine is None:
        return _private(_("You did not take part in this contest."), failed=True)
    blocks: list[Block] = [Heading(phrase("Your result")), Prose(inline(_earned(mine)))]
    missed = [
        (line, question)
        for line in lines(state, player)
        if line.counts and not line.is_right and (question := pack.question(line.question))
    ]
    if missed:
        seed = state.settings.seed
        facts = tuple(_missed(pack, line, question, seed) for line, question in missed)
        blocks += [Prose(phrase("To read again:")), Facts(facts)]
        if state.phase is Phase.OVER and any(line.given for line, _ in missed):
            blocks.append(comes_back())
    return Reply(tuple(blocks), _appeals(state, missed), Visibility.ONLY_YOU)


def record_file(state: State, form: str, text: str) -> Reply:
    """Hand over the full record; ``form`` is ``csv`` or ``json``."""
    # Without its mark, spreadsheets take UTF-8 for something else.
    data = text.encode("utf-8-sig" if form == "csv" else "utf-8")
    media_type = {"csv": "text/csv", "json": "application/json"}[form]
    file = File(f"contest-{state.contest}.{form}", media_type, data, _("Full record"))
    return Reply((file,), visibility=Visibility.ONLY_YOU)


def _fault(pack: Pack, settings: Settings) -> str:
    drawn, seconds = len(settings.questions), settings.seconds
    if not MIN_QUESTIONS <= drawn <= MAX_QUESTIONS:
        return ngettext(
            "Only {n} question of this {document} would fit; a contest has {least} to {most}. "
            "Ask for less.",
            "Only {n} questions of this {document} would fit; a contest has {least} to {most}. "
            "Ask for less.",
            drawn,
            document=pack.noun,
            least=MIN_QUESTIONS,
            most=MAX_QUESTIONS,
        )
    if seconds and not MIN_SECONDS <= seconds <= MAX_SECONDS:
        return _(
            "“seconds” is {least} to {most}, or 0 for no time limit; not {seconds}.",
            least=MIN_SECONDS,
            most=MAX_SECONDS,
            seconds=seconds,
        )
    if settings.speed_bonus and (settings.opens or not seconds):
        return _(
            "“speed” can only count where there is a time limit: “seconds” is to be more than 0."
        )
    if not 0 <= settings.reveal_seconds <= MAX_REVEAL_SECONDS:
        return _("“pause” is 0 to {most}.", most=MAX_REVEAL_SECONDS)
    return _("“team-count” is {least} to {most}.", least=MIN_TEAMS, most=MAX_TEAMS)


def _host(state: State) -> str:
    if state.host == BOT:
        return _("nobody; any player may take over")
    player = state.players.get(state.host)
    return player.name if player else _("its host does not play")


def _may_join(state: State, player: str) -> bool:
    known = state.players.get(player)
    if state.phase is Phase.OVER or (known and (known.removed or known.is_here)):
        return False
    return state.phase is Phase.LOBBY or known is not None or state.settings.late_joiners


def _takeover(state: State, player: str) -> tuple[Control, ...]:
    """Let a player host a contest that has no host."""
    if state.host != BOT or not state.is_playing(player):
        return ()
    return (Button(_("Host it myself"), Action("c-hand", (state.contest, player))),)


def _host_controls(state: State) -> tuple[Control, ...]:
    here = (state.contest,)
    latest = (state.contest, str(state.latest))
    clock = (state.contest, str(state.clock_changes))
    end = Button(_("End the contest"), Action("c-end", here), Style.DANGER)
    match state.phase:
        case Phase.LOBBY:
            begin = Button(_("Start"), Action("c-begin", here), Style.PRIMARY)
            return (begin, end, *_people(state))
        case Phase.PAUSED:
            resume = Button(_("Go on"), Action("c-resume", clock), Style.PRIMARY)
            return (resume, end, *_people(state))
        case Phase.ASKING | Phase.BETWEEN:
            buttons = [Button(_("Pause"), Action("c-pause", clock))]
            if state.phase is Phase.ASKING:
                buttons.append(Button(_("Close the question now"), Action("c-skip", latest)))
                if state.settings.seconds and not state.settings.opens:
                    buttons.append(Button(_("15 seconds more"), Action("c-extend", latest)))
            return (*buttons, end, *_people(state))
        case Phase.OVER:
            csv, json = Action("c-record", (*here, "csv")), Action("c-record", (*here, "json"))
            table = Button(_("Full record as CSV"), csv, Style.PRIMARY)
            return (table, Button(_("Full record as JSON"), json))
        case Phase.UNOPENED:
            return ()


def _people(state: State) -> tuple[Menu, ...]:
    others = [
        (key, each) for key, each in state.players.items() if key != state.host and each.is_here
    ]
    options = tuple(Option(key, each.name) for key, each in others[:MAX_IN_MENU])
    if not options:
        return ()
    return (
        Menu(_("Remove a player"), options, Action("c-remove", (state.contest,))),
        Menu(_("Hand over to"), options, Action("c-hand", (state.contest,))),
    )


def _earned(mine: Standing) -> str:
    return _(
        "{points}, rank {rank}; {right}.",
        points=points_said(mine.points),
        rank=mine.rank,
        right=right_said(mine),
    )


def _missed(pack: Pack, line: Line, question: Question, seed: str) -> Fact:
    """Name the place to read, the question, the player's answer beside the right one, and why."""
    place = describe(question.evidence[0].ref, pack.document)
    asked, right = Text(f"{clipped(question.prompt, 100)} "), Strong(question.solution)
    if line.given is None:
        return Fact(place, (asked, *phrase("You did not answer: {right}", right=right)))
    said = answer_said(question, line.given, seed)
    compared = (
        phrase("You: “{answer}” (close). Right: {right}.", answer=said, right=right)
        if line.given.outcome is Outcome.CLOSE
        else phrase("You: “{answer}”. Right: {right}.", answer=said, right=right)
    )
    why = question.why_wrong(line.given.response, seed) or question.explanation
    return Fact(place, (asked, *compared, Text(f" {clipped(why, 200)}")))


def _appeals(state: State, missed: Sequence[tuple[Line, Question]]) -> tuple[Control, ...]:
    """Offer the missed rounds whose verdict may still be appealed."""
    options = tuple(
        Option(
            str(line.round),
            clipped(f"{round_title(state, line.round)}: {question.prompt}", LONGEST_OPTION),
        )
        for line, question in missed
        if _may_appeal(state, line, question)
    )
    if not options:
        return ()
    return (Menu(_("Appeal"), options[:MAX_IN_MENU], Action("c-appeal", (state.contest,))),)


def _may_appeal(state: State, line: Line, question: Question) -> bool:
    if line.given is None or not is_written(question, state.settings.seed):
        return False
    asked, wording = state.rounds[line.round], line.given.wording
    return bool(wording) and wording not in asked.refused and wording not in asked.appeals


def _private(said: str, *, failed: bool = False) -> Reply:
    return Reply((Prose(inline(said)),), visibility=Visibility.ONLY_YOU, failed=failed)


_PHASES = {
    Phase.UNOPENED: N_("Not open"),
    Phase.LOBBY: N_("Waiting for players"),
    Phase.ASKING: N_("A question is being asked"),
    Phase.BETWEEN: N_("Between two questions"),
    Phase.PAUSED: N_("Paused"),
    Phase.OVER: N_("Over"),
}


def idle_options(names: Sequence[str]) -> Reply:
    """Ask a host to leave out options that would do nothing."""
    return _private(" ".join(_(_IDLE[name]) for name in names), failed=True)


_IDLE = {
    "seconds": N_("Leave out seconds: a question of a marathon is open until the next comes."),
    "pause": N_("Leave out pause: a marathon shows an answer when the next question comes."),
    "time": N_("Leave out time: it is for the preset marathon only."),
    "zone": N_("Leave out zone: it is for the preset marathon only."),
    "team-count": N_("Leave out team-count, or choose teams: everybody plays for themselves here."),
}
