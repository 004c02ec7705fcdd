"""What a reader asks, word by word: what each word may mean in this document and how much it tells."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from bot.document.fold import Token, fold, tokens
from bot.document.lexicon import Lexicon
from bot.document.names import CAPITAL, COUNTRY
from bot.document.search_lines import Lines
from bot.document.search_terms import Kind, canonical, kind_of
from bot.document.search_typos import Vocabulary
from bot.document.synonyms import SYNONYMS

Via: TypeAlias = Literal["exact", "words", "typo", "alias", "paraphrase", "reference"]

MAX_WORDS = 400
"""Words of a query that are looked at; a pasted paragraph is shorter."""
EVERYDAY: Final = 0.12
"""How much an everyday word tells."""

_MAX_TERMS = 48
_SYNONYM = 0.8
_LONG_SLIP = 5


@dataclass(frozen=True, slots=True)
class Sense:
    """One way in which a term of a query may stand in a line.

    ``lines`` hold it, ascending; ``quality`` is 1 for the very word; ``phrases`` are the stems to
    mark; ``said`` is the document's own word where it is not the reader's.
    """

    lines: Sequence[int]
    quality: float
    via: Via
    phrases: tuple[tuple[str, ...], ...]
    said: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a name in a query, how much it tells, and what it may mean; nothing if unknown."""

    typed: str
    weight: float
    senses: tuple[Sense, ...]

    @property
    def reach(self) -> int:
        """How many lines hold it, at most."""
        return sum(len(sense.lines) for sense in self.senses)


@dataclass(frozen=True, slots=True)
class Query:
    """A query as read: its words with slips mended, and the terms that tell."""

    words: tuple[str, ...]
    terms: tuple[Term, ...]
    mended: tuple[tuple[str, str], ...] = ()

    @property
    def weight(self) -> float:
        """What all terms tell together."""
        return sum(term.weight for term in self.terms)


class Concept(NamedTuple):
    """A thing with several names: ``forms`` stand in the document, folded, and ``lines`` have one."""

    forms: tuple[tuple[str, ...], ...]
    said: str
    lines: Sequence[int]


class Name(NamedTuple):
    """A name of a concept as stems; ``stands`` if the document uses it."""

    stems: tuple[str, ...]
    concept: int
    stands: bool


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that a query is read by. ``frame`` are stems of the heading: who and what, not the matter."""

    lines: Lines
    vocabulary: Vocabulary
    lexicon: Lexicon
    concepts: tuple[Concept, ...]
    names: dict[str, tuple[Name, ...]]
    frame: frozenset[str]


class _Word(NamedTuple):
    """A word of a query: as typed, as mended, and how sure the mending is."""

    typed: str
    word: str
    nearness: float
    start: int


def read(text: str, known: Knowledge) -> Query:
    """Read a query."""
    words = _joined([*_mended(tokens(text)[:MAX_WORDS], known)], known)
    phrases = _quoted(text, words, known)
    terms: list[Term] = []
    at = 0
    while at < len(words) and len(terms) < _MAX_TERMS:
        term, length = phrases.get(at) or _named(words, at, known) or (_single(words[at], known), 1)
        if term is not None:
            terms.append(term)
        at += length
    return Query(
        tuple(word.word for word in words),
        tuple(terms),
        tuple((word.typed, word.word) for word in words if word.nearness < 1),
    )


# --- words: slips mended, compounds joined and split ---------------------------------------------


def _mended(found: Sequence[Token], known: Knowledge) -> Iterator[_Word]:
    for i, token in enumerate(found):
        if _is_known(token.word, known):
            yield _Word(token.word, token.word, 1.0, token.start)
        elif parts := _split(token.word, known):
            yield from (_Word(token.word, part, 1.0, token.start) for part in parts)
        else:
            yield _mend(token, found[i - 1].word if i else "", _next(found, i), known)


def _next(found: Sequence[Token], i: int) -> str:
    return found[i + 1].word if i + 1 < len(found) else ""


def _is_known(word: str, known: Knowledge) -> bool:
    if word in known.lines.words:
        return True
    if canonical(word) in SYNONYMS and kind_of(word) is Kind.TELLING:
        return any(known.lines.lines_with(other) for other in SYNONYMS[canonical(word)])
    if _can_split(word):
        return False
    return bool(known.lines.lines_with(canonical(word))) or kind_of(word) is not Kind.TELLING


def _can_split(word: str) -> bool:
    return word in _COMPOUNDS


def _mend(token: Token, before: str, after: str, known: Knowledge) -> _Word:
    word = token.word
    if word in COUNTRY or word in CAPITAL:
        return _Word(word, word, 1.0, token.start)
    if word in known.lexicon:
        near = known.vocabulary.near(word, slips=1) if len(word) >= _LONG_SLIP else []
        near = [n for n in near if _stand_together(before, n.word, after, known)]
    else:
        near = known.vocabulary.near(word)
    if not near:
        return _Word(word, word, 1.0, token.start)
    return _Word(word, near[0].word, min(0.95, near[0].nearness), token.start)


def _stand_together(before: str, word: str, after: str, known: Knowledge) -> bool:
    """Another English word is a slip only where its neighbour stands beside the word meant."""
    pairs = [(before, word)] * (kind_of(before) is not Kind.FUNCTION and before != "")
    pairs += [(word, after)] * (kind_of(after) is not Kind.FUNCTION and after != "")
    return any(next(known.lines.phrase(pair), None) is not None for pair in pairs)


def _split(word: str, known: Knowledge) -> tuple[str, str] | None:
    """``cannot`` where the document has ``can not``."""
    if not 5 <= len(word) <= 32:
        return None
    for cut in range(2, len(word) - 1):
        parts = word[:cut], word[cut:]
        if all(part in known.lines.words for part in parts):
            if next(known.lines.phrase(parts), None) is not None:
                return parts
    return None


def _joined(words: list[_Word], known: Knowledge) -> list[_Word]:
    """``ill founded`` where the document has ``illfounded``."""
    found: list[_Word] = []
    for word in words:
        whole = found[-1].word + word.word if found else ""
        if whole in known.lines.words and kind_of(whole) is Kind.TELLING and _apart(found[-1], word):
            found[-1] = _Word(f"{found[-1].typed} {word.typed}", whole, 1.0, found[-1].start)
        else:
            found.append(word)
    return found


def _apart(first: _Word, second: _Word) -> bool:
    return first.typed != second.typed


_COMPOUNDS: Final = frozenset({"cannot", "twofold"})

# --- terms ---------------------------------------------------------------------------------------


def _quoted(text: str, words: list[_Word], known: Knowledge) -> dict[int, tuple[Term, int]]:
    """Return the phrases in quotation marks that stand in the document, by the word they begin at."""
    found = {}
    marks = [i for i, c in enumerate(text) if fold(c) == '"']
    for start, end in zip(marks[::2], marks[1::2], strict=False):
        inside = [i for i, word in enumerate(words) if start < word.start < end]
        if len(inside) < 2:
            continue
        phrase = tuple(words[i].word for i in inside)
        lines = sorted({known.lines.line_at(place) for place in known.lines.phrase(phrase)})
        if lines:
            sense = Sense(lines, 1.0, "exact", (tuple(map(canonical, phrase)),))
            weight = max(0.5, sum(_weight(words[i].word, known) for i in inside))
            found[inside[0]] = Term(" ".join(phrase), weight, (sense,)), len(inside)
    return found


def _named(words: list[_Word], at: int, known: Knowledge) -> tuple[Term, int] | None:
    """Return the longest name of something that the document calls otherwise, and its length."""
    stems = [canonical(word.word) for word in words[at : at + 8]]
    for name in known.names.get(stems[0], ()):
        if tuple(stems[: len(name.stems)]) == name.stems:
            if name.stands:
                return None
            return _by_name(words[at : at + len(name.stems)], name, known), len(name.stems)
    return None


def _by_name(words: list[_Word], name: Name, known: Knowledge) -> Term:
    concept = known.concepts[name.concept]
    forms = tuple(tuple(map(canonical, form)) for form in concept.forms)
    typed = " ".join(word.typed for word in words)
    senses = [Sense(concept.lines, 0.96, "alias", forms, concept.said)]
    if len(name.stems) == 1:
        senses.append(Sense(known.lines.lines_with(name.stems[0]), 0.9, "words", (name.stems,)))
    weight = _rarity(words[-1].word, len(concept.lines), known)
    weight = max(weight, sum(_weight(word.word, known) for word in words)) if len(words) > 1 else weight
    if words[0].typed == "us":
        weight = 0.15
    return Term(typed, weight, tuple(senses))


def _single(word: _Word, known: Knowledge) -> Term | None:
    weight = _weight(word.word, known)
    if not weight:
        return None
    return Term(word.typed, weight, tuple(_senses(word, known)))


def _senses(word: _Word, known: Knowledge) -> Iterator[Sense]:
    stem = canonical(word.word)
    lines = known.lines.lines_with(stem)
    if lines:
        via: Via = "words" if word.nearness == 1 else "typo"
        said = word.word if via == "typo" else ""
        yield Sense(lines, word.nearness, via, ((stem,),), said)
    others = [other for other in SYNONYMS.get(stem, ()) if known.lines.lines_with(other)]
    for other in others if word.nearness == 1 else ():
        as_alias: Via = "alias" if word.word in CAPITAL else "paraphrase"
        yield Sense(known.lines.lines_with(other), _SYNONYM, as_alias, ((other,),))
    for name in known.names.get(stem, ()):
        concept = known.concepts[name.concept]
        forms = tuple(tuple(map(canonical, form)) for form in concept.forms)
        if name.stands and len(name.stems) <= 2:
            yield Sense(concept.lines, 0.8, "alias", forms, concept.said)


def _weight(word: str, known: Knowledge) -> float:
    stem = canonical(word)
    reach = sum(len(known.lines.lines_with(s)) for s in (stem, *SYNONYMS.get(stem, ())))
    kind = kind_of(word)
    if kind is Kind.FUNCTION:
        return 0.0
    if kind is Kind.EVERYDAY:
        return EVERYDAY if reach else EVERYDAY / 2
    if stem in known.frame:
        return 0.15
    return _rarity(word, reach, known) if reach else _strange(word, known)


def _rarity(word: str, reach: int, known: Knowledge) -> float:
    total = len(known.lines) + 1
    within = math.log1p(total / max(reach, 1)) / math.log1p(total)
    return 0.15 + 0.7 * within * (0.5 + 0.5 * _in_english(word, known))


def _strange(word: str, known: Knowledge) -> float:
    """A word the document does not know sinks a hit: a name or a figure surely, a rare word more."""
    if word in COUNTRY or not word.isalpha() or word not in known.lexicon:
        return 1.6 if known.lexicon.counts else 0.8
    return 0.6 + 0.8 * _in_english(word, known)


def _in_english(word: str, known: Knowledge) -> float:
    """Return 0 for a common English word, 1 for a rare one."""
    return min(1.0, max(0.0, (known.lexicon.rarity(word) - 0.2) / 0.3))
