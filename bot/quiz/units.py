"""Units that numbers are counted in: of time, length and weight, degrees, and percent.

Two amounts are the same when they are equal in a common unit. Only what is a whole number of another
unit has one: weeks and months do not, nor miles and kilometers.
"""

from fractions import Fraction
from functools import lru_cache
from typing import Final, TypeAlias

from rapidfuzz.distance import OSA

Unit: TypeAlias = str
"""The singular name of a unit, or "" for a bare number."""

PERCENT: Final = "percent"

_ROWS = """
minute 1 minute : minutes
hour 60 minute : hours hr hrs
day 1440 minute : days
week 10080 minute : weeks wk wks
fortnight 20160 minute : fortnights
month 1 month : months
year 12 month : years yr yrs y
decade 120 month : decades
century 1200 month : centuries
percent 1/100 : percents percentage pct %
millimeter 1 millimeter : millimeters millimetre millimetres mm
centimeter 10 millimeter : centimeters centimetre centimetres cm
meter 1000 millimeter : meters metre metres
kilometer 1000000 millimeter : kilometers kilometre kilometres km kms
inch 1 inch : inches
foot 12 inch : feet ft
yard 36 inch : yards yd yds
mile 63360 inch : miles mi
gram 1 gram : grams gramme grammes
kilogram 1000 gram : kilograms kilogramme kilogrammes kg kgs
ton 1 ton : tons
tonne 1 tonne : tonnes
celsius 1 celsius : centigrade
fahrenheit 1 fahrenheit :
"""


def _row(line: str) -> tuple[Unit, tuple[Fraction, str], list[str]]:
    measure, _, forms = line.partition(" :")
    unit, factor, *base = measure.split()
    return unit, (Fraction(factor), "".join(base)), [unit, *forms.split()]


_TABLE = tuple(map(_row, _ROWS.strip().splitlines()))
_MEASURES = {unit: measure for unit, measure, _ in _TABLE}
_UNITS = {form: unit for unit, _, forms in _TABLE for form in forms}
_LONG = tuple(form for form in _UNITS if len(form) >= 4)


def unit_of(word: str) -> Unit:
    """Return the unit that a word names, in either number, or ""."""
    return _UNITS.get(word, "")


def measure(value: Fraction, unit: Unit) -> tuple[Fraction, str]:
    """Return an amount in the smallest unit that its unit is a whole number of, and that unit.

    That of a percentage is none: fifty percent are a bare half.
    """
    factor, base = _MEASURES.get(unit, (Fraction(1), unit))
    return value * factor, base


@lru_cache(maxsize=4096)
def nearest(word: str) -> str:
    """Return the word for a unit of which an unknown word is a plain slip ("yeras"), or "".

    The caller sees to it that ``word`` is no English word and stands where a unit may.
    """
    near = [known for known in _LONG if OSA.distance(word, known, score_cutoff=1) <= 1]
    return near[0] if len({_UNITS[known] for known in near}) == 1 else ""
