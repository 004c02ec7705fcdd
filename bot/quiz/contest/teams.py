"""Which team somebody plays in."""

from collections import Counter
from collections.abc import Mapping

from msgspec.structs import replace

from bot.quiz.contest.events import FORMER
from bot.quiz.contest.settings import Settings, Teams
from bot.quiz.contest.state import Player
from bot.quiz.draw import shuffled


def is_choice(settings: Settings, team: str) -> bool:
    """Whether somebody who joins may name this team."""
    return settings.teams is not Teams.CHOSEN or team in settings.team_names


def team_for(settings: Settings, players: Mapping[str, Player], player: str, chosen: str) -> str:
    """Return the team of somebody who joins: chosen, or one of the smallest, by the seed."""
    match settings.teams:
        case Teams.NONE:
            return ""
        case Teams.CHOSEN:
            return chosen
        case Teams.BALANCED if player.startswith(FORMER):
            return chosen
        case Teams.BALANCED:
            sizes = _sizes(settings, players)
            smallest = min(sizes.values())
            open_teams = [team for team, size in sizes.items() if size == smallest]
            return shuffled(open_teams, f"{settings.seed}/{player}")[0]


def rebalanced(settings: Settings, players: Mapping[str, Player]) -> Mapping[str, Player]:
    """Move who joined last from the largest team to the smallest until sizes differ by one at most.

    This is for the lobby, when somebody leaves it; once it has begun nobody changes team.
    """
    if settings.teams is not Teams.BALANCED:
        return players
    moved = dict(players)
    sizes = _sizes(settings, moved)
    while True:
        largest, smallest = max(sizes, key=sizes.__getitem__), min(sizes, key=sizes.__getitem__)
        if sizes[largest] - sizes[smallest] <= 1:
            return moved
        members = [key for key, player in moved.items() if _is_in(player, largest)]
        last = max(members, key=lambda key: moved[key].number)
        moved[last] = replace(moved[last], team=smallest)
        sizes.update({largest: -1, smallest: 1})


def _sizes(settings: Settings, players: Mapping[str, Player]) -> Counter[str]:
    sizes = Counter(dict.fromkeys(settings.team_names, 0))
    sizes.update(player.team for player in players.values() if player.is_here)
    return sizes


def _is_in(player: Player, team: str) -> bool:
    return player.is_here and player.team == team
