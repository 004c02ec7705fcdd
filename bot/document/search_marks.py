"""Where in a text the terms of a query stand, for the reader's eye."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.document.fold import Token, tokens
from bot.document.model import Range
from bot.document.search_query import Query, Sense, Term
from bot.document.search_syntax import without_list_marks
from bot.document.search_terms import canonical


class Marked(NamedTuple):
    """Ranges of a text that answer a query, neighbours as one, and the senses found there."""

    ranges: tuple[Range, ...]
    senses: tuple["Meant", ...]


class Meant(NamedTuple):
    """A term of a query in one of its senses, and where a text first has it."""

    term: Term
    sense: Sense
    place: Range


class _Read(NamedTuple):
    """The words of a text with their stems, and where each stem stands among them."""

    tokens: tuple[tuple[Token, str], ...]
    places: Mapping[str, Sequence[int]]


def mark(text: str, query: Query) -> Marked:
    """Find a query's terms in a text."""
    found, places = _tokens(text)
    begins: dict[str, list[tuple[tuple[str, ...], Term, Sense]]] = {}
    for term in query.terms:
        for sense in term.senses:
            for phrase in sense.phrases:
                if phrase[0] in places:
                    begins.setdefault(phrase[0], []).append((phrase, term, sense))
    covered: set[int] = set()
    senses: dict[int, Meant] = {}
    starts = sorted((at, stem) for stem in begins for at in places[stem])
    for at, stem in starts:
        for phrase, term, sense in begins[stem]:
            if all(at + i < len(found) and found[at + i][1] == s for i, s in enumerate(phrase)):
                covered.update(range(at, at + len(phrase)))
                place = Range(found[at][0].start, found[at + len(phrase) - 1][0].end)
                senses.setdefault(id(sense), Meant(term, sense, place))
    return Marked(tuple(_joined(found, covered)), tuple(senses.values()))


def mark_phrase(text: str, words: Sequence[str]) -> tuple[Range, ...]:
    """Find words that stand one after another in a text."""
    found, _ = _tokens(text)
    sought = list(words)
    plain = [token.word for token, _ in found]
    return tuple(
        Range(found[at][0].start, found[at + len(sought) - 1][0].end)
        for at in range(len(found) - len(sought) + 1)
        if plain[at : at + len(sought)] == sought
    )


@lru_cache(maxsize=1_024)
def _tokens(text: str) -> "_Read":
    found = tuple((token, canonical(token.word)) for token in tokens(without_list_marks(text)))
    places: dict[str, list[int]] = {}
    for at, (_, stem) in enumerate(found):
        places.setdefault(stem, []).append(at)
    return _Read(found, places)


def _joined(found: Sequence[tuple[Token, str]], covered: Iterable[int]) -> Iterator[Range]:
    """Yield the ranges of covered words, neighbours as one."""
    start = before = -2
    for at in sorted(covered):
        if at != before + 1:
            if before >= 0:
                yield Range(found[start][0].start, found[before][0].end)
            start = at
        before = at
    if before >= 0:
        yield Range(found[start][0].start, found[before][0].end)
