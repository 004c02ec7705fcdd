"""How well a line answers a query: the share of what the query tells that the line says.

Terms are taken rarest first. Only a bounded number of lines is ever looked at: common terms add to
the lines that rarer ones found. So a query costs about the same in a letter and in a library.
"""

from heapq import nlargest
from typing import Final, NamedTuple

from bot.document.search_corpus import Corpus
from bot.document.search_query import Query, Term

LINES_BOUND: Final = 4_096
"""Lines taken from one sense of a term."""

_REFINED = 32
"""Candidates looked at closely."""

_MISQUOTED = 0.85
"""What is left of a score where the query quotes words that do not stand so anywhere."""

_ENOUGH = 0.7
"""The share of a query that a line itself must say for its block to count as much as the line."""


class Candidate(NamedTuple):
    """A line and how well it answers."""

    line: int
    score: float


def rank(query: Query, corpus: Corpus) -> list[Candidate]:
    """Return the lines that answer best, the best first."""
    total = query.weight / (_MISQUOTED if query.misquotes else 1.0)
    if not total:
        return []
    said, blocks = _gather(query, corpus)
    of = corpus.lines.blocks
    enough = _ENOUGH * total
    mixed = {
        line: (own + min(1.0, own / enough) * blocks[of[line]]) / (2 * total)
        for line, own in said.items()
    }
    best = nlargest(_REFINED, mixed, key=mixed.__getitem__)
    neatness = _Neatness(query, corpus)
    if query.is_idle:
        best = [line for line in best if neatness.is_all_of(line)]
    found = [Candidate(line, mixed[line] * neatness.of(line)) for line in best]
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.line))


def _gather(query: Query, corpus: Corpus) -> tuple[dict[int, float], dict[int, float]]:
    """Return how much of the query each line says, and each block."""
    said: dict[int, float] = {}
    blocks: dict[int, float] = {}
    worth, of = corpus.worth, corpus.lines.blocks
    for term in sorted(query.terms, key=_reach):
        here: dict[int, float] = {}
        weight = term.weight
        for line, quality in _lines(term, said, corpus).items():
            value = weight * quality * worth[line]
            said[line] = said.get(line, 0.0) + value
            block = of[line]
            if value > here.get(block, 0.0):
                here[block] = value
        for block, value in here.items():
            blocks[block] = blocks.get(block, 0.0) + value
    return said, blocks


def _lines(term: Term, said: dict[int, float], corpus: Corpus) -> dict[int, float]:
    """Return the lines that hold a term, with the quality of the best sense."""
    found: dict[int, float] = {}
    for sense in sorted(term.senses, key=lambda sense: sense.quality):
        if len(sense.lines) <= LINES_BOUND:
            found.update(dict.fromkeys(sense.lines, sense.quality))
        else:
            found.update(dict.fromkeys(sense.lines[:LINES_BOUND], sense.quality))
            found.update((x, sense.quality) for x in said if corpus.lines.has(x, sense.lines))
    return found


def _reach(term: Term) -> int:
    return sum(len(sense.lines) for sense in term.senses)


class _Neatness:
    """How neatly a line says a query: its terms close together and in order, and little else."""

    def __init__(self, query: Query, corpus: Corpus) -> None:
        self._lines = corpus.lines
        self._count = len(query.terms)
        self._terms: dict[int, set[int]] = {}
        for number, term in enumerate(query.terms):
            for sense in term.senses:
                for phrase in sense.phrases:
                    stem = corpus.lines.stems.get(phrase[0])
                    if stem is not None:
                        self._terms.setdefault(stem, set()).add(number)

    def of(self, line: int) -> float:
        """Return 1 for the neatest line, a little less for others."""
        matched, close = self._matched(line)
        near = close / (matched - 1) if matched > 1 else 1.0
        focus = min(1.0, matched / max(1, self._lines.size[line]))
        return 1 - _LOOSE * (1 - near) - _WORDY * (1 - focus)

    def is_all_of(self, line: int) -> bool:
        """Tell whether the line has no other words than the query, but for function words."""
        return self._matched(line)[0] >= self._lines.size[line]

    def _matched(self, line: int) -> tuple[int, int]:
        """Return how many terms stand in a line, and how many of them close to another."""
        stem_of, terms = self._lines.stem_of, self._terms
        found: set[int] = set()
        close: set[int] = set()
        before, at = -1, -99
        for place, word in enumerate(self._lines.words_of(line)):
            for term in terms.get(stem_of[word], ()):
                if term != before and place - at <= _CLOSE:
                    close.add(term if term not in close else before)
                found.add(term)
                before, at = term, place
        return len(found), min(len(close), len(found) - 1)


_CLOSE = 4
_LOOSE = 0.12
_WORDY = 0.1
