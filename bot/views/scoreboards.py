"""How players and teams stand in a contest."""

from collections.abc import Sequence

from bot.chat.language import _, ngettext, phrase
from bot.chat.reply import Block, Fact, Facts, Heading, Prose
from bot.chat.reply import Standing as Line
from bot.chat.reply import Standings as Board
from bot.chat.text import inline
from bot.quiz.contest.scoring import Standing, standings, team_standings
from bot.quiz.contest.settings import Teams
from bot.quiz.contest.state import State
from bot.quiz.standings import ranked
from bot.views.contest_words import name_said, team_points_said
from bot.views.words import named

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
    return [Heading(phrase("Here")), *here, Heading(phrase("All places")), *joint]


def team_board(state: State, closed: int | None = None) -> list[Block]:
    """Show how the teams stand, each with its best players; nothing where there are no teams."""
    if state.settings.teams is Teams.NONE:
        return []
    teams = (
        Fact(f"{each.rank}. {_(each.team)}", inline(_of_team(state, each.points, each.mvps)))
        for each in team_standings(state, closed)
    )
    return [Facts(tuple(teams))]


def _board(
    players: Sequence[tuple[int, Standing]], rows: int, *, is_joint: bool = True
) -> list[Block]:
    lines = tuple(
        Line(rank, name_said(each.player, each.name), each.points, _detail(each, is_joint=is_joint))
        for rank, each in players[:rows]
    )
    blocks: list[Block] = [Board(lines)] if lines else []
    if len(players) > rows:
        more = ngettext("And {n} more player.", "And {n} more players.", len(players) - rows)
        blocks.append(Prose(inline(more)))
    return blocks


def _is_of(state: State, each: Standing, place: str) -> bool:
    return state.players[each.player].place == place


def _of_team(state: State, points: float, mvps: Sequence[str]) -> str:
    names = [name_said(key, state.players[key].name) for key in mvps]
    if not names:
        return team_points_said(points)
    best = named(names, BEST_NAMED)
    return _("{points}, best: {players}", points=team_points_said(points), players=best)


def _detail(each: Standing, *, is_joint: bool) -> str:
    parts = [f"+{each.gained}"] if each.gained else []
    if each.moved and is_joint:
        moved = abs(each.moved)
        parts.append(
            _("up {places}", places=moved) if each.moved > 0 else _("down {places}", places=moved)
        )
    if each.streak > 1:
        parts.append(_("{streak} right in a row", streak=each.streak))
    return ", ".join(parts)
