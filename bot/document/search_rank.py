"""How well a line answers a query: the share of what the query tells that the line and its block say.

Terms are taken rarest first, and only a bounded number of lines is ever looked at: common terms add to
the lines that rarer ones found. So a query costs about the same in a letter and in a library.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from heapq import nlargest
from typing import NamedTuple, TypeAlias

from bot.document.search_corpus import Corpus
from bot.document.search_lines import meeting, within
from bot.document.search_query import Query, Senses, Spread, Term
from bot.document.search_terms import Kind, kind_of


class Candidate(NamedTuple):
    """A line, how well it answers, 0 to 1, and the numbers of the query's terms that it says."""

    line: int
    score: float
    said: frozenset[int] = frozenset()


def rank(query: Query, corpus: Corpus) -> list[Candidate]:
    """Return the lines that answer best, the best first."""
    shares = _shares(query, corpus)
    likely = nlargest(_REFINED, shares, key=shares.__getitem__)
    if not likely:
        return []
    least = shares[likely[0]] * _HOPEFUL
    neatness = _Neatness(query, corpus)
    is_idle = query.is_idle
    found = []
    for line in likely:
        if shares[line] >= least and (not is_idle or neatness.answers_idly(line)):
            neat, said = neatness.of(line)
            found.append(Candidate(line, shares[line] * neat, said))
    found.sort(key=lambda candidate: (-candidate.score, candidate.line))
    return found


_Sums: TypeAlias = dict[int, float]

_FOUND = 512
"""Lines that the rarer terms of a query may find; further terms only add to those."""

_MET = 4
"""Terms that the rarest must meet one of, where it is in more lines than that."""

_REFINED = 32
"""Lines looked at closely."""

_WORTHY = 0.5
_HOPEFUL = 0.6
"""Lines that say less than these shares of what the best one says, by itself and with what is around
it, are not looked at closely."""

_ENOUGH = 0.6
_STEEP = 1.5
"""The share of a query that a line itself must say for what is around it to count in full, and the
power of that share by which the rest falls off: words scattered around a line are no answer."""

_PROFILE = 0.4
_BLOCK = 0.2
"""How much counts what is said about the same sentence, and in the same block; the line has the rest."""

_NEEDED = 0.42
"""Lines that say less than this share of a query are not looked for."""

_MISQUOTED = 0.85
"""What is left of a score where the query quotes words that do not stand so anywhere."""


def _shares(query: Query, corpus: Corpus) -> dict[int, float]:
    """Return which share of a query each line says, by itself and with what is around it."""
    total = query.weight
    said, profiles, blocks = _gather(query, corpus)
    if not said:
        return {}
    block_of, profile_of = corpus.lines.blocks, corpus.profiles
    scale = (_MISQUOTED if query.misquotes else 1.0) / total
    enough = _ENOUGH * total
    least = _WORTHY * max(said.values())
    shares = {}
    for line, own in said.items():
        if own >= least:
            around = _PROFILE * profiles[profile_of[line]] + _BLOCK * blocks[block_of[line]]
            counts = min(1.0, own / enough) ** _STEEP
            shares[line] = ((1 - _PROFILE - _BLOCK) * own + counts * around) * scale
    return shares


def _gather(query: Query, corpus: Corpus) -> tuple[_Sums, _Sums, _Sums]:
    """Return how much of a query each line says, all that is about its sentence, and its block."""
    said: _Sums = defaultdict(float)
    about: _Sums = defaultdict(float)
    blocks: _Sums = defaultdict(float)
    terms = sorted((term for term in query.terms if term.senses), key=lambda term: term.reach)
    among = _promising(terms)
    left = sum(term.weight for term in terms)
    needed = query.weight * _NEEDED
    for term in terms:
        if among is None and (left < needed or len(said) >= _FOUND):
            among = set(
                said if len(said) <= _FOUND else nlargest(_FOUND, said, key=said.__getitem__)
            )
        left -= term.weight
        spread = _spread(term.senses, corpus) if among is None else _among(term, among, corpus)
        _add(said, term.weight, spread.lines)
        _add(about, term.weight, spread.profiles)
        _add(blocks, term.weight, spread.blocks)
    return said, about, blocks


def _promising(terms: Sequence[Term]) -> Set[int] | None:
    """Return lines that hold several terms, where even the rarest is common; else ``None``."""
    if not terms or all(len(sense.lines) <= _FOUND for sense in terms[0].senses):
        return None
    rows = [max((sense.lines for sense in term.senses), key=len) for term in terms]
    count = Counter(line for row in rows[1:_MET] for line in meeting(rows[0], row))
    found = {line for line, _ in count.most_common(_FOUND)}
    return found or set(rows[0][:_FOUND])


def _add(sums: _Sums, weight: float, values: Mapping[int, float]) -> None:
    for number, value in values.items():
        sums[number] += weight * value


def _spread(senses: Senses, corpus: Corpus) -> Spread:
    """Return where the senses stand, and how well they say there what they mean."""
    if senses.spread is None:
        rows = ((sense.lines[:_FOUND], sense.quality) for sense in senses)
        senses.spread = _grouped(_said(rows, corpus), corpus)
    return senses.spread


def _among(term: Term, some: Set[int], corpus: Corpus) -> Spread:
    if term.reach > _FOUND:
        rows = ((within(some, sense.lines), sense.quality) for sense in term.senses)
        return _grouped(_said(rows, corpus), corpus)
    lines = _spread(term.senses, corpus).lines
    return _grouped({line: lines[line] for line in some if line in lines}, corpus)


def _said(rows: Iterable[tuple[Iterable[int], float]], corpus: Corpus) -> dict[int, float]:
    """Return how well lines say something that is said with the given qualities, the best counting."""
    found: dict[int, float] = {}
    for lines, quality in sorted(rows, key=lambda row: row[1]):
        found.update(dict.fromkeys(lines, quality))
    worth = corpus.worth
    return {line: quality * worth[line] for line, quality in found.items()}


def _grouped(said: Mapping[int, float], corpus: Corpus) -> Spread:
    profile_of = corpus.profiles
    about: dict[int, float] = {}
    for line, value in said.items():
        profile = profile_of[line]
        if value > about.get(profile, 0.0):
            about[profile] = value
    blocks: dict[int, float] = {}
    for profile, value in about.items():
        block = corpus.block_of_profile(profile)
        if value > blocks.get(block, 0.0):
            blocks[block] = value
    return Spread(said, about, blocks)


class _Neatness:
    """How neatly a line says a query: its terms close together, and little else."""

    def __init__(self, query: Query, corpus: Corpus) -> None:
        self._lines = corpus.lines
        self._count = len(query.terms)
        self._terms: dict[int, list[int]] = {}
        for number, term in enumerate(query.terms):
            heads = {phrase[0] for sense in term.senses for phrase in sense.phrases}
            for stem in heads & self._lines.stems.keys():
                self._terms.setdefault(self._lines.stems[stem], []).append(number)

    def of(self, line: int) -> tuple[float, frozenset[int]]:
        """Return 1 for the neatest line, a little less for others, and the terms that stand in it."""
        said, close = self._matched(line)
        near = close / (len(said) - 1) if len(said) > 1 else 1.0
        focus = min(1.0, len(said) / max(1, self._lines.size[line]))
        return 1 - _LOOSE * (1 - near) - _WORDY * (1 - focus), said

    def answers_idly(self, line: int) -> bool:
        """Tell whether a line answers a query without a telling word.

        It has nothing else than the query, or two words of it and idle ones; or it is the document's
        own and has all words of the query together.
        """
        lines = self._lines
        said, close = self._matched(line)
        if len(said) >= lines.size[line]:
            return True
        if len(said) < _SHORTEST_IDLE:
            return False
        is_quoted = line < lines.own and len(said) == self._count and close == self._count - 1
        return is_quoted or all(
            lines.stem_of[word] in self._terms or kind_of(lines.spelled[word]) is not Kind.TELLING
            for word in lines.words_of(line)
        )

    def _matched(self, line: int) -> tuple[frozenset[int], int]:
        """Return the terms that stand in a line, and how many of them close to another."""
        terms, stem_of = self._terms, self._lines.stem_of
        found: set[int] = set()
        close: set[int] = set()
        before, at = -1, -99
        for place, word in enumerate(self._lines.words_of(line)):
            for term in terms.get(stem_of[word], ()):
                if term != before and place - at <= _CLOSE:
                    close.add(term if term not in close else before)
                found.add(term)
                before, at = term, place
        return frozenset(found), min(len(close), len(found) - 1)


_SHORTEST_IDLE = 2
"""Words that a line must share with a query that has no telling one."""

_CLOSE = 4
"""Words from one term to the next that count as close together."""

_LOOSE = 0.12
_WORDY = 0.15
"""What words far apart, or much else in the line, cost at most."""
