"""How an answer was judged, and why."""

from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """Whether an answer is right, close (something in it is off) or wrong."""

    RIGHT = "right"
    CLOSE = "close"
    WRONG = "wrong"


class Reason(Enum):
    """Why; ``bot.views.question`` has a sentence for each."""

    EXACT = "exact"
    """Right: word for word, but for case, accents, articles and punctuation."""
    WORDING = "wording"
    """Right, in another order, another form of the words, or with words around them."""
    NUMBER = "number"
    """Right: the same number, written another way."""
    TYPO = "typo"
    """Right, with a slip of the keyboard or of the ear."""

    INCOMPLETE = "incomplete"
    """Close: some members of a list that was asked for."""
    SPELLING = "spelling"
    """Close: too far from the word to be a slip, yet aimed at nothing else."""
    UNIT = "unit"
    """Close: the number is right and its unit is not said. Wrong: it is another unit."""

    WRONG_PROOF = "wrong-proof"
    """Close: the verdict is right, the words chosen to prove it are not."""
    ONE_SWAP = "one-swap"
    """Close: two neighbors of an order have changed places."""

    EMPTY = "empty"
    """Wrong: nothing is said."""
    TOO_LONG = "too-long"
    """Wrong: longer than any answer; it was not read."""
    ECHO = "echo"
    """Wrong: only the words of the question."""
    SEVERAL = "several"
    """Wrong: more candidates than the question has answers."""
    NEGATED = "negated"
    """Wrong: the answer is denied or turned round."""
    SWAPPED = "swapped"
    """Wrong: who does it to whom is the other way round, or a word is the opposite of the right one."""
    OTHER_NUMBER = "other-number"
    """Wrong: another number."""
    REFUSED = "refused"
    """Wrong: a near miss that the pack names as wrong."""
    WRONG_ORDER = "wrong-order"
    """Wrong: another order."""
    ELSEWHERE = "elsewhere"
    """Wrong: a place, but not the one."""
    NO_REFERENCE = "no-reference"
    """Wrong: not a place in a document at all."""
    WRONG = "wrong"
    """Wrong: something else."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one answer.

    ``credit`` runs from 0 to 1; ``matched`` is the accepted or refused wording that decided, if one did.
    """

    outcome: Outcome
    credit: float
    reason: Reason
    matched: str = ""

    @classmethod
    def right(cls, reason: Reason = Reason.EXACT, matched: str = "") -> "Verdict":
        """Full credit."""
        return cls(Outcome.RIGHT, 1.0, reason, matched)

    @classmethod
    def close(cls, credit: float, reason: Reason, matched: str = "") -> "Verdict":
        """Part of the credit: more than none, less than all."""
        return cls(Outcome.CLOSE, credit, reason, matched)

    @classmethod
    def wrong(cls, reason: Reason = Reason.WRONG, matched: str = "") -> "Verdict":
        """No credit."""
        return cls(Outcome.WRONG, 0.0, reason, matched)
