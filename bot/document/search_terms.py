"""When two words count as one, and how much a word tells of what a reader is after."""

import re
from enum import Enum
from functools import lru_cache
from typing import Final

import Stemmer

from bot.document.names import COUNTRY, PREFIX
from bot.document.word_forms import FIGURES, IRREGULAR
from bot.document.word_kinds import EVERYDAY_WORDS, FUNCTION_WORDS


class Kind(Enum):
    """How much a word of a query tells."""

    FUNCTION = "function"  # the, of, what: nothing
    EVERYDAY = "everyday"  # give, think, say: a little
    TELLING = "telling"


@lru_cache(maxsize=65_536)
def canonical(word: str) -> str:
    """Return what all forms of a folded word share: a stem, a figure, a country.

    ``attacked`` and ``attack``, ``ten`` and ``10``, ``German`` and ``Germany``, ``sovietise`` and
    ``Sovietize`` each share one. The stem is Porter's second ("Snowball English"), but for verbs in
    *-ize*, where it would take "Sovietize" for "Soviet".
    """
    known = COUNTRY.get(word) or PREFIX.get(word) or FIGURES.get(word)
    if known:
        return known
    word = _american(IRREGULAR.get(word, word))
    verb = _IZE.fullmatch(word)
    return f"{verb[1]}iz" if verb else str(_STEMMER.stemWord(word))


@lru_cache(maxsize=65_536)
def root(stem: str) -> str:
    """Return what a stem shares with its family: ``threat``, ``threaten``; ``defens``, ``defend``."""
    if stem in _ALONE:
        return stem
    for ending in _DERIVED:
        if stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST_ROOT:
            stem = stem[: -len(ending)]
            break
    return stem[:-1] + "d" if stem.endswith(_SIBILANT) else stem


def kind_of(word: str) -> Kind:
    """Return how much a folded word tells."""
    if word in FUNCTION_WORDS:
        return Kind.FUNCTION
    stem = canonical(word)
    return Kind.EVERYDAY if stem in _EVERYDAY_STEMS or stem in _COUNTS else Kind.TELLING


def _american(word: str) -> str:
    """Return a British spelling as the American; other words may change too, but always alike."""
    if word.endswith(_BRITISH):
        for british, american in _ENDINGS:
            if word.endswith(british) and len(word) > len(british) + 2:
                return word[: -len(british)] + american
    return word


_STEMMER = Stemmer.Stemmer("english")
_IZE = re.compile(r"(\w{3,})iz(?:e|es|ed|ing|er|ers|ation|ations)")
_SHORTEST_ROOT = 4
_DERIVED: Final = (
    *("ment", "ness", "ship", "able", "ence", "ance", "enc", "anc", "ent", "ant", "ist", "ism"),
    *("iti", "ous", "ful", "ive", "iv", "ion", "ic", "al", "en", "er", "or", "li", "y", "i", "e"),
)
_ALONE = frozenset(
    """authent bulli career communic communiti corner counti currenc everi formal former franci happi
    heavi instanc interval justic leas list mental mission parti passion plane pleas polici prioriti
    proper readi restor sens signal sincer station statist stori tension theme treati""".split()
)
"""Stems that only look like their neighbours: a treaty is no treat, a policy no police."""

_SIBILANT = ("as", "is", "us", "ns")  # invas-ion and invad-e, defens-ive and defend
_SPELLINGS: Final = (
    ("is", "iz", ("e", "es", "ed", "ing", "er", "ers", "ation", "ations")),
    ("our", "or", ("", "s", "ed", "ing", "able", "ite", "ites", "er", "ers", "hood")),
    ("enc", "ens", ("e", "es")),
    ("ogu", "og", ("e", "es")),
    ("amm", "am", ("e", "es")),
    ("tre", "ter", ("", "s")),
)
_ENDINGS: Final = tuple(
    (british + ending, american + ending)
    for british, american, endings in _SPELLINGS
    for ending in endings
)
_BRITISH: Final = tuple(british for british, _ in _ENDINGS)
_COUNTS = frozenset("23456789")
"""Small numbers: “two” is rarely what is looked for."""

_EVERYDAY_STEMS: Final = frozenset(map(canonical, EVERYDAY_WORDS))
