"""What contests suggest to whoever writes the questions: wordings that were accepted on appeal."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.quiz.contest.state import Round, State


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A wording of an answer that was accepted, as most players wrote it.

    ``players`` counts those who gave it, ``contests`` those in which it was accepted.
    """

    question: str
    text: str
    players: int
    contests: int


@dataclass(slots=True)
class _Count:
    texts: Counter[str]
    contests: set[str]


def suggestions(contests: Iterable[State]) -> tuple[Suggestion, ...]:
    """Return what was accepted in contests, by question, what most players gave first."""
    counts: dict[tuple[str, str], _Count] = {}
    for state in contests:
        for asked in state.rounds:
            for wording, text in _accepted(asked):
                count = counts.setdefault((asked.question, wording), _Count(Counter(), set()))
                count.texts[text] += 1
                count.contests.add(state.contest)
    found = (_suggestion(question, count) for (question, _), count in counts.items())
    return tuple(sorted(found, key=lambda each: (each.question, -each.players, each.text)))


def _accepted(asked: Round) -> Iterator[tuple[str, str]]:
    """Yield each answer whose wording was accepted, as it is compared and as it was given."""
    for given in asked.answers.values() if asked.accepted else ():
        if given.wording in asked.accepted:
            parts = (part for _, values in sorted(given.response.items()) for part in values)
            yield given.wording, " / ".join(parts)


def _suggestion(question: str, count: _Count) -> Suggestion:
    # Of texts that as many wrote, the same one each time.
    (text, _), *_ = sorted(count.texts.items(), key=lambda item: (-item[1], item[0]))
    return Suggestion(question, text, count.texts.total(), len(count.contests))
