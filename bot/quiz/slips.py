"""Slips: when a misspelt word still says which word was meant.

A slip is judged by what it would take to make it, not by a ratio: a dropped or doubled letter, two
letters changed over, a key beside the right one, a vowel or a consonant that sounds the same cost one;
anything else costs more, and the more so in a name, where another letter is soon another person. What
may be spent grows with the length of the word, and the first letter counts more than others. The
distance is Damerau and Levenshtein's with these weights (optimal string alignment).
"""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_OFFSETS = (0.0, 0.25, 0.75)
_SOUNDS = ("aeiouy", "ckq", "sz", "cs", "fvw", "gj", "mn", "ij", "tdh")
_PREFIXES = (
    "un",
    "in",
    "im",
    "ir",
    "il",
    "non",
    "dis",
    "anti",
    "mis",
    "de",
    "re",
    "pre",
    "counter",
)
_FAR = 99.0


@lru_cache(maxsize=16_384)
def slip_cost(typed: str, meant: str, *, name: bool = False) -> float:
    """Return what it takes to type ``typed`` for ``meant``, both folded; a large number when too far."""
    most = _most_edits(len(meant))
    if not most or abs(len(typed) - len(meant)) > most or _prefixed(typed, meant):
        return _FAR
    if name and len(meant) >= 5 and _sound(typed) == _sound(meant):
        return 1.0
    if OSA.distance(typed, meant, score_cutoff=most) > most:
        return _FAR
    return _weighted(typed, meant, _Costs(name=name))


def allowance(length: int) -> float:
    """Return what a slip in a word of this many letters may cost: nothing in the shortest words."""
    if length < 4:
        return 0.0
    if length < 5:
        return 1.0
    return 1.5 if length < 8 else 2.5 if length < 12 else 3.5


def is_slip(typed: str, meant: str, *, name: bool = False, spare: float = 0.0) -> bool:
    """Tell whether ``typed`` is ``meant`` with a slip, if no other word is in question.

    ``spare`` may be spent beyond the allowance. Two letters more or fewer are soon another word,
    unless both sound the same, and cost one more.
    """
    cost = slip_cost(typed, meant, name=name)
    if cost == _FAR or (cost > 1.0 and _ending(typed) not in {"", _ending(meant)}):
        return False
    if abs(len(typed) - len(meant)) > 1 and _sound(typed) != _sound(meant):
        cost += 1.0
    return cost <= allowance(len(meant)) + spare


def _ending(word: str) -> str:
    """Another ending that makes a word of a word is no slip: postulate, postulant."""
    return next((ending for ending in _ENDINGS if word.endswith(ending)), "")


_ENDINGS = tuple("able ible ant ent ation er or ist ism ful less ness ment ive ous".split())


def is_homophone(typed: str, meant: str) -> bool:
    """Tell whether two spellings of a name sound the same: Carl and Karl, Litvinoff and Litvinov.

    In a long name a last "e" is silent, as in the French *Internationale*.
    """
    if len(meant) < 4:
        return False
    return _sound(typed) == _sound(meant) or (len(meant) >= 8 and typed == f"{meant}e")


def is_nearest(typed: str, meant: str, rivals: Sequence[str]) -> bool:
    """Tell whether what was typed is nearer to the word meant than to every rival."""
    distance = OSA.distance(typed, meant)
    near = extract(typed, rivals, scorer=OSA.distance, score_cutoff=distance, limit=None)
    cost = slip_cost(typed, meant, name=True)
    return all(slip_cost(typed, rival, name=True) > cost for rival, _, _ in near)


def _most_edits(length: int) -> int:
    return 0 if length < 4 else 1 if length < 5 else 2 if length < 8 else 3 if length < 12 else 4


def _prefixed(typed: str, meant: str) -> bool:
    """A prefix makes an opposite, not a slip."""
    longer, shorter = sorted((typed, meant), key=len, reverse=True)
    return longer.endswith(shorter) and longer[: -len(shorter)] in _PREFIXES


class _Costs:
    """What each single edit costs; ``odd`` is an edit that no finger and no ear explains."""

    def __init__(self, *, name: bool) -> None:
        self.odd = 2.0 if name else 1.5
        self.first_lost = 2.0 if name else 1.5

    def lost(self, at: int) -> float:
        """A letter left out; the first one costs more."""
        return 1.0 if at else self.first_lost

    def added(self, typed: str, at: int) -> float:
        """A letter too many: doubled, beside a neighbor on the keyboard, or hardly heard."""
        letter = typed[at]
        around = typed[max(0, at - 1) : at] + typed[at + 1 : at + 2]
        plain = letter in "aeiouh" or any(
            letter == other or _beside(letter, other) or _sounds_like(letter, other)
            for other in around
        )
        return (1.0 if plain else self.odd) + (0.5 if at == 0 and letter not in around else 0.0)

    def changed(self, typed: str, meant: str, at: int) -> float:
        """One letter for another."""
        if typed == meant:
            return 0.0
        if _sounds_like(typed, meant):
            return 1.0 if at or self.odd < 2.0 else 1.5
        return (1.0 if _beside(typed, meant) else self.odd) + self.lost(at) - 1.0


def _weighted(typed: str, meant: str, costs: _Costs) -> float:
    """Return the least cost of edits, row by row of the usual table; two rows are kept."""
    earlier: list[float] = []
    above = [0.0]
    for j in range(len(meant)):
        above.append(above[j] + costs.lost(j))
    for i, letter in enumerate(typed):
        row = [above[0] + costs.added(typed, i)]
        for j, wanted in enumerate(meant):
            best = min(
                above[j] + costs.changed(letter, wanted, j),
                above[j + 1] + costs.added(typed, i),
                row[j] + costs.lost(j),
            )
            if i and j and letter == meant[j - 1] and wanted == typed[i - 1]:
                best = min(best, earlier[j - 1] + 1.0)
            row.append(best)
        earlier, above = above, row
    return above[-1]


@lru_cache(maxsize=1024)
def _beside(one: str, other: str) -> bool:
    places = [
        (row, keys.index(key) + _OFFSETS[row])
        for key in (one, other)
        for row, keys in enumerate(_ROWS)
        if key in keys
    ]
    if len(places) < 2:
        return False
    (row, column), (other_row, other_column) = places
    return abs(row - other_row) <= 1 and abs(column - other_column) <= 1.0


@lru_cache(maxsize=1024)
def _sounds_like(one: str, other: str) -> bool:
    return any(one in letters and other in letters for letters in _SOUNDS)


@lru_cache(maxsize=4096)
def _sound(word: str) -> str:
    """Write a name as it sounds, whichever way its letters were carried over from Russian."""
    first = {"c": "k", "q": "k"}.get(word[:1], word[:1])
    rest = word[1:]
    for letters, sound in _SPELLINGS:
        rest = rest.replace(letters, sound)
    said = first + rest
    return "".join(c for c, following in zip(said, [*said[1:], ""], strict=True) if c != following)


_SPELLINGS = tuple(
    tuple(pair.split(":"))
    for pair in "sch:sh tch:ch kh:k ck:k ph:f v:f w:f iy:i ij:i yi:i y:i j:i x:ks ou:u tz:ts cz:ts "
    "q:k c:k z:s ae:a".split()
)
