"""A query's words as they were meant: slips mended, compounds split and joined as the document has them."""

from collections.abc import Iterator, Sequence
from string import ascii_lowercase
from typing import NamedTuple

from bot.document.fold import Token
from bot.document.lexicon import Lexicon
from bot.document.names import CAPITAL, COUNTRY
from bot.document.search_lines import Lines
from bot.document.search_terms import Kind, canonical, kind_of
from bot.document.search_typos import Near, Vocabulary
from bot.document.synonyms import SYNONYMS


class Word(NamedTuple):
    """A word of a query as meant, and where it was typed; ``nearness`` is 1 if nothing was mended."""

    word: str
    nearness: float
    start: int
    end: int


class Mender:
    """Mends words by what a document says, by English, and by what stands beside them."""

    def __init__(self, lines: Lines, vocabulary: Vocabulary, lexicon: Lexicon) -> None:
        self._lines = lines
        self._vocabulary = vocabulary
        self._lexicon = lexicon
        self._slips: dict[str, list[Near]] = {}

    def mend(self, found: Sequence[Token]) -> list[Word]:
        """Return the words that were meant."""
        mended: list[Word] = []
        for i, token in enumerate(found):
            for word in self._meant(found, i, token):
                if mended and (whole := self._joined(mended[-1], word)):
                    mended[-1] = whole
                else:
                    mended.append(word)
        return mended

    def _meant(self, found: Sequence[Token], i: int, token: Token) -> Sequence[Word]:
        word, start, end = token
        if self._lines.own_word(word):
            return (Word(word, 1.0, start, end),)
        if near := [] if self._is_known(word) else self._near(word, found, i):
            return (Word(near[0].word, min(_SURE, near[0].nearness), start, end),)
        return [Word(part, 1.0, start, end) for part in self._split(word) or (word,)]

    def _is_known(self, word: str) -> bool:
        """Tell whether a word means something here, or at least is no slip."""
        if word in self._lines.words or word in COUNTRY or word in CAPITAL:
            return True
        stem = canonical(word)
        meant = (stem, *SYNONYMS.get(stem, ()))
        if kind_of(word) is not Kind.TELLING and (
            word in self._lexicon or not self._lexicon.counts
        ):
            return True
        return kind_of(word) is Kind.FUNCTION or any(map(self._lines.lines_with, meant))

    def _near(self, word: str, found: Sequence[Token], i: int) -> list[Near]:
        """Return the words that an unknown word may be a slip of, the likeliest first."""
        is_word = word in self._lexicon
        if not is_word and (near := self._nearest(word)):
            return near
        if len(word) < (_SHORTEST_WORD_FOR_WORD if is_word else _SHORTEST_IN_PLACE):
            return []
        before = found[i - 1].word if i else ""
        after = found[i + 1].word if i + 1 < len(found) else ""
        near = self._vocabulary.near(word, slips=1)
        return [each for each in near if self._beside(before, each.word, after)]

    def _nearest(self, word: str) -> list[Near]:
        """Return the known words nearest to one, remembered for a text that repeats its slips."""
        near = self._slips.get(word)
        if near is None:
            if len(self._slips) >= _MOST_SLIPS:
                self._slips.clear()
            near = self._slips[word] = self._vocabulary.near(word)
        return near

    def _beside(self, before: str, word: str, after: str) -> bool:
        """Another word, or a few letters, are a slip only where a neighbour stands by the word meant."""
        pairs = ((before, word), (word, after))
        telling = (
            pair
            for pair, other in zip(pairs, (before, after), strict=True)
            if other and kind_of(other) is not Kind.FUNCTION
        )
        return any(self._lines.stands(pair) for pair in telling)

    def _split(self, word: str) -> tuple[str, str] | None:
        """Return ``can``, ``not`` for ``cannot`` where the document itself says only that."""
        if not _SHORTEST_COMPOUND <= len(word) <= _LONGEST_COMPOUND:
            return None
        words = self._lines.words
        cuts = range(2, len(word) - 1)
        pairs = (
            (word[:cut], word[cut:]) for cut in cuts if word[:cut] in words and word[cut:] in words
        )
        return next((pair for pair in pairs if self._lines.stands(pair)), None)

    def _joined(self, first: Word, second: Word) -> Word | None:
        """Return ``illfounded`` for ``ill``, ``founded`` where the document has that."""
        whole = first.word + second.word
        if first.start == second.start or not self._lines.own_word(whole):
            return None
        if self._lines.stands((first.word, second.word)):
            return None
        return Word(whole, 1.0, first.start, second.end)


def one_slip_from(word: str) -> Iterator[str]:
    """Yield everything that is one slip of the keyboard away from a word."""
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    yield from (head + tail[1:] for head, tail in cuts if tail)
    yield from (head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1)
    yield from (
        head + letter + tail[1:] for head, tail in cuts if tail for letter in ascii_lowercase
    )
    yield from (head + letter + tail for head, tail in cuts for letter in ascii_lowercase)


_SURE = 0.95
_MOST_SLIPS = 1_024
_SHORTEST_WORD_FOR_WORD = 5
_SHORTEST_IN_PLACE = 3
_SHORTEST_COMPOUND = 5
_LONGEST_COMPOUND = 32
