"""Where in a text the terms of a query stand, for the reader's eye."""

from collections.abc import Iterable, Iterator, Sequence
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


def mark(text: str, query: Query) -> Marked:
    """Find a query's terms in a text."""
    found = _tokens(text)
    begins: dict[str, list[tuple[tuple[str, ...], Term, Sense]]] = {}
    for term in query.terms:
        for sense in term.senses:
            for phrase in sense.phrases:
                begins.setdefault(phrase[0], []).append((phrase, term, sense))
    covered: set[int] = set()
    senses: dict[int, Meant] = {}
    for at, (_, stem) in enumerate(found):
        for phrase, term, sense in begins.get(stem, ()):
            if all(at + i < len(found) and found[at + i][1] == s for i, s in enumerate(phrase)):
                covered.update(range(at, at + len(phrase)))
                place = Range(found[at][0].start, found[at + len(phrase) - 1][0].end)
                senses.setdefault(id(sense), Meant(term, sense, place))
    return Marked(tuple(_joined(found, covered)), tuple(senses.values()))


def mark_phrase(text: str, words: Sequence[str]) -> tuple[Range, ...]:
    """Find words that stand one after another in a text."""
    found = _tokens(text)
    sought = list(words)
    plain = [token.word for token, _ in found]
    return tuple(
        Range(found[at][0].start, found[at + len(sought) - 1][0].end)
        for at in range(len(found) - len(sought) + 1)
        if plain[at : at + len(sought)] == sought
    )


@lru_cache(maxsize=1_024)
def _tokens(text: str) -> tuple[tuple[Token, str], ...]:
    return tuple((token, canonical(token.word)) for token in tokens(without_list_marks(text)))


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
