"""What a handler works with."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.chat.language import Language
from bot.daily_ports import Dailies, DailyAnswers, Saved
from bot.document.search import Index
from bot.pack.model import Pack
from bot.place_ports import Outlook, PersonalData, Settings
from bot.ports import (
    Archive,
    Arena,
    Cards,
    Clock,
    People,
    Placings,
    Practices,
    Results,
    Scores,
    Seasons,
)
from bot.quiz.judge import TextJudge
from bot.settings.model import Chosen


@dataclass(frozen=True, slots=True)
class Desk:
    """The open document with its index, the judge, and the ports to what is kept.

    ``wall_clock`` is for what goes by the calendar: unlike ``clock`` it follows when somebody sets it.
    ``language`` says which to speak where something was chosen, to a person of a locale.
    """

    pack: Pack
    index: Index
    judge: TextJudge
    people: People
    practices: Practices
    cards: Cards
    scores: Scores
    placings: Placings
    results: Results
    seasons: Seasons
    dailies: Dailies
    daily_answers: DailyAnswers
    saved: Saved
    settings: Settings
    personal_data: PersonalData
    clock: Clock
    wall_clock: Clock
    arena: Arena
    archive: Archive
    outlook: Outlook
    language: Callable[[Chosen, str], Language]
