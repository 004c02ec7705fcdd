"""Settings that go together, by the names that hosts know them under."""

from dataclasses import dataclass

from bot.quiz.contest.settings import Teams


@dataclass(frozen=True, slots=True)
class Preset:
    """What a host gets by naming a preset and nothing else; every part can be changed."""

    count: int = 10
    seconds: int = 30
    speed_bonus: bool = False
    teams: Teams = Teams.NONE
    revisable: bool = False
    daily: bool = False


PRESETS: dict[str, Preset] = {
    "standard": Preset(),
    "blitz": Preset(count=10, seconds=15, speed_bonus=True),
    "seminar": Preset(count=8, seconds=0, revisable=True),
    "marathon": Preset(count=7, seconds=0, revisable=True, daily=True),
    "team-match": Preset(count=12, seconds=40, teams=Teams.BALANCED),
}
