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
    return _weighted(typed, meant, name)


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
    """Tell whether two spellings of a name sound the same: Carl and Karl, Litvinoff and Litvinov."""
    return len(meant) >= 4 and _sound(typed) == _sound(meant)


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


def _weighted(typed: str, meant: str, name: bool) -> float:  # noqa: FBT001 - one of three plain facts
    rows, columns = len(typed), len(meant)
    odd = 2.0 if name else 1.5
    table = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(1, rows + 1):
        table[i][0] = table[i - 1][0] + _inserted(typed, i - 1, odd)
    for j in range(1, columns + 1):
        table[0][j] = table[0][j - 1] + _first(j - 1, name)
        for i in range(1, rows + 1):
            table[i][j] = _cheapest(table, typed, meant, i, j, odd)
    return table[rows][columns]


def _cheapest(
    table: list[list[float]], typed: str, meant: str, i: int, j: int, odd: float
) -> float:  # noqa: PLR0913, PLR0917
    a, b = typed[i - 1], meant[j - 1]
    best = min(
        table[i - 1][j - 1] + (0.0 if a == b else _replaced(a, b, j - 1, odd)),
        table[i - 1][j] + _inserted(typed, i - 1, odd),
        table[i][j - 1] + _first(j - 1, odd == 2.0),
    )
    if i > 1 and j > 1 and a == meant[j - 2] and b == typed[i - 2]:
        best = min(best, table[i - 2][j - 2] + 1.0)
    return best


def _replaced(typed: str, meant: str, at: int, odd: float) -> float:
    if _sounds_like(typed, meant):
        return 1.0 + (0.5 if at == 0 and odd == 2.0 else 0.0)
    return (1.0 if _beside(typed, meant) else odd) + _first(at, odd == 2.0) - 1.0


def _inserted(typed: str, at: int, odd: float) -> float:
    letter = typed[at]
    around = typed[max(0, at - 1) : at] + typed[at + 1 : at + 2]
    plain = letter in around or letter in "aeiouh" or any(_beside(letter, c) for c in around)
    sounds = any(_sounds_like(letter, c) for c in around)
    return (1.0 if plain or sounds else odd) + (0.5 if at == 0 and letter not in around else 0.0)


def _first(at: int, name: bool) -> float:  # noqa: FBT001 - see _weighted
    """A letter lost costs one; the first one more, and in a name twice as much."""
    return 1.0 if at else 2.0 if name else 1.5


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
