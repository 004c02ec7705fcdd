"""Numbers in words and in Roman numerals: the words that references, searches and answers share."""

import re
from collections.abc import Mapping
from typing import Final

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINAL_ONES = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()

CARDINALS: Final[Mapping[str, int]] = {
    **{word: value for value, word in enumerate(_ONES)},
    **{word: 10 * tens for tens, word in enumerate(_TENS, 2)},
}
"""The numbers of one word below a hundred: zero to twenty, thirty, and so on to ninety."""

ORDINALS: Final[Mapping[str, int]] = {
    **{word: value for value, word in enumerate(_ORDINAL_ONES)},
    **{f"{word[:-1]}ieth": 10 * tens for tens, word in enumerate(_TENS, 2)},
}
"""The ordinals of the same numbers: third, thirtieth."""

_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def roman(word: str) -> int | None:
    """Return the value of a well-formed Roman numeral up to 3999, in either case."""
    numeral = word.lower()
    if not numeral or not _ROMAN.fullmatch(numeral):
        return None
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)
