"""What a contest tells in its places: lobby, questions, reveals, standings, podium."""

from collections import Counter
from typing import assert_never

from bot.chat.action import Action
from bot.chat.form import Choose, Option
from bot.chat.reply import (
    Bar,
    Bars,
    Block,
    Button,
    Countdown,
    Fact,
    Facts,
    Form,
    Heading,
    Menu,
    Picture,
    Prose,
    Reply,
    Standings,
    Style,
)
from bot.chat.reply import Standing as Line
from bot.chat.text import Inline, Strong, inline
from bot.pack.model import Pack
from bot.ports import Laureate, Pictures
from bot.quiz.contest import facts, report
from bot.quiz.contest.events import BOT
from bot.quiz.contest.facts import Fact as Told
from bot.quiz.contest.facts import digest
from bot.quiz.contest.report import RoundReport
from bot.quiz.contest.scoring import Standing, is_right, standings, team_standings
from bot.quiz.contest.settings import Settings, Teams
from bot.quiz.contest.state import Phase, Round, State
from bot.quiz.contest.timing import deadline
from bot.quiz.points import FULL
from bot.quiz.question import ANSWER, Question
from bot.quiz.verdict import Outcome
from bot.views.question import KIND_NAMES, explained
from bot.views.words import clipped, count, joined

ROWS = 10
"""Players in a scoreboard between rounds, at most."""

NAMES = 30
"""Players named in a lobby, at most."""


def told(pack: Pack, state: State, fact: Told, pictures: Pictures) -> Reply:  # noqa: PLR0911 - one a fact
    """Return the words for what a contest tells, as it stands now."""
    match fact:
        case facts.LobbyChanged():
            return lobby(state)
        case facts.RoundOpened(round=number):
            return question(pack, state, number)
        case facts.CountChanged(round=number):
            return answered(state, number)
        case facts.RoundClosed(round=number):
            return reveal(pack, state, number)
        case facts.ClockChanged():
            return clock(state)
        case facts.HostChanged():
            return host(state)
        case facts.AppealMade(round=number, wording=wording):
            return appeal(state, number, wording)
        case facts.RulingMade(round=number, wording=wording, accepted=accepted):
            return ruling(number, wording, accepted=accepted)
        case facts.ContestOver():
            return podium(pack, state, pictures)
        case _:
            assert_never(fact)


def lobby(state: State) -> Reply:
    """Show who is in, and how one joins."""
    here = [each.name for each in state.players.values() if each.is_here]
    names = joined([*here[:NAMES], *([f"{len(here) - NAMES} more"] if len(here) > NAMES else [])])
    blocks: list[Block] = [
        Heading(inline("A contest is open")),
        Facts(
            (
                Fact("Questions", inline(str(len(state.settings.questions)))),
                Fact("Time", inline(_time(state.settings))),
                Fact("Points", inline(points_rule(state.settings))),
                Fact("In", inline(names or "nobody yet")),
            )
        ),
    ]
    if state.phase is not Phase.LOBBY:
        return Reply(tuple(blocks))
    join = Action("c-join", (state.contest,))
    controls = (
        Menu("Join a team", tuple(Option(name, name) for name in state.settings.team_names), join)
        if state.settings.teams is Teams.CHOSEN
        else Button("Join", join, Style.PRIMARY),
        Button("Leave", Action("c-leave", (state.contest,))),
        Button("Host …", Action("c-panel", (state.contest,))),
    )
    return Reply(tuple(blocks), controls)


def question(pack: Pack, state: State, number: int) -> Reply:
    """Ask a round's question, with the time there is."""
    asked = state.rounds[number]
    found = pack.question(asked.question)
    if found is None:
        return Reply((Prose(inline("This question was withdrawn. The contest goes on.")),))
    title = f"{_number(state, number)} · {KIND_NAMES[found.kind]} · {found.difficulty}"
    blocks: list[Block] = [Heading(inline(title))]
    if not asked.counts:
        blocks.append(Prose(inline("To get used to it: this one does not count.")))
    if not (state.is_asking and number == state.latest):
        return Reply((*blocks, Prose(inline(Strong(found.prompt)))))
    if until := deadline(state):
        blocks.append(Countdown("Answer by", until))
    here = (state.contest, str(number))
    form = Form(found.prompt, found.form(state.settings.seed), Action("c-answer", here), "Lock in")
    late = Button("Join", Action("c-join", (state.contest,)))
    controls = (form, *((late,) if state.settings.late_joiners else ()))
    panel = Button("Host …", Action("c-panel", (state.contest,)))
    return Reply(tuple(blocks), (*controls, panel))


def answered(state: State, number: int) -> Reply:
    """Say how many have answered."""
    given, able = report.answered(state, number)
    if state.is_asking and number == state.latest:
        said = f"{given} of {able} have answered."
    else:
        said = f"{count(given, 'answer')}."
    return Reply((Prose(inline(said)),))


def reveal(pack: Pack, state: State, number: int) -> Reply:
    """Give the answer with its evidence, how answers were spread, and the standings."""
    asked = state.rounds[number]
    went = report.round_report(state, number)
    found = pack.question(asked.question)
    blocks: list[Block] = [Heading(inline(f"{_number(state, number)}: the answer"))]
    if found:
        blocks.append(Prose(inline(Strong(found.solution))))
        blocks += explained(pack, found)
        blocks.append(_spread(found, asked, went, state.settings.seed))
        if tempting := _tempting(found, asked, state.settings.seed):
            blocks.append(Prose(inline(tempting)))
    if quickest := _quickest(state, asked, went):
        blocks.append(Prose(inline(f"Right and fastest: {quickest}.")))
    blocks += _scoreboards(state, ROWS)
    mine = Button("My result", Action("c-mine", (state.contest,)))
    appeal_it = Button("Appeal", Action("c-appeal", (state.contest, str(number))))
    return Reply(tuple(blocks), (mine, appeal_it))


def clock(state: State) -> Reply:
    """Say that the clock was stopped, or runs again."""
    if state.phase is Phase.PAUSED:
        return Reply((Prose(inline("The contest is paused.")),))
    until = deadline(state)
    if until is None:
        return Reply((Prose(inline("The contest goes on.")),))
    return Reply((Prose(inline("The clock runs.")), Countdown("Answer by", until)))


def host(state: State) -> Reply:
    """Say who hosts now."""
    if state.host == BOT:
        take = Button("Host …", Action("c-panel", (state.contest,)))
        said = "The contest has no host now. It goes on; any player may take over."
        return Reply((Prose(inline(said)),), (take,))
    name = state.players[state.host].name if state.host in state.players else "Somebody else"
    return Reply((Prose(inline(f"{name} hosts the contest now.")),))


def appeal(state: State, number: int, wording: str) -> Reply:
    """Put an appealed answer up for a ruling."""
    votes = state.rounds[number].appeals.get(wording)
    said = inline(
        f"To question {number + 1} somebody answered “{clipped(wording, 120)}”. Is that right?"
    )
    if votes is None:
        return Reply((Prose(said),))
    here = (state.contest, str(number), digest(wording))
    who = (
        "The host decides."
        if state.host != BOT
        else f"The players decide ({count(len(votes), 'vote')})."
    )
    buttons = (
        Button("Accept it", Action("c-rule", (*here, "yes"))),
        Button("Refuse it", Action("c-rule", (*here, "no"))),
    )
    return Reply((Prose(said), Prose(inline(who))), buttons)


def ruling(number: int, wording: str, *, accepted: bool) -> Reply:
    """Say how an appeal was decided."""
    answer = f"“{clipped(wording, 120)}”"
    said = (
        f"{answer} is accepted for question {number + 1}. Everybody who gave it has the points now."
        if accepted
        else f"{answer} stays refused for question {number + 1}."
    )
    return Reply((Prose(inline(said)),))


def podium(pack: Pack, state: State, pictures: Pictures) -> Reply:
    """End a contest: the podium, the teams' best, and how hard each question was."""
    best = [each for each in standings(state) if each.rank <= 3 and each.answers]
    places = {1: "First", 2: "Second", 3: "Third"}
    blocks: list[Block] = [Heading(inline("The contest is over"))]
    if best:
        lines = (Fact(places[each.rank], _podium_line(each)) for each in best[:ROWS])
        blocks.append(Facts(tuple(lines)))
        blocks.append(_picture(pack, best, pictures))
    blocks += _scoreboards(state, 2 * ROWS)
    if state.closed:
        blocks.append(Prose(inline("How many were right, question by question:")))
        blocks.append(_difficulty(pack, state))
    blocks.append(Prose(inline(points_rule(state.settings))))
    mine = Button("My result", Action("c-mine", (state.contest,)), Style.PRIMARY)
    panel = Button("Host …", Action("c-panel", (state.contest,)))
    return Reply(tuple(blocks), (mine, panel))


def _picture(pack: Pack, best: list[Standing], pictures: Pictures) -> Picture:
    there = [Laureate(each.rank, each.name, each.points) for each in best]
    named = (f"{each.rank}. {each.name}, {count(each.points, 'point')}" for each in there)
    return Picture(pictures.podium(pack.title, there), f"Podium: {'; '.join(named)}", "podium.png")


def points_rule(settings: Settings) -> str:
    """Say in a line how points are given."""
    said = f"{FULL} for a right answer, a share of them for a close one"
    return f"{said}, and up to {FULL // 2} more for speed." if settings.speed_bonus else f"{said}."


def _scoreboards(state: State, rows: int) -> list[Block]:
    players = standings(state)
    lines = tuple(Line(each.rank, each.name, each.points, _detail(each)) for each in players[:rows])
    blocks: list[Block] = [Standings(lines)] if lines else []
    if len(players) > rows:
        blocks.append(Prose(inline(f"And {count(len(players) - rows, 'more player')}.")))
    if state.settings.teams is not Teams.NONE:
        teams = (
            Fact(
                f"{each.rank}. {each.team}",
                inline(f"{each.points:g} points{_best(state, each.mvps)}"),
            )
            for each in team_standings(state)
        )
        blocks.append(Facts(tuple(teams)))
    return blocks


def _best(state: State, mvps: tuple[str, ...]) -> str:
    names = [state.players[key].name for key in mvps]
    return f", best: {joined(names)}" if names else ""


def _detail(each: Standing) -> str:
    parts = [f"+{each.gained}"] if each.gained else []
    if each.moved:
        parts.append(f"{'up' if each.moved > 0 else 'down'} {abs(each.moved)}")
    if each.streak > 1:
        parts.append(f"{each.streak} right in a row")
    return ", ".join(parts)


def _podium_line(each: Standing) -> Inline:
    right = f"{each.right} of {count(each.answers, 'answer')} right"
    return inline(Strong(each.name), f" with {count(each.points, 'point')}, {right}")


def _spread(found: Question, asked: Round, went: RoundReport, seed: str) -> Bars:
    """Show how the answers were spread: by choice, or where they were written, by how they were judged."""
    field = found.form(seed)[0]
    if not isinstance(field, Choose):
        return _judged(asked, went)
    _, right = next(iter(found.right(seed)))
    chosen: Counter[str] = Counter()
    for share in went.spread:
        chosen.update(dict.fromkeys(share.response.get(ANSWER, ()), share.count))
    marks = dict.fromkeys(right[ANSWER], "right")
    bars = (
        Bar(each.label, chosen[each.key], went.answers, marks.get(each.key, ""))
        for each in field.options
    )
    return Bars(tuple(bars))


def _judged(asked: Round, went: RoundReport) -> Bars:
    close = sum(
        given.outcome is Outcome.CLOSE and not is_right(asked, given)
        for given in asked.answers.values()
    )
    counts = {"Right": went.right, "Close": close, "Wrong": went.answers - went.right - close}
    return Bars(tuple(Bar(name, number, went.answers) for name, number in counts.items()))


def _difficulty(pack: Pack, state: State) -> Bars:
    bars = []
    for number in range(state.closed):
        went = report.round_report(state, number)
        found = pack.question(went.question)
        label = f"{number + 1}. {clipped(found.prompt, 60) if found else 'withdrawn'}"
        bars.append(Bar(label, went.right, went.answers))
    return Bars(tuple(bars))


def _quickest(state: State, asked: Round, went: RoundReport) -> str:
    if went.fastest_seconds is None or not asked.time:
        return ""
    names = joined([state.players[key].name for key in went.fastest[:3]])
    return f"{names}, after {went.fastest_seconds:.1f} seconds"


def _tempting(found: Question, asked: Round, seed: str) -> str:
    wrong = Counter(
        reason
        for given in asked.answers.values()
        if not is_right(asked, given) and (reason := found.why_wrong(given.response, seed))
    )
    return wrong.most_common(1)[0][0] if wrong else ""


def _number(state: State, number: int) -> str:
    total = len(state.settings.questions)
    if number >= total:
        return f"Tie-break {number - total + 1}"
    return f"Question {number + 1} of {total}"


def _time(settings: Settings) -> str:
    if settings.opens:
        return "one question a day"
    return f"{settings.seconds} seconds each" if settings.seconds else "until all have answered"
