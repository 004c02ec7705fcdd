"""What words are to each other in an answer: the same thing said otherwise, or the opposite.

Both lists are small and general. A word of several meanings stands in several rows, so that nothing
follows from a row that is missing: a paraphrase that no row covers is one that the pack must list.
"""

from collections.abc import Sequence
from functools import lru_cache

from bot.document.synonyms import INTERCHANGEABLE
from bot.quiz.inflection import lemmas

_SAME = (
    *INTERCHANGEABLE,
    frozenset({"reconcile", "reconciliation", "rapprochement", "friend", "friendly", "friendship"}),
    frozenset({"reconcile", "reconciliation", "rapprochement", "peace", "make up"}),
)
_POLES = """
fear afraid scared frightened fearful dread terrified worry worried anxious prevent avert avoid
/ hope love desire wish want eager glad happy pleased encourage promote foster support favor seek
  keep maintain preserve

peace peaceful reconcile reconciliation rapprochement friend friendly friendship amity harmony
/ war enmity hatred hate hostility hostile enemy antagonism conflict quarrel fight

unite united unity union / divide divided division split disunited

strong strength strengthen / weak weakness weaken

increase grow growth / decrease reduce shrink decline

begin start / end finish stop cease

success succeed / failure fail

minimum minimal smallest fewest lowest / maximum maximal largest greatest highest

trust / distrust mistrust suspicion
"""
_OPPOSITES = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, _, other in (pair.partition("/") for pair in _POLES.strip().split("\n\n"))
)
_FEAR = next(row for row in INTERCHANGEABLE if "fear" in row)
_PREVENTION = frozenset("prevent stop avoid avert block hinder forbid".split())
_POSSIBILITY = frozenset("could might may would can will should".split())


@lru_cache(maxsize=16_384)
def poles(word: str) -> frozenset[int]:
    """Return on which side of which pairs of opposites a folded word stands; ``-x`` is opposed to ``x``."""
    forms = lemmas(word)
    found = set()
    for at, (one, other) in enumerate(_OPPOSITES, 1):
        found |= {at} if not one.isdisjoint(forms) else set()
        found |= {-at} if not other.isdisjoint(forms) else set()
    return frozenset(found)


@lru_cache(maxsize=16_384)
def says_same(one: str, other: str) -> bool:
    """Tell whether one folded word may stand for another, in whatever forms: afraid, feared."""
    ours, theirs = lemmas(one), lemmas(other)
    return any(not row.isdisjoint(ours) and not row.isdisjoint(theirs) for row in _SAME)


def is_fear(word: str) -> bool:
    """Tell whether a folded word says that something is feared."""
    return not _FEAR.isdisjoint(lemmas(word))


def prevents(words: Sequence[str], at: int) -> bool:
    """Tell whether the word at a place is of doing something against a thing: stop, keep … from."""
    forms = lemmas(words[at])
    return not _PREVENTION.isdisjoint(forms) or ("keep" in forms and "from" in words[at:])


def implies_fear(words: Sequence[str]) -> bool:
    """Tell whether a fear is meant without the word: "to prevent it", "because it might happen"."""
    return any(
        word in _POSSIBILITY or prevents(words, at) for at, word in enumerate(words)
    ) and not any(map(is_fear, words))
