"""The inverted index: every word of every line in one row, and for each stem the lines that hold it.

A line is a sentence of the document, or something an editor wrote about one. All is kept in compact
arrays of four-byte numbers, and no question put to them takes longer than its bounds allow.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence, Set

from bot.document.search_terms import Kind, canonical, kind_of, root

PHRASE_BOUND = 2_048
"""Lines looked into for one phrase, those that hold its rarest word."""

_STANDS_BOUND = 128
_MOST_WORDS = 65_535
_MOST_TRIED = 32_768
_FASTER_READ = 16
"""Reading a row through is faster than looking up numbers in it one by one, if it is no longer so."""


def meeting(few: Sequence[int], many: Sequence[int]) -> Set[int]:
    """Return the numbers that stand in both of two ascending rows; only so many of the first are tried."""
    return within(set(few[:_MOST_TRIED]), many)


def within(some: Set[int], row: Sequence[int]) -> Set[int]:
    """Return those of some numbers that stand in an ascending row."""
    if len(row) <= _FASTER_READ * len(some):
        return some & set(row)
    return {number for number in some if holds(row, number)}


def holds(row: Sequence[int], line: int) -> bool:
    """Tell whether a number stands in an ascending row."""
    at = bisect_left(row, line)
    return at < len(row) and row[at] == line


class Lines:
    """Numbered lines of words, in blocks; a phrase may run over lines, but not out of a block.

    ``words`` and ``stems`` number what they hold. ``spelled`` and ``stem_of`` are by word, ``holding`` is
    by stem. ``starts``, ``blocks`` and ``size`` (stems of words that are no function words) are by line.
    The first ``own`` lines are the document's, the others an editor's.
    """

    def __init__(self) -> None:
        self.words: dict[str, int] = _Numbered(self._learn)
        self.spelled: list[str] = []
        self.stems: dict[str, int] = {}
        self.stem_of: list[int] = []
        self._idle: set[int] = set()
        self.families: dict[str, list[str]] = {}
        self.holding: list[array[int]] = []
        self.row = array("I")
        self.starts = array("I", [0])
        self.blocks = array("I")
        self.size = array("H")
        self.own = 0

    def __len__(self) -> int:
        return len(self.blocks)

    def add(self, words: Sequence[str], block: int) -> int:
        """Add a line of folded words to a block and return its number."""
        line = len(self.blocks)
        row = [*map(self.words.__getitem__, words)]
        stems = set(map(self.stem_of.__getitem__, row))
        for lines in map(self.holding.__getitem__, stems):
            lines.append(line)
        self.row.extend(row)
        self.starts.append(len(self.row))
        self.blocks.append(block)
        self.size.append(min(len(stems - self._idle), _MOST_WORDS))
        return line

    def lines_with(self, stem: str) -> Sequence[int]:
        """Return the numbers of the lines that hold a stem, ascending."""
        number = self.stems.get(stem)
        return () if number is None else self.holding[number]

    def kin(self, stem: str) -> Sequence[str]:
        """Return the stems of a stem's family that some line holds."""
        return self.families.get(root(stem), ())

    def line_at(self, place: int) -> int:
        """Return the line of a place in the row of words."""
        return bisect_right(self.starts, place) - 1

    def words_of(self, line: int) -> "array[int]":
        """Return the numbers of a line's words in order."""
        return self.row[self.starts[line] : self.starts[line + 1]]

    def plain(self, line: int) -> list[str]:
        """Return the words of a line in order."""
        return [self.spelled[number] for number in self.words_of(line)]

    def own_word(self, word: str) -> bool:
        """Tell whether the document itself has a word, in whatever form."""
        number = self.words.get(word)
        return number is not None and self._holding(number)[0] < self.own

    def stands(self, words: Sequence[str]) -> bool:
        """Tell whether the document itself has the words one after another."""
        return any(place < self.starts[self.own] for place in self.phrase(words, _STANDS_BOUND))

    def saying(self, words: Sequence[str]) -> Set[int]:
        """Return the lines in which the words begin to stand one after another."""
        if len(words) == 1 and (number := self.words.get(words[0])) is not None:
            lines = self._holding(number)[:PHRASE_BOUND]
            return {line for line in lines if number in self.words_of(line)}
        return {self.line_at(place) for place in self.phrase(words)}

    def phrase(self, words: Sequence[str], bound: int = PHRASE_BOUND) -> Iterator[int]:
        """Yield the places in the row where the words stand one after another, in order."""
        if not words or not all(map(self.words.__contains__, words)):
            return
        sought = array("I", map(self.words.__getitem__, words))
        rarest = sorted(range(len(sought)), key=lambda i: len(self._holding(sought[i])))
        anchor = rarest[0]
        for line in self._promising([self._holding(sought[i]) for i in rarest[:2]], bound):
            for place in self._places(sought[anchor], line):
                start = place - anchor
                if start >= 0 and self._is_at(start, sought, line):
                    yield start

    def _holding(self, word: int) -> "array[int]":
        return self.holding[self.stem_of[word]]

    def _promising(self, holding: Sequence["array[int]"], bound: int) -> Sequence[int]:
        """Return the lines of the rarest word; of many, those that hold the next rarest as well."""
        if len(holding[0]) <= bound or len(holding) == 1:
            return holding[0][:bound]
        return sorted(meeting(holding[0], holding[1]))[:bound]

    def _is_at(self, start: int, sought: "array[int]", line: int) -> bool:
        end = start + len(sought)
        if self.row[start:end] != sought:
            return False
        if self.starts[line] <= start and end <= self.starts[line + 1]:
            return True
        block = self.blocks[line]
        return block == self.blocks[self.line_at(start)] == self.blocks[self.line_at(end - 1)]

    def _places(self, number: int, line: int) -> Iterator[int]:
        at, end = self.starts[line], self.starts[line + 1]
        while at < end:
            try:
                at = self.row.index(number, at, end)
            except ValueError:
                return
            yield at
            at += 1

    def _learn(self, word: str) -> int:
        self.spelled.append(word)
        stem = canonical(word)
        known = self.stems.setdefault(stem, len(self.holding))
        if known == len(self.holding):
            self.holding.append(array("I"))
            if kind_of(word) is Kind.FUNCTION:
                self._idle.add(known)
            self.families.setdefault(root(stem), []).append(stem)
        self.stem_of.append(known)
        return len(self.spelled) - 1


class _Numbered(dict[str, int]):
    """Words by number; one that is looked up in brackets for the first time is learnt."""

    def __init__(self, learn: Callable[[str], int]) -> None:
        self._learn = learn

    def __missing__(self, word: str) -> int:
        number = self[word] = self._learn(word)
        return number
