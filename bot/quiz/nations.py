"""Nations in answers: names that are never slips of one another.

A country, its people and its adjective answer the same question ("France", "the French"), and another
country is another candidate. The countries are those of ``bot.document.names``; what is added here is
that in an answer Russia and the Soviets are the Soviet Union, and America the United States.
"""

from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.document.names import CAPITAL, COUNTRY, PREFIX

_SOVIET_UNION = "soviet union"
_UNITED_STATES = "united states"
_STATES = {"russia": _SOVIET_UNION, "america": _UNITED_STATES}
"""Countries that answers call by the name of another state."""

_FORMS = {
    form: _STATES.get(country, country) for form, country in COUNTRY.items() if form not in PREFIX
}
_FORMS |= dict.fromkeys(("soviet", "soviets", "ussr"), _SOVIET_UNION)

FORMS = frozenset(_FORMS)
"""Every single word that names a nation."""

PAIRS = {
    ("soviet", "union"): _SOVIET_UNION,
    ("soviet", "russia"): _SOVIET_UNION,
    ("united", "states"): _UNITED_STATES,
    ("great", "britain"): "britain",
    ("united", "kingdom"): "britain",
}
"""Nations of two words."""

PREFIXES = {form: _STATES.get(country, country) for form, country in PREFIX.items()}
"""Forms that name a nation only before another."""

_NAMES = frozenset(_FORMS.values())


def nation(word: str, *, upper: bool = False) -> str:
    """Return the nation that a folded word names, or ""; "US" only in capitals, "us" being a word."""
    if word == "us":
        return _UNITED_STATES if upper else ""
    return _FORMS.get(word, "")


def seat(word: str) -> str:
    """Return the nation whose capital a folded word names, or ""."""
    return _SOVIET_UNION if word == "moscow" else nation(CAPITAL.get(word, ""))


@lru_cache(maxsize=4096)
def near_pair(one: str, other: str) -> str:
    """Return the nation of two words that is meant where they have a slip: "Untied States".

    Each word vouches for the other, even where the slip makes an English word.
    """
    for (first, second), named in PAIRS.items():
        if _near(one, first) and _near(other, second):
            return named
    return ""


def _near(typed: str, meant: str) -> bool:
    return typed[:1] == meant[0] and OSA.distance(typed, meant, score_cutoff=1) <= 1


def is_adjective(word: str) -> bool:
    """Tell whether a word for a nation qualifies others: "soviet", not "ussr"."""
    named = _FORMS.get(word, word)
    return word == "us" or (named != word and word.endswith(("an", "ish", "ese", "ch", "iet")))


def is_nation(canon: str) -> bool:
    """Tell whether this is what ``nation`` returns for some word."""
    return canon in _NAMES
