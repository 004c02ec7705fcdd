"""How players and teams stand in a contest."""

from collections.abc import Sequence

from bot.chat.reply import Block, Fact, Facts, Heading, Prose
from bot.chat.reply import Standing as Line
from bot.chat.reply import Standings as Board
from bot.chat.text import inline
from bot.quiz.contest.scoring import Standing, standings, team_standings
from bot.quiz.contest.settings import Teams
from bot.quiz.contest.state import State
from bot.quiz.standings import ranked
from bot.views.words import count, named

BEST_NAMED = 5
"""The best players of a team that are named, at most."""


def player_boards(state: State, rows: int, place: str, closed: int | None = None) -> list[Block]:
    """Show how players stand; where several places play, first those who joined in this one."""
    everyone = [(each.rank, each) for each in standings(state, closed)]
    joint = _board(everyone, rows)
    mine = [(each.points, each) for _, each in everyone if _is_of(state, each, place)]
    if len(state.places) < 2 or not mine:
        return joint
    # How far somebody has moved is reckoned among all, and so is said there.
    here = _board(ranked(mine), rows, is_joint=False)
    return [Heading(inline("Here")), *here, Heading(inline("All places")), *joint]


def team_board(state: State, closed: int | None = None) -> list[Block]:
    """Show how the teams stand, each with its best players; nothing where there are no teams."""
    if state.settings.teams is Teams.NONE:
        return []
    teams = (
        Fact(
            f"{each.rank}. {each.team}", inline(f"{each.points:g} points{_best(state, each.mvps)}")
        )
        for each in team_standings(state, closed)
    )
    return [Facts(tuple(teams))]


def _board(
    players: Sequence[tuple[int, Standing]], rows: int, *, is_joint: bool = True
) -> list[Block]:
    lines = tuple(
        Line(rank, each.name, each.points, _detail(each, is_joint=is_joint))
        for rank, each in players[:rows]
    )
    blocks: list[Block] = [Board(lines)] if lines else []
    if len(players) > rows:
        blocks.append(Prose(inline(f"And {count(len(players) - rows, 'more player')}.")))
    return blocks


def _is_of(state: State, each: Standing, place: str) -> bool:
    return state.players[each.player].place == place


def _best(state: State, mvps: Sequence[str]) -> str:
    names = [state.players[key].name for key in mvps]
    return f", best: {named(names, BEST_NAMED)}" if names else ""


def _detail(each: Standing, *, is_joint: bool) -> str:
    parts = [f"+{each.gained}"] if each.gained else []
    if each.moved and is_joint:
        parts.append(f"{'up' if each.moved > 0 else 'down'} {abs(each.moved)}")
    if each.streak > 1:
        parts.append(f"{each.streak} right in a row")
    return ", ".join(parts)
