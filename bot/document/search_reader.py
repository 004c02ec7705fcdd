"""Reading a query put to one document: its words as they were meant, and what each may mean there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from bot.document.fold import Token, fold, tokens
from bot.document.names import CAPITAL, COUNTRY, OTHER_NAMES
from bot.document.search_bonds import Bonds, Spoken
from bot.document.search_lines import Lines, meeting
from bot.document.search_query import SYNONYM, Name, Query, Sense, Senses, Term, Via
from bot.document.search_slips import Mender, Word
from bot.document.search_syntax import without_list_marks
from bot.document.search_terms import Kind, canonical, kind_of
from bot.document.search_weights import Weights
from bot.document.set_phrases import IDIOMS, SET_PHRASES, STATES
from bot.document.synonyms import SYNONYMS

MAX_WORDS: Final = 400
"""Words of a query that are looked at; a pasted paragraph has fewer."""


class Words(NamedTuple):
    """What was typed, its words as they were meant, and of these the words alone and their stems."""

    typed: str
    meant: list[Word]
    plain: tuple[str, ...]
    stems: tuple[str, ...]

    @property
    def mended(self) -> bool:
        """Whether a slip was mended."""
        return any(word.nearness < 1 for word in self.meant)


class Meaning(NamedTuple):
    """What a word may mean in a document, in how many sentences, and how much it tells."""

    senses: Senses
    reach: int
    weight: float


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads queries put to one document; ``names`` are by first stem, the longest first."""

    lines: Lines
    mender: Mender
    weights: Weights
    names: Mapping[str, tuple[Name, ...]]
    bonds: Bonds
    _known: dict[str, Meaning] = field(default_factory=dict)

    def words(self, text: str) -> Words:
        """Return the words of a query as they were meant."""
        found = [*islice(tokens(without_list_marks(text)), MAX_WORDS)]
        meant = self.mender.mend(_with_america(found, text))
        plain = tuple(word.word for word in meant)
        return Words(text, meant, plain, tuple(map(canonical, plain)))

    def read(self, words: Words) -> Query:
        """Read a query: of its terms so many as tell most."""
        phrases, misquotes = self._quoted(words)
        terms: dict[object, Term] = {}
        spoken: list[Spoken] = []
        at = 0
        while at < len(words.meant):
            if at and words.plain[at] == words.plain[at - 1]:
                at += 1
                continue
            found, length = phrases.get(at) or self._step(words, at)
            for term in found:
                terms.setdefault(term.key, term)
            heard = STATES.get(words.plain[at : at + length], words.plain[at])
            spoken.append(Spoken(heard, found[-1] if found else None))
            at += length
        terms |= {bond.key: bond for bond in self.bonds.of(spoken)}
        most = sorted(terms.values(), key=lambda term: -term.weight)[:_MAX_TERMS]
        return Query(words.plain, tuple(most), mended=words.mended, misquotes=misquotes)

    def _step(self, words: Words, at: int) -> "_Step":
        """Return the terms of the longest name that begins here, or of a word, and how long it is."""
        longest: _Step | None = None
        stem = words.stems[at]
        if stem in self.names or stem in _FIRST_STEMS or words.plain[at] in _FIRST_WORDS:
            found = (self._named(words, at), self._set_phrase(words, at), self._pair(words, at))
            longest = max(filter(None, found), key=lambda step: step[1], default=None)
        return longest or (self._single(words.typed, words.meant[at]), 1)

    def _pair(self, words: Words, at: int) -> "_Step | None":
        """Return a state of two words or an idiom that begins here."""
        stems = words.stems[at : at + _PAIR]
        meant = STATES.get(words.plain[at : at + _PAIR]) or IDIOMS.get(stems)
        if meant is None:
            return None
        both = meeting(*(self.lines.lines_with(stem) for stem in stems))
        said = (Sense(sorted(both), 1.0, "words", (stems,)),) if both else ()
        meaning = self._meaning(meant)
        typed = _typed(words.typed, words.meant[at : at + _PAIR])
        senses = Senses((*said, *meaning.senses))
        return [Term(typed, meaning.weight, senses)], _PAIR

    def _quoted(self, words: Words) -> tuple[dict[int, "_Step"], bool]:
        """Return the phrases in quotation marks by where they begin, and whether one stands nowhere."""
        found: dict[int, _Step] = {}
        misquotes = False
        marks = [i for i, c in enumerate(words.typed) if c in _QUOTES]
        for start, end in list(zip(marks[::2], marks[1::2], strict=False))[:_MAX_QUOTED]:
            inside = [i for i, word in enumerate(words.meant) if start < word.start < end]
            phrase = tuple(words.plain[i] for i in inside)
            lines = sorted(self.lines.saying(phrase))
            if len(inside) > 1 and lines:
                weight = _PHRASE + sum(self.weights.of(word, len(lines)) for word in phrase)
                sense = Sense(lines, 1.0, "exact", (tuple(map(canonical, phrase)),))
                found[inside[0]] = [Term(" ".join(phrase), weight, Senses((sense,)))], len(inside)
            misquotes = misquotes or (len(inside) > 1 and not lines)
        return found, misquotes

    def _named(self, words: Words, at: int) -> "_Step | None":
        """Return the longest name, beginning here, of a thing that the document calls otherwise."""
        names = self.names.get(words.stems[at], ())
        fits = (each for each in names if words.stems[at : at + len(each.stems)] == each.stems)
        name = next(fits, None)
        if name is None or name.stands:
            return None
        named = words.meant[at : at + len(name.stems)]
        typed = _typed(words.typed, named)
        sense = Sense(name.concept.lines, _ALIAS, "alias", name.concept.forms, typed)
        parts = [term for word in named for term in self._single(words.typed, word, sense)]
        if len(named) == 1:
            return parts, 1
        whole = Term(typed, _WHOLE_NAME * sum(part.weight for part in parts), Senses((sense,)))
        return [*parts, whole], len(named)

    def _set_phrase(self, words: Words, at: int) -> "_Step | None":
        """Return the longest set phrase beginning here that no line has; nothing else says it."""
        for phrase in SET_PHRASES.get(words.plain[at], ()):
            said = words.meant[at : at + len(phrase)]
            if phrase == words.plain[at : at + len(phrase)] and not any(self.lines.phrase(phrase)):
                parts = [term for word in said for term in self._single(words.typed, word)]
                return [*parts, Term(_typed(words.typed, said), _SET_PHRASE, Senses())], len(phrase)
        return None

    def _single(self, text: str, word: Word, *names: Sense) -> list[Term]:
        """Return a word as a term, which the names that it is part of say as well as the word."""
        if kind_of(word.word) is Kind.FUNCTION:
            return []
        meaning = self._meant(word, text)
        weight = meaning.weight
        if names and not meaning.reach:
            weight = self.weights.of(word.word, self.weights.reach(names[0].lines))
        senses = Senses((*names, *meaning.senses)) if names else meaning.senses
        return [Term(text[word.start : word.end], weight, senses)]

    def _meant(self, word: Word, text: str) -> Meaning:
        """Return what a word means here: as a slip, as another name, or as itself."""
        lines = self.lines.lines_with(canonical(word.word))
        phrases = ((canonical(word.word),),)
        if word.nearness < 1:
            senses = (Sense(lines, word.nearness, "typo", phrases),) if lines else ()
            return self._weighed(word.word, senses)
        if self._is_other_name(word.word):
            typed = text[word.start : word.end]
            return self._weighed(word.word, (Sense(lines, _ALIAS, "alias", phrases, typed),))
        return self._meaning(word.word)

    def _meaning(self, word: str) -> Meaning:
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            senses = tuple(self._senses(word, canonical(word)))
            known = self._known[word] = self._weighed(word, senses)
        return known

    def _weighed(self, word: str, senses: tuple[Sense, ...]) -> Meaning:
        reach = sum(self.weights.reach(sense.lines) for sense in senses)
        return Meaning(Senses(senses), reach, self.weights.of(word, reach))

    def _is_other_name(self, word: str) -> bool:
        """Tell whether a word is a name of a country that the document calls otherwise."""
        return (
            word in OTHER_NAMES
            and word not in self.lines.words
            and bool(self.lines.lines_with(COUNTRY[word]))
        )

    def _senses(self, word: str, stem: str) -> Iterator[Sense]:
        """Yield what a word may mean: itself, its kin, its synonyms, and names that it begins."""
        if lines := self.lines.lines_with(stem):
            yield Sense(lines, 1.0, "words", ((stem,),))
        for kin in self.lines.kin(stem):
            if kin != stem:
                yield Sense(self.lines.lines_with(kin), _KIN, "words", ((kin,),))
        via: Via = "alias" if word in CAPITAL else "paraphrase"
        for other in SYNONYMS.get(stem, ()):
            if lines := self.lines.lines_with(other):
                yield Sense(lines, SYNONYM, via, ((other,),))
        for name in self.names.get(stem, ()):
            if name.stands and len(name.stems) <= 2:
                yield Sense(name.concept.lines, SYNONYM, "alias", name.concept.forms)


_Step: TypeAlias = tuple[list[Term], int]


def _with_america(found: Sequence[Token], text: str) -> Sequence[Token]:
    """Tell "US", "the us" and "us soviet" from "us", which folding does not."""
    return [
        token._replace(word="usa") if token.word == "us" and _is_america(found, at, text) else token
        for at, token in enumerate(found)
    ]


def _is_america(found: Sequence[Token], at: int, text: str) -> bool:
    _, start, end = found[at]
    before = found[at - 1].word if at else ""
    after = found[at + 1].word if at + 1 < len(found) else ""
    is_capital = text[start:end].isupper() and not text.isupper()
    return is_capital or before == "the" or after == "soviet" or after in COUNTRY


def _typed(text: str, words: list[Word]) -> str:
    return text[words[0].start : words[-1].end]


_QUOTES = frozenset(c for c in '"“”„‟″«»＂' if fold(c) == '"')
_FIRST_WORDS = frozenset([*SET_PHRASES, *(first for first, _ in STATES)])
_FIRST_STEMS = frozenset(first for first, _ in IDIOMS)
"""What the set phrases, states and idioms begin with."""

_MAX_TERMS = 24
_MAX_QUOTED = 8
_PAIR = 2
_MOST_KNOWN = 4_096
_PHRASE = 0.3
_SET_PHRASE = 1.6
_ALIAS = 0.96
_KIN = 0.85
_WHOLE_NAME = 0.6
"""A name of several words tells this much more than its words do apart."""
