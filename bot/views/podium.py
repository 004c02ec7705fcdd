"""The end of a contest: who has won, and how hard each question was."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.chat.action import Action
from bot.chat.language import N_, _, phrase
from bot.chat.reply import (
    Bar,
    Bars,
    Block,
    Button,
    Fact,
    Facts,
    Heading,
    Picture,
    Prose,
    Reply,
    Style,
)
from bot.chat.text import Inline, Strong, inline
from bot.pack.model import Pack
from bot.ports import Laureate, Pictures
from bot.quiz.contest.report import round_report
from bot.quiz.contest.scoring import Standing, standings, team_standings
from bot.quiz.contest.settings import Teams
from bot.quiz.contest.state import State
from bot.views.contest_words import name_said, points_rule, right_said, team_points_said
from bot.views.question import points_said
from bot.views.scoreboards import player_boards, team_board
from bot.views.words import clipped, joined, named

ROWS = 20
"""Players in the scoreboard at the end, at most."""

NAMED = 3
"""Players named who share a rank on the podium, at most."""

_PLACES = {1: N_("First"), 2: N_("Second"), 3: N_("Third")}


def podium(pack: Pack, state: State, pictures: Pictures, place: str = "") -> Reply:
    """End a contest: the teams, the podium, the standings, and how hard each question was."""
    # Without a point nobody has won, however few have played.
    best = [each for each in standings(state) if each.rank in _PLACES and each.points]
    blocks: list[Block] = [Heading(phrase("The contest is over")), *_teams(state)]
    if best:
        blocks += [Facts(tuple(_steps(best))), _picture(pack, _laureates(state, best), pictures)]
    else:
        blocks.append(Prose(phrase("Nobody scored.")))
    blocks += player_boards(state, ROWS, place)
    if state.closed:
        blocks.append(Prose(phrase("How many were right, question by question:")))
        blocks.append(_difficulty(pack, state))
    blocks.append(Prose(inline(points_rule(state.settings))))
    mine = Button(_("My result"), Action("c-mine", (state.contest,)), Style.PRIMARY)
    panel = Button(_("Host …"), Action("c-panel", (state.contest,)))
    return Reply(tuple(blocks), (mine, panel))


def _teams(state: State) -> list[Block]:
    if state.settings.teams is Teams.NONE:
        return []
    won = [_(each.team) for each in team_standings(state) if each.rank == 1 and each.points]
    if not won:
        return team_board(state)
    said = (
        _("Team {team} wins.", team=won[0])
        if len(won) == 1
        else _("Teams {teams} share first place.", teams=joined(won))
    )
    return [Prose(inline(Strong(said))), *team_board(state)]


def _groups(best: Sequence[Standing]) -> Iterator[tuple[int, list[Standing]]]:
    return ((rank, list(tied)) for rank, tied in groupby(best, key=lambda each: each.rank))


def _steps(best: Sequence[Standing]) -> Iterator[Fact]:
    for rank, tied in _groups(best):
        yield Fact(_(_PLACES[rank]), _step(tied))


def _step(tied: Sequence[Standing]) -> Inline:
    points, who = points_said(tied[0].points), Strong(_names(tied))
    if len(tied) > 1:
        return phrase("{players} with {points} each", players=who, points=points)
    right = right_said(tied[0])
    return phrase("{player} with {points}, {right}", player=who, points=points, right=right)


def _laureates(state: State, best: Sequence[Standing]) -> list[Laureate]:
    """Return who stands on the podium: in a team match the teams, each with its players, best first."""
    if state.settings.teams is Teams.NONE:
        return [Laureate(each.rank, _called(each), each.points) for each in best]
    players = standings(state)
    return [
        Laureate(
            each.rank,
            _(each.team),
            each.points,
            tuple(_called(player) for player in players if player.team == each.team),
        )
        for each in team_standings(state)
        if each.rank in _PLACES and each.points
    ]


def _picture(pack: Pack, best: Sequence[Laureate], pictures: Pictures) -> Picture:
    alt = "; ".join(_alt(rank, list(tied)) for rank, tied in groupby(best, lambda each: each.rank))
    said = _("Podium: {steps}", steps=alt)
    return Picture(pictures.podium(pack.title, best), said, "podium.png")


def _alt(rank: int, tied: Sequence[Laureate]) -> str:
    names = [
        f"{each.name} ({named(each.members, NAMED)})" if each.members else each.name
        for each in tied
    ]
    return f"{rank}. {named(names, NAMED)}, {team_points_said(tied[0].points)}"


def _names(tied: Sequence[Standing]) -> str:
    return named([_called(each) for each in tied], NAMED)


def _called(player: Standing) -> str:
    return name_said(player.player, player.name)


def _difficulty(pack: Pack, state: State) -> Bars:
    bars = []
    for number in range(state.closed):
        went = round_report(state, number)
        found = pack.question(went.question)
        label = clipped(found.prompt, 60) if found else _("withdrawn")
        bars.append(Bar(f"{number + 1}. {label}", went.right, went.answers))
    return Bars(tuple(bars))
