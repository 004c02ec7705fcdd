"""While a contest asks a question in a place, nothing that answers it is shown there.

Who refuses to show something tells where the answer is. So does every closed book: what is kept from
people is the reading.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.chat.request import Place, Request
from bot.commands.desk import Desk
from bot.document.fold import words
from bot.document.model import Ref
from bot.pack.model import Pack, Term
from bot.quiz.contest.refused import ClosedBook, QuizHeld
from bot.quiz.contest.state import State
from bot.quiz.kinds.sourcing import Sourcing
from bot.quiz.question import Question


@dataclass(frozen=True, slots=True)
class Secret:
    """What may not be shown in a place: whatever answers the question being asked there, if one is."""

    question: Question | None = None

    def covers(self, ref: Ref) -> bool:
        """Whether words on which the answer rests stand in a passage."""
        evidence = self.question.evidence if self.question else ()
        return any(_overlap(ref, each.ref) for each in evidence)

    def has(self, term: Term) -> bool:
        """Whether a term is part of the answer, or stands in the words on which it rests."""
        if self.question is None:
            return False
        if any(term.stands_in(each.text) for each in self.question.evidence):
            return True
        solution = _spaced(self.question.solution)
        return any(_spaced(name) in solution for name in (term.name, *term.forms, *term.aliases))

    def is_told_by(self, question: Question) -> bool:
        """Whether to judge or explain a question tells the answer: that of the same words does."""
        is_same = self.question is not None and self.question.id == question.id
        return is_same or any(self.covers(each.ref) for each in question.evidence)

    @property
    def is_about_the_source(self) -> bool:
        """Whether the question is what kind of source the document is."""
        return isinstance(self.question, Sourcing)


async def secret_of(desk: Desk, request: Request) -> Secret:
    """Return what may not be shown now in the place of a request."""
    here = request.place.key
    if not await desk.arena.may_run_in(here):
        return Secret()
    contest = await desk.arena.running_in(here)
    state = await desk.arena.find(contest) if contest else None
    return Secret(_asked(desk.pack, state))


async def forbid(
    desk: Desk, request: Request, shown: Iterable[Ref] = (), terms: Iterable[Term] = ()
) -> None:
    """Raise ``ClosedBook`` if showing these would give away the answer of the question being asked."""
    secret = await secret_of(desk, request)
    if any(map(secret.covers, shown)) or any(map(secret.has, terms)):
        raise ClosedBook


async def hold(desk: Desk, request: Request, question: Question) -> None:
    """Raise ``QuizHeld`` if explaining a question would give away the answer of the one being asked."""
    if (await secret_of(desk, request)).is_told_by(question):
        raise QuizHeld


def is_closed(desk: Desk, place: Place) -> bool:
    """Whether a closed-book question is asked in a place, as far as this process knows."""
    return _asked(desk.pack, desk.arena.remembered_in(place.key)) is not None


def _asked(pack: Pack, state: State | None) -> Question | None:
    if state is None or not state.is_asking or state.settings.open_book:
        return None
    return pack.question(state.rounds[state.latest].question)


def _overlap(one: Ref, other: Ref) -> bool:
    if one.whole != other.whole:
        return False
    return not one.first or not other.first or (one.first <= other.last and other.first <= one.last)


def _spaced(text: str) -> str:
    return f" {' '.join(words(text))} "
