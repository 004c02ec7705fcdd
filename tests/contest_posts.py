"""What a contest posts, to test with: a pack of a few questions, and what is read off a reply."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.chat.form import Response
from bot.chat.reply import Bars, Button, Reply, Standings
from bot.pack.model import Pack
from bot.ports import Laureate
from bot.quiz.contest import facts
from bot.quiz.contest.settings import Teams
from bot.quiz.question import Question
from bot.views.rounds import told
from tests.builders import a_pack, a_question
from tests.contest_builders import PLACE, Game

CHOICE = a_question("multiple-choice", id="q0")
WRITTEN = a_question("short-answer", id="q1", answer="A storm at sea", prompt="What took two?")
OTHER = a_question("multiple-choice", id="q2", prompt="And what else?")
TIE = a_question("multiple-choice", id="t0", prompt="What decides it?")
PACK = replace(a_pack(), questions=(CHOICE, WRITTEN, OTHER, TIE))

WRITTEN_FIRST = replace(PACK, questions=(replace(WRITTEN, id="q0"), OTHER))
TWO_TEAMS: dict[str, Any] = {"teams": Teams.CHOSEN, "team_names": ("Amber", "Blue")}


@dataclass
class Sketches:
    """A painter who only remembers what was to be drawn."""

    drawn: list[Laureate] = field(default_factory=list)

    def podium(self, title: str, best: Sequence[Laureate]) -> bytes:
        self.drawn += best
        return b""


def said(game: Game, fact: facts.Fact, place: str = PLACE, pack: Pack = PACK) -> Reply:
    return told(pack, game.state, fact, Sketches(), place)


def reveal(game: Game, number: int = 0, place: str = PLACE, pack: Pack = PACK) -> Reply:
    return said(game, facts.RoundClosed(round=number), place, pack)


def podium(game: Game, place: str = PLACE) -> Reply:
    return said(game, facts.ContestOver(), place)


def block(reply: Reply, kind: type[Any]) -> Any:
    return next(each for each in reply.blocks if isinstance(each, kind))


def boards(reply: Reply) -> list[list[tuple[int, str, int]]]:
    """Each scoreboard: rank, name, points."""
    found = (each for each in reply.blocks if isinstance(each, Standings))
    return [[(row.rank, row.name, row.points) for row in each.rows] for each in found]


def bars(reply: Reply) -> dict[str, tuple[int, int]]:
    return {bar.label: (bar.count, bar.total) for bar in block(reply, Bars).bars}


def labels(reply: Reply) -> list[str]:
    return [control.label for control in reply.controls if isinstance(control, Button)]


def picked(label: str, question: Question = CHOICE) -> Response:
    """Return the answer of somebody who picks this choice."""
    (asked,) = question.form("seed")
    return {"answer": tuple(each.key for each in asked.options if each.label == label)}  # type: ignore[union-attr]


def choose(game: Game, player: str, label: str, at: float = 1) -> None:
    """Pick a choice of the first question; its key decides whether that is right."""
    credit = 1.0 if label == CHOICE.solution else 0.0
    game.answer(player, at, credit=credit, response=picked(label))
