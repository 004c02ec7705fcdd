"""How well a line answers a query: the share of what the query tells that the line and its block say.

Terms are taken rarest first, and only a bounded number of lines is ever looked at: common terms add to
the lines that rarer ones found. So a query costs about the same in a letter and in a library.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import nlargest
from typing import NamedTuple, TypeAlias

from bot.document.search_corpus import Corpus
from bot.document.search_lines import meeting
from bot.document.search_query import Query, Term


class Candidate(NamedTuple):
    """A line and how well it answers, 0 to 1."""

    line: int
    score: float


def rank(query: Query, corpus: Corpus) -> list[Candidate]:
    """Return the lines that answer best, the best first."""
    shares = _shares(query, corpus)
    likely = nlargest(_REFINED, shares, key=shares.__getitem__)
    if not likely:
        return []
    least = shares[likely[0]] * _HOPEFUL
    neatness = _Neatness(query, corpus)
    found = [
        Candidate(line, shares[line] * neatness.of(line))
        for line in likely
        if shares[line] >= least and (not query.is_idle or neatness.is_all_of(line))
    ]
    found.sort(key=lambda candidate: (-candidate.score, candidate.line))
    return found


_Sums: TypeAlias = dict[int, float]

_FOUND = 512
"""Lines that the rarer terms of a query may find; further terms only add to those."""

_MET = 4
"""Terms that the rarest must meet one of, where it is in more lines than that."""

_REFINED = 32
"""Lines looked at closely."""

_HOPEFUL = 0.7
"""Lines that say less than this share of what the best one says are not looked at closely."""

_ENOUGH = 0.6
"""The share of a query that a line itself must say for what is around it to count in full."""

_PROFILE = 0.4
_BLOCK = 0.2
"""How much counts what is said about the same sentence, and in the same block; the line has the rest."""

_NEEDED = 0.35
"""Lines that say less than this share of a query are not looked for."""

_MISQUOTED = 0.85
"""What is left of a score where the query quotes words that do not stand so anywhere."""


def _shares(query: Query, corpus: Corpus) -> dict[int, float]:
    """Return which share of a query each line says, by itself and with what is around it."""
    total = query.weight
    if not total:
        return {}
    said, profiles, blocks = _gather(query, corpus)
    of, about = corpus.lines.blocks, corpus.profiles
    enough = _ENOUGH * total
    scale = (_MISQUOTED if query.misquotes else 1.0) / total
    shares = {}
    for line, own in said.items():
        around = _PROFILE * profiles[about[line]] + _BLOCK * blocks[of[line]]
        shares[line] = ((1 - _PROFILE - _BLOCK) * own + min(1.0, own / enough) * around) * scale
    return shares


def _gather(query: Query, corpus: Corpus) -> tuple[_Sums, _Sums, _Sums]:
    """Return how much of a query each line says, all that is about its sentence, and its block."""
    said: _Sums = {}
    about: _Sums = {}
    blocks: _Sums = {}
    terms = sorted(query.terms, key=lambda term: term.reach)
    among = _promising(terms)
    left = query.weight
    needed = left * _NEEDED
    for term in terms:
        if among is None and (left < needed or len(said) >= _FOUND):
            among = nlargest(_FOUND, said, key=said.__getitem__)
        found = _values(term, among, corpus)
        left -= term.weight
        for line, value in found.items():
            said[line] = said.get(line, 0.0) + value
        _add_best(about, found, corpus.profiles)
        _add_best(blocks, found, corpus.lines.blocks)
    return said, about, blocks


def _promising(terms: Sequence[Term]) -> list[int] | None:
    """Return lines that hold several terms, where even the rarest is common; else ``None``."""
    rows = [max((sense.lines for sense in term.senses), key=len) for term in terms if term.senses]
    if not rows or len(rows[0]) <= _FOUND:
        return None
    count = Counter(line for row in rows[1:_MET] for line in meeting(rows[0], row))
    found = [line for line, _ in count.most_common(_FOUND)]
    return found or list(rows[0][:_FOUND])


def _add_best(sums: _Sums, values: Mapping[int, float], group: Sequence[int]) -> None:
    """Add to the sum of each group the best of its lines' values."""
    best: _Sums = {}
    for line, value in values.items():
        number = group[line]
        if value > best.get(number, -1.0):
            best[number] = value
    for number, value in best.items():
        sums[number] = sums.get(number, 0.0) + value


def _values(term: Term, among: Sequence[int] | None, corpus: Corpus) -> _Sums:
    """Return the lines that hold a term, of some lines or any, with what its best sense there tells."""
    found: _Sums = {}
    for sense in sorted(term.senses, key=lambda sense: sense.quality):
        lines = sense.lines[:_FOUND] if among is None else meeting(among, sense.lines)
        found.update(dict.fromkeys(lines, sense.quality))
    worth, weight = corpus.worth, term.weight
    return {line: weight * quality * worth[line] for line, quality in found.items()}


class _Neatness:
    """How neatly a line says a query: its terms close together, and little else."""

    def __init__(self, query: Query, corpus: Corpus) -> None:
        self._lines = corpus.lines
        self._single = len(query.terms) == 1
        self._terms: dict[int, list[int]] = {}
        for number, term in enumerate(query.terms):
            heads = {phrase[0] for sense in term.senses for phrase in sense.phrases}
            for stem in heads & self._lines.stems.keys():
                self._terms.setdefault(self._lines.stems[stem], []).append(number)

    def of(self, line: int) -> float:
        """Return 1 for the neatest line, a little less for others."""
        matched, close = self._matched(line)
        near = close / (matched - 1) if matched > 1 else 1.0
        focus = min(1.0, matched / max(1, self._lines.size[line]))
        return 1 - _LOOSE * (1 - near) - _WORDY * (1 - focus)

    def is_all_of(self, line: int) -> bool:
        """Tell whether a line has no other words than the query, but for function words."""
        return self._matched(line)[0] >= self._lines.size[line]

    def _matched(self, line: int) -> tuple[int, int]:
        """Return how many terms stand in a line, and how many of them close to another."""
        if self._single:
            return 1, 0
        terms = self._terms
        found: set[int] = set()
        close: set[int] = set()
        before, at = -1, -99
        for place, stem in enumerate(
            map(self._lines.stem_of.__getitem__, self._lines.words_of(line))
        ):
            if stem not in terms:
                continue
            for term in terms[stem]:
                if term != before and place - at <= _CLOSE:
                    close.add(term if term not in close else before)
                found.add(term)
                before, at = term, place
        return len(found), min(len(close), len(found) - 1)


_CLOSE = 4
"""Words from one term to the next that count as close together."""

_LOOSE = 0.12
_WORDY = 0.15
"""What words far apart, or much else in the line, cost at most."""
