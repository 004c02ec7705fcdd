"""The end of a contest: who has won, and how hard each question was."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.chat.action import Action
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
from bot.views.contest_words import points_rule
from bot.views.scoreboards import player_boards, team_board
from bot.views.words import clipped, count, joined, named

ROWS = 20
"""Players in the scoreboard at the end, at most."""

NAMED = 3
"""Players named who share a rank on the podium, at most."""

_PLACES = {1: "First", 2: "Second", 3: "Third"}


def podium(pack: Pack, state: State, pictures: Pictures, place: str = "") -> Reply:
    """End a contest: the teams, the podium, the standings, and how hard each question was."""
    # Without a point nobody has won, however few have played.
    best = [each for each in standings(state) if each.rank in _PLACES and each.points]
    blocks: list[Block] = [Heading(inline("The contest is over")), *_teams(state)]
    if best:
        blocks += [Facts(tuple(_steps(best))), _picture(pack, best, pictures)]
    else:
        blocks.append(Prose(inline("Nobody scored.")))
    blocks += player_boards(state, ROWS, place)
    if state.closed:
        blocks.append(Prose(inline("How many were right, question by question:")))
        blocks.append(_difficulty(pack, state))
    blocks.append(Prose(inline(points_rule(state.settings))))
    mine = Button("My result", Action("c-mine", (state.contest,)), Style.PRIMARY)
    panel = Button("Host …", Action("c-panel", (state.contest,)))
    return Reply(tuple(blocks), (mine, panel))


def _teams(state: State) -> list[Block]:
    if state.settings.teams is Teams.NONE:
        return []
    won = [each.team for each in team_standings(state) if each.rank == 1 and each.points]
    if not won:
        return team_board(state)
    said = f"Team {won[0]} wins." if len(won) == 1 else f"Teams {joined(won)} share first place."
    return [Prose(inline(Strong(said))), *team_board(state)]


def _groups(best: Sequence[Standing]) -> Iterator[tuple[int, list[Standing]]]:
    return ((rank, list(tied)) for rank, tied in groupby(best, key=lambda each: each.rank))


def _steps(best: Sequence[Standing]) -> Iterator[Fact]:
    for rank, tied in _groups(best):
        yield Fact(_PLACES[rank], _step(tied))


def _step(tied: Sequence[Standing]) -> Inline:
    first, points = tied[0], count(tied[0].points, "point")
    if len(tied) > 1:
        return inline(Strong(_names(tied)), f" with {points} each")
    right = f"{first.right} of {count(first.answers, 'answer')} right"
    return inline(Strong(first.name), f" with {points}, {right}")


def _picture(pack: Pack, best: Sequence[Standing], pictures: Pictures) -> Picture:
    drawn = [Laureate(each.rank, each.name, each.points) for each in best]
    said = (
        f"{rank}. {_names(tied)}, {count(tied[0].points, 'point')}" for rank, tied in _groups(best)
    )
    return Picture(pictures.podium(pack.title, drawn), f"Podium: {'; '.join(said)}", "podium.png")


def _names(tied: Sequence[Standing]) -> str:
    return named([each.name for each in tied], NAMED)


def _difficulty(pack: Pack, state: State) -> Bars:
    bars = []
    for number in range(state.closed):
        went = round_report(state, number)
        found = pack.question(went.question)
        label = f"{number + 1}. {clipped(found.prompt, 60) if found else 'withdrawn'}"
        bars.append(Bar(label, went.right, went.answers))
    return Bars(tuple(bars))
