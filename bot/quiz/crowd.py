"""Simulated players: what each of them sends when a question is asked, and when.

A seed decides all of it, so a simulation that was stopped goes on as it would have, and what was sent
can be said afterwards without having been written down.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log

from bot.chat.form import Field, FormIncomplete, Response, checked
from bot.quiz.draw import chance, shuffled
from bot.quiz.question import Difficulty, Question

ABSENT, LATE, TWICE, SECOND_THOUGHTS = 0.02, 0.04, 0.09, 0.12
"""Who draws a number below these does not answer, answers late, presses twice, or comes back with
another answer, which must not count; whoever draws a higher one answers once."""

LATEST = 1.2
"""Seconds by which a late answer is late at most: it still comes before the round is closed."""

_HARDNESS: Mapping[Difficulty, float] = {"easy": -1.5, "medium": 0.0, "hard": 1.2}
"""Of a question, on the scale of skill: who has as much skill gets it right half of the time."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many players, who may answer for ``time`` seconds. ``seed`` decides what they do."""

    size: int
    time: float
    seed: str


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer that a player sends, so many seconds after the question; ``again``: for a second time."""

    player: int
    seconds: float
    response: Response
    is_right: bool
    again: bool = False


def sent(crowd: Crowd, question: Question, form_seed: str) -> tuple[Sent, ...]:
    """Return what a crowd sends when it is asked a question, in the order of time."""
    ways = _Ways(
        right=[response for _, response in question.right(form_seed)],
        wrong=[
            response
            for _, response in question.wrong(form_seed)
            if can_be_sent(question.form(form_seed), response)
        ],
    )
    everything = (
        answer for player in range(crowd.size) for answer in _sent_by(player, crowd, question, ways)
    )
    return tuple(sorted(everything, key=lambda each: (each.seconds, each.player, each.again)))


def can_be_sent(form: tuple[Field, ...], response: Response) -> bool:
    """Return whether a form can be sent as it was filled in; what is left empty only looks wrong."""
    try:
        checked(form, response)
    except FormIncomplete:
        return False
    return True


def counting(answers: Iterable[Sent], time: float) -> dict[int, Sent]:
    """Return by player the answers that must count: of each the first, if it came in time."""
    counted: dict[int, Sent] = {}
    for each in answers:
        if each.seconds <= time:
            counted.setdefault(each.player, each)
    return counted


def skill(crowd: Crowd, player: int) -> float:
    """Return a player's skill: over a crowd, spread by the logistic distribution around 0.5."""
    drawn = 0.001 + 0.998 * chance(f"{crowd.seed}/skill/{player}")
    return 0.5 + 0.7 * log(drawn / (1 - drawn))


@dataclass(frozen=True, slots=True)
class _Ways:
    """What can be answered to a question."""

    right: Sequence[Response]
    wrong: Sequence[Response]

    def other(self, answer: Sent) -> Response:
        """Return an answer of the other sort, if there is one."""
        return self.wrong[-1] if answer.is_right and self.wrong else self.right[0]


def _sent_by(player: int, crowd: Crowd, question: Question, ways: _Ways) -> tuple[Sent, ...]:
    drawn = f"{crowd.seed}/{question.id}/{player}"
    habit = chance(f"{drawn}/habit")
    if habit < ABSENT:
        return ()
    first = _prompt(player, crowd, question, ways)
    if habit < LATE:
        late = crowd.time + 0.05 + (LATEST - 0.05) * chance(f"{drawn}/late")
        return (replace(first, seconds=round(late, 3)),)
    if habit < TWICE:
        return (first, replace(first, again=True))
    if habit < SECOND_THOUGHTS:
        later, other = min(first.seconds + 1, crowd.time), ways.other(first)
        return (first, Sent(player, round(later, 3), other, other in ways.right, again=True))
    return (first,)


def _prompt(player: int, crowd: Crowd, question: Question, ways: _Ways) -> Sent:
    drawn = f"{crowd.seed}/{question.id}/{player}"
    knows = chance(f"{drawn}/knows") < _probability(skill(crowd, player), question.difficulty)
    is_right = knows or not ways.wrong
    response, *_ = shuffled(ways.right if is_right else ways.wrong, drawn)
    return Sent(player, _seconds(crowd.time, chance(f"{drawn}/time")), response, is_right)


def _probability(skill: float, difficulty: Difficulty) -> float:
    """Return how likely a right answer is, by the Rasch model: 1 / (1 + exp(hardness - skill))."""
    return 1 / (1 + exp(_HARDNESS[difficulty] - skill))


def _seconds(time: float, drawn: float) -> float:
    """Spread answers over the time there is: most come in its first half, few at the end."""
    return round(time * (0.06 + 0.9 * drawn * drawn), 3)
