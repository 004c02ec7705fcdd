"""What people write in figures, written in words and in the one way that the reader knows.

Dates ("1935-05-02", "2.5.1935", "5/2/1935"), gaps in long numbers ("1 300 000") and degrees ("100 °C").
"""

import re
from collections.abc import Iterator

from bot.document.number_words import roman
from bot.quiz.words import MONTH_NAMES

_DIGIT = re.compile(r"\d")
_GAPS = re.compile(r"(?<![\d.,])\d{1,3}(?:(?:\s\d{3})+|(?:\.\d{3}){2,})(?![\d,]|\.\d)")
_DOTTED = re.compile(r"(?<![\d.,])(\d{1,3})\.(\d{3})(?![\d,]|\.\d)")
_FRACTION = re.compile(r"(?<![\d/])(?<!/ )(\d{1,2}) ?/ ?(\d{1,2})(?! ?[\d/])")
_DEGREES = re.compile(r"(?<=\d)\s?(?:°|degrees|º)?\s?([CF])\b")
_SCALES = {"C": " celsius", "F": " fahrenheit"}
_YEAR_FIRST = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b(?![-/.]\d)")
_YEAR_LAST = re.compile(
    r"(?<![-/.\d])(\d{1,2})([-/.]) ?(\d{1,2}|[IVX]{1,4})\2 ?(\d{4})\b(?![-/.]\d)"
)


def readings(text: str) -> tuple[str, ...]:
    """Return the text with its figures spelled out: more than once where they have two meanings.

    5/2 is the second of May to some and the fifth of February to others; so is 1.300 more than a
    thousand to some.
    """
    if not _DIGIT.search(text):
        return (text,)
    text = _FRACTION.sub(r"\1/\2", _GAPS.sub(_closed, text))
    text = _DEGREES.sub(lambda match: _SCALES[match[1]], text)
    text = _YEAR_FIRST.sub(lambda match: _date(match[0], match[1], match[2], match[3]), text)
    dated = (reading for each in (text, _DOTTED.sub(r"\1\2", text)) for reading in _both_ways(each))
    return tuple(dict.fromkeys(dated))


def _closed(match: re.Match[str]) -> str:
    return re.sub(r"\D", "", match[0])


def _both_ways(text: str) -> Iterator[str]:
    yield _YEAR_LAST.sub(lambda match: _date(match[0], match[4], match[3], match[1]), text)
    yield _YEAR_LAST.sub(_month_first, text)


def _month_first(match: re.Match[str]) -> str:
    """A date with full stops begins with the day everywhere."""
    month, day = (match[3], match[1]) if match[2] == "." else (match[1], match[3])
    return _date(match[0], match[4], month, day)


def _date(text: str, year: str, month: str, day: str) -> str:
    """Return a date in words, or the text if there is no such date."""
    number = int(month) if month.isdigit() else roman(month) or 0
    if not (day.isdigit() and 1 <= number <= 12 and 1 <= int(day) <= 31):
        return text
    return f"{MONTH_NAMES[number - 1].title()} {int(day)}, {year}"
