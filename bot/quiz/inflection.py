"""Forms of a word: which differences are only grammar, and which make another word.

An ordinary stemmer is too generous for judging: it takes *impregnated* for *impregnable*. Here only
endings that never change what a word means are taken off, and all the words that a form may come
from are kept.
"""

import re
from functools import lru_cache

from bot.document.word_forms import IRREGULAR

_APART = frozenset(
    "arms goods customs means news glasses states minutes thanks wits looks spirits pains united "
    "being during thing nothing something evening morning building ceiling string spring king red "
    "need indeed speed breed seed feed hundred sacred naked wicked hatred kindred".split()
)
"""Words whose ending belongs to the word: "arms" is not more than one "arm"."""

_VOWELS = frozenset("aeiouy")
_SHORT = re.compile(r"[^aeiouy]*[aeiouy][^aeiouywx]")
"""One short syllable, whose last letter is doubled before -ed and -ing (hop, hopped)."""


@lru_cache(maxsize=16_384)
def lemmas(word: str) -> frozenset[str]:
    """Return the words of which a folded word may be a form, itself among them."""
    base = IRREGULAR.get(word, word)
    if len(word) < 4 or word in _APART:
        return frozenset({word, base})
    return frozenset({word, base, *singulars(word), *_verbs(word)})


def same_word(one: str, other: str) -> bool:
    """Tell whether two words are forms of one: railroad and railroads, divide and divided."""
    return one == other or not lemmas(one).isdisjoint(lemmas(other))


@lru_cache(maxsize=16_384)
def respelt(word: str) -> str:
    """Return the American spelling of a word in British spelling: defence, defense."""
    for british, american in _SPELLINGS:
        if len(word) > len(british) + 2 and word.endswith(british):
            return word[: -len(british)] + american
    return word


def related(one: str, other: str) -> bool:
    """Tell whether two words share a root and differ in part of speech: reconcile, reconciliation."""
    root = _root(one)
    return len(root) >= 4 and root == _root(other)


def singulars(word: str) -> list[str]:
    """Return the words of which this may be the plural, or the form for he and she."""
    if word.endswith("ies") and len(word) > 4:
        return [word[:-3] + "y", word[:-1]]
    if word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return []
    if word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        return [word[:-1], word[:-2]]
    return [word[:-1]]


def without_suffix(word: str) -> list[str]:
    """Return the words from which a coined one may be made: soviet, of sovietize."""
    return [word[: -len(suffix)] for suffix in _COINING if word.endswith(suffix)]


_COINING = ("ize", "ized", "izes", "izing", "ization", "ism", "ist", "ists", "ness", "like")


def _verbs(word: str) -> list[str]:
    if word.endswith("ied") and len(word) > 4:
        return [word[:-3] + "y"]
    ending = next((ending for ending in ("ing", "ed") if word.endswith(ending)), "")
    stem = word[: -len(ending)] if ending else ""
    if len(stem) < 3 or _VOWELS.isdisjoint(stem):
        return []
    if stem[-1] == stem[-2] and stem[-1] not in "lsz":
        return [stem[:-1]]
    return [stem + "e"] if _SHORT.fullmatch(stem) else [stem, stem + "e", *_undoubled(stem)]


def _undoubled(stem: str) -> list[str]:
    return [stem[:-1]] if stem[-1] == stem[-2] else []


@lru_cache(maxsize=16_384)
def _root(word: str) -> str:
    for ending in _DERIVED:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


_DERIVED = (
    "iations", "iation", "ations", "ation", "itions", "ition", "utions", "ution", "ments", "ment",
    "ities", "ity", "sions", "sion", "tions", "tion", "ions", "ion", "ings", "ing", "ates", "ated",
    "ate", "als", "al", "es", "ed", "e", "s", "y",
)  # fmt: skip
_SPELLINGS = (
    ("fence", "fense"), ("fences", "fenses"), ("isations", "izations"), ("isation", "ization"),
    ("ising", "izing"), ("ised", "ized"), ("ises", "izes"), ("ise", "ize"), ("ours", "ors"),
    ("our", "or"), ("oured", "ored"), ("ouring", "oring"), ("ogues", "ogs"), ("ogue", "og"),
    ("eable", "able"), ("elling", "eling"), ("elled", "eled"), ("programme", "program"),
    ("centre", "center"), ("centres", "centers"), ("theatre", "theater"),
)  # fmt: skip
